// The page for everybody: axe in every state, keyboard, touch, motion, zoom, forced
// colours, paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open, started, text, type } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

const media = (features) => Object.entries(features).map(([name, value]) => ({ name, value }));

/** Features puppeteer itself does not know. */
async function emulate(page, features) {
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { features: media(features) });
}

test("axe finds nothing in any state, with everything unfolded", async () => {
  const states = [
    { name: "light", features: {} },
    { name: "dark", features: { "prefers-color-scheme": "dark" } },
    { name: "forced colours", features: { "forced-colors": "active" } },
    { name: "320 px", width: 320, features: {} },
    { name: "errors", features: {}, wrong: true },
    { name: "errors, dark, 320 px", width: 320, features: { "prefers-color-scheme": "dark" }, wrong: true },
  ];
  for (const { name, width = 1280, features, wrong } of states) {
    const { page } = await open(browser, `${site.url}#v=1&dom0-mem=2GB&step=descriptors`, { width });
    await emulate(page, features);
    await page.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
    if (wrong) for (const field of ["xen", "e820", "vcpus"]) await type(page, field, "?");
    assert.deepEqual(await violations(page), [], name);
    await page.close();
  }
});

test("Tab walks in, through and out of the figure both ways; keys act only inside", async () => {
  const { page, wrong } = await open(browser, site.url);
  const at = () => page.evaluate(() => document.activeElement?.getAttribute("data-part") ?? document.activeElement?.id ?? "");
  await page.focus("[data-part=figure]");
  const way = [];
  const stops = ["figure", "compare", "share", "scale", "back", "play", "next", "scrub", "speed"];
  for (const _ of stops) { way.push(await at()); await page.keyboard.press("Tab"); }
  assert.deepEqual(way, stops);
  assert.ok(!stops.includes(await at()), "out at the end");
  await page.focus("[data-part=speed]");
  await page.keyboard.down("Shift");
  for (const _ of stops) await page.keyboard.press("Tab");
  await page.keyboard.up("Shift");
  assert.ok(!stops.includes(await at()), "out at the start");
  await page.focus("#dom0-mem");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await text(page, "[data-part=where]"), "Step 1 of 10");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the list of speeds keeps its own keys", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.focus("[data-part=speed]");
  const before = await page.$eval("[data-part=speed]", (list) => list.selectedIndex);
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.$eval("[data-part=speed]", (list) => list.selectedIndex), before + 1);
  await page.keyboard.press("Home");
  assert.equal(await page.$eval("[data-part=speed]", (list) => list.selectedIndex), 0);
  assert.equal(await text(page, "[data-part=where]"), "Step 1 of 10");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("arrows walk lanes and regions, each described beside it, Escape closes; the status says it", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=pages-released`);
  await page.focus("[data-part=figure]");
  const tip = () => page.$eval("[data-part=tip]", (e) => (e.hidden ? null : [...e.children].map((part) => part.textContent.replaceAll("\u202f", ""))));
  assert.equal(await tip(), null);
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await tip(), ["159 pages, 636 KiB", "RAM that the map lists as usable.", "pfn 0–9e"]);
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
  assert.match((await tip())[1], /^dom0’s RAM\./);
  await page.keyboard.down("Shift");
  // The two small regions below 1 MiB share a pin and are one stop.
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.up("Shift");
  const [much, what, where] = await tip();
  assert.deepEqual([much, where], ["264320 pages, 1.01 GiB", "pfn bf780–fffff"]);
  assert.match(what, /^Returned to Xen because/);
  assert.equal((await text(page, "[data-part=status]")).replaceAll("\u202f", ""), `${much}. ${what} ${where}`);
  assert.ok(await page.$("#regions tr[data-highlighted]"), "a table row is highlighted");
  assert.ok(await page.$("#messages li[data-highlighted]"), "a line of the log is highlighted");
  assert.equal(await page.$$eval("[data-part=strip] [data-highlighted]", (all) => all.map((e) => e.textContent).join()), "Freeing  bf780-100000 pfn range: 264320 pages freed");
  await page.keyboard.press("Escape");
  assert.equal(await tip(), null);
  assert.equal(await page.$("#regions tr[data-highlighted]"), null);
  await page.keyboard.press("Escape");
  assert.equal(await page.$$eval("[role=status], [aria-live]", (all) => all.filter((e) => e.closest("[data-part=stage]")).length), 1);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a scrubber that is a native range says where it is, in words", async () => {
  const { page } = await open(browser, site.url);
  const scrub = "[data-part=scrub]";
  assert.equal(await page.$eval(scrub, (e) => `${e.type} ${e.step}`), "range any");
  await page.$eval(scrub, (e) => { e.value = "3"; e.dispatchEvent(new Event("input")); });
  assert.equal(await page.$eval(scrub, (e) => e.getAttribute("aria-valuetext")), "Step 4 of 10: Some pages sit on holes");
  await page.$eval(scrub, (e) => { e.value = "3.5"; e.dispatchEvent(new Event("input")); });
  assert.equal(await page.$eval(scrub, (e) => e.getAttribute("aria-valuetext")), "Step 5 of 10, halfway: Linux returns those pages");
  assert.deepEqual(await page.$$eval("[data-part=dots] [data-now] b", (l) => l.map((e) => e.textContent)), ["return"]);
  await page.close();
});

test("an arrow moves a scrubber a whole step; table rows and boxes that fit are no stops", async () => {
  const { page, wrong } = await open(browser, site.url);
  const scrub = "[data-part=scrub]";
  const where = () => text(page, "[data-part=where]");
  await page.focus(scrub);
  await page.keyboard.press("ArrowRight");
  assert.equal(await where(), "Step 2 of 10");
  await page.$eval(scrub, (e) => { e.value = "2.4"; e.dispatchEvent(new Event("input")); });
  await page.keyboard.press("ArrowRight");
  assert.equal(await where(), "Step 4 of 10");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("End");
  assert.equal(await where(), "Step 10 of 10");
  await page.$eval("#compare", (e) => { e.open = true; e.scrollIntoView(); });
  await page.waitForSelector("#differences tr");
  await page.focus("#both");
  const both = () => page.$eval("#both", (e) => Number(e.value));
  const end = await both();
  await page.keyboard.press("ArrowLeft");
  assert.equal(await both(), end - 1);
  const stops = () => page.$$eval("tr[tabindex], .scroll[tabindex], .log[tabindex]", (all) => all
    .filter((e) => e.checkVisibility()).filter((e) => e.matches("tr") || (e.scrollWidth <= e.clientWidth && !(e.matches(".log") && e.scrollHeight > e.clientHeight))).length);
  assert.equal(await stops(), 0);
  await page.setViewport({ width: 320, height: 800 });
  await page.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
  await page.waitForFunction(() => {
    const boxes = [...document.querySelectorAll(".scroll, .log")].filter((e) => e.scrollWidth > e.clientWidth);
    return boxes.length > 1 && boxes.every((e) => e.tabIndex === 0);
  });
  assert.equal(await stops(), 0);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("targets are at least 24 px, and 44 px for fingers", async () => {
  for (const [touch, least] of [[false, 24], [true, 44]]) {
    const page = await browser.newPage();
    await page.setViewport({ width: 360, height: 800, hasTouch: touch, isMobile: touch });
    await page.goto(site.url);
    await started(page);
    await page.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
    const small = await page.evaluate((least) => [...document.querySelectorAll("button, select, input, summary, a.button, textarea")]
      .filter((e) => e.checkVisibility() && !e.matches(".ref"))
      .filter((e) => e.getBoundingClientRect().height < least - 0.5)
      .map((e) => `${e.tagName} ${e.id || e.textContent.slice(0, 20)} ${e.getBoundingClientRect().height}`), least);
    assert.deepEqual(small, [], `touch ${touch}`);
    await page.close();
  }
});

test("reduced motion runs no animation and no frame; a step is there at once", async () => {
  const { page } = await open(browser, site.url, { media: media({ "prefers-reduced-motion": "reduce" }) });
  const frames = await counting(page, async () => {
    await page.click("#watch");
    await page.click("[data-part=next]");
  });
  assert.equal(frames, 0);
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  assert.equal(await text(page, "[data-part=where]"), "Step 2 of 10");
  await page.close();
});

/** How many frames the page asks for during `act` and 300 ms after it. */
async function counting(page, act) {
  await page.evaluate(() => {
    window.frames_ = 0;
    const real = window.requestAnimationFrame;
    window.requestAnimationFrame = (f) => { window.frames_ += 1; return real(f); };
  });
  await act();
  await new Promise((r) => setTimeout(r, 300));
  return page.evaluate(() => window.frames_);
}

test("nothing is drawn while paused, off-screen or hidden, and it goes on afterwards", async () => {
  const { page } = await open(browser, site.url);
  await page.$eval("[data-part=sheet]", (e) => e.scrollIntoView({ block: "center" }));
  await new Promise((r) => setTimeout(r, 200));
  assert.ok(await counting(page, () => page.click("[data-part=play]")) > 3, "it plays");
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await new Promise((r) => setTimeout(r, 300));
  const away = await page.evaluate(() => window.frames_);
  await new Promise((r) => setTimeout(r, 300));
  assert.equal(await page.evaluate(() => window.frames_), away, "off-screen");
  await page.$eval("[data-part=sheet]", (e) => e.scrollIntoView({ block: "center" }));
  await page.waitForFunction((n) => window.frames_ > n + 3, {}, away);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await new Promise((r) => setTimeout(r, 100));
  const hidden = await page.evaluate(() => window.frames_);
  await new Promise((r) => setTimeout(r, 300));
  assert.equal(await page.evaluate(() => window.frames_), hidden, "hidden");
  await page.close();
});

test("nothing jumps while the page takes over what was prerendered, wide and narrow", async () => {
  for (const width of [1280, 768, 360]) {
    const page = await browser.newPage();
    await page.setViewport({ width, height: 900 });
    await page.evaluateOnNewDocument(() => {
      window.shifts = [];
      new PerformanceObserver((list) => list.getEntries().forEach((e) => window.shifts.push([e.value, ...e.sources.map((s) => s.node?.className || s.node?.nodeName)])))
        .observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(site.url);
    await started(page);
    await page.evaluate(async () => {
      for (let y = 0; y < 3000; y += 700) {
        scrollTo(0, y);
        await new Promise((r) => setTimeout(r, 100));
      }
    });
    // Less is a word or a dot that comes while the browser still reads its line.
    assert.deepEqual(await page.evaluate(() => window.shifts.filter(([much]) => much >= 0.001)), [], `${width}`);
    await page.close();
  }
});

test("no page scrolls sideways at 320 px, at 200 % and at 400 %", async () => {
  for (const [width, height] of [[320, 800], [640, 450], [320, 256]]) {
    const { page } = await open(browser, `${site.url}#step=descriptors`, { width, height });
    await page.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    await page.close();
  }
});

