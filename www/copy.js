// Copying that works without permission: if the clipboard is refused, the text is selected
// and the reader is told which keys copy it.
import { said } from "./bind.js";

/**
 * @param {HTMLElement} source an input, or the element with the text
 * @param {HTMLElement} says the element for the message about the result
 * @returns {Promise<boolean>} whether it was copied, not only selected
 */
export async function copy(source, says) {
  const field = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement ? source : null;
  try {
    await navigator.clipboard.writeText(field ? field.value : source.textContent ?? "");
    says.textContent = said("word-copied");
    return true;
  } catch {
    if (field) field.select();
    else getSelection()?.selectAllChildren(source);
    says.textContent = said("selected");
    return false;
  }
}
