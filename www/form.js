// The form: every control with a name is a text field of the engine, and sliders and choices
// ask the engine for the texts that they mean. A typed text counts once it has settled; each
// settled change is one history entry, so that Back undoes it.
import { element, said } from "./bind.js";
import { Drawers } from "./drawers.js";
import { Engine } from "./engine.js";
import { marked } from "./marked.js";
import { Result } from "./result.js";
import { Settle } from "./settle.js";
import { timeline } from "./timeline.js";

/** @typedef {import("./explainer.js").Report} Report */
/** @typedef {import("./settle.js").TextControl} TextControl */
/** @typedef {TextControl | HTMLSelectElement} Control */
/** How a change came about: while a thumb is held, or as a change that stays.
 * @typedef {"drag" | "settle"} How */

/** Moves of one slider that follow each other within this time are one change to undo. */
const ONE_CHANGE_MS = 1000;
/** Fields that show a part of the option, and are no fields of the engine. */
const VIEWS = ["size", "maximum"];

export class Form {
  #form; #engine; #guarded; #changed; #mark;
  #drawers; #settle; #result;
  /** The control that moved last, when, and whether its thumb is held: its history entry is
   * made. */
  #last = { name: "", at: 0, held: false };
  /** Whether the field of another ceiling is open, although the ceiling may have a name. */
  #other = false;
  /** The machines to begin with; null before they are listed.
   * @type {(import("./explainer.js").Preset & {map: string})[] | null} */
  #presets = null;
  /** The labels below the slider of sizes. */
  #labels = "";
  /** What is said of a control, so that only what changed is written: before the first frame
   * of a change every millisecond counts. @type {Map<HTMLElement, string>} */
  #said = new Map();

