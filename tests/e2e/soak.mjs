// `node soak.mjs [COUNT] [SEED]`: random inputs, keys, seeks and drags on the built page in
// Chromium, then panics that the page must survive. Fails on an error, on any console output,
// where the engine's memory grows after the first tenth, and where the page does not work
// after a panic. It begins with machines somewhat larger than any that follow, so that memory
// which one of them takes is not held to be lost, and with a line of a log, so that all of it
// happens in the engine that reads logs. Prints `name value unit` lines.
import { chromium, logReader, started, type } from "./browser.mjs";
import { link } from "../measure/machines.mjs";
import { CSP, dist, start } from "../../www/build/server.mjs";

const count = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 1);
const PART = 250;
/** Times that the engine is made to stop. */
const PANICS = 20;

/** Keeps hold of the engine's memory and functions, before any script of the page runs. */
function watchMemory() {
  // After a panic the engine starts anew from the module it has.
  WebAssembly.Instance = class extends WebAssembly.Instance {
    constructor(...given) {
      super(...given);
      [window.engineMemory, window.engineExports] = [this.exports.memory, this.exports];
    }
  };
  const keep = (made) => {
    const { exports } = made.instance;
    [window.engineMemory, window.engineExports] = [exports.memory, exports];
    return made;
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await own.apply(WebAssembly, given);
      return "instance" in made ? keep(made) : (keep({ instance: made }), made);
    };
  }
}

