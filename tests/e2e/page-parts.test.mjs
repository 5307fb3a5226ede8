// The page apart from the workbench: what the first screen holds, how long the parts are, the
// distributions as tabs, the ledger in six rows, the dialog, the page about the article.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open, plain, text, type, unfold } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

const height = (page, selector) => page.$eval(selector, (e) => e.getBoundingClientRect().height);

test("the answer holds the option to type inside the first 720 px, and a phone’s inside the first screen and a bit", async () => {
  for (const [width, most, fold] of [[1280, 480, 720], [1440, 480, 720], [360, 640, 640]]) {
    const { page } = await open(browser, site.url, { width, height: fold });
    assert.ok(await height(page, "#top") <= most, `${width}: ${await height(page, "#top")}`);
    const foot = await page.$eval("#fix li > code", (e) => e.getBoundingClientRect().bottom);
    assert.equal(await text(page, "#fix li > code"), "dom0_mem=4G,max:4G");
    assert.ok(foot <= fold, `${width}: ${foot}`);
    await page.close();
  }
});

test("the parts are as long as they may be, and so is the page with everything closed", async () => {
  const { page } = await open(browser, site.url);
  for (const [part, most] of [["#type", 650], ["#where", 520], ["#questions", 320], ["#details", 260]]) {
    const found = await height(page, part);
    assert.ok(found > 50 && found <= most, `${part}: ${found}`);
  }
  for (const [width, most] of [[1280, 4500], [360, 7500]]) {
    await page.setViewport({ width, height: 720 });
    await new Promise((r) => setTimeout(r, 200));
    const all = await page.evaluate(() => document.documentElement.scrollHeight);
    assert.ok(all <= most, `${width}: ${all}`);
  }
  await page.close();
});

test("the answer is as high for every machine, so that nothing under it moves", async () => {
  const { page } = await open(browser, site.url);
  const heights = new Set([await height(page, "#top")]);
  const said = [];
  for (const [linux, option] of [["6.1", "4G"], ["6.1", "4G,max:4G"], ["2.6.18", "4G"], ["3.2", "1M"], ["3.6", "2G"]]) {
    await type(page, "linux", linux);
    await type(page, "dom0-mem", option);
    heights.add(await height(page, "#top"));
    said.push(await text(page, "#fix-title"));
  }
  assert.equal(heights.size, 1, `${[...heights]}`);
  assert.deepEqual(said, ["Get it back", "Nothing to recover here", "Nothing to recover here", "Let dom0 boot", "Get it back"]);
  await page.close();
});

test("what modern kernels move is never called a loss", async () => {
  for (const linux of ["3.18", "4.4", "6.1", "6.12"]) {
    const { page } = await open(browser, `${site.url}#v=1&dom0-mem=4G,max:4G&xen=4.17&linux=${linux}`);
    const lead = plain(await text(page, "[data-marked='page.lead']"));
    assert.match(lead, /^You gave dom0 4 GiB; free shows [\d.]+ GiB\. Linux [\d.]+ spent/);
    assert.equal(await page.$$eval("#answer svg", (all) => all.length), 1);
    assert.match(await text(page, "#fix .why"), /at no cost|loses none/);
    await page.close();
  }
});

test("tabs choose a distribution by click, arrows, Home and End, and stay chosen", async () => {
  const { page, wrong } = await open(browser, site.url);
  const chosen = () => page.$$eval("[role=tab][aria-selected=true]", (all) => all.map((e) => e.id));
  const shown = () => page.$$eval("[role=tabpanel]", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.id));
  const names = await page.$$eval("[role=tab]", (all) => all.map((e) => e.textContent));
  assert.deepEqual(names, ["Debian, Ubuntu", "XCP-ng", "Qubes OS", "SUSE, openSUSE", "Fedora, CentOS", "Alpine", "Arch, Gentoo", "NixOS", "EVE-OS", "GRUB", "EFI"]);
  await page.click("#tab-suse");
  assert.deepEqual([await chosen(), await shown()], [["tab-suse"], ["place-suse"]]);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.deepEqual([await chosen(), await shown()], [["tab-alpine"], ["place-alpine"]]);
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-alpine");
  await page.keyboard.press("End");
  assert.deepEqual(await shown(), ["place-efi"]);
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await shown(), ["place-debian"]);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Home");
  assert.deepEqual(await shown(), ["place-debian"]);
  // One of them is a stop of the Tab key, and the panel comes after it.
  assert.equal(await page.$$eval("[role=tab][tabindex='0']", (all) => all.length), 1);
  await page.click("[data-tab=qubes]");
  assert.deepEqual(await shown(), ["place-qubes"]);
  await type(page, "dom0-mem", "2G");
  assert.deepEqual([await chosen(), await shown()], [["tab-qubes"], ["place-qubes"]]);
  assert.match(await text(page, "#place-qubes code:last-of-type"), /./);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("without script every distribution is there, and no button that could do nothing", async () => {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(site.url);
  const shown = await page.$$eval(".place", (all) => all.filter((e) => e.checkVisibility()).length);
  assert.equal(shown, 11);
  assert.deepEqual(await page.$$eval("main header button, #type button", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.textContent)), []);
  assert.equal(await text(page, "#fix li > code"), "dom0_mem=4G,max:4G");
  assert.equal(await page.$$eval("#summary tr", (all) => all.length), 9);
  await page.close();
});

