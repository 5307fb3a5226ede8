// The engine's wasm beside its module, where it cannot be fetched: in Node.

/** Its bytes in Node; nothing in a browser, which fetches it.
 * @returns {Promise<BufferSource | undefined>} */
export async function beside() {
  if (!import.meta.url.startsWith("file:") || !("process" in globalThis)) return undefined;
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL("explainer_bg.wasm", import.meta.url));
}
