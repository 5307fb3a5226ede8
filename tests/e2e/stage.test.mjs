// The stage: its measures, its clock, its controls, and the box at the pointer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, rest, started, text } from "./browser.mjs";
import { stand } from "./stand.mjs";
import { aims, placed } from "../../www/tip.js";

const { site, browser } = await stand();

const RELEASED = "#v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2&step=pages-released";
const place = (page) => text(page, "[data-part=where]");
const shows = (page, number) => page.waitForFunction((n) => document.querySelector("[data-part=place]").textContent.startsWith(`${n} of`), {}, number);
const word = (page) => text(page, "[data-part=play]");

test("four quick presses of Next move four steps, of Back as many; one during a motion ends it", async () => {
  const { page, wrong } = await open(browser, site.url);
  const press = (part, times) => page.evaluate((name, n) => {
    for (let i = 0; i < n; i++) document.querySelector(`[data-part=${name}]`).click();
    return Number(document.querySelector("[data-part=scrub]").value);
  }, part, times);
  await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
  await new Promise((r) => setTimeout(r, 200));
  assert.equal(await press("next", 4), 3, "three ended at once, the fourth moves");
  await shows(page, 5);
  await page.waitForFunction(() => document.querySelector("[data-part=scrub]").value === "4");
  assert.equal(await press("back", 3), 2);
  await page.waitForFunction(() => document.querySelector("[data-part=scrub]").value === "1");
  assert.match(await place(page), /^Step 2 of/);
  await press("next", 40);
  await page.waitForFunction(() => document.querySelector("[data-part=scrub]").value === document.querySelector("[data-part=scrub]").max);
  assert.equal(await word(page), "Replay");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("Play waits until each caption is read, shows how long, and ends with Replay", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.select("[data-part=speed]", "2");
  await page.evaluate(() => {
    window.seen = [];
    window.rings = new Set();
    const [scrub, ring] = ["scrub", "ring"].map((name) => document.querySelector(`[data-part=${name}]`));
    const look = () => {
      const position = Number(scrub.value);
      if (Number.isInteger(position) && window.seen.at(-1)?.position !== position) window.seen.push({ position, at: performance.now(), caption: document.querySelector("[data-part=caption]").textContent });
      if (!Number.isInteger(position) && window.seen.at(-1)?.left === undefined) window.seen.at(-1).left = performance.now();
      window.rings.add(ring.getAttribute("stroke-dasharray"));
      requestAnimationFrame(look);
    };
    look();
  });
  await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
  await page.click("[data-part=play]");
  await shows(page, 4);
  await page.waitForFunction(() => Number(document.querySelector("[data-part=scrub]").value) > 3.05, { timeout: 20000 });
  const { seen, rings } = await page.evaluate(() => ({ seen: window.seen, rings: window.rings.size }));
  for (const { caption, at, left, position } of seen.filter((s) => s.position === 1 || s.position === 2)) {
    const least = Math.max(1600, 280 * caption.split(" ").length) / 2;
    assert.ok(left - at > least - 60 && left - at < least + 700, `${position}: ${left - at} ms, of ${least}`);
  }
  assert.ok(rings > 20, `${rings} states of the ring`);
  assert.equal(await word(page), "Pause");
  await page.click("[data-part=play]");
  assert.equal(await word(page), "Play");
  await page.focus("[data-part=figure]");
  await page.keyboard.press("End");
  assert.equal(await word(page), "Replay");
  await page.click("[data-part=play]");
  assert.match(await place(page), /^Step 1 of/);
  assert.equal(await word(page), "Pause");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("with reduced motion Play shows step after step at once, without a frame", async () => {
  const { page, wrong } = await open(browser, site.url, { media: [{ name: "prefers-reduced-motion", value: "reduce" }] });
  await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
  await page.select("[data-part=speed]", "2");
  await page.evaluate(() => {
    window.frames_ = 0;
    const real = window.requestAnimationFrame;
    window.requestAnimationFrame = (f) => { window.frames_ += 1; return real(f); };
    document.querySelector("[data-part=play]").click();
  });
  await page.waitForFunction(() => document.querySelector("[data-part=scrub]").value === "2", { polling: 50 });
  assert.equal(await word(page), "Pause");
  assert.equal(await page.evaluate(() => window.frames_), 0);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("no step moves the title, the figure or the controls, and none is higher than another", async () => {
  for (const width of [1280, 984, 768, 360, 320]) {
    const { page } = await open(browser, site.url, { width });
    const places = await page.evaluate(() => {
      const scrub = document.querySelector("[data-part=scrub]");
      const all = new Set();
      for (let step = 0; step <= Number(scrub.max); step++) {
        scrub.value = String(step);
        scrub.dispatchEvent(new Event("input", { bubbles: true }));
        const top = document.querySelector("[data-part=stage]").getBoundingClientRect().top;
        all.add(["title", "sheet", "controls"].map((name) => {
          const box = document.querySelector(`[data-part=${name}]`).getBoundingClientRect();
          return `${name} ${box.left} ${Math.round(box.top - top)} ${name === "controls" ? Math.round(box.bottom - top) : ""}`;
        }).join(", "));
      }
      return [...all];
    });
    assert.equal(places.length, 1, `${width}: ${places.join("\n")}`);
    await page.close();
  }
});

test("each dot has its word where there is room, and its title when pointed at or focused", async () => {
  const { page } = await open(browser, site.url);
  const words = await page.$$eval("[data-part=dots] b", (all) => all.map((e) => [e.textContent, e.checkVisibility()]));
  assert.ok(words.every(([said, seen]) => /^[a-z]+$/.test(said) && seen), words.join());
  await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
  const box = await (await page.$("[data-part=dots]")).boundingBox();
  const count = words.length - 1;
  const named = () => page.$$eval("[data-part=dots] em", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.textContent));
  assert.deepEqual(await named(), []);
  await page.mouse.move(box.x + (box.width * 2) / count + 4, box.y);
  const [title] = await named();
  await page.mouse.click(box.x + (box.width * 2) / count + 4, box.y);
  assert.equal(await text(page, "[data-part=title]"), title, "a press beside a dot means the dot");
  await page.mouse.move(5, 5);
  assert.deepEqual(await named(), []);
  await page.focus("[data-part=next]");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await named(), [await text(page, "[data-part=title]")]);
  assert.equal(await page.$eval("[data-part=scrub]", (e) => e.getAttribute("aria-valuetext")), `${await place(page)}: ${await text(page, "[data-part=title]")}`);
  await page.close();
  const narrow = await open(browser, site.url, { width: 360 });
  assert.equal(await narrow.page.$eval("[data-part=dots] b", (e) => e.checkVisibility()), false);
  await narrow.page.close();
});

test("a low window keeps the controls at its foot while the stage is in view", async () => {
  const { page } = await open(browser, site.url, { height: 500 });
  await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
  const foot = () => page.$eval("[data-part=controls]", (e) => Math.round(e.getBoundingClientRect().bottom));
  assert.equal(await foot(), 500);
  await page.evaluate(() => scrollTo(0, 0));
  assert.ok(await foot() > 500, "not before");
  await page.close();
});

test("no words are so long that the figure moves or reaches the controls", async () => {
  const tops = new Set();
  for (const linux of ["2.6.18", "2.6.37", "3.2", "3.6", "4.1", "4.20", "6.1", "7.3"]) {
    const { page } = await open(browser, `${site.url}#v=1&linux=${linux}&step=map-rewritten`, { width: 1280, height: 720 });
    await page.$eval("#story", (e) => e.scrollIntoView());
    const [why, sheet, controls] = await page.$$eval("[data-part=whys], [data-part=sheet], [data-part=controls]", (all) => all.map((e) => e.getBoundingClientRect().toJSON()));
    tops.add(sheet.top);
    assert.ok(why.height <= 20 && why.bottom <= sheet.top && sheet.bottom <= controls.top + 0.5 && controls.bottom <= 720, `${linux}: ${why.height} ${sheet.bottom} ${controls.top} ${controls.bottom}`);
    await page.close();
  }
  assert.equal(tops.size, 1, [...tops].join(" "));
});

test("notes, a badge and what is still an example's leave the result in a window of 720 pixels", async () => {
  const { page } = await open(browser, `${site.url}#v=1&host-mem=64G&step=descriptors`, { width: 1280, height: 720 });
  await page.$eval("#story", (e) => e.scrollIntoView());
  await page.$eval("[name=ceiling][value=size]", (e) => e.click());
  await rest(page);
  assert.equal(await page.$$eval("#notes-box, #badge, #result .from-example", (all) => all.every((e) => e.checkVisibility() && e.textContent)), true);
  const [result, head, undo, notes] = await page.$$eval("#result, .form-head h2, #undo, #notes-box summary", (all) => ["result", "", "undo", "summary"]
    .map((name) => all.find((e) => (name === "summary" ? e.localName === name : name ? e.id === name : e.localName === "h2")).getBoundingClientRect().toJSON()));
  assert.ok(result.bottom <= 720, `${result.bottom}`);
  assert.ok(notes.left >= 40 && notes.right <= undo.left, "notes are beside Undo");
  await page.click("#notes-box summary");
  const list = await page.$eval("#notes", (e) => e.getBoundingClientRect().toJSON());
  assert.ok(list.left >= head.left && list.right <= undo.right + 8 && list.bottom < 720, JSON.stringify(list));
  assert.equal(await page.$eval("#result", (e) => e.getBoundingClientRect().bottom), result.bottom, "nothing moves");
  await page.close();
});

test("on a phone what is still an example's is whole in the window, and an amount is never cut", async () => {
  for (const link of ["dom0-mem=2G&linux=6.1", "dom0-mem=1GB&linux=2.6.32-xen", "dom0-mem=2G&linux=3.2&step=tools-report", "host-mem=12T&dom0-mem=2T&linux=6.1"]) {
    const { page } = await open(browser, `${site.url}#v=1&${link}`, { width: 360, height: 640 });
    await page.$eval("#story", (e) => e.scrollIntoView());
    const [says, ...rest] = await page.$$eval("#result .from-example, #result .shows, #result .advised span", (all) => {
      const [own, b, c] = [".from-example", ".shows", ".advised span"].map((s) => all.find((e) => e.matches(`#result ${s}`)));
      return [own, b, c].map((e) => [e.textContent, e.getBoundingClientRect().bottom, e.scrollWidth <= e.clientWidth + 1 || e.localName === "span", e.getBoundingClientRect().right]);
    });
    assert.match(says[0], /^Still the example’s: /, link);
    for (const [what, bottom, whole, right] of [says, ...rest]) assert.ok(bottom <= 640 && whole && right <= 360, `${link} ${what} ${bottom} ${right}`);
    assert.ok(await page.$eval("#result .from-example", (e) => e.getBoundingClientRect().height < 20), `${link}: one line`);
    assert.ok(await page.$eval("#linux", (e) => e.scrollWidth <= e.clientWidth), `${link}: the release is whole`);
    await page.close();
  }
});

test("on a tablet the controls are in the window with the whole form above", async () => {
  const { page } = await open(browser, site.url, { width: 768, height: 900 });
  await page.$eval("#story", (e) => e.scrollIntoView());
  const [top, bottom] = await page.$$eval("#form, [data-part=controls]", (all) => [all[0].getBoundingClientRect().top, all[1].getBoundingClientRect().bottom]);
  assert.ok(top >= -1 && bottom <= 900, `${top} ${bottom}`);
  await page.close();
});

test("the speed can be chosen at every width", async () => {
  for (const width of [1280, 360, 320]) {
    const { page } = await open(browser, site.url, { width, height: 640 });
    const [speed, controls, scrub] = await page.$$eval("[data-part=speed], [data-part=scrubber], [data-part=controls]", (all) => all
      .sort((a, b) => a.dataset.part.length - b.dataset.part.length).map((e) => e.getBoundingClientRect().toJSON()));
    assert.ok(speed.width >= 24 && speed.height >= 24 && speed.right <= width, JSON.stringify([width, speed]));
    assert.ok(scrub.width >= 60 && scrub.right <= speed.left && controls.height >= speed.height, JSON.stringify([width, scrub, speed]));
    await page.close();
  }
});

test("the box of words is off the pointer and its region, inside the stage, wherever there is a side", () => {
  // A plain generator, so that a failure can be repeated.
  let seed = 7;
  const dice = (most) => { seed = (seed * 48271) % 2147483647; return Math.floor((seed / 2147483647) * most); };
  const size = { w: 262, h: 93 };
  const stage = { w: 904, h: 692 };
  let sides = 0;
  for (let i = 0; i < 3000; i++) {
    const region = { x: dice(800), y: dice(620), w: 1 + dice(500), h: 8 + dice(240) };
    region.w = Math.min(region.w, stage.w - region.x);
    region.h = Math.min(region.h, stage.h - region.y);
    const pointer = { x: region.x + dice(region.w), y: region.y + dice(region.h) };
    const at = placed(pointer, region, size, stage);
    const said = JSON.stringify({ pointer, region, at });
    assert.ok(at.x >= 0 && at.y >= 0 && at.x + size.w <= stage.w && at.y + size.h <= stage.h, said);
    const apart = at.x >= region.x + region.w || at.x + size.w <= region.x || at.y >= region.y + region.h || at.y + size.h <= region.y;
    assert.ok(apart, said);
    const far = Math.max(at.x - pointer.x, pointer.x - at.x - size.w, at.y - pointer.y, pointer.y - at.y - size.h);
    assert.ok(far >= 16, said);
    sides |= at.y > pointer.y ? 1 : at.y + size.h < pointer.y ? 2 : at.x > pointer.x ? 4 : 8;
  }
  assert.equal(sides, 15, "every side is taken at times");
  // Under a bar, so that its lane stays free, and beside a high region if its end is near.
  assert.deepEqual(placed({ x: 300, y: 190 }, { x: 2, y: 170, w: 700, h: 30 }, size, stage), { x: 316, y: 206 });
  assert.deepEqual(placed({ x: 455, y: 125 }, { x: 300, y: 100, w: 160, h: 50 }, size, stage), { x: 471, y: 156 });
  assert.deepEqual(placed({ x: 455, y: 250 }, { x: 300, y: 100, w: 160, h: 300 }, size, stage), { x: 471, y: 250 - 93 / 2 });
  // Over a bar in the lower half: under lane D are counts and the kernel's lines.
  for (const y of [415, 430, 446]) assert.deepEqual(placed({ x: 300, y }, { x: 280, y: 413, w: 100, h: 34 }, size, stage), { x: 316, y: Math.min(y - 16, 407) - 93 });
});

test("the pointer gets how much, what and why, and where, and its line of the log", async () => {
  const { page, wrong } = await open(browser, `${site.url}${RELEASED}`);
  await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
  const tip = () => page.$eval("[data-part=tip]", (e) => (e.hidden ? null : [...e.children].map((part) => part.textContent.replaceAll("\u202f", ""))));
  // Found as a reader does: from lane D to the right until the region after dom0's own.
  const sheet = await (await page.$("[data-part=sheet]")).boundingBox();
  let at = 0;
  for (let x = sheet.width * 0.2; x < sheet.width * 0.7 && !at; x += 8) {
    await page.mouse.move(sheet.x + x, sheet.y + 337);
    if ((await tip())?.[2] === "pfn bf780–fffff") at = x + 16;
  }
  await page.mouse.move(sheet.x + at, sheet.y + 337);
  assert.deepEqual(await tip(), ["264320 pages, 1.01 GiB", "Returned to Xen because the machine has no RAM at these page numbers.", "pfn bf780–fffff"]);
  const [box, stage] = await page.evaluate(() => ["tip", "figure"].map((name) => document.querySelector(`[data-part=${name}]`).getBoundingClientRect().toJSON()));
  assert.ok(box.left >= stage.left && box.right <= stage.right && box.top >= stage.top && box.bottom <= stage.bottom, JSON.stringify([box, stage]));
  assert.ok(box.top > sheet.y + 354 || box.bottom < sheet.y + 320 || box.left > sheet.x + at || box.right < sheet.x + at, "not on its region");
  const lit = () => page.$$eval("[data-part=strip] [data-highlighted]", (all) => all.map((e) => e.textContent.trim()));
  assert.deepEqual(await lit(), ["Freeing  bf780-100000 pfn range: 264320 pages freed"]);
  assert.ok(box.bottom <= await page.$eval("[data-part=strip]", (e) => e.getBoundingClientRect().top), "its line can be read");
  await page.mouse.move(sheet.x + 700, sheet.y + 380);
  assert.equal(await tip(), null);
  assert.deepEqual(await lit(), []);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the box of words can be pointed at, and Escape closes it", async () => {
  const { page, wrong } = await open(browser, `${site.url}${RELEASED}`);
  await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
  const sheet = await (await page.$("[data-part=sheet]")).boundingBox();
  const tip = () => page.$eval("[data-part=tip]", (e) => (e.hidden ? "" : e.textContent));
  const at = { x: sheet.x + 500, y: sheet.y + 70 };
  await page.mouse.move(at.x, at.y);
  const said = await tip();
  assert.notEqual(said, "");
  const box = await (await page.$("[data-part=tip]")).boundingBox();
  // On the way there are other regions, and places without one.
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 });
  assert.equal(await tip(), said);
  await new Promise((done) => setTimeout(done, 700));
  assert.equal(await tip(), said, "it stays while the pointer is over it");
  await page.keyboard.press("Escape");
  assert.equal(await tip(), "");
  await page.mouse.move(at.x, at.y);
  assert.equal(await tip(), said);
  await page.mouse.move(5, 5, { steps: 3 });
  await page.waitForFunction(() => document.querySelector("[data-part=tip]").hidden);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a pointer aims at a box that lies on its way", () => {
  const box = { x: 100, y: 100, w: 50, h: 20 };
  assert.ok(aims({ x: 90, y: 80 }, { x: 94, y: 86 }, box), "towards its corner");
  assert.ok(aims({ x: 120, y: 50 }, { x: 120, y: 60 }, box), "straight down");
  assert.ok(!aims({ x: 120, y: 60 }, { x: 120, y: 50 }, box), "away from it");
  assert.ok(!aims({ x: 90, y: 80 }, { x: 98, y: 80 }, box), "along it");
  assert.ok(!aims({ x: 90, y: 80 }, { x: 90, y: 80 }, box), "at rest");
});

/** A phone with the stage at its top, and a spot on the bar of lane A. */
async function phone() {
  const page = await browser.newPage();
  await page.setViewport({ width: 360, height: 640, hasTouch: true, isMobile: true });
  await page.goto(`${site.url}${RELEASED}`);
  await started(page);
  await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
  const hidden = () => page.$eval("[data-part=tip]", (e) => e.hidden);
  const sheet = await (await page.$("[data-part=sheet]")).boundingBox();
  return { page, hidden, x: sheet.x + 90, y: sheet.y + 73, caption: sheet.y - 20 };
}

test("dragging the page by the figure shows no box", async () => {
  const { page, hidden, x, y } = await phone();
  await page.touchscreen.touchStart(x, y);
  await page.touchscreen.touchMove(x, y - 60);
  await page.touchscreen.touchEnd();
  await new Promise((r) => setTimeout(r, 400));
  assert.equal(await hidden(), true);
  await page.close();
});

test("a tap shows the box until the next tap", async () => {
  const { page, hidden, x, y, caption } = await phone();
  await page.touchscreen.tap(x, y);
  await page.waitForFunction(() => !document.querySelector("[data-part=tip]").hidden);
  await new Promise((r) => setTimeout(r, 300));
  assert.equal(await hidden(), false, "it stays");
  await page.touchscreen.tap(x, caption);
  await page.waitForFunction(() => document.querySelector("[data-part=tip]").hidden);
  await page.close();
});

test("a tap on a rail opens its lane", async () => {
  const { page, wrong } = await open(browser, `${site.url}${RELEASED}`, { width: 360, height: 640, media: [{ name: "prefers-reduced-motion", value: "reduce" }] });
  await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
  const picture = () => page.$eval("[data-part=canvas]", (c) => c.toDataURL());
  const before = await picture();
  const sheet = await (await page.$("[data-part=sheet]")).boundingBox();
  // Lane C is a rail in this step: the row of a rail is found by pressing from the top down.
  let opened = false;
  for (let y = 70; y < 140 && !opened; y += 6) {
    await page.mouse.click(sheet.x + 12, sheet.y + y);
    opened = (await picture()) !== before;
  }
  assert.ok(opened);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the kernel prints line after line while its pages are on the way", async () => {
  const { page } = await open(browser, `${site.url}${RELEASED}`);
  const lines = () => page.$$eval("[data-part=strip] li", (all) => all.map((e) => e.textContent));
  const to = (position) => page.$eval("[data-part=scrub]", (e, p) => { e.value = p; e.dispatchEvent(new Event("input")); }, String(position));
  assert.deepEqual(await lines(), ["Freeing  bf780-100000 pfn range: 264320 pages freed", "Released 264417 pages of unused memory"]);
  await to(3.5);
  assert.deepEqual(await lines(), ["Freeing  9f-100 pfn range: 97 pages freed", "Freeing  bf780-100000 pfn range: …"]);
  await to(0);
  assert.equal(await page.$eval("[data-part=strip]", (e) => e.hidden), true);
  await page.close();
});

test("the room is at true scale for a while, and a press in that time keeps it", async () => {
  const { page } = await open(browser, `${site.url}#v=1&linux=3.2&step=balloon-room`);
  const at = await page.$eval("[data-part=scrub]", (e) => Number(e.value));
  const to = (position) => page.$eval("[data-part=scrub]", (e, p) => { e.value = p; e.dispatchEvent(new Event("input")); }, String(position));
  const pressed = () => page.$eval("[data-part=scale]", (e) => e.getAttribute("aria-pressed"));
  assert.equal(await pressed(), "false");
  await to(at - 0.5);
  assert.equal(await pressed(), "true");
  await to(at);
  assert.equal(await pressed(), "false");
  await to(at - 0.5);
  await page.click("[data-part=scale]");
  await to(at);
  assert.equal(await pressed(), "true");
  await page.close();
});

test("a step that this machine lacks: the nearest one before it, and a sentence that says so", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&linux=3.2&step=pages-moved`);
  assert.match(await place(page), /^Step 5 of/);
  const said = await text(page, "[data-part=why]");
  assert.match(said, /^This boot has no step “.+”\. This is the last step before it\.$/);
  assert.ok((await text(page, "[data-part=status]")).endsWith(said));
  for (const width of [1280, 360]) {
    await page.setViewport({ width, height: 720 });
    const seen = await page.$$eval("[data-part=why], [data-part=missing]", (all) => all.filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.textContent));
    assert.deepEqual(seen, [said], `${width}`);
  }
  await page.setViewport({ width: 1280, height: 900 });
  await page.focus("[data-part=figure]");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((gone) => document.querySelector("[data-part=why]").textContent !== gone, {}, said);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the words under the dots never touch, and that of the step on show is always there", async () => {
  const links = ["", "#v=1&host-mem=64G&dom0-mem=2G&xen=4.1.2&linux=3.2&balloon=initial"];
  for (const [link, width] of links.flatMap((l) => [800, 900, 1210, 1280].map((w) => [l, w]))) {
    const { page } = await open(browser, `${site.url}${link}`, { width, height: 720 });
    const steps = await page.$$eval(".dots > span", (all) => all.length);
    for (let step = 0; step < steps; step++) {
      const [gaps, now] = await page.evaluate((at) => {
        const scrub = document.querySelector("[data-part=scrub]");
        scrub.value = String(at);
        scrub.dispatchEvent(new Event("input"));
        const words = [...document.querySelectorAll(".dots b")].filter((b) => b.checkVisibility()).map((b) => b.getBoundingClientRect());
        return [words.slice(1).map((word, i) => word.left - words[i].right), document.querySelector(".dots [data-now] b").checkVisibility()];
      }, step);
      assert.ok(now && gaps.length > 2 && gaps.every((gap) => gap >= 3), `${link} ${width} ${step}: ${gaps}`);
    }
    await page.close();
  }
});

/** Windows with a wide stage, a middle one, a narrow one, and the narrowest. */
const WINDOWS = [[1280, 720], [768, 1024], [600, 900], [360, 640], [320, 640]];

test("the hint on keys covers no control and nothing of the picture, and goes with the first key or by itself", async () => {
  for (const [width, height] of WINDOWS) {
    const { page } = await open(browser, `${site.url}#step=tools-report`, { width, height });
    await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
    await page.$eval("[data-part=figure]", (e) => e.focus({ preventScroll: true, focusVisible: true }));
    const seen = () => page.$eval(".keys", (e) => e.checkVisibility({ visibilityProperty: true }));
    assert.ok(await seen(), `${width}`);
    const covered = await page.evaluate(() => {
      const box = (e) => e.getBoundingClientRect();
      const hint = box(document.querySelector(".keys"));
      const under = [...document.querySelectorAll(".figure :is(button, select, input, .sheet)")].filter((e) => e.checkVisibility());
      return under.filter((e) => box(e).top < hint.bottom - 0.5 && box(e).bottom > hint.top + 0.5 && box(e).left < hint.right && box(e).right > hint.left).map((e) => e.outerHTML);
    });
    assert.deepEqual(covered, [], `${width}`);
    const words = await page.evaluate(() => {
      const caption = [...document.querySelectorAll(".caption")].find((e) => e.checkVisibility({ visibilityProperty: true }));
      const [hint, own] = [".keys", caption].map((e) => (typeof e === "string" ? document.querySelector(e) : e).getBoundingClientRect());
      const order = [caption, document.querySelector(".keys")].map((e) => Number(getComputedStyle(e).zIndex) || 0);
      return own.bottom <= hint.top + 2 || order[0] > order[1];
    });
    assert.ok(words, `${width}: the caption is read`);
    await page.$eval(".keys", (e) => e.getAnimations().forEach((each) => each.finish()));
    assert.equal(await seen(), false, "after a while");
    await page.$eval(".keys", (e) => e.getAnimations().forEach((each) => each.play()));
    assert.equal(await seen(), true);
    await page.keyboard.press("ArrowDown");
    assert.equal(await seen(), false, "after a key");
    await page.close();
  }
});

