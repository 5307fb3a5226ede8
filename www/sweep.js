// The curve of the cost on larger hosts, calculated in slices so that the page can respond
// in between, and shown as a chart and as a table.
import { element, table } from "./bind.js";
import { marked } from "./marked.js";
import { Sheet } from "./canvas.js";

/** @typedef {import("./engine.js").Engine} Engine */

/** Milliseconds of work before the page may respond. */
const SLICE_MS = 12;

export class Sweep {
  #root; #engine; #guard; #sheet;
  #timer = 0;
  #visible = false;
  #stale = true;

  /** @param {HTMLElement} root @param {Engine} engine @param {<T>(work: () => T) => T | undefined} guard */
  constructor(root, engine, guard) {
    this.#root = root;
    this.#engine = engine;
    this.#guard = guard;
    const canvas = /** @type {HTMLCanvasElement} */ (this.#get("sweep-canvas"));
    this.#sheet = new Sheet(this.#get("sweep"), canvas, {
      draw: (target, width, ratio, theme) => guard(() => { engine.ask((raw) => raw.draw_sweep(target, width, ratio, theme)); }),
      svg: (width) => guard(() => engine.ask((raw) => raw.sweep_svg(width))) ?? "",
      height: (width) => guard(() => engine.sweepHeight(width)) ?? 0,
    });
    this.#get("sweep-linux").addEventListener("change", () => guard(() => this.#begin()));
    new IntersectionObserver((entries) => {
      this.#visible = entries.at(-1)?.isIntersecting ?? false;
      if (this.#visible && this.#stale) guard(() => this.#begin());
    }, { rootMargin: "200px" }).observe(this.#get("sweep"));
  }

  /** Responds to a change of the reader's machine. */
  refresh() {
    this.#stale = true;
    clearTimeout(this.#timer);
    if (this.#visible) this.#begin();
  }

  /** @param {string} id */
  #get(id) { return /** @type {HTMLElement} */ (this.#root.querySelector(`#${id}`)); }

  #begin() {
    clearTimeout(this.#timer);
    this.#stale = false;
    const linux = /** @type {HTMLSelectElement} */ (this.#get("sweep-linux")).value;
    const all = this.#engine.ask((raw) => raw.sweep_start(linux));
    this.#slice(all);
  }

  /** Calculates some points, then yields. @param {number} all */
  #slice(all) {
    const progress = /** @type {HTMLProgressElement} */ (this.#get("sweep-progress"));
    const until = performance.now() + SLICE_MS;
    let left = all;
    do left = this.#engine.ask((raw) => raw.sweep_step()); while (left > 0 && performance.now() < until);
    progress.max = all;
    progress.value = all - left;
    progress.hidden = left === 0;
    if (left > 0) this.#timer = window.setTimeout(() => this.#guard(() => this.#slice(all)));
    else this.#show();
  }

  #show() {
    const swept = this.#engine.ask((raw) => raw.sweep());
    // The engine ended meanwhile; what brings it back begins anew.
    if (!swept) return;
    const { rows, says } = swept;
    table(this.#get("sweep-rows"), rows, ["installed", "without", "with_max", "saved"]);
    this.#get("sweep-says").replaceChildren(...says.map((text) => element("li", marked(text))));
    this.#sheet.paint();
  }
}
