// Shows a notice while the results do not match the typed text: at the top if a link cannot
// be read, and in every part with results while a field is in error. Likewise while values
// that nobody has given still count.
import { element, said } from "./bind.js";
import { marked } from "./marked.js";

/** @typedef {import("./explainer.js").Report} Report */

export class Stale {
  #banner; #page; #scoped;
  /** Whether the errors came with a link and are out of the reader's view. */
  #linked = false;

  /** @param {HTMLElement} banner @param {HTMLElement} page */
  constructor(banner, page) {
    this.#banner = banner;
    this.#page = page;
    this.#scoped = /** @type {HTMLElement} */ (page.querySelector("#scope"));
  }

  /** A link was loaded. */
  arrived() { this.#linked = true; }

  /** @param {Report} report of the last run @param {string} machine the machine on show
   * @param {(field: string) => string} label the label of a field */
  show(report, machine, label) {
    const good = report.errors.length === 0;
    this.#linked = this.#linked && !good;
    this.#page.toggleAttribute("data-stale", !good);
    this.#mark("[data-stale-mark]", report.page.instead);
    if (report.ok) this.#mark("[data-example-mark]", good ? report.page.from_example_says : "");
    this.#scope(report);
    this.#banner.hidden = !this.#linked;
    if (!this.#linked) return;
    const names = report.errors.map((e) => label(e.field)).join(", ");
    const list = report.errors.map(({ field, message_marked }) => element("li", [
      `${label(field)}: `, ...marked(message_marked), " ", element("a", said("to-field"), { href: `#${field}` }),
    ]));
    this.#banner.replaceChildren(
      element("p", [element("b", said("unread-names", names)), " ", said("instead", machine)]),
      element("ul", list),
    );
  }

  /** Names a machine that is not computed before any number. @param {Report} report */
  #scope({ page: { scope } }) {
    const says = scope ? [element("b", scope.title), " ", ...marked(scope.why)] : [];
    const parts = [says, scope?.shown ? [scope.shown] : []].filter((part) => part.length);
    this.#scoped.hidden = !scope;
    this.#scoped.replaceChildren(...parts.map((part) => element("p", part)));
    this.#page.toggleAttribute("data-outside", Boolean(scope?.shown));
  }

  /** Says something in every mark, or hides them. @param {string} marks @param {string} says */
  #mark(marks, says) {
    for (const mark of this.#page.querySelectorAll(marks)) {
      mark.toggleAttribute("hidden", !says);
      const place = mark.matches("[data-says]") ? mark : mark.querySelector("[data-says]");
      place?.replaceChildren(...marked(says));
    }
  }
}
