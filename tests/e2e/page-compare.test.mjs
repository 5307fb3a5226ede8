// Two machines side by side, and one machine of many sizes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, plain, started, text, type, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

test("two machines are compared with one scrubber, and only rows that differ are shown", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.$eval("#compare", (e) => { e.open = true; e.scrollIntoView(); });
  await page.waitForSelector("#differences tr");
  const same = await page.$$eval("#differences tr", (all) => all.filter((r) => r.children[1].textContent === r.children[2].textContent).length);
  assert.equal(same, 0);
  await type(page, "o-linux", "4.20");
  await type(page, "o-dom0-mem", "4G");
  assert.match(await text(page, "#other-machine"), /Linux 4.20/);
  assert.match(await text(page, "#differences"), /moved/);
  const pictures = () => page.evaluate(() => ["left", "right"].map((id) => document.getElementById(id).toDataURL()));
  const end = await pictures();
  assert.notEqual(end[0], end[1]);
  await page.$eval("#both", (e) => { e.value = String(Number(e.max) / 2); e.dispatchEvent(new Event("input")); });
  const half = await pictures();
  assert.notEqual(half[0], end[0]);
  assert.notEqual(half[1], end[1]);
  assert.match(await page.$eval("#both", (e) => e.getAttribute("aria-valuetext")), /Step \d of \d.*; Step/);
  // Half a word is no error yet.
  await page.$eval("#o-xen", (e) => { e.focus(); e.select(); });
  await page.keyboard.type("4.");
  assert.equal(await text(page, "#o-error"), "");
  await type(page, "o-xen", "rubbish");
  assert.match(await text(page, "#o-error"), /^Xen, second setup:.*Still showing .*Linux 4.20/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the other machine is in the link, comes back with it, and Back undoes it", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=2G`);
  await page.$eval("#compare", (e) => { e.open = true; e.scrollIntoView(); });
  await page.waitForSelector("#differences tr");
  assert.doesNotMatch(await value(page, "link"), /o-/);
  await type(page, "o-linux", "4.20");
  await type(page, "o-dom0-mem", "");
  const link = await value(page, "link");
  assert.match(link, /o-dom0-mem=&o-xen=4\.1\.2&o-linux=4\.20/);
  await page.waitForFunction((said) => location.href === said, {}, link);
  const other = await text(page, "#other-machine");
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => document.getElementById("o-dom0-mem").value !== "");
  assert.equal(await value(page, "o-linux"), "4.20");
  await page.goto("about:blank");
  await page.goto(link);
  await started(page);
  assert.doesNotMatch(await text(page, "#notes"), /not known here/);
  assert.equal(await value(page, "o-linux"), "4.20");
  await page.$eval("#compare", (e) => { e.open = true; e.scrollIntoView(); });
  await page.waitForFunction((said) => document.getElementById("other-machine").textContent === said, {}, other);
  await page.$eval("[data-part=next]", (e) => e.click());
  await page.waitForFunction(() => /o-linux=4\.20/.test(location.hash) && /step=dom0-built/.test(location.hash));
  assert.deepEqual(wrong, []);
  await page.close();
});

test("after Back the next change of the other machine is one of its own, and a log's pages go with its option", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&host-mem=64G&dom0-mem=4G&nr-pages=1000000&xen=4.1.2&linux=3.2`);
  await page.$eval("#compare", (e) => { e.open = true; e.scrollIntoView(); });
  await page.waitForSelector("#differences tr");
  /** Types without leaving the field. */
  const input = async (id, to) => {
    await page.$eval(`#${id}`, (e, v) => {
      e.value = v;
      e.dispatchEvent(new Event("input", { bubbles: true }));
    }, to);
    await page.waitForFunction((v) => location.hash.includes(`o-linux=${v}`), {}, to);
  };
  const depth = () => page.evaluate(() => history.state?.depth ?? 0);
  await input("o-linux", "4.20");
  assert.equal(await depth(), 1);
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => !location.hash.includes("o-linux"));
  await input("o-linux", "3.6");
  assert.equal(await depth(), 1, "it can be undone");
  const given = async () => Object.fromEntries(await page.$$eval("#differences tr", (all) => all.map((r) => [r.cells[0].textContent, r.cells[2].textContent])));
  assert.equal((await given())["pages Xen gives"], undefined, "the same pages with the advice for the same size");
  await type(page, "o-dom0-mem", "2G");
  assert.match((await given())["pages Xen gives"], /^524\D288 pages/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a link whose other machine cannot be read says so, and the reader's own stays beside", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&o-linux=abc`);
  await page.$eval("#compare", (e) => { e.open = true; e.scrollIntoView(); });
  await page.waitForFunction(() => document.getElementById("o-error").textContent);
  assert.match(await text(page, "#o-error"), /^Linux, second setup:.*write.*Still showing .*Linux 3\.2/);
  assert.equal(await value(page, "o-linux"), "abc");
  await page.$eval("#both", (e) => { e.value = "2"; e.dispatchEvent(new Event("input")); });
  const shown = await text(page, "#compare");
  assert.doesNotMatch(shown, /undefined|NaN/);
  assert.match(await text(page, "#both-where"), /Step 3 of 10/);
  await type(page, "o-linux", "6.1");
  assert.equal(await text(page, "#o-error"), "");
  assert.match(await text(page, "#other-machine"), /Linux 6\.1/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the curve of larger hosts is drawn and told as a table, for any kernel", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.$eval("#sweep", (e) => e.scrollIntoView({ block: "center" }));
  await page.waitForSelector("#sweep-rows tr");
  const rows = () => page.$$eval("#sweep-rows tr", (all) => all.map((r) => [...r.children].map((c) => c.textContent)));
  const here = (await rows()).find(([host]) => host === "64 GiB");
  assert.deepEqual(here.map(plain), ["64 GiB", "0.86 GiB", "88 MiB", "0.77 GiB"]);
  const picture = () => page.$eval("#sweep-canvas", (c) => c.toDataURL());
  const first = await picture();
  await page.select("#sweep-linux", "6.1");
  await page.waitForFunction((old) => document.getElementById("sweep-canvas").toDataURL() !== old, {}, first);
  assert.notDeepEqual((await rows()).find(([host]) => host === "64 GiB"), here);
  assert.equal(await page.$eval("#sweep-progress", (e) => e.hidden), true);
  assert.deepEqual(wrong, []);
  await page.close();
});
