// What the browser tests stand on: the built page served under its policy and one
// Chromium for each file of tests, both gone when the file ends.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium, open } from "./browser.mjs";
import { CSP, dist, start } from "../../www/build/server.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Serves `root`, by default the built page. */
export async function stand({ root = dist, csp = CSP } = {}) {
  const site = await start({ root, csp });
  const browser = await chromium();
  after(async () => {
    await browser.close();
    // A test that failed may have left a server behind.
    setTimeout(() => process.exit(), 1000).unref();
    site.server.close();
  });
  return { site, browser };
}

/** Serves the built page with a hostile page that embeds it, from a folder of its own;
 * `host` opens that page. */
export async function hosting() {
  const root = mkdtempSync(join(tmpdir(), "host-"));
  cpSync(dist, root, { recursive: true });
  for (const file of ["host.html", "host.css", "host.js"]) cpSync(here(file), join(root, file));
  const stood = await stand({ root, csp: `${CSP}; frame-src 'self'` });
  after(() => rmSync(root, { recursive: true, force: true }));
  const host = () => open(stood.browser, `${stood.site.url}host.html`, { watch: false });
  return { root, host, ...stood };
}

/** Waits until an element of the hostile page shows its story. */
export const ready = (page, id) => page.waitForFunction((i) => document.getElementById(i).state?.ready, { timeout: 20000 }, id);
