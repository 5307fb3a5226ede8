// The frame: its height, whom it listens to, and what a link can do to it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open } from "./browser.mjs";
import { dist, start } from "../../www/build/server.mjs";
import { hosting } from "./stand.mjs";

const { root, host, site, browser } = await hosting();

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
    { ...good, step: null }, { ...good, step: "nonsense" }, { ...good, step: "x".repeat(1e6) }, { ...good, step: "__proto__" }, { ...good, type: "constructor" }];
  for (const data of bad) await say(data);
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

test("in a frame of little height the buttons stay in view, and the figure begins in it", async () => {
  for (const [width, height] of [[320, 300], [640, 300], [900, 300]]) {
    const { page } = await open(browser, `${site.url}embed.html#v=1&linux=3.6&step=pages-released`, { watch: false, width, height });
    await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20000 });
    const seen = await page.evaluate(() => {
      const root = document.querySelector("dom0-memory").shadowRoot;
      const box = (part) => root.querySelector(`[data-part=${part}]`).getBoundingClientRect();
      return { back: box("back").left, play: box("play").bottom, end: box("scrub").right, dots: box("dots").right, sheet: box("sheet").top, buttons: box("controls").top };
    });
    const place = `${width}x${height} ${JSON.stringify(seen)}`;
    assert.ok(seen.play <= height && seen.back >= 0 && seen.end <= width && seen.dots <= width, place);
    assert.ok(seen.sheet + 40 < seen.buttons, place);
    await page.close();
  }
});

test("without a list the figure has the whole width", async () => {
  for (const look of ["view=diagram", "controls=none"]) {
    const { page } = await open(browser, `${site.url}embed.html#v=1&linux=3.2&${look}`, { watch: false, width: 1200 });
    await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20000 });
    const left = await page.evaluate(() => document.querySelector("dom0-memory").shadowRoot.querySelector("[data-part=sheet]").getBoundingClientRect().left);
    assert.ok(left < 20, `${look}: ${left}`);
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

test("axe finds nothing in the frame, light and dark, and 300 pixels of height and 320 of width are enough", async () => {
  for (const value of ["light", "dark"]) {
    const { page, wrong } = await open(browser, `${site.url}embed.html#v=1&linux=3.2`, { watch: false, width: 320, height: 300, media: [{ name: "prefers-color-scheme", value }] });
    await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20000 });
    assert.deepEqual(await violations(page, { rules: { "page-has-heading-one": { enabled: false } } }), [], value);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
    assert.deepEqual(wrong, []);
    await page.close();
  }
});

