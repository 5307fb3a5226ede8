// Everything around the story in the element: its style, the ledger as a table, notes,
// errors, and the link to the full page. Knows no engine and no attributes.
import figure from "../figure.css";
import story from "../story.css";
import own from "./element.css";

/** @type {WeakMap<Document, CSSStyleSheet>} */
const shared = new WeakMap();

/** The style's file next to the module; empty if a single file contains everything. */
let file = () => "";

/** Sets the file for browsers without constructable style sheets.
 * @param {() => string} address empty: a single file contains everything */
export function beside(address) { file = address; }

/** The style of all elements of a document, created once; a document without a window has
 * none. @param {Document} of */
function sheets(of) {
  const view = of.defaultView;
  if (!view) return [];
  const made = shared.get(of) ?? new view.CSSStyleSheet();
  if (!shared.has(of)) made.replaceSync(story + figure + own);
  shared.set(of, made);
  return [made];
}

/** Adds the style to a root. Browsers before 2023 cannot construct sheets, or no root can adopt
 * them. They get the file or, if there is none, the text, which the policy of a
 * self-contained file allows by its hash.
 * @param {ShadowRoot} root @param {Document} of the document the root is in */
export function dress(root, of) {
  try {
    if (!("adoptedStyleSheets" in root)) throw new TypeError("no sheets");
    root.adoptedStyleSheets = sheets(of);
  } catch {
    if (root.querySelector("link, style")) return;
    root.prepend(file() ? made("link", "", { rel: "stylesheet", href: file() }) : made("style", story + figure + own));
  }
}

/** @param {string} tag @param {string} text @param {Record<string, string>} [attributes] */
export function made(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** @typedef {import("./dom0-engine.js").LedgerRow} LedgerRow */

/** @param {LedgerRow} row */
function line(row) {
  const cells = made("tr", "");
  cells.append(made("th", row.name, { scope: "row" }), ...[row.pages, row.amount, row.share, row.sure].map((text) => made("td", text)));
  return cells;
}

/** @param {Element} wrap @param {string} title @param {LedgerRow[]} rows @param {LedgerRow} total */
export function tabulate(wrap, title, rows, total) {
  const parts = { caption: [title], tbody: rows.map(line), tfoot: [line(total)] };
  for (const [part, inside] of Object.entries(parts)) wrap.querySelector(`table ${part}`)?.replaceChildren(...inside);
}

/** Shows the errors at the top, or removes them.
 * @param {HTMLElement} wrap @param {string[]} sentences */
export function complain(wrap, sentences) {
  wrap.querySelector(".wrong")?.remove();
  if (!sentences.length) return;
  wrap.prepend(made("p", sentences.join("\n"), { class: "wrong", role: "alert" }));
  wrap.hidden = false;
}
