// What is embedded, in real browsers: element, frame, single file, engine, pictures.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { chromium, open } from "./browser.mjs";
import { CSP, start } from "./server.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here("../../dist");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let root, site, browser;
before(async () => {
  root = mkdtempSync(join(tmpdir(), "host-"));
  cpSync(dist, root, { recursive: true });
  for (const file of ["host.html", "host.css", "host.js"]) cpSync(here(file), join(root, file));
  site = await start({ root, csp: `${CSP}; frame-src 'self'` });
  browser = await chromium();
});
after(async () => {
  await browser?.close();
  site?.server.close();
  rmSync(root, { recursive: true, force: true });
  setTimeout(() => process.exit(), 1000).unref();
});

const plain = (s) => s.replaceAll("\u202f", "");
const host = () => open(browser, `${site.url}host.html`, { watch: false });
const ready = (page, id) => page.waitForFunction((i) => document.getElementById(i).state?.ready, { timeout: 20000 }, id);

test("two elements and two frames live on a hostile page under a strict policy", async () => {
  const { page, wrong } = await host();
  await ready(page, "one");
  await ready(page, "two");
  const seen = await page.evaluate(() => ["one", "two"].map((id) => {
    const root = document.getElementById(id).shadowRoot;
    const style = (part) => getComputedStyle(root.querySelector(part));
    return {
      font: style(".caption").fontSize, spacing: style(".caption").letterSpacing, canvas: style("canvas").display,
      table: style("table").display, button: style("button").position, colour: style(".wrap").backgroundColor,
      fallback: root.querySelector("slot").hidden, step: document.getElementById(id).state.id,
      rows: root.querySelectorAll("tbody tr").length, styles: root.querySelectorAll("[style], style").length,
    };
  }));
  assert.deepEqual(seen.map((s) => s.font), ["16px", "16px"]);
  assert.deepEqual(seen.map((s) => [s.spacing, s.button, s.fallback, s.styles]), [["normal", "static", true, 0], ["normal", "static", true, 0]]);
  assert.equal(seen[0].canvas, "block");
  assert.deepEqual(seen.map((s) => s.table), ["table", "table"]);
  assert.equal(seen[0].step, "holes-found");
  assert.equal(seen[1].colour, "rgb(20, 23, 27)");
  assert.ok(seen[1].rows >= 8, `${seen[1].rows} rows`);
  const wasm = await page.evaluate(() => performance.getEntriesByType("resource").filter((e) => e.name.endsWith(".wasm")).length);
  assert.equal(wasm, 1, "the elements share one module");
  assert.equal(page.url(), `${site.url}host.html`);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("frames grow to their content, in view, out of view and in a sandbox", async () => {
  const { page, wrong } = await host();
  await page.waitForFunction(() => Number(document.getElementById("frame").height) > 400 && Number(document.getElementById("sand").height) > 400, { timeout: 20000 });
  const frame = await (await page.$("#frame")).contentFrame();
  await frame.waitForFunction(() => document.documentElement.scrollHeight <= innerHeight + 1, { timeout: 5000 });
  const sand = await (await page.$("#sand")).contentFrame();
  await sand.waitForFunction(() => document.documentElement.scrollHeight <= innerHeight + 1, { timeout: 5000 });
  assert.match(await frame.evaluate(() => document.querySelector("dom0-memory").shadowRoot.querySelector(".notes").textContent), /colour/);
  const types = await page.evaluate(() => window.told.map((t) => t.data.type));
  assert.ok(types.includes("ready") && types.includes("resize") && types.includes("step"));
  assert.ok(types.length < 40, `${types.length} messages`);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a frame listens to the page around it only, and only to what it knows", async () => {
  const { page } = await host();
  await page.waitForFunction(() => Number(document.getElementById("frame").height) > 400, { timeout: 20000 });
  const frame = await (await page.$("#frame")).contentFrame();
  const step = () => frame.evaluate(() => document.querySelector("dom0-memory").state.id);
  const say = (data) => page.evaluate((d) => document.getElementById("frame").contentWindow.postMessage(d, "*"), data);
  const before = await step();
  const good = { ns: "dom0-memory", v: 1, type: "seek", step: "map-read" };
  const bad = [null, 7, "seek", [], {}, { ...good, v: 2 }, { ...good, ns: "x" }, { ...good, type: "load", fragment: "linux=6.1" }, { ...good, step: {} },
    { ...good, step: null }, { ...good, step: "x".repeat(1e6) }, { ...good, step: "__proto__" }, { ...good, type: "constructor" }];
  for (const data of bad.filter((d) => d?.step !== "__proto__")) await say(data);
  await page.evaluate(() => document.getElementById("frame").contentWindow.postMessage({ ns: "dom0-memory", v: 1, type: "seek", step: NaN }, "*"));
  // The frame itself and another frame are not the page around it.
  await frame.evaluate((d) => window.postMessage(d, "*"), good);
  const sand = await (await page.$("#sand")).contentFrame();
  await sand.evaluate((d) => window.parent.frames[0].postMessage(d, "*"), good);
  await new Promise((done) => setTimeout(done, 300));
  assert.equal(await step(), before);
  await say(good);
  await page.waitForFunction(() => window.told.some((t) => t.data.type === "step" && t.data.id === "map-read"));
  assert.equal(await step(), "map-read");
  // And the page takes heights from marked frames only.
  await page.evaluate(() => {
    for (const height of [-5, 1e9, NaN, "9", 1.5]) window.postMessage({ ns: "dom0-memory", v: 1, type: "resize", height }, "*");
  });
  await new Promise((done) => setTimeout(done, 100));
  assert.ok(await page.evaluate(() => Number(document.getElementById("frame").height) < 6000));
  await page.close();
});

test("attributes, properties and methods do what the contract says", async () => {
  const { page, wrong } = await host();
  await ready(page, "one");
  const run = (work) => page.evaluate(work);
  await run(() => { document.getElementById("one").linux = "3.6"; });
  await page.waitForFunction(() => document.getElementById("one").permalink().includes("linux=3.6"));
  assert.equal(await run(() => document.getElementById("one").state.id), "holes-found", "a new machine keeps the step");
  assert.equal(await run(() => document.getElementById("one").getAttribute("linux")), "3.6");
  await run(() => document.getElementById("one").seek("pages-released"));
  assert.equal(await run(() => document.getElementById("one").state.id), "pages-released");
  assert.match(await run(() => document.getElementById("one").permalink()), /\/#v=1&host-mem=64G&dom0-mem=2G&xen=4\.1\.1&linux=3\.6&step=pages-released$/);
  assert.match(await run(() => document.getElementById("one").toSVG()), /^<svg xmlns/);
  assert.match(await run(() => document.getElementById("one").toCSV()), /^account,what,pages,kib/);
  await run(() => { document.getElementById("one").linux = "<img src=x onerror=alert(1)>"; });
  await page.waitForFunction(() => window.heard.some((h) => h.type === "dom0-input-error"));
  const error = await run(() => window.heard.find((h) => h.type === "dom0-input-error"));
  assert.equal(error.detail.field, "linux");
  assert.equal(await run(() => document.getElementById("one").shadowRoot.querySelectorAll("img").length), 0);
  assert.match(await run(() => document.getElementById("one").shadowRoot.querySelector(".wrong").textContent), /<img src=x/);
  await run(() => { document.getElementById("one").linux = "3.6"; });
  await page.waitForFunction(() => !document.getElementById("one").shadowRoot.querySelector(".wrong"));
  const late = await run(async () => {
    const made = document.createElement("dom0-memory");
    made.dom0Mem = "3G";
    made.loading = "eager";
    document.body.append(made);
    const served = await made.ready;
    return [served === made, made.permalink(), (await made.ready) === made];
  });
  assert.ok(late[0] && late[2] && late[1].includes("dom0-mem=3G"));
  await run(() => document.getElementById("one").seek("descriptors"));
  const steps = await run(() => window.heard.filter((h) => h.type === "dom0-step" && h.id === "one").at(-1).detail);
  assert.ok(steps.ledger.length > 5 && steps.title && steps.text);
  await run(() => { document.getElementById("one").seek(0); document.getElementById("one").play(); });
  await page.waitForFunction(() => window.heard.some((h) => h.type === "dom0-state" && h.detail.playing));
  await run(() => document.getElementById("one").pause());
  assert.deepEqual(wrong, []);
  await page.close();
});

test("properties set before the element is known are kept", async () => {
  const { page: bare } = await open(browser, `${site.url}host.html`, { watch: false });
  const link = await bare.evaluate(async () => {
    const inner = document.createElement("iframe");
    document.body.append(inner);
    const doc = inner.contentDocument;
    const made = doc.createElement("dom0-memory");
    made.linux = "3.8";
    made.loading = "eager";
    doc.body.append(made);
    const script = doc.createElement("script");
    script.type = "module";
    script.src = new URL("dom0-memory.js", location.href).href;
    doc.body.append(script);
    await inner.contentWindow.customElements.whenDefined("dom0-memory");
    await made.ready;
    return [made.permalink(), made.getAttribute("linux")];
  });
  assert.match(link[0], /linux=3\.8/);
  assert.equal(link[1], "3.8");
  await bare.close();
});

test("200 times in and out leave nothing behind", async () => {
  const { page, wrong } = await host();
  await ready(page, "one");
  const cycle = (n) => page.evaluate(async (count) => {
    for (let i = 0; i < count; i++) {
      const made = document.createElement("dom0-memory");
      made.loading = "eager";
      document.body.append(made);
      await made.ready;
      made.remove();
    }
  }, n);
  const session = await page.createCDPSession();
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  };
  await cycle(10);
  const first = await heap();
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  await cycle(200);
  const last = await heap();
  assert.ok(last <= first * 1.1, `${first} → ${last} bytes`);
  assert.equal(await page.evaluate(() => document.querySelectorAll("*").length), nodes);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("all forms carry the same numbers", async () => {
  const { page } = await host();
  await ready(page, "two");
  const all = await page.evaluate(() => {
    const e = document.getElementById("two");
    e.seek(e.state.steps - 1);
    return { text: e.toText(), csv: e.toCSV(), svg: e.toSVG(), table: [...e.shadowRoot.querySelectorAll("tbody tr")].map((r) => [...r.cells].map((c) => c.textContent)), link: e.permalink(), step: e.state.id };
  });
  const { start: begin, Engine } = await import(pathToFileURL(join(dist, "dom0-engine.js")));
  await begin();
  const engine = new Engine();
  engine.load("preset=msi-8g");
  engine.run();
  const index = engine.indexOf(all.step);
  assert.equal(engine.text(index), all.text);
  assert.equal(engine.csv(index), all.csv);
  assert.equal(engine.svg(index), all.svg);
  const csv = all.csv.trim().split("\r\n").slice(1).map((l) => l.match(/("[^"]*"|[^,]*)(,|$)/g).map((c) => c.replace(/,$/, "").replaceAll('"', "")));
  const rows = csv.filter((r) => r[0] !== "total");
  assert.equal(rows.reduce((sum, r) => sum + Number(r[2]), 0), Number(csv.at(-1)[2]));
  assert.deepEqual(all.table.map((r) => plain(r[1])), rows.map((r) => r[2]));
  for (const [, , pages] of rows) assert.ok(plain(all.text).includes(pages), pages);
  assert.deepEqual(engine.ledger(index).map((r) => [r.name, r.pages]), all.table.map((r) => [r[0], r[1]]));
  const still = readFileSync(join(dist, "p", `msi-8g-${all.step}.svg`), "utf8");
  const words = (svg) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((m) => m[1]).sort();
  assert.deepEqual(words(still), words(all.svg), "the picture on disk and the element’s");
  const frame = await open(browser, `${site.url}embed.html${new URL(all.link).hash}`, { watch: false });
  await frame.page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20000 });
  const framed = await frame.page.evaluate(() => { const e = document.querySelector("dom0-memory"); return [e.state.id, e.toText(), e.toCSV()]; });
  assert.deepEqual(framed, [all.step, all.text, all.csv], "the frame");
  await frame.page.close();
  engine.free();
  await page.close();
});

test("the engine runs in Node, and says what is wrong with an input", async () => {
  const { start: begin, Engine } = await import(pathToFileURL(join(dist, "dom0-engine.js")));
  await begin();
  const engine = new Engine();
  engine.load("#v=1&dom0-mem=4G&linux=3.2&xen=4.1.2&host-mem=64G&colour=red");
  const report = engine.run();
  assert.ok(report.ok);
  assert.match(plain(report.headline), /gives 1\.01 GiB back to Xen/);
  assert.match(report.notes.join(), /colour/);
  engine.set("linux", "nonsense");
  assert.deepEqual(engine.run().errors.map((e) => e.field), ["linux"]);
  assert.equal(engine.report, report);
  for (const odd of ["x".repeat(10 << 20), "[".repeat(1e6), "__proto__[a]=1&constructor=2", "host-mem=-1", "host-mem=NaN", "e820=ffff-0:u", "nr-pages=1e999", "%".repeat(1e5)]) {
    engine.load(odd);
    assert.equal(typeof engine.run().ok, "boolean");
  }
  assert.equal({}.a, undefined);
  engine.free();
});

test("refused or broken wasm is told by code, and the fallback stays", async () => {
  const cases = [
    [{ csp: "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; frame-src 'self'" }, "wasm-csp"],
    [{ missing: [".wasm"], csp: CSP }, "wasm-load"],
  ];
  for (const [options, code] of cases) {
    const other = await start({ root, ...options });
    const { page } = await open(browser, `${other.url}host.html`, { watch: false });
    await page.waitForFunction(() => window.heard.some((h) => h.type === "dom0-error"), { timeout: 20000 });
    const { detail } = await page.evaluate(() => window.heard.find((h) => h.type === "dom0-error"));
    assert.equal(detail.code, code);
    assert.ok(detail.message.length > 20);
    assert.equal(await page.evaluate(() => document.getElementById("one").shadowRoot.querySelector("slot").hidden), false);
    await page.close();
    other.server.close();
  }
});

test("axe finds nothing in the frame, light and dark, and 300 pixels of height and 320 of width are enough", async () => {
  for (const value of ["light", "dark"]) {
    const { page, wrong } = await open(browser, `${site.url}embed.html#v=1&linux=3.2`, { watch: false, width: 320, height: 300, media: [{ name: "prefers-color-scheme", value }] });
    await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20000 });
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run({ rules: { "page-has-heading-one": { enabled: false } } }).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`)));
    assert.deepEqual(found, [], value);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
    assert.deepEqual(wrong, []);
    await page.close();
  }
});

test("a hostile link is an error in the frame and nothing else", async () => {
  const bad = ["linux=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "host-mem=-5G", "host-mem=NaN", "e820=ffff-0:u", "__proto__[x]=1&constructor.prototype.x=1", "[".repeat(1e5), `e820=${"0-1:u,".repeat(2e5)}`];
  const { page, wrong } = await open(browser, "about:blank", { watch: false });
  page.on("dialog", () => wrong.push("dialog"));
  for (const link of bad) {
    await page.goto("about:blank");
    await page.goto(`${site.url}embed.html#${link}`);
    await page.waitForFunction(() => {
      const root = document.querySelector("dom0-memory")?.shadowRoot;
      return root?.querySelector(".wrong") || root?.querySelector(".notes li") || document.querySelector("dom0-memory")?.state.ready;
    }, { timeout: 20000 });
    const bad = await page.evaluate(() => [document.querySelector("dom0-memory").shadowRoot.querySelectorAll("img, script, iframe").length, {}.x ?? null]);
    assert.deepEqual(bad, [0, null], link.slice(0, 40));
  }
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the single file works by double click in Chromium and in a strict Firefox, offline", async () => {
  const url = pathToFileURL(join(dist, "dom0-memory.html")).href;
  const fox = await puppeteer.launch({
    browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true,
    extraPrefsFirefox: { "security.fileuri.strict_origin_policy": true, "network.manage-offline-status": false },
  });
  try {
    for (const b of [browser, fox]) {
      const { page, wrong } = await open(b, `${url}#v=1&linux=3.6&step=pages-released`);
      assert.match(await page.$eval("[data-part=title]", (e) => e.textContent), /go back to Xen/);
      assert.deepEqual(wrong, []);
      await page.close();
    }
  } finally {
    await fox.close();
  }
});

test("pictures are small, have no script, and stand still where no motion is wanted", async () => {
  const files = readdirSync(join(dist, "p"));
  assert.ok(files.length > 80, `${files.length} pictures`);
  for (const file of files) {
    const svg = readFileSync(join(dist, "p", file), "utf8");
    assert.ok(svg.length < 100_000, `${file}: ${svg.length}`);
    assert.ok(!/<script|<foreignObject|\son\w+=|href="http/.test(svg), file);
  }
  const { page } = await open(browser, `${site.url}p/server-64g.svg`, { watch: false, media: [{ name: "prefers-reduced-motion", value: "reduce" }] });
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "no-preference" }]);
  assert.ok(await page.evaluate(() => document.getAnimations().length) > 5);
  await page.close();
});

