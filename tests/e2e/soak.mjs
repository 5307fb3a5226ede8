// `node soak.mjs [COUNT] [SEED]`: random inputs, keys, seeks and drags on the built page in
// Chromium. Fails on an error, on any console output, and where the engine's memory grows
// after the first tenth. Prints `name value unit` lines.
import { fileURLToPath } from "node:url";
import { chromium } from "./browser.mjs";
import { CSP, start } from "../../www/build/server.mjs";

const count = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 1);
const PART = 250;

/** Keeps hold of the engine's memory, before any script of the page runs. */
function watchMemory() {
  const keep = (made) => { window.engineMemory = made.instance.exports.memory; return made; };
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

const site = await start({ root: fileURLToPath(new URL("../../dist", import.meta.url)), csp: CSP });
const browser = await chromium();
const page = await browser.newPage();
const wrong = [];
page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
page.on("console", (m) => wrong.push(`console: ${m.type()} ${m.text()}`));
await page.setViewport({ width: 1280, height: 720 });
await page.evaluateOnNewDocument(watchMemory);
await page.goto(site.url);
await page.waitForSelector("html[data-ready=yes]", { timeout: 20_000 });

let state = seed;
let settled = 0;
let bytes = 0;
for (let done = 0; done < count; done += PART) {
  ({ state, bytes } = await page.evaluate(act, Math.min(PART, count - done), state));
  if (done + PART >= count / 10 && settled === 0) settled = bytes;
}
const banner = await page.$eval("#banner", (e) => (e.hidden ? "" : e.textContent.trim()));
if (banner) wrong.push(`banner: ${banner}`);
console.log(`soak_actions ${count} actions`);
console.log(`soak_memory_early ${settled} bytes`);
console.log(`soak_memory_end ${bytes} bytes`);
for (const line of wrong) console.error(line);
if (bytes > settled) console.error(`the engine's memory grew by ${bytes - settled} bytes after the first tenth`);
await browser.close();
site.server.close();
process.exit(wrong.length || bytes > settled ? 1 : 0);
