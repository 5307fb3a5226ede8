// What the engine offers to the page: the contract between Rust and JavaScript. What
// the package promises as well is taken from its contract.
import type { LedgerRow, Looks, Report as Promised, Step } from "./embed/dom0-engine.js";
export type { LedgerRow, Looks, Step };

export interface Region { key: string; what: string; first: string; end: string; pages: string; amount: string }

export interface Named { name: string; text: string }
export interface Account { id: string; name: string; pages: string; amount: string; share: string; sure: string; shown_by: string; why: string }
export interface Told { id: string; sentence: string; write: string | null }
export interface Group { releases: string; size: string; maximum: string; reported: string; boots: string; own: boolean }
/** Something to do, and what to type; either may be empty. */
export interface Typed { what: string; code: string }
export interface Advised { lead: string; option: string; reasons: string[]; now: Typed[]; after_reboot: Typed[]; toolstack: Typed[]; checks: Typed[]; trade_offs: string[] }
export interface Place { id: string; name: string; steps: Typed[]; back: Typed[]; notes: string[] }
export interface Table { id: string; title: string; left: string; right: string; rows: { id: string; name: string; left: string; right: string; difference: string }[]; sum: string }

/** What the page shows beside the story. `numbers`, `doors` and `marks` are by name;
 * `lines` holds the place each message speaks of. */
export interface Details {
  numbers: Named[]; doors: Named[]; marks: Named[]; lines: string[];
  option: string;
  /** Whether the balloon can bring anything back. */
  brings: boolean;
  ledger: Account[]; beside: Account[];
  told: Told[]; groups: Group[]; advice: Advised; places: Place[]; explained: Table[];
}

export interface Compared { id: string; label: string; left: string; right: string }

export interface Report extends Promised {
  given: string;
  cure: string;
  messages: string[];
  regions: Region[];
  /** Only from the page’s engine; the embed’s is smaller. */
  details: Details;
}

export interface Preset { id: string; name: string; origin: string; fragment: string }

/** A place of the figure: `rows` and `lines` index what else speaks of its pages: rows
 * of `Report.regions`, lines of `Report.messages`. */
export interface Hit { key: string; lane: string; text: string; more: string; rows: number[]; lines: number[] }

export class Explainer {
  constructor();
  free(): void;
  static presets(): Preset[];
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
  compare(other: Explainer): Compared[];
  /** What a fragment says of a field of the other machine. */
  static other(fragment: string, field: string): string | undefined;
  /** The fragment with the other machine’s texts too. */
  link_beside(step: string, dom0_mem: string, xen: string, linux: string): string;
  whole_svg(width: number): string;
  /** Begins a curve; tells how many points it will have. */
  loss_start(linux: string): number;
  /** One more point; tells how many are left. */
  loss_step(): number;
  loss(): { rows: { installed: string; without: string; with_max: string; saved: string }[]; says: string[] };
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
