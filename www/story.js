// The story as a component: figure, caption, steps, scrubber, keys and highlights,
// in any root that holds the markup of story.html: the page or a shadow root. Looks
// nothing up outside its root, sets no style, and leaves nothing behind.
import { advance, at, direction, neighbour, where } from "./player.js";
import { Sheet, picture } from "./sheet.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./explainer.js").Hit} Hit */
/** @typedef {import("./sheet.js").Theme} Theme */
/** @typedef {"auto" | "reduce"} Motion */
/** @typedef {{theme?: Theme, motion?: Motion, scale?: "readable" | "to-scale"}} StoryOptions */

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const REST = "Point at a region, or focus the figure and press the down arrow.";
/** Below this width of the whole, the list of steps folds (CSS pixels; as in story.css). */
const FOLDS = 760;

/**
 * Events, all with plain data in `detail`:
 * `step` {index, id, title, text} when another step shows; `settle` {id} when the
 * motion rests; `state` {playing}; `light` {hit: Hit | null} when the reader points at
 * a region or leaves it; `error` {error: EngineError}.
 */
export class Story extends EventTarget {
  #root; #engine; #sheet;
  #ends = new AbortController();
  #watch;
  #width;
  #motion;
  /** @type {"readable" | "to-scale"} */
  #scale = "readable";
  #position = 0;
  #goal = 0;
  #frame = 0;
  #last = 0;
  #shown = -1;
  #visible = true;
  #wide = true;
  /** What is lit, as the engine's `light` takes it. */
  #lit = "";
  /** Where the keys are: an index into the regions of the picture; -1 nowhere. */
  #cursor = -1;

