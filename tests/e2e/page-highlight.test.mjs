// What belongs together is highlighted together: phrases, regions, rows and lines of the log.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, text, unfold } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

test("the ledger’s rows are there without script, sum in words, and light their part", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=tools-report`);
  const pages = await page.$$eval("#ledger td:nth-child(2)", (all) => all.map((e) => Number(e.textContent.replaceAll("\u202f", ""))));
  const total = Number((await text(page, "[data-n=total-pages]")).replaceAll("\u202f", ""));
  assert.equal(pages.reduce((a, b) => a + b), total);
  await unfold(page);
  await page.hover("#ledger [data-key='F:struct-page']");
  assert.ok(await page.$("#ledger [data-key='F:struct-page'][data-highlighted]"));
  assert.ok(await page.$("[data-highlight=descriptors][data-highlighted]"), "the phrase is highlighted too");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("phrase, region, table row and line of the log light each other, both ways", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=holes-found`);
  const picture = () => page.$eval("[data-part=canvas]", (c) => c.toDataURL());
  // Only what is pointed at: what draws itself when it comes into view would move the rest.
  await page.$$eval("#questions details, details:has(#messages)", (all) => all.forEach((d) => { d.open = true; }));
  const dark = await picture();
  await page.hover("[data-highlight=flagged]");
  assert.notEqual(await picture(), dark, "the region is lit");
  assert.ok(await page.$("#regions tr[data-highlighted]"));
  assert.ok(await page.$("#messages li[data-highlighted]"));
  await page.hover("h1");
  assert.equal(await picture(), dark);
  assert.equal(await page.$("[data-highlighted]"), null);
  await page.hover("#messages li[data-key]");
  assert.ok(await page.$("#regions tr[data-highlighted]"), "a line highlights its row");
  // From the picture: the middle of lane D's first bar.
  await page.$eval("[data-part=sheet]", (e) => e.scrollIntoView({ block: "center" }));
  const box = await (await page.$("[data-part=canvas]")).boundingBox();
  let found = "";
  for (let y = 10; y < box.height && !/where its map has none/.test(found); y += 12) {
    await page.mouse.move(box.x + box.width * 0.3, box.y + y);
    found = await text(page, "[data-part=tip]");
  }
  assert.match(found, /where its map has none/);
  assert.ok(await page.$("#regions tr[data-highlighted]"), "a region highlights its row");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("pointing at a region tells what, which page numbers and why, by mouse and by touch", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=holes-found`);
  await page.$eval("[data-part=sheet]", (e) => e.scrollIntoView({ block: "center" }));
  const box = await (await page.$("[data-part=canvas]")).boundingBox();
  const point = async (act) => {
    let found = "";
    for (let y = 10; y < box.height && !/where its map has none/.test(found); y += 12) {
      await act(box.x + box.width * 0.3, box.y + y);
      found = await text(page, "[data-part=tip]");
    }
    assert.match(found, /pages.*where its map has none.*pfn bf780–fffff/);
  };
  await point((x, y) => page.mouse.move(x, y));
  await page.mouse.move(5, 5);
  assert.ok(await page.$eval("[data-part=tip]", (tip) => tip.hidden), "it goes with the pointer");
  await point((x, y) => page.touchscreen.tap(x, y));
  assert.deepEqual(wrong, []);
  await page.close();
});

test("both scales are offered, and the canvas shows which", async () => {
  const { page, wrong } = await open(browser, site.url);
  const picture = () => page.$eval("[data-part=canvas]", (c) => c.toDataURL());
  const readable = await picture();
  await page.click("[data-part=scale]");
  assert.equal(await page.$eval("[data-part=scale]", (b) => b.getAttribute("aria-pressed")), "true");
  assert.notEqual(await picture(), readable);
  await page.click("[data-part=scale]");
  await page.hover("h1");
  assert.equal(await picture(), readable);
  assert.deepEqual(wrong, []);
  await page.close();
});
