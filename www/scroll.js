// Boxes that scroll sideways are tab stops only while they do scroll.
const BOXES = ".scroll, .log";

/** @param {ParentNode} root @returns {() => void} checks every box again, with the next frame */
export function scrolls(root) {
  // The observer reports a box as soon as it is watched. All boxes are measured before any is
  // changed, so that the page is laid out once.
  const sizes = new ResizeObserver((entries) => {
    const seen = entries.map(({ target }) => ({ box: /** @type {HTMLElement} */ (target), does: scrolling(target) }));
    for (const { box, does } of seen) {
      if (does) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  });
  return () => {
    sizes.disconnect();
    for (const box of root.querySelectorAll(BOXES)) sizes.observe(box);
  };
}

/** @param {Element} box */
function scrolling(box) {
  return box.scrollWidth > box.clientWidth || (box.matches(".log") && box.scrollHeight > box.clientHeight);
}
