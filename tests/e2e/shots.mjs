// Screenshots of the built page into shots/, to be looked at.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, open } from "./browser.mjs";
import { start } from "./server.mjs";

const out = fileURLToPath(new URL("../../shots/", import.meta.url));
mkdirSync(out, { recursive: true });
const { server, url } = await start({ root: fileURLToPath(new URL("../../dist", import.meta.url)) });
const browser = await chromium();
const scheme = (value) => [{ name: "prefers-color-scheme", value }];
const wanted = [
  ["page-1280-light", 1280, "light", "", null],
  ["page-1280-dark", 1280, "dark", "", null],
  ["page-360-light", 360, "light", "", null],
];
for (const [linux, tag] of [["3.2", "32"], ["3.6", "36"], ["4.20", "420"]]) {
  for (const p of [0, 1, 3, 3.5, 4, 4.5, 6, 7, 8]) wanted.push([`figure-${tag}-${p}`, 1280, "light", linux, p]);
}
for (const p of [3, 3.5, 7]) wanted.push([`figure-dark-${p}`, 1280, "dark", "3.2", p], [`figure-360-${p}`, 360, "light", "3.2", p]);
for (const [name, width, theme, linux, position] of wanted) {
  const hash = linux ? `#v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=${linux}` : "";
  const { page } = await open(browser, url + hash, { width, media: scheme(theme) });
  if (position === null) {
    await page.screenshot({ path: `${out}${name}.png`, fullPage: true });
  } else {
    await page.$eval("#scrub", (e, p) => { e.value = p; e.dispatchEvent(new Event("input")); }, String(position));
    await (await page.$("#figure")).screenshot({ path: `${out}${name}.png` });
  }
  await page.close();
}
await browser.close();
server.close();
console.log(`${wanted.length} pictures in shots/`);
