// Boxes that scroll sideways are tab stops only while they do scroll.
const BOXES = ".scroll, .log";

/** @param {ParentNode} root @returns {() => void} checks every box again */
export function scrolls(root) {
  const sizes = new ResizeObserver((entries) => entries.forEach((entry) => tidy(/** @type {HTMLElement} */ (entry.target))));
  return () => {
    sizes.disconnect();
    root.querySelectorAll(BOXES).forEach((box) => {
      tidy(/** @type {HTMLElement} */ (box));
      sizes.observe(box);
    });
  };
}

/** @param {HTMLElement} box */
function tidy(box) {
  const down = box.matches(".log") && box.scrollHeight > box.clientHeight;
  if (down || box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}
