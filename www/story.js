// The story as a component: figure, caption and controls, in any root with the markup of
// story.html, i.e. the page or a shadow root. Looks nothing up outside its root, and leaves
// nothing behind. The motion, the controls, the pointing and the keys are modules of their own.
import { Change } from "./change.js";
import { CONTROLS, Controls, placeWords } from "./controls.js";
import { keys } from "./keys.js";
import { marked } from "./marked.js";
import { Motion } from "./motion.js";
import { at, neighbour, place } from "./player.js";
import { Pointing } from "./pointing.js";
import { Sheet, picture } from "./canvas.js";
import { Strip } from "./strip.js";

/** The two places of one button: at the axis, and among the controls where there is no room. */
const SCALES = ["scale", "scale-too"];

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./canvas.js").Theme} Theme */
/** @typedef {{theme?: Theme, motion?: "auto" | "reduce", scale?: "readable" | "to-scale"}} StoryOptions */
/** The id or index of a step; the empty id means that of a link.
 * @typedef {string | number} Place */

/**
 * Events, all with plain data in `detail`:
 * `step` {index, id, title, text} when another step shows; `settle` {id} when the
 * motion rests; `state` {playing}; `highlight` {hit: Hit | null} when the reader points at
 * a region or leaves it; `scale` {scale}; `drawn` after each picture; `compare` and `share`
 * when the reader asks for these; `error` {error: EngineError}.
 */
export class Story extends EventTarget {
  #root; #engine; #sheet; #motion; #controls; #pointing; #strip; #change;
  #ends = new AbortController();
  /** Whether the first picture is there. */
  #begun = false;
  /** What ended the engine before it. @type {unknown} */
  #ended;
  /** @type {"readable" | "to-scale"} */
  #scale = "readable";
  #shown = -1;
  /** What the status line says of the step on show. */
  #line = "";
  /** Whether the status line waits. */
  #quiet = false;
  /** The texts whose height is reserved. */
  #reserved = "";
  /** The parts of the markup that were asked for: each frame asks for some.
   * @type {Map<string, HTMLElement>} */
  #parts = new Map();
  /** Whether the button says that the picture is to scale.
   * @type {boolean | undefined} */
  #toScale;

