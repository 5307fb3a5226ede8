// Browsers for the tests: the distribution's Chromium and Firefox, nothing downloaded.
import puppeteer from "puppeteer-core";

export { PredefinedNetworkConditions as NETWORKS } from "puppeteer-core";

const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];

export function chromium() {
  return puppeteer.launch({ executablePath: "/usr/bin/chromium", headless: true, args: QUIET });
}

/** How often a page may write its address, and in how many seconds: drivers take the limit
 * away. No browser allows less. */
export const WRITES = { "dom.navigation.navigationRateLimit.count": 100, "dom.navigation.navigationRateLimit.timespan": 30 };

export function firefox(more = {}) {
  const extraPrefsFirefox = { ...WRITES, ...more };
  return puppeteer.launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true, extraPrefsFirefox });
}

/** Waits until the page has started, and everything follows its first picture. */
export const started = (page) => page.waitForSelector("html[data-ready=yes]:not([data-busy])", { timeout: 20_000 });

/** A new page that remembers everything that goes wrong in it. */
export async function open(browser, url, { width = 1280, height = 900, ratio = 1, media = [], watch = true } = {}) {
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (m) => { if (m.type() === "error") wrong.push(`console: ${m.text()}`); });
  page.on("requestfailed", (r) => {
    // What the page itself called off, by leaving or closing, is not a failure.
    if (r.failure()?.errorText !== "net::ERR_ABORTED") wrong.push(`request: ${r.url()} ${r.failure()?.errorText}`);
  });
  page.on("response", (r) => { if (r.status() >= 400) wrong.push(`response: ${r.url()} ${r.status()}`); });
  await page.setViewport({ width, height, deviceScaleFactor: ratio });
  if (media.length) await page.emulateMediaFeatures(media);
  await page.goto(url);
  if (watch) await started(page);
  return { page, wrong };
}


/** Without the narrow spaces that keep thousands apart, and with common ones before units. */
export const plain = (s) => s.replaceAll("\u202f", "").replaceAll("\u00a0", " ");

/** Opens everything that is folded. */
export const unfold = (page) => page.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));

/** Waits until everything follows the last input. Asks by the clock, because a test may hold
 * the page's frames. */
export const rest = (page) => page.waitForFunction(() => !document.documentElement.hasAttribute("data-busy"), { polling: 50 });

/** What a place says, once everything follows the last input: texts come after the picture. */
export async function text(page, selector) {
  await rest(page);
  return page.$eval(selector, (e) => e.textContent.trim());
}

/** What stands in a field, likewise. */
export async function value(page, id) {
  await rest(page);
  return page.$eval(`#${id}`, (e) => e.value);
}

/** In the page: the class that makes pictures, as the page's one script has it. */
export const explainer = () => import(document.querySelector("script[type=module][src]").src).then((script) => script.Explainer);

/** The same of the engine that reads logs, too. */
export const logReader = () => import(new URL("dom0-reader.js", location.href).href).then((reader) => reader.started()).then((build) => build.Explainer);

/** Replaces what stands in a field and waits for the run. */
export async function type(page, id, value) {
  await page.$eval(`#${id}`, (e, v) => {
    e.value = v;
    e.dispatchEvent(new Event("input", { bubbles: true }));
    e.dispatchEvent(new Event("change", { bubbles: true }));
  }, value);
  await rest(page);
}

export async function choose(page, id, value) {
  await page.select(`#${id}`, value);
  await rest(page);
}
