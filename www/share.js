// The forms in which a reader takes a machine away: frame, element, picture, text, CSV.
// Each holds the state on show; every text comes from the engine, and what is typed is
// data in it, never markup.
import { element } from "./bind.js";
import { copy } from "./copy.js";

/** @typedef {import("./explainer.js").Explainer} Explainer */
/** @typedef {{engine: import("./engine.js").Engine, story: import("./story.js").Story}} Shown */
/** `text` is what is copied, and what is saved where `blob` makes nothing else.
 * @typedef {{id: string, name: string, hint: string, file?: string, type?: string, text: (raw: Explainer, step: number, id: string, said: string) => string, blob?: (shown: Shown) => Promise<Blob | null>}} Form */

/** Width of a picture that is taken away, CSS pixels, and pixels for each in a PNG. */
const [WIDTH, RATIO] = [936, 2];
const base = () => new URL(".", location.href.split("#")[0]).href;

/** The figure as a PNG on white. @param {Shown} shown @returns {Promise<Blob | null>} */
function png({ engine, story }) {
  const canvas = element("canvas");
  canvas.width = WIDTH * RATIO;
  canvas.height = Math.round(engine.height(WIDTH) * RATIO);
  engine.draw(canvas, story.index, 1, WIDTH, RATIO, "light");
  // The reader points at the picture that was drawn last.
  story.repaint();
  return new Promise((done) => canvas.toBlob(done));
}

/** @type {Form[]} */
const FORMS = [
  { id: "iframe", name: "Frame (HTML)", hint: "Works wherever frames are allowed.", text: (raw, _, id) => raw.iframe(id, base()) },
  { id: "element", name: "Element (HTML)", hint: "For pages that may run script from here.", text: (raw, _, id) => raw.element(id, base()) },
  { id: "svg", name: "Picture (SVG)", hint: "The figure after this step; follows light and dark.", file: "dom0-memory.svg", type: "image/svg+xml", text: (raw, step) => raw.picture_file(step, WIDTH) },
  { id: "png", name: "Picture (PNG)", hint: "The same for places that take no SVG. The text tells it to those who do not see it.", file: "dom0-memory.png", text: (_, __, ___, said) => said, blob: png },
  { id: "text", name: "Text, 80 columns", hint: "For mails and tickets.", file: "dom0-memory.txt", type: "text/plain", text: (raw, step) => raw.text(step) },
  { id: "csv", name: "CSV", hint: "The ledger after this step, for a sheet.", file: "dom0-memory.csv", type: "text/csv", text: (raw, step) => raw.csv(step) },
];

export class Share {
  #shown; #guarded;
  #raw = "";
  #choice = element("select", FORMS.map((form) => element("option", form.name, { value: form.id })), { id: "share-form" });
  #text = element("textarea", "", { id: "share-text", readonly: "", rows: "8", spellcheck: "false" });
  #hint = element("p", "", { class: "hint", id: "share-hint" });
  #said = element("p", "", { class: "said", role: "status" });
  #save = element("button", "Save as a file", { type: "button", id: "share-save" });

  /**
   * @param {HTMLElement} host what holds the panel
   * @param {Shown} shown
   * @param {(work: () => void) => void} guarded runs what may end the engine
   */
  constructor(host, shown, guarded) {
    this.#shown = shown;
    this.#guarded = guarded;
    const button = element("button", "Copy", { type: "button", id: "share-copy" });
    const line = element("div", [button, this.#save], { class: "copyline" });
    this.#text.setAttribute("aria-describedby", "share-hint");
    host.replaceChildren(
      element("label", "Or take it as", { for: "share-form" }), this.#choice, this.#hint,
      element("label", "What to copy", { for: "share-text", class: "sr" }), this.#text, line, this.#said,
    );
    this.#choice.addEventListener("change", () => this.refresh());
    button.addEventListener("click", () => copy(this.#text, this.#said));
    this.#save.addEventListener("click", () => this.#guarded(() => void this.#keep()));
    this.refresh();
  }

  get #form() { return FORMS.find((form) => form.id === this.#choice.value) ?? FORMS[0]; }

  /** Shows the chosen form of what is on show now. */
  refresh() {
    const { engine, story } = this.#shown;
    const form = this.#form;
    const now = engine.report?.steps[story.index];
    const said = now ? `${now.title}. ${now.caption}` : "";
    this.#guarded(() => {
      this.#text.value = this.#raw = engine.ask((raw) => form.text(raw, story.index, story.step, said));
      this.#hint.textContent = form.hint;
      this.#save.hidden = !form.file;
      this.#said.textContent = "";
    });
  }

  /** The text as a file. */
  async #keep() {
    const { file = "dom0-memory.txt", type = "text/plain", blob } = this.#form;
    const made = blob ? await blob(this.#shown) : new Blob([this.#raw], { type });
    if (!made) return;
    const url = URL.createObjectURL(made);
    element("a", "", { href: url, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
