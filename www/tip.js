// Where a box of words about a region goes: beside what it is about, never on it. Pure
// functions of rectangles, in CSS pixels of one common place. No DOM here.

/** @typedef {{x: number, y: number, w: number, h: number}} Box */
/** @typedef {{x: number, y: number}} Spot */

/** How far the box stays from the pointer. */
const OFF = 16;
/** How far it stays from its region: the outline of a lit region is this far off at most. */
const APART = 6;

/**
 * The corner of the box: on the side of the pointer and the region that is nearest to the
 * pointer, of those with room in the stage.
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
  const sides = [
    { x: across, y: below, far: below - pointer.y, fits: below + h <= stage.h },
    { x: right, y: along, far: right - pointer.x, fits: right + w <= stage.w },
    { x: across, y: above - h, far: pointer.y - above, fits: above - h >= 0 },
    { x: left - w, y: along, far: pointer.x - left, fits: left - w >= 0 },
  ];
  const [best] = sides.filter((side) => side.fits).sort((a, b) => a.far - b.far);
  if (best) return { x: best.x, y: best.y };
  // No side has room: in the larger part above or below, over as little as possible.
  return { x: across, y: stage.h - below > above ? Math.max(0, stage.h - h) : 0 };
}

/** @param {number} from @param {number} length @param {number} all */
function within(from, length, all) { return Math.max(0, Math.min(from, all - length)); }
