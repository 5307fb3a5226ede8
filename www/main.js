// Wires the page to the engine: events in, numbers and ready texts out. All texts of
// results come from the engine; none is formatted here.
import { Engine, EngineError, start } from "./engine.js";
import { picture } from "./sheet.js";
import { Story } from "./story.js";

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

/** @type {Engine} */
let engine;
/** @type {Story} */
let story;

/** Says what went wrong; a panic comes with the link that caused it.
 * @param {unknown} error */
function complain(error) {
  console.error(error);
  const known = error instanceof EngineError ? error : new EngineError("panic", "The page met a fault of its own.", { cause: error });
  const children = [element("p", known.message)];
  if (known.code !== "panic") {
    children.push(element("p", "The answer above stays true for the machine it names."));
  } else {
    const link = document.createElement("a");
    link.href = `#${known.link}`;
    link.textContent = "this link, which holds what you typed";
    const report = element("p", "The last machine that worked is back. If you report the fault, please add ");
    report.append(link, ".");
    children.push(report);
  }
  $("banner").replaceChildren(...children);
  $("banner").dataset.code = known.code;
  $("banner").hidden = false;
}

/** Runs what may end the engine. @param {() => void} work */
function guarded(work) {
  try {
    work();
  } catch (error) {
    complain(error);
  }
}

function drawAnswer() {
  const box = $("answer");
  if (box.clientWidth > 0) box.replaceChildren(picture(engine.ask((raw) => raw.answer_svg(box.clientWidth))));
}

/** Puts the state into the address without a new entry in the history. */
function remember() {
  history.replaceState(null, "", `#${engine.link(story.step)}`);
  input("link").value = location.href;
}

/** Runs the form and shows everything.
 * @param {string} keep the step to keep */
function run(keep) {
  const next = engine.run();
  for (const field of FIELDS) {
    const error = next.errors.find((e) => e.field === field);
    $(`e-${field}`).textContent = error?.message ?? "";
    input(field).setAttribute("aria-invalid", String(Boolean(error)));
  }
  if (next.ok) show(next, keep);
}

/** @param {import("./engine.js").Report} report @param {string} keep */
function show(report, keep) {
  for (const id of /** @type {const} */ (["headline", "machine", "given", "cure"])) $(id).textContent = report[id];
  $("notes").replaceChildren(...report.notes.map((note) => element("li", note)));
  $("messages").textContent = report.messages.join("\n");
  $("regions").replaceChildren(...report.regions.map((r) => {
    const row = element("tr", "");
    row.append(...[r.first, r.end, r.pages, r.amount, r.what].map((text) => element("td", text)));
    return row;
  }));
  if (story) story.refresh(keep);
  drawAnswer();
}

/** @param {string} tag @param {string} text */
function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** Takes a link's fragment as the whole state. @param {string} fragment */
function load(fragment) {
  engine.load(fragment);
  for (const field of FIELDS) input(field).value = engine.get(field);
  const bare = engine.link("");
  const same = Engine.presets.find((p) => p.fragment === bare);
  input("preset").value = same?.id ?? "";
  $("origin").textContent = same?.origin ?? "Typed or taken from a link.";
  run("");
}

function wire() {
  const all = Engine.presets;
  for (const p of all) {
    const option = /** @type {HTMLOptionElement} */ (element("option", p.name));
    option.value = p.id;
    $("preset").append(option);
  }
  $("preset").addEventListener("change", () => guarded(() => {
    const chosen = all.find((p) => p.id === input("preset").value);
    if (!chosen) return;
    const kept = story.step;
    history.pushState(null, "", `#${chosen.fragment}`);
    load(`${chosen.fragment}&step=${kept}`);
    remember();
  }));
  let timer = 0;
  // One entry in the history for each change of a field, so that Back undoes it.
  let open = false;
  for (const field of FIELDS) {
    input(field).addEventListener("input", () => guarded(() => {
      clearTimeout(timer);
      if (!open) history.pushState(null, "", location.href);
      open = true;
      engine.set(field, input(field).value);
      input("preset").value = "";
      timer = window.setTimeout(() => guarded(() => { run(story.step); remember(); }), INPUT_DELAY_MS);
    }));
    input(field).addEventListener("change", () => { open = false; });
  }
  $("watch").addEventListener("click", (event) => {
    event.preventDefault();
    $("story").scrollIntoView();
    /** @type {HTMLElement | null} */ ($("story").querySelector("[data-part=figure]"))?.focus({ preventScroll: true });
    guarded(() => { story.seek(0); story.play(); });
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
  new ResizeObserver(() => guarded(drawAnswer)).observe($("answer"));
}

async function begin() {
  await start();
  engine = new Engine();
  load("");
  if (location.hash.includes("=")) load(location.hash);
  story = new Story(document, engine);
  story.addEventListener("error", (event) => complain(/** @type {CustomEvent} */ (event).detail.error));
  story.addEventListener("settle", () => guarded(remember));
  input("link").value = `${location.href.split("#")[0]}#${engine.link(story.step)}`;
  wire();
  document.documentElement.dataset.ready = "yes";
}

begin().catch(complain);
