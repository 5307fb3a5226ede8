// The row of controls: Back, Play, Next, the scrubber with a titled dot for each step, speed.
// Shows what it is given and calls back; knows no engine and no clock.
import { at, snapped, where } from "./player.js";

/** @typedef {import("./explainer.js").Step} Step */
/**
 * @typedef {object} Acts callbacks of the controls
 * @property {() => void} back
 * @property {() => void} next
 * @property {() => void} toggle plays or pauses
 * @property {(position: number) => void} seek
 * @property {(times: number) => void} speed
 */

/** The parts of the markup that can be used once there is a story. */
export const CONTROLS = ["back", "play", "next", "scrub", "speed"];

/** The words for places that the story's markup has. @param {HTMLElement} part its part `where` */
export const placeWords = (part) => ({
  step: part.querySelector(".word")?.textContent ?? "", of: part.dataset.of ?? "", parts: part.dataset.parts ?? "",
});

export class Controls {
  #part;
  /** @type {Step[]} */
  #steps = [];
  #position = 0;
  #plays = false;
  /** What is on show, so that a frame writes only what changes: the step, the dots done, the one
   * that is named, the share that is read, and two texts. */
  #shown = { step: -1, done: -1, named: -1, read: 0, says: "", word: "" };
  #words;

  /**
   * @param {(name: string) => HTMLElement} part a part of the story's markup
   * @param {Acts} acts
   * @param {AbortSignal} signal ends it
   */
  constructor(part, acts, signal) {
    this.#part = part;
    this.#words = placeWords(part("where"));
    const scrub = this.#scrub;
    /** @param {string} name @param {string} event @param {() => void} act */
    const on = (name, event, act) => part(name).addEventListener(event, act, { signal });
    on("back", "click", acts.back);
    on("play", "click", acts.toggle);
    on("next", "click", acts.next);
    on("scrub", "input", () => acts.seek(snapped(Number(scrub.value))));
    on("speed", "change", () => acts.speed(Number(/** @type {HTMLSelectElement} */ (part("speed")).value)));
    scrub.addEventListener("pointermove", (event) => this.#name(this.#under(event.clientX)), { signal });
    on("scrub", "pointerleave", () => this.#name(-1));
    on("scrub", "focus", () => { if (scrub.matches(":focus-visible")) this.#name(at(this.#position).step); });
    on("scrub", "blur", () => this.#name(-1));
    for (const name of CONTROLS) part(name).removeAttribute("disabled");
  }

  get #scrub() { return /** @type {HTMLInputElement} */ (this.#part("scrub")); }
  get #dots() { return [...this.#part("dots").children]; }

  /** The steps of another story. @param {Step[]} steps */
  steps(steps) {
    this.#steps = steps;
    const last = Math.max(0, steps.length - 1);
    this.#scrub.max = String(last);
    /** @type {HTMLProgressElement} */ (this.#part("track")).max = Math.max(1, last);
    this.#part("dots").replaceChildren(...steps.map(dot));
    this.#shown = { ...this.#shown, step: -1, done: -1, named: -1 };
  }

  /** Shows a position. @param {number} position */
  place(position) {
    this.#position = position;
    const { step } = at(position);
    this.#scrub.value = String(position);
    /** @type {HTMLProgressElement} */ (this.#part("track")).value = position;
    const shown = this.#shown;
    const done = Math.floor(position);
    if (step !== shown.step || done !== shown.done) {
      [shown.step, shown.done] = [step, done];
      this.#dots.forEach((dot, i) => {
        dot.toggleAttribute("data-done", i <= done);
        dot.toggleAttribute("data-now", i === step);
      });
    }
    const says = `${where(position, this.#steps.length, this.#words)}: ${this.#steps[step]?.title ?? ""}`;
    if (says !== shown.says) this.#scrub.setAttribute("aria-valuetext", shown.says = says);
    if (shown.named >= 0 && this.#scrub.matches(":focus-visible")) this.#name(step);
    this.#word();
  }

  /** Shows whether it plays. @param {boolean} plays */
  plays(plays) {
    this.#plays = plays;
    this.#part("play").toggleAttribute("data-plays", plays);
    this.#word();
  }

  /** Shows how much of the reading time is over, in percent. @param {number} share 0 to 1 */
  read(share) {
    const percent = Math.round(share * 100);
    if (percent !== this.#shown.read) this.#part("ring").setAttribute("stroke-dasharray", `${this.#shown.read = percent} 100`);
  }

  #word() {
    const end = this.#position >= this.#steps.length - 1;
    const { pause, replay, play } = this.#part("play-word").dataset;
    const word = (this.#plays ? pause : end ? replay : play) ?? "";
    if (word !== this.#shown.word) this.#part("play-word").textContent = this.#shown.word = word;
  }

  /** The dot nearest to a place of the window. @param {number} x */
  #under(x) {
    const box = this.#part("dots").getBoundingClientRect();
    const last = this.#steps.length - 1;
    return Math.max(0, Math.min(last, Math.round(((x - box.left) / Math.max(1, box.width)) * last)));
  }

  /** Shows the title of one dot. @param {number} index -1: of none */
  #name(index) {
    if (index === this.#shown.named) return;
    this.#shown.named = index;
    this.#dots.forEach((dot, i) => dot.toggleAttribute("data-named", i === index));
  }
}

/** A dot with its word and, while it is pointed at, its title. @param {Step} step */
function dot(step) {
  const made = document.createElement("span");
  const [word, title] = [document.createElement("b"), document.createElement("em")];
  word.textContent = step.label;
  title.textContent = step.title;
  made.append(document.createElement("i"), word, title);
  return made;
}
