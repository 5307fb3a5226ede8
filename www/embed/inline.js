// The wasm that is part of the page itself: gzip, then base64.
import { EngineError } from "../engine.js";

/** @returns {Promise<ArrayBuffer>} */
export async function bytes() {
  if (typeof DecompressionStream !== "function") {
    throw new EngineError("wasm-load", "This browser cannot unpack the simulation that this file holds. Any browser since May 2023 can; an older one can run the full page where that is served as several files.");
  }
  const text = document.querySelector("script[type='application/wasm+gzip+base64']")?.textContent ?? "";
  const packed = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer().catch((cause) => {
    throw new EngineError("wasm-load", "The simulation that this file holds is damaged.", { cause });
  });
}
