// What an embed shows before its engine has come: a still picture of the machine it begins
// with, the box alone for any other, and no shift when the engine takes over.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "./browser.mjs";
import { CSP, dist, start } from "../../www/build/server.mjs";

const browser = await chromium();
after(async () => {
  await browser.close();
  setTimeout(() => process.exit(), 1000).unref();
});

const host = (element) => `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Host</title>
<meta name="viewport" content="width=device-width"><script type="module" src="dom0-memory.js"></script><body>${element}<p id="after">after</p>`;

/** Serves the built files and a page with `element`, but holds the wasm back until `release`;
 * of a file that has it inside, what follows the wasm's beginning. */
async function held(element = "") {
  let release = () => {};
  const released = new Promise((done) => { release = done; });
  const site = await start({ root: dist, answer: (request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.slice(1);
    if (name === "host.html") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": CSP }).end(host(element));
      return true;
    }
    if (name !== "embed.html" && !name.endsWith(".wasm")) return false;
    const file = readFileSync(join(dist, name));
    const begins = name === "embed.html" ? file.indexOf('<script type="application/wasm') : 0;
    response.writeHead(200, { "content-type": name === "embed.html" ? "text/html; charset=utf-8" : "application/wasm" });
    if (begins) response.write(file.subarray(0, begins));
    void released.then(() => response.end(file.subarray(begins)));
    return true;
  } });
  return { url: site.url, release, end: () => { release(); site.server.closeAllConnections(); site.server.close(); } };
}

/** Opens a page of `site` that adds up its layout shifts. */
async function opened(site, path, { width = 1280, height = 900, scheme = "light" } = {}) {
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (m) => { if (m.type() === "error") wrong.push(`console: ${m.text()}`); });
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.evaluateOnNewDocument(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) window.shifts.push([value, ...sources.map((s) => s.node?.className ?? s.node?.nodeName)]);
    }).observe({ type: "layout-shift", buffered: true });
  });
  // The page does not finish loading while its engine is held back.
  await page.goto(`${site.url}${path}`, { waitUntil: [] });
  await page.waitForFunction(() => document.querySelector("dom0-memory")?.shadowRoot?.querySelector("[data-waiting]"), { timeout: 20000 });
  return { page, wrong };
}

/** What an element shows: the picture in use, its texts that are seen, and places. */
const seen = (page) => page.evaluate(() => {
  const element = document.querySelector("dom0-memory");
  const root = element.shadowRoot;
  const is = (part) => Boolean(part?.checkVisibility({ visibilityProperty: true }));
  const drawn = [...root.querySelectorAll(".sheet > .pre")].filter(is);
  return {
    pictures: drawn.length,
    height: drawn[0]?.querySelector("svg").getBoundingClientRect().height ?? 0,
    title: is(root.querySelector(".title")) ? root.querySelector(".title").textContent : "",
    waits: root.querySelector(".wrap").dataset.waiting ?? "",
    box: Math.round(element.getBoundingClientRect().height),
    after: Math.round(document.getElementById("after")?.getBoundingClientRect().top ?? 0),
    sheet: Math.round(root.querySelector(".sheet").getBoundingClientRect().top),
    below: Math.round(root.querySelector(".controls").getBoundingClientRect().top),
    colour: drawn.length ? getComputedStyle(root.querySelector(".pre .f-paper")).fill : "",
    canvas: is(root.querySelector("canvas")),
  };
});

const shows = (page) => page.waitForFunction(() => document.querySelector("dom0-memory").state?.ready, { timeout: 20000 });
const rested = () => new Promise((done) => setTimeout(done, 300));
const shifted = (page) => page.evaluate(() => window.shifts);

/** Looks at a page before and after its engine has come. */
async function both(element, path, how) {
  const site = await held(element);
  const { page, wrong } = await opened(site, path, how);
  await rested();
  const before = await seen(page);
  const early = await shifted(page);
  site.release();
  await shows(page);
  await rested();
  const now = await seen(page);
  const shifts = (await shifted(page)).slice(early.length);
  assert.deepEqual(wrong, [], path);
  await page.close();
  site.end();
  return { before, now, shifts };
}

