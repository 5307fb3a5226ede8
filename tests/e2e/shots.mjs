// Screenshots of the built page into shots/, to be looked at: each state that the design was
// drawn for, the whole page, and the figure at every step, at four widths, light and dark.
// `node shots.mjs states` takes the first of these only.
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { chromium, open } from "./browser.mjs";
import { dist, start } from "../../www/build/server.mjs";

const out = fileURLToPath(new URL("../../shots/", import.meta.url));
mkdirSync(out, { recursive: true });
const { server, url } = await start({ root: dist });
const browser = await chromium();
const SLICE = 1600;
let count = 0;

/** The whole page in slices, everything that loads late loaded. */
async function whole(width, theme) {
  const media = [{ name: "prefers-color-scheme", value: theme }];
  const { page } = await open(browser, url, { width, media });
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
      scrollTo(0, y);
      await new Promise((r) => setTimeout(r, 60));
    }
  });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let i = 0; i * SLICE < height; i++) {
    const clip = { x: 0, y: i * SLICE, width, height: Math.min(SLICE, height - i * SLICE) };
    await page.screenshot({ path: `${out}page-${width}-${theme}-${i}.png`, clip, captureBeyondViewport: true });
    count += 1;
  }
  await page.close();
}

/** The story at each of `positions`. */
async function story(linux, width, theme, positions) {
  const media = [{ name: "prefers-color-scheme", value: theme }];
  const { page } = await open(browser, `${url}#v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=${linux}`, { width, media });
  for (const position of positions) {
    await page.$eval("[data-part=scrub]", (e, p) => { e.value = p; e.dispatchEvent(new Event("input")); }, String(position));
    const stage = await page.$("[data-part=stage]");
    await stage.screenshot({ path: `${out}story-${linux}-${width}-${theme}-${position}.png` });
    count += 1;
  }
  await page.close();
}

const MACHINE = "v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2";
/** Positions on the scrubber of that machine. */
const to = (page, position) => page.$eval("[data-part=scrub]", (e, p) => { e.value = p; e.dispatchEvent(new Event("input")); }, String(position));
const press = (page, selector) => page.$eval(selector, (e) => e.click());
/** Rests the pointer on the last region of a lane whose bar is at a height of the sheet. */
async function point(page, part, y) {
  const sheet = await (await page.$("[data-part=sheet]")).boundingBox();
  await page.mouse.move(sheet.x + sheet.width * part, sheet.y + y);
}

/** The states of the design by the names of its drawings: size in CSS pixels, pixel ratio, the
 * step, what to do, and which part is shown at the top of the window. */
const STATES = {
  "answer-1280": { size: [1280, 480], top: "#top" },
  "answer-360": { size: [360, 903], ratio: 2, top: "#top" },
  "page-1280": { size: [1280, 3141], top: "#top" },
  "type-1280": { size: [1280, 550], top: "#type" },
  "ledger-1280": { size: [1280, 514], top: "#where" },
  "workbench-1280-first": { step: "firmware-map" },
  "workbench-1280-released": { step: "pages-released", act: (page) => point(page, 0.3, 337) },
  "workbench-1280-dark": { step: "pages-released", theme: "dark", act: (page) => to(page, 3.55) },
  "workbench-1280-map-rewritten": { step: "map-rewritten", act: (page) => point(page, 0.74, 258) },
  "workbench-1280-room": { step: "balloon-room", act: (page) => to(page, 6.5) },
  "workbench-1280-records": { step: "descriptors" },
  "workbench-1280-change": { step: "descriptors", act: (page) => press(page, "[name=ceiling][value=size]"), wait: 900 },
  "phone-360-released": { size: [360, 640], ratio: 2, step: "pages-released" },
  "phone-360-map-rewritten": { size: [360, 640], ratio: 2, step: "map-rewritten", act: (page) => press(page, "[data-opens=max]") },
  "embed-640x480": { size: [640, 480], ratio: 2, file: "embed.html", step: "pages-released" },
  "paste-1280": {
    step: "map-rewritten",
    act: async (page) => {
      await press(page, "#paste");
      const logs = JSON.parse(gunzipSync(readFileSync(new URL("../data/pastes/consoles.json.gz", import.meta.url))));
      await page.$eval("#paste-text", (e, text) => { e.value = text; e.dispatchEvent(new Event("input", { bubbles: true })); }, logs["x4.17-k6.12.43-m8G-q35-bios-dnone.log"]);
    },
    wait: 1500,
  },
  // States that have no drawing.
  "right-1280": { link: "v=1&host-mem=64G&dom0-mem=4G,max:4G&xen=4.17&linux=6.1", size: [1280, 1220], top: "#top" },
  "right-360": { link: "v=1&host-mem=64G&dom0-mem=4G,max:4G&xen=4.17&linux=6.1", size: [360, 1600], top: "#top" },
  "no-boot-1280": { link: "v=1&host-mem=64G&dom0-mem=4&xen=4.1.2&linux=3.2", size: [1280, 1220], top: "#top" },
  "no-boot-360": { link: "v=1&host-mem=64G&dom0-mem=4&xen=4.1.2&linux=3.2", size: [360, 1600], top: "#top" },
  "tablet-768": { size: [768, 900], step: "pages-released" },
  "workbench-1440": { size: [1440, 900], step: "pages-released" },
  "workbench-forced": { step: "map-rewritten", forced: true, act: (page) => point(page, 0.74, 258) },
  "moves-1280": { link: "v=1&host-mem=64G&dom0-mem=4G&xen=4.17&linux=6.1", step: "map-rewritten" },
  "embed-640x300": { size: [640, 300], file: "embed.html", step: "pages-released" },
  "embed-360x640": { size: [360, 640], ratio: 2, file: "embed.html", step: "pages-released" },
  "embed-900x700": { size: [900, 700], file: "embed.html", step: "pages-released" },
  "embed-chips-640x480": { size: [640, 480], ratio: 2, file: "embed.html", step: "pages-released&chips=all" },
};

for (const [name, { size: [width, height] = [1280, 720], ratio = 1, file = "", link = MACHINE, step = "", theme = "light", forced = false, top = "#story", act, wait = 400 }] of Object.entries(STATES)) {
  const media = [{ name: "prefers-color-scheme", value: theme }];
  const { page } = await open(browser, `${url}${file}#${link}${step && `&step=${step}`}`, { width, height, ratio, media, watch: !file });
  if (file) await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready);
  else await page.$eval(top, (e) => e.scrollIntoView());
  if (forced) {
    const session = await page.createCDPSession();
    await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
  }
  await act?.(page);
  await new Promise((r) => setTimeout(r, wait));
  await page.screenshot({ path: `${out}${name}.png` });
  count += 1;
  await page.close();
}

const every = process.argv[2] === "states" ? [] : [0, 1, 2, 3, 3.5, 4, 5, 6, 7, 8];
for (const width of every.length ? [1280, 768, 360, 320] : []) {
  for (const theme of ["light", "dark"]) {
    await whole(width, theme);
    await story("3.2", width, theme, every);
  }
}
for (const linux of every.length ? ["2.6.18", "3.6", "4.20", "6.1"] : []) {
  for (const width of [1280, 360]) await story(linux, width, "light", [3, 3.5, 4, 4.5, 5, 8]);
}
await browser.close();
server.closeAllConnections();
server.close();
console.log(`${count} pictures in shots/`);
