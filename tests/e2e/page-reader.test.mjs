// The page begins without the reader of logs, and goes on in an engine that has it when a text is
// met that may be of a log: nothing is lost on the way, and what is typed means the same in both.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explainer, logReader, open, rest, text, type, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();
const LINE = "(XEN) Command line: placeholder dom0_mem=3G,max:3G loglvl=all";
const READER = /\/(dom0-reader\.js|reader-[0-9a-f]{10}\.wasm)$/;

const watched = (fragment) => open(browser, `${site.url}${fragment}`);

/** What a page has asked for of the reader, by the ends of the names. */
const asked = (page) => page.evaluate((pattern) => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new RegExp(pattern).test(name)).map((name) => name.split(".").at(-1)), READER.source);

/** A page without a network for the reader; `back` restores it. */
async function cut(fragment) {
  const { page } = await watched(fragment);
  let down = true;
  await page.setRequestInterception(true);
  page.on("request", (request) => (down && READER.test(request.url()) ? request.abort() : request.continue()));
  return { page, back: () => { down = false; } };
}

/** What is on show: the machine, the step, the scale and the badge. */
const shown = async (page) => {
  await rest(page);
  return page.evaluate(() => Object.fromEntries([".machine [data-text=machine]", "[data-part=where]", "[data-part=title]", "#unread", "#e-dom0-mem", "#banner"].map((place) => {
    const element = document.querySelector(place);
    return [place, element.hidden ? "" : element.textContent];
  })));
};

test("what is typed and chosen asks for no reader; the first line of a log does, once", async () => {
  const { page, wrong } = await watched("#step=pages-released");
  for (const [field, text] of [["dom0-mem", "dom0_mem=2G,max:2G"], ["linux", "6.12.43+deb12-amd64"], ["xen", "4.17.5"], ["e820", "0-9f000 usable\n100000-bf780000 usable"], ["mem-total", "1859100 kB"], ["linux", "nonsense"], ["vcpus", "0"]]) await type(page, field, text);
  await page.$$eval("#machines [data-preset]", (all) => all.at(-1).click());
  await rest(page);
  assert.deepEqual(await asked(page), []);
  await page.evaluate(() => { location.hash = "#v=1&dom0-mem=4G&linux=3.2&step=pages-released"; });
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 5 of 10");
  await type(page, "dom0-mem", LINE);
  const now = await shown(page);
  assert.match(now[".machine [data-text=machine]"], /dom0_mem=3G,max:3G/);
  assert.deepEqual([now["[data-part=where]"], now["#e-dom0-mem"], now["#banner"]], ["Step 5 of 10", "", ""]);
  assert.equal(await value(page, "dom0-mem"), LINE, "nothing typed is lost");
  assert.deepEqual(await asked(page), ["js", "wasm"]);
  // All that the first engine had drawn works in this one.
  await page.$eval("[data-part=next]", (e) => e.click());
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 6 of 10");
  await type(page, "xen", LINE);
  assert.match(await text(page, "#e-xen"), /no “Xen version” line/);
  await page.click("#undo");
  await page.waitForFunction(() => document.getElementById("xen").value === "4.1.2");
  await page.click("#undo");
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "4G");
  assert.deepEqual([await asked(page), wrong], [["js", "wasm"], []]);
  await page.close();
});

