// Sets the height of marked frames to that of their contents:
//   <iframe data-dom0-memory src="…/embed.html#…"></iframe><script src="…/loader.js" async></script>
// Listens only to these frames, and accepts only whole, plausible heights from them.
(() => {
  const NS = "dom0-memory";
  const [LEAST, MOST] = [120, 6000];
  const frames = () => /** @type {NodeListOf<HTMLIFrameElement>} */ (document.querySelectorAll("iframe[data-dom0-memory]"));
  const ask = (/** @type {HTMLIFrameElement} */ frame) => frame.contentWindow?.postMessage({ ns: NS, v: 1, type: "ask-size" }, "*");
  addEventListener("message", (event) => {
    const said = event.data;
    if (typeof said !== "object" || said === null || said.ns !== NS || said.v !== 1) return;
    if (said.type !== "resize" && said.type !== "ready") return;
    if (!Number.isInteger(said.height)) return;
    for (const frame of frames()) {
      if (frame.contentWindow !== event.source) continue;
      frame.height = String(Math.min(MOST, Math.max(LEAST, said.height)));
    }
  });
  const begin = () => frames().forEach((frame) => {
    frame.addEventListener("load", () => ask(frame));
    ask(frame);
  });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
})();
