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

  /** What is set, on the buttons in their order. @param {string[]} texts */
  name(texts) {
    this.#buttons.forEach((button, i) => { if (texts[i]) button.textContent = texts[i]; });
  }
}
