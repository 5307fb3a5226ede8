// Screenshots of the built page into shots/, to be looked at: the whole page, and the
// figure at every step, at four widths, light and dark.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, open } from "./browser.mjs";
import { start } from "../../www/build/server.mjs";

const out = fileURLToPath(new URL("../../shots/", import.meta.url));
mkdirSync(out, { recursive: true });
const { server, url } = await start({ root: fileURLToPath(new URL("../../dist", import.meta.url)) });
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

const every = [0, 1, 2, 3, 3.5, 4, 5, 6, 7, 8];
for (const width of [1280, 768, 360, 320]) {
  for (const theme of ["light", "dark"]) {
    await whole(width, theme);
    await story("3.2", width, theme, every);
  }
}
for (const linux of ["2.6.18", "3.6", "4.20", "6.1"]) {
  for (const width of [1280, 360]) await story(linux, width, "light", [3, 3.5, 4, 4.5, 5, 8]);
}
await browser.close();
server.closeAllConnections();
server.close();
console.log(`${count} pictures in shots/`);
