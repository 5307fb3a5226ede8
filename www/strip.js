// The lines that the kernel prints while pages move, and which of them are about the region
// on show. The engine chooses and writes them.

/** @typedef {import("./explainer.js").LogLine} LogLine */

export class Strip {
  #box;
  /** @type {LogLine[]} */
  #lines = [];
  /** @type {number[]} */
  #highlighted = [];

  /**
   * @param {HTMLElement} box a list
   * @param {(key: string) => void} highlight highlights a region; an empty key ends that
   * @param {AbortSignal} signal ends it
   */
  constructor(box, highlight, signal) {
    this.#box = box;
    box.addEventListener("pointerover", (event) => highlight(this.#keyOf(event.target)), { signal });
    box.addEventListener("pointerleave", () => highlight(""), { signal });
  }

  /** Shows these lines. @param {LogLine[]} lines */
  show(lines) {
    const same = lines.length === this.#lines.length && lines.every((line, i) => line.text === this.#lines[i].text);
    this.#lines = lines;
    if (same) return this.#paint();
    this.#box.hidden = !lines.length;
    this.#box.replaceChildren(...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line.text;
      return item;
    }));
    this.#paint();
  }

  /** Marks the lines about a region. @param {{lines: number[]} | null} hit */
  mark(hit) {
    this.#highlighted = hit?.lines ?? [];
    this.#paint();
  }

  #paint() {
    [...this.#box.children].forEach((item, i) => item.toggleAttribute("data-highlighted", this.#highlighted.includes(this.#lines[i].index)));
  }

  /** @param {EventTarget | null} target */
  #keyOf(target) {
    const at = [...this.#box.children].findIndex((item) => target instanceof Node && item.contains(target));
    return this.#lines[at]?.key ?? "";
  }
}
