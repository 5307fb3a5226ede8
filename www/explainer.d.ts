// What the engine offers to the page: the contract between Rust and JavaScript.

export interface Report {
  ok: boolean;
  errors: { field: string; message: string }[];
  notes: string[];
  headline: string;
  up: boolean;
  machine: string;
  given: string;
  cure: string;
  steps: { id: string; title: string; caption: string; why: string }[];
  messages: string[];
  regions: { what: string; first: string; end: string; pages: string; amount: string }[];
}

export interface Preset { id: string; name: string; origin: string; fragment: string }

export class Explainer {
  constructor();
  static presets(): Preset[];
  static height(width: number): number;
  static answer_height(width: number): number;
  load(fragment: string): void;
  set(field: string, text: string): void;
  get(field: string): string;
  run(): Report;
  index_of(id: string): number;
  link(step: string): string;
  draw(canvas: HTMLCanvasElement, step: number, t: number, width: number, ratio: number, theme: string): boolean;
  draw_answer(canvas: HTMLCanvasElement, width: number, ratio: number, theme: string): boolean;
  describe(x: number, y: number): string;
  svg(step: number, width: number): string;
}

export default function init(): Promise<unknown>;
