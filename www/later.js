// Work that may follow the picture, in parts with pauses between them, so that frames and
// inputs come first. What a newer input makes obsolete is dropped. Knows no engine.

export class Later {
  #guarded; #page;
  #timer = 0;
  /** @type {(() => void)[]} */
  #parts = [];
  /** How many promises are waited for. */
  #held = 0;

  /** @param {(work: () => void) => void} guarded runs a part
   * @param {Element} page is marked as long as something is left */
  constructor(guarded, page) {
    this.#guarded = guarded;
    this.#page = page;
  }

  /** Starts with these parts, in place of any that are left.
   * @param {(() => void)[]} parts @param {number} ms until the first */
  start(parts, ms) {
    this.#parts = parts.slice();
    this.#mark();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#next(), ms);
  }

  /** Does at once what is left. */
  finish() {
    clearTimeout(this.#timer);
    while (this.#parts.length) this.#one();
    this.#mark();
  }

  /** Marks the page until a promise is settled, too.
   * @template T @param {Promise<T>} promise @returns {Promise<T>} */
  hold(promise) {
    this.#held += 1;
    this.#mark();
    return promise.finally(() => {
      this.#held -= 1;
      this.#mark();
    });
  }

  #next() {
    this.#one();
    this.#mark();
    if (this.#parts.length) this.#timer = window.setTimeout(() => this.#next());
  }

  #mark() { this.#page.toggleAttribute("data-busy", this.#parts.length + this.#held > 0); }

  #one() {
    const part = this.#parts.shift();
    if (part) this.#guarded(part);
  }
}
