// Every other form that is shipped: single file, engine, pictures, what is copied; and
// that all forms carry the same numbers.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { violations } from "./axe.mjs";
import { firefox, open, plain } from "./browser.mjs";
import { dist } from "../../www/build/server.mjs";
import { hosting, ready } from "./stand.mjs";

const { root, host, site, browser } = await hosting();

test("all forms carry the same numbers", async () => {
  const { page } = await host();
  await ready(page, "two");
  const all = await page.evaluate(() => {
    const e = document.getElementById("two");
    e.seek(e.state.steps - 1);
    return { text: e.toText(), csv: e.toCSV(), svg: e.toSVG(), table: [...e.shadowRoot.querySelectorAll("tbody tr")].map((r) => [...r.cells].map((c) => c.textContent)), sum: [...e.shadowRoot.querySelectorAll("tfoot tr > *")].map((c) => c.textContent), caption: e.shadowRoot.querySelector("caption").textContent, link: e.permalink(), step: e.state.id };
  });
  const { start: begin, Engine } = await import(pathToFileURL(join(dist, "dom0-engine.node.js")));
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
  assert.deepEqual([all.sum[0], plain(all.sum[1])], csv.at(-1).slice(1, 3), "the table’s sum");
  assert.ok(all.caption.startsWith(engine.report.machine), all.caption);
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
  const { start: begin, Engine } = await import(pathToFileURL(join(dist, "dom0-engine.node.js")));
  await begin();
  const engine = new Engine();
  engine.load("#v=1&dom0-mem=4G&linux=3.2&xen=4.1.2&host-mem=64G&colour=red");
  const report = engine.run();
  assert.ok(report.ok);
  assert.match(plain(report.headline), /returned 1\.01 GiB to Xen/);
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

test("the single file works by double click in Chromium and in a strict Firefox, offline", async () => {
  const url = pathToFileURL(join(dist, "dom0-memory.html")).href;
  const fox = await firefox({ "security.fileuri.strict_origin_policy": true, "network.manage-offline-status": false });
  try {
    for (const b of [browser, fox]) {
      const { page, wrong } = await open(b, `${url}#v=1&linux=3.6&step=pages-released`);
      assert.match(await page.$eval("[data-part=title]", (e) => e.textContent), /Linux returns those pages/);
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
  assert.match(await shown("iframe"), /^<iframe data-dom0-memory src="http:\/\/127\.0\.0\.1:\d+\/embed\.html#v=1&amp;host-mem=64G&amp;dom0-mem=2G,max:2G&amp;xen=4\.1\.2&amp;linux=3\.2&amp;step=holes-found" title="/);
  assert.match(await shown("iframe"), /<\/iframe>\n<script src="http:\/\/127\.0\.0\.1:\d+\/loader\.js" async><\/script>\n<p><a href="http:\/\/127\.0\.0\.1:\d+\/#v=1&amp;host-mem=64G&amp;dom0-mem=2G,max:2G&amp;xen=4\.1\.2&amp;linux=3\.2&amp;step=holes-found">Where did dom0’s memory go\?<\/a><\/p>$/);
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

test("a picture can be saved as PNG, drawn and twice as fine", async () => {
  for (const made of [browser, await firefox()]) {
    const { page, wrong } = await open(made, `${site.url}#v=1&linux=3.2&step=descriptors`);
    await page.$eval("#share", (e) => e.showModal());
    await page.select("#share-form", "text");
    assert.equal(await page.$eval("#share-png", (e) => e.checkVisibility()), false);
    await page.select("#share-form", "svg");
    const seen = await page.evaluate(async () => {
      const file = new Promise((done) => {
        const kept = URL.createObjectURL;
        URL.createObjectURL = (blob) => { if (blob.type === "image/png") done(blob); return kept.call(URL, blob); };
      });
      document.getElementById("share-png").click();
      const blob = await file;
      const image = await createImageBitmap(blob);
      const canvas = new OffscreenCanvas(image.width, image.height);
      const pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0);
      const { data } = pen.getImageData(0, 0, image.width, image.height);
      const colours = new Set();
      for (let i = 0; i < data.length; i += 4) colours.add(`${data[i]},${data[i + 1]},${data[i + 2]},${data[i + 3]}`);
      return { width: image.width, height: image.height, purple: colours.has("156,58,122,255"), white: colours.has("255,255,255,255") };
    });
    assert.deepEqual(seen, { width: 1872, height: 1104, purple: true, white: true });
    assert.deepEqual(wrong, []);
    await page.close();
    if (made !== browser) await made.close();
  }
});

test("the scale on show is in the link and in all that is taken away", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&linux=3.6&step=map-read`);
  const form = async (id) => {
    await page.select("#share-form", id);
    return page.$eval("#share-text", (e) => e.value);
  };
  const readable = await form("svg");
  await page.$eval("[data-part=scale]", (e) => e.click());
  await page.waitForFunction(() => /&scale=to-scale$/.test(location.hash));
  assert.notEqual(await page.$eval("#share-text", (e) => e.value), readable);
  assert.match(await form("iframe"), /&amp;scale=to-scale"/);
  assert.match(await form("element"), /<dom0-memory [^>]*scale="to-scale"/);
  // And the link brings it back, or takes it away.
  await page.reload();
  const pressed = (value) => page.waitForFunction((v) => document.querySelector("[data-part=scale]").getAttribute("aria-pressed") === v, {}, value);
  await pressed("true");
  await page.evaluate(() => { location.hash = "v=1&linux=3.6&step=map-read"; });
  await pressed("false");
  assert.equal(await form("svg"), readable);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the page about embedding works, with axe, in Chromium", async () => {
  const { page, wrong } = await open(browser, `${site.url}embed-docs.html`, { watch: false });
  for (const i of [0, 1]) {
    await page.evaluate((n) => document.querySelectorAll("dom0-memory")[n].scrollIntoView(), i);
    await page.waitForFunction((n) => document.querySelectorAll("dom0-memory")[n].state.ready, { timeout: 20000 }, i);
  }
  assert.deepEqual(await violations(page, { iframes: false }), []);
  assert.deepEqual(wrong, []);
  await page.close();
});
