// The result at the foot of the form: what `free` shows is bound by name; here are the bar,
// the next steps and the option to copy, which follow the picture.
import { element } from "./bind.js";
import { copy } from "./copy.js";
import { refill } from "./focus.js";
import { picture } from "./canvas.js";

/** @typedef {import("./explainer.js").RecoveryStep} RecoveryStep */

/** @param {string} id @returns {HTMLElement} */
const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

export class Result {
  #engine;
  #width = 0;

  /** @param {import("./engine.js").Engine} engine
   * @param {(step: DOMStringMap) => void} take is called when the reader takes a step, with what
   * its button says, which may be older than the last report */
  constructor(engine, take) {
    this.#engine = engine;
    $("copy-fix").addEventListener("click", () => copy($("advised"), $("copied-fix")));
    $("next").addEventListener("click", (event) => {
      const at = event.target instanceof Element ? event.target.closest("button") : null;
      if (at) take(at.dataset);
    });
  }

  /** Shows dom0's pages of the engine's last report without errors. */
  bar() {
    this.#width = $("slim").clientWidth || this.#width;
    if (this.#width > 0) $("slim").replaceChildren(picture(this.#engine.ask((raw) => raw.slim_svg(this.#width))));
  }

  /** Shows its next steps. */
  steps() {
    const recovery = this.#engine.details?.recovery;
    if (!recovery) return;
    const rest = recovery.nothing ? [element("li", recovery.nothing)] : [];
    refill($("next"), [...recovery.steps.map((step) => this.#step(step)), ...rest], () => $("result"));
    $("copied-fix").textContent = "";
    for (const part of /** @type {NodeListOf<HTMLElement>} */ ($("result").querySelectorAll(".advised, .copy-fix"))) {
      part.hidden = !recovery.option;
    }
  }

  /** @param {RecoveryStep} step */
  #step(step) {
    const words = step.code ? [`${step.lead} `, element("code", step.code)] : [step.lead];
    const button = element("button", words, {
      type: "button", class: "ref", "data-option": step.dom0_mem, "data-balloon": step.balloon, "data-clears": step.clears,
    });
    const gain = element("b", step.gain, { class: "gain" });
    return element("li", [button, " ", element("b", step.shows), " ", gain]);
  }
}
