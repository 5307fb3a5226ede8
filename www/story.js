// The story as a component: figure, caption, steps and scrubber, in any root with the
// markup of story.html, i.e. the page or a shadow root. Looks nothing up outside its root,
// sets no style, and leaves nothing behind. The motion, the pointing and the keys are
// modules of their own.
import { Change } from "./change.js";
import { keys } from "./keys.js";
import { Motion } from "./motion.js";
import { at, neighbour, where } from "./player.js";
import { Pointing } from "./pointing.js";
import { Sheet, picture } from "./sheet.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./sheet.js").Theme} Theme */
/** @typedef {{theme?: Theme, motion?: "auto" | "reduce", scale?: "readable" | "to-scale"}} StoryOptions */

/** Below this total width the list of steps collapses (CSS pixels; as in story.css). */
const FOLDS = 760;

/**
 * Events, all with plain data in `detail`:
 * `step` {index, id, title, text} when another step shows; `settle` {id} when the
 * motion rests; `state` {playing}; `light` {hit: Hit | null} when the reader points at
 * a region or leaves it; `scale` {scale}; `drawn` after each picture; `error` {error:
 * EngineError}.
 */
export class Story extends EventTarget {
  #root; #engine; #sheet; #motion; #pointing; #change;
  #ends = new AbortController();
  #width;
  /** @type {"readable" | "to-scale"} */
  #scale = "readable";
  #shown = -1;
  #wide = true;

