// The dialog for a pasted log: a box, whose log it is, what was found and what is missing, a
// verdict for every line, and the comparison with the model. It opens by its button, by a
// dropped file, or by pasting where there is no field. The engine reads; nothing of the log's
// text is kept once a machine is used. The list of lines is in annotate.js.
import { wireCopies } from "./advice.js";
import { Annotated } from "./annotate.js";
import { element } from "./bind.js";
import { Engine } from "./engine.js";
import { Explainer } from "./explainer.js";

/** @typedef {import("./engine-types.js").PasteReport} PasteReport */
/** @typedef {{label: (field: string) => string, use: (text: string) => void}} Filled */

/** Milliseconds of quiet before a text is read. */
const QUIET_MS = 400;
/** Characters that the box shows of a longer text; all of it is read. */
const SHOWN = 200_000;
/** Bytes read of a file: more than the engine takes, so that it can say so. */
const MOST = 64 << 20;
/** Whose logs do not describe a machine that this model covers. */
const OTHERS = ["guest", "shim", "pvh", "arm", "no-dom0"];
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
  /** What is read: the box's text, or a longer one of which the box shows the start. */
  #text = "";

  /** @param {Engine} mine @param {Filled} form @param {(work: () => void) => void} guarded */
  constructor(mine, form, guarded) {
    this.#mine = mine;
    this.#form = form;
    this.#guarded = guarded;
    this.#lines = new Annotated($("paste-lines"), this.#dialog);
    wireCopies(this.#dialog);
    $("paste").addEventListener("click", () => guarded(() => this.#open()));
    this.#box.addEventListener("input", () => this.#later());
    this.#box.addEventListener("paste", (event) => this.#pasted(event));
    this.#use.addEventListener("click", () => guarded(() => this.#take()));
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
      const text = event.dataTransfer?.getData("text/plain") ?? "";
      if (!files.length && (isField(event.target) || !text)) return;
      event.preventDefault();
      if (files.length) this.#files(files);
      else this.#arrived(text);
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
      // A folder, or a file that is gone.
      this.#arrived("");
      this.#whose(["This file could not be read. Paste its text."], false);
    }
  }

  /** A text that came from outside the box: added to what an open dialog has.
   * @param {string} text */
  #arrived(text) {
    const other = document.querySelector("dialog[open]");
    if (other && other !== this.#dialog) return;
    this.#guarded(() => {
      this.#put(other && this.#text ? `${this.#text.replace(/\n?$/, "\n")}${text}` : text);
      this.#open();
    });
  }

  /** What is too long for a box is taken past it. @param {ClipboardEvent} event */
  #pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (this.#text.length + text.length <= SHOWN) return;
    event.preventDefault();
    this.#arrived(text);
  }

  /** Shows a text in the box, or its start, and reads it. @param {string} text */
  #put(text) {
    const long = text.length > SHOWN;
    this.#text = text;
    this.#box.value = long ? text.slice(0, SHOWN) : text;
    this.#box.readOnly = long;
    $("paste-part").hidden = !long;
    this.#read();
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
    this.#use.disabled = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#guarded(() => this.#read()), QUIET_MS);
  }

  /** Uses the machine of the text as it is now. */
  #take() {
    const text = this.#text;
    this.#dialog.close();
    this.#form.use(text);
    this.#put("");
    $("result").tabIndex = -1;
    $("result").scrollIntoView({ block: "nearest" });
    $("result").focus({ preventScroll: true });
  }

  // ---- what was read ----------------------------------------------------------------

  #read() {
    clearTimeout(this.#timer);
    const report = this.#mine.ask(() => Explainer.read(this.#text));
    const empty = !this.#text.trim();
    const usable = report.read && report.fields.length > 0 && !OTHERS.includes(report.kind);
    $("paste-collect").textContent = report.collect;
    $("paste-wrapped").textContent = report.wrapped;
    $("paste-read").hidden = !report.read;
    $("paste-lines-box").hidden = !report.read;
    this.#dialog.toggleAttribute("data-read", report.read);
    $("paste-clear").hidden = empty;
    this.#use.disabled = !usable;
    this.#whose(empty ? [] : report.notes, usable);
    this.#lines.show(report.read ? this.#text : "", report.lines);
    if (report.read) this.#tables(report, usable);
    $("paste-effect").replaceChildren(...(usable ? this.#effect() : []));
  }

  /** Whose log it is, first; the other notes below. @param {string[]} notes @param {boolean} usable */
  #whose(notes, usable) {
    const [first = "", ...rest] = notes;
    $("paste-whose").textContent = first;
    $("paste-whose").toggleAttribute("data-usable", usable);
    $("paste-notes").replaceChildren(...rest.map((note) => element("li", note)));
  }

  /** @param {PasteReport} report @param {boolean} usable */
  #tables(report, usable) {
    fill("paste-found", report.found.map((row) => lit(row.lines, [head(row.name), element("td", row.value)])));
    const kept = usable ? report.kept.filter((field) => this.#mine.get(field)) : [];
    fill("paste-kept", kept.map((field) => element("tr", [head(this.#form.label(field)), element("td", this.#mine.get(field))])));
    fill("paste-missing", report.missing.map((row) => element("tr", [head(row.name), element("td", [
      element("code", row.command), " ", element("button", "Copy", { type: "button", class: "small copy", "aria-label": `Copy ${row.command}` }),
      element("span", "", { class: "said sr", role: "status" }),
    ])])));
    fill("paste-rows", report.rows.map((row) => lit(row.lines, [
      head(row.name), element("td", row.log), element("td", row.model),
      element("td", [element("span", SIGNS.get(row.verdict) ?? "", { "aria-hidden": "true", class: "sign" }), ` ${row.verdict}${row.reason ? `: ${row.reason}` : ""}`], { "data-verdict": row.verdict }),
    ])));
    $("paste-reason").textContent = report.reason;
    $("paste-reason").hidden = !report.reason || report.notes.includes(report.reason);
  }

  /** What the tool would show on that machine: tried on an engine of its own. */
  #effect() {
    const tried = new Engine();
    try {
      tried.load(this.#mine.link(""));
      tried.ask((raw) => raw.use_paste(this.#text));
      const shown = tried.run().ok ? tried.report?.form.shown : undefined;
      return shown ? [element("code", shown.tool), ` ${shown.does} `, element("b", shown.amount)] : [];
    } finally {
      tried.free();
    }
  }
}

/** @param {string} text */
const head = (text) => element("th", text, { scope: "row" });

/** A row that lights the lines it rests on. @param {number[]} lines @param {Node[]} cells */
const lit = (lines, cells) => element("tr", cells, lines.length ? { "data-lines": lines.join(" ") } : {});

/** Fills a table, and hides its part while there is nothing in it.
 * @param {string} id @param {Node[]} rows */
function fill(id, rows) {
  $(id).replaceChildren(...rows);
  const part = $(id).closest(".part");
  if (part instanceof HTMLElement) part.hidden = rows.length === 0;
}
