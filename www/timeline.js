// The kernel's slider: a native range whose thumb rests on releases only. Positions and
// releases are the engine's.

/** Keys that move the thumb, by how many releases. @type {Record<string, number>} */
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5, Home: -Infinity, End: Infinity };

/**
 * @param {HTMLInputElement} range
 * @param {number[]} stops positions, rising
 * @param {(position: number, live: boolean) => void} moved `live`: the thumb is still held
 */
export function timeline(range, stops, moved) {
  const nearest = () => {
    const at = Number(range.value);
    return stops.reduce((best, stop, i) => (Math.abs(stop - at) < Math.abs(stops[best] - at) ? i : best), 0);
  };
  let last = range.value;
  /** @param {number} index @param {boolean} live */
  const go = (index, live) => {
    range.value = String(stops[Math.max(0, Math.min(stops.length - 1, index))]);
    if (live && range.value === last) return;
    last = range.value;
    moved(Number(range.value), live);
  };
  range.addEventListener("input", () => go(nearest(), true));
  range.addEventListener("change", () => go(nearest(), false));
  range.addEventListener("keydown", (event) => {
    const way = KEYS[event.key];
    if (way === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    go(nearest() + way, false);
  });
}
