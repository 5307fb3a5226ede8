// The element on a page that is not ours: attributes, methods, events, its end.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { violations } from "./axe.mjs";
import { firefox, open } from "./browser.mjs";
import { CSP, start } from "../../www/build/server.mjs";
import { hosting, ready } from "./stand.mjs";

const { root, host, site, browser } = await hosting();

/** The same files, with an error page in the place of each wasm, as some servers send it. */
function spoilt() {
  const folder = mkdtempSync(join(tmpdir(), "spoilt-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(root, folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".wasm"))) writeFileSync(join(folder, file), "<!doctype html>not here");
  return folder;
}

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
  // The second shows no story, which then has the form of a narrow one.
  assert.deepEqual(seen.map((s) => s.font), ["16px", "14px"]);
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

test("refused or broken wasm is told by code, and the fallback stays", async () => {
  const cases = [
    [{ csp: "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; frame-src 'self'" }, "wasm-csp"],
    [{ missing: [".wasm"], csp: CSP }, "wasm-load"],
    [{ root: spoilt(), types: { ".wasm": "text/html" }, csp: CSP }, "wasm-mime"],
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

test("after a failed load the element waits for nothing, whatever it is told", async () => {
  const other = await start({ root, missing: [".wasm"], csp: CSP });
  const { page } = await open(browser, `${other.url}host.html`, { watch: false });
  await page.waitForFunction(() => window.heard.some((h) => h.type === "dom0-error" && h.id === "one"), { timeout: 20000 });
  const busy = () => page.evaluate(() => document.getElementById("one").shadowRoot.querySelector(".wrap").getAttribute("aria-busy"));
  assert.equal(await busy(), null);
  await page.evaluate(() => { document.getElementById("one").linux = "3.8"; });
  assert.equal(await busy(), null);
  await page.close();
  other.server.close();
});

test("an engine that ends in the first picture leaves the fallback in its place", async () => {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => {
    for (const name of ["fill", "fillRect", "fillText", "stroke"]) {
      CanvasRenderingContext2D.prototype[name] = () => { throw new WebAssembly.RuntimeError("unreachable"); };
    }
  });
  await page.goto(`${site.url}host.html`);
  await page.waitForFunction(() => window.heard?.some((h) => h.type === "dom0-error" && h.id === "one"), { timeout: 20000 });
  const shown = await page.evaluate(() => {
    const { shadowRoot, state } = document.getElementById("one");
    return [shadowRoot.querySelector("slot").hidden, state.ready, window.heard.filter((h) => h.type === "dom0-error" && h.id === "one").map((h) => h.detail.code)];
  });
  assert.deepEqual(shown, [false, false, ["panic"]]);
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
  assert.match(told.other, /1\. The firmware/);
  await page.close();
});

test("Firefox shows elements and frames on the same page", async () => {
  const fox = await firefox();
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

test("chips on request: machine, kernel and ceiling move the picture, keep the step and say what changed", async () => {
  for (const target of ["frame", "element"]) {
    const link = "v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2&step=tools-report&theme=dark";
    const url = target === "frame" ? `${site.url}embed.html#${link}&chips=all` : `${site.url}embed.html#${link}`;
    const { page, wrong } = await open(browser, url, { watch: false, width: 640, height: 480 });
    await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready);
    const inside = (act, value) => page.evaluate(act, value);
    if (target === "element") {
      assert.equal(await inside(() => document.querySelector("dom0-memory").shadowRoot.querySelector(".chips").checkVisibility()), false, "not unless asked for");
      await inside(() => { document.querySelector("dom0-memory").chips = "all"; });
      await page.waitForFunction(() => document.querySelector("dom0-memory").shadowRoot.querySelector(".chips select"));
    }
    const lists = () => inside(() => [...document.querySelector("dom0-memory").shadowRoot.querySelectorAll(".chips label")].map((label) => [label.firstChild.textContent, label.lastChild.selectedOptions[0].text]));
    assert.deepEqual(await lists(), [["Machine", "64 GiB server"], ["Kernel", "Linux 3.2 returns"], ["Ceiling", "max: none"]]);
    const take = (list, option) => inside(([i, text]) => {
      const select = document.querySelector("dom0-memory").shadowRoot.querySelectorAll(".chips select")[i];
      select.focus();
      select.value = [...select.options].find((o) => o.text === text).value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }, [list, option]);
    const state = () => inside(() => {
      const root = document.querySelector("dom0-memory").shadowRoot;
      return { step: document.querySelector("dom0-memory").state.id, machine: root.querySelector(".machine").textContent, badge: root.querySelector(".badge").textContent, status: root.querySelector("[data-part=status]").textContent, theme: root.querySelector(".wrap").dataset.theme, focus: root.activeElement?.localName };
    });
    await take(2, "max: = size");
    const limited = await state();
    assert.match(limited.machine, /dom0_mem=4G,max:4G/);
    assert.match(limited.badge, /^free \+0\.\d\d\sGiB$/);
    assert.ok(limited.status.startsWith(limited.badge));
    assert.deepEqual([limited.step, limited.theme, limited.focus], ["tools-report", "dark", "select"]);
    await take(1, "Linux 6.1 moves");
    assert.match((await state()).machine, /Linux 6\.1/);
    assert.deepEqual((await lists()).map(([, text]) => text), ["64 GiB server", "Linux 6.1 moves", "max: = size"]);
    const box = await inside(() => document.querySelector("dom0-memory").shadowRoot.querySelector(".chips").getBoundingClientRect().toJSON());
    assert.ok(box.left >= 0 && box.right <= 640 && box.bottom <= 480, JSON.stringify(box));
    assert.equal(new URL(page.url()).hash, new URL(url).hash, "the address stays");
    if (target === "element") {
      // The appearance is still the attributes'.
      await inside(() => { document.querySelector("dom0-memory").chips = "none"; });
      await page.waitForFunction(() => !document.querySelector("dom0-memory").shadowRoot.querySelector(".chips").checkVisibility());
    }
    // The title of the page around it is that page's.
    assert.deepEqual((await violations(page)).filter((found) => !found.startsWith("page-has-heading-one")), []);
    assert.deepEqual(wrong, []);
    await page.close();
  }
});
