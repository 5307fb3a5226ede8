// Work that follows the next picture: it runs once that frame is painted, or when somebody
// needs it. A newer one takes its place. Knows no engine.

export class Soon {
  #guarded;
  #frame = 0;
  #painted = new MessageChannel();
  /** @type {(() => void) | null} */
  #work = null;

  /** @param {(work: () => void) => void} guarded runs the work */
  constructor(guarded) {
    this.#guarded = guarded;
    this.#painted.port1.onmessage = () => this.finish();
  }

  /** @param {() => void} work */
  start(work) {
    this.#work = work;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#painted.port2.postMessage(0));
  }

  /** Does it at once, if it is still to be done. */
  finish() {
    const work = this.#work;
    this.#work = null;
    if (work) this.#guarded(work);
  }
}

/** Until the next frame is painted; at once if nobody sees the page. */
export function painted() {
  return new Promise((/** @type {(value: null) => void} */ done) => {
    if (document.hidden) return done(null);
    document.addEventListener("visibilitychange", () => done(null), { once: true });
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(null);
    requestAnimationFrame(() => channel.port2.postMessage(0));
  });
}
