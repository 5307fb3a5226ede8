// The way from one picture to the next after an input has changed: counts the time and asks
// for frames; the engine knows what moves. A change during a change begins where that one
// is. Draws nothing itself.

/** @typedef {import("./explainer.js").Explainer} Explainer */
/**
 * @typedef {object} Hands callbacks of a change
 * @property {<T>(question: (raw: Explainer) => T) => T | undefined} ask `undefined` on failure
 * @property {() => void} paint draws the picture
 * @property {() => boolean} still whether nothing may move: the reader prefers no motion, or
 *   nobody can see it
 */

/** Milliseconds for which the old edges stay as ghosts, once the new ones are there. */
const GHOSTS_MS = 1200;

export class Change {
  #hands;
  #frame = 0;
  #timer = 0;

  /** @param {Hands} hands */
  constructor(hands) { this.#hands = hands; }

  /** Begins, between the engine's run and the first picture of its result; the caller draws
   * that picture.
   * @param {boolean} drag whether a control is being dragged: then nothing lags after it */
  begin(drag) {
    this.#rest();
    const ms = this.#hands.ask((raw) => raw.change());
    if (!ms) return;
    if (drag || document.hidden || this.#hands.still()) return this.#arrive();
    const start = performance.now();
    this.#go(0);
    const tick = (/** @type {number} */ now) => {
      const u = Math.max(0, Math.min(1, (now - start) / ms));
      if (u < 1) {
        this.#go(u);
        this.#frame = requestAnimationFrame(tick);
      } else {
        this.#arrive();
      }
      this.#hands.paint();
    };
    this.#frame = requestAnimationFrame(tick);
  }

  /** Ends at once, without a picture. */
  destroy() {
    this.#rest();
    this.#hands.ask((raw) => raw.change_at(1, false));
  }

  /** @param {number} u */
  #go(u) { this.#hands.ask((raw) => raw.change_at(u, true)); }

  /** The new state, with the old edges for a while. */
  #arrive() {
    this.#rest();
    this.#go(1);
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#hands.ask((raw) => raw.change_at(1, false));
      this.#hands.paint();
    }, GHOSTS_MS);
  }

  #rest() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = this.#timer = 0;
  }
}
