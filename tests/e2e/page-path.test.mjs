// What readers do: the first-time path, lighting, copying, comparing, panics, old
// browsers, odd machines.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium, choose, open, text, type } from "./browser.mjs";
import { start } from "./server.mjs";

const root = fileURLToPath(new URL("../../dist", import.meta.url));
let site, browser;
before(async () => {
  site = await start({ root });
  browser = await chromium();
});
after(async () => {
  await browser?.close();
  setTimeout(() => process.exit(), 1000).unref();
  site?.server.close();
});

const plain = (s) => s.replaceAll("\u202f", "");

test("a first-time reader gets from the question to the command in under ten interactions", async () => {
  const { page, wrong } = await open(browser, site.url);
  let interactions = 0;
  const does = async (act) => { interactions += 1; await act(); };
  // The answer is there without any.
  assert.match(plain(await text(page, "[data-text=headline]")), /Linux 3.2 gives/);
  await does(() => page.click("#watch"));
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 9 of 9", { timeout: 25000 });
  assert.equal(await text(page, "[data-part=title]"), "What the tools now say");
  await does(() => page.click("#use"));
  assert.equal(await page.evaluate(() => document.activeElement.id), "dom0-mem");
  await does(async () => { await page.keyboard.down("Control"); await page.keyboard.press("a"); await page.keyboard.up("Control"); });
  await does(() => page.keyboard.type("2G"));
  await does(async () => { await page.click("#host-mem", { count: 3 }); await page.keyboard.type("32G"); });
  await page.waitForFunction(() => document.querySelector("#advice code")?.textContent === "dom0_mem=2G,max:2G");
  await does(() => page.click("#advice .command button"));
  await page.waitForFunction(() => document.querySelector("#advice .command [role=status]").textContent !== "");
  assert.ok(interactions < 10, `${interactions}`);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("copying works without permission: what cannot be copied is selected", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("denied")); });
  await page.click("#advice .command button");
  assert.equal(await page.evaluate(() => getSelection().toString()), "dom0_mem=4G,max:4G");
  assert.match(await text(page, "#advice .command [role=status]"), /Selected/);
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
  const read = () => page.$$eval("[data-n], [data-door], [data-text]:not(figcaption)", (all) => all.map((e) => [e.dataset.n ?? e.dataset.door ?? e.dataset.text, e.textContent]));
  const before = await read();
  assert.ok(before.length > 15);
  assert.deepEqual(before.filter(([, said]) => said === ""), []);
  await page.setJavaScriptEnabled(true);
  await page.goto(`${site.url}?again`);
  await page.waitForSelector("html[data-ready=yes]");
  assert.deepEqual(await read(), before);
  await page.close();
});

test("the ledger’s rows are there without script, sum in words, and light their part", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=tools-report`);
  const pages = await page.$$eval("#ledger td:nth-child(2)", (all) => all.map((e) => Number(e.textContent.replaceAll("\u202f", ""))));
  const total = Number((await text(page, "[data-n=total-pages]")).replaceAll("\u202f", ""));
  assert.equal(pages.reduce((a, b) => a + b), total);
  await page.hover("#ledger [data-key='F:struct-page']");
  assert.ok(await page.$("#ledger [data-key='F:struct-page'][data-lit]"));
  assert.ok(await page.$("[data-light=descriptors][data-lit]"), "the phrase is lit too");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("phrase, region, table row and line of the log light each other, both ways", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=holes-found`);
  const picture = () => page.$eval("[data-part=canvas]", (c) => c.toDataURL());
  const dark = await picture();
  await page.hover("[data-light=flagged]");
  assert.notEqual(await picture(), dark, "the region is lit");
  assert.ok(await page.$("#regions tr[data-lit]"));
  assert.ok(await page.$("#messages li[data-lit]"));
  await page.hover("h1");
  assert.equal(await picture(), dark);
  assert.equal(await page.$("[data-lit]"), null);
  await page.hover("#messages li[data-key]");
  assert.ok(await page.$("#regions tr[data-lit]"), "a line lights its row");
  // From the picture: the middle of lane D's first bar.
  await page.$eval("[data-part=sheet]", (e) => e.scrollIntoView({ block: "center" }));
  const box = await (await page.$("[data-part=canvas]")).boundingBox();
  let found = "";
  for (let y = 10; y < box.height && !/on a hole/.test(found); y += 12) {
    await page.mouse.move(box.x + box.width * 0.4, box.y + y);
    found = await text(page, "[data-part=hover]");
  }
  assert.match(found, /on a hole/);
  assert.ok(await page.$("#regions tr[data-lit]"), "a region lights its row");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a phrase leads to its step", async () => {
  const { page } = await open(browser, site.url);
  await page.click("[data-light=descriptors]");
  assert.equal(await text(page, "[data-part=title]"), "A descriptor for every possible page");
  await page.close();
});

