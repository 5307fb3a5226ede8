// The way from one picture to the next after an input has changed: counts the time and asks
// for frames; the engine knows what moves. A change during a change begins where that one
// is. Draws nothing itself.

/** @typedef {import("./explainer.js").Explainer} Explainer */
/**
 * @typedef {object} Callbacks callbacks of a change
 * @property {<T>(question: (raw: Explainer) => T) => T | undefined} ask `undefined` on failure
 * @property {() => void} paint draws the picture
 * @property {() => boolean} still whether nothing may move: the reader prefers no motion, or
 *   nobody can see it
 */

/** Milliseconds for which the old edges stay as ghosts, once the new ones are there. */
const GHOSTS_MS = 1200;
/** Milliseconds of a frame. */
const FRAME_MS = 17;
/** The largest part of a change that its first picture may leave out, however long the engine
 * took. */
const MOST_AT_ONCE = 0.25;

export class Change {
  #callbacks;
  #frame = 0;
  #timer = 0;

  /** @param {Callbacks} callbacks */
  constructor(callbacks) { this.#callbacks = callbacks; }

  /** Begins, between the engine's run and the first picture of its result. Returns whether that
   * picture comes with the next frame; if not, the caller draws it.
   * @param {boolean} drag whether a control is being dragged: then nothing lags after it
   * @param {number} since when the input came: the motion counts from there, so that the first
   *   picture moves already */
  begin(drag, since) {
    this.#rest();
    const ms = this.#callbacks.ask((raw) => raw.change());
    if (!ms) return false;
    if (drag || document.hidden || this.#callbacks.still()) {
      this.#arrive();
      return false;
    }
    const begun = performance.now();
    const start = Math.max(begun - ms * MOST_AT_ONCE, Math.min(begun - FRAME_MS, since));
    const tick = (/** @type {number} */ now) => {
      const u = Math.max(0, Math.min(1, (now - start) / ms));
      if (u < 1) {
        this.#go(u);
        this.#frame = requestAnimationFrame(tick);
      } else {
        this.#arrive();
      }
      this.#callbacks.paint();
    };
    this.#frame = requestAnimationFrame(tick);
    return true;
  }

  /** Ends at once, without a picture. */
  destroy() {
    this.#rest();
    this.#callbacks.ask((raw) => raw.change_at(1, false));
  }

  /** @param {number} u */
  #go(u) { this.#callbacks.ask((raw) => raw.change_at(u, true)); }

  /** The new state, with the old edges for a while. */
  #arrive() {
    this.#rest();
    this.#go(1);
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#callbacks.ask((raw) => raw.change_at(1, false));
      this.#callbacks.paint();
    }, GHOSTS_MS);
  }

  #rest() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = this.#timer = 0;
  }
}
