// Where the focus goes when what had it is no longer there, or when the page itself moves.

/** Gives a place the focus, whether or not it is a control, without moving the page.
 * @param {HTMLElement} place */
export function focusOn(place) {
  if (!place.matches("input, select, textarea, button, a")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** Replaces what is in a place; what had the focus there passes it on to the first button that
 * is there now, or else to another place.
 * @param {HTMLElement} place @param {(string | Node)[]} inside @param {() => HTMLElement} otherwise */
export function refill(place, inside, otherwise) {
  const held = place.contains(document.activeElement);
  place.replaceChildren(...inside);
  if (held) focusOn(place.querySelector("button") ?? otherwise());
}
