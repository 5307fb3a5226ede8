// Limits of browsers: how often an address may be written, how many messages a frame is
// sent, what older ones do not have, and scripts that do not come.
import assert from "node:assert/strict";
import { test } from "node:test";
import { firefox, open, started, text, type } from "./browser.mjs";
import { hosting, ready } from "./stand.mjs";

const { host, site, browser } = await hosting();

/** Drags the scrubber to and fro, and ends at a step; how often the address was written. */
const drag = (page, times, end) => page.evaluate(async (n, last) => {
  const scrub = document.querySelector("[data-part=scrub]");
  const real = history.replaceState;
  let written = 0;
  history.replaceState = function (...all) {
    written++;
    return real.apply(this, all);
  };
  for (let i = 0; i < n; i++) {
    scrub.value = String(i === n - 1 ? last : (i % 60) / 10);
    scrub.dispatchEvent(new Event("input", { bubbles: true }));
    if (i % 100 === 99) await new Promise((done) => setTimeout(done));
  }
  await new Promise((done) => setTimeout(done, 700));
  history.replaceState = real;
  return written;
}, times, end);

const address = (page) => page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get("step"));

/** Writes the address until the browser refuses; how often it did not. */
const exhaust = (page) => page.evaluate(() => {
  for (let n = 0; n < 5000; n++) {
    try {
      history.replaceState(history.state, "", location.href);
    } catch (error) {
      return [n <= 200, error.name];
    }
  }
  return "never";
});

for (const name of ["Chromium", "Firefox"]) {
  test(`a long drag writes the address at rest only, in ${name}`, async () => {
    const fox = name === "Firefox" ? await firefox() : undefined;
    try {
      const { page, wrong } = await open(fox ?? browser, site.url);
      const written = await drag(page, 600, 3);
      assert.ok(written >= 1 && written <= 40, `${written} times`);
      assert.equal(await address(page), await page.$eval("#link", (e) => new URLSearchParams(e.value.split("#")[1]).get("step")));
      assert.equal(await text(page, "[data-part=where]"), "Step 4 of 10");
      if (fox) {
        assert.deepEqual(wrong, [], "the drag met no limit");
        assert.deepEqual(await exhaust(page), [true, "SecurityError"], "the limit is on");
        await drag(page, 20, 4);
        assert.equal(await text(page, "[data-part=where]"), "Step 5 of 10", "a refusal stops nothing");
        await type(page, "dom0-mem", "3G");
        assert.match(await text(page, "[data-text='page.given']"), /3 GiB/, "nor does one of a new entry");
        assert.equal(await page.$eval("#banner", (e) => e.hidden), true);
      }
      // Firefox itself notes each refusal, those that were meant too; the page has no error.
      assert.deepEqual(wrong.filter((line) => !/Too many calls to Location or History/.test(line)), []);
      await page.close();
    } finally {
      await fox?.close();
    }
  });
}

