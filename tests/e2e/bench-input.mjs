// `node bench-input.mjs [RUNS]`: how long an input takes to its first moved picture on the
// built page, with maps of 12 and of 128 regions, one line each: name, value, unit. The clock
// starts at the browser's own time of the event and stops when the frame is done whose canvas
// differs from the one before, which is when the next one begins. A message after that frame
// would come later: browsers put frames before messages.
import { chromium, open, rest } from "./browser.mjs";
import { link } from "../measure/machines.mjs";
import { dist, start } from "../../www/build/server.mjs";

const RUNS = Number(process.argv[2] ?? 40);
/** Milliseconds between two inputs: longer than a change and the rest of the page take. */
const PAUSE_MS = 700;
/** How long a person's press lasts: what the press itself changes is painted before it ends. */
const PRESS_MS = 80;
/** Frames that are looked at for each input. */
const FRAMES = 15;

/** In the page: `watch()` before an input, `taken()` after it. */
function meter(frames) {
  const canvas = document.querySelector("[data-part=canvas]");
  const copy = () => {
    const made = new OffscreenCanvas(canvas.width, canvas.height);
    made.getContext("2d", { willReadFrequently: true }).drawImage(canvas, 0, 0);
    return made;
  };
  const pixels = (of) => new Uint32Array(of.getContext("2d").getImageData(0, 0, of.width, of.height).data.buffer);
  const differ = (a, b) => a.width !== b.width || pixels(a).some(((right) => (n, i) => n !== right[i])(pixels(b)));
  let begun = 0;
  let done = Promise.resolve(0);
  window.watch = (type) => {
    const before = copy();
    done = new Promise((answer) => {
      addEventListener(type, (event) => {
        begun = event.timeStamp;
        const seen = [];
        const frame = () => requestAnimationFrame(() => {
          seen.push([performance.now() - begun, copy()]);
          if (seen.length < frames) frame();
          else answer(seen.find(([, now]) => differ(before, now))?.[0] ?? NaN);
        });
        // The first one to be looked at is done when the second begins.
        requestAnimationFrame(frame);
      }, { capture: true, once: true });
    });
  };
  window.taken = () => done;
}

const { server, url } = await start({ root: dist });
const browser = await chromium();
const { page } = await open(browser, url, { width: 1280, height: 720 });
await page.evaluate(meter, FRAMES);

/** Machines, and the inputs that are measured on each: a machine's chip brings a map of its
 * own, so it has no number of regions. */
const MACHINES = {
  "made-up": ["#v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2", (name) => name === "machine chip"],
  "12-regions": [link("3.2", 12, 64), (name) => name !== "machine chip"],
  "128-regions": [link("3.2", 128, 64), (name) => name !== "machine chip"],
};

const pause = () => new Promise((r) => setTimeout(r, PAUSE_MS));
const middle = async (selector) => {
  const { x, y, width, height } = await (await page.$(selector)).boundingBox();
  return { x: x + width / 2, y: y + height / 2, left: x, width };
};

/** Each input: what to prepare, the event that counts, and what a reader does. */
const INPUTS = {
  "ceiling chip": ["change", async (i) => {
    const { x, y } = await middle(`.segments label:nth-child(${(i % 2) + 1})`);
    await page.mouse.click(x, y, { delay: PRESS_MS });
  }],
  "machine chip": ["click", async (i) => {
    const { x, y } = await middle(`#machines button:nth-of-type(${(i % 2) + 1})`);
    await page.mouse.click(x, y, { delay: PRESS_MS });
  }],
  "kernel by key": ["keydown", async (i) => {
    await page.focus("#timeline");
    await page.keyboard.press(i % 2 ? "ArrowLeft" : "ArrowRight");
  }],
  "size slider dragged": ["input", async (i) => {
    const { left, width, y } = await middle("#size-slider");
    const at = (part) => left + width * part;
    if (i % 8 === 0) {
      if (i > 0) await page.mouse.up();
      await page.mouse.move(at(0.5), y);
      await page.mouse.down();
    }
    await page.mouse.move(at(0.5 + 0.05 * ((i % 8) + 1) * (i % 16 < 8 ? 1 : -1)), y);
  }],
};

for (const [machine, [fragment, measured]] of Object.entries(MACHINES)) {
  await page.evaluate((hash) => { location.hash = hash; }, `${fragment}&step=tools-report`);
  await rest(page);
  await page.$eval("#story", (e) => e.scrollIntoView());
  for (const [name, [type, act]] of Object.entries(INPUTS).filter(([input]) => measured(input))) {
    await measure(`input-${machine}-${name.replaceAll(" ", "-")}`, type, act);
  }
}

/** Does one input again and again, and prints what it takes. */
async function measure(key, type, act) {
  const times = [];
  for (let i = 0; i < RUNS; i++) {
    await pause();
    await page.evaluate((t) => window.watch(t), type);
    await act(i);
    const ms = await page.evaluate(() => Promise.race([window.taken(), new Promise((r) => setTimeout(r, 3000, NaN))]));
    if (Number.isFinite(ms)) times.push(ms);
  }
  if (type === "input") await page.mouse.up();
  times.sort((a, b) => a - b);
  const share = (part) => (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN).toFixed(1);
  console.log(`${key}-p50 ${share(0.5)} ms`);
  console.log(`${key}-p95 ${share(0.95)} ms`);
  console.log(`${key}-runs ${times.length} of-${RUNS}`);
}
await browser.close();
server.closeAllConnections();
server.close();
