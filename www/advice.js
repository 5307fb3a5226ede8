// What to type: the panel of the first screen, the distributions as tabs, the balloon, each
// command with a button that copies it; and the warnings with the corrected string as a button.
// The markup is that of the prerendered page (`crate/site/src/prerender/advice.rs`).
import { element, made, said } from "./bind.js";
import { copy } from "./copy.js";
import { refill } from "./focus.js";
import { marked } from "./marked.js";

/** @typedef {import("./explainer.js").Details} Details */
/** @typedef {import("./explainer.js").Instruction} Instruction */
/** @typedef {Details["instructions"][number]} Place */
/** @typedef {Details["headings"]} Headings */

/** A button that copies, and the place that says what came of it. The listener is on the box.
 * @param {string} [text] in place of the usual one @param {string} [name] for who hears it */
export function button(text = "", name = "") {
  const [copies, says] = made("copy-button");
  if (text) copies.textContent = text;
  if (name) copies.setAttribute("aria-label", name);
  return [copies, says];
}

/** @param {string} text @returns {Node[]} */
const gain = (text) => (text ? [element("b", text, { class: "gain" })] : []);

/** @param {Instruction[]} steps @returns {HTMLElement[]} */
function list(steps) {
  if (!steps.length) return [];
  return [element("ol", steps.map((step) => {
    const inside = /** @type {Node[]} */ (step.what ? [element("p", marked(step.what))] : []);
    if (step.code) {
      inside.push(element("div", [element("pre", [element("code", step.code)]), ...button()], { class: "command" }));
    }
    return element("li", inside);
  }), { class: "todo" })];
}

/** @param {string[]} texts @returns {HTMLElement[]} */
function notes(texts) {
  return texts.length ? [element("ul", texts.map((t) => element("li", marked(t))), { class: "notes" })] : [];
}

/** @param {string} title @param {Node[]} inside @returns {HTMLElement[]} */
function folded(title, inside) {
  return inside.length ? [element("details", [element("summary", title), ...inside], { class: "fold" })] : [];
}

/** @param {string} number @param {string} title @param {string} gained @param {Node[]} inside */
function column(number, title, gained, inside) {
  const head = element("h3", [element("span", number, { class: "k" }), title, ...gain(gained)], { class: "step" });
  return element("div", [head, ...inside], { class: "col" });
}

/** @param {Place} place @param {boolean} chosen */
function tab(place, chosen) {
  return element("button", place.name, {
    type: "button", role: "tab", id: `tab-${place.id}`, "aria-controls": `place-${place.id}`,
    "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1",
  });
}

/** @param {Place} place @param {Headings} headings @param {boolean} chosen */
function panel(place, headings, chosen) {
  const all = element("p", [...button(headings.all_steps), element("code", place.all, { hidden: "" })], { class: "all" });
  const folds = [
    all, ...folded(headings.before, notes(place.before)), ...folded(headings.back, list(place.back)),
    ...folded(headings.notes, notes([place.holds, ...place.notes])),
  ];
  const inside = [
    element("h4", place.name, { class: "noscript" }), ...list(place.steps), element("div", folds, { class: "folds" }),
  ];
  const whole = element("div", inside, {
    role: "tabpanel", class: "place", id: `place-${place.id}`, "aria-labelledby": `tab-${place.id}`,
  });
  whole.hidden = !chosen;
  return whole;
}

/** The panel of the first screen. @param {HTMLElement} box @param {Details} details */
export function showFix(box, { fix }) {
  const lines = fix.lines.map((line) => {
    const code = line.code ? [element("code", line.code), ...button()] : [];
    return element("li", [element("span", marked(line.what)), ...code, ...gain(line.gain)], { "data-id": line.id });
  });
  if (fix.why) lines.push(element("li", marked(fix.why), { class: "why" }));
  box.replaceChildren(...lines);
}

/** Shows the advice; the chosen distribution and what is unfolded remain.
 * @param {HTMLElement} box @param {Details} details */
