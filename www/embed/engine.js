// The engine as a module of its own: loads its wasm, runs a machine, returns texts and
// pictures. No DOM here. Node's entry is engine-node.js.
import { Engine as Bare, EngineError, run, start, use } from "../engine.js";

export { EngineError, start, use };

/** @typedef {import("./dom0-engine.js").LedgerRow} LedgerRow */
/** @typedef {import("./dom0-engine.js").Looks} Looks */
/** @typedef {import("./dom0-engine.js").Run} Run */
/** @typedef {import("./dom0-engine.js").Reading} Reading */
/** @typedef {import("./dom0-engine.js").ReadOptions} ReadOptions */

/** Where the reader's wasm is, if it is not beside its module.
 * @type {import("../engine.js").Given | undefined} */
let source;

/** The same for the reader of logs as `use` is for the engine.
 * @param {import("../engine.js").Given} given */
export function useReader(given) { source = given; }

/** Reads a pasted log, as the page does. The reader is a module of its own, loaded by the first
 * call: an embed that reads no log does without it.
 * @param {string} text @param {ReadOptions} [options] @returns {Promise<Reading>} */
export async function read(text, options) {
  const reader = await import("./reader.js");
  return reader.read(text, { source, ...options });
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

  /** The run for programs, with the ledger after a step: by default after the last one.
   * `null` before the first run. @param {number} [step] @returns {Run | null} */
  toJSON(step = (this.report?.steps.length ?? 1) - 1) { return run(this, step); }

  /** The figure as an SVG file. @param {number} step @param {number} [width] @returns {string} */
  svg(step, width = 936) { return this.ask((raw) => raw.picture_file(step, width)); }
}
