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

export class EngineError extends Error {
  readonly code: ErrorCode;
  /** The inputs it happened with, as a link. */
  readonly link: string;
}

/** Loads the engine once, in a browser or in Node.
 * @param source the wasm, where it is not to be fetched from beside the module */
export function start(source?: BufferSource | WebAssembly.Module): Promise<void>;

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
  svg(step: number, width?: number): string;
  /** Frees the memory; the handle is of no use afterwards. */
  free(): void;
}