/** In the page: `count` actions, chosen by the state of a small generator. */
async function act(count, from) {
  let state = from >>> 0;
  const dice = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const one = (list) => list[dice(list.length)];
  const texts = {
    "dom0-mem": ["2G", "4G,max:4G", "max:2G", "4096M:max=4096M", "50%", "-2G", "min:1G,max:25%", "2GB", "2,5G", "", "1G+10%,max:64G", "none", "🜁", "9".repeat(40)],
    linux: ["2.6.18", "3.0.1", "3.2", "3.6", "3.18", "4.4", "5.10", "6.1", "6.12", "7.3", "x", "3.", "99.9"],
    xen: ["3.4", "4.1.2", "4.4", "4.11", "4.17", "4.20", "?"],
    "host-mem": ["512M", "4G", "64G", "1T", "12T", "1", "-1", "nonsense"],
    size: ["1G", "2G", "4G", "8.5G", "x"],
    maximum: ["", "4G", "64G", "y"],
    balloon: ["on", "off", "initial", "4G", "z"],
    e820: ["", "0-9f000 usable\n100000-bf780000 usable\n100000000-1040880000 usable", "garbage", "0-0 usable"],
  };
  const write = (field, value) => {
    field.value = value;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const drag = (element) => {
    const box = element.getBoundingClientRect();
    const at = () => ({ clientX: box.x + dice(box.width), clientY: box.y + dice(box.height), pointerId: 1, bubbles: true, cancelable: true, isPrimary: true, buttons: 1, pointerType: one(["mouse", "touch"]) });
    for (const type of ["pointerdown", "pointermove", "pointermove", "pointerup"]) element.dispatchEvent(new PointerEvent(type, at()));
  };
  const actions = [
    () => { const id = one(Object.keys(texts)); const field = document.getElementById(id); if (field) write(field, one(texts[id])); },
    () => { const range = one([...document.querySelectorAll("input[type=range]")]); write(range, String(dice(Number(range.max) + 1))); },
    () => one([...document.querySelectorAll("#controls input[type=radio]")]).click(),
    () => one([...document.querySelectorAll("#machines button:not(#paste)")]).click(),
    () => one([...document.querySelectorAll("#controls select")]).dispatchEvent(new Event("change", { bubbles: true })),
    () => { const stage = document.querySelector("canvas"); stage.focus(); stage.dispatchEvent(new KeyboardEvent("keydown", { key: one(["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End", " ", "Escape"]), bubbles: true })); },
    () => drag(document.querySelector("canvas")),
    () => one([...document.querySelectorAll(".controls button")]).click(),
    () => { const undo = document.getElementById("undo"); undo.click(); },
  ];
  for (let i = 0; i < count; i++) {
    one(actions)();
    if (dice(4) === 0) await new Promise(requestAnimationFrame);
  }
  await new Promise((r) => setTimeout(r, 500));
  return { state, bytes: window.engineMemory.buffer.byteLength };
}

/** In the page, once: the engine stops itself, on its own stack and by its own instruction,
 * when it is to run a machine of 3 GiB, because it is asked for more memory than there is. */
function armTrap(Explainer) {
  const run = Explainer.prototype.run;
  window.traps = 0;
  Explainer.prototype.run = function () {
    if (this.get("dom0-mem") === "3G") {
      window.traps += 1;
      window.engineExports.__wbindgen_malloc(0xfffffff0, 1);
    }
    return run.call(this);
  };
}

/** A panic, and a machine after it: what is wrong with either, as sentences. */
async function panic(page, size) {
  const found = [];
  const write = (value) => page.$eval("#dom0-mem", (field, text) => {
    field.value = text;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }, value);
  const within = (what, says, ...given) => page.waitForFunction(what, { timeout: 20_000 }, ...given)
    .catch(() => found.push(says));
  await write("3G");
  await within(() => !document.getElementById("banner").hidden && document.getElementById("banner").dataset.code === "panic", "a panic is not said");
  await write(`${size}G`);
  await within(() => document.getElementById("banner").hidden, "what is said of a panic stays");
  await within((text) => document.querySelector("[data-text='page.given']").textContent.replaceAll("\u00a0", " ").includes(text), `no machine of ${size} GiB after a panic`, `${size} GiB`);
  return found;
}

const site = await start({ root: dist, csp: CSP });
const browser = await chromium();
const page = await browser.newPage();
const wrong = [];
page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
let forced = false;
page.on("console", (m) => {
  // The page tells of a panic there, and of nothing else.
  if (!(forced && /^EngineError: The simulation stopped/.test(m.text()))) wrong.push(`console: ${m.type()} ${m.text()}`);
});
await page.setViewport({ width: 1280, height: 720 });
await page.evaluateOnNewDocument(watchMemory);
await page.goto(site.url);
await started(page);
await type(page, "dom0-mem", "(XEN) Command line: placeholder dom0_mem=4G");

// Larger than any of the texts above make: about 128 KiB more.
for (const release of ["2.6.18", "3.2", "6.12"]) {
  await page.evaluate((fragment) => { location.hash = fragment; }, link(release, 24, 64));
  await page.waitForFunction(() => document.querySelector("[data-marked='page.lead']") && !document.documentElement.hasAttribute("data-busy"));
  await page.focus("[data-part=figure]");
  await page.keyboard.press("End");
  await new Promise((r) => setTimeout(r, 1500));
}
await page.evaluate(() => { location.hash = "#v=1"; });

let state = seed;
let settled = 0;
let bytes = 0;
for (let done = 0; done < count; done += PART) {
  ({ state, bytes } = await page.evaluate(act, Math.min(PART, count - done), state));
  if (done + PART >= count / 10 && settled === 0) settled = bytes;
}
const banner = await page.$eval("#banner", (e) => (e.hidden ? "" : e.textContent.trim()));
if (banner) wrong.push(`banner: ${banner}`);
const quiet = wrong.length;
await page.$eval("#machines button", (button) => button.click());
await page.evaluate(armTrap, await page.evaluateHandle(logReader));
forced = true;
let most = 0;
for (let i = 0; i < PANICS && wrong.length === quiet; i++) {
  wrong.push(...await panic(page, 4 + (i % 4)));
  most = Math.max(most, await page.evaluate(() => window.engineMemory.buffer.byteLength));
}
const traps = await page.evaluate(() => window.traps);
if (traps < PANICS) wrong.push(`only ${traps} panics of ${PANICS}`);
if (most > bytes) wrong.push(`after a panic the engine takes ${most} bytes`);
console.log(`soak_panics ${traps} panics`);
console.log(`soak_memory_after_panics ${most} bytes`);
console.log(`soak_actions ${count} actions`);
console.log(`soak_memory_early ${settled} bytes`);
console.log(`soak_memory_end ${bytes} bytes`);
for (const line of wrong) console.error(line);
if (bytes > settled) console.error(`the engine's memory grew by ${bytes - settled} bytes after the first tenth`);
await browser.close();
site.server.close();
process.exit(wrong.length || bytes > settled ? 1 : 0);
