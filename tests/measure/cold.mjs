// `node cold.mjs [ROUNDS]`: how long each form takes from nothing in the cache to its first
// picture, next to asciinema-player, which shows a small recording and counts as 1.00. All in
// turns in one run, in a fresh profile each time: as they are, with a processor four times
// slower, and on a slow mobile network. Prints `name value unit` lines; medians.
import { readFileSync } from "node:fs";
import { chromium, NETWORKS } from "../e2e/browser.mjs";
import { serve, share } from "./served.mjs";

const ROUNDS = Number(process.argv[2] ?? 9);
const bundle = (name) => readFileSync(new URL(`node_modules/asciinema-player/dist/bundle/${name}`, import.meta.url));
const host = (head, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>${head}<body>${body}`;

/** A second of a terminal, as the player's own recorder writes it. */
const CAST = [
  JSON.stringify({ version: 2, width: 80, height: 24 }),
  ...Array.from({ length: 20 }, (_, i) => JSON.stringify([i * 0.05, "o", `[    0.0000${i}] Freeing ${i}e-100 pfn range: 98 pages freed\r\n`])),
].join("\n");

const site = await serve({
  "/host-element.html": host('<script type="module" src="dom0-memory.js"></script>', '<dom0-memory dom0-mem="4G" linux="3.2"></dom0-memory>'),
  "/host-picture.html": host("", '<img src="p/server-64g.svg" alt="Picture" width="720">'),
  "/host-player.html": host('<link rel="stylesheet" href="player.css"><script src="player.js" defer></script><script src="go.js" defer></script>', '<div id="player"></div>'),
  "/player.js": bundle("asciinema-player.min.js"),
  "/player.css": bundle("asciinema-player.css"),
  "/go.js": 'AsciinemaPlayer.create("sample.cast", document.getElementById("player"), { autoPlay: true });',
  "/sample.cast": CAST,
});

/** Before any script of a page: `window.shown` resolves to the milliseconds from the start of
 * the navigation to the frame that shows the first picture. */
function watch(kind) {
  window.shown = new Promise((answer) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => answer(performance.now());
    let done = false;
    // A message that a frame sends arrives once the frame is painted.
    const painted = () => { if (!done) requestAnimationFrame(() => channel.port2.postMessage(0)); done = true; };
    if (kind === "canvas") {
      const own = CanvasRenderingContext2D.prototype.fillRect;
      CanvasRenderingContext2D.prototype.fillRect = function (...given) {
        painted();
        return own.apply(this, given);
      };
    } else if (kind === "still") {
      const look = () => {
        const embed = document.querySelector("dom0-memory")?.shadowRoot?.querySelector("[data-waiting=still] .pre");
        if (embed || document.querySelector("[data-part=sheet] :is(.pre, canvas:not([hidden]))")) painted();
        else requestAnimationFrame(look);
      };
      look();
    } else if (kind === "image") {
      addEventListener("load", painted);
    } else {
      new MutationObserver(() => {
        if (document.querySelector(".ap-term-text")?.textContent.trim()) painted();
      }).observe(document, { childList: true, characterData: true, subtree: true });
    }
  });
}

const FORMS = {
  player: ["host-player.html", "text"],
  page: ["index.html", "still"],
  "page-live": ["index.html", "canvas"],
  frame: ["embed.html#v=1&linux=3.2", "still"],
  "frame-live": ["embed.html#v=1&linux=3.2", "canvas"],
  element: ["host-element.html", "still"],
  "element-live": ["host-element.html", "canvas"],
  picture: ["host-picture.html", "image"],
};
const PLACES = {
  plain: async () => {},
  "cpu-x4": (page) => page.emulateCPUThrottling(4),
  "slow-4g": (page) => page.emulateNetworkConditions(NETWORKS["Slow 4G"]),
};

const browser = await chromium();
async function once(path, kind, prepare) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await page.evaluateOnNewDocument(watch, kind);
  await prepare(page);
  await page.goto(`${site.url}${path}`, { waitUntil: "domcontentloaded" });
  const late = new Promise((_, failed) => setTimeout(() => failed(new Error(`${path} shows nothing`)), 60_000).unref());
  const ms = await Promise.race([page.evaluate(() => window.shown), late]);
  await context.close();
  return ms;
}

for (const [place, prepare] of Object.entries(PLACES)) {
  const times = Object.fromEntries(Object.keys(FORMS).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, [path, kind]] of Object.entries(FORMS)) times[name].push(await once(path, kind, prepare));
  }
  for (const [name, all] of Object.entries(times)) {
    console.log(`cold-${place}-${name} ${share(all).toFixed(0)} ms`);
    console.log(`cold-${place}-${name}-ratio ${(share(all) / share(times.player)).toFixed(2)} times`);
  }
}
await browser.close();
site.end();
