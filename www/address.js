// The page's address, written when the reader pauses, because browsers refuse a page that
// writes it too often (Firefox counts over 10 s, Safari allows 100 times in 30 s). It is
// written at once when the reader leaves the page, copies the link or makes a new history
// entry. This module knows no engine: the page supplies the contents.

/** Milliseconds of quiet before the address is written: at most 86 times in 30 s. */
const QUIET_MS = 350;
/** A refused write is tried once more, after the longest of those intervals. */
const REFUSED_MS = 31_000;

export class Address {
  #timer = 0;
  /** The pending fragment, without #. @type {string | null} */
  #waits = null;
  /** Last text written, so that nothing is written twice. */
  #written = "";
  /** Whether the pending write is a second try. */
  #again = false;

  constructor() {
    // A reader who reads the address has moved from the page to the browser's own controls.
    addEventListener("blur", () => this.write());
    addEventListener("pagehide", () => this.write());
    document.addEventListener("visibilitychange", () => this.write());
  }

  /** Writes a changed state after a pause. @param {string} fragment without # */
  later(fragment) {
    this.#waits = fragment;
    this.#again = false;
    this.#wait(QUIET_MS);
  }

  /** Writes the pending fragment at once. */
  write() {
    const fragment = this.#waits;
    this.#rest();
    if (fragment === null || fragment === this.#written) return;
    if (refused(() => history.replaceState(history.state, "", `#${fragment}`))) this.#refuse(fragment);
    else this.#written = fragment;
  }

  /** Discards the pending fragment, because the address was changed from outside. */
  arrive() {
    this.#rest();
    this.#again = false;
    this.#written = "";
  }

  /** A new entry in the history, so that Back and Undo return to the current state.
   * `depth` is the number of entries that are ours. If it is refused, Back goes further. */
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
