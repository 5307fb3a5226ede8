// Pointing at regions of the figure, with a mouse, a finger or from lane to lane by keys:
// highlights the region and describes it in a box beside it. Decides nothing about regions:
// the engine identifies and describes them.
import { marked } from "./marked.js";
import { aims, placed } from "./tip.js";

/** @typedef {import("./explainer.js").Explainer} Explainer */
/** @typedef {import("./explainer.js").Hit} Hit */
/**
 * @typedef {object} Callbacks callbacks of pointing
 * @property {(name: string) => HTMLElement} part a part of the story's markup
 * @property {<T>(question: (raw: Explainer) => T) => T | undefined} ask `undefined` on failure
 * @property {() => void} repaint
 * @property {(y: number) => boolean} rail opens the lane that is a rail at this height of the
 *   sheet; whether there is one
 * @property {(hit: Hit | null) => void} pointed called when another region is pointed at, or none
 */

/** Milliseconds for which the box stays while the pointer is on its way to it. */
const GRACE_MS = 400;

export class Pointing {
  #callbacks;
  /** The highlighted mark, in the form the engine's `highlight` accepts. */
  #highlighted = "";
  /** Whether a box of words shows. */
  #says = false;
  /** Position of the keys: an index into the regions of the picture; -1 if none. */
  #cursor = -1;
  /** Where the pointer was last, in the window. */
  #last = { x: 0, y: 0 };
  #timer = 0;

  /** @param {Callbacks} callbacks @param {AbortSignal} signal ends it */
  constructor(callbacks, signal) {
    this.#callbacks = callbacks;
    const [sheet, figure, tip] = [callbacks.part("sheet"), callbacks.part("figure"), callbacks.part("tip")];
    /** @param {Element} place @param {"pointermove" | "pointerleave" | "pointerenter"} event
     * @param {(event: PointerEvent) => void} act */
    const hover = (place, event, act) => {
      place.addEventListener(event, (e) => {
        if (e instanceof PointerEvent && e.pointerType !== "touch") act(e);
      }, { signal });
    };
    hover(sheet, "pointermove", (event) => this.#soon(event, () => this.#over(event)));
    hover(sheet, "pointerleave", (event) => {
      if (event.relatedTarget !== tip) this.#soon(event, () => this.#point(null));
    });
    // The box can be pointed at, read at leisure, and copied from.
    hover(tip, "pointerenter", () => clearTimeout(this.#timer));
    hover(tip, "pointerleave", (event) => {
      if (event.relatedTarget !== sheet && !sheet.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#point(null);
    });
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
    figure.ownerDocument.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.#says) this.leave(); }, { signal });
    // A finger taps: the box stays until the next tap, wherever that is.
    sheet.addEventListener("click", (event) => {
      const y = event.clientY - sheet.getBoundingClientRect().top;
      if (this.#callbacks.rail(y)) this.#point(null);
      else this.#over(event);
    }, { signal });
    figure.ownerDocument.addEventListener("click", (event) => {
      const path = event.composedPath();
      if (this.#says && !path.includes(sheet) && !path.includes(tip)) this.#point(null);
    }, { signal });
    figure.addEventListener("focusout", (event) => {
      if (this.#cursor >= 0 && !figure.contains(/** @type {Node | null} */ (event.relatedTarget))) this.leave();
    }, { signal });
  }

  /** Highlights a kind of pages (`released`) or a region (`D:bf780`).
   * @param {string} mark empty: nothing */
  highlight(mark) {
    if (mark === this.#highlighted) return;
    this.#highlighted = mark;
    this.#callbacks.ask((raw) => raw.highlight(mark));
    this.#callbacks.repaint();
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

  /** Does it at once or, if the pointer is on its way to the box, after a while.
   * @param {PointerEvent} event @param {() => void} act */
  #soon({ clientX, clientY }, act) {
    clearTimeout(this.#timer);
    const [from, to] = [this.#last, { x: clientX, y: clientY }];
    this.#last = to;
    const { x, y, width, height } = this.#callbacks.part("tip").getBoundingClientRect();
    if (this.#says && aims(from, to, { x, y, w: width, h: height })) this.#timer = window.setTimeout(act, GRACE_MS);
    else act();
  }

  /** @param {MouseEvent} event */
  #over({ clientX, clientY }) {
    const box = this.#callbacks.part("sheet").getBoundingClientRect();
    const spot = { x: clientX - box.left, y: clientY - box.top };
    const hit = this.#callbacks.ask((raw) => raw.hit(spot.x, spot.y) ?? null);
    if (hit !== undefined) this.#point(hit, spot);
  }

  /** Highlights a region and describes it beside a spot of the sheet, or beside the region.
   * @param {Hit | null} hit @param {import("./tip.js").Spot} [spot] */
  #point(hit, spot = hit ? middle(hit.at) : undefined) {
    clearTimeout(this.#timer);
    const key = hit?.key ?? "";
    const another = key !== this.#highlighted || Boolean(hit) !== this.#says;
    this.highlight(key);
    this.#says = Boolean(hit);
    if (another) this.#write(hit);
    if (hit && spot) this.#put(hit.at, spot);
    if (another) this.#callbacks.pointed(hit);
  }

  /** How much, then what and why, then where. @param {Hit | null} hit */
  #write(hit) {
    const tip = this.#callbacks.part("tip");
    tip.hidden = !hit;
    if (!hit) return tip.removeAttribute("style");
    this.#callbacks.part("tip-amount").textContent = hit.amount;
    this.#callbacks.part("tip-what").replaceChildren(...marked(hit.what));
    this.#callbacks.part("tip-pfn").textContent = hit.pfn;
  }

  /** @param {import("./tip.js").Box} region @param {import("./tip.js").Spot} spot both in the sheet */
  #put(region, spot) {
    const { part } = this.#callbacks;
    const [tip, stage] = [part("tip"), part("figure").getBoundingClientRect()];
    const sheet = part("sheet").getBoundingClientRect();
    const [dx, dy] = [sheet.left - stage.left, sheet.top - stage.top];
    const { x, y } = placed(
      { x: spot.x + dx, y: spot.y + dy }, { ...region, x: region.x + dx, y: region.y + dy },
      { w: tip.offsetWidth, h: tip.offsetHeight }, { w: stage.width, h: stage.height },
    );
    // By script, which every policy allows: attributes and style sheets cannot follow a pointer.
    tip.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
  }

  /** The regions of the picture, lane by lane from left to right. @returns {Hit[]} */
  #regions() { return this.#callbacks.ask((raw) => raw.regions()) ?? []; }

  /** @param {Hit | undefined} hit */
  #say(hit) {
    if (!hit) return;
    this.#point(hit);
    this.#callbacks.part("status").textContent = hit.line;
  }
}

/** The middle of a region. @param {import("./tip.js").Box} box */
function middle({ x, y, w, h }) { return { x: x + w / 2, y: y + h / 2 }; }
