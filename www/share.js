// The forms in which a reader can export a machine: frame, element, picture, text, CSV; a
// picture also as PNG, for places that do not accept SVG. Each contains the state on show.
// Every text comes from the engine, and typed text is data in it, never markup.
import { element } from "./bind.js";
import { copy } from "./copy.js";
import { run } from "./engine.js";

/** @typedef {import("./explainer.js").Explainer} Explainer */
/** @typedef {{engine: import("./engine.js").Engine, story: import("./story.js").Story}} Shown */

/** Width of an exported picture, in CSS pixels. */
const WIDTH = 936;
/** Pixels of a PNG per CSS pixel. */
const FINE = 2;
const base = () => new URL(".", location.href.split("#")[0]).href;

/** The text of each form that the page offers.
 * @type {Record<string, (raw: Explainer, step: number, id: string, engine: import("./engine.js").Engine) => string>} */
const TEXTS = {
  iframe: (raw, _, id) => raw.iframe(id, base()),
  element: (raw, _, id) => raw.element(id, base()),
  svg: (raw, step) => raw.picture_file(step, WIDTH),
  text: (raw, step) => raw.text(step),
  csv: (raw, step) => raw.csv(step),
  json: (_raw, step, _id, engine) => JSON.stringify(run(engine, step), null, 2),
};

/** Whether something happened outside a dialog's box: on its backdrop, which belongs to it, as its
 * padding does.
 * @param {HTMLDialogElement} dialog @param {MouseEvent} event */
function outside(dialog, { target, clientX: x, clientY: y }) {
  const box = dialog.getBoundingClientRect();
  return target === dialog && (x < box.left || x > box.right || y < box.top || y > box.bottom);
}

export class Share {
  #shown; #guarded; #choice; #text; #hint; #said; #save; #png;
  #raw = "";

  /**
   * @param {HTMLElement} panel
   * @param {Shown} shown
   * @param {(work: () => void) => void} guarded runs code that may end the engine
   */
  constructor(panel, shown, guarded) {
    this.#shown = shown;
    this.#guarded = guarded;
    /** @template {HTMLElement} T @param {string} name @param {new () => T} _kind */
    const part = (name, _kind) => /** @type {T} */ (panel.querySelector(`#share-${name}`));
    this.#choice = part("form", HTMLSelectElement);
    this.#text = part("text", HTMLTextAreaElement);
    this.#hint = part("hint", HTMLElement);
    this.#said = part("said", HTMLElement);
    this.#save = part("save", HTMLButtonElement);
    this.#png = part("png", HTMLButtonElement);
    this.#choice.addEventListener("change", () => this.refresh());
    const dialog = panel.closest("dialog");
    document.addEventListener("click", (event) => {
      const opens = event.target instanceof Element ? event.target.closest("[data-open=share]") : null;
      if (opens && dialog && !dialog.open) dialog.showModal();
    });
    // A press that begins and ends on the backdrop.
    let pressed = false;
    dialog?.addEventListener("pointerdown", (event) => { pressed = outside(dialog, event); });
    dialog?.addEventListener("click", (event) => { if (pressed && outside(dialog, event)) dialog.close(); });
    part("copy", HTMLButtonElement).addEventListener("click", () => copy(this.#text, this.#said));
    this.#save.addEventListener("click", () => this.#keep());
    this.#png.addEventListener("click", () => {
      pixels(this.#raw).then((made) => save(made, "dom0-memory.png"))
        .catch(() => { this.#said.textContent = this.#png.dataset.refused ?? ""; });
    });
    this.refresh();
  }

  /** What the page says of the chosen form. */
  get #form() { return this.#choice.selectedOptions[0].dataset; }

  /** Shows the chosen form of the current state. */
  refresh() {
    const { engine, story } = this.#shown;
    const { hint = "", file } = this.#form;
    const id = this.#choice.value;
    this.#guarded(() => {
      this.#text.value = this.#raw = engine.ask((raw) => TEXTS[id](raw, story.index, story.step, engine));
      this.#hint.textContent = hint;
      this.#save.hidden = !file;
      this.#png.hidden = id !== "svg";
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
