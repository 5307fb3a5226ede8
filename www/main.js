// Wires the page to the engine: events in, numbers and ready texts out. All texts of
// results come from the engine; none is formatted here.
import init, { Explainer } from "./explainer.js";
import { advance, at, neighbour } from "./player.js";

/** @typedef {import("./explainer.js").Report} Report */

const FIELDS = ["host-mem", "e820", "nr-pages", "dom0-mem", "xen", "linux", "flavour", "vcpus"];
const INPUT_DELAY_MS = 120;

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
const $ = (id) => /** @type {T} */ (document.getElementById(id));
/** @param {string} id */
const input = (id) => /** @type {HTMLInputElement} */ ($(id));
/** @param {string} id */
const canvas = (id) => /** @type {HTMLCanvasElement} */ ($(id));

const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** @type {Explainer} */
let engine;
/** @type {Report} */
let report;
let position = 0;
let goal = 0;
let frame = 0;
let last = 0;

/** @param {string} text */
function complain(text) {
  $("banner").textContent = text;
  $("banner").hidden = false;
}

/** Runs `work`; an engine that panicked stays dead, so say so and keep the inputs.
 * @param {() => void} work */
function guarded(work) {
  try {
    work();
  } catch (error) {
    cancelAnimationFrame(frame);
    frame = 0;
    console.error(error);
    complain("The engine stopped: this is a fault of the page. What you typed is kept in the address; reload to go on, and please report the link.");
  }
}

/** @param {HTMLCanvasElement} sheet @param {number} height @returns {{width: number, ratio: number}} */
function fit(sheet, height) {
  const ratio = window.devicePixelRatio || 1;
  const width = sheet.parentElement?.clientWidth || 320;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (sheet.width !== w || sheet.height !== h) {
    sheet.width = w;
    sheet.height = h;
    sheet.style.setProperty("height", `${height}px`);
  }
  return { width, ratio };
}

function draw() {
  const sheet = canvas("canvas");
  const { step, t } = at(position);
  const { width, ratio } = fit(sheet, Explainer.height(sheet.parentElement?.clientWidth || 320));
  engine.draw(sheet, step, t, width, ratio, dark.matches ? "dark" : "light");
}

function drawAnswer() {
  const sheet = canvas("answer-canvas");
  const { width, ratio } = fit(sheet, Explainer.answer_height(sheet.parentElement?.clientWidth || 320));
  engine.draw_answer(sheet, width, ratio, dark.matches ? "dark" : "light");
}

let shownStep = -1;

/** Shows the position everywhere. */
function show() {
  draw();
  const { step, t } = at(position);
  const scrub = input("scrub");
  const n = report.steps.length;
  const half = t < 1 ? ", on the way" : "";
  scrub.value = String(position);
  $("where").textContent = `Step ${step + 1} of ${n}${half}`;
  if (step === shownStep) return;
  shownStep = step;
  const now = report.steps[step];
  scrub.setAttribute("aria-valuetext", `Step ${step + 1} of ${n}: ${now.title}`);
  $("step-title").textContent = now.title;
  $("caption").textContent = now.caption;
  $("why").textContent = now.why;
  $("status").textContent = `Step ${step + 1} of ${n}: ${now.title}. ${now.caption}`;
  $("hover").textContent = "\u200b";
  $("steps").querySelectorAll("li").forEach((li, i) => {
    if (i === step) li.setAttribute("aria-current", "step");
    else li.removeAttribute("aria-current");
  });
}

/** @param {number} now */
function tick(now) {
  frame = 0;
  guarded(() => {
    position = advance(position, goal, Math.min(now - last, 100));
    last = now;
    show();
    if (position !== goal && !document.hidden) schedule();
    else settle();
  });
}

function schedule() {
  if (!frame) frame = requestAnimationFrame(tick);
}

/** Nothing moves any more. */
function settle() {
  $("play").textContent = "Play";
  remember();
}

/** @param {number} to */
function travel(to) {
  goal = to;
  if (calm.matches) {
    cancelAnimationFrame(frame);
    frame = 0;
    position = goal;
    show();
    settle();
    return;
  }
  $("play").textContent = "Pause";
  last = performance.now();
  schedule();
}

function pause() {
  cancelAnimationFrame(frame);
  frame = 0;
  goal = position;
  settle();
}

function toggle() {
  if (frame) return pause();
  const end = report.steps.length - 1;
  if (position >= end) position = 0;
  if (calm.matches) return travel(neighbour(position, 1, end));
  travel(end);
}

/** @param {number} to */
function jump(to) {
  cancelAnimationFrame(frame);
  frame = 0;
  position = goal = Math.max(0, Math.min(report.steps.length - 1, to));
  show();
  settle();
}

const stepId = () => report?.steps[at(position).step]?.id ?? "";

/** Puts the state into the address without a new entry in the history. */
function remember() {
  const link = engine.link(stepId());
  history.replaceState(null, "", `#${link}`);
  input("link").value = location.href;
}

/** Runs the form and shows everything but the figure's time.
 * @param {string} keep the step to keep */
