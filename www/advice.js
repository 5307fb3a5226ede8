// What to type: the option, the balloon, the distributions, each command with a button
// that copies it; and the warnings with the corrected string as a button.
import { element } from "./bind.js";
import { copy } from "./copy.js";

/** @typedef {import("./explainer.js").Details} Details */
/** @typedef {import("./explainer.js").Instruction} Instruction */

/** A command with its button. @param {string} code @returns {HTMLElement} */
export function command(code) {
  const text = element("code", code);
  const says = element("span", "", { role: "status", class: "said" });
  const button = element("button", "Copy", { type: "button", class: "small" });
  button.addEventListener("click", () => copy(text, says));
  const lines = element("pre", [text]);
  return element("div", [lines, button, says], { class: "command" });
}

/** @param {Instruction[]} steps @returns {HTMLElement} */
function list(steps) {
  return element("ol", steps.map((step) => {
    const inside = /** @type {Node[]} */ (step.what ? [element("p", step.what)] : []);
    if (step.code) inside.push(command(step.code));
    return element("li", inside);
  }), { class: "todo" });
}

/** A collapsible part.
 * @param {string} title @param {Instruction[]} steps @param {boolean} open @returns {Node[]} */
function folded(title, steps, open) {
  if (!steps.length) return [];
  const part = element("details", [element("summary", title), list(steps)], { class: "more" });
  part.open = open;
  return [part];
}

/** @param {string} title @param {Instruction[]} steps @returns {Node[]} */
function part(title, steps) {
  return steps.length ? [element("h4", title), list(steps)] : [];
}

/** @param {string[]} texts @returns {Node[]} */
function notes(texts) {
  return texts.length ? [element("ul", texts.map((t) => element("li", t)), { class: "notes" })] : [];
}

/** Shows the advice; the open distribution remains open.
 * @param {HTMLElement} box @param {Details} details */
export function showAdvice(box, { advice, places }) {
  const open = box.querySelector(".place[open]")?.getAttribute("data-id") ?? places[0]?.id;
  const parts = /** @type {Node[]} */ ([]);
  if (advice.option) {
    parts.push(element("h3", "On Xen’s line"), command(advice.option), ...notes(advice.reasons));
    parts.push(...places.map((place) => {
      const one = element("details", [
        element("summary", place.name),
        list(place.steps),
        ...part("The way back", place.back),
        ...notes(place.notes),
      ], { class: "more place", "data-id": place.id, name: "place" });
      one.open = place.id === open;
      return one;
    }));
  } else {
    parts.push(...notes(advice.reasons));
  }
  const rest = [
    ...folded("Now, while dom0 runs", advice.now, true),
    ...folded("After every reboot", advice.after_reboot, false),
    ...folded("So that the toolstack leaves dom0 alone", advice.toolstack, false),
    ...folded("How to check it", advice.checks, false),
  ];
  if (rest.length) parts.push(element("h3", "The balloon, the toolstack, and how to check"), ...rest);
  if (advice.trade_offs.length) parts.push(element("h3", "What it costs"), ...notes(advice.trade_offs));
  box.replaceChildren(...parts);
}

/** Shows the facts about the option; a click on a corrected text types it.
 * @param {HTMLElement} box @param {Details} details @param {(text: string) => void} type */
export function showTold(box, { told }, type) {
  box.replaceChildren(...told.map(({ id, sentence, write }) => {
    const inside = /** @type {(string | Node)[]} */ ([sentence]);
    if (write !== null) {
      const button = element("button", [`Use `, element("code", `dom0_mem=${write}`)], { type: "button", class: "small" });
      button.addEventListener("click", () => type(write));
      inside.push(" ", button);
    }
    return element("li", inside, { "data-id": id });
  }));
}
