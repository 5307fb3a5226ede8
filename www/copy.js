// Copying that works without permission: where the clipboard is refused, the text is
// selected and the reader told which keys copy it.

/**
 * @param {HTMLElement} source an input, or what holds the text
 * @param {HTMLElement} says where to say what happened
 */
export async function copy(source, says) {
  const field = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement ? source : null;
  try {
    await navigator.clipboard.writeText(field ? field.value : source.textContent ?? "");
    says.textContent = "Copied.";
  } catch {
    if (field) field.select();
    else getSelection()?.selectAllChildren(source);
    says.textContent = "Selected: press Ctrl+C (⌘C) to copy.";
  }
}
