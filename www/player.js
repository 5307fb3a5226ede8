// The clock of the story: pure functions of a position from 0 to n - 1. A whole position i
// means that step i is done; between i - 1 and i, step i is in progress. No DOM here.

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
 * The step whose motion leads from a position towards a goal.
 * @param {number} position
 * @param {number} goal
 * @returns {number}
 */
export function under(position, goal) {
  return goal > position ? Math.floor(position) + 1 : Math.ceil(position);
}

/**
 * The position after a part of a step on the way to `goal`; never past it.
 * @param {number} position
 * @param {number} goal
 * @param {number} part of one step
 * @returns {number}
 */
export function advance(position, goal, part) {
  return Math.abs(goal - position) <= part ? goal : position + Math.sign(goal - position) * part;
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

/** A drag this near to a whole position means it. */
const NEAR = 0.15;

/**
 * A position where a drag ends: whole if it is near one.
 * @param {number} position
 * @returns {number}
 */
export function snapped(position) {
  const whole = Math.round(position);
  return Math.abs(position - whole) < NEAR ? whole : position;
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

/** Words of the story's markup: a step, its place among all, and parts of a step.
 * @typedef {{step: string, of: string, parts: string}} Words */

/**
 * A step's place: `5 of 9`.
 * @param {number} step
 * @param {number} count
 * @param {Words} words
 * @returns {string}
 */
export const place = (step, count, words) => words.of.replace("#", `${step + 1}`).replace("#", `${count}`);

/**
 * A position in words: `Step 5 of 9, halfway`.
 * @param {number} position
 * @param {number} count
 * @param {Words} words
 * @returns {string}
 */
export function where(position, count, words) {
  const { step, t } = at(position);
  const [begun, half, almost] = words.parts.split("|");
  const part = t >= 1 ? "" : t < 0.35 ? begun : t > 0.65 ? almost : half;
  return `${words.step}${place(step, count, words)}${part}`;
}
