// The motion of the story: brings a position to its goal frame by frame. Asks for a
// frame only while something is on its way and somebody could see it; draws nothing.
import { advance } from "./player.js";

/**
 * @typedef {object} Hands what the motion moves
 * @property {(position: number) => void} show shows a position and puts the motion there
 * @property {() => void} rest says that nothing moves any more
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
  /** What was asked for; the reader's own wish for calm counts as well.
   * @type {"auto" | "reduce"} */
  wish;

  /**
   * @param {Element} seen what must be in view
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

  /** From 0 to the number of steps - 1; fractions are on the way. */
  get position() { return this.#position; }
  /** Whether the goal is not reached yet. */
  get playing() { return this.#goal !== this.#position; }
  /** Whether a frame is on its way, which draws. */
  get drawing() { return this.#frame !== 0; }
  /** Whether the reader wants nothing to move. */
  get still() { return this.wish === "reduce" || calm.matches; }
  /** Whether a motion would be seen. */
  get seen() { return this.#visible; }

  /** Is at a position; outside a frame that is the goal too. @param {number} position */
  put(position) {
    this.#position = position;
    if (!this.#frame) this.#goal = position;
  }

  /** Sets out for a goal. @param {number} goal @returns {boolean} whether there is a way to go */
  go(goal) {
    this.#goal = goal;
    this.#schedule();
    return this.playing;
  }

  /** Stays where it is. */
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
