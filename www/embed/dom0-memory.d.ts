// The contract of the element and its events; the engine's is in dom0-engine.d.ts.
// Texts are ready to show; page numbers and addresses are texts too.
import type { ErrorCode, LedgerRow, Run } from "./dom0-engine.js";

export type { ErrorCode, LedgerRow, Run };

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
  crashkernel: string | null;
  layout: string | null;
  installed: string | null;
  memTotal: string | null;
  kernelImage: string | null;
  swiotlb: string | null;
  step: string | null;
  view: "story" | "ledger" | "diagram" | null;
  controls: "full" | "none" | null;
  chips: "none" | "all" | null;
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
  /** @param to id or index of a step; returns whether it shows now */
  seek(to: string | number): boolean;
  /** Shows what a link says, in the place of the attributes. */
  load(fragment: string): void;
  toSVG(): string;
  toText(): string;
  toCSV(): string;
  /** The run for programs, with the ledger after the step on show; `null` before it is ready. */
  toJSON(): Run | null;
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
