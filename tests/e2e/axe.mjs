// axe-core in a page under test: what it finds, as lines a failed test can show.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds in the page as it is now; `options` as axe takes them. */
export async function violations(page, options = {}) {
  await page.evaluate(source);
  return page.evaluate((given) => window.axe.run(given).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`)), options);
}
