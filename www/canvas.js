// A picture in its box: a canvas that fits and remains sharp or, if the reader's system
// forces its colours, the same picture as SVG (a canvas supports no forced colours). Draws
// when asked and when its box, the pixel ratio or the colours change; schedules nothing.

/** @typedef {"auto" | "light" | "dark"} Theme */
/**
 * @typedef {object} Painter
 * @property {(canvas: HTMLCanvasElement, width: number, ratio: number, theme: string) => void} draw
 * @property {(width: number) => string} svg
 * @property {(width: number) => number} height
 * @property {(height: number) => void} [fit] sets the height that later pictures have room
 *   for; 0 if they may be as high as they like
 */

const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
const forced = globalThis.matchMedia?.("(forced-colors: active)");

/** The SVG the engine wrote, as an element. It is our own text, and parsed as data. No
 * text means no picture.
 * @param {string} text @returns {Node} */
export function picture(text) {
  if (!text) return document.createDocumentFragment();
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  return document.importNode(parsed.documentElement, true);
}

export class Sheet {
  /** The colours of the next picture. @type {Theme} */
  theme;
  #box; #canvas; #painter;
  #ends = new AbortController();
  #sizes;
  #width = 0;
  /** The height that there is room for; 0: any. */
  #room = 0;

  /**
   * @param {HTMLElement} box the element that contains the canvas; anything else in it is replaced
   * @param {HTMLCanvasElement} canvas
   * @param {Painter} painter
   * @param {Theme} [theme]
   */
  constructor(box, canvas, painter, theme = "auto") {
    this.#box = box;
    this.#canvas = canvas;
    this.#painter = painter;
    this.theme = theme;
    const { signal } = this.#ends;
    const again = () => this.paint();
    dark.addEventListener("change", again, { signal });
    forced.addEventListener("change", again, { signal });
    // Zooming changes the ratio without changing the box's size.
    addEventListener("resize", again, { signal });
    this.#sizes = new ResizeObserver(() => {
      const room = this.#measure();
      if (this.#box.clientWidth === this.#width && room === this.#room) return;
      this.#room = room;
      this.paint();
    });
    this.#room = this.#measure();
    this.#sizes.observe(box);
    if (box.parentElement) this.#sizes.observe(box.parentElement);
  }

  /** The height of the place around the box, where the style says that pictures fit it. */
  #measure() {
    const around = this.#box.parentElement;
    const fits = around && getComputedStyle(around).getPropertyValue("--fit").trim() === "1";
    return fits ? around.clientHeight : 0;
  }

  /** Draws now. */
  paint() {
    const width = this.#width = this.#box.clientWidth;
    if (width <= 0) return;
    this.#painter.fit?.(this.#room);
    if (forced.matches) {
      this.#canvas.hidden = true;
      this.#only(picture(this.#painter.svg(width)));
      return;
    }
    const ratio = globalThis.devicePixelRatio || 1;
    const [w, h] = [width, this.#painter.height(width)].map((n) => Math.round(n * ratio));
    if (this.#canvas.width !== w || this.#canvas.height !== h) {
      this.#canvas.width = w;
      this.#canvas.height = h;
    }
    const theme = this.theme === "auto" ? (dark.matches ? "dark" : "light") : this.theme;
    this.#painter.draw(this.#canvas, width, ratio, theme);
    this.#canvas.hidden = false;
    this.#only();
  }

  /** Leaves the canvas and at most one other element in the box.
   * @param {Node[]} others */
  #only(...others) {
    if (others.length || this.#box.childElementCount > 1) this.#box.replaceChildren(this.#canvas, ...others);
  }

  destroy() {
    this.#ends.abort();
    this.#sizes.disconnect();
  }
}
