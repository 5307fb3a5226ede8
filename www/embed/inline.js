// The wasm that is part of the page itself: LZMA, then base64.
import { EngineError } from "../engine.js";
import { unpack } from "./unpack.js";

/** @returns {Promise<ArrayBuffer>} */
export async function bytes() {
  const text = document.querySelector("script[type='application/wasm+lzma+base64']")?.textContent ?? "";
  try {
    return unpack(Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0))).buffer;
  } catch (cause) {
    throw new EngineError("wasm-load", "The simulation that this file holds is damaged.", { cause });
  }
}
