// Shows a notice while the results do not match the typed text: at the top if a link cannot
// be read, and in every part with results while a field is in error.
import { element, marked } from "./bind.js";

/** @typedef {import("./explainer.js").Report} Report */

export class Unread {
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
    this.#linked = this.#linked && !report.ok;
    this.#page.toggleAttribute("data-stale", !report.ok);
    for (const mark of this.#page.querySelectorAll("[data-stale-mark]")) mark.toggleAttribute("hidden", report.ok);
    this.#scope(report);
    this.#banner.hidden = !this.#linked;
    if (!this.#linked) return;
    const names = report.errors.map((e) => label(e.field)).join(", ");
    const list = report.errors.map(({ field, message }) => element("li", [
      `${label(field)}: ${message} `, element("a", "Go to the field", { href: `#${field}` }),
    ]));
    this.#banner.replaceChildren(
      element("p", [element("b", `This link names what cannot be read (${names}):`), ` showing ${machine} instead.`]),
      element("ul", list),
    );
  }

  /** Names a machine that is not computed before any number. @param {Report} report */
  #scope({ scope }) {
    const said = scope ? [element("b", scope.title), " ", ...marked(scope.why)] : [];
    const parts = [said, scope?.shown ? [scope.shown] : []].filter((part) => part.length);
    this.#scoped.hidden = !scope;
    this.#scoped.replaceChildren(...parts.map((part) => element("p", part)));
    this.#page.toggleAttribute("data-outside", Boolean(scope?.shown));
  }
}
