// The engine for JavaScript: loads the wasm once for all its users on a page, reports
// failures by one of four codes, restarts after a panic, and lets another build of itself take
// its place. No DOM here.
import init, { Explainer, __wbg_reset_state } from "./explainer.js";

/** @typedef {import("./explainer.js").Report} Report */
/** @typedef {import("./explainer.js").Details} Details */
/** @typedef {"wasm-csp" | "wasm-mime" | "wasm-load" | "panic"} ErrorCode */

/** Errors of the engine itself; typed text cannot cause one. */
export class EngineError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string} message a sentence for the reader
   * @param {{cause?: unknown, link?: string}} [more] `link`: the inputs that caused it
   */
  constructor(code, message, { cause, link = "" } = {}) {
    super(message, { cause });
    this.name = "EngineError";
    this.code = code;
    this.link = link;
  }
}

/** What a build of the engine offers, and what makes it anew after a panic.
 * @typedef {{Explainer: typeof Explainer, reset: () => void}} Build */

/** The build in use. @type {Build} */
let build = { Explainer, reset: __wbg_reset_state };

/** @type {Promise<void> | undefined} */
let started;
/** Counts instances; a handle of an earlier one is dead. */
let life = 0;
/** The life that began with another build: handles of the one before it still live. */
let replaced = -1;

/** @typedef {BufferSource | WebAssembly.Module | Response} Source */
/** @typedef {Source | Promise<Source> | (() => Source | Promise<Source>)} Given */

/** @type {Given | undefined} */
let inline;

/** The module to start from, if it is not to be fetched from beside the script; a function
 * is called when the engine starts. A promise that is rejected gives the reason in an
 * `EngineError`.
 * @param {Given} source */
export function use(source) { inline = source; }

/**
 * Loads the engine, only once, even if called repeatedly; a failed load may be retried.
 * @param {Given} [source] the module, if it is not to be fetched from beside the script
 * @returns {Promise<void>}
 */
export function start(source = inline) {
  started ??= load(source).catch((error) => {
    started = undefined;
    throw error;
  });
  return started;
}

/** @param {Given} [source] */
async function load(source) {
  if (typeof WebAssembly !== "object") {
    throw new EngineError("wasm-load", "This browser has no WebAssembly, so it cannot run the simulation. Any browser since 2022 can.");
  }
  if (source) {
    const given = await (typeof source === "function" ? source() : source);
    if (given instanceof Response) return arrived(given);
    await init({ module_or_path: given }).catch((cause) => { throw refused(cause, "application/wasm"); });
    return;
  }
  await arrived(await fetch(new URL("./explainer_bg.wasm", import.meta.url)).catch((cause) => {
    throw new EngineError("wasm-load", "The simulation could not be fetched: the network or the page’s content policy (connect-src) stopped it.", { cause });
  }));
}

/** Compiles what a server sends while it comes. @param {Response} response */
async function arrived(response) {
  if (!response.ok) {
    throw new EngineError("wasm-load", `The simulation could not be fetched: the server answered ${response.status}.`);
  }
  const type = response.headers.get("content-type") ?? "";
  await init({ module_or_path: response }).catch((cause) => { throw refused(cause, type); });
}

/** An empty module: a browser that refuses it refuses every module. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Why a module that arrived did not start.
 * @param {unknown} cause @param {string} type */
function refused(cause, type) {
  try {
    new WebAssembly.Module(EMPTY);
  } catch {
    return new EngineError("wasm-csp", "This page’s content policy does not allow WebAssembly. If the page is yours, add 'wasm-unsafe-eval' to script-src.", { cause });
  }
  if (!type.startsWith("application/wasm")) {
    return new EngineError("wasm-mime", `The server sent the simulation as “${type || "nothing"}”, and what it sent is no WebAssembly. If the page is yours, send explainer_bg.wasm as application/wasm.`, { cause });
  }
  return new EngineError("wasm-load", "The simulation arrived damaged or needs a newer browser.", { cause });
}

/** Whether the engine itself ended, as opposed to refusing an input.
 * @param {unknown} error */
