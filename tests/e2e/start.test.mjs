// How a form starts: its first picture is drawn once and painted before anything else is done,
// and nothing is lost whichever script comes first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, rest, started, text } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

/** Before any script of a page: `window.first` resolves, once the frame of the first picture is
 * painted, to the pictures drawn until then and whether the page around answers already. */
function watch() {
  let drawn = 0;
  window.first = new Promise((answer) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => answer({ drawn, ready: document.documentElement.dataset.ready ?? "no" });
    // A picture sets the scale of its pixels once, here to 2.
    const own = CanvasRenderingContext2D.prototype.setTransform;
    CanvasRenderingContext2D.prototype.setTransform = function (...given) {
      if (given[0] === 2 && drawn++ === 0) requestAnimationFrame(() => channel.port2.postMessage(0));
      return own.apply(this, given);
    };
  });
}

async function first(path) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 720, deviceScaleFactor: 2 });
  await page.evaluateOnNewDocument(watch);
  await page.goto(`${site.url}${path}`);
  return { page, told: await page.evaluate(() => window.first) };
}

for (const path of ["", "#v=1&host-mem=32G&linux=6.1&dom0-mem=2G&step=pages-moved"]) {
  test(`the page’s first picture is painted before what is around it: ${path || "no link"}`, async () => {
    const { page, told } = await first(path);
    assert.deepEqual(told, { drawn: 1, ready: "no" });
    await started(page);
    assert.match(await text(page, "p.machine"), path ? /32\sGiB/ : /64\sGiB/);
    assert.equal(await page.$eval("#link", (field) => field.value.includes("step=pages-moved")), path !== "");
    await page.close();
  });
}

test("a link to a part of the page, followed before the script has come, keeps the machine of the page’s own link", async () => {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  let go = () => {};
  const held = new Promise((done) => { go = done; });
  page.on("request", (request) => (/\/main-[0-9a-f]+\.js$/.test(request.url()) ? held.then(() => request.continue()) : request.continue()));
  await page.goto(`${site.url}#v=1&host-mem=16G&dom0-mem=2G&xen=4.17&linux=6.1`, { waitUntil: "domcontentloaded" });
  await page.click("nav a[href='#where']");
  assert.equal(await page.evaluate(() => location.hash), "#where");
  go();
  await started(page);
  assert.match(await text(page, "p.machine"), /16\sGiB.*Linux 6\.1/);
  assert.match(await page.evaluate(() => location.hash), /linux=6\.1/);
  assert.equal(await page.$eval("#where", (e) => Math.abs(e.getBoundingClientRect().top) < innerHeight), true, "the part is in view");
  await page.close();
});

for (const path of ["embed.html#v=1&linux=3.2", "embed.html#v=1&linux=6.1&step=pages-moved", "embed.html#v=1&view=diagram&scale=to-scale&theme=dark"]) {
  test(`an embed’s first picture is drawn once: ${path}`, async () => {
    const { page, told } = await first(path);
    assert.equal(told.drawn, 1);
    await page.close();
  });
}

/** In the page: elements and texts below `main`, line by line, without pictures and without what
 * depends on where a reader is. */
function written() {
  const lines = [];
  const passing = ["tabindex", "data-busy", "aria-invalid", "open"];
  const walk = (node) => {
    if (node instanceof Text) {
      if (node.data.trim()) lines.push(node.data.replace(/\s+/g, " "));
    } else if (node instanceof HTMLElement && !node.matches("canvas, .pre, #link, template")) {
      const attributes = [...node.attributes].filter(({ name }) => !passing.includes(name)).map(({ name, value }) => `${name}=${value}`);
      lines.push([node.localName, ...attributes.sort()].join(" "));
      node.childNodes.forEach(walk);
    }
  };
  document.normalize();
  walk(document.querySelector("main"));
  return lines;
}

test("what the build writes around the first picture is what the script writes", async () => {
  const made = await open(browser, site.url);
  const link = await made.page.$eval("#link", (field) => field.value);
  const linked = await open(browser, link);
  const [before, after] = [await made.page.evaluate(written), await linked.page.evaluate(written)];
  assert.ok(before.length > 1000);
  assert.deepEqual(before, after);
  assert.deepEqual([...made.wrong, ...linked.wrong], []);
  await made.page.close();
  await linked.page.close();
});

test("a link that cannot be read leaves the page’s own machine on show, and its texts in their fields", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&linux=nonsense&dom0-mem=wrong`);
  await rest(page);
  assert.equal(await page.$eval("#linux", (field) => field.value), "nonsense");
  assert.match(await text(page, "#unread"), /nonsense/);
  assert.match(await text(page, "p.machine"), /64\sGiB/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a script that does not come is said even if that is known before the script that says it", async () => {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (/\/main-\w+\.js$/.test(request.url())) return request.respond({ status: 404, contentType: "text/plain", body: "" });
    if (request.url().endsWith("/unsupported.js")) return setTimeout(() => request.continue(), 700);
    return request.continue();
  });
  await page.goto(site.url);
  await page.waitForSelector("#banner[data-code=script-load]:not([hidden])");
  assert.equal(await page.$("#late"), null);
  await page.close();
});
