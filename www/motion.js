// The motion of the story: moves a position to its goal frame by frame and, while it plays,
// waits at each step until its caption is read. Requests a frame only during a visible motion
// or wait; draws nothing. Without motion, steps change at once and waits are timers.
import { advance, neighbour, under } from "./player.js";

/**
 * @typedef {object} Callbacks callbacks of the motion
 * @property {(position: number) => void} show shows a position and moves the motion to it
 * @property {() => void} rest reports that a goal is reached
 * @property {(part: number) => void} read shows how much of the reading time is over, 0 to 1
 * @property {() => void} end reports that playing reached the last step
 * @property {() => number} last index of the last step
 * @property {(step: number) => {motion: number, read: number}} pace milliseconds of a step's
 *   motion, and of reading its caption
 */

// Asked where there is a screen: on a server this module does nothing.
const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");
/** The longest time that one frame may stand for, in milliseconds. */
const LONGEST_MS = 100;

export class Motion {
  #callbacks;
  #watch;
  #ends = new AbortController();
  #position = 0;
  #goal = 0;
  #frame = 0;
  #timer = 0;
  #last = 0;
  #visible = true;
  #plays = false;
  /** Milliseconds of reading at normal speed, since the step was reached. */
  #read = 0;
  /** Divides motions and waits. */
  speed = 1;
  /** The requested motion; the reader's own preference for less motion applies too.
   * @type {"auto" | "reduce"} */
  wish;

  /**
   * @param {Element} seen the element that must be in view
   * @param {"auto" | "reduce"} wish
   * @param {Callbacks} callbacks
   */
  constructor(seen, wish, callbacks) {
    this.wish = wish;
    this.#callbacks = callbacks;
    this.#watch = new IntersectionObserver((entries) => {
      this.#visible = entries.at(-1)?.isIntersecting ?? true;
      this.#schedule();
    });
    this.#watch.observe(seen);
    document.addEventListener("visibilitychange", () => this.#schedule(), { signal: this.#ends.signal });
  }

  /** From 0 to the number of steps - 1; fractions are between steps. */
  get position() { return this.#position; }
  /** Where the motion leads; the position at rest. */
  get goal() { return this.#goal; }
  /** Whether it goes on from step to step. */
  get playing() { return this.#plays; }
  /** Whether a frame is pending that will draw. */
  get drawing() { return this.#frame !== 0 && this.#moving; }
  /** Whether a motion would be seen. */
  get seen() { return this.#visible && !document.hidden; }
  /** Whether the reader prefers no motion. */
  get still() { return this.wish === "reduce" || calm.matches; }

  /** Sets the position; outside a motion this is the goal too. @param {number} position */
  put(position) {
    if (!this.#moving) this.#goal = position;
    this.#position = position;
  }

  /** Starts towards a goal; a motion in progress ends at its own goal first.
   * @param {number} goal */
  go(goal) {
    if (this.#moving) this.#callbacks.show(this.#goal);
    this.#goal = goal;
    if (this.still || !this.#visible) this.#arrive();
    this.#schedule();
  }

  /** Goes on from step to step until the end.
   * @param {boolean} read whether the caption on show is read first */
  play(read) {
    this.#plays = true;
    this.#read = read ? 0 : Infinity;
    this.#schedule();
  }

  /** Stops at the current position. */
  stop() {
    this.#rest();
    this.#plays = false;
    this.#goal = this.#position;
    this.#callbacks.read(0);
  }

  destroy() {
    this.#rest();
    this.#plays = false;
    this.#goal = this.#position;
    this.#ends.abort();
    this.#watch.disconnect();
  }

  get #moving() { return this.#goal !== this.#position; }

  #rest() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = this.#timer = 0;
  }

  #schedule() {
    const idle = !this.#visible || document.hidden || !(this.#plays || this.#moving);
    if (idle && this.#timer) this.#rest();
    if (idle || this.#frame || this.#timer) return;
    this.#last = performance.now();
    if (this.still && !this.#moving) this.#timer = window.setTimeout(() => this.#wake(), this.#left / this.speed);
    else this.#request();
  }

  #request() { this.#frame = requestAnimationFrame((now) => this.#tick(now)); }

  /** Milliseconds of reading that are left. */
  get #left() { return Math.max(0, this.#callbacks.pace(Math.ceil(this.#position)).read - this.#read); }

  /** The next step, for readers who prefer no motion. */
  #wake() {
    this.#timer = 0;
    this.#read = Infinity;
    this.#onwards();
    this.#schedule();
  }

  /** @param {number} now */
  #tick(now) {
    const ms = Math.max(0, Math.min(now - this.#last, LONGEST_MS)) * this.speed;
    this.#last = now;
    this.#frame = 0;
    if (this.#moving) this.#move(ms);
    else if (this.#plays) this.#wait(ms);
    this.#schedule();
    this.#last = now;
  }

  /** @param {number} ms */
  #move(ms) {
    const { motion } = this.#callbacks.pace(under(this.#position, this.#goal));
    const next = advance(this.#position, this.#goal, ms / motion);
    if (next === this.#goal) this.#arrive();
    else this.#callbacks.show(next);
  }

  #arrive() {
    this.#callbacks.show(this.#goal);
    this.#read = 0;
    if (this.#plays && this.#position >= this.#callbacks.last()) {
      this.stop();
      this.#callbacks.end();
    } else {
      this.#callbacks.rest();
    }
  }

  /** @param {number} ms */
  #wait(ms) {
    this.#read += ms;
    const all = this.#callbacks.pace(Math.ceil(this.#position)).read;
    this.#callbacks.read(Math.min(1, this.#read / all));
    if (this.#read >= all) this.#onwards();
  }

  /** To the next step, once the caption is read. */
  #onwards() {
    this.#callbacks.read(0);
    const goal = neighbour(this.#position, 1, this.#callbacks.last());
    if (goal > this.#position) this.go(goal);
    else {
      this.stop();
      this.#callbacks.end();
    }
  }
}
