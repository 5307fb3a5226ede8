// The wasm that stands in the page itself: gzip, then base64.

/** @returns {Promise<ArrayBuffer>} */
export async function bytes() {
  const text = document.querySelector("script[type='application/wasm+gzip+base64']")?.textContent ?? "";
  const packed = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
