// `node boots.mjs [ROUNDS]`: what one boot with its report costs in the browser, era by era,
// at 12 and 128 regions, on hosts of 64 GiB and 1 TiB in turns. Prints `name value unit`
// lines; medians. One value is the mean of a few runs, because a run is short.
import { chromium, open } from "../e2e/browser.mjs";
import { eras, link } from "./machines.mjs";
import { share } from "./served.mjs";
import { CSP, dist, ISOLATED, start } from "../../www/build/server.mjs";

const ROUNDS = Number(process.argv[2] ?? 31);
const HOSTS = { "64gib": 64, "1tib": 1024 };

const site = await start({ root: dist, csp: CSP, more: ISOLATED });
const browser = await chromium();
const { page } = await open(browser, site.url);
for (const release of eras) {
  for (const regions of [12, 128]) {
    const links = Object.values(HOSTS).map((gib) => link(release, regions, gib));
    const times = await page.evaluate(async (fragments, rounds) => {
      const { Explainer } = await import(document.querySelector("script[type=module]").src);
      const made = fragments.map((fragment) => {
        const explainer = new Explainer();
        explainer.load(fragment);
        const { ok, errors } = explainer.run();
        if (!ok || errors.length) throw new Error(`${fragment}: ${JSON.stringify(errors)}`);
        return explainer;
      });
      const all = made.map(() => []);
      for (let round = 0; round < rounds; round++) {
        made.forEach((explainer, i) => {
          const from = performance.now();
          for (let n = 0; n < 8; n++) explainer.run();
          all[i].push((performance.now() - from) / 8);
        });
      }
      made.forEach((explainer) => explainer.free());
      return all;
    }, links, ROUNDS);
    const name = `browser-boot-${release}-${regions}-regions`;
    const middles = times.map((all) => share(all));
    Object.keys(HOSTS).forEach((host, i) => console.log(`${name}-${host} ${(middles[i] * 1000).toFixed(0)} us`));
    // Of each turn by itself: what disturbs one of a turn disturbs the other too.
    const ratios = times[0].map((small, i) => times[1][i] / small);
    console.log(`${name}-ratio ${share(ratios).toFixed(2)} times`);
  }
}
await browser.close();
site.server.closeAllConnections();
site.server.close();