test("a write that was refused is tried again once", async () => {
  const { page, wrong } = await open(browser, site.url);
  const seen = await page.evaluate(async () => {
    const wait = window.setTimeout;
    const waits = [];
    window.setTimeout = (work, ms) => {
      if (ms > 5000) waits.push(ms);
      return wait(work, ms > 5000 ? 50 : ms);
    };
    const real = history.replaceState;
    const tries = { left: 1, all: 0 };
    history.replaceState = function (...all) {
      tries.all++;
      if (tries.left-- > 0) throw new DOMException("too often", "SecurityError");
      return real.apply(this, all);
    };
    const step = () => new URLSearchParams(location.hash.slice(1)).get("step");
    const scrub = document.querySelector("[data-part=scrub]");
    const to = async (index) => {
      scrub.value = index;
      scrub.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => wait(done, 700));
    };
    await to("2");
    const first = [step() !== null, tries.all, waits.every((ms) => ms >= 30_000)];
    Object.assign(tries, { left: 9, all: 0 });
    await to("3");
    return [first, tries.all];
  });
  assert.deepEqual(seen, [[true, 2, true], 2]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("whoever leaves the page, or copies, finds the address written", async () => {
  const { page } = await open(browser, site.url);
  const after = (act) => page.evaluate((how) => {
    const scrub = document.querySelector("[data-part=scrub]");
    scrub.value = String((Number(scrub.value) + 1) % 5);
    scrub.dispatchEvent(new Event("input", { bubbles: true }));
    const before = location.href;
    if (how === "copy") document.getElementById("copy").click();
    else dispatchEvent(new Event(how));
    return [before !== location.href, location.href === document.getElementById("link").value];
  }, act);
  for (const act of ["blur", "pagehide", "copy"]) assert.deepEqual(await after(act), [true, true], act);
  await page.close();
});

test("of 20,000 steps that a page asks a frame for, few are drawn, and the last shows", async () => {
  const { page, wrong } = await host();
  await page.waitForFunction(() => Number(document.getElementById("frame").height) > 400, { timeout: 20000 });
  const frame = await (await page.$("#frame")).contentFrame();
  await page.evaluate(() => {
    const { contentWindow } = document.getElementById("frame");
    window.told = [];
    const say = (data) => contentWindow.postMessage({ ns: "dom0-memory", v: 1, ...data }, "*");
    for (let i = 0; i < 20_000; i++) {
      say({ type: "seek", step: i % 2 ? "map-read" : "dom0-built" });
      if (i % 4 === 0) say({ type: "ask-size" });
    }
    say({ type: "seek", step: "pages-released" });
    say({ type: "seek", step: "nonsense" });
  });
  await frame.waitForFunction(() => document.querySelector("dom0-memory").state.id === "pages-released", { timeout: 20000 });
  const says = await page.evaluate(async () => {
    const { contentWindow } = document.getElementById("frame");
    await new Promise((done) => setTimeout(done, 1500));
    const of = (kind) => window.told.filter((t) => t.from === contentWindow && t.data.type === kind);
    return { steps: of("step").length, sizes: of("resize").length, last: of("step").at(-1)?.data.id };
  });
  assert.equal(await frame.evaluate(() => document.querySelector("dom0-memory").state.id), "pages-released");
  assert.equal(says.last, "pages-released");
  assert.ok(says.steps < 400, `${says.steps} steps drawn`);
  assert.ok(says.sizes >= 1 && says.sizes < 400, `${says.sizes} heights`);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a script that does not come is said, whichever it is", async () => {
  for (const name of ["main", "unsupported"]) {
    const page = await browser.newPage();
    await page.setRequestInterception(true);
    const gone = (url) => /\/main-\w+\.js$/.test(url) || (name === "unsupported" && url.endsWith("/unsupported.js"));
    page.on("request", (r) => (gone(r.url()) ? r.respond({ status: 404, contentType: "text/plain", body: "" }) : r.continue()));
    await page.goto(site.url);
    if (name === "unsupported") {
      const late = () => page.$eval("#late", (e) => e.checkVisibility({ visibilityProperty: true }));
      assert.equal(await late(), false, "not at once");
      await page.evaluate(() => document.getAnimations().forEach((a) => a.finish()));
      assert.equal(await late(), true);
      assert.match(await text(page, "#late"), /reload the page or allow its scripts/);
    } else {
      await page.waitForSelector("#banner[data-code=script-load]:not([hidden])");
      assert.match(await text(page, "#banner"), /script of this page could not be loaded/);
      assert.equal(await page.$("#late"), null);
    }
    assert.ok(await page.$("#answer svg"));
    await page.close();
  }
  const { page } = await open(browser, site.url);
  assert.equal(await page.$("#late"), null, "where all come nothing is said");
  await page.close();
});

test("a frame whose script does not start says so", async () => {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  const csp = "default-src 'none'; style-src 'unsafe-inline'";
  page.on("request", async (r) => {
    if (!r.url().includes("embed.html")) return r.continue();
    const body = await (await fetch(r.url())).text();
    return r.respond({ contentType: "text/html", headers: { "content-security-policy": csp }, body });
  });
  await page.goto(`${site.url}embed.html`);
  await page.evaluate(() => document.getAnimations().forEach((a) => a.finish()));
  assert.equal(await page.$eval("main .late", (e) => e.checkVisibility({ visibilityProperty: true })), true);
  await page.close();
});

test("an element that was given a bad value keeps its error in every view, and gets well", async () => {
  const { page, wrong } = await host();
  const seen = await page.evaluate(async () => {
    const element = document.createElement("dom0-memory");
    for (const [name, value] of Object.entries({ loading: "eager", linux: "nonsense" })) element.setAttribute(name, value);
    document.querySelector("main").prepend(element);
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    const says = () => element.shadowRoot.querySelector(".wrong")?.textContent ?? "";
    while (!says()) await wait(20);
    const all = [says()];
    for (const [name, value] of [["view", "ledger"], ["theme", "dark"], ["view", "diagram"], ["controls", "none"], ["step", "map-read"], ["view", "story"]]) {
      element.setAttribute(name, value);
      await wait(20);
      all.push(says());
    }
    element.setAttribute("linux", "3.2");
    await element.ready;
    return [all.every((s) => s === all[0] && s.startsWith("linux:")), says()];
  });
  assert.deepEqual(seen, [true, ""]);
  assert.deepEqual(wrong, []);
  await page.close();
});

/** A page whose browser lacks something. @param {() => void} without */
async function openWithout(without, url) {
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (m) => { if (m.type() === "error") wrong.push(m.text()); });
  await page.evaluateOnNewDocument(without);
  await page.goto(url);
  return { page, wrong };
}

const noSheets = () => {
  delete Document.prototype.adoptedStyleSheets;
  delete ShadowRoot.prototype.adoptedStyleSheets;
  window.CSSStyleSheet = class { constructor() { throw new TypeError("Illegal constructor"); } };
};

test("browsers that make no style sheets get the style by a file, or inside", async () => {
  const styled = (page) => page.waitForFunction(() => {
    const root = document.querySelector("dom0-memory").shadowRoot;
    return getComputedStyle(root.querySelector(".wrap")).boxSizing === "border-box" && getComputedStyle(root.querySelector(".controls")).display === "flex";
  }, { timeout: 10_000 });
  const { page, wrong } = await openWithout(noSheets, `${site.url}host.html`);
  await ready(page, "one");
  await styled(page);
  assert.match(await page.$eval("#one", (e) => e.shadowRoot.querySelector("link").href), /dom0-memory\.css$/);
  assert.deepEqual(wrong, []);
  await page.close();
  const inside = await openWithout(noSheets, `${site.url}embed.html#linux=3.6`);
  await inside.page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20_000 });
  await styled(inside.page);
  assert.deepEqual(inside.wrong, []);
  await inside.page.close();
});

