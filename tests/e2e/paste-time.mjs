// `node paste-time.mjs`: how long 1 MiB of log takes in the browser, as `name value unit`.
// The engine alone, then the whole dialog until it is drawn; each the middle of nine.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { chromium, logReader, open, type } from "./browser.mjs";
import { CSP, dist, start } from "../../www/build/server.mjs";

const consoles = JSON.parse(gunzipSync(readFileSync(new URL("../data/pastes/consoles.json.gz", import.meta.url))));
const one = consoles["x4.17-k6.12.43-m8G-q35-bios-dnone.log"];
const noise = (i) => `[${String(10 + i / 1000).padStart(12)}] pci 0000:00:${(i % 32).toString(16).padStart(2, "0")}.0: BAR ${i % 6}: assigned [mem 0x${(0xc0000000 + i * 4096).toString(16)}-0x${(0xc0000fff + i * 4096).toString(16)}]\n`;
const MIB = 1 << 20;
const texts = {
  "one-boot": one + Array.from({ length: 16_000 }, (_, i) => noise(i)).join("").slice(0, MIB - one.length),
  "many-boots": one.repeat(Math.ceil(MIB / one.length)).slice(0, MIB),
};

const site = await start({ root: dist, csp: CSP });
const browser = await chromium();
const { page } = await open(browser, site.url);
// The page takes the engine that reads logs when it first needs it.
await type(page, "dom0-mem", "(XEN) Command line: placeholder dom0_mem=4G");
const engine = await page.evaluateHandle(logReader);
for (const [name, text] of Object.entries(texts)) {
  const times = await page.evaluate((made, given) => {
    const middle = (work) => {
      const all = Array.from({ length: 9 }, () => {
        const from = performance.now();
        work();
        return performance.now() - from;
      });
      return all.sort((a, b) => a - b)[4];
    };
    const engine = middle(() => made.read(given, 0));
    const dialog = middle(() => {
      const data = new DataTransfer();
      data.setData("text/plain", given);
      document.querySelector("h1").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      document.getElementById("paste-dialog").getBoundingClientRect();
      document.getElementById("paste-dialog").close();
    });
    return { engine, dialog };
  }, engine, text);
  for (const [what, ms] of Object.entries(times)) console.log(`paste-1mib-${name}-${what} ${ms.toFixed(1)} ms`);
}
await browser.close();
site.server.close();
process.exit();
