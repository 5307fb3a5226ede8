// The motion of the story: moves a position to its goal frame by frame. Requests a frame
// only during a visible motion; draws nothing.
import { advance } from "./player.js";

/**
 * @typedef {object} Hands callbacks of the motion
 * @property {(position: number) => void} show shows a position and moves the motion to it
 * @property {() => void} rest reports that nothing moves any more
 */

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Motion {
  #hands;
  #watch;
  #ends = new AbortController();
  #position = 0;
  #goal = 0;
  #frame = 0;
  #last = 0;
  #visible = true;
  /** The requested motion; the reader's own preference for less motion applies too.
   * @type {"auto" | "reduce"} */
  wish;

  /**
   * @param {Element} seen the element that must be in view
   * @param {"auto" | "reduce"} wish
   * @param {Hands} hands
   */
  constructor(seen, wish, hands) {
    this.wish = wish;
    this.#hands = hands;
    this.#watch = new IntersectionObserver((entries) => {
      this.#visible = entries.at(-1)?.isIntersecting ?? true;
      this.#schedule();
    });
    this.#watch.observe(seen);
    document.addEventListener("visibilitychange", () => this.#schedule(), { signal: this.#ends.signal });
  }

  /** From 0 to the number of steps - 1; fractions are between steps. */
  get position() { return this.#position; }
  /** Whether the goal has not been reached yet. */
  get playing() { return this.#goal !== this.#position; }
  /** Whether a frame is pending, which will draw. */
  get drawing() { return this.#frame !== 0; }
  /** Whether the reader prefers no motion. */
  get still() { return this.wish === "reduce" || calm.matches; }
  /** Whether a motion would be seen. */
  get seen() { return this.#visible; }

  /** Sets the position; outside a frame this is the goal too. @param {number} position */
  put(position) {
    this.#position = position;
    if (!this.#frame) this.#goal = position;
  }

  /** Starts towards a goal. @param {number} goal @returns {boolean} whether any distance remains */
  go(goal) {
    this.#goal = goal;
    this.#schedule();
    return this.playing;
  }

  /** Stops at the current position. */
  stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#goal = this.#position;
  }

  destroy() {
    this.stop();
    this.#ends.abort();
    this.#watch.disconnect();
  }

  #schedule() {
    if (this.#frame || !this.#visible || document.hidden || !this.playing) return;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  /** @param {number} now */
  #tick(now) {
    const ms = Math.max(0, Math.min(now - this.#last, 100));
    this.#last = now;
    this.#hands.show(advance(this.#position, this.#goal, ms));
    if (!this.#frame) return;
    this.#frame = 0;
    if (!this.playing) this.#hands.rest();
    else if (this.#visible && !document.hidden) this.#frame = requestAnimationFrame((next) => this.#tick(next));
  }
}