  /**
   * @param {ParentNode} root
   * @param {Engine} engine that has run
   * @param {StoryOptions} [options]
   */
  constructor(root, engine, { theme = "auto", motion = "auto", scale = "readable" } = {}) {
    super();
    this.#root = root;
    this.#engine = engine;
    const canvas = /** @type {HTMLCanvasElement} */ (this.#part("canvas"));
    this.#motion = new Motion(canvas.parentElement ?? canvas, motion, {
      show: (position) => this.#guard(() => this.#place(position)),
      rest: () => this.#settle(),
    });
    this.#change = new Change({
      ask: (question) => this.#guard(() => this.#engine.ask(question)),
      paint: () => this.#sheet.paint(),
      still: () => this.#motion.still || !this.#motion.seen,
    });
    this.#sheet = new Sheet(this.#part("sheet"), canvas, this.#pen(), theme);
    this.#pointing = new Pointing({
      part: (name) => this.#part(name),
      ask: (question) => this.#guard(() => this.#engine.ask(question)),
      repaint: () => { if (!this.#motion.drawing) this.#sheet.paint(); },
      told: (hit) => this.#tell("light", { hit }),
    }, this.#ends.signal);
    this.#width = new ResizeObserver(() => this.#fold());
    this.#width.observe(this.#part("stage"));
    // A frame out of view gets no observer's callback before it is scrolled to.
    this.#fold();
    this.#wire();
    for (const name of ["back", "play", "next", "scrub", "scale"]) this.#part(name).removeAttribute("disabled");
    this.look({ scale });
    this.refresh();
  }

  // ---- public methods -----------------------------------------------------------

  /** Index of the current step. */
  get index() { return at(this.position).step; }
  /** Id of the current step. */
  get step() { return this.#steps[this.index]?.id ?? ""; }
  /** From 0 to the number of steps - 1; fractions are between steps. */
  get position() { return this.#motion.position; }
  get playing() { return this.#motion.playing; }

  /** Shows the engine's last report without errors; the picture moves there.
   * @param {string} [keep] id of the step to show; if empty, that of a link
   * @param {{drag?: boolean}} [how] `drag`: at once, because a control is being dragged */
  refresh(keep = "", { drag = false } = {}) {
    if (this.playing) this.#halt();
    this.#part("machine").textContent = this.#engine.report?.machine ?? "";
    this.#list();
    // The first picture comes from nowhere.
    if (this.#shown >= 0) this.#change.begin(drag);
    this.#shown = -1;
    this.#guard(() => {
      this.#place(Math.min(this.#engine.indexOf(keep), this.#end));
    });
  }

  /** Plays to the end; from the start if it is already there. */
  play() {
    if (this.position >= this.#end) this.#place(0);
    if (this.#motion.still) this.next();
    else this.#travel(this.#end);
  }

  /** Stops at the current position. */
  pause() { this.#settle(); }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Moves one step forward, animated if anybody can see it. */
  next() { this.#go(neighbour(this.position, 1, this.#end)); }
  /** Moves one step back. */
  back() { this.#go(neighbour(this.position, -1, this.#end)); }

  /** Shows a step or a position between two, at once.
   * @param {number | string} to index, or id of a step */
  seek(to) {
    this.#motion.stop();
    this.#guard(() => {
      const index = typeof to === "string" ? this.#engine.indexOf(to) : to;
      this.#place(Math.max(0, Math.min(this.#end, index)));
    });
    this.#settle();
  }

  /** Highlights a kind of pages (`released`) or a region (`D:bf780`).
   * @param {string} mark empty: nothing */
  light(mark) { this.#pointing.light(mark); }

  /** @param {StoryOptions} options */
  look({ theme, motion, scale }) {
    if (motion) this.#motion.wish = motion;
    if (scale) {
      this.#scale = scale;
      this.#part("scale").setAttribute("aria-pressed", String(scale === "to-scale"));
      this.#guard(() => this.#engine.ask((raw) => raw.scale(scale)));
    }
    if (theme) this.#sheet.theme = theme;
    else if (scale) this.#sheet.paint();
  }

  /** Draws again after a change from outside. */
  repaint() { this.#sheet.paint(); }

  /** Every step as a small picture, for print. @param {number} width @returns {Node[]} */
  pictures(width) {
    return this.#steps.map((_, i) => picture(this.#engine.ask((raw) => raw.svg(i, 1, width))));
  }

  /** Stops, removes all listeners and discards its state; the engine remains. */
  destroy() {
    this.#motion.destroy();
    this.#change.destroy();
    this.#ends.abort();
    this.#width.disconnect();
    this.#sheet.destroy();
  }

  // ---- inside -----------------------------------------------------------------------

  get #steps() { return this.#engine.report?.steps ?? []; }
  get #end() { return Math.max(0, this.#steps.length - 1); }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    const found = this.#root.querySelector(`[data-part="${name}"]`);
    if (!found) throw new Error(`the story’s markup has no part ${name}`);
    return /** @type {HTMLElement} */ (found);
  }

  /** @param {string} name @param {unknown} detail */
  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  /** Runs code that may end the engine; a panic stops the motion and is reported.
   * @template T @param {() => T} work @returns {T | undefined} `undefined` after a panic */
  #guard(work) {
    try {
      return work();
    } catch (error) {
      this.#motion.stop();
      this.#tell("error", { error });
      return undefined;
    }
  }

  /** @returns {import("./sheet.js").Pen} */
  #pen() {
    const now = () => at(this.position);
    return {
      draw: (canvas, width, ratio, theme) => this.#guard(() => {
        const { step, t } = now();
        this.#engine.draw(canvas, step, t, width, ratio, theme);
        this.#tell("drawn", {});
      }),
      svg: (width) => this.#guard(() => {
        const { step, t } = now();
        const drawn = this.#engine.ask((raw) => raw.svg(step, t, width));
        this.#tell("drawn", {});
        return drawn;
      }) ?? "",
      height: (width) => this.#engine.height(width),
    };
  }

  /** Shows a position in all parts. @param {number} position */
  #place(position) {
    this.#motion.put(position);
    this.#sheet.paint();
    const { step } = at(position);
    const n = this.#steps.length;
    const scrub = /** @type {HTMLInputElement} */ (this.#part("scrub"));
    scrub.value = String(position);
    /** @type {HTMLProgressElement} */ (this.#part("track")).value = position;
    [...this.#part("dots").children].forEach((dot, i) => dot.toggleAttribute("data-done", i <= position));
    const place = where(position, n);
    this.#part("where").textContent = place;
    this.#part("count").textContent = `Step ${step + 1} of ${n}`;
    const now = this.#steps[step];
    if (now) scrub.setAttribute("aria-valuetext", `${place}: ${now.title}`);
    if (now && step !== this.#shown) this.#turn(step, now);
  }

  /** Responds to a change of the step on show.
   * @param {number} step @param {import("./explainer.js").Step} now */
  #turn(step, now) {
    this.#shown = step;
    this.#part("title").textContent = now.title;
    this.#part("caption").textContent = now.caption;
    this.#part("why").textContent = now.why;
    this.#part("status").textContent = `Step ${step + 1} of ${this.#steps.length}: ${now.title}. ${now.caption}`;
    this.#pointing.leave();
    [...this.#part("steps").children].forEach((li, i) => {
      li.toggleAttribute("data-done", i < step);
      if (i === step) li.setAttribute("aria-current", "step");
      else li.removeAttribute("aria-current");
    });
    this.#tell("step", { index: step, id: now.id, title: now.title, text: now.caption });
  }

  /** The list of steps and the scrubber's dots. */
  #list() {
    const items = this.#steps.map((step, i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = step.title;
      button.addEventListener("click", () => this.seek(i), { signal: this.#ends.signal });
      const li = document.createElement("li");
      li.append(button);
      return li;
    });
    this.#part("steps").replaceChildren(...items);
    this.#part("dots").replaceChildren(...items.map(() => document.createElement("i")));
    /** @type {HTMLInputElement} */ (this.#part("scrub")).max = String(this.#end);
    /** @type {HTMLProgressElement} */ (this.#part("track")).max = Math.max(1, this.#end);
  }

  /** @param {number} goal */
  #go(goal) {
    if (this.#motion.still || !this.#motion.seen) this.seek(goal);
    else this.#travel(goal);
  }

  /** @param {number} goal */
  #travel(goal) {
    if (!this.#motion.go(goal)) return;
    this.#label("Pause");
    this.#tell("state", { playing: true });
  }

  /** Responds when the motion ends, which is where the reader is. */
  #settle() {
    this.#halt();
    this.#tell("settle", { id: this.step });
  }

  /** Stops at the current position, and reports it. */
  #halt() {
    this.#motion.stop();
    this.#label("Play");
    this.#tell("state", { playing: false });
  }

  /** @param {string} text */
  #label(text) { this.#part("play").textContent = text; }

  /** The list collapses if there is no room next to the figure, and opens if there is. */
  #fold() {
    const wide = this.#part("stage").clientWidth >= FOLDS;
    if (wide === this.#wide) return;
    this.#wide = wide;
    /** @type {HTMLDetailsElement} */ (this.#part("list")).open = wide;
  }

  #wire() {
    const { signal } = this.#ends;
    /** @param {string} name @param {string} event @param {(event: any) => void} act */
    const on = (name, event, act) => this.#part(name).addEventListener(event, act, { signal });
    on("back", "click", () => this.back());
    on("next", "click", () => this.next());
    on("play", "click", () => this.toggle());
    on("scale", "click", () => {
      this.look({ scale: this.#scale === "readable" ? "to-scale" : "readable" });
      this.#tell("scale", { scale: this.#scale });
    });
    on("scrub", "input", (event) => this.seek(Number(event.target.value)));
    keys(this.#part("figure"), this.#part("scrub"), {
      ArrowRight: () => this.next(),
      ArrowLeft: () => this.back(),
      "Shift+ArrowRight": () => this.#pointing.walk(1),
      "Shift+ArrowLeft": () => this.#pointing.walk(-1),
      ArrowDown: () => this.#pointing.lane(1),
      ArrowUp: () => this.#pointing.lane(-1),
      " ": () => this.toggle(),
      Home: () => this.seek(0),
      End: () => this.seek(this.#end),
      Enter: () => this.#pointing.details(true),
      Escape: () => this.#pointing.details(false),
    }, (way) => this.seek(neighbour(this.position, way, this.#end)), signal);
  }
}