  /**
   * @param {ParentNode} root
   * @param {Engine} engine that has run
   * @param {StoryOptions} [options]
   */
  constructor(root, engine, { theme = "auto", motion = "auto", scale = "readable" } = {}) {
    super();
    this.#root = root;
    this.#engine = engine;
    this.#motion = motion;
    const canvas = /** @type {HTMLCanvasElement} */ (this.#part("canvas"));
    this.#sheet = new Sheet(this.#part("sheet"), canvas, this.#pen(), theme);
    this.#watch = new IntersectionObserver((entries) => this.#seen(entries.at(-1)?.isIntersecting ?? true));
    this.#watch.observe(canvas.parentElement ?? canvas);
    this.#width = new ResizeObserver(() => this.#fold());
    this.#width.observe(this.#part("stage"));
    this.#wire();
    for (const name of ["back", "play", "next", "scrub", "scale"]) this.#part(name).removeAttribute("disabled");
    this.look({ scale });
    this.refresh();
  }

  // ---- what the outside may ask for ----------------------------------------------

  /** Index of the step on show. */
  get index() { return at(this.#position).step; }
  /** Id of the step on show. */
  get step() { return this.#steps[this.index]?.id ?? ""; }
  /** From 0 to the number of steps - 1; fractions are on the way. */
  get position() { return this.#position; }
  get playing() { return this.#goal !== this.#position; }

  /** Shows the engine's last good report.
   * @param {string} [keep] id of the step to show; that of a link where it is empty */
  refresh(keep = "") {
    this.#stop();
    this.#part("machine").textContent = this.#engine.report?.machine ?? "";
    this.#list();
    this.#shown = -1;
    this.#guard(() => {
      this.#place(Math.min(this.#engine.indexOf(keep), this.#end));
    });
  }

  /** Plays to the end, from the start where it is there already. */
  play() {
    if (this.#position >= this.#end) this.#place(0);
    if (this.#still) this.next();
    else this.#travel(this.#end);
  }

  /** Stops where it is. */
  pause() {
    this.#stop();
    this.#settle();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** One step on, in motion where anybody can see it. */
  next() { this.#go(neighbour(this.#position, 1, this.#end)); }
  /** One step back. */
  back() { this.#go(neighbour(this.#position, -1, this.#end)); }

  /** Shows a step or a place between two, at once.
   * @param {number | string} to index, or id of a step */
  seek(to) {
    this.#stop();
    this.#guard(() => {
      const index = typeof to === "string" ? this.#engine.indexOf(to) : to;
      this.#place(Math.max(0, Math.min(this.#end, index)));
    });
    this.#settle();
  }

  /** Lights what stands for a kind of pages (`released`) or a region (`D:bf780`).
   * @param {string} mark empty: nothing */
  light(mark) {
    if (mark === this.#lit) return;
    this.#lit = mark;
    this.#guard(() => this.#engine.ask((raw) => raw.light(mark)));
    if (!this.#frame) this.#sheet.paint();
  }

  /** @param {StoryOptions} options */
  look({ theme, motion, scale }) {
    if (motion) this.#motion = motion;
    if (scale && scale !== this.#scale) {
      this.#scale = scale;
      this.#part("scale").setAttribute("aria-pressed", String(scale === "to-scale"));
      this.#guard(() => this.#engine.ask((raw) => raw.scale(scale)));
      this.#sheet.paint();
    }
    if (theme) this.#sheet.theme = theme;
  }

  /** Draws again, for whatever changed outside. */
  repaint() { this.#sheet.paint(); }

  /** Every step as a small picture, for print. @param {number} width @returns {Node[]} */
  pictures(width) {
    return this.#steps.map((_, i) => picture(this.#engine.ask((raw) => raw.svg(i, 1, width))));
  }

  /** Stops, unhooks and forgets everything; the engine stays. */
  destroy() {
    this.#stop();
    this.#ends.abort();
    this.#watch.disconnect();
    this.#width.disconnect();
    this.#sheet.destroy();
  }

  // ---- inside -----------------------------------------------------------------------

  get #steps() { return this.#engine.report?.steps ?? []; }
  get #end() { return Math.max(0, this.#steps.length - 1); }
  get #still() { return this.#motion === "reduce" || calm.matches; }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    const found = this.#root.querySelector(`[data-part="${name}"]`);
    if (!found) throw new Error(`the story’s markup has no part ${name}`);
    return /** @type {HTMLElement} */ (found);
  }

  /** @param {string} name @param {unknown} detail */
  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  /** Runs what may end the engine; a panic stops the motion and is told.
   * @param {() => void} work */
  #guard(work) {
    try {
      work();
    } catch (error) {
      this.#stop();
      this.#tell("error", { error });
    }
  }

  /** @returns {import("./sheet.js").Pen} */
  #pen() {
    const now = () => at(this.#position);
    return {
      draw: (canvas, width, ratio, theme) => this.#guard(() => {
        const { step, t } = now();
        this.#engine.draw(canvas, step, t, width, ratio, theme);
      }),
      svg: (width) => {
        const { step, t } = now();
        let text = "";
        this.#guard(() => { text = this.#engine.ask((raw) => raw.svg(step, t, width)); });
        return text;
      },
      height: (width) => this.#engine.height(width),
    };
  }

  /** Shows a position everywhere. @param {number} position */
  #place(position) {
    this.#position = position;
    if (!this.#frame) this.#goal = position;
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

  /** Another step shows.
   * @param {number} step @param {import("./explainer.js").Step} now */
  #turn(step, now) {
    this.#shown = step;
    this.#cursor = -1;
    this.#part("title").textContent = now.title;
    this.#part("caption").textContent = now.caption;
    this.#part("why").textContent = now.why;
    this.#part("status").textContent = `Step ${step + 1} of ${this.#steps.length}: ${now.title}. ${now.caption}`;
    this.#point(null);
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
    if (this.#still || !this.#visible) this.seek(goal);
    else this.#travel(goal);
  }

  /** @param {number} goal */
  #travel(goal) {
    this.#goal = goal;
    if (this.#position === goal) return;
    this.#label("Pause");
    this.#tell("state", { playing: true });
    this.#schedule();
  }

  /** Asks for one frame, where anybody could see it. */
  #schedule() {
    if (this.#frame || !this.#visible || document.hidden || !this.playing) return;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  /** @param {number} now */
  #tick(now) {
    this.#guard(() => {
      const ms = Math.max(0, Math.min(now - this.#last, 100));
      this.#last = now;
      this.#place(advance(this.#position, this.#goal, ms));
    });
    if (!this.#frame) return;
    this.#frame = 0;
    if (this.#position === this.#goal) this.#settle();
    else if (this.#visible && !document.hidden) this.#frame = requestAnimationFrame((next) => this.#tick(next));
  }

  #stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#goal = this.#position;
  }

  /** Nothing moves any more. */
  #settle() {
    this.#label("Play");
    this.#tell("state", { playing: false });
    this.#tell("settle", { id: this.step });
  }

  /** @param {string} text */
  #label(text) { this.#part("play").textContent = text; }

  /** @param {boolean} visible */
  #seen(visible) {
    this.#visible = visible;
    this.#schedule();
  }

  /** The list folds where there is no room beside the figure, and opens where there is. */
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
    on("scale", "click", () => this.look({ scale: this.#scale === "readable" ? "to-scale" : "readable" }));
    on("scrub", "input", (event) => this.seek(Number(event.target.value)));
    on("figure", "keydown", (event) => this.#key(event));
    on("sheet", "pointermove", (event) => this.#over(event));
    on("sheet", "pointerdown", (event) => this.#over(event));
    on("sheet", "pointerleave", (event) => { if (event.pointerType === "mouse") this.#point(null); });
    on("figure", "focusout", (event) => { if (!this.#part("figure").contains(event.relatedTarget)) this.#point(null); });
    document.addEventListener("visibilitychange", () => this.#schedule(), { signal });
  }

  // ---- pointing ------------------------------------------------------------------------

  /** @param {PointerEvent} event */
  #over(event) {
    const box = this.#part("sheet").getBoundingClientRect();
    this.#guard(() => {
      const hit = this.#engine.ask((raw) => raw.hit(event.clientX - box.left, event.clientY - box.top));
      this.#point(hit ?? null);
    });
  }

  /** Lights a region and says what it is. @param {Hit | null} hit */
  #point(hit) {
    const key = hit?.key ?? "";
    const text = hit?.more ?? REST;
    const place = this.#part("hover");
    if (key === this.#lit && place.textContent === text) return;
    this.light(key);
    place.textContent = text;
    this.#tell("light", { hit });
  }

  /** The regions of the picture, lane by lane from left to right. @returns {Hit[]} */
  #regions() {
    let all = /** @type {Hit[]} */ ([]);
    this.#guard(() => { all = this.#engine.ask((raw) => raw.regions()); });
    return all;
  }

  /** To the region before or behind. @param {1 | -1} way */
  #walk(way) {
    const all = this.#regions();
    if (!all.length) return;
    const from = this.#cursor < 0 ? (way > 0 ? -1 : all.length) : this.#cursor;
    this.#cursor = Math.max(0, Math.min(all.length - 1, from + way));
    this.#say(all[this.#cursor]);
  }

  /** To the first region of the lane above or below. @param {1 | -1} way */
  #lane(way) {
    const all = this.#regions();
    const lanes = [...new Set(all.map((r) => r.lane))];
    if (!lanes.length) return;
    const now = this.#cursor < 0 ? -1 : lanes.indexOf(all[this.#cursor]?.lane ?? "");
    const to = lanes[Math.max(0, Math.min(lanes.length - 1, now + way))];
    this.#cursor = all.findIndex((r) => r.lane === to);
    this.#say(all[this.#cursor]);
  }

  /** @param {Hit | undefined} hit */
  #say(hit) {
    if (!hit) return;
    this.#point(hit);
    this.#part("status").textContent = hit.text;
  }

  /** Reads out, or ends, what is to say about the lit region. @param {boolean} open */
  #details(open) {
    const hit = open ? this.#regions()[this.#cursor] : undefined;
    this.#part("detail").toggleAttribute("data-open", Boolean(hit));
    if (hit) this.#part("status").textContent = hit.more;
    else if (!open) {
      this.#cursor = -1;
      this.#point(null);
    }
  }

  /** An arrow on the scrubber goes to the next step at rest; dragging stops anywhere.
   * @param {KeyboardEvent} event @returns {boolean} whether it was one */
  #notch(event) {
    const way = direction(event);
    if (!way) return false;
    event.preventDefault();
    this.seek(neighbour(this.#position, way, this.#end));
    return true;
  }

  /** Keys act while the focus is in the figure; a control keeps those of its own.
   * @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const inside = event.target !== this.#part("figure");
    const own = inside ? ["Enter", " "] : [];
    if (event.target === this.#part("scrub")) own.push("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End");
    if (event.target === this.#part("scrub") && this.#notch(event)) return;
    if (own.includes(event.key)) return;
    const name = (event.shiftKey ? "Shift+" : "") + event.key;
    const act = /** @type {Record<string, () => void>} */ ({
      ArrowRight: () => this.next(),
      ArrowLeft: () => this.back(),
      "Shift+ArrowRight": () => this.#walk(1),
      "Shift+ArrowLeft": () => this.#walk(-1),
      ArrowDown: () => this.#lane(1),
      ArrowUp: () => this.#lane(-1),
      " ": () => this.toggle(),
      Home: () => this.seek(0),
      End: () => this.seek(this.#end),
      Enter: () => this.#details(true),
      Escape: () => this.#details(false),
    })[name];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
