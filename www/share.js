// The forms in which a reader can export a machine: frame, element, picture, text, CSV; a
// picture also as PNG, for places that do not accept SVG. Each contains the state on show.
// Every text comes from the engine, and typed text is data in it, never markup.
import { element } from "./bind.js";
import { copy } from "./copy.js";
import { run } from "./engine.js";

/** @typedef {import("./explainer.js").Explainer} Explainer */
/** @typedef {{engine: import("./engine.js").Engine, story: import("./story.js").Story}} Shown */
/** @typedef {{id: string, name: string, hint: string, file?: string, type?: string, text: (raw: Explainer, step: number, id: string, engine: import("./engine.js").Engine) => string}} Form */

/** Width of an exported picture, in CSS pixels. */
const WIDTH = 936;
/** Pixels of a PNG per CSS pixel. */
const FINE = 2;
const base = () => new URL(".", location.href.split("#")[0]).href;

/** @type {Form[]} */
const FORMS = [
  { id: "iframe", name: "Frame (HTML)", hint: "Works wherever frames are allowed. Drop the script where scripts are not: the frame then keeps its height.", text: (raw, _, id) => raw.iframe(id, base()) },
  { id: "element", name: "Element (HTML)", hint: "For pages that may run script from here.", text: (raw, _, id) => raw.element(id, base()) },
  { id: "svg", name: "Picture (SVG)", hint: "The figure after this step; follows light and dark.", file: "dom0-memory.svg", type: "image/svg+xml", text: (raw, step) => raw.picture_file(step, WIDTH) },
  { id: "text", name: "Text, 80 columns", hint: "For mails and tickets.", file: "dom0-memory.txt", type: "text/plain", text: (raw, step) => raw.text(step) },
  { id: "csv", name: "CSV", hint: "The ledger after this step, for a sheet.", file: "dom0-memory.csv", type: "text/csv", text: (raw, step) => raw.csv(step) },
  { id: "json", name: "JSON", hint: "The run with the ledger after this step, for programs.", file: "dom0-memory.json", type: "application/json", text: (raw, step, id, engine) => JSON.stringify(run(engine, step), null, 2) },
];

export class Share {
  #shown; #guarded;
  #raw = "";
  #choice = element("select", FORMS.map((form) => element("option", form.name, { value: form.id })), { id: "share-form" });
  #text = element("textarea", "", { id: "share-text", readonly: "", rows: "8", spellcheck: "false" });
  #hint = element("p", "", { class: "hint", id: "share-hint" });
  #said = element("p", "", { class: "said", role: "status" });
  #save = element("button", "Save as a file", { type: "button", id: "share-save" });
  #png = element("button", "Save as PNG", { type: "button", id: "share-png" });

  /**
   * @param {HTMLElement} host the element that contains the panel
   * @param {Shown} shown
   * @param {(work: () => void) => void} guarded runs code that may end the engine
   */
  constructor(host, shown, guarded) {
    this.#shown = shown;
    this.#guarded = guarded;
    const button = element("button", "Copy", { type: "button", id: "share-copy" });
    const line = element("div", [button, this.#save, this.#png], { class: "copyline" });
    this.#text.setAttribute("aria-describedby", "share-hint");
    host.replaceChildren(
      element("label", "Export as", { for: "share-form" }), this.#choice, this.#hint,
      element("label", "What to copy", { for: "share-text", class: "sr" }), this.#text, line, this.#said,
    );
    this.#choice.addEventListener("change", () => this.refresh());
    const dialog = host.closest("dialog");
    document.addEventListener("click", (event) => {
      const opens = event.target instanceof Element ? event.target.closest("[data-open=share]") : null;
      if (opens && dialog && !dialog.open) dialog.showModal();
      // A click on the backdrop is a click on the dialog itself.
      if (event.target === dialog) dialog?.close();
    });
    button.addEventListener("click", () => copy(this.#text, this.#said));
    this.#save.addEventListener("click", () => this.#keep());
    this.#png.addEventListener("click", () => {
      pixels(this.#raw).then((made) => save(made, "dom0-memory.png"))
        .catch(() => { this.#said.textContent = "This browser could not make a PNG. Save the SVG instead."; });
    });
    this.refresh();
  }

  get #form() { return FORMS.find((form) => form.id === this.#choice.value) ?? FORMS[0]; }

  /** Shows the chosen form of the current state. */
  refresh() {
    const { engine, story } = this.#shown;
    const form = this.#form;
    this.#guarded(() => {
      this.#text.value = this.#raw = engine.ask((raw) => form.text(raw, story.index, story.step, engine));
      this.#hint.textContent = form.hint;
      this.#save.hidden = !form.file;
      this.#png.hidden = form.id !== "svg";
      this.#said.textContent = "";
    });
  }

  /** The text as a file. */
  #keep() {
    const { file = "dom0-memory.txt", type = "text/plain" } = this.#form;
    save(new Blob([this.#raw], { type }), file);
  }
}

/** @param {Blob} blob @param {string} file its name */
function save(blob, file) {
  const url = URL.createObjectURL(blob);
  element("a", "", { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A picture as pixels, in the colours that the reader sees.
 * @param {string} svg @returns {Promise<Blob>} */
async function pixels(svg) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth * FINE, image.naturalHeight * FINE];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => {
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no PNG"))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
