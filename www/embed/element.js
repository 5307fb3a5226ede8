// <dom0-memory>: the story as a custom element. Attributes, properties and the keys of
// links are the same names. Isolated from the page's style, loaded when it comes near
// the view, and gone without a trace when it is removed. Never touches the page's URL.
import { Story } from "../story.js";
import { complain, fill, made, sheet, tabulate } from "./around.js";
import { Engine, EngineError, start } from "./engine.js";

/** @typedef {import("./dom0-memory.js").State} State */

/** What describes a machine, by the names in links. */
export const FIELDS = ["preset", "host-mem", "e820", "nr-pages", "dom0-mem", "xen", "linux", "flavour", "vcpus", "domain-limit", "ibft", "balloon", "hotplug", "iommu", "installed", "mem-total", "kernel-image", "swiotlb"];
/** How it is to look. */
export const LOOKS = ["view", "controls", "theme", "motion", "scale"];
const ATTRIBUTES = [...FIELDS, "step", ...LOOKS, "loading"];

/** @param {string} name @returns {string} */
const camel = (name) => name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

export class Dom0Memory extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #root = this.attachShadow({ mode: "open" });
  #wrap = made("div", "", { class: "wrap" });
  #slot = document.createElement("slot");
  /** @type {IntersectionObserver | undefined} */
  #near;
  /** @type {Engine | undefined} */
  #engine;
  /** @type {Story | undefined} */
  #story;
  /** Counts connections: what was begun in an earlier one stops. */
  #life = 0;
  #keep = "";
  /** A link that stands in for the attributes. @type {string | null} */
  #link = null;
  #queued = "";
  /** @type {(element: Dom0Memory) => void} */
  #serve = () => {};
  /** Fulfilled when the story shows; whoever asks late is served at once.
   * @type {Promise<Dom0Memory>} */
  ready = new Promise((done) => { this.#serve = done; });

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet()];
    this.#wrap.hidden = true;
    this.#root.append(this.#wrap, this.#slot);
  }

  connectedCallback() {
    for (const name of ATTRIBUTES.map(camel)) {
      if (!Object.hasOwn(this, name)) continue;
      const value = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
    const life = ++this.#life;
    if (this.getAttribute("loading") === "eager") return void this.#begin(life);
    this.#near = new IntersectionObserver((entries) => {
      if (!entries.some((e) => e.isIntersecting)) return;
      this.#near?.disconnect();
      void this.#begin(life);
    }, { rootMargin: "300px" });
    this.#near.observe(this);
  }

  disconnectedCallback() {
    this.#life++;
    this.#near?.disconnect();
    this.#keep = this.#story?.step ?? this.#keep;
    this.#story?.destroy();
    this.#engine?.free();
    this.#story = this.#engine = this.#near = undefined;
    this.#wrap.replaceChildren();
    this.#wrap.hidden = true;
    this.#slot.hidden = false;
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (!this.#engine || before === after || name === "loading") return;
    if (FIELDS.includes(name)) this.#link = null;
    const kind = name === "step" ? "step" : LOOKS.includes(name) ? "look" : "run";
    if (!this.#queued) queueMicrotask(() => this.#change());
    this.#queued += ` ${kind}`;
  }

  // ---- what a page may ask for -----------------------------------------------------

  /** Where the story is. @returns {State} */
  get state() {
    return {
      ready: Boolean(this.#story), playing: this.#story?.playing ?? false,
      index: this.#story?.index ?? 0, id: this.#story?.step ?? "", position: this.#story?.position ?? 0,
      steps: this.#engine?.report?.steps.length ?? 0,
    };
  }

  play() { this.#story?.play(); }
  pause() { this.#story?.pause(); }

  /** @param {string | number} to id or index of a step */
  seek(to) {
    if (typeof to === "string" ? to : Number.isFinite(to)) this.#story?.seek(to);
  }

  /** Shows what a link says, in the place of the attributes.
   * @param {string} fragment with or without # */
  load(fragment) {
    this.#link = String(fragment);
    this.#keep = "";
    if (this.#engine) this.#run("");
  }

  /** The figure after the step on show, as an SVG file. @returns {string} */
  toSVG() { return this.#ask((engine, step) => engine.svg(step)); }
  /** The run in lines of 80 columns. @returns {string} */
  toText() { return this.#ask((engine, step) => engine.text(step)); }
  /** The ledger after the step on show, as CSV. @returns {string} */
  toCSV() { return this.#ask((engine, step) => engine.csv(step)); }
  /** The full page with this machine at the step on show. @returns {string} */
  permalink() {
    return this.#ask((engine) => `${new URL("./", import.meta.url)}#${engine.link(this.#story?.step ?? "")}`);
  }

  // ---- inside ----------------------------------------------------------------------

  /** @param {(engine: Engine, step: number) => string} question */
  #ask(question) {
    if (!this.#engine?.report) return "";
    try {
      return question(this.#engine, this.#story?.index ?? 0);
    } catch (error) {
      this.#fail(error);
      return "";
    }
  }

  /** @param {string} name @param {object} [detail] */
  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** @param {number} life */
  async #begin(life) {
    try {
      await start();
      if (life !== this.#life) return;
      this.#engine = new Engine();
      this.#run(this.#keep);
    } catch (error) {
      if (life === this.#life) this.#fail(error);
    }
  }

  /** The attributes as a link. */
  #fragment() {
    const given = [...FIELDS, "step", ...LOOKS].filter((name) => this.hasAttribute(name));
    return given.map((name) => `${name}=${encodeURIComponent(this.getAttribute(name) ?? "")}`).join("&");
  }

  #change() {
    const queued = this.#queued;
    this.#queued = "";
    if (!this.#engine) return;
    if (queued.includes("run")) this.#run(queued.includes("step") ? "" : this.#story?.step ?? "");
    else {
      if (queued.includes("look")) this.#look();
      if (queued.includes("step")) this.seek(this.getAttribute("step") ?? "");
    }
  }

  /** Reads the inputs, runs, shows. @param {string} keep id of the step to keep */
  #run(keep) {
    const engine = this.#engine;
    if (!engine) return;
    try {
      engine.load(this.#link ?? this.#fragment());
      const report = engine.run();
      complain(this.#wrap, report.errors.map((e) => `${e.field}: ${e.message}`));
      for (const error of report.errors) this.#tell("dom0-input-error", error);
      if (!engine.report) return;
      if (this.#story) this.#story.refresh(keep);
      else this.#build(engine, keep);
      this.#part("notes").replaceChildren(...(report.ok ? report.notes : []).map((note) => made("li", note)));
      this.#look();
      this.#turn();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {Engine} engine @param {string} keep */
  #build(engine, keep) {
    fill(this.#wrap);
    this.#wrap.hidden = false;
    this.#slot.hidden = true;
    this.#look();
    const told = this.#story = new Story(this.#wrap, engine, this.#options());
    if (keep) told.refresh(keep);
    // A ledger alone tells where the memory is, so it begins at the end.
    else if (this.#wanted().view === "ledger" && !/(^|[#&])step=/.test(this.#link ?? this.#fragment())) told.seek(this.state.steps - 1);
    told.addEventListener("step", () => this.#turn());
    told.addEventListener("state", (event) => this.#tell("dom0-state", { .../** @type {CustomEvent} */ (event).detail }));
    told.addEventListener("error", (event) => this.#fail(/** @type {CustomEvent} */ (event).detail.error));
    this.#tell("dom0-ready", this.state);
    this.#serve(this);
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) { return /** @type {HTMLElement} */ (this.#wrap.querySelector(`.${name}`)); }

  /** Another step shows. */
  #turn() {
    const [engine, told] = [this.#engine, this.#story];
    const now = engine?.report?.steps[told?.index ?? 0];
    if (!engine || !told || !now) return;
    try {
      const ledger = engine.ledger(told.index);
      tabulate(this.#wrap, now.title, ledger);
      this.#part("open").setAttribute("href", this.permalink());
      this.#tell("dom0-step", { index: told.index, id: now.id, title: now.title, text: now.caption, ledger });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** How it is to look: by attribute, or by the link that was loaded. */
  #wanted() {
    return /** @type {Engine} */ (this.#engine).look;
  }

  /** @returns {import("../story.js").StoryOptions} */
  #options() {
    const { theme, motion } = this.#wanted();
    return { theme: /** @type {"auto"} */ (theme), motion: motion === "none" ? "reduce" : "auto" };
  }

  #look() {
    if (!this.#engine) return;
    this.#engine.load(this.#link ?? this.#fragment());
    const wanted = this.#wanted();
    for (const name of ["view", "controls", "theme"]) this.#wrap.setAttribute(`data-${name}`, Reflect.get(wanted, name));
    this.#part("ledger").toggleAttribute("open", wanted.view === "ledger");
    this.#story?.look(this.#options());
  }

  /** @param {unknown} error */
  #fail(error) {
    const known = error instanceof EngineError;
    const [code, message] = known ? [error.code, error.message] : ["panic", String(error)];
    complain(this.#wrap, [message]);
    this.#tell("dom0-error", { code, message });
  }
}

for (const name of ATTRIBUTES) {
  Object.defineProperty(Dom0Memory.prototype, camel(name), {
    configurable: true,
    enumerable: true,
    /** @this {Dom0Memory} */
    get() { return this.getAttribute(name); },
    /** @this {Dom0Memory} @param {unknown} value */
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, String(value));
    },
  });
}

if (!customElements.get("dom0-memory")) customElements.define("dom0-memory", Dom0Memory);
