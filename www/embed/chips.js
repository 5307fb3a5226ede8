// The chips of an embed on request: machine, kernel and ceiling, each a list to choose from,
// and a badge that names what the last choice changed. Every text comes from the engine.
import { marked } from "../marked.js";

/** @typedef {import("../explainer.js").ChipGroup} ChipGroup */

/** Shows the choices, in the lists that are there: the one in use keeps the focus.
 * @param {Element} wrap @param {ChipGroup[]} groups none: no chips
 * @param {string} changed what the last change did, with marks; may be empty
 * @param {(link: string) => void} take is called with the link that a choice means */
export function show(wrap, groups, changed, take) {
  const row = /** @type {HTMLElement} */ (wrap.querySelector(".chips"));
  row.hidden = !groups.length;
  if (!groups.length) return;
  if (!row.childElementCount) row.append(...groups.map(() => list(take)), badge());
  groups.forEach((group, i) => fill(row.children[i], group));
  /** @type {Element} */ (row.lastElementChild).replaceChildren(...marked(changed));
}

/** @param {(link: string) => void} take */
function list(take) {
  const [label, name, select] = [document.createElement("label"), document.createElement("span"), document.createElement("select")];
  name.className = "sr";
  label.append(name, select);
  select.addEventListener("change", () => { if (select.value) take(select.value); });
  return label;
}

function badge() {
  const made = document.createElement("b");
  made.className = "badge";
  return made;
}

/** @param {Element} label @param {ChipGroup} group */
function fill(label, { name, own, chips }) {
  const [word, select] = label.children;
  word.textContent = name;
  // What is set, where it is none of the choices.
  const others = own ? [new Option(own, "", true, true)] : [];
  /** @type {HTMLSelectElement} */ (select).replaceChildren(...others, ...chips.map(({ text, link, on }) => new Option(text, link, on, on)));
}
