// The reader of logs as a module of its own: an engine that has it, loaded when the first log is
// read. Embeds stay without it, and the page begins without it. No DOM here.
import { Engine, start } from "../engine.js";
import { Explainer, __wbg_reset_state } from "../explainer.js";

/** @typedef {import("./dom0-engine.js").Reading} Reading */
/** @typedef {import("./dom0-engine.js").ReadOptions} ReadOptions */

/** @type {Engine | undefined} */
let engine;

/** Reads a pasted log. @param {string} text @param {ReadOptions} [options] @returns {Promise<Reading>} */
export async function read(text, { boot = 0, source } = {}) {
  await start(source);
  engine ??= new Engine();
  return engine.ask(() => Explainer.read(text, boot));
}

/** This engine, started, for a page that goes on in it.
 * @returns {Promise<import("../engine.js").Build>} */
export async function started() {
  await start();
  return { Explainer, reset: __wbg_reset_state };
}
