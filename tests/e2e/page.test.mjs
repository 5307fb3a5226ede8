// The served page in real browsers, under the strict content policy.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { choose, firefox, open, plain, started, text, type, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

/** The kernel’s log, line by line. */
const lines = (page) => page.$$eval("#messages li", (all) => all.map((l) => l.textContent).join("\n"));

test("the 8 GiB machine of the 3.8 log shows exactly the facts of that log", async () => {
  const { page, wrong } = await open(browser, site.url);
  await choose(page, "preset", "msi-8g");
  const log = await lines(page);
  const freed = log.split("\n").filter((l) => l.startsWith("Freeing "));
  assert.deepEqual(freed, [
    "Freeing 9e-100 pfn range: 98 pages freed",
    "Freeing 20000-20200 pfn range: 512 pages freed",
    "Freeing 40000-40200 pfn range: 512 pages freed",
    "Freeing bad80-badf4 pfn range: 116 pages freed",
    "Freeing badf6-bae7f pfn range: 137 pages freed",
    "Freeing bb000-100000 pfn range: 282624 pages freed",
  ]);
  assert.match(log, /^Released 283999 pages of unused memory$/m);
  assert.match(log, /^Populating 1acb65-1f20c4 pfn range: 283999 pages added$/m);
  assert.match(log, /^Xen: \[mem 0x0000000100000000-0x000000023fdfffff\] usable$/m);
  assert.match(plain(await text(page, "[data-marked='page.lead']")), /free shows [\d.]+ GiB\. Linux 3\.8 spent/);

  await type(page, "linux", "4.19");
  assert.match(await lines(page), /^Remapped 283999 page\(s\)$/m);
  assert.match(plain(await text(page, "[data-marked='page.lead']")), /Linux 4\.19 spent/);

  await type(page, "nr-pages", "");
  await type(page, "xen", "4.1.2");
  await type(page, "dom0-mem", "2G,max:2G");
  assert.match(plain(await text(page, "[data-text='page.given']")), /Ceiling: 524288 pages \(2 GiB\)/);
  await type(page, "xen", "4.1.1");
  assert.match(await text(page, "[data-text='page.given']"), /Ceiling: none/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("an error stands beside its field, keeps the picture and what was typed", async () => {
  const { page, wrong } = await open(browser, site.url);
  const headline = await text(page, "[data-marked='page.lead']");
  for (const [field, rubbish] of [["xen", "<b>x"], ["linux", "2.6.30"], ["e820", "5-3 usable"], ["nr-pages", "-1"], ["vcpus", "0"]]) {
    const good = await value(page, field);
    await type(page, field, rubbish);
    assert.notEqual(await text(page, `#e-${field}`), "", field);
    assert.equal(await value(page, field), rubbish);
    assert.equal(await text(page, "[data-marked='page.lead']"), headline);
    await type(page, field, good);
    assert.equal(await text(page, `#e-${field}`), "", field);
  }
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a link restores machine and step, and typing keeps the step", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=2G,max:2G&linux=3.6&xen=4.17&host-mem=16G&step=pages-released&colour=red`);
  assert.equal(await text(page, "[data-part=title]"), "Linux returns those pages");
  assert.equal(await value(page, "dom0-mem"), "2G,max:2G");
  assert.match(await text(page, "#notes"), /colour/);
  await type(page, "dom0-mem", "4G");
  assert.equal(await text(page, "[data-part=title]"), "Linux returns those pages");
  const link = await value(page, "link");
  assert.match(link, /dom0-mem=4G/);
  assert.match(link, /step=pages-released/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("buttons, scrubber and keys move through the story; nothing runs while it rests", async () => {
  const { page, wrong } = await open(browser, site.url);
  const step = () => text(page, "[data-part=where]");
  assert.equal(await step(), "Step 1 of 10");
  await page.click("[data-part=next]");
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 2 of 10");
  await page.focus("[data-part=figure]");
  await page.keyboard.press("End");
  assert.equal(await step(), "Step 10 of 10");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 2 of 10");
  await page.$eval("[data-part=scrub]", (e) => { e.value = "3.5"; e.dispatchEvent(new Event("input")); });
  assert.equal(await step(), "Step 5 of 10");
  const frames = await page.evaluate(() => new Promise((done) => {
    let n = 0;
    const real = window.requestAnimationFrame;
    window.requestAnimationFrame = (f) => { n++; return real(f); };
    setTimeout(() => done(n), 400);
  }));
  assert.equal(frames, 0);
  await page.click("[data-part=play]");
  await page.waitForFunction(() => document.querySelector("[data-part=play]").textContent.trim() === "Pause");
  await page.click("[data-part=play]");
  assert.equal(await text(page, "[data-part=play]"), "Play");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("with reduced motion a step is there at once", async () => {
  const { page } = await open(browser, site.url, { media: [{ name: "prefers-reduced-motion", value: "reduce" }] });
  await page.click("[data-part=next]");
  assert.equal(await text(page, "[data-part=where]"), "Step 2 of 10");
  await page.close();
});

test("the canvas is painted at every pixel ratio and no page scrolls sideways", async () => {
  for (const [width, ratio] of [[1280, 1], [768, 1.5], [360, 2], [320, 1]]) {
    const { page, wrong } = await open(browser, site.url, { width, ratio });
    const state = await page.$eval("[data-part=canvas]", (c) => ({
      w: c.width, expected: Math.round(c.parentElement.clientWidth * devicePixelRatio),
      colours: new Set(c.getContext("2d").getImageData(0, 0, c.width, c.height).data).size,
      sideways: document.documentElement.scrollWidth > innerWidth,
    }));
    assert.equal(state.w, state.expected);
    assert.ok(state.colours > 10, `${width}: ${state.colours} values`);
    assert.ok(!state.sideways, `${width} scrolls sideways`);
    assert.deepEqual(wrong, []);
    await page.close();
  }
});

test("axe finds nothing, light and dark, with and without an error", async () => {
  for (const value of ["light", "dark"]) {
    const { page } = await open(browser, site.url, { media: [{ name: "prefers-color-scheme", value }] });
    if (value === "dark") await type(page, "xen", "?");
    assert.deepEqual(await violations(page), [], value);
    await page.close();
  }
});

test("a map of 200 entries is refused by name; an emptied map falls back to the installed RAM", async () => {
  const { page, wrong } = await open(browser, site.url);
  const headline = await text(page, "[data-marked='page.lead']");
  const map = Array.from({ length: 200 }, (_, i) => `${(i * 8192).toString(16)}-${(i * 8192 + 4096).toString(16)} usable`).join("\n");
  await type(page, "e820", map);
  assert.match(await text(page, "#e-e820"), /200 regions; a map has at most 128/);
  assert.equal(await text(page, "[data-marked='page.lead']"), headline);
  assert.equal(await value(page, "e820"), map);
  await type(page, "e820", " \n ");
  assert.equal(await text(page, "#e-e820"), "");
  assert.equal(await text(page, "[data-marked='page.lead']"), headline);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("Back undoes a change, and a link with an error keeps a picture", async () => {
  const { page, wrong } = await open(browser, site.url);
  await type(page, "dom0-mem", "3G");
  await type(page, "linux", "6.1");
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => document.getElementById("linux").value === "3.2");
  assert.equal(await value(page, "dom0-mem"), "3G");
  await page.goto("about:blank");
  await page.goto(`${site.url}#linux=nonsense&xen=%3Cimg%20src=x%3E`);
  await started(page);
  assert.match(await text(page, "#e-linux"), /not a Linux release/);
  assert.match(await text(page, "#e-xen"), /<img src=x>/);
  await page.click("[data-part=next]");
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 2 of 10");
  assert.equal(await page.$eval("#banner", (b) => b.hidden), true, "nothing failed but the reading");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("text that Xen reports as invalid gets a warning and the run goes on", async () => {
  const { page, wrong } = await open(browser, `${site.url}#preset=server-64g&xen=4.17&dom0-mem=2GB`);
  await page.waitForSelector("#option-warnings button");
  assert.match(await text(page, "#option-warnings"), /Xen 4.17 rejects 2GB, so dom0 gets/);
  assert.equal(await page.$eval("#notes-box", (box) => box.hidden), true, "it is said once");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the first content is there without script", async () => {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(site.url);
  assert.match(await text(page, "[data-marked='page.lead']"), /free shows 2\.06\sGiB\. Linux 3\.2 returned/);
  assert.equal(await page.$$eval("[data-part=steps] li", (l) => l.length), 10);
  await page.close();
});

test("Firefox loads, runs, steps and links", async () => {
  const fox = await firefox();
  try {
    const { page, wrong } = await open(fox, site.url);
    await choose(page, "preset", "msi-8g");
    assert.match(await lines(page), /Released 283999 pages of unused memory/);
    await page.click("[data-part=next]");
    await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 2 of 11");
    await page.waitForFunction(() => /step=dom0-built/.test(document.getElementById("link").value));
    assert.deepEqual(wrong, []);
  } finally {
    await fox.close();
  }
});

/** How far below the middle of its track the scrubber's thumb is seen, in CSS pixels. */
async function thumb(page) {
  const box = await page.$eval("[data-part=scrubber]", (e) => {
    const { x, y } = e.getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY };
  });
  const shot = await page.screenshot({ encoding: "base64", clip: { x: box.x - 4, y: box.y, width: 24, height: 30 } });
  const middle = await page.$eval("[data-part=track]", (e) => scrollY + e.getBoundingClientRect().top + e.getBoundingClientRect().height / 2);
  const seen = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data: rgba } = context.getImageData(0, 0, image.width, image.height);
    const rows = [];
    // The first dot is done and under the thumb; the line is to its right.
    for (let i = 0; i < rgba.length; i += 4) if (rgba[i] < 60 && rgba[i + 2] > 140) rows.push(Math.floor(i / 4 / image.width));
    return (Math.min(...rows) + Math.max(...rows) + 1) / 2;
  }, shot);
  return seen - (middle - box.y);
}

test("the scrubber's thumb is on its line, in Chromium and Firefox", async () => {
  const fox = await firefox();
  try {
    for (const [name, from] of [["Chromium", browser], ["Firefox", fox]]) {
      for (const width of [1280, 360]) {
        const { page } = await open(from, site.url, { width, height: 720 });
        const off = await thumb(page);
        assert.ok(Math.abs(off) <= 1.5, `${name}, ${width}: ${off}`);
        await page.close();
      }
    }
  } finally {
    await fox.close();
  }
});