test("browsers that cannot unpack get the page of several files, and of one the reason", async () => {
  const without = () => { delete window.DecompressionStream; };
  const several = await openWithout(without, site.url);
  await started(several.page);
  assert.deepEqual(several.wrong, []);
  await several.page.close();
  const single = await openWithout(without, `${site.url}dom0-memory.html`);
  await single.page.waitForSelector("#banner[data-code=wasm-load]:not([hidden])");
  assert.match(await text(single.page, "#banner"), /cannot unpack/);
  await single.page.close();
  const { page } = await openWithout(without, `${site.url}embed.html`);
  await page.waitForFunction(() => /cannot unpack/.test(document.querySelector("dom0-memory")?.shadowRoot.querySelector(".wrong")?.textContent));
  await page.close();
});

test("long buttons wrap at 320 px, and nothing scrolls sideways", async () => {
  const { page, wrong } = await open(browser, site.url, { width: 320, height: 800 });
  await page.$$eval("details", (all) => all.forEach((d) => { d.open = true; }));
  await type(page, "xen", "4.17");
  await type(page, "dom0-mem", "min:1024000K,max:1024000000KB,102400000000000KB");
  await page.evaluate(() => {
    // And a longer one than that option makes.
    const long = document.querySelector("#option-warnings button");
    long.append(` dom0_mem=${"1024000000K,".repeat(12)}`);
  });
  const out = await page.$$eval("main button:not(.drawers button, .machines button, [role=tab]), .button", (all) => all.filter((e) => e.checkVisibility())
    .filter((e) => e.getBoundingClientRect().right > innerWidth || e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.slice(0, 40)));
  assert.deepEqual(out, []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  assert.deepEqual(wrong, []);
  await page.close();
});