function isPanic(error) {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

/** Whether the build in use reads logs: the page begins with one that does not. */
export const readsLogs = () => "read" in build.Explainer;

/** Takes another build, which has started, from now on. Every machine goes on in it, with all that
 * was typed; it must run and be drawn again. @param {Build} other */
export function replace(other) {
  build = other;
  replaced = life += 1;
}

/** One machine: texts in, a report out, pictures of it. A page can have any number of them. */
export class Engine {
  #raw = new build.Explainer();
  #life = life;
  /** Texts typed since the last valid run, to type them again after a panic.
   * @type {{fragment: string | null, texts: [string, string][]}} */
  #typed = { fragment: null, texts: [] };
  #good = "";
  /** The last report without errors. @type {Report | null} */
  report = null;
  /** Whether the engine has ended since the last run: fields may show what it does not have. */
  recovered = false;
  /** Whether a text, or the engine itself, is another since the last run. A link does not tell:
   * it holds no log. */
  pending = true;
  /** @type {Details | null} */
  #details = null;

  static get presets() { return build.Explainer.presets(); }

  /** Sets every text of a link's fragment. @param {string} fragment */
  load(fragment) {
    this.#typed = { fragment, texts: [] };
    this.pending = true;
    this.#call((raw) => raw.load(fragment));
  }

  /** Types a text into a field. @param {string} field @param {string} text */
  set(field, text) {
    this.#typed.texts.push([field, text]);
    this.pending = true;
    this.#call((raw) => raw.set(field, text));
  }

  /** Fills the form with what a pasted log gave. @param {Record<string, string>} fields texts by
   * field, of the log's report */
  useFound(fields) {
    this.pending = true;
    this.#call((raw) => raw.use_found(Object.keys(fields), Object.values(fields)));
    // Not the log itself: its values are enough to return to them.
    this.#typed = { fragment: this.link(""), texts: [] };
  }

  /** The text of a field. @param {string} field */
  get(field) { return this.#call((raw) => raw.get(field)); }

  /** Runs; a field in error counts with its last good text. If there is none, the last valid
   * machine remains.
   * @returns {Report} */
  run() {
    const report = this.#call((raw) => raw.run());
    this.recovered = false;
    // What waits for an engine that reads logs is still to be run.
    this.pending = report.page?.waits;
    if (report.ok) {
      this.report = report;
      this.#details = null;
      if (report.errors.length === 0) {
        this.#good = this.link("");
        this.#typed = { fragment: this.#good, texts: [] };
      }
    }
    return report;
  }

  /** What the page shows next to the story, of the last report without errors; calculated when
   * it is first asked for. @returns {Details | null} */
  get details() {
    if (this.report) this.#details ??= this.#call((raw) => raw.details());
    return this.#details;
  }

  /** The fragment that restores everything. @param {string} step */
  link(step) { return this.#call((raw) => raw.link(step)); }

  /** The index of the step with this id, or of the one a link asked for.
   * @param {string} id */
  indexOf(id) { return this.#call((raw) => raw.index_of(id)); }

  /** Draws on a canvas; see explainer.d.ts.
   * @param {HTMLCanvasElement} canvas @param {number} step @param {number} t
   * @param {number} width @param {number} ratio @param {string} theme */
  draw(canvas, step, t, width, ratio, theme) {
    return this.#call((raw) => raw.draw(canvas, step, t, width, ratio, theme));
  }

  /** The figure's height at this width, CSS pixels. @param {number} width @returns {number} */
  height(width) { return this.#call((_, Explainer) => Explainer.height(width)); }

  /** The same for the chart of larger hosts. @param {number} width @returns {number} */
  sweepHeight(width) { return this.#call((_, Explainer) => Explainer.sweep_height(width)); }

  /** Any other call: `engine.ask((raw) => raw.hit(3, 4))`.
   * @template T @param {(raw: Explainer, kind: typeof Explainer) => T} question @returns {T} */
  ask(question) { return this.#call(question); }

  /** Frees the engine's memory; the handle cannot be used afterwards. */
  free() {
    if (this.#life === life) this.#raw.free();
    this.#life = -1;
  }

  /** @template T @param {(raw: Explainer, kind: typeof Explainer) => T} work @returns {T} */
  #call(work) {
    if (this.#life !== life) this.#follow();
    try {
      return work(this.#raw, build.Explainer);
    } catch (cause) {
      if (!isPanic(cause)) throw cause;
      build.reset();
      life += 1;
      this.recovered = this.pending = true;
      throw new EngineError("panic", "The simulation stopped on this input. That is a fault of the page, not of your machine.", { cause, link: this.#recover() });
    }
  }

  /** After a panic: records the link that caused it, then returns to the last valid
   * machine. */
  #recover() {
    const raw = new build.Explainer();
    this.#type(raw);
    const link = raw.link("");
    raw.free();
    this.#revive(this.#good);
    return link;
  }

  /** Goes on in an instance that began since the last call: after a panic with the last valid
   * machine, in another build with all that is there. */
  #follow() {
    const old = life === replaced && this.#life === life - 1 ? this.#raw : null;
    this.#revive(this.#good);
    if (!old) return;
    const { scale } = old.look();
    old.free();
    this.#type(this.#raw);
    this.#raw.scale(scale);
    this.pending = true;
  }

  /** Types what was typed since the last valid run. @param {Explainer} raw */
  #type(raw) {
    if (this.#typed.fragment !== null) raw.load(this.#typed.fragment);
    for (const [field, text] of this.#typed.texts) raw.set(field, text);
  }

  /** A new handle in place of a dead one. @param {string} fragment */
  #revive(fragment) {
    this.#raw = new build.Explainer();
    this.#life = life;
    if (!fragment) return;
    this.#raw.load(fragment);
    this.#raw.run();
  }
}

/** The run with the ledger after a step, for programs; `null` before the first run.
 * @param {Engine} engine @param {number} step @returns {import("./embed/dom0-engine.js").Run | null} */
export function run(engine, step) {
  return engine.ask((raw) => raw.export(step));
}