const SIZES = [[1280, 900], [700, 800], [360, 740]];

test("an element without attributes shows its picture before the engine, and nothing moves when that comes", async () => {
  for (const [width, height] of SIZES) {
    const { before, now, shifts } = await both('<dom0-memory loading="eager"></dom0-memory>', "host.html", { width, height });
    assert.deepEqual([before.pictures, before.waits, before.canvas], [1, "still", false], `${width}`);
    assert.ok(before.height > 200, `${width}: ${before.height}`);
    assert.deepEqual([now.pictures, now.canvas, now.waits], [0, true, ""]);
    for (const same of ["title", "box", "after", "sheet", "below"]) assert.equal(now[same], before[same], `${width}: ${same}`);
    assert.ok(before.title.length > 10);
    assert.deepEqual(shifts, [], `${width}`);
  }
});

test("a frame shows its picture while the rest of its file is still on the way, at every size", async () => {
  for (const [width, height] of [...SIZES, [600, 400], [340, 300]]) {
    const { before, now, shifts } = await both("", "embed.html", { width, height });
    assert.deepEqual([before.pictures, before.waits, before.canvas], [1, "still", false], `${width}`);
    assert.deepEqual([now.pictures, now.canvas], [0, true]);
    for (const same of ["title", "box", "sheet", "below"]) assert.equal(now[same], before[same], `${width}: ${same}`);
    assert.deepEqual(shifts, [], `${width} × ${height}`);
  }
});

test("the machine it begins with may be spelt out", async () => {
  const site = await held();
  for (const [told, waits] of [
    ["v=1&dom0-mem=4G&linux=3.2", "still"], ["host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2&preset=server-64g", "still"], ["preset=server-64g&step=pages-released", "still"], ["theme=dark&motion=none&controls=none", "still"], ["view=diagram", "still"],
    ["linux=3.6", "box"], ["preset=msi-8g", "box"], ["step=map-read", "box"], ["scale=to-scale", "box"], ["dom0-mem=4G&dom0-mem=2G", "box"], ["preset=server-64g&linux=6.1", "box"],
    ["e820=0-9f:u", "box"], ["vcpus=4", "box"], ["v=2", "box"], ["theme=dark;linux=6.1", "box"], ["%6cinux=6.1", "box"], ["colour=red", "box"],
  ]) {
    const { page } = await opened(site, `embed.html#${told}`);
    const { waits: shown, pictures, title } = await seen(page);
    assert.deepEqual([shown, pictures, title !== ""], [waits, waits === "still" ? 1 : 0, waits === "still" && !told.startsWith("view")], told);
    await page.close();
  }
  site.end();
});

test("another machine keeps its place: the box without picture and words, and nothing moves", async () => {
  for (const [width, height] of SIZES) {
    const { before, now, shifts } = await both('<dom0-memory linux="6.1" dom0-mem="2G" loading="eager"></dom0-memory>', "host.html", { width, height });
    assert.deepEqual([before.pictures, before.waits, before.title], [0, "box", ""], `${width}`);
    assert.equal(now.canvas, true);
    if (width < 760) continue;
    for (const same of ["box", "after", "sheet", "below"]) assert.equal(now[same], before[same], `${width}: ${same}`);
    assert.deepEqual(shifts, [], `${width}`);
  }
});

test("a reader's choice takes the wrong picture away at once, and another step too", async () => {
  const site = await held('<dom0-memory loading="eager"></dom0-memory>');
  const { page } = await opened(site, "host.html");
  assert.equal((await seen(page)).pictures, 1);
  const after = (work) => page.evaluate(work).then(() => seen(page)).then((s) => s.pictures);
  assert.equal(await after(() => { document.querySelector("dom0-memory").linux = "6.1"; }), 0);
  assert.equal(await after(() => { document.querySelector("dom0-memory").linux = null; }), 1);
  assert.equal(await after(() => { document.querySelector("dom0-memory").load("#step=map-read"); }), 0);
  assert.equal(await after(() => { document.querySelector("dom0-memory").load(""); }), 1);
  site.release();
  await shows(page);
  await page.evaluate(() => document.querySelector("dom0-memory").seek("map-read"));
  // Put elsewhere, it continues where it was, so its first picture is not the right one.
  await page.evaluate(() => document.body.prepend(document.querySelector("dom0-memory")));
  assert.equal((await seen(page)).pictures, 0);
  await page.close();
  site.end();
});

