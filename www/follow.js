// What follows the picture: every text, table and command of the page, as the last report
// without errors has them. Each function is a part that can be shown by itself.
import { showAdvice, showFix, showWarnings } from "./advice.js";
import { bind, element, said, table } from "./bind.js";
import { marked } from "./marked.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./form.js").Form} Form */

/** @param {string} id @returns {HTMLElement} */
const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The last report without errors, and its details.
 * @param {Engine} engine
 * @returns {{report: import("./explainer.js").Report, details: import("./explainer.js").Details}} */
function shown({ report, details }) {
  if (!report || !details) throw new Error("nothing ran");
  return { report, details };
}

/** The next steps, and every text with a name. @param {Engine} engine @param {Form} form */
export function texts(engine, form) {
  const { report, details } = shown(engine);
  form.steps();
  bind(document, report, details);
  $("notes").replaceChildren(...report.notes_marked.map((note) => element("li", marked(note))));
  $("notes-box").hidden = report.notes_marked.length === 0;
  $("explained").replaceChildren(...details.explained.map(explained));
}

/** The ledger, and everything else in rows. @param {Engine} engine */
export function tables(engine) {
  const { details } = shown(engine);
  const lit = { key: (/** @type {{id: string}} */ row) => `F:${row.id}`, marks: ["name", "shown_by"] };
  table($("summary"), details.summary, ["name", "amount", "share", "pages", "sure", "shown_by"], {
    key: (row) => row.key,
    attributes: (row) => ({ "data-rank": row.rank, "data-id": row.id }),
    marks: ["shown_by"],
  });
  details.summary.forEach((row, i) => {
    if (row.holds) $("summary").children[i].firstChild?.appendChild(element("small", row.holds));
  });
  table($("ledger"), details.ledger, ["name", "pages", "amount", "share", "sure", "shown_by"], lit);
  details.ledger.forEach((row, i) => $("ledger").children[i].firstChild?.appendChild(element("small", marked(row.why))));
  table($("not-ram"), details.not_ram, ["name", "pages", "amount", "why"]);
  table($("groups"), details.groups, ["releases", "size", "maximum", "reported", "boots"], {
    attributes: (row) => (row.own ? { "data-own": "", "aria-current": "true" } : /** @type {Record<string, string>} */ ({})),
  });
  table($("regions"), details.regions, ["first", "end", "pages", "amount", "what"], { key: (row) => row.key });
  $("messages").replaceChildren(...details.messages.map((line, i) => {
    const key = details.lines[i];
    return element("li", line, key ? { "data-key": key } : {});
  }));
}

/** What to type. @param {Engine} engine */
export function advise(engine) {
  const { details } = shown(engine);
  showFix($("fix"), details);
  showAdvice($("advice"), details);
  $("bring").hidden = !details.brings;
  // Only where versions disagree, or where there is something to say.
  $("groups-box").hidden = details.groups.length < 2;
  $("reading").hidden = details.groups.length < 2 && !details.warnings.some((warning) => warning.quiet);
  for (const which of document.querySelectorAll(".which")) which.toggleAttribute("hidden", !details.advice.option);
  showWarnings($("option-warnings"), $("option-warnings-quiet"), details);
}

/** @param {import("./explainer.js").Explained} what */
function explained(what) {
  const body = element("tbody");
  table(body, what.rows, ["name", "left", "right", "difference"], { marks: ["name"] });
  const head = [said("word-row"), what.left, what.right, said("word-difference")].map((text) => element("th", text, { scope: "col" }));
  const shown = element("table", [element("caption", marked(what.title)), element("thead", [element("tr", head)]), body]);
  const box = element("div", [shown], { class: "scroll", role: "group", "aria-label": shown.caption?.textContent ?? "" });
  return element("div", [box, element("p", marked(what.sum))], { class: "explained" });
}
