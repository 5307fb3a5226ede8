// After an input has changed the picture moves, and the ceiling can be dragged.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, rest, text, type, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

const CANVAS = "[data-part=canvas]";
const ARTICLE = "v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2&step=tools-report";
/** For longer than ghosts stay. */
const settled = () => new Promise((done) => setTimeout(done, 1500));

/** The canvas as text; of the page, or of the element in it. */
const drawn = (page) => page.evaluate((selector) => {
  const root = document.querySelector("dom0-memory")?.shadowRoot ?? document;
  return root.querySelector(selector).toDataURL();
}, CANVAS);

/** A page whose frames come when the test asks for them: `frames(n)` gives the pictures of
 * the next n, a 60th of a second apart. */
async function paced(url) {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => {
    let [now, due, paced] = [performance.now(), [], false];
    const [clock, request] = [performance.now.bind(performance), requestAnimationFrame.bind(window)];
    performance.now = () => (paced ? now : clock());
    window.requestAnimationFrame = (act) => (paced ? due.push(act) : request(act));
    window.pace = () => { now = clock(); paced = true; };
    window.frame = () => {
      now += 1000 / 60;
      const acts = due;
      due = [];
      acts.forEach((act) => act(now));
    };
  });
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(url);
  await page.waitForFunction((selector) => {
    const root = document.querySelector("dom0-memory")?.shadowRoot ?? document;
    return root.querySelector(selector)?.width > 300;
  }, {}, CANVAS);
  await page.evaluate((selector) => {
    (document.querySelector("dom0-memory") ?? document.querySelector(selector)).scrollIntoView({ block: "center" });
  }, CANVAS);
  // The story learns that it is seen.
  await new Promise((done) => setTimeout(done, 300));
  await page.evaluate(() => window.pace());
  const frames = async (n) => {
    const all = [];
    for (let i = 0; i < n; i++) {
      await page.evaluate(() => window.frame());
      all.push(await drawn(page));
    }
    return all;
  };
  return { page, frames };
}

/** The picture that a link shows by itself. */
async function own(fragment) {
  const { page } = await open(browser, `${site.url}#${fragment}`);
  const picture = await drawn(page);
  await page.close();
  return picture;
}

test("an input change paints at least 8 pictures and ends in the state's own", async () => {
  const { page, frames } = await paced(`${site.url}#${ARTICLE}`);
  const [before, title] = [await drawn(page), await text(page, "[data-part=title]")];
  await type(page, "dom0-mem", "4G,max:4G");
  assert.equal(await text(page, "[data-part=title]"), title, "the step stays");
  const all = await frames(24);
  assert.ok(new Set(all).size >= 8, `${new Set(all).size} pictures`);
  assert.equal(all.at(-1), all.at(-2), "it goes on");
  assert.notEqual(all.at(-1), before);
  await settled();
  assert.equal(await drawn(page), await own(ARTICLE.replace("dom0-mem=4G", "dom0-mem=4G,max:4G")));
  await page.close();
});

test("the first frame of an input moves already, and is not the last", async () => {
  const { page, frames } = await paced(`${site.url}#${ARTICLE}`);
  const before = await drawn(page);
  await page.focus(".ceiling");
  await page.keyboard.press("Home");
  const [first, ...all] = await frames(24);
  assert.notEqual(first, before, "it stands still");
  assert.ok(!all.slice(3).includes(first), "it goes on");
  await page.close();
});

test("an input draws one picture for its first frame", async () => {
  const { page } = await paced(`${site.url}#${ARTICLE}`);
  const drawings = await page.evaluate(() => {
    const { prototype } = CanvasRenderingContext2D;
    const { save } = prototype;
    let count = 0;
    prototype.save = function () { count += 1; return save.call(this); };
    document.querySelector("[name=ceiling][value=size]").click();
    window.frame();
    prototype.save = save;
    return count;
  });
  assert.equal(drawings, 1);
  await page.close();
});