test("the picture has the colours of the system, or of the theme that is asked for", async () => {
  const [white, black] = ["rgb(255, 255, 255)", "rgb(20, 23, 27)"];
  for (const [theme, scheme, colour] of [["auto", "light", white], ["auto", "dark", black], ["dark", "light", black], ["light", "dark", white]]) {
    const site = await held(`<dom0-memory theme="${theme}"></dom0-memory>`);
    for (const path of ["host.html", `embed.html#theme=${theme}`]) {
      const { page } = await opened(site, path, { scheme });
      assert.equal((await seen(page)).colour, colour, `${path}, ${theme} on ${scheme}`);
      await page.close();
    }
    site.end();
  }
});

test("a page's own fallback stays until the story takes its place, and what follows does not move", async () => {
  const fallback = '<img src="p/server-64g-holes-found.svg" width="936" height="552" alt="Pages on holes"><a href="#x">Open the explainer</a>';
  for (const [width, height] of SIZES) {
    const site = await held(`<dom0-memory linux="6.1" dom0-mem="2G" step="holes-found" loading="eager">${fallback}</dom0-memory>`);
    const { page, wrong } = await opened(site, "host.html", { width, height });
    const state = () => page.evaluate(() => {
      const element = document.querySelector("dom0-memory");
      const image = element.querySelector("img").getBoundingClientRect();
      const wrap = element.shadowRoot.querySelector(".wrap");
      return [element.querySelector("img").checkVisibility({ visibilityProperty: true }), getComputedStyle(wrap).visibility, image.right <= innerWidth, document.documentElement.scrollWidth <= innerWidth];
    });
    await rested();
    assert.deepEqual(await state(), [true, "hidden", true, true], `${width}`);
    const before = await seen(page);
    const early = (await shifted(page)).length;
    site.release();
    await shows(page);
    await rested();
    assert.deepEqual((await state()).slice(0, 2), [false, "visible"]);
    if (width >= 760) {
      assert.equal((await seen(page)).after, before.after);
      assert.deepEqual((await shifted(page)).slice(early), []);
    }
    assert.deepEqual(wrong, []);
    await page.close();
    site.end();
  }
});

test("where the engine does not come, the picture or the fallback stays, under the reason", async () => {
  const site = await start({ root: dist, missing: [".wasm"], answer: (request, response) => {
    const given = new URL(request.url, "http://localhost").searchParams.get("page");
    if (given === null) return false;
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(host(given));
    return true;
  } });
  for (const [element, story, box] of [
    ['<dom0-memory loading="eager"></dom0-memory>', true, false],
    ['<dom0-memory linux="6.1" loading="eager"></dom0-memory>', false, false],
    ['<dom0-memory loading="eager"><b>fallback</b></dom0-memory>', false, true],
    ['<dom0-memory view="ledger" loading="eager"><b>fallback</b></dom0-memory>', false, true],
  ]) {
    const page = await browser.newPage();
    await page.goto(`${site.url}?page=${encodeURIComponent(element)}`);
    await page.waitForFunction(() => document.querySelector("dom0-memory").shadowRoot?.querySelector(".wrong"));
    const found = await page.evaluate(() => {
      const element = document.querySelector("dom0-memory");
      const is = (part) => Boolean(part?.checkVisibility({ visibilityProperty: true }));
      const part = (name) => is(element.shadowRoot.querySelector(name));
      return [part(".pre svg"), is(element.querySelector("b")), part(".wrong"), part(".controls"), part(".foot"), part(".ledger")];
    });
    assert.deepEqual(found, [story, box, true, false, false, false], element);
    await page.close();
  }
  site.server.close();
});
