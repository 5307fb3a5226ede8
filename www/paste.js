// The dialog for a pasted log: a box, whose log it is, what was found and what is missing, a
// verdict for every line, and the comparison with the model. It opens by its button, by a
// dropped file, or by pasting where there is no field. The engine reads; nothing of the log's
// text is kept once a machine is used. The list of lines is in annotate.js.
import { button, wireCopies } from "./advice.js";
import { Annotated } from "./annotate.js";
import { element, said } from "./bind.js";
import { focusOn } from "./focus.js";
import { marked } from "./marked.js";
import { Engine, readsLogs } from "./engine.js";

/** @typedef {import("./engine-types.js").PasteReport} PasteReport */
/** @typedef {import("./engine-types.js").BootRow} BootRow */
/** @typedef {import("./engine-types.js").ReconciledRow} ReconciledRow */
/** The page: a field's label, the form that is filled, the step that is shown, and the way to an
 * engine that reads logs.
 * @typedef {{label: (field: string) => string, use: (fields: Record<string, string>) => void, show: (step: string, key: string) => void, grow: () => Promise<void>}} Filled */

/** Milliseconds of quiet before a text is read. */
const QUIET_MS = 400;
/** Characters of a text that the box takes whole, and that it shows of a longer one, because a
 * browser takes long to lay out many, and the box has room for a few lines; all of it is read. */
const [WHOLE, SHOWN] = [200_000, 4_000];
/** Bytes read of a file: more than the engine takes, so that it can say so. */
const MOST = 64 << 20;
/** The engine's verdict on a figure, and the sign beside it. */
const SIGNS = new Map([["agrees", "✓"], ["differs", "≠"], ["cannot know", "◌"]]);

/** @param {string} id @returns {HTMLElement} */
const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {EventTarget | null} target */
const isField = (target) => target instanceof Element && target.closest("input:not([type=range], [type=radio]), textarea, select, [contenteditable]") !== null;

export class Paste {
  #dialog = /** @type {HTMLDialogElement} */ ($("paste-dialog"));
  #box = /** @type {HTMLTextAreaElement} */ ($("paste-text"));
  #use = /** @type {HTMLButtonElement} */ ($("paste-use"));
  #lines; #mine; #form; #guarded;
  #timer = 0;
  /** The boot that counts, from 1; 0 is the usual one. */
  #boot = 0;
  /** The boots on show, so that a choice does not take the focus away. */
  #choices = "";
  /** What is read: the box's text, or a longer one of which the box shows the start. */
  #text = "";
  /** What it gave, by field; reading is what takes time, so it is done once.
   * @type {Record<string, string>} */
  #fields = {};

  /** @param {Engine} mine @param {(work: () => void) => void} guarded @param {Filled} form */
  constructor(mine, guarded, form) {
    this.#mine = mine;
    this.#form = form;
    this.#guarded = guarded;
    this.#lines = new Annotated($("paste-lines"), this.#dialog);
    wireCopies(this.#dialog);
    $("paste").addEventListener("click", () => guarded(() => this.#open()));
    this.#box.addEventListener("input", () => this.#later());
    this.#box.addEventListener("paste", (event) => this.#pasted(event));
    this.#use.addEventListener("click", () => guarded(() => this.#take()));
    $("paste-choices").addEventListener("change", (event) => guarded(() => {
      this.#boot = Number(/** @type {HTMLInputElement} */ (event.target).value);
      this.#read();
    }));
    this.#dialog.addEventListener("click", (event) => {
      const to = event.target instanceof Element ? event.target.closest("button[data-shows]") : null;
      if (to instanceof HTMLElement) guarded(() => this.#take(to.dataset));
    });
    $("paste-clear").addEventListener("click", () => guarded(() => {
      this.#put("");
      this.#box.focus();
    }));
    for (const id of ["paste-cancel", "paste-close"]) $(id).addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => clearTimeout(this.#timer));
    this.#everywhere();
  }

  /** Files dropped anywhere, and what is pasted outside a field. */
  #everywhere() {
    document.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
    document.addEventListener("drop", (event) => {
      const files = [...event.dataTransfer?.files ?? []];
      if (!files.length) return;
      event.preventDefault();
      this.#files(files);
    });
    document.addEventListener("paste", (event) => {
      if (event.defaultPrevented || isField(event.target)) return;
      const files = [...event.clipboardData?.files ?? []];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.trim()) this.#arrived(text);
      else if (files.length) this.#files(files);
    });
  }

  /** @param {File[]} files */
  async #files(files) {
    try {
      const texts = await Promise.all(files.map((file) => file.slice(0, MOST).text()));
      this.#arrived(texts.join("\n"));
    } catch {
      // A folder, or a file that is gone: what the box has stays.
      if (this.#covered) return;
      this.#guarded(() => {
        if (this.#dialog.open) this.#read();
        else this.#open();
      });
      $("paste-whose").replaceChildren(said("paste-unreadable"));
      $("paste-whose").removeAttribute("data-usable");
    }
  }

