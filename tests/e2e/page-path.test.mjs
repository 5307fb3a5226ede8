// What readers do: the first-time path, copying, typing, stepping, going back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, open, plain, started, text, type, unfold, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

test("a first-time reader gets from the question to the command in under ten interactions", async () => {
  const { page, wrong } = await open(browser, site.url);
  let interactions = 0;
  const does = async (act) => { interactions += 1; await act(); };
  // The answer is there without any.
  assert.match(plain(await text(page, "[data-marked='page.lead']")), /Linux 3.2 returned/);
  await does(() => page.click("#watch"));
  assert.equal(await text(page, "[data-part=where]"), "Step 1 of 10");
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 2 of 10", { timeout: 25000 });
  await does(() => page.keyboard.press("End"));
  assert.equal(await text(page, "[data-part=title]"), "What the tools report");
  await does(() => page.click("#use"));
  assert.equal(await page.evaluate(() => document.activeElement.id), "dom0-mem");
  await does(async () => { await page.keyboard.down("Control"); await page.keyboard.press("a"); await page.keyboard.up("Control"); });
  await does(() => page.keyboard.type("2G"));
  await does(async () => { await page.click("#host-mem", { count: 3 }); await page.keyboard.type("32G"); });
  await page.waitForFunction(() => document.querySelector("#fix li > code")?.textContent === "dom0_mem=2G,max:2G" && /^32 GiB|^31\.99/.test(document.querySelector("p.machine").textContent.replace(/\s/g, " ")) && !document.querySelector("html[data-busy]"));
  await does(() => page.click("#fix button"));
  await page.waitForFunction(() => document.querySelector("#fix [role=status]").textContent !== "");
  assert.ok(interactions < 10, `${interactions}`);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("copying works without permission: what cannot be copied is selected", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("denied")); });
  await page.click("#fix button");
  assert.equal(await page.evaluate(() => getSelection().toString()), "dom0_mem=4G,max:4G");
  assert.match(await text(page, "#fix [role=status]"), /Selected/);
  await page.click("#advice .command button");
  assert.equal(await page.evaluate(() => getSelection().toString()), 'GRUB_CMDLINE_XEN_DEFAULT="dom0_mem=4G,max:4G"');
  await page.click("#advice .all button");
  assert.match(await page.evaluate(() => getSelection().toString()), /update-grub &&\s+#\s+reboot[^]*xl mem-set 0 4096m$/);
  await page.$eval("#share", (e) => e.showModal());
  await page.click("#copy");
  const selected = await page.$eval("#link", (e) => e.value.slice(e.selectionStart, e.selectionEnd));
  assert.match(selected, /^http.*dom0-mem=4G/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("every number of the prose is the engine’s, before script and after", async () => {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(site.url);
  const read = () => page.$$eval("[data-n], [data-answer], [data-question], [data-marked], [data-text]:not(figcaption), #fix, #advice, #summary", (all) => all.map((e) => [e.dataset.n ?? e.dataset.answer ?? e.dataset.text ?? e.dataset.marked ?? e.id, e.innerHTML]));
  const before = await read();
  assert.ok(before.length > 15);
  // What an input changed is said after the first.
  assert.deepEqual(before.filter(([name, said]) => said === "" && name !== "changed_marked"), []);
  await page.setJavaScriptEnabled(true);
  await page.goto(`${site.url}?again`);
  await started(page);
  assert.deepEqual(await read(), before);
  await page.close();
});

test("a phrase leads to its step", async () => {
  const { page } = await open(browser, site.url);
  await unfold(page);
  await page.click("[data-highlight=descriptors]");
  assert.equal(await text(page, "[data-part=title]"), "A record for every possible page");
  await page.close();
});

test("a typo is named and one click types the corrected text", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=2G,max=2G&xen=4.4`);
  assert.match(await text(page, "#option-warnings"), /max/);
  const yours = await page.$$eval("#groups tr[data-own] th", (all) => all.map((e) => e.textContent));
  assert.equal(yours.length, 1);
  await page.click("#option-warnings button");
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "2G,max:2G");
  await page.waitForFunction(() => /max:2G/.test(location.hash));
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "2G,max=2G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a preset keeps the step and Back undoes it", async () => {
  const { page } = await open(browser, `${site.url}#step=holes-found`);
  await choose(page, "preset", "msi-8g");
  assert.equal(await text(page, "[data-part=title]"), "Some pages sit on holes");
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => document.getElementById("preset").value === "server-64g");
  assert.equal(await text(page, "[data-part=title]"), "Some pages sit on holes");
  await page.close();
});

test("the balloon brings the released pages back when the reader asks, and Undo takes it back", async () => {
  const { page, wrong } = await open(browser, site.url);
  assert.equal(await page.$eval("#undo", (b) => b.disabled), true, "nothing to undo: it must not leave the page");
  await unfold(page);
  await page.click("#bring");
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 11 of 11");
  assert.equal(await text(page, "[data-part=title]"), "The balloon brings pages back");
  assert.match(plain(await text(page, "[data-part=caption]")), /264417 pages|1\.01 GiB/);
  await page.click("#undo");
  await page.waitForFunction(() => document.querySelectorAll("[data-part=dots] > *").length === 10);
  assert.equal(await page.$eval("#undo", (b) => b.disabled), true);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the skip link and a bare fragment move the focus and keep the machine", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=2G,max:2G&linux=3.6`);
  const kept = async () => {
    assert.match(await page.evaluate(() => location.hash), /dom0-mem=2G,max:2G&.*linux=3.6/);
    assert.equal(await value(page, "dom0-mem"), "2G,max:2G");
    assert.match(await text(page, "[data-text=machine]"), /Linux 3.6/);
  };
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "story");
  await kept();
  await page.evaluate(() => { location.hash = "#yours"; });
  await page.waitForFunction(() => document.activeElement.id === "yours");
  await kept();
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a step that a machine does not reach is shown again once it does", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&step=tools-report`);
  assert.equal(await text(page, "[data-part=where]"), "Step 10 of 10");
  await type(page, "dom0-mem", "1M");
  assert.match(await text(page, "[data-part=where]"), /^Step 2 of 2/);
  await type(page, "dom0-mem", "2G");
  assert.equal(await text(page, "[data-part=where]"), "Step 10 of 10");
  await page.goto("about:blank");
  await page.goto(`${site.url}#v=1&dom0-mem=1M&step=tools-report`);
  await started(page);
  assert.match(await text(page, "[data-part=where]"), /^Step 2 of 2/);
  await type(page, "dom0-mem", "2G");
  assert.equal(await text(page, "[data-part=where]"), "Step 10 of 10");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the balloon is offered only where it can bring something", async () => {
  const hidden = async (link) => {
    const { page } = await open(browser, `${site.url}#v=1&${link}`);
    const found = await page.$eval("#bring", (e) => e.hidden);
    await page.close();
    return found;
  };
  assert.equal(await hidden("linux=3.2"), false);
  for (const link of ["linux=2.6.18", "linux=3.6", "linux=6.1&dom0-mem=4G,max:4G", "linux=3.2&balloon=off"]) assert.equal(await hidden(link), true, link);
});
