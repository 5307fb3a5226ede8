// Pointing at regions of the figure, with a pointer or from lane to lane by keys:
// highlights the region and describes it. Decides nothing about regions: the engine
// identifies them.

/** @typedef {import("./explainer.js").Explainer} Explainer */
/** @typedef {import("./explainer.js").Hit} Hit */
/**
 * @typedef {object} Hands callbacks of pointing
 * @property {(name: string) => HTMLElement} part a part of the story's markup
 * @property {<T>(question: (raw: Explainer) => T) => T | undefined} ask `undefined` on failure
 * @property {() => void} repaint
 * @property {(hit: Hit | null) => void} told called when another region is pointed at, or none
 */

const REST = "Point at a region, or focus the figure and press the down arrow.";

export class Pointing {
  #hands;
  /** The highlighted mark, in the form the engine's `light` accepts. */
  #lit = "";
  /** Position of the keys: an index into the regions of the picture; -1 if none. */
  #cursor = -1;

  /** @param {Hands} hands @param {AbortSignal} signal ends it */
  constructor(hands, signal) {
    this.#hands = hands;
    const [sheet, figure] = [hands.part("sheet"), hands.part("figure")];
    /** @param {PointerEvent} event */
    const over = (event) => this.#over(sheet.getBoundingClientRect(), event);
    sheet.addEventListener("pointermove", over, { signal });
    sheet.addEventListener("pointerdown", over, { signal });
    sheet.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") this.#point(null); }, { signal });
    figure.addEventListener("focusout", (event) => {
      if (!figure.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#point(null);
    }, { signal });
  }

  /** Highlights a kind of pages (`released`) or a region (`D:bf780`).
   * @param {string} mark empty: nothing */
  light(mark) {
    if (mark === this.#lit) return;
    this.#lit = mark;
    this.#hands.ask((raw) => raw.light(mark));
    this.#hands.repaint();
  }

  /** Points at nothing, and resets the position of the keys. */
  leave() {
    this.#cursor = -1;
    this.#point(null);
  }

  /** To the previous or next region. @param {1 | -1} way */
  walk(way) {
    const all = this.#regions();
    if (!all.length) return;
    const from = this.#cursor < 0 ? (way > 0 ? -1 : all.length) : this.#cursor;
    this.#cursor = Math.max(0, Math.min(all.length - 1, from + way));
    this.#say(all[this.#cursor]);
  }

  /** To the first region of the lane above or below. @param {1 | -1} way */
  lane(way) {
    const all = this.#regions();
    const lanes = [...new Set(all.map((r) => r.lane))];
    if (!lanes.length) return;
    const now = this.#cursor < 0 ? -1 : lanes.indexOf(all[this.#cursor]?.lane ?? "");
    const to = lanes[Math.max(0, Math.min(lanes.length - 1, now + way))];
    this.#cursor = all.findIndex((r) => r.lane === to);
    this.#say(all[this.#cursor]);
  }

  /** Opens or closes the description of the highlighted region. @param {boolean} open */
  details(open) {
    const { part } = this.#hands;
    const hit = open ? this.#regions()[this.#cursor] : undefined;
    part("detail").toggleAttribute("data-open", Boolean(hit));
    if (hit) part("status").textContent = hit.more;
    else if (!open) this.leave();
  }

  /** @param {DOMRect} box @param {PointerEvent} event */
  #over(box, event) {
    const hit = this.#hands.ask((raw) => raw.hit(event.clientX - box.left, event.clientY - box.top) ?? null);
    if (hit !== undefined) this.#point(hit);
  }

  /** Highlights a region and describes it. @param {Hit | null} hit */
  #point(hit) {
    const key = hit?.key ?? "";
    const text = hit?.more ?? REST;
    const place = this.#hands.part("hover");
    if (key === this.#lit && place.textContent === text) return;
    this.light(key);
    place.textContent = text;
    if (!hit) this.#hands.part("detail").removeAttribute("data-open");
    this.#hands.told(hit);
  }

  /** The regions of the picture, lane by lane from left to right. @returns {Hit[]} */
  #regions() { return this.#hands.ask((raw) => raw.regions()) ?? []; }

  /** @param {Hit | undefined} hit */
  #say(hit) {
    if (!hit) return;
    this.#point(hit);
    this.#hands.part("status").textContent = hit.text;
  }
}
