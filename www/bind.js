// Inserts results into the page's prose and tables: every number by its name, every text
// ready from the engine. This module writes no sentence and no number itself.
import { marked } from "./marked.js";

/** @typedef {import("./explainer.js").Report} Report */
/** @typedef {import("./explainer.js").Details} Details */

/** An element with a text and attributes.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {(string | Node)[] | string} [inside] @param {Record<string, string>} [attributes]
 * @returns {HTMLElementTagNameMap[T]} */
export function element(tag, inside = [], attributes = {}) {
  const made = document.createElement(tag);
  made.append(...(typeof inside === "string" ? [inside] : inside));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** A template of the page. @param {string} id */
const template = (id) => /** @type {HTMLTemplateElement} */ (document.getElementById(id)).content;

/** A text of the page, with values in place of its marks, in order.
 * @param {string} id @param {(string | number)[]} values */
export function said(id, ...values) {
  return (template(id).textContent ?? "").replace(/#/g, () => String(values.shift() ?? ""));
}

/** New elements as a template of the page has them. @param {string} id */
export const made = (id) => /** @type {HTMLElement[]} */ ([.../** @type {DocumentFragment} */ (template(id).cloneNode(true)).children]);

/** Fills `data-text`, `data-marked`, `data-n`, `data-answer`, `data-question` and `data-guide`;
 * without details only what the report itself has.
 * @param {ParentNode} root @param {Report} report @param {Details} [details] */
export function bind(root, report, details) {
  const all = { ...report, details };
  /** @param {string} path */
  const text = (path) => {
    const found = path.split(".").reduce((/** @type {any} */ at, key) => at?.[key], all);
    return typeof found === "string" ? found : details && "";
  };
  each(root, "data-text", text);
  each(root, "data-marked", text, marked);
  if (!details) return;
  const numbers = new Map(details.numbers.map((n) => [n.name, n.text]));
  const answers = new Map(details.answers.map((d) => [d.name, d.text]));
  const questions = new Map(details.questions.map((q) => [q.name, q.text]));
  each(root, "data-n", (name) => numbers.get(name) ?? "");
  each(root, "data-answer", (name) => answers.get(name) ?? "", marked);
  each(root, "data-question", (name) => questions.get(name) ?? "", marked);
  for (const { id, says } of details.guide) {
    root.querySelector(`[data-guide=${id}]`)?.replaceChildren(...says.map((say) => element("li", marked(say))));
  }
}

/** @param {ParentNode} root @param {string} attribute @param {(value: string) => string | undefined} text
 * @param {(text: string) => (string | Node)[]} [nodes] */
function each(root, attribute, text, nodes = (found) => [found]) {
  for (const found of root.querySelectorAll(`[${attribute}]`)) {
    const now = text(found.getAttribute(attribute) ?? "");
    if (now !== undefined) replace(found, nodes(now));
  }
}

/** Replaces what an element holds, unless it holds just that: what did not change costs the
 * browser nothing. @param {Element} place @param {(string | Node)[]} nodes */
function replace(place, nodes) {
  if (nodes.length === 1 && place.textContent === nodes[0] && !place.childElementCount) return;
  place.replaceChildren(...nodes);
}

/** Rows of a table: the cell named `head` is the row's heading, a `key` can be highlighted, and
 * the cells `marks` have marks.
 * @template {object} R
 * @param {HTMLElement} body @param {R[]} rows @param {(keyof R & string)[]} columns
 * @param {{head?: string, key?: (row: R) => string, attributes?: (row: R) => Record<string, string>, marks?: string[]}} [how] */
export function table(body, rows, columns, { head = columns[0], key, attributes, marks = [] } = {}) {
  body.replaceChildren(...rows.map((row) => {
    const cells = columns.map((name) => {
      const text = String(row[name] ?? "");
      const inside = marks.includes(name) ? marked(text) : text;
      return name === head ? element("th", inside, { scope: "row" }) : element("td", inside);
    });
    const line = element("tr", cells, attributes?.(row));
    const highlights = key?.(row);
    if (highlights) line.dataset.key = highlights;
    return line;
  }));
}
