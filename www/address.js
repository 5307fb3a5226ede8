// The page's address: written when the reader rests, for browsers refuse a page that
// writes it too often (Firefox counts over 10 s, Safari takes 100 times in 30 s). Whoever
// leaves the page, copies the link or makes a new entry has it written at once. Knows
// no engine: the page says what belongs into it.

/** Milliseconds of quiet before the address is written: at most 86 times in 30 s. */
const QUIET_MS = 350;
/** A refused write is tried again once, when the longest of those spans is over. */
const REFUSED_MS = 31_000;

export class Address {
  #timer = 0;
  /** The fragment that waits, without #. @type {string | null} */
  #waits = null;
  /** What was written last, so that nothing is written twice. */
  #written = "";
  /** Whether the write that waits is a second try. */
  #again = false;

  constructor() {
    // Whoever reads the address has left the page for the browser's own controls.
    addEventListener("blur", () => this.write());
    addEventListener("pagehide", () => this.write());
    document.addEventListener("visibilitychange", () => this.write());
  }

  /** The state changed: writes it after a pause. @param {string} fragment without # */
  later(fragment) {
    this.#waits = fragment;
    this.#again = false;
    this.#wait(QUIET_MS);
  }

  /** Writes at once what waits. */
  write() {
    const fragment = this.#waits;
    this.#rest();
    if (fragment === null || fragment === this.#written) return;
    if (refused(() => history.replaceState(history.state, "", `#${fragment}`))) this.#refuse(fragment);
    else this.#written = fragment;
  }

  /** Another address was given from outside: what waits is of the past. */
  arrive() {
    this.#rest();
    this.#again = false;
    this.#written = "";
  }

  /** A new entry in the history, so that Back and Undo return to what is now.
   * `depth` tells how many of them are ours. Where it is refused, Back leads further. */
  mark() {
    this.write();
    refused(() => history.pushState({ depth: (history.state?.depth ?? 0) + 1 }, "", location.href));
  }

  /** @param {string} fragment */
  #refuse(fragment) {
    if (this.#again) return;
    this.#waits = fragment;
    this.#again = true;
    this.#wait(REFUSED_MS);
  }

  /** @param {number} ms */
  #wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.write(), ms);
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#waits = null;
  }
}

/** Whether the browser refused it. @param {() => void} work */
function refused(work) {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof DOMException) return true;
    throw error;
  }
}