test("the server sends nothing from outside its folder", async () => {
  symlinkSync("/etc/hostname", join(root, "out.html"));
  assert.equal((await fetch(`${site.url}out.html`)).status, 404);
  assert.equal((await fetch(`${site.url}%2e%2e/%2e%2e/etc/hostname`)).status, 404);
  assert.equal((await fetch(`${site.url}loader.js`)).status, 200);
});

test("the share panel holds the state on show in every form", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&dom0-mem=2G,max:2G&linux=3.2&step=holes-found`);
  const shown = async (form) => {
    await page.select("#share-form", form);
    return page.$eval("#share-text", (e) => e.value);
  };
  assert.match(await shown("iframe"), /^<iframe src="http:\/\/127\.0\.0\.1:\d+\/embed\.html#v=1&amp;host-mem=64G&amp;dom0-mem=2G,max:2G&amp;xen=4\.1\.2&amp;linux=3\.2&amp;step=holes-found" title="/);
  assert.match(await shown("element"), /<dom0-memory host-mem="64G" dom0-mem="2G,max:2G" xen="4\.1\.2" linux="3\.2" step="holes-found"><a href="/);
  assert.match(await shown("svg"), /^<svg xmlns/);
  const text = await shown("text");
  assert.ok(text.split("\n").every((line) => [...line].length <= 80));
  assert.match(text, /^> 4\. /m);
  const csv = await shown("csv");
  await page.click("[data-part=next]");
  await page.waitForFunction(() => location.hash.includes("step=pages-released"));
  assert.match(await shown("text"), /^> 5\. /m);
  assert.notEqual(await shown("csv"), csv);
  // What was copied means the same where it is pasted.
  const element = await shown("element");
  const pasted = await open(browser, `${site.url}host.html`, { watch: false });
  const again = await pasted.page.evaluate(async (html) => {
    const box = document.createElement("div");
    box.innerHTML = html;
    const made = box.querySelector("dom0-memory");
    made.loading = "eager";
    document.body.append(made);
    await made.ready;
    return [made.state.id, made.toCSV().replaceAll("\r\n", "\n")];
  }, element);
  assert.deepEqual(again, ["pages-released", await shown("csv")]);
  assert.deepEqual(wrong, []);
  await pasted.page.close();
  await page.close();
});

test("the page about embedding works, with axe, in Chromium", async () => {
  const { page, wrong } = await open(browser, `${site.url}embed-docs.html`, { watch: false });
  for (const i of [0, 1]) {
    await page.evaluate((n) => document.querySelectorAll("dom0-memory")[n].scrollIntoView(), i);
    await page.waitForFunction((n) => document.querySelectorAll("dom0-memory")[n].state.ready, { timeout: 20000 }, i);
  }
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ iframes: false }).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" ")}`)));
  assert.deepEqual(found, []);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("an engine that panics is told by code, and the element goes on", async () => {
  const { page } = await host();
  await ready(page, "one");
  const told = await page.evaluate(async () => {
    const { Engine } = await import("/dom0-engine.js");
    const real = Engine.prototype.ledger;
    Engine.prototype.ledger = function broken() { return this.ask(() => { throw new WebAssembly.RuntimeError("unreachable"); }); };
    const element = document.getElementById("one");
    element.seek("descriptors");
    Engine.prototype.ledger = real;
    const error = window.heard.find((h) => h.type === "dom0-error" && h.id === "one");
    element.seek("map-read");
    element.linux = "3.8";
    await new Promise((done) => setTimeout(done, 100));
    return { code: error?.detail.code, csv: element.toCSV(), link: element.permalink(), other: document.getElementById("two").toText() };
  });
  assert.equal(told.code, "panic");
  assert.match(told.csv, /^account,what/);
  assert.match(told.link, /linux=3\.8/);
  assert.match(told.other, /1\. The map/);
  await page.close();
});

test("Firefox shows elements and frames on the same page", async () => {
  const fox = await puppeteer.launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true });
  try {
    const { page, wrong } = await open(fox, `${site.url}host.html`, { watch: false });
    await ready(page, "one");
    await ready(page, "two");
    await page.waitForFunction(() => Number(document.getElementById("frame").height) > 400 && Number(document.getElementById("sand").height) > 400, { timeout: 20000 });
    assert.equal(await page.evaluate(() => document.getElementById("one").state.id), "holes-found");
    assert.deepEqual(wrong, []);
  } finally {
    await fox.close();
  }
});
