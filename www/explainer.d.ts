// What the engine offers to the page: the contract between Rust and JavaScript. What
// the package promises as well is taken from its contract.
import type {
  AdviceTexts, ComparedRow, Details, DifferenceRow, Explained, Hit, Instruction, LedgerRow, Looks,
  PasteReport, Preset, RegionRow, Report as Written, Step, SweepReport,
} from "./engine-types.js";
import type * as promised from "./embed/dom0-engine.js";
export type {
  AdviceTexts, Details, DifferenceRow, Explained, Hit, Instruction, LedgerRow, Looks, Preset,
  RegionRow, Step,
};

/** The page's engine always sends the details; the embed's is smaller. */
export interface Report extends Omit<Written, "details"> { details: Details }

// What the package promises is part of what the engine sends.
type Keeps<Promised, Sent extends Promised> = Sent;
export type Kept = [
  Keeps<promised.Report, Written>, Keeps<promised.LedgerRow, LedgerRow>, Keeps<promised.Looks, Looks>,
];

export class Explainer {
  constructor();
  free(): void;
  static presets(): Preset[];
  /** Reads a paste; changes nothing. */
  static read(text: string): PasteReport;
  /** Fills the form from a paste; returns the fragment that brings back what it replaced. */
  use_paste(text: string): string;
  /** The figure's height at this width, CSS pixels. */
  static height(width: number): number;
  load(fragment: string): void;
  set(field: string, text: string): void;
  get(field: string): string;
  run(): Report;
  index_of(id: string): number;
  link(step: string): string;
  /** What every later picture lights: `released`, `D:bf780`, or nothing. */
  light(name: string): void;
  /** `readable` or `to-scale`. */
  scale(name: string): void;
  draw(canvas: HTMLCanvasElement, step: number, t: number, width: number, ratio: number, theme: string): boolean;
  hit(x: number, y: number): Hit | undefined;
  about(key: string): Hit | undefined;
  regions(): Hit[];
  compare(other: Explainer): ComparedRow[];
  /** What a fragment says of a field of the other machine. */
  static other(fragment: string, field: string): string | undefined;
  /** The fragment with the other machine’s texts too. */
  link_beside(step: string, dom0_mem: string, xen: string, linux: string): string;
  whole_svg(width: number): string;
  /** Begins a curve; tells how many points it will have. */
  loss_start(linux: string): number;
  /** One more point; tells how many are left. */
  loss_step(): number;
  loss(): SweepReport;
  static loss_height(width: number): number;
  draw_beside(other: Explainer, canvas: HTMLCanvasElement, position: number, width: number, ratio: number, theme: string): boolean;
  svg_beside(other: Explainer, position: number, width: number): string;
  draw_loss(canvas: HTMLCanvasElement, width: number, ratio: number, theme: string): boolean;
  loss_svg(width: number): string;
  svg(step: number, t: number, width: number): string;
  answer_svg(width: number): string;
  /** How the loaded link wants an embed to look. */
  look(): Looks;
  /** The ledger after a step. */
  ledger(step: number): LedgerRow[];
  /** What those rows sum to, as a row. */
  ledger_total(step: number): LedgerRow;
  /** The run in lines of 80 columns. */
  text(step: number): string;
  /** The ledger after a step as CSV. */
  csv(step: number): string;
  /** The figure after a step as an SVG file of its own. */
  picture_file(step: number, width: number): string;
  /** What one pastes to embed this machine, as a frame or as an element. */
  iframe(step: string, base: string): string;
  element(step: string, base: string): string;
}

/** Starts the engine anew after a panic; every handle made before is dead. */
export function __wbg_reset_state(): void;

export default function init(options: { module_or_path: Response | BufferSource | WebAssembly.Module }): Promise<unknown>;
