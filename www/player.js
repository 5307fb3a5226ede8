// The clock of the story: pure functions of a position from 0 to n - 1. A whole position i
// means that step i is done; between i - 1 and i, step i is in progress. No DOM here.

/** Milliseconds a step takes. */
export const STEP_MS = 1200;

/**
 * The step that a position shows, and its progress.
 * @param {number} position
 * @returns {{step: number, t: number}}
 */
export function at(position) {
  const step = Math.ceil(position);
  return { step, t: position === step ? 1 : position - (step - 1) };
}

/**
 * The position after `ms` on the way to `goal`; never past it.
 * @param {number} position
 * @param {number} goal
 * @param {number} ms
 * @returns {number}
 */
export function advance(position, goal, ms) {
  const way = Math.sign(goal - position) * (ms / STEP_MS);
  return Math.abs(goal - position) <= Math.abs(way) ? goal : position + way;
}

/**
 * The next whole position in a direction.
 * @param {number} position
 * @param {1 | -1} direction
 * @param {number} last
 * @returns {number}
 */
export function neighbour(position, direction, last) {
  const goal = direction > 0 ? Math.floor(position) + 1 : Math.ceil(position) - 1;
  return Math.max(0, Math.min(last, goal));
}

/**
 * The direction in which a key moves a scrubber, as for a native range input.
 * @param {KeyboardEvent} event
 * @returns {1 | -1 | 0} 0 if it does not
 */
export function direction({ key, shiftKey, ctrlKey, altKey, metaKey }) {
  if (shiftKey || ctrlKey || altKey || metaKey) return 0;
  if (["ArrowRight", "ArrowUp", "PageUp"].includes(key)) return 1;
  return ["ArrowLeft", "ArrowDown", "PageDown"].includes(key) ? -1 : 0;
}

/**
 * A position in words: `Step 5 of 9, halfway`.
 * @param {number} position
 * @param {number} count
 * @returns {string}
 */
export function where(position, count) {
  const { step, t } = at(position);
  const part = t >= 1 ? "" : t < 0.35 ? ", begun" : t > 0.65 ? ", almost done" : ", halfway";
  return `Step ${step + 1} of ${count}${part}`;
}
