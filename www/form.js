// The form: every control with a name is a field of the engine. Typing triggers a run after
// a short pause; each field's change is one history entry, so that Back undoes it.
import { Engine } from "./engine.js";
import { element } from "./bind.js";

/** @typedef {import("./explainer.js").Report} Report */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

const INPUT_DELAY_MS = 120;

export class Form {
  #form; #engine; #run; #mark;
  #timer = 0;
  /** The field whose change already has its history entry. */
  #open = "";

  /**
   * @param {HTMLFormElement} form @param {Engine} engine
   * @param {(work: () => void) => void} guarded
   * @param {{run: (how?: {drag: boolean}) => void, mark: () => void}} page `run` is called after a change,
   * `mark` before the first one of a field
   */
  constructor(form, engine, guarded, { run, mark }) {
    this.#form = form;
    this.#engine = engine;
    this.#mark = mark;
    this.#run = (/** @type {{drag: boolean}} */ how = { drag: false }) => guarded(() => run(how));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const control of this.#fields) {
      control.addEventListener("input", () => guarded(() => this.#typed(control)));
      control.addEventListener("change", () => { this.#open = ""; });
    }
    this.#preset.append(...Engine.presets.map((p) => element("option", p.name, { value: p.id })));
    this.#preset.addEventListener("change", () => guarded(() => {
      const chosen = Engine.presets.find((p) => p.id === this.#preset.value);
      if (!chosen) return;
      mark();
      engine.load(chosen.fragment);
      this.show();
      run();
    }));
  }

  get #fields() {
    return /** @type {Control[]} */ ([...this.#form.elements].filter((e) => e.getAttribute("name") && e.id));
  }
  get #preset() { return /** @type {HTMLSelectElement} */ (this.#form.querySelector("#preset")); }

  /** Types a text as the reader would, and runs at once.
   * @param {string} field @param {string} text */
  type(field, text) {
    const control = this.#fields.find((c) => c.name === field);
    if (!control) return;
    control.value = text;
    this.#open = "";
    this.#typed(control);
    this.#open = "";
    clearTimeout(this.#timer);
    this.#run();
  }

  /** Types a text as a control does that is being dragged: one history entry until `slid`.
   * @param {string} field @param {string} text */
  slide(field, text) {
    const control = this.#fields.find((c) => c.name === field);
    if (!control) return;
    control.value = text;
    this.#typed(control);
    clearTimeout(this.#timer);
    this.#run({ drag: true });
  }

  /** Ends a drag. */
  slid() { this.#open = ""; }

  /** Shows the texts of the engine's form. */
  show() {
    for (const control of this.#fields) control.value = this.#engine.get(control.name);
    this.#origin();
  }

  /** The label of a field. @param {string} name */
  label(name) { return this.#form.querySelector(`label[for="${name}"]`)?.textContent ?? name; }

  /** Shows errors next to their fields. @param {Report} report */
  errors(report) {
    for (const control of this.#fields) {
      const error = report.errors.find((e) => e.field === control.name)?.message ?? "";
      const place = this.#form.querySelector(`#e-${control.name}`);
      if (place) place.textContent = error;
      control.setAttribute("aria-invalid", String(error !== ""));
      const folded = control.closest("details");
      if (error && folded) folded.open = true;
    }
  }

  /** @param {Control} control */
  #typed(control) {
    clearTimeout(this.#timer);
    if (this.#open !== control.name) this.#mark();
    this.#open = control.name;
    this.#engine.set(control.name, control.value);
    this.#origin();
    this.#timer = window.setTimeout(() => this.#run(), INPUT_DELAY_MS);
  }

  /** The preset that matches, if any, and its origin. */
  #origin() {
    const bare = this.#engine.link("");
    const same = Engine.presets.find((p) => p.fragment === bare);
    this.#preset.value = same?.id ?? "";
    const origin = this.#form.querySelector("#origin");
    if (origin) origin.textContent = same?.origin ?? "Typed here or taken from a link.";
  }
}
