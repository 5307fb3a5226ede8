// What an embed shows until its engine is there: the box of the story, which keeps the place
// of what comes, with the picture of the machine it begins with if it is told nothing. No
// engine here: a picture shows only where no text of a link or an attribute asks for another.
import markup from "./wrap.html";

/** Looks of the box itself, which change no picture. */
const BOX = ["controls", "chips", "theme", "motion"];
/** Whether the still picture is what a link leads to.
 * @param {URLSearchParams} given @param {URLSearchParams} still texts that lead to it */
function isMeant(given, still) {
  return [...given].every(([key, text]) => {
    if (key === "view") return text === "story" || text === "diagram";
    return BOX.includes(key) ? /^[\w-]*$/.test(text) : still.get(key) === text;
  });
}

/** Shows the box in `wrap`, or nothing where a ledger is wanted: its height is not known.
 * @param {HTMLElement} wrap @param {string} fragment what the embed is told, as a link
 * @param {string} [step] the id of a step at which it continues */
export function wait(wrap, fragment, step = "") {
  if (!wrap.querySelector(".story")) wrap.innerHTML = markup;
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (wrap.querySelector(name));
  const given = new URLSearchParams(step ? `${fragment}&step=${step}` : fragment);
  const still = new URLSearchParams(part(".story").dataset.still);
  const { view = "", controls = "", theme = "", chips = "" } = Object.fromEntries(given);
  Object.assign(wrap.dataset, { view, controls, theme, waiting: isMeant(given, still) ? "still" : "box" });
  part(".chips").hidden = chips !== "all";
  const failed = "failed" in wrap.dataset;
  if (!failed) wrap.setAttribute("aria-busy", "true");
  wrap.hidden = view === "ledger" && !failed;
}

/** The engine did not come, or has nothing to show: no place is kept for it.
 * @param {HTMLElement} wrap @param {boolean} instead whether the page around shows something of
 *   its own in the place of the picture */
export function giveUp(wrap, instead) {
  if (instead) wrap.dataset.waiting = "box";
  wrap.dataset.failed = "";
  wrap.removeAttribute("aria-busy");
}

/** The story takes its place. @param {HTMLElement} wrap */
export function arrive(wrap) {
  for (const name of ["waiting", "failed", "view"]) delete wrap.dataset[name];
  wrap.removeAttribute("aria-busy");
  wrap.hidden = false;
}

/** Nothing is left. @param {HTMLElement} wrap */
export function leave(wrap) {
  arrive(wrap);
  wrap.replaceChildren();
  wrap.hidden = true;
}