test("To scale is in view at every size, among the controls or at the axis, and says its state", async () => {
  for (const [width, height] of WINDOWS) {
    const { page } = await open(browser, site.url, { width, height });
    await page.$eval("[data-part=stage]", (e) => e.scrollIntoView());
    const buttons = () => page.$$eval(".scale", (all) => all.filter((e) => e.checkVisibility()).map((e) => {
      const { left, top, right, bottom } = e.getBoundingClientRect();
      const whole = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      return [whole, /to scale/i.test(e.innerText.replace(/\s+/g, " ")), e.ariaPressed];
    }));
    assert.deepEqual(await buttons(), [[true, true, "false"]], `${width}`);
    await page.evaluate(() => [...document.querySelectorAll(".scale")].find((e) => e.checkVisibility()).click());
    assert.deepEqual(await buttons(), [[true, true, "true"]], `${width}`);
    assert.ok(await page.evaluate(() => document.querySelector(".scrubber").offsetWidth >= 60 && document.documentElement.scrollWidth <= innerWidth), `${width}`);
    await page.close();
  }
});

test("Compare and Share can be reached beside the stage at every width", async () => {
  for (const [width, height] of WINDOWS) {
    const { page, wrong } = await open(browser, site.url, { width, height });
    for (const name of ["share", "compare"]) {
      const found = await page.$$(`[data-part=${name}], .drawers :is([data-open=${name}], [href="#${name}"])`);
      const seen = [];
      for (const e of found) if (await e.isVisible()) seen.push(e);
      assert.equal(seen.length, 1, `${width} ${name}`);
      const reached = await seen[0].evaluate((e) => {
        document.querySelector("[data-part=stage]").scrollIntoView();
        e.scrollIntoView({ block: "nearest", inline: "center" });
        const { left, top, width, height } = e.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        e.click();
        return e.contains(hit);
      });
      assert.ok(reached, `${width} ${name} is in view`);
      assert.ok(await page.$eval(`#${name}`, (e) => e.open), `${width} ${name} opens`);
      await page.$eval("#share", (e) => e.close());
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}`);
    assert.deepEqual(wrong, []);
    await page.close();
  }
});
