// Highlighting in both directions: a phrase, a table row or a line of the log highlights
// its region of the figure; a region highlights everything about its pages.

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./story.js").Story} Story */
/** @typedef {import("./explainer.js").Hit} Hit */

/** @param {HTMLElement} page the element with phrases, rows and lines
 * @param {Engine} engine @param {Story} story
 * @param {(work: () => void) => void} guarded runs code that may end the engine */
export function linkHighlights(page, engine, story, guarded) {
  /** The place a phrase, row or line is about. @param {EventTarget | null} target */
  const placeOf = (target) => {
    const at = target instanceof Element ? target.closest("[data-highlight], [data-key]") : null;
    if (!(at instanceof HTMLElement)) return "";
    const name = at.dataset.highlight;
    return at.dataset.key ?? engine.details?.marks.find((m) => m.name === name)?.key ?? "";
  };

  /** @param {string} key @param {Hit | undefined} hit */
  const mark = (key, hit) => {
    page.querySelectorAll("[data-highlighted]").forEach((e) => e.removeAttribute("data-highlighted"));
    if (!key) return;
    const names = engine.details?.marks.filter((m) => m.key === key).map((m) => m.name) ?? [];
    const found = [...page.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
    for (const name of names) found.push(...page.querySelectorAll(`[data-highlight="${name}"]`));
    const rows = page.querySelectorAll("#regions tr");
    const lines = page.querySelectorAll("#messages li");
    hit?.rows.forEach((i) => { if (rows[i]) found.push(rows[i]); });
    hit?.lines.forEach((i) => { if (lines[i]) found.push(lines[i]); });
    found.forEach((e) => e.setAttribute("data-highlighted", ""));
  };

  let now = "";
  /** @param {Event} event */
  const toward = (event) => guarded(() => {
    const inFigure = event.target instanceof Element && event.target.closest("[data-part=stage]");
    if (inFigure) return;
    const key = placeOf(event.target);
    if (key === now) return;
    now = key;
    mark(key, key ? engine.ask((raw) => raw.about(key)) : undefined);
    story.highlight(key);
  });
  page.addEventListener("pointerover", toward);
  page.addEventListener("focusin", toward);
  story.addEventListener("highlight", (event) => {
    const { hit } = /** @type {CustomEvent} */ (event).detail;
    now = hit?.key ?? "";
    guarded(() => mark(now, hit ?? undefined));
  });
  page.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target.closest("[data-step]") : null;
    if (!(at instanceof HTMLElement) || !at.dataset.step) return;
    event.preventDefault();
    story.seek(at.dataset.step);
    guarded(() => story.highlight(placeOf(at)));
    page.querySelector("[data-part=figure]")?.scrollIntoView({ block: "nearest" });
  });
}
