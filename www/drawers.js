// Where the form has no column of its own: a row of buttons that say what is set, each with a
// drawer. In a column everything is open and the buttons are hidden by the style sheet.

export class Drawers {
  #form;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
    for (const button of this.#buttons) {
      button.addEventListener("click", () => {
        this.open(button.dataset.opens ?? "");
        const row = button.parentElement;
        if (row) row.scrollLeft = button.offsetLeft - (row.clientWidth - button.offsetWidth) / 2;
      });
    }
    this.open(form.dataset.open ?? "");
    const stage = /** @type {HTMLElement} */ (form.nextElementSibling);
    form.addEventListener("focusin", () => this.#see());
    // What comes with the text typed may move it.
    const moved = new ResizeObserver(() => this.#see());
    for (const group of form.querySelectorAll(".group")) moved.observe(group);
    // Its height, for what must not scroll behind it.
    new ResizeObserver(() => document.documentElement.style.setProperty("--stage", `${stage.offsetHeight}px`)).observe(stage);
  }

  get #buttons() {
    return /** @type {HTMLButtonElement[]} */ ([...this.#form.querySelectorAll("[data-opens]")]);
  }

  /** @param {string} name of the drawer */
  open(name) {
    this.#form.dataset.open = name;
    for (const button of this.#buttons) button.setAttribute("aria-expanded", String(button.dataset.opens === name));
    // Its drawer has no line to unfold it with.
    if (name === "more") /** @type {HTMLDetailsElement} */ (this.#form.querySelector("#more")).open = true;
  }

  /** Opens whatever hides an element. @param {Element} inside */
  reveal(inside) {
    const group = inside.closest("[data-of]");
    const folded = inside.closest("details");
    if (folded) folded.open = true;
    if (group instanceof HTMLElement) this.open(group.dataset.of ?? "");
  }

  /** Scrolls the drawer, and nothing else, to the whole of the text field that has the focus. */
  #see() {
    const field = document.activeElement;
    const drawer = field?.closest(".groups-of");
    if (!field?.matches("input:not([type=range], [type=radio]), textarea") || !drawer) return;
    const [inner, outer] = [field, drawer].map((part) => part.getBoundingClientRect());
    drawer.scrollTop += Math.max(0, inner.bottom + 6 - outer.bottom) - Math.max(0, outer.top + 6 - inner.top);
  }

  /** What is set, on the buttons in their order. @param {string[]} texts */
  name(texts) {
    this.#buttons.forEach((button, i) => { if (texts[i]) button.textContent = texts[i]; });
  }
}