test("another scale, a second machine and the chart go on in the other engine", async () => {
  const { page, wrong } = await watched("#v=1&dom0-mem=4G&linux=3.2&scale=to-scale&o-linux=6.1&o-xen=4.17");
  await page.$eval("#scale", (e) => e.scrollIntoView());
  await page.waitForFunction(() => document.getElementById("sweep-rows").rows?.length > 3 || document.querySelectorAll("#sweep-rows tr").length > 3);
  await page.$eval("#compare", (e) => e.scrollIntoView());
  await page.waitForFunction(() => /Linux 6\.1/.test(document.getElementById("other-machine").textContent));
  const before = await page.$$eval("#sweep-rows tr", (all) => all.map((row) => row.textContent));
  await type(page, "o-linux", "[    0.000000] Linux version 5.10.0-21-amd64 (builder@host) #1 SMP");
  await page.waitForFunction(() => /Linux 5\.10/.test(document.getElementById("other-machine").textContent));
  assert.equal(await text(page, "#o-error"), "");
  await page.$eval("#scale", (e) => e.scrollIntoView());
  await page.waitForFunction(() => document.getElementById("sweep-progress").hidden);
  assert.deepEqual(await page.$$eval("#sweep-rows tr", (all) => all.map((row) => row.textContent)), before);
  assert.equal(await page.$eval("[data-part=scale]", (e) => e.getAttribute("aria-pressed")), "true");
  assert.match(await value(page, "link"), /scale=to-scale/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a link with a line of a log is read when the reader is there", async () => {
  const { page, wrong } = await watched(`#v=1&linux=3.6&step=pages-released&dom0-mem=${encodeURIComponent(LINE)}`);
  const now = await shown(page);
  assert.match(now[".machine [data-text=machine]"], /dom0_mem=3G,max:3G.*Linux 3\.6/);
  assert.deepEqual([now["#unread"], now["[data-part=title]"]], ["", "Linux returns those pages"]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("without a network the field and the dialog say so, all else goes on, and a later try succeeds", async () => {
  const { page, back } = await cut("#v=1&dom0-mem=4G&linux=3.2");
  await type(page, "dom0-mem", LINE);
  const now = await shown(page);
  assert.match(now["#e-dom0-mem"], /may be of a log, which is not read yet/);
  assert.match(now["#banner"], /could not be fetched/);
  assert.match(now[".machine [data-text=machine]"], /dom0_mem=4G/, "the last good picture stays");
  assert.doesNotMatch(await value(page, "link"), /XEN|loglvl/, "no part of a log is in a link");
  await type(page, "linux", "6.1");
  assert.match((await shown(page))[".machine [data-text=machine]"], /dom0_mem=4G.*Linux 6\.1/, "the other fields act");
  assert.match(await value(page, "link"), /dom0-mem=4G&/, "nor is the machine on show lost");
  await page.click("#undo");
  await page.waitForFunction(() => document.getElementById("linux").value === "3.2");
  assert.equal((await shown(page))["#banner"], "", "nothing waits any more");
  await type(page, "linux", "6.1");
  await type(page, "dom0-mem", LINE);
  // The same text once more is another try.
  back();
  await page.focus("#dom0-mem");
  await type(page, "dom0-mem", LINE);
  assert.match((await shown(page))[".machine [data-text=machine]"], /dom0_mem=3G,max:3G.*Linux 6\.1/);
  await page.close();
});

test("the dialog without a network says so, and reads when it is back", async () => {
  const { page, back } = await cut("#v=1&dom0-mem=4G&linux=6.1");
  await page.click("#paste");
  await page.waitForFunction(() => /could not be fetched/.test(document.getElementById("paste-whose").textContent));
  back();
  await page.$eval("#paste-text", (e, line) => {
    e.value = line;
    e.dispatchEvent(new Event("input", { bubbles: true }));
  }, LINE);
  await page.waitForFunction(() => document.querySelectorAll("#paste-found tr").length > 0);
  await page.click("#paste-cancel");
  await type(page, "dom0-mem", `${LINE} `);
  const now = await shown(page);
  assert.match(now[".machine [data-text=machine]"], /dom0_mem=3G,max:3G.*Linux 6\.1/);
  assert.deepEqual([now["#e-dom0-mem"], now["#banner"]], ["", ""]);
  await page.close();
});

test("the other engine survives a panic as the first one does", async () => {
  const { page } = await watched("#v=1&dom0-mem=4G&linux=3.2");
  await type(page, "dom0-mem", LINE);
  const made = await page.evaluateHandle(logReader);
  await page.evaluate((Explainer) => {
    const run = Explainer.prototype.run;
    Explainer.prototype.run = function () {
      if (this.get("dom0-mem") === "5G") throw new WebAssembly.RuntimeError("unreachable");
      return run.call(this);
    };
  }, made);
  await type(page, "dom0-mem", "5G");
  await page.waitForSelector("#banner[data-code=panic]:not([hidden])");
  await type(page, "dom0-mem", "6G");
  assert.match((await shown(page))[".machine [data-text=machine]"], /dom0_mem=6G/);
  await page.close();
});

test("published links and typed texts give the same report in both engines, and hardly any waits", async () => {
  const { page, wrong } = await open(browser, site.url);
  const links = readFileSync(new URL("../data/links.txt", import.meta.url), "utf8").split("\n").filter((line) => line.startsWith("#") && line.includes("="));
  const typed = [["dom0-mem", ["", "2G", "dom0_mem=2G", "min:1G,max:50%", "-1G", "2G max:4G", "max:4G,", "512 MiB", "4096", "%%", "1,5G"]], ["linux", ["3.2.0-4-amd64", "6.1.0-18-arm64", "three", "99.9"]], ["xen", ["4.19", "?"]],
    ["e820", ["0-9f:u,100-bf780:u", "0-9f000 usable", "?", "5-3 reserved"]], ["mem-total", ["1859100", "1859100 kB", "12"]], ["nr-pages", ["0x40000", "262 144", "-1"]], ["layout", ["kernel 1000000-4200000, initrd 8000000-8160000"]],
    ["crashkernel", ["256M", "1G-8G:128M,8G-:256M", "x"]], ["host-mem", ["64 GiB", "1", ""]]];
  const [first, second] = [await page.evaluateHandle(explainer), await page.evaluateHandle(logReader)];
  const differ = await page.evaluate((One, Other, fragments, fields) => {
    const report = (Kind, fragment, field, given) => {
      const engine = new Kind();
      engine.load(fragment);
      if (field) engine.set(field, given);
      const made = JSON.stringify([engine.run(), engine.link(""), engine.details()]);
      engine.free();
      return made;
    };
    const cases = [...fragments.map((fragment) => [fragment]), ...fields.flatMap(([field, texts]) => texts.map((given) => ["#v=1&dom0-mem=4G", field, given]))];
    const waits = cases.filter((one) => report(One, ...one).includes('"waits":true'));
    const odd = cases.filter((one) => !waits.includes(one) && report(One, ...one) !== report(Other, ...one));
    return { odd, waits, count: cases.length };
  }, first, second, links, typed);
  assert.ok(differ.count > 60, `${differ.count}`);
  assert.deepEqual(differ.odd, []);
  // What nobody would type or publish.
  assert.deepEqual(differ.waits, [["#e820=0-9f:q"], ["#dom0-mem=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"]]);
  assert.deepEqual(wrong, []);
  await page.close();
});