test("a frame out of view tells its right height at once, and never a height of nothing", async () => {
  const { page, wrong } = await host();
  await page.evaluate(() => {
    window.told = [];
    const frame = document.createElement("iframe");
    frame.id = "narrow";
    frame.title = "narrow";
    frame.sandbox = "allow-scripts";
    frame.width = "340";
    // A frame of little height has another form: see above.
    frame.height = "900";
    frame.dataset.dom0Memory = "";
    frame.src = "embed.html#linux=6.1";
    document.querySelector("main").append(frame);
  });
  const heights = () => page.evaluate(() => window.told.filter((t) => t.from === document.getElementById("narrow").contentWindow && "height" in t.data).map((t) => t.data.height));
  await page.waitForFunction(() => document.getElementById("narrow").height !== "900", { timeout: 20000 });
  await new Promise((done) => setTimeout(done, 500));
  const before = await page.evaluate(() => document.getElementById("narrow").height);
  await page.evaluate(() => document.getElementById("narrow").scrollIntoView());
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(await page.evaluate(() => document.getElementById("narrow").height), before, "scrolling to it moves nothing");
  assert.deepEqual([...new Set(await heights())], [Number(before)]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the loader serves frames that are added later, and leaves others alone", async () => {
  const { page } = await host();
  await page.waitForFunction(() => Number(document.getElementById("frame").height) > 400, { timeout: 20000 });
  await page.evaluate(() => {
    for (const id of ["later", "unmarked"]) {
      const frame = document.createElement("iframe");
      Object.assign(frame, { id, title: id, height: "150", width: "700", src: "embed.html#linux=3.2" });
      if (id === "later") frame.dataset.dom0Memory = "";
      document.querySelector("main").prepend(frame);
    }
  });
  await page.waitForFunction(() => window.told.filter((t) => t.data.type === "ready").length >= 3 && Number(document.getElementById("later").height) > 400, { timeout: 20000 });
  assert.equal(await page.evaluate(() => document.getElementById("unmarked").height), "150");
  await page.close();
});

test("a frame and the page around it cannot chase each other without end", async () => {
  const { page } = await host();
  await page.waitForFunction(() => Number(document.getElementById("frame").height) > 400, { timeout: 20000 });
  const counts = await page.evaluate(async () => {
    const frame = document.getElementById("frame");
    let count = 0;
    addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.data.type !== "resize") return;
      count++;
      frame.width = frame.width === "700" ? "400" : "700";
    });
    frame.width = "700";
    await new Promise((done) => setTimeout(done, 2500));
    return count;
  });
  assert.ok(counts > 3 && counts <= 36, `${counts} heights in 2.5 s`);
  await page.close();
});

test("frames without a place of their own work: srcdoc in a sandbox, blob:, data:", async () => {
  const html = readFileSync(join(dist, "embed.html"), "utf8");
  const free = await start({ root, csp: "default-src * 'unsafe-inline' 'wasm-unsafe-eval' data: blob:" });
  writeFileSync(join(root, "free.html"), "<!doctype html><link rel=icon href=data:,><title>free</title><body></body>");
  const { page, wrong } = await open(browser, `${free.url}free.html`, { watch: false });
  const told = await page.evaluate(async (text) => {
    const kinds = {
      srcdoc: (frame) => { frame.sandbox = "allow-scripts"; frame.srcdoc = text; },
      blob: (frame) => { frame.src = `${URL.createObjectURL(new Blob([text], { type: "text/html" }))}#linux=6.1`; },
      data: (frame) => { frame.src = `data:text/html;charset=utf-8,${encodeURIComponent(text)}#linux=6.1`; },
    };
    const all = [];
    for (const begin of Object.values(kinds)) {
      const frame = document.createElement("iframe");
      begin(frame);
      document.body.append(frame);
      all.push(await new Promise((done) => {
        addEventListener("message", (event) => {
          if (event.source === frame.contentWindow && event.data.type !== "resize") done(event.data.type);
        });
      }));
    }
    return all;
  }, html);
  assert.deepEqual(told, ["ready", "ready", "ready"]);
  assert.deepEqual(wrong, []);
  await page.close();
  free.server.close();
});

test("what surrounds the element in a frame has its theme", async () => {
  const { page } = await open(browser, `${site.url}embed.html#theme=dark`, { watch: false, media: [{ name: "prefers-color-scheme", value: "light" }] });
  await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20000 });
  const scheme = () => page.evaluate(() => document.querySelector("meta[name=color-scheme]").content);
  assert.equal(await scheme(), "dark");
  await page.evaluate(() => { location.hash = "theme=light"; });
  await page.waitForFunction(() => document.querySelector("meta[name=color-scheme]").content === "light");
  await page.close();
});

