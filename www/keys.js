// The keys of the figure: those it handles while the focus is inside it, and those left to
// the focused control. Does nothing itself: the caller supplies the actions.
import { direction } from "./player.js";

/** Keys left to a button, and those left to a scrubber. */
const BUTTON = ["Enter", " "];
const SCRUBBER = [...BUTTON, "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

/**
 * @param {HTMLElement} figure
 * @param {HTMLElement} scrub the scrubber in it
 * @param {Record<string, () => void>} acts the action of a key, by its name (`Shift+Home`)
 * @param {(way: 1 | -1) => void} notch an arrow on the scrubber moves to the next step at
 *   rest; dragging stops anywhere
 * @param {AbortSignal} signal ends it
 */
export function keys(figure, scrub, acts, notch, signal) {
  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = chosen(event);
    if (!act) return;
    event.preventDefault();
    // Whoever uses them needs no hint.
    figure.dataset.keyed = "";
    act();
  }, { signal });
  figure.addEventListener("blur", () => { delete figure.dataset.keyed; }, { signal });

  /** @param {KeyboardEvent} event */
  function chosen(event) {
    // The list of speeds has keys of its own.
    if (event.target instanceof HTMLSelectElement) return undefined;
    const onScrub = event.target === scrub;
    const way = onScrub ? direction(event) : 0;
    if (way) return () => notch(way);
    const kept = onScrub ? SCRUBBER : event.target === figure ? [] : BUTTON;
    if (kept.includes(event.key)) return undefined;
    return acts[(event.shiftKey ? "Shift+" : "") + event.key];
  }
}
