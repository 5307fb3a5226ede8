// A pasted log line by line, each with what the engine made of it. Runs of one kind fold, and
// no more than a few hundred lines are in the document, however long the log is. A row of the
// tables and the lines it rests on are highlighted together.
import { element, said } from "./bind.js";

/** @typedef {import("./engine-types.js").LineVerdict} LineVerdict */
/** @typedef {import("./engine-types.js").PasteReport} PasteReport */
/** @typedef {import("./engine-types.js").FoundRow} FoundRow */
/** Lines from `first` to before `end`, counted from 0: one that is shown, or a fold.
 * @typedef {{first: number, end: number}} Unit */

/** Lines and folds in the document at a time: several times what the list has room for. */
const WINDOW = 150;
/** Lines of a run before its fold, and the shortest fold. */
const [LEAD, LEAST] = [2, 3];
/** Lines that a fold opens at a time. */
const CHUNK = 100;
/** Characters of a line that are shown, and of a reason beside it; a longer one is below. */
const [WIDEST, BESIDE] = [400, 24];

export class Annotated {
  #list; #root;
  /** @type {string[]} */
  #texts = [];
  /** @type {LineVerdict[]} */
  #lines = [];
  /** @type {Unit[]} */
  #units = [];
  /** Where the figure shows what a line gave, by item. @type {Map<string, FoundRow>} */
  #places = new Map();
  /** The first unit in the document. */
  #from = 0;

  /** @param {HTMLElement} list @param {HTMLElement} root what contains list and tables */
  constructor(list, root) {
    this.#list = list;
    this.#root = root;
    list.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button:not([data-shows])") : null;
      if (button instanceof HTMLElement) this.#act(button);
    });
    for (const name of ["pointerover", "click", "focusin"]) root.addEventListener(name, (event) => this.#highlight(event.target));
  }

  /** @param {string} text @param {PasteReport} report with one verdict for each of its lines */
  show(text, { lines, counts, found, usable }) {
    this.#texts = text ? text.split("\n", lines.length) : [];
    this.#lines = lines.slice(0, this.#texts.length);
    this.#units = this.#fold();
    this.#from = 0;
    this.#places = new Map(found.filter((row) => usable && row.step).map((row) => [row.item, row]));
    this.#draw();
    const said = this.#root.querySelector("[data-counts]");
    if (said) said.textContent = this.#lines.length ? counts : "";
  }

  /** Runs of one kind, with all but their first lines folded. */
  #fold() {
    /** @type {Unit[]} */
    const units = [];
    for (let first = 0; first < this.#lines.length;) {
      const { verdict, item, why } = this.#lines[first];
      let end = first + 1;
      while (end < this.#lines.length && this.#lines[end].verdict === verdict && this.#lines[end].item === item && this.#lines[end].why === why) end += 1;
      const shown = end - first < LEAD + LEAST ? end : first + LEAD;
      for (let i = first; i < shown; i += 1) units.push({ first: i, end: i + 1 });
      if (shown < end) units.push({ first: shown, end });
      first = end;
    }
    return units;
  }

  #draw() {
    const shown = this.#units.slice(this.#from, this.#from + WINDOW);
    const before = shown[0]?.first ?? 0;
    const after = this.#lines.length - (shown.at(-1)?.end ?? 0);
    this.#list.replaceChildren(
      ...(before ? [pager("earlier", before)] : []),
      ...shown.map((unit) => (unit.end - unit.first === 1 ? this.#line(unit.first) : this.#run(unit))),
      ...(after ? [pager("later", after)] : []),
    );
  }

  /** @param {number} i */
  #line(i) {
    const { name, made, rest } = beside(this.#lines[i]);
    const code = element("code", this.#texts[i].replace(/\r$/, "").slice(0, WIDEST));
    const inside = [code, this.#made(i, made), ...(rest ? [element("small", rest)] : [])];
    return element("li", inside, { "data-made": name, "data-first": `${i + 1}`, "data-last": `${i + 1}`, tabindex: "-1" });
  }

  /** @param {Unit} unit */
  #run({ first, end }) {
    const { name, made } = beside(this.#lines[first]);
    const button = element("button", said("paste-fold", end - first), { type: "button", "data-open": `${first}` });
    return element("li", [button, this.#made(first, made)], { "data-made": name, "data-first": `${first + 1}`, "data-last": `${end}` });
  }

  /** What is said beside a line; what its figure feeds can be gone to.
   * @param {number} i @param {string} made */
  #made(i, made) {
    const place = this.#places.get(this.#lines[i].item);
    if (!place) return element("span", made, { class: "made" });
    return element("button", made, { type: "button", class: "made", "data-shows": place.step, "data-highlights": place.key, title: place.shows });
  }

  /** Opens a fold, or moves on. @param {HTMLElement} button */
  #act(button) {
    let next = 0;
    if (button.dataset.page) {
      const step = button.dataset.page === "later" ? WINDOW : -WINDOW;
      this.#from = Math.max(0, this.#from + step);
      next = this.#units[this.#from].first;
    } else {
      next = Number(button.dataset.open);
      const at = this.#units.findIndex((unit) => unit.first === next);
      const { end } = this.#units[at];
      const stop = Math.min(end, next + CHUNK);
      const lines = Array.from({ length: stop - next }, (_, k) => ({ first: next + k, end: next + k + 1 }));
      this.#units.splice(at, 1, ...lines, ...(stop < end ? [{ first: stop, end }] : []));
    }
    this.#draw();
    const line = /** @type {HTMLElement | null} */ (this.#list.querySelector(`[data-first="${next + 1}"]`));
    (line?.querySelector("button") ?? line)?.focus();
  }

  /** Highlights the row under the pointer and its lines, or the line and its rows.
   * @param {EventTarget | null} target */
  #highlight(target) {
    const at = target instanceof Element ? target.closest("tr[data-lines], li[data-first]") : null;
    for (const old of this.#root.querySelectorAll("[data-highlighted]")) old.removeAttribute("data-highlighted");
    if (!(at instanceof HTMLElement)) return;
    const row = at.matches("tr");
    const others = /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll(row ? "li[data-first]" : "tr[data-lines]"));
    at.dataset.highlighted = "";
    for (const other of others) if (meet(row ? at : other, row ? other : at)) other.dataset.highlighted = "";
  }
}

/** What is said beside a line, and below it. @param {LineVerdict} line */
function beside({ verdict, short: name, why }) {
  if (verdict === "used") return { name, made: why, rest: "" };
  const short = verdict !== "doubtful" && why !== "" && why.length <= BESIDE;
  return { name, made: short ? `${name}: ${why}` : name, rest: short ? "" : why };
}

/** Whether a row rests on one of these lines. @param {HTMLElement} row @param {HTMLElement} lines */
function meet(row, lines) {
  const [first, last] = [Number(lines.dataset.first), Number(lines.dataset.last)];
  return (row.dataset.lines ?? "").split(" ").some((n) => Number(n) >= first && Number(n) <= last);
}

/** @param {"earlier" | "later"} which @param {number} count */
const pager = (which, count) => element("li", [element("button", said(`paste-${which}`, count), { type: "button", "data-page": which })], { class: "pager" });
