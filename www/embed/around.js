// What stands around the story in the element: its style, the ledger as a table, notes,
// what is wrong, and the way to the full page. Knows no engine and no attributes.
import figure from "../figure.css";
import markup from "../story-markup.js";
import story from "../story.css";
import own from "./element.css";

/** Parts of the story's markup that a page may style. */
const PARTS = { figure: "figure", controls: "controls", caption: "caption" };

/** @type {CSSStyleSheet | undefined} */
let shared;

/** The style of all elements, made once. */
export function sheet() {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(story + figure + own);
  }
  return shared;
}

/** @param {string} tag @param {string} text @param {Record<string, string>} [attributes] */
export function made(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Puts the story's markup and what goes around it into `wrap`. @param {Element} wrap */
export function fill(wrap) {
  wrap.innerHTML = markup;
  const ledger = made("details", "", { part: "ledger", class: "ledger" });
  ledger.append(made("summary", "Where the memory is, as a table"), made("table", "", { part: "table" }));
  const foot = made("p", "", { class: "foot" });
  foot.append(made("a", "Open the full explainer", { class: "open", target: "_blank", rel: "noopener" }));
  wrap.append(ledger, made("ul", "", { class: "notes", "aria-label": "Notes" }), foot);
  for (const [name, part] of Object.entries(PARTS)) {
    wrap.querySelector(`[data-part="${name}"]`)?.setAttribute("part", part);
  }
}

/** @param {Element} wrap @param {string} title @param {import("./dom0-memory.js").LedgerRow[]} rows */
export function tabulate(wrap, title, rows) {
  const head = made("tr", "");
  head.append(...["What", "Pages", "Amount", "Share", "How sure"].map((text) => made("th", text, { scope: "col" })));
  const body = rows.map((row) => {
    const line = made("tr", "");
    line.append(made("th", row.name, { scope: "row" }), ...[row.pages, row.amount, row.share, row.sure].map((text) => made("td", text)));
    return line;
  });
  const [thead, tbody] = [made("thead", ""), made("tbody", "")];
  thead.append(head);
  tbody.append(...body);
  wrap.querySelector("table")?.replaceChildren(made("caption", title), thead, tbody);
}

/** Says at the top what is wrong, or that nothing is any more.
 * @param {HTMLElement} wrap @param {string[]} sentences */
export function complain(wrap, sentences) {
  wrap.querySelector(".wrong")?.remove();
  if (!sentences.length) return;
  wrap.prepend(made("p", sentences.join(" "), { class: "wrong", role: "alert" }));
  wrap.hidden = false;
}
