// <dom0-memory>: the story as a custom element. Attributes, properties and the keys of
// links have the same names. Isolated from the page's style, loaded when it approaches the
// view, and removed without a trace. Never changes the page's URL.
import { marked } from "../marked.js";
import { Story } from "../story.js";
import { beside, complain, dress, made, tabulate } from "./element-chrome.js";
import { show as chips } from "./chips.js";
import { Engine, EngineError, start } from "./engine.js";
import { arrive, giveUp, leave, wait } from "./waiting.js";

/** @typedef {import("./dom0-memory.js").State} State */

/** Attributes that describe a machine, by their names in links. */
const FIELDS = ["preset", "host-mem", "e820", "nr-pages", "dom0-mem", "xen", "linux", "flavour", "vcpus", "domain-limit", "ibft", "balloon", "hotplug", "iommu", "crashkernel", "layout", "installed", "mem-total", "kernel-image", "swiotlb"];
/** Attributes that set the appearance. */
const LOOKS = ["view", "controls", "chips", "theme", "motion", "scale"];
const ATTRIBUTES = [...FIELDS, "step", ...LOOKS, "loading"];

const HERE = import.meta.url.split(/[?#]/, 1)[0];
/** The full page next to this module: as a single file in a folder opened as a file. There
 * is none in a frame without an address (`blob:`, `data:`), nor where a bundler wrote the
 * address of the file that it read. */
function fullPage() {
  const [folder, file] = [HERE.slice(0, HERE.lastIndexOf("/") + 1), HERE.startsWith("file:")];
  if (file) return location.protocol === "file:" ? `${folder}dom0-memory.html` : "";
  return HERE.startsWith("http") ? folder : "";
}

/** On a server the module can be imported, and does nothing. */
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

beside(() => new URL("./dom0-memory.css", import.meta.url).href);

/** @param {string} name @returns {string} */
const camel = (name) => name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** The element's inside, empty. English, written from left to right, regardless of the page
 * around it. @param {ShadowRoot} root */
function rooted(root) {
  const place = made("div", "", { class: "place" });
  place.append(made("div", "", { class: "wrap", lang: "en", dir: "ltr", hidden: "" }), document.createElement("slot"));
  root.append(place);
  return root;
}

export class Dom0Memory extends Base {
  static observedAttributes = ATTRIBUTES;

  // A frame's own page has the root in its HTML.
  #root = this.shadowRoot ?? rooted(this.attachShadow({ mode: "open" }));
  #place = /** @type {HTMLElement} */ (this.#root.querySelector(".place"));
  #wrap = /** @type {HTMLElement} */ (this.#root.querySelector(".wrap"));
  #slot = /** @type {HTMLSlotElement} */ (this.#root.querySelector("slot"));
  /** @type {IntersectionObserver | undefined} */
  #near;
  /** @type {Engine | undefined} */
  #engine;
  /** @type {Story | undefined} */
  #story;
  /** Counts connections, so that work begun in an earlier one stops. */
  #life = 0;
  #keep = "";
  /** Whether the input cannot be read; the link of the machine on show. */
  #wrong = false;
  #good = "";
  /** A link that replaces the attributes. @type {string | null} */
  #link = null;
  #queued = "";
  /** @type {(element: Dom0Memory) => void} */
  #serve = () => {};
  /** Fulfilled when the story shows, or at once if it already does.
   * @type {Promise<Dom0Memory>} */
  ready = new Promise((done) => { this.#serve = done; });

  constructor() {
    super();
    this.#slot.addEventListener("slotchange", () => this.#cover());
    dress(this.#root, this.ownerDocument);
  }

  /** A style cannot move to another document. */
  adoptedCallback() { dress(this.#root, this.ownerDocument); }

  connectedCallback() {
    for (const name of ATTRIBUTES.map(camel)) {
      if (!Object.hasOwn(this, name)) continue;
      const value = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
    this.#life++;
    this.#wait();
    this.#near = new IntersectionObserver((entries) => {
      if (entries.some((e) => e.isIntersecting)) this.#arrive();
    }, { rootMargin: "300px" });
    if (this.getAttribute("loading") === "eager") this.#arrive();
    else this.#near.observe(this);
  }

  disconnectedCallback() {
    this.#life++;
    this.#near?.disconnect();
    this.#keep = this.#story?.step ?? this.#keep;
    this.#story?.destroy();
    this.#engine?.free();
    this.#story = this.#engine = this.#near = undefined;
    leave(this.#wrap);
    this.#slot.hidden = false;
    this.#cover();
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "loading") {
      if (after === "eager") this.#arrive();
      return;
    }
    if (FIELDS.includes(name)) this.#link = null;
    if (name === "step") this.#keep = "";
    if (!this.#engine) return this.#wait();
    const kind = name === "step" ? "step" : LOOKS.includes(name) ? "look" : "run";
    if (!this.#queued) queueMicrotask(() => this.#change());
    this.#queued += ` ${kind}`;
  }

  // ---- public methods -------------------------------------------------------------

  /** The story's current state. @returns {State} */
  get state() {
    return {
      ready: Boolean(this.#story), playing: this.#story?.playing ?? false,
      index: this.#story?.index ?? 0, id: this.#story?.step ?? "", position: this.#story?.position ?? 0,
      steps: this.#engine?.report?.steps.length ?? 0,
    };
  }

  play() { this.#story?.play(); }
  pause() { this.#story?.pause(); }

  /** @param {string | number} to id or index of a step
   * @returns {boolean} whether it is shown now; a step that does not exist changes nothing */
  seek(to) {
    if (!this.#story || !(typeof to === "string" ? this.#knows(to) : Number.isFinite(to))) return false;
    this.#story.seek(to);
    return true;
  }

  /** Shows the contents of a link instead of the attributes.
   * @param {string} fragment with or without # */
  load(fragment) {
    this.#link = String(fragment);
    this.#keep = "";
    if (this.#engine) this.#run("");
    else this.#wait();
  }

  /** The figure after the step on show, as an SVG file. @returns {string} */
  toSVG() { return this.#ask((engine, step) => engine.svg(step)); }
  /** The run in lines of 80 columns. @returns {string} */
  toText() { return this.#ask((engine, step) => engine.text(step)); }
  /** The ledger after the step on show, as CSV. @returns {string} */
  toCSV() { return this.#ask((engine, step) => engine.csv(step)); }
  /** The run for programs, with the ledger after the step on show.
   * @returns {import("./dom0-memory.js").Run | null} */
  toJSON() { return JSON.parse(this.#ask((engine, step) => JSON.stringify(engine.toJSON(step))) || "null"); }
  /** The full page with this machine at the step on show. @returns {string} */
  permalink() {
    return this.#ask((engine) => `${fullPage()}#${this.#wrong ? `${this.#good}&step=${this.#story?.step}` : engine.link(this.#story?.step ?? "")}`);
  }

  // ---- inside ----------------------------------------------------------------------

  /** Until the engine is there: our box, unless that time is over or has not begun. */
  #wait() {
    if (!this.#life || !this.isConnected) return;
    wait(this.#wrap, this.#fragment(), this.#keep);
    this.#cover();
  }

  /** What the page around gives as a fallback takes the place of the story while that waits. */
  #cover() { this.#place.toggleAttribute("data-covered", Boolean(this.#wrap.dataset.waiting) && !this.#wrap.hidden && !("failed" in this.#wrap.dataset) && this.#filled); }

  /** Whether there is a fallback. */
  get #filled() { return this.#slot.assignedNodes().some((node) => node.nodeType === Node.ELEMENT_NODE || node.textContent?.trim()); }

  /** No place is kept for a story that does not come. */
  #giveUp() {
    if (!this.#wrap.dataset.waiting) return;
    giveUp(this.#wrap, this.#filled);
    this.#cover();
  }

  /** Whether this boot has the step: the engine would take the one before it, or the first.
   * @param {string} id */
  #knows(id) { return Boolean(this.#engine?.report?.steps.some((step) => step.id === id)); }

  /** Responds when it approaches the view, or need not wait for that; once per
   * connection. */
  #arrive() {
    if (!this.#near) return;
    this.#near.disconnect();
    this.#near = undefined;
    void this.#begin(this.#life);
  }

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

  /** The attributes as a link. A link that was loaded determines the machine, and the
   * appearance as far as it sets it. */
  #fragment() {
    const given = (this.#link === null ? [...LOOKS, ...FIELDS, "step"] : LOOKS).filter((name) => this.hasAttribute(name));
    // Unpaired surrogates cannot be encoded.
    const text = (/** @type {string} */ name) => (this.getAttribute(name) ?? "").replace(/\p{Surrogate}/gu, "\ufffd");
    return [...given.map((name) => `${name}=${encodeURIComponent(text(name))}`), (this.#link ?? "").replace(/^#/, "")].join("&");
  }

  #change() {
    const queued = this.#queued;
    this.#queued = "";
    if (!this.#engine) return;
    if (queued.includes("run")) return this.#run(queued.includes("step") ? "" : this.#story?.step ?? "");
    try {
      if (queued.includes("look")) this.#look();
      if (queued.includes("step")) this.seek(this.getAttribute("step") ?? "");
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Reads the inputs, runs, shows. @param {string} keep id of the step to keep */
  #run(keep) {
    const engine = this.#engine;
    if (!engine) return;
    try {
      let fragment = this.#fragment();
      engine.load(fragment);
      let report = engine.run();
      const errors = [...report.errors];
      // Nothing is on show, not even a fallback: a field in error counts as if it were left out.
      while (!report.ok && !this.#story && !this.#filled) {
        const bad = report.errors.map((e) => e.field);
        const rest = fragment.split("&").filter((part) => !bad.includes(part.split("=")[0])).join("&");
        if (rest === fragment) break;
        engine.load(fragment = rest);
        report = engine.run();
        errors.push(...report.errors);
      }
      this.#wrong = errors.length > 0;
      if (report.ok) this.#good = engine.link("");
      complain(this.#wrap, errors.map((e) => `${e.field}: ${e.message}`));
      for (const error of errors) this.#tell("dom0-input-error", error);
      if (report.ok) this.#show(engine, keep);
      else this.#giveUp();
      if (this.#story) this.#look();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Shows a run without errors. @param {Engine} engine @param {string} keep */
  #show(engine, keep) {
    if (!this.#story) {
      arrive(this.#wrap);
      this.#slot.hidden = true;
      this.#cover();
    }
    const notes = engine.report?.notes_marked ?? [];
    this.#part("notes").replaceChildren(...notes.map((note) => {
      const line = made("li", "");
      line.append(...marked(note));
      return line;
    }));
    if (!this.#story) return this.#build(engine, keep);
    this.#story.refresh(this.#start(engine, keep));
    this.#story.say(engine.report?.changed ?? "");
  }

  /** Where a run is shown: at the step to keep, at the one asked for, or where the most is to
   * be seen: a ledger alone shows where the memory is, so it begins at the end.
   * @param {Engine} engine @param {string} keep @returns {import("../story.js").Place} */
  #start(engine, keep) {
    if (keep || /(^|&)step=/.test(this.#fragment())) return keep;
    return this.#wanted().view === "ledger" ? this.state.steps - 1 : engine.ask((raw) => raw.opening_step());
  }

  /** @param {Engine} engine @param {string} keep */
  #build(engine, keep) {
    this.#look();
    const story = this.#story = new Story(this.#wrap, engine, this.#options(), this.#start(engine, keep));
    story.say(engine.report?.changed ?? "");
    story.addEventListener("step", () => this.#turn());
    story.addEventListener("state", (event) => this.#tell("dom0-state", { .../** @type {CustomEvent} */ (event).detail }));
    story.addEventListener("error", (event) => this.#fail(/** @type {CustomEvent} */ (event).detail.error));
    this.#tell("dom0-ready", this.state);
    this.#serve(this);
    this.#turn();
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) { return /** @type {HTMLElement} */ (this.#wrap.querySelector(`.${name}`)); }

  /** Responds to a change of the step on show. */
  #turn() {
    const [engine, story] = [this.#engine, this.#story];
    const now = engine?.report?.steps[story?.index ?? 0];
    if (!engine || !story || !now) return;
    try {
      const ledger = engine.ledger(story.index);
      tabulate(this.#wrap, `${engine.report?.machine}. ${now.title}.`, ledger, engine.ledgerTotal(story.index));
      this.#part("machine").textContent = engine.report?.machine ?? "";
      this.#part("open").setAttribute("href", this.permalink());
      this.#tell("dom0-step", { index: story.index, id: now.id, title: now.title, text: now.caption, ledger });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The appearance, from the attributes or from the link that was loaded. */
  #wanted() {
    return /** @type {Engine} */ (this.#engine).look;
  }

  /** @returns {import("../story.js").StoryOptions} */
  #options() {
    const { theme, motion, scale } = this.#wanted();
    return { theme, motion: motion === "none" ? "reduce" : "auto", scale };
  }

  #look() {
    if (!this.#engine) return;
    this.#engine.load(this.#fragment());
    const wanted = this.#wanted();
    // The part that the reader opened remains open until another view is set.
    // Before anything is shown, there is nothing to open.
    if (wanted.view !== this.#wrap.dataset.view) this.#wrap.querySelector(".ledger")?.toggleAttribute("open", wanted.view === "ledger");
    for (const name of ["view", "controls", "theme"]) this.#wrap.setAttribute(`data-${name}`, Reflect.get(wanted, name));
    this.#story?.look(this.#options());
    if (this.#story) this.#chips();
  }

  /** The chips, on request. */
  #chips() {
    const engine = /** @type {Engine} */ (this.#engine);
    const groups = this.#wanted().chips === "all" ? engine.ask((raw) => raw.chips()) : [];
    chips(this.#wrap, groups, engine.report?.changed_marked ?? "", (link) => {
      // The appearance stays where it was set: in the attributes, or in a link.
      const before = new URLSearchParams((this.#link ?? "").replace(/^#/, ""));
      const looks = LOOKS.filter((name) => before.has(name)).map((name) => `&${name}=${encodeURIComponent(before.get(name) ?? "")}`);
      this.#link = link + looks.join("");
      this.#run(this.#story?.step ?? "");
    });
  }

  /** @param {unknown} error */
  #fail(error) {
    const known = error instanceof EngineError;
    const [code, message] = known ? [error.code, error.message] : ["panic", String(error)];
    // It ended in the first picture: nothing has taken the fallback's place.
    if (this.#engine && !this.#story) {
      this.#slot.hidden = false;
      this.#wait();
    }
    this.#giveUp();
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

if (globalThis.customElements && !customElements.get("dom0-memory")) customElements.define("dom0-memory", Dom0Memory);
