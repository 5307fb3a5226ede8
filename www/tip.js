// Where a box of words about a region goes: beside what it is about, never on it. Pure
// functions of rectangles, in CSS pixels of one common place. No DOM here.

/** @typedef {{x: number, y: number, w: number, h: number}} Box */
/** @typedef {{x: number, y: number}} Spot */

/** How far the box stays from the pointer. */
const OFF = 16;
/** How far it stays from its region: the outline of a highlighted region is this far off at most. */
const APART = 6;
/** How much nearer a side must be than above or below: a box beside a region is in the way of a
 * pointer that goes along the lane. */
const BESIDE = 48;

/** How much nearer below must be than above in the lower half, where the kernel's lines and the
 * counts are under a region and the way of flying pages is over it. */
const UNDER = 40;

/**
 * The corner of the box: on the side of the pointer and the region that is nearest to the
 * pointer, of those with room in the stage; rather above or below than beside.
 * @param {Spot} pointer
 * @param {Box} region
 * @param {{w: number, h: number}} size of the box
 * @param {{w: number, h: number}} stage
 * @returns {Spot}
 */
export function placed(pointer, region, { w, h }, stage) {
  const across = within(pointer.x + OFF, w, stage.w);
  const along = within(pointer.y - h / 2, h, stage.h);
  const below = Math.max(pointer.y + OFF, region.y + region.h + APART);
  const above = Math.min(pointer.y - OFF, region.y - APART);
  const right = Math.max(pointer.x + OFF, region.x + region.w + APART);
  const left = Math.min(pointer.x - OFF, region.x - APART);
  const low = region.y + region.h / 2 > stage.h / 2 ? UNDER : 0;
  const sides = [
    { x: across, y: below, far: below - pointer.y + low, fits: below + h <= stage.h },
    { x: right, y: along, far: right - pointer.x + BESIDE, fits: right + w <= stage.w },
    { x: across, y: above - h, far: pointer.y - above, fits: above - h >= 0 },
    { x: left - w, y: along, far: pointer.x - left + BESIDE, fits: left - w >= 0 },
  ];
  const [best] = sides.filter((side) => side.fits).sort((a, b) => a.far - b.far);
  if (best) return { x: best.x, y: best.y };
  // No side has room: in the larger part above or below, over as little as possible.
  return { x: across, y: stage.h - below > above ? Math.max(0, stage.h - h) : 0 };
}

/**
 * Whether a pointer that came from one spot to another goes on to a box.
 * @param {Spot} from @param {Spot} to @param {Box} box
 */
export function aims(from, to, box) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (!dx && !dy) return false;
  // How far along the way each pair of edges is met, in lengths of the last move.
  const met = (/** @type {number} */ start, /** @type {number} */ d, /** @type {number} */ low, /** @type {number} */ high) => {
    if (d) return [(low - start) / d, (high - start) / d].sort((a, b) => a - b);
    return start >= low && start <= high ? [-Infinity, Infinity] : [Infinity, -Infinity];
  };
  const across = met(to.x, dx, box.x, box.x + box.w);
  const along = met(to.y, dy, box.y, box.y + box.h);
  return Math.max(across[0], along[0], 0) <= Math.min(across[1], along[1]);
}

/** @param {number} from @param {number} length @param {number} all */
function within(from, length, all) { return Math.max(0, Math.min(from, all - length)); }
