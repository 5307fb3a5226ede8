// The contract of the engine alone, in browsers and in Node.
// Texts are ready to show; page numbers and addresses are texts too.

export type ErrorCode = "wasm-csp" | "wasm-mime" | "wasm-load" | "panic";

/** How an embed is to look; every field a name of links and attributes. */
export interface Looks {
  view: "story" | "ledger" | "diagram";
  controls: "full" | "none";
  theme: "auto" | "light" | "dark";
  motion: "auto" | "none";
  scale: "readable" | "to-scale";
}

/** A row of the ledger: rows sum to the usable RAM of the machine. */
export interface LedgerRow { id: string; name: string; pages: string; amount: string; share: string; sure: string }

/** A step of the story; its id never changes. */
export interface Step { id: string; title: string; caption: string; why: string }

/** What a run found. */
export interface Report {
  ok: boolean;
  errors: { field: string; message: string }[];
  notes: string[];
  headline: string;
  up: boolean;
  machine: string;
  steps: Step[];
}

/** A run for programs: permanent ids, plain numbers, and the ledger after `step`. */
export interface Run {
  /** The fragment of a link that restores it. */
  link: string;
  machine: string;
  headline: string;
  /** Whether dom0 boots. */
  up: boolean;
  /** dom0’s pages as Xen gives them. */
  pages: number;
  step: string;
  steps: { id: string; title: string; caption: string }[];
  /** The rows sum to the machine’s usable RAM. */
  ledger: { account: string; name: string; pages: number; kib: number; sure: string }[];
  notes: string[];
}

export class EngineError extends Error {
  readonly code: ErrorCode;
  /** The inputs it happened with, as a link. */
  readonly link: string;
}

/** The wasm, or a response that brings it. */
export type Source = BufferSource | WebAssembly.Module | Response;
/** The same, later; a function is called when the engine starts. */
export type Given = Source | Promise<Source> | (() => Source | Promise<Source>);

/** Loads the engine once, in a browser or in Node.
 * @param source the wasm, where it is not beside the module */
export function start(source?: Given): Promise<void>;

/** The wasm that `start` and every element take, where it is not beside the module:
 * `use(() => fetch(address))`. */
export function use(source: Given): void;

/** One machine: texts in, a report, texts and pictures out. */
export class Engine {
  /** The last good report. */
  readonly report: Report | null;
  /** Takes a link's fragment as the whole input. */
  load(fragment: string): void;
  /** Types a text into a field, by its name in links. */
  set(field: string, text: string): void;
  get(field: string): string;
  run(): Report;
  link(step: string): string;
  indexOf(id: string): number;
  readonly look: Looks;
  ledger(step: number): LedgerRow[];
  /** What those rows sum to, as a row. */
  ledgerTotal(step: number): LedgerRow;
  text(step: number): string;
  csv(step: number): string;
  /** The run with the ledger after a step, or after the last one; `null` before a run. */
  toJSON(step?: number): Run | null;
  svg(step: number, width?: number): string;
  /** Frees the memory; the handle is of no use afterwards. */
  free(): void;
}
