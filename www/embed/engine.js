// The engine as a module of its own, for browsers and Node: loads its wasm, runs a machine,
// returns texts and pictures. No DOM here.
import { Engine as Bare, EngineError, start as begin, use } from "../engine.js";

export { EngineError, use };

/** @typedef {import("./dom0-engine.js").LedgerRow} LedgerRow */
/** @typedef {import("./dom0-engine.js").Looks} Looks */

/**
 * Loads the engine, only once, even if called repeatedly.
 * @param {BufferSource | WebAssembly.Module} [source] the module, if it is not to be fetched
 * @returns {Promise<void>}
 */
export async function start(source) {
  let bytes = source;
  if (!bytes && import.meta.url.startsWith("file:") && "process" in globalThis) {
    const { readFile } = await import("node:fs/promises");
    bytes = await readFile(new URL("explainer_bg.wasm", import.meta.url));
  }
  return begin(bytes);
}

/** One machine; see the engine of the page for `load`, `set`, `get`, `run` and `link`. */
export class Engine extends Bare {
  /** The embed options of the link that was loaded. @returns {Looks} */
  get look() { return this.ask((raw) => raw.look()); }

  /** The ledger after a step. @param {number} step @returns {LedgerRow[]} */
  ledger(step) { return this.ask((raw) => raw.ledger(step)); }

  /** The run in lines of 80 columns. @param {number} step @returns {string} */
  text(step) { return this.ask((raw) => raw.text(step)); }

  /** The sum of those rows. @param {number} step @returns {LedgerRow} */
  ledgerTotal(step) { return this.ask((raw) => raw.ledger_total(step)); }
  /** The ledger as CSV. @param {number} step @returns {string} */
  csv(step) { return this.ask((raw) => raw.csv(step)); }

  /** The figure as an SVG file. @param {number} step @param {number} [width] @returns {string} */
  svg(step, width = 936) { return this.ask((raw) => raw.picture_file(step, width)); }
}
