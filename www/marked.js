// Texts with marks as nodes. The engine’s sentences mark what is typed and what is strong.

/** @param {string} text with `code` and *strong* @returns {(string | Node)[]} */
export function marked(text) {
  return text.split(/(`[^`]*`|\*[^*]*\*)/).filter(Boolean).map((part) => {
    const tag = part.length > 1 && { "`": "code", "*": "b" }[part[0]];
    if (!tag) return part;
    const made = document.createElement(tag);
    made.textContent = part.slice(1, -1);
    return made;
  });
}
