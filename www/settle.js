// When a typed text counts: 400 ms after the last key, at once at the end of an item, at
// Enter, or when the reader leaves the field. Never while a button is held down, because the
// page could replace the button between press and release, but before it does what it is pressed for.
// Until then nobody sees what half a word would mean. This module knows no engine.

import { goesBack } from "./address.js";

/** Milliseconds of quiet after the last key. */
const QUIET_MS = 400;

/** @typedef {HTMLInputElement | HTMLTextAreaElement} TextControl */

export class Settle {
  #timer = 0;
  /** The control with a text that does not count yet. @type {TextControl | null} */
  #waits = null;
  /** Whether a pointer is held down. */
  #held = false;
  #count; #unfinished;

  /** @param {(control: TextControl, text: string) => void} count is called with a text that
   * counts from now on
   * @param {(control: TextControl) => boolean} unfinished whether more is about to be typed,
   * so that a pause alone does not settle it */
  constructor(count, unfinished) {
    this.#count = count;
    this.#unfinished = unfinished;
    // A reader who leaves the page leaves the field. Before the address is written.
    addEventListener("pagehide", () => this.now(), { capture: true });
    addEventListener("pointerdown", () => { this.#held = true; }, { capture: true });
    addEventListener("click", ({ target }) => {
      if (this.#waits && this.#waits !== target) this.now();
    }, { capture: true });
    for (const end of ["pointerup", "pointercancel"]) {
      addEventListener(end, () => {
        this.#held = false;
        if (!this.#waits) return;
        if (this.#waits === document.activeElement) this.#pause(this.#waits);
        // After the click.
        else setTimeout(() => this.now());
      }, { capture: true });
    }
  }

  /** The control whose text does not count yet. */
  get waiting() { return this.#waits; }

  /** @param {TextControl} control */
  watch(control) {
    control.addEventListener("input", () => this.#typed(control));
    // Enter, and leaving the field.
    control.addEventListener("change", () => { if (!this.#held) this.now(control); });
    control.addEventListener("blur", () => { if (this.#waits === control && !this.#held) this.now(); });
    control.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || this.#waits !== control) return;
      const enters = event.key === "Enter" && control instanceof HTMLInputElement;
      // Back undoes what was typed last and nothing before it.
      if (enters || goesBack(event)) this.now();
    });
  }

  /** Lets a text count at once. @param {TextControl | null} [control] the waiting one, if
   * left out */
  now(control = this.#waits) {
    this.drop();
    if (control) this.#count(control, control.value);
  }

  /** Forgets that a text waits; it stays in its field. */
  drop() {
    clearTimeout(this.#timer);
    this.#waits = null;
  }

  /** @param {TextControl} control */
  #typed(control) {
    if (this.#waits && this.#waits !== control) this.now();
    this.#waits = control;
    // What is before a comma is complete; the comma is not.
    if (control instanceof HTMLInputElement && control.value.endsWith(",")) this.#count(control, control.value.slice(0, -1));
    this.#pause(control);
  }

  /** Lets its text count after a pause. @param {TextControl} control */
  #pause(control) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => { if (!this.#held && !this.#unfinished(control)) this.now(); }, QUIET_MS);
  }
}