test("the status line says a change once, before the step on show", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.evaluate(() => {
    window.said = [];
    const line = document.querySelector("[data-part=status]");
    new MutationObserver(() => window.said.push(line.textContent)).observe(line, { childList: true, characterData: true, subtree: true });
  });
  await type(page, "linux", "6.1");
  const said = await page.evaluate(() => window.said);
  assert.equal(said.length, 1, said.join(" | "));
  assert.match(said[0], /^free \+.* Step \d+ of \d+: /);
  await page.$eval("[data-part=next]", (e) => e.click());
  await page.waitForFunction(() => window.said.length === 2);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("forced colours show the figure as SVG in the system’s colours, and it still moves", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=pages-released`);
  await emulate(page, { "forced-colors": "active" });
  await page.waitForSelector("[data-part=sheet] > svg");
  assert.equal(await page.$eval("[data-part=canvas]", (c) => c.hidden), true);
  assert.ok(await page.$$eval("[data-part=sheet] svg path", (all) => all.length > 30));
  await page.$eval("[data-part=next]", (e) => e.click());
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 6 of 10");
  assert.match(await text(page, "[data-part=sheet] svg title"), /the same address in hardware/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("paper gets the answer, every step, the ledger and the commands, wherever the reader was", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const pictures = () => page.$$eval("#print svg", (all) => all.length);
  assert.equal(await pictures(), 10);
  await page.emulateMediaType("print");
  const columns = () => page.$$eval("#print figure", (all) => new Set(all.map((e) => e.offsetLeft)).size);
  assert.equal(await columns(), 3);
  await page.setViewport({ width: 718, height: 1000 });
  assert.equal(await columns(), 2);
  const heights = await page.$$eval(".paper svg", (all) => all.map((e) => e.getBoundingClientRect().height));
  assert.ok(heights.every((h) => h > 100), `${heights}`);
  assert.ok(await page.$eval("#summary", (e) => e.offsetHeight > 100));
  assert.ok(await page.$eval("#advice .place:not([hidden]) pre", (e) => e.checkVisibility()));
  assert.deepEqual(await page.$$eval("canvas, [data-part=controls], button, details:not([open])", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 60))), []);
  // Two rows of steps fit a page, and a bar is drawn for the paper’s width.
  const tall = await page.$$eval("#print figure", (all) => Math.max(...all.map((e) => e.offsetHeight)));
  assert.ok(tall < 515, `${tall}`);
  const bars = await page.$$eval(".answer svg, .whole svg", (all) => all.filter((e) => e.checkVisibility()).map((e) => [e.viewBox.baseVal.width, e.getBoundingClientRect().width]));
  assert.ok(bars.length === 2 && bars.every(([drawn, shown]) => drawn < shown * 1.1), `${bars}`);
  const pdf = await page.pdf({ format: "A4" });
  const sheets = Buffer.from(pdf).toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  assert.ok(sheets >= 2 && sheets <= 5, `${sheets} pages`);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await pictures(), 0);
  assert.deepEqual(wrong, []);
  await page.close();
});