test("the ledger’s six rows add up, and its bookkeeping is the headline’s", async () => {
  const { page } = await open(browser, site.url);
  const rows = await page.$$eval("#summary tr", (all) => all.map((r) => [r.dataset.rank, r.dataset.id, Number(r.children[3].textContent.replaceAll("\u202f", "")), r.children[1].textContent]));
  const parts = rows.filter(([rank]) => rank === "part");
  assert.deepEqual(parts.map(([, id]) => id), ["xen-itself", "xen-free", "returned", "usable", "bookkeeping", "fixed"]);
  const sum = (some) => some.reduce((all, [,, pages]) => all + pages, 0);
  assert.equal(sum(parts), rows.at(-1)[2]);
  assert.equal(sum(rows.filter(([rank]) => rank === "group")), rows.at(-1)[2]);
  const lead = await text(page, "[data-marked='page.lead']");
  assert.ok(lead.includes(`spent ${parts[4][3]} on bookkeeping`), lead);
  await page.hover("#summary [data-id=bookkeeping]");
  assert.ok(await page.$("#summary [data-id=bookkeeping][data-highlighted]"));
  await page.close();
});

test("the questions are asked in the words of the kernel", async () => {
  const { page } = await open(browser, site.url);
  const last = () => text(page, "#questions details:last-of-type summary");
  assert.match(await last(), /Why does Linux return pages to Xen\?/);
  await type(page, "linux", "6.1");
  assert.match(await last(), /Why does Linux move pages\?/);
  assert.deepEqual(await page.$$eval("#questions details[open], #details details[open], #type details[open], #where details[open]", (all) => all.length), 0);
  await page.close();
});

test("the share dialog opens, exports, and closes with Escape", async () => {
  const { page, wrong } = await open(browser, site.url);
  await unfold(page);
  await page.click("#details [data-open=share]");
  assert.equal(await page.$eval("#share", (e) => e.open), true);
  await page.select("#share-form", "csv");
  assert.match(await page.$eval("#share-text", (e) => e.value), /^account,what,pages[^]*xen-itself/);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  assert.equal(await page.$eval("#share", (e) => e.open), false);
  // Only a press that begins and ends beside it closes it, too.
  await page.click("#details [data-open=share]");
  const { left, top } = await page.$eval("#share", (e) => e.getBoundingClientRect().toJSON());
  const [inside, beside] = [[left + 5, top + 5], [left - 20, top + 5]];
  for (const [from, to, stays] of [[inside, inside, true], [inside, beside, true], [beside, inside, true], [beside, beside, false]]) {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to);
    await page.mouse.up();
    assert.equal(await page.$eval("#share", (e) => e.open), stays, `${from} ${to}`);
  }
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the first screen links to a page about the article, which needs no script", async () => {
  const { page } = await open(browser, site.url);
  const link = await page.$eval("#top a[href^=article]", (a) => a.href);
  await page.setJavaScriptEnabled(false);
  for (const width of [1280, 320]) {
    await page.setViewport({ width, height: 800 });
    await page.goto(link);
    assert.equal(await page.$$eval(".claims tbody tr", (all) => all.length), 15);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  }
  await page.setJavaScriptEnabled(true);
  await page.goto(link);
  assert.deepEqual(await violations(page), []);
  await page.close();
});