test("a typo is named and one click types the corrected text", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=2G,max=2G&xen=4.4`);
  assert.match(await text(page, "#told"), /max/);
  const yours = await page.$$eval("#groups tr[data-own] th", (all) => all.map((e) => e.textContent));
  assert.equal(yours.length, 1);
  await page.click("#told button");
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "2G,max:2G");
  await page.waitForFunction(() => /max:2G/.test(location.hash));
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "2G,max=2G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("two machines are compared with one scrubber, and only rows that differ are shown", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.$eval("#compare", (e) => e.scrollIntoView());
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
  await type(page, "o-xen", "rubbish");
  assert.match(await text(page, "#o-error"), /xen:/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the curve of larger hosts is drawn and told as a table, for any kernel", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.$eval("#loss", (e) => e.scrollIntoView({ block: "center" }));
  await page.waitForSelector("#loss-rows tr");
  const rows = () => page.$$eval("#loss-rows tr", (all) => all.map((r) => [...r.children].map((c) => c.textContent)));
  const here = (await rows()).find(([host]) => host === "64 GiB");
  assert.deepEqual(here, ["64 GiB", "879.5 MiB", "88.2 MiB", "791.3 MiB"]);
  const picture = () => page.$eval("#loss-canvas", (c) => c.toDataURL());
  const first = await picture();
  await page.select("#loss-linux", "6.1");
  await page.waitForFunction((old) => document.getElementById("loss-canvas").toDataURL() !== old, {}, first);
  assert.notDeepEqual((await rows()).find(([host]) => host === "64 GiB"), here);
  assert.equal(await page.$eval("#loss-progress", (e) => e.hidden), true);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a panic ends no page: the last good machine is back, with a link to what caused it", async () => {
  const { page } = await open(browser, site.url);
  await page.evaluate(async () => {
    const { Explainer } = await import("/explainer.js");
    const run = Explainer.prototype.run;
    Explainer.prototype.run = function () {
      if (this.get("dom0-mem") === "3G") throw new WebAssembly.RuntimeError("unreachable");
      return run.call(this);
    };
  });
  await type(page, "dom0-mem", "3G");
  await page.waitForSelector("#banner[data-code=panic]:not([hidden])");
  assert.match(await page.$eval("#banner a", (a) => a.getAttribute("href")), /dom0-mem=3G/);
  assert.equal(await page.$eval("#dom0-mem", (e) => e.value), "3G");
  await page.$eval("[data-part=next]", (e) => e.click());
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 2 of 9");
  await type(page, "dom0-mem", "5G");
  assert.match(await text(page, "[data-text=given]"), /5 GiB/);
  assert.equal(await page.$eval("#banner", (e) => e.hidden), true);
  await page.close();
});

test("a browser too old for the scripts is told so and keeps the first content", async () => {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on("request", (r) => (r.url().endsWith("/main.js") ? r.respond({ contentType: "text/javascript", body: "class { #" }) : r.continue()));
  await page.goto(site.url);
  await page.waitForSelector("#banner[data-code=old]:not([hidden])");
  assert.match(await text(page, "#banner"), /too old/);
  assert.ok(await page.$("#answer svg"));
  assert.equal(await page.$eval("[data-part=play]", (b) => b.disabled), true);
  await page.close();
});

test("what the server sends instead of wasm is named by its type", async () => {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on("request", (r) => (r.url().endsWith(".wasm") ? r.respond({ contentType: "text/html", body: "<!doctype html>" }) : r.continue()));
  await page.goto(site.url);
  await page.waitForSelector("#banner[data-code=wasm-mime]:not([hidden])");
  assert.match(await text(page, "#banner"), /“text\/html”/);
  await page.close();
});

test("12 TiB, one-page regions and a text without a map are all answered", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&host-mem=12T&dom0-mem=8G&xen=4.17&linux=6.1`);
  assert.match(await text(page, "[data-text=machine]"), /^12 TiB|^12.*288.* GiB/);
  await page.focus("[data-part=figure]");
  await page.keyboard.press("End");
  assert.match(await text(page, "[data-part=where]"), /^Step (\d+) of \1$/);
  const tiny = ["0-9f000 usable"];
  for (let i = 0; i < 40; i++) tiny.push(`${(0x100000 + i * 0x2000).toString(16)}-${(0x101000 + i * 0x2000).toString(16)} ${i % 2 ? "reserved" : "usable"}`);
  tiny.push("10000000-200000000 usable");
  await type(page, "dom0-mem", "1G");
  await type(page, "e820", tiny.join("\n"));
  assert.equal(await text(page, "#e-e820"), "");
  assert.ok(await page.$$eval("#regions tr", (all) => all.length > 40));
  const held = await text(page, "[data-text=headline]");
  await type(page, "e820", "hello, this is no map at all");
  assert.notEqual(await text(page, "#e-e820"), "");
  assert.equal(await text(page, "[data-text=headline]"), held);
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

