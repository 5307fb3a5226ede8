// `node lighthouse.mjs`: what Lighthouse says of the built page, on a phone and on a desktop,
// and of a frame. Prints `name value unit` lines: scores, the largest paint, shifts and
// blocking time. Fails below 99 for accessibility, best practices or search; performance
// depends on the machine and is only told.
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "../e2e/browser.mjs";
import { serve } from "./served.mjs";

/** The least score of what does not depend on the machine, of 100. */
const LEAST = { accessibility: 99, "best-practices": 99, seo: 99 };
const AUDITS = { lcp: ["largest-contentful-paint", "ms", 0], cls: ["cumulative-layout-shift", "score", 3], tbt: ["total-blocking-time", "ms", 0] };
// A frame may fetch nothing at all, so Lighthouse cannot ask for robots.txt out of it.
const FRAME = { extends: "lighthouse:default", settings: { skipAudits: ["robots-txt"] } };
const LOOKS = [["page-phone", "", undefined], ["page-desktop", "", desktopConfig], ["frame-phone", "embed.html#v=1&linux=3.2", FRAME]];

const site = await serve();
const browser = await chromium();
const wrong = [];
for (const [name, path, config] of LOOKS) {
  const made = await lighthouse(`${site.url}${path}`, { port: Number(new URL(browser.wsEndpoint()).port), logLevel: "silent" }, config);
  const { categories, audits, runtimeError } = made.lhr;
  if (runtimeError) wrong.push(`${name}: ${runtimeError.message}`);
  for (const { id, score, auditRefs } of Object.values(categories)) {
    const points = Math.round((score ?? 0) * 100);
    console.log(`lighthouse-${name}-${id} ${points} of-100`);
    if (!(points < LEAST[id])) continue;
    for (const { id: audit, weight } of auditRefs) {
      const found = audits[audit];
      if (!weight || found.score === null || found.score >= 1) continue;
      const where = (found.details?.items ?? []).map((item) => item.node?.snippet ?? item.description ?? item.source ?? "").filter(Boolean);
      wrong.push(`${name}: ${id} ${points}: ${audit}: ${found.title} ${where.slice(0, 3).join(" | ")}`);
    }
  }
  for (const [short, [id, unit, digits]] of Object.entries(AUDITS)) {
    console.log(`lighthouse-${name}-${short} ${audits[id].numericValue?.toFixed(digits)} ${unit}`);
  }
}
await browser.close();
site.end();
for (const line of wrong) console.error(line);
process.exit(wrong.length ? 1 : 0);