  /**
   * @param {HTMLFormElement} form @param {Engine} engine
   * @param {(work: () => void) => void} guarded
   * @param {{changed: (how: How) => void, mark: () => void}} page `changed` is called after
   * a change, `mark` before it
   */
  constructor(form, engine, guarded, { changed, mark }) {
    this.#form = form;
    this.#engine = engine;
    this.#guarded = guarded;
    this.#changed = changed;
    this.#mark = mark;
    this.#drawers = new Drawers(form);
    this.#settle = new Settle((control, text) => guarded(() => this.#count(control, text)),
      (control) => control.name === "dom0-mem" && engine.ask((_, Explainer) => Explainer.is_unfinished(control.value)));
    this.#result = new Result(engine, (step) => guarded(() => this.#take(step)));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.#wireTexts();
    this.#wireSliders();
    this.#wireMachines();
    this.#get("controls", HTMLFieldSetElement).disabled = false;
  }

  /** Types a text as the reader would, and lets it count at once.
   * @param {string} field @param {string} text
   * @param {string} [by] the control that means it; what it does within a second is one change */
  type(field, text, by = "") {
    const control = this.#fields.find((c) => c.name === field);
    if (!control) return;
    this.#settle.now();
    control.value = text;
    this.#count(control, text, by);
  }

  /** Types a text as a thumb does that is being held, such as the ceiling's in the figure:
   * one history entry until `slid`. @param {string} field @param {string} text */
  slide(field, text) {
    if (this.#engine.get(field) === text) return;
    this.#settle.now();
    this.#entry(`${field} in the figure`, "drag");
    this.#engine.set(field, text);
    this.#changed("drag");
  }

  /** Whether a text is being typed that does not count yet. */
  get typing() { return this.#settle.waiting !== null; }

  /** The thumb is let go. */
  slid() {
    this.#last.name = "";
    this.#last.held = false;
    this.#changed("settle");
  }

  /** Shows the texts of the engine's form, except in a field that is being typed in. */
  show() {
    for (const control of this.#fields) {
      if (control !== this.#settle.waiting) control.value = this.#engine.get(control.name);
    }
    this.#machine();
  }

  /** Takes over the machine of a pasted log, as one change.
   * @param {Record<string, string>} fields what the log gave, by field */
  use(fields) { this.#adopt(() => this.#engine.useFound(fields)); }

  /** Forgets what was typed and does not count yet: another machine has arrived. */
  replace() {
    this.#forget();
    this.show();
  }

  /** Lets a text that is being typed count at once. A part of the option that cannot be read is
   * taken back instead.
   * @returns {boolean} whether the engine has all that is typed */
  settle() {
    this.#settle.now();
    const wrong = VIEWS.map((id) => this.#get(id, HTMLInputElement)).filter((field) => field.getAttribute("aria-invalid") === "true");
    for (const field of wrong) this.#error(field, "");
    if (wrong.length) this.#view();
    return wrong.length === 0;
  }

  /** Opens whatever hides an element. @param {Element} inside */
  reveal(inside) { this.#drawers.reveal(inside); }

  /** The label of a field. @param {string} name */
  label(name) {
    const label = this.#form.querySelector(`label[for="${name}"]`)?.cloneNode(true);
    if (!(label instanceof HTMLElement)) return name;
    label.querySelector(".example-mark")?.remove();
    return label.textContent ?? name;
  }

  /** Shows errors next to their fields, and the controls of the last report without.
   * @param {Report} report */
  judge(report) {
    for (const control of this.#fields) {
      const error = report.errors.find((e) => e.field === control.name)?.message_marked ?? "";
      this.#error(control, error);
      if (report.ok) this.#fromExample(control, report.page.from_example.includes(control.name) && !error);
    }
    for (const id of VIEWS) this.#error(this.#get(id, HTMLInputElement), "");
    this.#view();
  }

  /** Lists the machines to begin with, once, and shows which of them this is. The first picture
   * does not wait for it. */
  machines() {
    if (this.#presets) return;
    this.#presets = Engine.presets.map((p) => ({ ...p, map: mapOf(p.fragment) }));
    this.#get("preset", HTMLSelectElement).append(...this.#presets.map((p) => element("option", p.name, { value: p.id })));
    this.#machine();
  }

  /** Shows dom0's pages of the last report without errors. */
  bar() { this.#result.bar(); }

  /** Shows its next steps. */
  steps() { this.#result.steps(); }

  // ---- inside -----------------------------------------------------------------------

  /** @template {HTMLElement} T @param {string} id @param {new () => T} _kind @returns {T} */
  #get(id, _kind) { return /** @type {T} */ (this.#form.querySelector(`#${id}`)); }

  get #fields() {
    return /** @type {Control[]} */ ([...this.#form.elements].filter((e) => e.id && e.getAttribute("name")));
  }

  #wireTexts() {
    for (const control of this.#fields) {
      if (control instanceof HTMLSelectElement) control.addEventListener("change", () => this.#guarded(() => this.#count(control, control.value)));
      else this.#settle.watch(control);
    }
    for (const id of VIEWS) this.#settle.watch(this.#get(id, HTMLInputElement));
  }

  #wireSliders() {
    const kernel = this.#engine.ask((_, Explainer) => Explainer.timeline());
    timeline(this.#get("timeline", HTMLInputElement), kernel.stops, (at, live) => this.#guarded(() => this.#move("timeline", String(at), live ? "drag" : "settle")));
    const size = this.#get("size-slider", HTMLInputElement);
    size.addEventListener("input", () => this.#guarded(() => this.#move("size-slider", size.value, "drag")));
    size.addEventListener("change", () => this.#guarded(() => {
      this.#last.held = false;
      this.#changed("settle");
    }));
    for (const choice of this.#choices) {
      choice.addEventListener("change", () => this.#guarded(() => {
        this.#other = choice.value === "other";
        this.#move("ceiling", choice.value, "settle");
      }));
    }
  }

  get #choices() {
    return /** @type {HTMLInputElement[]} */ ([...this.#form.querySelectorAll("input[name=ceiling]")]);
  }

  #wireMachines() {
    const preset = this.#get("preset", HTMLSelectElement);
    preset.addEventListener("change", () => this.#guarded(() => this.#choose(preset.value)));
    this.#get("machines", HTMLElement).addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-preset]") : null;
      if (button instanceof HTMLElement) this.#guarded(() => this.#choose(button.dataset.preset ?? ""));
    });
  }

  /** Takes over a preset. @param {string} id */
  #choose(id) {
    this.machines();
    const chosen = this.#presets?.find((p) => p.id === id);
    // Pressed again, it changes nothing that could be undone.
    if (chosen && chosen.fragment !== this.#engine.link("")) this.#adopt(() => this.#engine.load(chosen.fragment));
  }

  /** Takes over another machine. @param {() => void} take */
  #adopt(take) {
    this.#forget();
    this.#entry("");
    take();
    this.#changed("settle");
  }

  /** Takes a step that the result offers. @param {DOMStringMap} step */
  #take({ option = "", balloon, clears }) {
    this.#settle.now();
    this.#entry("");
    this.#engine.set("dom0-mem", option);
    if (balloon) this.#engine.set("balloon", balloon);
    if (clears) this.#engine.set(clears, "");
    this.#changed("settle");
  }

  /** Lets a text count. @param {Control} control @param {string} text @param {string} [by] */
  #count(control, text, by = "") {
    if (VIEWS.includes(control.id)) {
      const shown = this.#engine.report?.page.form[/** @type {"size" | "maximum"} */ (control.id)];
      if (text !== shown || control.getAttribute("aria-invalid") === "true") this.#move(control.id, text, "settle");
      return;
    }
    if (this.#engine.get(control.name) === text && !this.#engine.recovered) {
      // A text that waits is tried once more.
      if (this.#engine.pending) this.#changed("settle");
      return;
    }
    this.#entry(by);
    this.#engine.set(control.name, text);
    this.#changed("settle");
  }

  /** Moves a control: sets the texts that it means.
   * @param {string} name @param {string} value @param {How} how */
  #move(name, value, how) {
    if (!VIEWS.includes(name)) this.#settle.now();
    const { edits, error } = this.#engine.ask((raw) => raw.moved(name, value));
    if (error) {
      this.#error(this.#get(name, HTMLInputElement), error);
      return;
    }
    if (VIEWS.includes(name)) this.#error(this.#get(name, HTMLInputElement), "");
    const changes = edits.filter(({ field, text }) => this.#engine.get(field) !== text);
    if (changes.length) {
      this.#entry(VIEWS.includes(name) ? "" : name, how);
      for (const { field, text } of changes) this.#engine.set(field, text);
    }
    if (how === "settle") this.#last.held = false;
    this.#changed(how);
  }

  #forget() {
    this.#settle.drop();
    this.#other = false;
  }

  /** A history entry, unless the same slider has just made one; a thumb that is held makes
   * one, however long it rests. @param {string} name of the slider; empty for what is always a
   * change of its own @param {How} [how] */
  #entry(name, how = "settle") {
    const now = performance.now();
    const { name: last, at, held } = this.#last;
    const same = name !== "" && name === last && (held || now - at < ONE_CHANGE_MS);
    this.#last = { name, at: now, held: how === "drag" };
    if (!same) this.#mark();
  }

  /** Marks a value that nobody has given, in its label, so that it is read out with it.
   * @param {Control} control @param {boolean} example */
  #fromExample(control, example) {
    control.toggleAttribute("data-from-example", example);
    const label = control.labels?.[0];
    const mark = label?.querySelector(".example-mark");
    if (!example) mark?.remove();
    else if (!mark) label?.append(/** @type {HTMLTemplateElement} */ (document.getElementById("example-mark")).content.cloneNode(true));
  }

  /** @param {HTMLElement} control @param {string} error empty: none */
  #error(control, error) {
    if (this.#said.get(control) === error) return;
    this.#said.set(control, error);
    const place = this.#form.querySelector(`#e-${control.id}`);
    place?.replaceChildren(...marked(error));
    control.setAttribute("aria-invalid", String(error !== ""));
    if (error) this.#drawers.reveal(control);
  }

  /** Sliders, choices and names as the last report without errors has them. */
  #view() {
    const view = this.#engine.report?.page.form;
    if (!view) return;
    const kernel = this.#get("timeline", HTMLInputElement);
    kernel.value = String(view.linux_at);
    kernel.setAttribute("aria-valuetext", `${view.linux}, ${view.act}`);
    document.body.dataset.kernel = view.act;
    for (const era of this.#form.querySelectorAll("[data-act]")) era.toggleAttribute("data-own", era.getAttribute("data-act") === view.act);
    const size = this.#get("size-slider", HTMLInputElement);
    size.max = String(Math.max(0, view.sizes.length - 1));
    size.value = String(view.size_at);
    size.disabled = view.sizes.length < 2;
    size.setAttribute("aria-valuetext", view.sizes[view.size_at] ?? "");
    this.#ticks(view.size_ticks);
    this.#get("h-host-mem", HTMLElement).textContent = view.map;
    this.#get("size", HTMLInputElement).placeholder = view.size_without;
    for (const id of /** @type {const} */ (["size", "maximum"])) {
      const field = this.#get(id, HTMLInputElement);
      if (field !== this.#settle.waiting) field.value = view[id];
    }
    if (view.ceiling === "none") this.#other = false;
    const chosen = this.#other ? "other" : view.ceiling;
    for (const choice of this.#choices) choice.checked = choice.value === chosen;
    this.#form.toggleAttribute("data-other", chosen === "other");
    this.#drawers.name(view.short);
  }

  /** Labels below the slider of sizes. @param {{at: number, text: string}[]} ticks */
  #ticks(ticks) {
    const same = JSON.stringify(ticks);
    if (same === this.#labels) return;
    this.#labels = same;
    this.#get("size-ticks", /** @type {any} */ (SVGElement)).replaceChildren(...ticks.map(({ at, text }) => {
      const label = document.createElementNS("http://www.w3.org/2000/svg", "text");
      label.setAttribute("x", `${at / 10}%`);
      label.setAttribute("y", "12");
      label.setAttribute("text-anchor", at === 0 ? "start" : at === 1000 ? "end" : "middle");
      label.textContent = text;
      return label;
    }));
  }

  /** The machine that matches, if any, and its origin; nothing before they are listed. */
  #machine() {
    if (!this.#presets) return;
    const bare = this.#engine.link("");
    const same = this.#presets.find((p) => p.fragment === bare);
    const map = mapOf(bare);
    // Another kernel or option on a known machine is still that machine.
    const on = same ?? this.#presets.find((p) => p.short && p.map === map);
    this.#get("preset", HTMLSelectElement).value = same?.id ?? "";
    for (const button of this.#form.querySelectorAll("[data-preset]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-preset") === on?.id));
    }
    this.#get("about", HTMLElement).textContent = on?.about ?? said("own");
    this.#get("origin", HTMLElement).replaceChildren(...marked(same?.origin ?? said("own")));
  }
}

/** RAM and map of a link. @param {string} fragment */
function mapOf(fragment) {
  const link = new URLSearchParams(fragment);
  return `${link.get("host-mem") ?? ""} ${link.get("e820") ?? ""}`;
}
