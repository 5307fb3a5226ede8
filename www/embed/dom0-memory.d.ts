// The contract of the package: the element, the engine, their events.
// Texts are ready to show; page numbers and addresses are texts too.

export type ErrorCode = "wasm-csp" | "wasm-mime" | "wasm-load" | "panic";

/** How an embed is to look; every field a name of links and attributes. */
export interface Looks { view: string; controls: string; theme: string; motion: string; scale: string }

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

/** Where the story is; `position` has fractions while it is on the way. */
export interface State { ready: boolean; playing: boolean; index: number; id: string; position: number; steps: number }

/** The machine of an element, as attributes (`host-mem`) and as properties (`hostMem`);
 * `null` takes the attribute away. */
export interface Inputs {
  preset: string | null;
  hostMem: string | null;
  /** `0-9f:u,f0-100:r,…` (hexadecimal page numbers, end excluded) or one region a line. */
  e820: string | null;
  nrPages: string | null;
  dom0Mem: string | null;
  xen: string | null;
  linux: string | null;
  flavour: string | null;
  vcpus: string | null;
  domainLimit: string | null;
  ibft: string | null;
  balloon: string | null;
  hotplug: string | null;
  iommu: string | null;
  installed: string | null;
  memTotal: string | null;
  kernelImage: string | null;
  swiotlb: string | null;
  step: string | null;
  view: "story" | "ledger" | "diagram" | null;
  controls: "full" | "none" | null;
  theme: "auto" | "light" | "dark" | null;
  motion: "auto" | "none" | null;
  scale: "readable" | "to-scale" | null;
  loading: "lazy" | "eager" | null;
}

export interface Dom0Memory extends Inputs {}
export class Dom0Memory extends HTMLElement {
  /** Fulfilled when the story shows; whoever asks late is served at once. */
  readonly ready: Promise<Dom0Memory>;
  readonly state: State;
  play(): void;
  pause(): void;
  /** @param to id or index of a step */
  seek(to: string | number): void;
  /** Shows what a link says, in the place of the attributes. */
  load(fragment: string): void;
  toSVG(): string;
  toText(): string;
  toCSV(): string;
  permalink(): string;
}

export interface Dom0MemoryEvents {
  "dom0-ready": CustomEvent<State>;
  "dom0-step": CustomEvent<{ index: number; id: string; title: string; text: string; ledger: LedgerRow[] }>;
  "dom0-state": CustomEvent<{ playing: boolean }>;
  "dom0-input-error": CustomEvent<{ field: string; message: string }>;
  "dom0-error": CustomEvent<{ code: ErrorCode; message: string }>;
}

declare global {
  interface HTMLElementTagNameMap { "dom0-memory": Dom0Memory }
  interface HTMLElementEventMap extends Dom0MemoryEvents {}
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
