// What the engine offers to the page: the contract between Rust and JavaScript.

export interface Step { id: string; title: string; caption: string; why: string }

export interface Region { key: string; what: string; first: string; end: string; pages: string; amount: string }

export interface Report {
  ok: boolean;
  errors: { field: string; message: string }[];
  notes: string[];
  headline: string;
  up: boolean;
  machine: string;
  given: string;
  cure: string;
  steps: Step[];
  messages: string[];
  regions: Region[];
}

export interface Preset { id: string; name: string; origin: string; fragment: string }

/** A region of the figure: `mark` names its kind, `rows` and `lines` index what else
 * speaks of its pages: rows of `Report.regions`, lines of `Report.messages`. */
export interface Hit { key: string; lane: string; mark: string; text: string; more: string; rows: number[]; lines: number[] }

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
  draw(canvas: HTMLCanvasElement, step: number, t: number, width: number, ratio: number, theme: string): boolean;
  hit(x: number, y: number): Hit | undefined;
  regions(): Hit[];
  svg(step: number, t: number, width: number): string;
  answer_svg(width: number): string;
}

/** Starts the engine anew after a panic; every handle made before is dead. */
export function __wbg_reset_state(): void;

export default function init(options: { module_or_path: Response | BufferSource | WebAssembly.Module }): Promise<unknown>;