test("a badge says what an input did to free, and the status line says it once", async () => {
  const { page, wrong } = await open(browser, `${site.url}#${ARTICLE}`);
  const badge = () => text(page, "#badge");
  assert.equal(await badge(), "");
  const said = await page.evaluateHandle(() => {
    const [line, all] = [document.querySelector("[data-part=status]"), []];
    new MutationObserver(() => all.push(line.textContent)).observe(line, { childList: true, characterData: true, subtree: true });
    return all;
  });
  await page.$eval("[name=ceiling][value=size]", (e) => e.click());
  await rest(page);
  const shown = await badge();
  assert.match(shown, /^free \+0\.\d\d\sGiB$/);
  const count = (await said.jsonValue()).filter((line) => line.startsWith(`${shown}. Step `)).length;
  assert.equal(count, 1, "announced once");
  assert.equal(await text(page, "#next .gain").then((t) => t.startsWith("+")), true);
  // A thumb that is dragged is announced when it is let go.
  await page.evaluate(() => {
    const slider = document.getElementById("size-slider");
    for (const i of [7, 6]) {
      slider.value = String(i);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  await rest(page);
  assert.match(await badge(), /^free −/);
  assert.equal((await said.jsonValue()).at(-1).startsWith(shown), true, "not while it is held");
  await page.$eval("#size-slider", (e) => e.dispatchEvent(new Event("change", { bubbles: true })));
  await rest(page);
  assert.ok((await text(page, "[data-part=status]")).startsWith(`${await badge()}. Step `));
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a change during a change begins where that one is", async () => {
  const { page, frames } = await paced(`${site.url}#${ARTICLE}`);
  await type(page, "dom0-mem", "6G");
  const [, , , seen] = await frames(4);
  await type(page, "dom0-mem", "5G");
  const all = await frames(24);
  assert.ok(new Set([seen, ...all]).size >= 8);
  await settled();
  assert.equal(await drawn(page), await own(ARTICLE.replace("dom0-mem=4G", "dom0-mem=5G")));
  await page.close();
});

test("readers who prefer less motion see the end at once, with ghosts for a moment", async () => {
  const { page, wrong } = await open(browser, `${site.url}#${ARTICLE}`, { media: [{ name: "prefers-reduced-motion", value: "reduce" }] });
  const before = await drawn(page);
  // The test decides when the moment is over, not the speed of this machine.
  await page.evaluate(() => {
    const [set, held] = [window.setTimeout, []];
    window.setTimeout = (act, ms, ...more) => {
      if (!(ms > 1000)) return set(act, ms, ...more);
      held.push(act);
      return 0;
    };
    window.pass = () => held.splice(0).forEach((act) => act());
  });
  await page.focus(".ceiling");
  await page.keyboard.press("Home");
  const ghosts = await drawn(page);
  assert.notEqual(ghosts, before);
  const later = [];
  for (let i = 0; i < 6; i++) later.push(await drawn(page));
  assert.deepEqual(new Set(later), new Set([ghosts]));
  await page.evaluate(() => window.pass());
  await page.evaluate(() => document.activeElement.blur());
  const rest = await drawn(page);
  assert.notEqual(rest, ghosts);
  assert.equal(rest, await own(ARTICLE.replace("dom0-mem=4G", "dom0-mem=4G,max:4G")));
  assert.deepEqual(wrong, []);
  await page.close();
});

/** The handle of the ceiling. */
const handle = (page) => page.$eval(".ceiling", (e) => {
  const { x, y, width, height } = e.getBoundingClientRect();
  const value = (name) => e.getAttribute(`aria-value${name}`);
  return { x: x + width / 2, y: y + height / 2, width, height, now: Number(value("now")), most: Number(value("max")), text: value("text") };
});
const option = (page) => value(page, "dom0-mem");

test("the ceiling is dragged by its handle, and the rest of the option stays", async () => {
  const { page, wrong } = await open(browser, `${site.url}#${ARTICLE.replace("dom0-mem=4G", "dom0-mem=min:1G,4G")}`);
  await page.$eval(".ceiling", (e) => e.scrollIntoView({ block: "center" }));
  const depth = await page.evaluate(() => history.length);
  const start = await handle(page);
  assert.ok(start.width >= 24 && start.height >= 24);
  assert.deepEqual([start.text, start.now], ["no ceiling", start.most]);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  // Far below dom0's size: dom0's size.
  await page.mouse.move(start.x - 500, start.y + 40, { steps: 12 });
  await page.waitForFunction(() => document.querySelector("#dom0-mem").value === "min:1G,4G,max:4G");
  assert.equal((await handle(page)).text, "4 GiB, dom0’s size");
  // However long the thumb rests, it is the same drag.
  await new Promise((done) => setTimeout(done, 1100));
  // A little above it.
  const low = await handle(page);
  await page.mouse.move(low.x + 40, low.y, { steps: 4 });
  await page.waitForFunction(() => /max:[\d]+[GM]$/.test(document.querySelector("#dom0-mem").value) && !document.querySelector("#dom0-mem").value.endsWith("max:4G"));
  await page.mouse.up();
  const dragged = await handle(page);
  assert.ok(dragged.now > 4096 && dragged.now % 256 === 0, `${dragged.now}`);
  assert.equal(await page.evaluate(() => history.length), depth + 1, "one entry for one drag");
  // Past the end of the host: none.
  await page.mouse.move(dragged.x, dragged.y);
  await page.mouse.down();
  await page.mouse.move(1270, dragged.y, { steps: 6 });
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelector("#dom0-mem").value === "min:1G,4G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("keys move the ceiling by round amounts, and the story stays where it is", async () => {
  const { page, wrong } = await open(browser, `${site.url}#${ARTICLE.replace("dom0-mem=4G", "dom0-mem=4G,max:5G")}`);
  const title = await text(page, "[data-part=title]");
  await page.focus(".ceiling");
  assert.equal((await handle(page)).text, "5 GiB, 1 GiB above dom0’s size");
  for (const [key, expected] of [
    // Above 5.3 GiB the axis is coarser, and so are its stops.
    ["ArrowRight", "4G,max:5376M"], ["ArrowUp", "4G,max:6G"], ["ArrowRight", "4G,max:7G"],
    ["ArrowLeft", "4G,max:6G"], ["ArrowDown", "4G,max:5376M"], ["ArrowLeft", "4G,max:5G"],
    ["ArrowDown", "4G,max:4864M"], ["PageDown", "4G,max:4G"], ["ArrowDown", "4G,max:4G"],
    ["End", "4G"], ["Home", "4G,max:4G"],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await option(page), expected, key);
  }
  assert.equal(await text(page, "[data-part=title]"), title);
  assert.equal(await page.evaluate(() => document.activeElement.className), "ceiling");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a finger drags the ceiling", async () => {
  const { page, wrong } = await open(browser, `${site.url}#${ARTICLE}`, { width: 360, height: 640 });
  await page.$eval(".ceiling", (e) => e.scrollIntoView({ block: "center" }));
  const start = await handle(page);
  const finger = await page.touchscreen.touchStart(start.x, start.y);
  for (const dx of [20, 60, 120, 180, 260]) await finger.move(start.x - dx, start.y);
  await finger.end();
  await page.waitForFunction(() => document.querySelector("#dom0-mem").value === "4G,max:4G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a Xen that ignores max: has no handle", async () => {
  const { page } = await open(browser, `${site.url}#${ARTICLE.replace("4.1.2", "4.1.1")}`);
  assert.ok(await page.$eval(".ceiling", (e) => e.hidden));
  await page.close();
});

test("an embed moves when its machine changes", async () => {
  const { page, frames } = await paced(`${site.url}embed.html#${ARTICLE}`);
  await page.evaluate((hash) => { location.hash = hash; }, ARTICLE.replace("dom0-mem=4G", "dom0-mem=4G,max:4G"));
  await new Promise((done) => setTimeout(done, 300));
  const all = await frames(24);
  assert.ok(new Set(all).size >= 8, `${new Set(all).size} pictures`);
  await page.close();
});