  /**
   * @param {ParentNode} root
   * @param {Engine} engine that has run; what ends it before the first picture is thrown
   * @param {StoryOptions} [options]
   * @param {Place} [start] where it begins
   */
  constructor(root, engine, { theme = "auto", motion = "auto", scale = "readable" } = {}, start = "") {
    super();
    this.#root = root;
    this.#engine = engine;
    const canvas = /** @type {HTMLCanvasElement} */ (this.#part("canvas"));
    const part = (/** @type {string} */ name) => this.#part(name);
    this.#motion = new Motion(canvas.parentElement ?? canvas, motion, {
      show: (position) => this.#guard(() => this.#place(position)),
      rest: () => this.#tell("settle", { id: this.step }),
      read: (share) => this.#controls.read(share),
      end: () => this.#settle(),
      last: () => this.#end,
      pace: (step) => ({ motion: this.#steps[step]?.motion_ms ?? 1, read: this.#steps[step]?.dwell_ms ?? 0 }),
    });
    this.#change = new Change({
      ask: (question) => this.#guard(() => this.#engine.ask(question)),
      paint: () => this.#sheet.paint(),
      still: () => this.#motion.still || !this.#motion.seen,
    });
    this.#sheet = new Sheet(this.#part("sheet"), canvas, this.#painter(), theme);
    this.#controls = new Controls(part, {
      back: () => this.back(), next: () => this.next(), toggle: () => this.toggle(),
      seek: (position) => this.seek(position), speed: (times) => { this.#motion.speed = times; },
    }, this.#ends.signal);
    this.#pointing = new Pointing({
      part,
      ask: (question) => this.#guard(() => this.#engine.ask(question)),
      repaint: () => { if (!this.#motion.drawing) this.#sheet.paint(); },
      rail: (y) => this.#open(y),
      pointed: (hit) => { this.#tell("highlight", { hit }); this.#strip.mark(hit); },
    }, this.#ends.signal);
    this.#strip = new Strip(this.#part("strip"), (key) => this.#pointing.highlight(key), this.#ends.signal);
    this.#wire();
    const buttons = [...SCALES, "compare", "share"];
    for (const name of buttons) this.#part(name).removeAttribute("disabled");
    this.#rescale(scale);
    this.refresh(start);
    // Nobody could listen until now.
    if (this.#ended) {
      this.destroy();
      for (const name of [...buttons, ...CONTROLS]) this.#part(name).setAttribute("disabled", "");
      throw this.#ended;
    }
    this.#begun = true;
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
   * @param {Place} [keep] the step to show
   * @param {{drag?: boolean, quiet?: boolean, since?: number, after?: (texts: () => void) => void}} [how]
   *   `drag`: at once, because a control is being dragged; `quiet`: the status line waits for
   *   `say`; `since`: when the input came; `after` is called with what writes the texts, if the
   *   picture is to be painted before */
  refresh(keep = "", { drag = false, quiet = drag, since = performance.now(), after = (texts) => texts() } = {}) {
    if (this.playing) this.#halt();
    this.#motion.stop();
    // The first picture comes from nowhere.
    const moves = this.#shown >= 0 && this.#change.begin(drag, since);
    this.#shown = -1;
    this.#guard(() => {
      this.#motion.put(Math.min(typeof keep === "string" ? this.#engine.indexOf(keep) : keep, this.#end));
      if (!moves) this.#sheet.paint();
    });
    after(() => this.#guard(() => {
      this.#quiet = quiet;
      this.#controls.steps(this.#steps);
      this.#reserve();
      this.#write(this.position);
      if (typeof keep === "string") this.#miss(this.#engine.ask((raw) => raw.missing(keep)) ?? "");
      this.#quiet = false;
    }));
  }

  /** Announces a change, before the step on show. @param {string} change */
  say(change) { this.#part("status").textContent = [change && `${change}.`, this.#line].filter(Boolean).join(" "); }

  /** Plays to the end; from the start if it is already there. */
  play() {
    const again = this.position >= this.#end;
    if (again) this.#guard(() => this.#place(0));
    this.#run(again);
  }

  /** Plays from the start, whose caption is read first. */
  replay() {
    this.seek(0);
    this.#run(true);
  }

  /** Stops at the current position. */
  pause() { this.#settle(); }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** To the step after the goal of what moves, which ends at once; animated if anybody can
   * see it. */
  next() { this.#motion.go(neighbour(this.#motion.goal, 1, this.#end)); }
  /** To the step before that goal. */
  back() { this.#motion.go(neighbour(this.#motion.goal, -1, this.#end)); }

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
  highlight(mark) { this.#pointing.highlight(mark); }

  /** @param {StoryOptions} options what is left out stays */
  look({ theme = this.#sheet.theme, motion = this.#motion.wish, scale = this.#scale }) {
    this.#motion.wish = motion;
    const other = scale !== this.#scale || theme !== this.#sheet.theme;
    this.#rescale(scale);
    this.#sheet.theme = theme;
    if (other) this.#sheet.paint();
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
    this.#sheet.destroy();
  }

  // ---- inside -----------------------------------------------------------------------

  /** @param {"readable" | "to-scale"} scale of later pictures */
  #rescale(scale) {
    this.#scale = scale;
    this.#guard(() => this.#engine.ask((raw) => raw.scale(scale)));
    this.#press(scale === "to-scale");
  }

  /** Shows whether the picture is to scale. @param {boolean} to */
  #press(to) {
    if (to === this.#toScale) return;
    this.#toScale = to;
    for (const name of SCALES) this.#part(name).setAttribute("aria-pressed", String(to));
  }

  get #steps() { return this.#engine.report?.steps ?? []; }
  get #end() { return Math.max(0, this.#steps.length - 1); }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    let found = this.#parts.get(name);
    if (!found) {
      found = /** @type {HTMLElement | null} */ (this.#root.querySelector(`[data-part="${name}"]`)) ?? undefined;
      if (!found) throw new Error(`the story’s markup has no part ${name}`);
      this.#parts.set(name, found);
    }
    return found;
  }

  /** @param {string} name @param {unknown} detail */
  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  /** Runs code that may end the engine; a panic stops the motion and is reported.
   * @template T @param {() => T} work @returns {T | undefined} `undefined` after a panic */
  #guard(work) {
    try {
      return work();
    } catch (error) {
      if (!this.#begun) this.#ended ??= error;
      this.#motion.stop();
      this.#controls.plays(false);
      this.#tell("error", { error });
      return undefined;
    }
  }

  /** @returns {import("./canvas.js").Painter} */
  #painter() {
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
      height: (width) => this.#guard(() => this.#engine.ask((raw) => raw.fitted_height(width))) ?? 0,
      fit: (height) => this.#guard(() => this.#engine.ask((raw) => raw.fit(height))),
    };
  }

  /** Shows a position in all parts. @param {number} position */
  #place(position) {
    this.#motion.put(position);
    this.#sheet.paint();
    this.#write(position);
  }

  /** Shows it in all parts but the picture. @param {number} position */
  #write(position) {
    this.#controls.place(position);
    const { step, t } = at(position);
    this.#strip.show(this.#engine.ask((raw) => raw.log_strip(step, t)));
    this.#press(this.#engine.ask((raw) => raw.at_true_scale(step, t)));
    const now = this.#steps[step];
    if (now && step !== this.#shown) this.#turn(step, now);
  }

  /** Responds to a change of the step on show.
   * @param {number} step @param {import("./explainer.js").Step} now */
  #turn(step, now) {
    this.#shown = step;
    const words = placeWords(this.#part("where"));
    const its = place(step, this.#steps.length, words);
    this.#part("title").textContent = now.title;
    this.#part("caption").replaceChildren(...marked(now.caption_marked));
    this.#part("why").replaceChildren(...marked(now.why_marked));
    this.#part("missing").textContent = "";
    this.#part("place").textContent = its;
    this.#line = `${words.step}${its}: ${now.title}. ${now.caption}`;
    if (!this.#quiet) this.say("");
    this.#pointing.leave();
    this.#tell("step", { index: step, id: now.id, title: now.title, text: now.caption });
  }

  /** Opens the lane that is a rail at this height of the sheet. @param {number} y */
  #open(y) {
    const { step, t } = at(this.position);
    const width = this.#part("sheet").clientWidth;
    const opened = this.#guard(() => this.#engine.ask((raw) => raw.open_rail(step, t, width, y)));
    if (opened) this.#sheet.paint();
    return Boolean(opened);
  }

  /** Says that the step asked for is not there, until another one shows.
   * @param {string} sentence empty: it is there */
  #miss(sentence) {
    if (!sentence) return;
    // Where there is room for one line of words only, this is it.
    for (const place of ["why", "missing"]) this.#part(place).textContent = sentence;
    this.#line += ` ${sentence}`;
    if (!this.#quiet) this.say("");
  }

  /** Reserves the height of the longest text under the one on show, so that no step moves
   * the figure. */
  #reserve() {
    const texts = JSON.stringify(this.#steps.map(({ title, caption_marked, why_marked }) => [title, caption_marked, why_marked]));
    if (texts === this.#reserved) return;
    this.#reserved = texts;
    for (const [stack, name, text] of /** @type {const} */ ([
      ["titles", "title", "title"], ["captions", "caption", "caption_marked"], ["whys", "why", "why_marked"],
    ])) {
      const others = this.#steps.map((step) => {
        const line = document.createElement("p");
        line.append(...marked(step[text]));
        line.className = name;
        line.setAttribute("aria-hidden", "true");
        return line;
      });
      const own = [...this.#part(stack).children].filter((line) => line.hasAttribute("data-part"));
      this.#part(stack).replaceChildren(...own, ...others);
    }
  }

  /** @param {boolean} read whether the caption on show is read first */
  #run(read) {
    this.#motion.play(read);
    this.#state();
  }

  /** Responds to the end of the motion, wherever that is. */
  #settle() {
    this.#halt();
    this.#tell("settle", { id: this.step });
  }

  /** Stops at the current position, and reports it. */
  #halt() {
    this.#motion.stop();
    this.#state();
  }

  #state() {
    this.#controls.plays(this.playing);
    this.#tell("state", { playing: this.playing });
  }

  #wire() {
    const { signal } = this.#ends;
    /** @param {string} name @param {string} event @param {(event: any) => void} act */
    const on = (name, event, act) => this.#part(name).addEventListener(event, act, { signal });
    for (const name of SCALES) {
      on(name, "click", () => {
        this.look({ scale: this.#scale === "readable" ? "to-scale" : "readable" });
        this.#tell("scale", { scale: this.#scale });
      });
    }
    for (const name of ["compare", "share"]) on(name, "click", () => this.#tell(name, {}));
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
      Escape: () => this.#pointing.leave(),
    }, (way) => this.seek(neighbour(this.position, way, this.#end)), signal);
  }
}
