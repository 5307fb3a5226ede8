// What the engine offers to the page: the contract between Rust and JavaScript. What
// the package promises as well is taken from its contract.
import type {
  AdviceTexts, CeilingHandle, ChipGroup, ComparedRow, ControlMove, Details, DifferenceRow, Explained, FormView, Hit,
  Instruction, LedgerRow, LogLine, Looks, PageReport, PasteReport, Preset, RecoveryStep, RegionRow,
  Report as Written, Run, Step, SweepReport, Timeline,
} from "./engine-types.js";
import type * as promised from "./embed/dom0-engine.js";
export type {
  AdviceTexts, ChipGroup, Details, DifferenceRow, Explained, Hit, Instruction, LedgerRow, LogLine, Looks,
  Preset, RecoveryStep, RegionRow, Step,
};

/** The page's engine sends what the page shows of a run, with the form's part where there is a
 * boot; the embed's sends neither. */
export interface Report extends Omit<Written, "page"> { page: Omit<PageReport, "form"> & { form: FormView } }

// What the package promises is part of what the engine sends.
type Keeps<Promised, Sent extends Promised> = Sent;
export type Kept = [
  Keeps<promised.Report, Written>, Keeps<promised.LedgerRow, LedgerRow>, Keeps<promised.Looks, Looks>, Keeps<promised.Run, Run>,
  Keeps<promised.Reading, PasteReport>,
];

export class Explainer {
  constructor();
  free(): void;
  static presets(): Preset[];
  /** Reads a paste; changes nothing. `boot` counts from 1; 0 is the usual one. Lines
   * with the same verdict share one object. */
  static read(text: string, boot: number): PasteReport;
  /** Fills the form with what a paste gave: names of fields and their texts. */
  use_found(names: string[], texts: string[]): void;
  /** The figure's height at this width, CSS pixels. */
  static height(width: number): number;
  load(fragment: string): void;
  set(field: string, text: string): void;
  get(field: string): string;
  /** One boot: all that the picture and the form need. */
  run(): Report;
  /** What else the page shows of the last valid boot, which takes a few more. */
  details(): Details;
  /** The kernel’s slider. */
  static timeline(): Timeline;
  /** The texts that moving a control of the form means; changes nothing. */
  moved(control: string, value: string): ControlMove;
  /** Whether an option ends in the middle of an item. */
  static is_unfinished(option: string): boolean;
  /** dom0’s pages as a slim bar. */
  slim_svg(width: number): string;
  index_of(id: string): number;
  /** The step that an embed begins with, if a link asks for none. */
  opening_step(): number;
  /** What to say if this boot lacks a step, or the one that a link asked for. */
  missing(id: string): string | undefined;
  /** What the kernel prints in a step at a moment: at most two lines. */
  log_strip(step: number, t: number): LogLine[];
  link(step: string): string;
  /** The choices of an embed's chips around the last valid boot. */
  chips(): ChipGroup[];
  /** What every later picture highlights: `released`, `D:bf780`, or nothing. */
  highlight(name: string): void;
  /** The height that later pictures have room for; 0: what they take by themselves. */
  fit(height: number): void;
  /** A picture's height at this width with that room, CSS pixels. */
  fitted_height(width: number): number;
  /** Whether a picture of a step at a moment is at true scale. */
  at_true_scale(step: number, t: number): boolean;
  /** Opens the lane that is a rail at this height of a picture; whether there is one. */
  open_rail(step: number, t: number, width: number, y: number): boolean;
  /** `readable` or `to-scale`. */
  scale(name: string): void;
  draw(canvas: HTMLCanvasElement, step: number, t: number, width: number, ratio: number, theme: string): boolean;
  hit(x: number, y: number): Hit | undefined;
  about(key: string): Hit | undefined;
  regions(): Hit[];
  /** Begins a change from the picture on the canvas; tells its milliseconds, 0 if there is none. */
  change(): number;
  /** How far it is, 0 to 1, and whether the old edges show as ghosts. */
  change_at(u: number, ghosts: boolean): void;
  /** The handle of the ceiling in the picture as last drawn. */
  ceiling(): CeilingHandle | undefined;
  /** Fixes the axis on which `ceiling_at` reads. */
  grab_ceiling(): void;
  /** The option with the ceiling at a place, CSS pixels, or moved by steps. */
  ceiling_at(x: number): string | undefined;
  ceiling_by(steps: number): string | undefined;
  compare(other: Explainer): ComparedRow[];
  /** What a fragment says of a field of the other machine. */
  static other(fragment: string, field: string): string | undefined;
  /** The fragment with the other machine’s texts too. */
  link_beside(step: string, dom0_mem: string, xen: string, linux: string): string;
  whole_svg(width: number): string;
  /** Begins a curve; tells how many points it will have. */
  sweep_start(linux: string): number;
  /** One more point; tells how many are left. */
  sweep_step(): number;
  sweep(): SweepReport;
  static sweep_height(width: number): number;
  draw_beside(other: Explainer, canvas: HTMLCanvasElement, position: number, width: number, ratio: number, theme: string): boolean;
  svg_beside(other: Explainer, position: number, width: number): string;
  draw_sweep(canvas: HTMLCanvasElement, width: number, ratio: number, theme: string): boolean;
  sweep_svg(width: number): string;
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
  /** The run with the ledger after a step, for programs; `null` if there is no such step. */
  export(step: number): Run | null;
  /** The figure after a step as an SVG file of its own. */
  picture_file(step: number, width: number): string;
  /** What one pastes to embed this machine, as a frame or as an element. */
  iframe(step: string, base: string): string;
  element(step: string, base: string): string;
}

/** Starts the engine anew after a panic; every handle made before is dead. */
export function __wbg_reset_state(): void;

export default function init(options: { module_or_path: Response | BufferSource | WebAssembly.Module }): Promise<unknown>;