  /** Whether another dialog is open. */
  get #covered() {
    const open = document.querySelector("dialog[open]");
    return open !== null && open !== this.#dialog;
  }

  /** A text that came from outside the box: added to what an open dialog has.
   * @param {string} text */
  #arrived(text) {
    if (this.#covered) return;
    this.#guarded(() => {
      this.#fill(this.#dialog.open && this.#text ? `${this.#text.replace(/\n?$/, "\n")}${text}` : text);
      if (this.#dialog.open) this.#read();
      else this.#open();
    });
  }

  /** What is too long for a box is taken past it: in place of what is selected, or added where
   * nothing is. Of a text whose start only is shown, all can be replaced, or nothing.
   * @param {ClipboardEvent} event */
  #pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { value, selectionStart: from, selectionEnd: to, readOnly } = this.#box;
    const all = to - from === value.length;
    const replaces = from < to && (all || !readOnly);
    const now = replaces ? value.slice(0, from) + text + value.slice(to) : this.#text + text;
    if (now.length <= WHOLE && !readOnly) return;
    event.preventDefault();
    if (replaces) this.#guarded(() => this.#put(now));
    else this.#arrived(text);
  }

  /** Shows a text in the box, or its start, and reads it. @param {string} text */
  #put(text) {
    this.#fill(text);
    this.#read();
  }

  /** Shows a text in the box, or its start. @param {string} text */
  #fill(text) {
    const long = text.length > WHOLE;
    this.#text = text;
    this.#boot = 0;
    this.#box.value = long ? text.slice(0, SHOWN) : text;
    this.#box.readOnly = long;
    $("paste-part").hidden = !long;
  }

  #open() {
    if (this.#dialog.open) return;
    this.#read();
    this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
    this.#box.focus();
  }

  /** Reads once when typing pauses; until then the shown result is an old one. */
  #later() {
    this.#text = this.#box.value;
    this.#boot = 0;
    this.#use.disabled = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#guarded(() => this.#read()), QUIET_MS);
  }

  /** Uses the machine of the text as it is now, and goes to a step if one is asked for.
   * @param {DOMStringMap} [to] */
  #take(to) {
    // What was typed since the last reading counts.
    if (this.#use.disabled) this.#read();
    if (this.#use.disabled) return;
    const fields = this.#fields;
    this.#dialog.close();
    this.#form.use(fields);
    this.#put("");
    if (to?.shows) {
      this.#form.show(to.shows, to.highlights ?? "");
      return;
    }
    $("result").scrollIntoView({ block: "nearest" });
    focusOn($("result"));
  }

  // ---- what was read ----------------------------------------------------------------

  #read() {
    clearTimeout(this.#timer);
    if (!readsLogs()) {
      void this.#grow();
      return;
    }
    const report = this.#mine.ask((_, Explainer) => Explainer.read(this.#text, this.#boot));
    const empty = !this.#text.trim();
    const { usable } = report;
    this.#fields = report.fields;
    $("paste-read").hidden = !report.read;
    $("paste-lines-box").hidden = !report.read;
    this.#dialog.toggleAttribute("data-read", report.read);
    $("paste-clear").hidden = empty;
    this.#use.disabled = !usable;
    this.#whose(empty ? [] : report.notes_marked, usable);
    this.#boots(report);
    this.#lines.show(report.read ? this.#text : "", report);
    if (report.read) this.#tables(report, usable);
    $("paste-effect").replaceChildren(...(usable ? this.#effect() : []));
  }

  /** Reads the text once there is an engine that can; what is typed meanwhile is read when typing
   * pauses. */
  async #grow() {
    const text = this.#text;
    this.#use.disabled = true;
    this.#whose(text.trim() ? [said("paste-waits")] : [], false);
    try {
      await this.#form.grow();
      if (this.#text === text) this.#guarded(() => this.#read());
      else this.#whose([], false);
    } catch (error) {
      this.#whose([error instanceof Error ? error.message : ""], false);
    }
  }

  /** Whose log it is, first; the other notes below. @param {string[]} notes @param {boolean} usable */
  #whose(notes, usable) {
    const [first = "", ...rest] = notes;
    $("paste-whose").replaceChildren(...marked(first));
    $("paste-whose").toggleAttribute("data-usable", usable);
    $("paste-notes").replaceChildren(...rest.map((note) => element("li", marked(note))));
  }

  /** Asks which boot it is, if there are several. @param {PasteReport} report */
  #boots({ choices, boot }) {
    const all = JSON.stringify(choices);
    if (all !== this.#choices) {
      this.#choices = all;
      $("paste-choices").replaceChildren(...choices.map(choice));
      $("paste-boots").hidden = choices.length === 0;
    }
    const own = $("paste-choices").querySelector(`input[value="${boot}"]`);
    if (own instanceof HTMLInputElement) own.checked = true;
  }

  /** @param {PasteReport} report @param {boolean} usable */
  #tables(report, usable) {
    fill("paste-found", report.found.map((row) => linesRow(row.lines, [head(row.name), element("td", row.value)])));
    const kept = usable ? report.kept.filter((field) => this.#mine.get(field)) : [];
    fill("paste-kept", kept.map((field) => element("tr", [head(this.#form.label(field)), element("td", this.#mine.get(field))])));
    fill("paste-missing", report.missing.map((row) => element("tr", [head(row.name), element("td", [
      element("code", row.command), " ", ...button("", said("copy-what", row.command)),
    ])])));
    fill("paste-rows", report.rows.map((row) => linesRow(row.lines, [
      usable && row.step ? element("th", [shows(row.name, row)], { scope: "row" }) : head(row.name), element("td", row.log), element("td", row.model),
      element("td", [element("span", SIGNS.get(row.verdict) ?? "", { "aria-hidden": "true", class: "sign" }), ` ${row.verdict}${row.reason && ": "}`, ...marked(row.reason_marked)], { "data-verdict": row.verdict }),
    ])));
    $("paste-reason").replaceChildren(...marked(report.reason_marked));
    $("paste-reason").hidden = !report.reason || report.notes.includes(report.reason);
  }

  /** What the tool would show on that machine: tried on an engine of its own. */
  #effect() {
    const tried = new Engine();
    try {
      tried.load(this.#mine.link(""));
      tried.useFound(this.#fields);
      const shown = tried.run().ok ? tried.report?.page.form.shown : undefined;
      return shown ? [element("code", shown.tool), ` ${shown.does} `, element("b", shown.amount)] : [];
    } finally {
      tried.free();
    }
  }
}

/** A boot to choose. @param {BootRow} boot */
const choice = ({ number, place, name }) => element("label", [
  element("input", "", { type: "radio", name: "paste-boot", value: `${number}` }), element("span", [element("b", place), ` ${name}`]),
]);

/** A name that goes to the step that shows it. @param {string} name @param {ReconciledRow} row */
const shows = (name, row) => element("button", name, { type: "button", class: "ref", "data-shows": row.step, "data-highlights": row.key, title: row.shows });

/** @param {string} text */
const head = (text) => element("th", text, { scope: "row" });

/** A row that highlights the lines it rests on. @param {number[]} lines @param {Node[]} cells */
const linesRow = (lines, cells) => element("tr", cells, lines.length ? { "data-lines": lines.join(" ") } : {});

/** Fills a table, and hides its part while there is nothing in it.
 * @param {string} id @param {Node[]} rows */
function fill(id, rows) {
  $(id).replaceChildren(...rows);
  const part = $(id).closest(".part");
  if (part instanceof HTMLElement) part.hidden = rows.length === 0;
}
