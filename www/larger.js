// The engine that reads logs, a fifth larger than the one that the page starts with: fetched when
// it is first needed, for a paste or for a text in a field that may be of a log.
import { said } from "./bind.js";
import { EngineError, readsLogs, replace } from "./engine.js";

/** @type {Promise<void> | undefined} */
let growing;

/** Lets it take the place of the page's own; once it has, this does nothing. A failed load may be
 * retried. @returns {Promise<void>} */
export function grow() {
  if (readsLogs()) return Promise.resolve();
  growing ??= import("./embed/reader.js").then((reader) => reader.started()).then(replace).catch((cause) => {
    throw new EngineError("wasm-load", said("no-reader"), { cause });
  }).finally(() => { growing = undefined; });
  return growing;
}
