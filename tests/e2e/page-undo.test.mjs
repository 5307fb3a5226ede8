// What Undo takes back in the form, and where the focus goes when a button goes, or when
// something would lie over it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, rest, started, text, type, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();


test("Undo and Back by its key take back what is being typed, and nothing before it", async () => {
  const { page, wrong } = await open(browser, site.url);
  const keys = async (text) => {
    await page.$eval("#dom0-mem", (e) => { e.focus(); e.select(); });
    await page.keyboard.type(text);
  };
  await type(page, "linux", "3.6");
  // Neither has settled: one is followed at once, the other is half an item.
  for (const text of ["2G", "4G,ma"]) {
    await keys(text);
    await page.click("#undo");
    await page.waitForFunction(() => document.getElementById("dom0-mem").value === "4G");
    await rest(page);
    assert.equal(await value(page, "linux"), "3.6", `${text}: the change before stays`);
  }
  await keys("3G");
  await page.keyboard.down("Alt");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.up("Alt");
  // Where the browser's own key does nothing, as in a window without controls.
  if (await value(page, "dom0-mem") === "3G") await page.evaluate(() => history.back());
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "4G");
  await rest(page);
  assert.equal(await value(page, "linux"), "3.6");
  // What cannot be read is all that Undo takes back.
  const size = await value(page, "size");
  await page.$eval("#size", (e) => { e.focus(); e.select(); });
  await page.keyboard.type("x");
  await page.click("#undo");
  assert.equal(await value(page, "size"), size);
  await rest(page);
  assert.equal(await value(page, "linux"), "3.6");
  await page.click("#undo");
  await page.waitForFunction(() => document.getElementById("linux").value === "3.2");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the first thing typed can be taken back before it has settled, and what is no change takes nothing", async () => {
  const { page, wrong } = await open(browser, site.url);
  const typing = async (text) => {
    await page.$eval("#linux", (e) => { e.focus(); e.select(); });
    await page.keyboard.type(text);
    assert.equal(await page.$eval("#undo", (e) => e.disabled), false);
    await page.click("#undo");
    await rest(page);
  };
  await typing("6.1");
  await page.waitForFunction(() => document.getElementById("linux").value === "3.2");
  await typing("3.2");
  assert.equal(new URL(page.url()).pathname, "/", "the page stays");
  assert.deepEqual([await value(page, "linux"), await page.$eval("#undo", (e) => e.disabled)], ["3.2", true]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("keys that move the ceiling one after the other are one change", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=4G,max:16G&linux=6.1&xen=4.17&step=dom0-built`);
  const before = await page.evaluate(() => history.length);
  await page.focus(".ceiling");
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
  await rest(page);
  assert.notEqual(await value(page, "dom0-mem"), "4G,max:16G");
  assert.equal(await page.evaluate(() => history.length), before + 1);
  await page.click("#undo");
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "4G,max:16G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("lines that a field cannot read leave the machine on show in the link, so that Undo, Share and a reload keep it", async () => {
  const { page, wrong } = await open(browser, site.url);
  await type(page, "dom0-mem", "2G");
  await type(page, "dom0-mem", "[    0.000000] Linux version 5.10.0-21-amd64 (builder@host) #1 SMP");
  assert.match(await text(page, "#e-dom0-mem"), /no dom0_mem= in this paste/);
  assert.match(await value(page, "link"), /dom0-mem=2G&/);
  await type(page, "linux", "6.1");
  await page.click("#undo");
  await page.waitForFunction(() => document.getElementById("linux").value === "3.2");
  await rest(page);
  assert.equal(await value(page, "dom0-mem"), "2G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a pressed button that goes hands the focus on", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2`);
  const focus = () => page.evaluate(() => `${document.activeElement.localName} ${document.activeElement.id}`.trim());
  await page.focus("#next button");
  for (const expected of ["button", "div result"]) {
    await page.keyboard.press("Enter");
    await rest(page);
    assert.equal(await focus(), expected);
  }
  await page.focus("#undo");
  for (const expected of ["button undo", "h2 yours"]) {
    await page.keyboard.press("Enter");
    await page.waitForFunction((id) => document.activeElement.id === id, {}, expected.split(" ")[1]);
    await rest(page);
    assert.equal(await focus(), expected);
  }
  await type(page, "dom0-mem", "4GB");
  await page.waitForSelector("#option-warnings button");
  await page.focus("#option-warnings button");
  await page.keyboard.press("Enter");
  await rest(page);
  assert.notEqual(await focus(), "body");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a phone has an Undo once there is something to undo", async () => {
  const { page, wrong } = await open(browser, site.url, { width: 360, height: 640 });
  const seen = () => page.$eval("#undo", (e) => e.checkVisibility());
  assert.equal(await seen(), false);
  await page.$eval("[name=ceiling][value=size]", (e) => e.click());
  await page.waitForFunction(() => !document.getElementById("undo").disabled);
  assert.equal(await seen(), true);
  const { left, right, height } = await page.$eval("#undo", (e) => e.getBoundingClientRect().toJSON());
  assert.ok(left >= 0 && right <= 360 && height >= 24, `${left} ${right} ${height}`);
  await page.$eval("#story", (e) => e.scrollIntoView());
  const free = await page.$eval("#undo", (e) => {
    const { x, y, width: w, height: h } = e.getBoundingClientRect();
    return document.elementFromPoint(x + w / 2, y + h / 2) === e;
  });
  assert.ok(free, "nothing lies over it");
  await page.$eval("#undo", (e) => e.click());
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "4G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a slider that is dragged is one change to undo", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.evaluate(() => {
    const slider = document.getElementById("size-slider");
    for (const i of [9, 10, 11, 12]) {
      slider.value = String(i);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await rest(page);
  assert.equal(await value(page, "dom0-mem"), "16G");
  assert.match(await text(page, "p.machine"), /dom0_mem=16G/);
  await page.click("#undo");
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "4G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("on a phone what has the focus is not behind the figure, and a link to a field opens its drawer", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&e820=nonsense`, { width: 360, height: 640 });
  await page.$eval("[data-opens=size]", (e) => e.click());
  await page.$eval("#unread a[href='#e820']", (e) => e.click());
  assert.equal(await page.evaluate(() => document.activeElement.id), "e820");
  assert.ok(await page.$eval("#e820", (e) => e.checkVisibility()));
  await page.goto("about:blank");
  await page.goto(site.url);
  await started(page);
  await page.$eval("#use", (e) => e.click());
  assert.ok(await page.$eval("#dom0-mem", (e) => e.checkVisibility() && document.activeElement === e));
  await page.evaluate(() => scrollTo(0, 0));
  await page.focus("#use");
  const covered = [];
  let inside = 0;
  for (let i = 0; i < 14; i++) {
    await page.keyboard.press("Tab");
    const free = await page.evaluate(() => {
      const at = document.activeElement;
      const { x, y, width, height } = at.getBoundingClientRect();
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      if (!at.closest("#form")) return "outside";
      return at === top || at.contains(top) || at.parentElement.contains(top) || at.id || at.textContent;
    });
    if (free !== "outside") inside += 1;
    if (free !== "outside" && free !== true) covered.push(free);
  }
  assert.ok(inside > 5, `${inside} stops in the form`);
  assert.deepEqual(covered, []);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a button does what it is pressed for, although a text settles by the press", async () => {
  const { page, wrong } = await open(browser, site.url);
  const where = () => text(page, "[data-part=where]");
  const word = () => text(page, "[data-part=play-word]");
  const keys = async (id, typed) => {
    await page.$eval(`#${id}`, (e) => { e.focus(); e.select(); });
    await page.keyboard.type(typed);
  };
  // Half an item, and a text that has not rested yet.
  for (const [id, typed, machine] of [["dom0-mem", "3G,max:", /dom0_mem=3G,max:/], ["linux", "3.6", /Linux 3\.6/]]) {
    await keys(id, typed);
    await page.click("[data-part=play]");
    await rest(page);
    assert.equal(await word(), "Pause", id);
    assert.match(await text(page, "p.machine"), machine);
    await page.click("[data-part=play]");
    await page.evaluate(() => { document.querySelector("[data-part=figure]").focus(); });
    await page.keyboard.press("Home");
    await keys(id, id === "linux" ? "3.2" : "4G");
    await page.click("[data-part=next]");
    await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent.startsWith("Step 2 "));
    await rest(page);
    assert.match(await where(), /^Step 2 /, id);
  }
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a machine that is on show already is no change to undo", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.click("[data-preset=server-64g]");
  await rest(page);
  assert.equal(await page.$eval("#undo", (e) => e.disabled), true);
  for (let i = 0; i < 2; i++) {
    await page.click("[data-preset='qubes-4.2']");
    await rest(page);
  }
  await page.click("#undo");
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "4G");
  assert.deepEqual(wrong, []);
  await page.close();
});