function run(keep) {
  const next = engine.run();
  for (const field of FIELDS) {
    const error = next.errors.find((e) => e.field === field);
    $(`e-${field}`).textContent = error?.message ?? "";
    input(field).setAttribute("aria-invalid", String(Boolean(error)));
  }
  if (!next.ok) return;
  report = next;
  $("headline").textContent = report.headline;
  $("machine").textContent = report.machine;
  $("given").textContent = report.given;
  $("cure").textContent = report.cure;
  fill("notes", report.notes.map((note) => element("li", note)));
  $("messages").textContent = report.messages.join("\n");
  fill("regions", report.regions.map((r) => {
    const row = element("tr", "");
    row.append(...[r.first, r.end, r.pages, r.amount, r.what].map((text) => element("td", text)));
    return row;
  }));
  fill("steps", report.steps.map((step, i) => {
    const button = element("button", step.title);
    button.setAttribute("type", "button");
    button.addEventListener("click", () => guarded(() => jump(i)));
    const li = element("li", "");
    li.append(button);
    return li;
  }));
  input("scrub").max = String(report.steps.length - 1);
  shownStep = -1;
  const index = engine.index_of(keep);
  position = goal = Math.min(index, report.steps.length - 1);
  show();
  drawAnswer();
  input("link").value = `${location.href.split("#")[0]}#${engine.link(stepId())}`;
}

/** @param {string} tag @param {string} text */
function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** @param {string} id @param {HTMLElement[]} children */
function fill(id, children) {
  $(id).replaceChildren(...children);
}

/** Takes a link's fragment as the whole state.
 * @param {string} fragment */
function load(fragment) {
  engine.load(fragment);
  for (const field of FIELDS) input(field).value = engine.get(field);
  const all = Explainer.presets();
  const bare = engine.link("");
  const same = all.find((p) => p.fragment === bare);
  input("preset").value = same?.id ?? "";
  $("origin").textContent = same?.origin ?? "Typed or taken from a link.";
  run("");
}

function wire() {
  const all = Explainer.presets();
  for (const p of all) {
    const option = /** @type {HTMLOptionElement} */ (element("option", p.name));
    option.value = p.id;
    $("preset").append(option);
  }
  $("preset").addEventListener("change", () => guarded(() => {
    const chosen = all.find((p) => p.id === input("preset").value);
    if (!chosen) return;
    const kept = stepId();
    history.pushState(null, "", `#${chosen.fragment}`);
    load(`${chosen.fragment}&step=${kept}`);
    remember();
  }));
  let timer = 0;
  // One entry in the history for each change of a field, so that Back undoes it.
  let open = false;
  for (const field of FIELDS) {
    input(field).addEventListener("input", () => {
      clearTimeout(timer);
      if (!open) history.pushState(null, "", location.href);
      open = true;
      engine.set(field, input(field).value);
      input("preset").value = "";
      timer = window.setTimeout(() => guarded(() => { run(stepId()); remember(); }), INPUT_DELAY_MS);
    });
    input(field).addEventListener("change", () => { open = false; });
  }
  $("back").addEventListener("click", () => guarded(() => travel(neighbour(position, -1, report.steps.length - 1))));
  $("next").addEventListener("click", () => guarded(() => travel(neighbour(position, 1, report.steps.length - 1))));
  $("play").addEventListener("click", () => guarded(toggle));
  $("scrub").addEventListener("input", () => guarded(() => jump(Number(input("scrub").value))));
  $("figure").addEventListener("keydown", (event) => {
    if (event.target !== $("figure") || event.ctrlKey || event.altKey || event.metaKey) return;
    const end = report.steps.length - 1;
    const keys = /** @type {Record<string, () => void>} */ ({
      ArrowRight: () => travel(neighbour(position, 1, end)),
      ArrowLeft: () => travel(neighbour(position, -1, end)),
      " ": toggle,
      Home: () => jump(0),
      End: () => jump(end),
    });
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    guarded(act);
  });
  $("canvas").addEventListener("pointermove", (event) => guarded(() => {
    const box = $("canvas").getBoundingClientRect();
    $("hover").textContent = engine.describe(event.clientX - box.left, event.clientY - box.top) || "\u200b";
  }));
  $("watch").addEventListener("click", (event) => {
    event.preventDefault();
    $("story").scrollIntoView();
    $("figure").focus({ preventScroll: true });
    guarded(() => { jump(0); toggle(); });
  });
  $("use").addEventListener("click", (event) => {
    event.preventDefault();
    $("yours").scrollIntoView();
    $("dom0-mem").focus({ preventScroll: true });
  });
  $("copy").addEventListener("click", async () => {
    const box = input("link");
    try {
      await navigator.clipboard.writeText(box.value);
      $("copied").textContent = "Copied.";
    } catch {
      box.select();
      $("copied").textContent = "Selected: press Ctrl+C to copy.";
    }
  });
  addEventListener("popstate", () => guarded(() => load(location.hash)));
  addEventListener("resize", () => guarded(() => { draw(); drawAnswer(); }));
  dark.addEventListener("change", () => guarded(() => { draw(); drawAnswer(); }));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && position !== goal) { last = performance.now(); schedule(); }
  });
}

async function start() {
  try {
    await init();
  } catch (error) {
    console.warn(error);
    complain("The simulation could not start: the browser refused or did not get its WebAssembly file. If this page is yours, send script-src 'wasm-unsafe-eval' and the type application/wasm; otherwise try a current browser. The answer above stays true for the machine it names.");
    return;
  }
  guarded(() => {
    engine = new Explainer();
    for (const id of ["canvas", "answer-canvas"]) $(id).hidden = false;
    document.querySelectorAll(".pre").forEach((pre) => pre.remove());
    wire();
    load("");
    if (location.hash.includes("=")) load(location.hash);
    document.documentElement.dataset.ready = "yes";
  });
}

start();
