// The handle of the ceiling as a slider over the picture: pointer and keys in, the text of
// the option out. The engine knows where the handle is, and what each place means.

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./story.js").Story} Story */
/**
 * @typedef {object} Callbacks callbacks of the handle
 * @property {<T>(work: () => T) => T | undefined} guarded runs code that may end the engine
 * @property {(option: string, drag: boolean) => void} write the option that is meant now
 * @property {() => void} done the end of a drag
 */

/** Steps of the keys; very many go to the end. */
const STEPS = Object.entries({
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 4, PageDown: -4, End: 1e6, Home: -1e6,
});

export class Ceiling {
  #engine; #callbacks; #sheet;
  #thumb = document.createElement("div");
  /** The last place of the pointer; -1 if it is not held. */
  #x = -1;
  #frame = 0;

  /** @param {HTMLElement} sheet @param {Engine} engine @param {Story} story @param {Callbacks} callbacks */
  constructor(sheet, engine, story, callbacks) {
    this.#sheet = sheet;
    this.#engine = engine;
    this.#callbacks = callbacks;
    const thumb = this.#thumb;
    thumb.className = "ceiling";
    thumb.tabIndex = 0;
    thumb.setAttribute("role", "slider");
    thumb.hidden = true;
    sheet.after(thumb);
    thumb.addEventListener("pointerdown", (event) => this.#hold(event));
    thumb.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) thumb.addEventListener(end, () => this.#drop());
    thumb.addEventListener("keydown", (event) => this.#key(event));
    story.addEventListener("drawn", () => this.#show());
    this.#show();
  }

  /** Puts the slider where the handle is drawn. */
  #show() {
    const handle = this.#callbacks.guarded(() => this.#engine.ask((raw) => raw.ceiling()));
    this.#thumb.hidden = !handle;
    if (!handle) return;
    const { x, y, w, h, now, least, most, text, name } = handle;
    Object.assign(this.#thumb.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
    const values = { label: name, valuenow: now, valuemin: Math.min(least, now), valuemax: most, valuetext: text };
    for (const [part, value] of Object.entries(values)) this.#thumb.setAttribute(`aria-${part}`, String(value));
  }

  /** @param {PointerEvent} event */
  #hold(event) {
    if (event.button) return;
    event.preventDefault();
    this.#thumb.focus({ preventScroll: true });
    this.#thumb.setPointerCapture(event.pointerId);
    this.#thumb.toggleAttribute("data-held", true);
    this.#x = this.#place(event);
    this.#callbacks.guarded(() => this.#engine.ask((raw) => raw.grab_ceiling()));
  }

  /** @param {PointerEvent} event */
  #place(event) { return event.clientX - this.#sheet.getBoundingClientRect().left; }

  /** At most one run in each frame. @param {PointerEvent} event */
  #move(event) {
    if (this.#x < 0) return;
    this.#x = Math.max(0, this.#place(event));
    this.#frame ||= requestAnimationFrame(() => this.#apply());
  }

  #apply() {
    this.#frame = 0;
    this.#callbacks.guarded(() => {
      const option = this.#engine.ask((raw) => raw.ceiling_at(this.#x));
      if (option !== undefined) this.#write(option, true);
    });
  }

  #drop() {
    if (this.#x < 0) return;
    if (this.#frame) {
      cancelAnimationFrame(this.#frame);
      this.#apply();
    }
    this.#x = -1;
    this.#thumb.removeAttribute("data-held");
    this.#callbacks.guarded(() => this.#callbacks.done());
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = STEPS.find(([key]) => key === event.key)?.[1];
    if (!steps || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // The figure around has its own meaning for these keys.
    event.stopPropagation();
    this.#callbacks.guarded(() => {
      const option = this.#engine.ask((raw) => raw.ceiling_by(steps));
      if (option !== undefined) this.#write(option, false);
    });
  }

  /** @param {string} option @param {boolean} drag */
  #write(option, drag) {
    if (option !== this.#engine.get("dom0-mem")) this.#callbacks.write(option, drag);
  }
}
