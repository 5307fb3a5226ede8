// The engine as a module of its own, for browsers and Node: loads its wasm, runs a machine,
// returns texts and pictures. No DOM here.
import { Engine as Bare, EngineError, start as begin, use } from "../engine.js";
import { beside } from "./beside.js";

export { EngineError, use };

/** @typedef {import("./dom0-engine.js").LedgerRow} LedgerRow */
/** @typedef {import("./dom0-engine.js").Looks} Looks */
/** @typedef {import("./dom0-engine.js").Reading} Reading */
/** @typedef {import("./dom0-engine.js").ReadOptions} ReadOptions */

/**
 * Loads the engine, only once, even if called repeatedly.
 * @param {BufferSource | WebAssembly.Module} [source] the module, if it is not to be fetched
 * @returns {Promise<void>}
 */
export async function start(source) {
  return begin(source ?? await beside());
}

/** Reads a pasted log, as the page does. The reader is a module of its own, loaded by the first
 * call: an embed that reads no log does without it.
 * @param {string} text @param {ReadOptions} [options] @returns {Promise<Reading>} */
export async function read(text, options) {
  const reader = await import("./reader.js");
  return reader.read(text, options);
}

/** One machine; see the engine of the page for `load`, `set`, `get`, `run` and `link`. */
export class Engine extends Bare {
  /** The embed options of the link that was loaded. @returns {Looks} */
  get look() { return this.ask((raw) => raw.look()); }

  /** Reads a pasted log; changes nothing here. @param {string} text @param {ReadOptions} [options] */
  read(text, options) { return read(text, options); }

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