export function showAdvice(box, { advice, instructions, headings }) {
  const selected = box.querySelector("[role=tab][aria-selected=true]")?.id.slice("tab-".length);
  const chosen = instructions.find((p) => p.id === selected)?.id ?? instructions[0]?.id;
  const open = new Set([...box.querySelectorAll("details[open]")].map(nameOf));
  const parts = [];
  if (instructions.length) {
    const tabs = instructions.map((place) => tab(place, place.id === chosen));
    parts.push(element("div", tabs, { class: "tabs", role: "tablist", "aria-label": headings.places }));
  }
  const columns = [];
  if (advice.option) {
    columns.push(column("1", advice.option_title, advice.option_gain, [
      ...instructions.map((place) => panel(place, headings, place.id === chosen)), ...notes(advice.reasons),
    ]));
  } else if (advice.reasons.length) {
    columns.push(element("div", notes(advice.reasons), { class: "col" }));
  }
  if (advice.target.length) {
    columns.push(column(advice.option ? "2" : "1", headings.target, advice.target_gain, [
      ...list(advice.target), ...folded(headings.now, list(advice.now)),
    ]));
  }
  parts.push(element("div", columns, { class: "cols" }));
  if (advice.checks.length) {
    const checks = advice.checks.map(({ what, code }) => element("li", [element("code", code), " ", ...marked(what)]));
    parts.push(element("div", [element("h3", headings.checks), element("ul", checks)], { class: "checks" }));
  }
  parts.push(element("div", [
    ...folded(headings.after_reboot, list(advice.after_reboot)),
    ...folded(headings.toolstack, list(advice.toolstack)),
    ...folded(headings.trade_offs, notes(advice.trade_offs)),
  ], { class: "folds" }));
  box.replaceChildren(...parts);
  for (const part of box.querySelectorAll("details")) part.open = open.has(nameOf(part));
}

/** A fold's name, the same after each run. @param {Element} part */
const nameOf = (part) => `${part.closest(".place")?.id ?? ""} ${part.querySelector("summary")?.textContent}`;

/** Chooses a distribution. @param {HTMLElement} box @param {string} id */
export function choose(box, id) {
  for (const one of box.querySelectorAll("[role=tab]")) {
    const chosen = one.id === `tab-${id}`;
    one.setAttribute("aria-selected", String(chosen));
    one.setAttribute("tabindex", chosen ? "0" : "-1");
  }
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[role=tabpanel]"))) {
    one.hidden = one.id !== `place-${id}`;
  }
}

/** Keys and clicks on the tabs: arrows, Home and End move, as in every list of tabs.
 * @param {HTMLElement} box */
export function wireTabs(box) {
  const tabs = () => /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[role=tab]")]);
  box.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target.closest("[role=tab]") : null;
    if (at) choose(box, at.id.slice("tab-".length));
  });
  box.addEventListener("keydown", (event) => {
    const all = tabs();
    const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    choose(box, next.id.slice("tab-".length));
    next.focus();
  });
}

/** Buttons that copy what stands before them, and say so. @param {HTMLElement} box */
export function wireCopies(box) {
  box.addEventListener("click", async (event) => {
    const at = event.target instanceof Element ? event.target.closest("button.copy") : null;
    const place = at?.parentElement;
    // What is said of it before may be in code too.
    const source = place ? [...place.querySelectorAll("code")].at(-1) : undefined;
    const says = place?.querySelector("[role=status]");
    if (!(at instanceof HTMLElement) || !source || !(says instanceof HTMLElement)) return;
    const name = at.dataset.name ??= at.textContent ?? "";
    const hidden = source.hidden;
    source.hidden = false;
    const done = await copy(source, says);
    if (done) source.hidden = hidden;
    // What was copied needs no more than a word; how to copy it by hand does.
    says.classList.toggle("sr", done);
    at.textContent = done ? said("word-copied") : name;
    setTimeout(() => { at.textContent = name; }, 2000);
  });
}

/** Shows the facts about the option. Those that only say what the advice says go into the second
 * box. @param {HTMLElement} box @param {HTMLElement} quiet @param {Details} details */
export function showWarnings(box, quiet, { warnings }) {
  const items = warnings.map(({ id, sentence, write }) => {
    const inside = marked(sentence);
    if (write !== null) {
      const [use] = made("use-option");
      use.querySelector("code")?.append(write);
      inside.push(" ", use);
    }
    return element("li", inside, { "data-id": id });
  });
  const title = () => /** @type {HTMLElement} */ (box.closest("section")?.querySelector("h2"));
  refill(box, items.filter((_, i) => !warnings[i].quiet), title);
  refill(quiet, items.filter((_, i) => warnings[i].quiet), title);
}

/** A click on a corrected option types it. @param {HTMLElement} box
 * @param {(text: string) => void} type */
export function wireWarnings(box, type) {
  box.addEventListener("click", (event) => {
    const use = event.target instanceof Element ? event.target.closest("button") : null;
    if (use) type(use.querySelector("code")?.textContent?.replace("dom0_mem=", "") ?? "");
  });
}
