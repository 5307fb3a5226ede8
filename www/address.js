// The page's address, written when the reader pauses, because browsers refuse a page that
// writes it too often (Firefox counts over 10 s, Safari allows 100 times in 30 s). It is
// written at once when the reader leaves the page or copies the link. New history entries wait
// until the page has painted: a browser takes longer to make one than the engine to boot. This
// module knows no engine: the page supplies the contents.

/** Milliseconds of quiet before the address is written: at most 86 times in 30 s. */
const QUIET_MS = 350;
/** A refused write is tried once more, after the longest of those intervals. */
const REFUSED_MS = 31_000;
/** Stands for a new history entry among the texts of the address. */
const ENTRY = Symbol("entry");

export class Address {
  #timer = 0;
  /** What the history lacks, in order: fragments without #, each for the entry that is current
   * then, and new entries. @type {(string | typeof ENTRY)[]} */
  #due = [];
  /** Last text written, so that nothing is written twice. */
  #written = "";
  /** Whether the pending write is a second try. */
  #again = false;

  constructor() {
    // A reader who reads the address has moved from the page to the browser's own controls.
    addEventListener("blur", () => this.write());
    addEventListener("pagehide", () => this.write());
    document.addEventListener("visibilitychange", () => this.write());
    // Back returns to the entry before the last change.
    addEventListener("keydown", (event) => { if (goesBack(event)) this.write(); });
  }

  /** Writes a changed state after a pause. @param {string} fragment without # */
  later(fragment) {
    if (typeof this.#due.at(-1) === "string") this.#due.pop();
    this.#due.push(fragment);
    this.#again = false;
    this.#wait(QUIET_MS);
  }

  /** Marks the current state as one that Back and Undo return to: what is written later gets an
   * entry of its own. */
  mark() { this.#due.push(ENTRY); }

  /** Whether there is a state to return to. */
  get deep() { return this.#due.includes(ENTRY) || history.state?.depth > 0; }

  /** Makes the entries that were marked; the last text still waits for a pause. If the browser
   * refuses one, Back goes further. `depth` is the number of entries that are ours. */
  enter() {
    while (this.#due.includes(ENTRY)) {
      const next = this.#due.shift();
      if (typeof next === "string") this.#replace(next);
      else refused(() => history.pushState({ depth: (history.state?.depth ?? 0) + 1 }, "", location.href));
    }
  }

  /** Writes all of it at once. */
  write() {
    this.enter();
    const fragment = this.#due.pop();
    clearTimeout(this.#timer);
    if (typeof fragment === "string" && !this.#replace(fragment)) this.#refuse(fragment);
  }

  /** Discards what was not written, because the address was changed from outside. */
  arrive() {
    clearTimeout(this.#timer);
    this.#due = [];
    this.#again = false;
    this.#written = "";
  }

  /** Writes a fragment to the current entry; false if the browser refuses.
   * @param {string} fragment */
  #replace(fragment) {
    if (fragment === this.#written) return true;
    if (refused(() => history.replaceState(history.state, "", `#${fragment}`))) return false;
    this.#written = fragment;
    return true;
  }

  /** @param {string} fragment */
  #refuse(fragment) {
    if (this.#again) return;
    this.#due = [fragment];
    this.#again = true;
    this.#wait(REFUSED_MS);
  }

  /** @param {number} ms */
  #wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.write(), ms);
  }
}

/** Whether it is the key that goes back, also while a text is typed: Alt+←, or ⌘[ where Alt+←
 * goes back a word.
 * @param {KeyboardEvent} event */
export const goesBack = ({ key, altKey, metaKey }) => (/Mac|iP/.test(navigator.platform) ? metaKey && key === "[" : altKey && key === "ArrowLeft");

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
