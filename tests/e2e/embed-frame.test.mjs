// The frame: its height, whom it listens to, and what a link can do to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open } from "./browser.mjs";
import { hosting } from "./stand.mjs";

const { host, site, browser } = await hosting();

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
