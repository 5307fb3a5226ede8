// Two machines side by side: the reader's, and the same with another option, Xen or Linux.
// One scrubber moves both; the table lists only the rows that differ. The page's link
// includes what is typed here.
import { said, table } from "./bind.js";
import { placeWords } from "./controls.js";
import { marked } from "./marked.js";
import { Engine } from "./engine.js";
import { at, direction, neighbour, where } from "./player.js";
import { Settle } from "./settle.js";
import { Sheet } from "./canvas.js";

const FIELDS = ["dom0-mem", "xen", "linux"];

export class Compare {
  #root; #mine; #guard; #settle; #waits;
  #other = new Engine();
  /** @type {Sheet[]} */
  #sheets = [];
  /** From 0 to 1, regardless of the number of steps. */
  #progress = 1;
  /** Whether the reader changed the other machine. */
  #chosen = false;
  #visible = false;
  #stale = true;
  /** The texts that count, as one. */
  #counted = "";

  /** @param {HTMLElement} root @param {Engine} mine @param {<T>(work: () => T) => T | undefined} guard
   * @param {{changed: () => void, mark: () => void, waits: () => void}} page `changed` is called
   * after the other machine changed, `mark` before that, `waits` if a text waits for an engine that
   * reads logs */
  constructor(root, mine, guard, { changed, mark, waits }) {
    this.#waits = waits;
    this.#root = root;
    this.#mine = mine;
    this.#guard = guard;
    for (const [name, engine, beside] of /** @type {[string, Engine, Engine][]} */ ([["left", mine, this.#other], ["right", this.#other, mine]])) {
      this.#sheets.push(new Sheet(this.#get(`${name}-sheet`), /** @type {HTMLCanvasElement} */ (this.#get(name)), this.#painter(engine, beside)));
    }
    this.#both.addEventListener("input", () => guard(() => this.#move()));
    this.#both.addEventListener("keydown", (event) => {
      const way = direction(event);
      if (!way) return;
      event.preventDefault();
      this.#both.value = String(neighbour(Number(this.#both.value), way, Number(this.#both.max)));
      guard(() => this.#move());
    });
    this.#settle = new Settle(() => guard(() => {
      if (this.#texts !== this.#counted) {
        mark();
        this.#chosen = true;
      } else if (!this.#stale) return;
      this.#run();
      changed();
    }), () => false);
    for (const field of FIELDS) this.#settle.watch(this.#input(field));
    new IntersectionObserver((entries) => {
      this.#visible = entries.at(-1)?.isIntersecting ?? false;
      if (this.#visible && this.#stale) guard(() => this.#run());
    }, { rootMargin: "200px" }).observe(root);
  }

  /** Reads the other machine from a link. @param {string} fragment */
  load(fragment) {
    this.#settle.drop();
    this.#chosen = false;
    for (const field of FIELDS) {
      const named = this.#mine.ask((_, Explainer) => Explainer.other(fragment, field));
      if (named !== undefined) this.#chosen = true;
      this.#input(field).value = named ?? this.#mine.get(field);
    }
  }

  /** The fragment that restores both machines. @param {string} step */
  link(step) {
    if (!this.#chosen) return this.#mine.link(step);
    const [option, xen, linux] = FIELDS.map((field) => this.#input(field).value);
    return this.#mine.ask((raw) => raw.link_beside(step, option, xen, linux));
  }

  /** Responds to a change of the reader's machine. What is being typed here comes first. */
  refresh() {
    this.#stale = true;
    if (this.#visible && !this.#settle.waiting) this.#run();
  }

  /** @param {string} id */
  #get(id) { return /** @type {HTMLElement} */ (this.#root.querySelector(`#${id}`)); }
  get #both() { return /** @type {HTMLInputElement} */ (this.#get("both")); }
  /** @param {string} field */
  #input(field) { return /** @type {HTMLInputElement} */ (this.#get(`o-${field}`)); }

  /** @param {string} field */
  #label(field) { return this.#root.querySelector(`[for="o-${field}"]`)?.textContent ?? field; }

  get #texts() { return FIELDS.map((field) => this.#input(field).value).join("\n"); }

  /** One figure on the shared axis.
   * @param {Engine} engine @param {Engine} beside @returns {import("./canvas.js").Painter} */
  #painter(engine, beside) {
    const position = () => this.#progress * ((engine.report?.steps.length ?? 1) - 1);
    return {
      draw: (canvas, width, ratio, theme) => this.#guard(() => {
        if (this.#stale) return;
        engine.ask((raw) => beside.ask((other) => raw.draw_beside(other, canvas, position(), width, ratio, theme)));
      }),
      svg: (width) => (this.#stale ? "" : this.#guard(() => engine.ask((raw) => beside.ask((other) => raw.svg_beside(other, position(), width)))) ?? ""),
      height: (width) => this.#guard(() => engine.height(width)) ?? 0,
    };
  }

  /** Copies the reader's machine, applies the changes typed here, and shows both.
   * If they cannot be read, the last result remains. */
  #run() {
    const { advice, recovery } = this.#mine.details ?? {};
    const advised = advice?.option.replace("dom0_mem=", "");
    const link = this.#mine.link("");
    if (!this.#chosen) {
      for (const field of FIELDS) this.#input(field).value = this.#mine.get(field);
      if (advised) this.#input("dom0-mem").value = advised;
      else this.#input("linux").value = "2.6.18";
    }
    this.#counted = this.#texts;
    this.#other.load(link);
    // If nothing typed here was ever readable, uses the reader's own machine, so that there
    // is a last result.
    if (!this.#other.report) this.#other.run();
    for (const field of FIELDS) {
      if (this.#input(field).value !== this.#mine.get(field)) this.#other.set(field, this.#input(field).value);
    }
    // Pages from a log belong to the option in that log, and to advice for it that keeps them.
    const option = this.#input("dom0-mem").value;
    const clears = recovery?.steps.find((step) => step.dom0_mem === option && !step.balloon)?.clears ?? "nr-pages";
    if (option !== this.#mine.get("dom0-mem") && clears) this.#other.set(clears, "");
    const { errors, page: { waits } } = this.#other.run();
    if (waits) this.#waits();
    const report = this.#other.report;
    const wrong = errors.flatMap((e) => [`${this.#label(e.field)}: `, ...marked(e.message_marked), ". "]);
    if (errors.length && report) wrong.push(said("still", report.machine));
    this.#get("o-error").replaceChildren(...wrong);
    if (!report) return;
    this.#stale = false;
    this.#get("other-machine").textContent = report.machine;
    const rows = this.#mine.ask((left) => this.#other.ask((right) => left.compare(right)));
    table(this.#get("differences"), rows, ["label", "left", "right"], { marks: ["label"] });
    this.#both.max = String(Math.max(this.#mine.report?.steps.length ?? 1, report.steps.length) - 1);
    this.#both.value = String(this.#progress * Number(this.#both.max));
    this.#draw();
  }

  /** Responds to a move of the scrubber. */
  #move() {
    this.#progress = Number(this.#both.value) / Math.max(1, Number(this.#both.max));
    this.#draw();
  }

  #draw() {
    for (const sheet of this.#sheets) sheet.paint();
    if (!this.#mine.report || !this.#other.report) return;
    const words = placeWords(/** @type {HTMLElement} */ (document.querySelector("[data-part=where]")));
    const says = [this.#mine, this.#other].map((engine) => {
      const steps = engine.report?.steps ?? [];
      const { step } = at(this.#progress * (steps.length - 1));
      return { place: where(this.#progress * (steps.length - 1), steps.length, words), ...steps[step] };
    });
    ["left-says", "right-says"].forEach((id, i) => {
      this.#get(id).replaceChildren(`${says[i].title}. `, ...marked(says[i].caption_marked ?? ""));
    });
    const text = [...new Set(says.map((s) => s.place))].join(" · ");
    this.#get("both-where").textContent = text;
    this.#both.setAttribute("aria-valuetext", says.map((s) => `${s.place}: ${s.title}`).join("; "));
  }
}