test("a preset keeps the step and Back undoes it", async () => {
  const { page } = await open(browser, `${site.url}#step=holes-found`);
  await choose(page, "preset", "msi-8g");
  assert.equal(await text(page, "[data-part=title]"), "Some pages sit on holes");
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => document.getElementById("preset").value === "server-64g");
  assert.equal(await text(page, "[data-part=title]"), "Some pages sit on holes");
  await page.close();
});

test("while the engine loads the first content is there and nothing pretends to work", async () => {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  let go = () => {};
  page.on("request", (r) => { if (r.url().endsWith(".wasm")) go = () => r.continue(); else r.continue(); });
  await page.goto(site.url, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("#answer svg");
  assert.match(await text(page, "[data-text=headline]"), /Linux 3.2 gives/);
  assert.equal(await page.$$eval("[data-part=controls] :disabled", (all) => all.length), 4);
  await new Promise((r) => setTimeout(r, 300));
  go();
  await page.waitForSelector("html[data-ready=yes]");
  assert.equal(await page.$$eval("[data-part=controls] :disabled", (all) => all.length), 0);
  await page.close();
});

test("the balloon brings the released pages back when the reader asks, and Undo takes it back", async () => {
  const { page, wrong } = await open(browser, site.url);
  assert.equal(await page.$eval("#undo", (b) => b.disabled), true, "nothing to undo: it must not leave the page");
  await page.click("#bring");
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 10 of 10");
  assert.equal(await text(page, "[data-part=title]"), "The balloon brings pages back");
  assert.match(plain(await text(page, "[data-part=caption]")), /264417 pages|1\.01 GiB/);
  await page.click("#undo");
  await page.waitForFunction(() => document.querySelectorAll("[data-part=steps] li").length === 9);
  assert.equal(await page.$eval("#undo", (b) => b.disabled), true);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the skip link and a bare fragment move the focus and keep the machine", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=2G,max:2G&linux=3.6`);
  const kept = async () => {
    assert.match(await page.evaluate(() => location.hash), /dom0-mem=2G,max:2G&.*linux=3.6/);
    assert.equal(await page.$eval("#dom0-mem", (e) => e.value), "2G,max:2G");
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
  assert.equal(await text(page, "[data-part=where]"), "Step 9 of 9");
  await type(page, "dom0-mem", "1M");
  assert.match(await text(page, "[data-part=where]"), /^Step 2 of 2/);
  await type(page, "dom0-mem", "2G");
  assert.equal(await text(page, "[data-part=where]"), "Step 9 of 9");
  await page.goto("about:blank");
  await page.goto(`${site.url}#v=1&dom0-mem=1M&step=tools-report`);
  await page.waitForSelector("html[data-ready=yes]");
  assert.match(await text(page, "[data-part=where]"), /^Step 2 of 2/);
  await type(page, "dom0-mem", "2G");
  assert.equal(await text(page, "[data-part=where]"), "Step 9 of 9");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a link that cannot be read says so at the top, and leads to its field", async () => {
  const { page, wrong } = await open(browser, `${site.url}#linux=nonsense&dom0-mem=2G&vcpus=0`);
  const shown = () => page.$eval("#unread", (e) => !e.hidden && e.getBoundingClientRect().top < innerHeight);
  assert.ok(await shown());
  const machine = await text(page, "p.machine");
  const says = await text(page, "#unread");
  assert.match(says, /Linux version, dom0’s vCPUs/);
  assert.ok(says.includes(`showing ${machine} instead`), says);
  assert.equal(await page.$eval("#linux", (e) => e.value), "nonsense");
  assert.match(await page.evaluate(() => location.hash), /linux=nonsense/);
  await page.click("#unread a[href='#vcpus']");
  assert.equal(await page.evaluate(() => document.activeElement.id), "vcpus");
  await type(page, "vcpus", "2");
  assert.doesNotMatch(await text(page, "#unread"), /vCPUs/);
  await type(page, "linux", "3.6");
  assert.equal(await page.$eval("#unread", (e) => e.hidden), true);
  assert.match(await text(page, "p.machine"), /Linux 3.6/);
  const many = Array.from({ length: 129 }, (_, i) => `${(i * 2).toString(16)}-${(i * 2 + 1).toString(16)}:u`).join(",");
  await page.goto("about:blank");
  await page.goto(`${site.url}#v=1&e820=${many}`);
  await page.waitForSelector("#unread:not([hidden])");
  assert.match(await text(page, "#unread"), /at most 128/);
  assert.ok((await page.$eval("#e820", (e) => e.value)).startsWith("0-1"), "the text stays");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("while a field is in error every result says of which machine it is", async () => {
  const { page, wrong } = await open(browser, site.url);
  const marks = () => page.$$eval("[data-stale-mark]", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.textContent));
  assert.deepEqual(await marks(), []);
  await type(page, "linux", "nonsense");
  const machine = await text(page, "p.machine");
  const shown = await marks();
  assert.equal(shown.length, 2);
  for (const mark of shown) assert.ok(mark.includes(machine), mark);
  assert.ok(await page.$(".result [role=status] [data-stale-mark]"), "it is announced");
  assert.equal(await page.$eval("#unread", (e) => e.hidden), true, "no link is to blame");
  await type(page, "linux", "3.6");
  assert.deepEqual(await marks(), []);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the other machine is in the link, comes back with it, and Back undoes it", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=2G`);
  await page.$eval("#compare", (e) => e.scrollIntoView());
  await page.waitForSelector("#differences tr");
  assert.doesNotMatch(await page.$eval("#link", (e) => e.value), /o-/);
  await type(page, "o-linux", "4.20");
  await type(page, "o-dom0-mem", "");
  const link = await page.$eval("#link", (e) => e.value);
  assert.match(link, /o-dom0-mem=&o-xen=4\.1\.2&o-linux=4\.20/);
  assert.equal(await page.evaluate(() => location.href), link);
  const other = await text(page, "#other-machine");
  await page.evaluate(() => history.back());
  await page.waitForFunction(() => document.getElementById("o-dom0-mem").value !== "");
  assert.equal(await page.$eval("#o-linux", (e) => e.value), "4.20");
  await page.goto("about:blank");
  await page.goto(link);
  await page.waitForSelector("html[data-ready=yes]");
  assert.doesNotMatch(await text(page, "#notes"), /not known here/);
  assert.equal(await page.$eval("#o-linux", (e) => e.value), "4.20");
  await page.$eval("#compare", (e) => e.scrollIntoView());
  await page.waitForFunction((said) => document.getElementById("other-machine").textContent === said, {}, other);
  await page.$eval("[data-part=next]", (e) => e.click());
  await page.waitForFunction(() => /o-linux=4\.20/.test(location.hash) && /step=dom0-built/.test(location.hash));
  assert.deepEqual(wrong, []);
  await page.close();
});

test("pointing at a region tells what, which page numbers and why, by mouse and by touch", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=holes-found`);
  await page.$eval("[data-part=sheet]", (e) => e.scrollIntoView({ block: "center" }));
  const box = await (await page.$("[data-part=canvas]")).boundingBox();
  const point = async (act) => {
    let found = "";
    for (let y = 10; y < box.height && !/on a hole/.test(found); y += 12) {
      await act(box.x + box.width * 0.4, box.y + y);
      found = await text(page, "[data-part=hover]");
    }
    assert.match(found, /pages.*on a hole.*Page numbers bf780 up to/);
    assert.match(found, /The frames are good RAM/);
  };
  await point((x, y) => page.mouse.move(x, y));
  await page.mouse.move(5, 5);
  assert.match(await text(page, "[data-part=hover]"), /Point at a region/);
  await point((x, y) => page.touchscreen.tap(x, y));
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