test("the box fits every frame from 300 pixels of height: controls, foot and figure are in it", async () => {
  for (const [width, height] of [[640, 300], [640, 480], [360, 640], [900, 700], [320, 300], [900, 300]]) {
    const { page, wrong } = await open(browser, `${site.url}embed.html#v=1&linux=3.2`, { watch: false, width, height });
    await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20000 });
    await new Promise((r) => setTimeout(r, 150));
    const seen = await page.evaluate(() => {
      const { shadowRoot: root, state } = document.querySelector("dom0-memory");
      const box = (name) => root.querySelector(name).getBoundingClientRect();
      const parts = ["back", "play", "next", "scrub"].map((name) => box(`[data-part=${name}]`));
      const canvas = root.querySelector("canvas");
      return {
        step: state.id,
        scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth,
        out: parts.filter((b) => b.left < 0 || b.top < 0 || b.right > innerWidth || b.bottom > innerHeight).length,
        foot: box(".foot").bottom <= innerHeight && box(".open").height >= 24,
        figure: box("canvas").bottom <= box("[data-part=controls]").top + 1 && box("canvas").height >= 80,
        speed: root.querySelector("[data-part=speed]").checkVisibility(),
        colours: new Set(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data).size > 10,
        rest: innerHeight - box(".foot").bottom,
      };
    });
    const { rest, ...all } = seen;
    assert.deepEqual(all, { step: "pages-released", scrolls: false, out: 0, foot: true, figure: true, speed: true, colours: true }, `${width}x${height}`);
    assert.ok(rest >= 0 && rest < 130, `${width}x${height}: ${rest} px of nothing`);
    assert.deepEqual(wrong, []);
    await page.close();
  }
});

test("a frame that is asked for no step begins where pages leave or move", async () => {
  for (const [link, id] of [["linux=3.2", "pages-released"], ["linux=6.1", "pages-moved"], ["linux=2.6.18", "tools-report"], ["linux=3.2&step=map-read", "map-read"], ["linux=3.2&view=ledger", "tools-report"]]) {
    const { page } = await open(browser, `${site.url}embed.html#v=1&${link}`, { watch: false });
    await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20000 });
    assert.equal(await page.evaluate(() => document.querySelector("dom0-memory").state.id), id, link);
    await page.close();
  }
});

test("a frame that shows the ledger shows nothing else", async () => {
  const page = await browser.newPage();
  await page.setViewport({ width: 640, height: 480 });
  await page.goto(`${site.url}embed.html#v=1&linux=3.2&view=ledger`);
  await page.waitForFunction(() => document.querySelector("dom0-memory").state.ready, { timeout: 20000 });
  const seen = await page.evaluate(() => {
    const root = document.querySelector("dom0-memory").shadowRoot;
    return Object.fromEntries([".story", ".ledger table"].map((name) => [name, root.querySelector(name).checkVisibility()]));
  });
  assert.deepEqual(seen, { ".story": false, ".ledger table": true });
  await page.close();
});

test("fields in error are all named, and the machine shows with those that are good", async () => {
  const { page, wrong } = await open(browser, `${site.url}embed.html#v=1&host-mem=8G&dom0-mem=2G&xen=abc&linux=6.1&balloon=q`, { watch: false, width: 640, height: 300 });
  await page.waitForFunction(() => document.querySelector("dom0-memory")?.state.ready, { timeout: 20000 });
  const seen = await page.evaluate(() => {
    const [shown, root] = [document.querySelector("dom0-memory"), document.querySelector("dom0-memory").shadowRoot];
    const inView = (name) => { const { top, bottom, height } = root.querySelector(name).getBoundingClientRect(); return height > 0 && top >= 0 && bottom <= innerHeight; };
    return [root.querySelector(".wrong").innerText.split("\n").map((line) => line.split(":")[0]), root.querySelector(".machine").textContent, root.querySelector(".open").hash, [".wrong", ".sheet-box", ".controls", ".open"].map(inView), shown.state.steps > 2];
  });
  assert.deepEqual(seen, [["xen", "balloon"], "8 GiB of RAM, dom0_mem=2G, Xen 4.1.2, Linux 6.1", "#v=1&host-mem=8G&dom0-mem=2G&linux=6.1&step=pages-moved", [true, true, true, true], true]);
  assert.deepEqual(wrong, []);
  await page.close();
});
