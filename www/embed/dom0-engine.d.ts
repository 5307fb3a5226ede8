// The contract of the engine alone, in browsers and in Node.
// Texts are ready to show; page numbers and addresses are texts too.

export type ErrorCode = "wasm-csp" | "wasm-mime" | "wasm-load" | "panic";

/** How an embed is to look; every field a name of links and attributes. */
export interface Looks {
  view: "story" | "ledger" | "diagram";
  controls: "full" | "none";
  chips: "none" | "all";
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

/** How to read a log. */
export interface ReadOptions {
  /** The number of the boot that counts, from 1; without it the last complete one. */
  boot?: number;
  /** The reader's wasm, where it is not to be fetched from beside the module. */
  source?: Given;
}

/** A figure of a log beside the model's. */
export interface ReconciledRow {
  item: string;
  name: string;
  log: string;
  model: string;
  verdict: string;
  reason: string;
  /** The log's lines that gave it, from 1. */
  lines: number[];
}

/** What is made of a log: the same as `dom0-memory read --json` prints. */
export interface Reading {
  /** Whether it was read; if not, the first note says why. */
  read: boolean;
  /** Whose log it is: `dom0`, `pvh`, `guest`, `shim`, `bare-metal`, `arm`, `32-bit`, `iomem`, `efi-table`, `ring-tail` or `no-dom0`. */
  kind: string;
  boots: number;
  /** The boot that counts, from 1; 0 if there is none. */
  boot: number;
  /** The boots to choose from, if there are several. */
  choices: { number: number; name: string; place: string; first: number; last: number; machine: number; complete: boolean }[];
  notes: string[];
  /** The figures; `null` where the log says nothing. `mem_total` is in KiB. */
  facts: {
    xen: string | null; linux: string | null; option: string | null; machine_map: number | null; dom0_map: number | null;
    nr_pages: number | null; released: number | null; remapped: number | null; mem_total: number | null;
  };
  found: { item: string; name: string; value: string; lines: number[] }[];
  missing: { item: string; name: string; command: string }[];
  /** One for every line of the log; lines of a kind share one object. */
  lines: { verdict: string; item: string; why: string }[];
  /** `agrees`, `differs`, `partial` or `not-dom0`. */
  verdict: string;
  reason: string;
  rows: ReconciledRow[];
  /** Texts for `set`, by field. */
  fields: Record<string, string>;
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

/** The same for the reader of logs, whose wasm is one of its own. */
export function useReader(source: Given): void;

/** Reads a pasted log, as the page does; the reader is loaded by the first call. */
export function read(text: string, options?: ReadOptions): Promise<Reading>;

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
  /** Reads a pasted log; changes nothing here. */
  read(text: string, options?: ReadOptions): Promise<Reading>;
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
