// A pasted log: the dialog says whose it is, what was found and what is missing, gives every
// line a verdict and compares log and model; using it fills the form, and Undo brings back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { violations } from "./axe.mjs";
import { open, plain, text } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();
const unpack = (list) => JSON.parse(gunzipSync(readFileSync(new URL(`../data/pastes/${list}.json.gz`, import.meta.url))));
const CONSOLE = unpack("consoles")["x4.17-k6.12.43-m8G-q35-bios-dnone.log"];
const PASTES = unpack("pastes");

const value = (page, id) => page.$eval(`#${id}`, (e) => e.value);
const isOpen = (page) => page.$eval("#paste-dialog", (e) => e.open);
const usable = (page) => page.$eval("#paste-use", (e) => !e.disabled);
const rows = (page, id) => page.$$eval(`#${id} tr`, (all) => all.map((row) => [...row.cells].map((c) => c.textContent.trim())));
const focused = (page) => page.evaluate(() => document.activeElement.id);

/** Puts a text into the box as a paste does, and waits until it is read. */
async function paste(page, given) {
  await page.$eval("#paste-text", (e, t) => {
    e.value = t;
    e.dispatchEvent(new Event("input", { bubbles: true }));
  }, given);
  await page.waitForFunction(() => document.getElementById("paste-whose").textContent !== "", { timeout: 5000 });
}

/** Pastes or drops where there is no field. */
const outside = (page, given, kind = "paste") => page.evaluate((t, k) => {
  const data = new DataTransfer();
  if (k === "drop") data.items.add(new File([t], "dmesg.log", { type: "text/plain" }));
  else data.setData("text/plain", t);
  const event = k === "drop" ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector("h1").dispatchEvent(event);
}, given, kind);

test("a raw console reconciles; using it fills the form in one step that Undo takes back", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=pages-released`);
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent !== "");
  const before = await Promise.all(["linux", "xen", "dom0-mem", "e820"].map((id) => value(page, id)));
  const depth = await page.evaluate(() => history.length);
  await page.click("#paste");
  assert.equal(await focused(page), "paste-text");
  assert.match(await text(page, "#paste-collect"), /^\(xl info; xl list; xl dmesg; dmesg;/);
  assert.equal(await usable(page), false);
  await paste(page, CONSOLE);
  assert.equal(await text(page, "#paste-whose"), "This is the log of a PV dom0 on Xen.");
  const found = Object.fromEntries(await rows(page, "paste-found"));
  assert.match(found["Xen’s release"], /^4\.17/);
  assert.match(found["Linux’ release"], /^6\.12\.43/);
  const compared = await rows(page, "paste-rows");
  assert.ok(compared.length >= 5, `${compared}`);
  assert.ok(compared.filter((row) => /agrees/.test(row[3])).length >= 5, JSON.stringify(compared));
  for (const row of compared) assert.match(row[3], /agrees|(differs|cannot know): ./, `${row}`);
  assert.deepEqual(await Promise.all(["linux", "xen", "dom0-mem", "e820"].map((id) => value(page, id))), before, "only read");
  assert.match(plain(await text(page, "#paste-effect")), /\d GiB/);
  const said = plain(await text(page, "#paste-effect b"));

  await page.click("#paste-use");
  assert.equal(await isOpen(page), false);
  assert.equal(await focused(page), "result");
  assert.match(await value(page, "linux"), /^6\.12/);
  assert.match(await value(page, "xen"), /^4\.17/);
  assert.notEqual(await value(page, "e820"), "");
  assert.equal(plain(await text(page, ".shows b")), said, "as the dialog said");
  assert.equal(await page.evaluate(() => history.length), depth + 1, "one entry");
  assert.doesNotMatch(await value(page, "link"), /XEN|Kernel|bios|console/);
  await page.waitForFunction(() => !document.getElementById("undo").disabled);
  await page.click("#undo");
  await page.waitForFunction((linux) => document.getElementById("linux").value === linux, {}, before[0]);
  assert.deepEqual(await Promise.all(["linux", "xen", "dom0-mem", "e820"].map((id) => value(page, id))), before);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("every line has its verdict, long runs fold, and the document keeps few of them", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.click("#paste");
  await paste(page, CONSOLE);
  const count = () => page.$$eval("#paste-lines li", (all) => all.length);
  assert.ok(await count() <= 400);
  assert.ok(await page.$("#paste-lines [data-made=used]"));
  const lines = CONSOLE.replace(/\n$/, "").split("\n").length;
  const counted = await text(page, "#paste-dialog [data-counts]");
  assert.equal(counted.match(/\d+/g).reduce((sum, n) => sum + Number(n), 0), lines);
  const folds = await page.$$eval("#paste-lines [data-open]", (all) => all.map((b) => Number(b.textContent.match(/\d+/)[0])));
  assert.ok(folds.length && folds.every((n) => n >= 3), `${folds}`);
  const first = await page.$eval("#paste-lines [data-open]", (b) => {
    const { first } = b.closest("li").dataset;
    b.click();
    return first;
  });
  assert.ok(await page.$(`#paste-lines [data-first="${first}"] code`), "an opened fold shows its lines");
  assert.ok(await count() <= 400);
  // A line and the rows that rest on it light up together.
  await page.$eval("#paste-found tr[data-lines]", (e) => e.click());
  assert.ok(await page.$("#paste-lines [data-lit]"));
  await page.$eval("#paste-clear", (e) => e.click());
  await outside(page, CONSOLE.repeat(20));
  assert.ok(await count() <= 400);
  assert.equal(await page.$eval("#paste-text", (e) => e.readOnly), true, "shown in part");
  assert.match(await text(page, "#paste-notes, #paste-whose"), /./);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a guest's log and a PVH dom0's are named and cannot be used; values of no line are marked", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.click("#paste");
  await paste(page, PASTES["D1-domU.txt"]);
  assert.match(await text(page, "#paste-whose"), /guest/);
  assert.equal(await usable(page), false);
  await paste(page, "");
  await page.$eval("#paste-clear", (e) => e.click());
  await paste(page, PASTES["B13-xl-info.txt"]);
  assert.match(await text(page, "#paste-whose"), /PVH/);
  assert.equal(await usable(page), false);
  await page.$eval("#paste-clear", (e) => e.click());
  await paste(page, PASTES["L1-xl-dmesg.txt"]);
  assert.equal(await usable(page), true);
  const kept = await rows(page, "paste-kept");
  assert.deepEqual(kept.map(([, held]) => held), [await value(page, "linux")]);
  assert.ok((await rows(page, "paste-missing")).some(([, command]) => command.startsWith("uname -r")));
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a text is read once it has settled; Escape and Cancel leave the machine as it was", async () => {
  const { page, wrong } = await open(browser, site.url);
  const link = await value(page, "link");
  for (const leave of [() => page.keyboard.press("Escape"), () => page.click("#paste-cancel")]) {
    await page.click("#paste");
    await page.$eval("#paste-clear", (e) => e.hidden || e.click());
    await page.$eval("#paste-text", (e, t) => { e.value = t; e.dispatchEvent(new Event("input")); }, PASTES["L1-xl-dmesg.txt"]);
    assert.equal(await text(page, "#paste-whose"), "", "not on a key");
    await page.waitForFunction(() => !document.getElementById("paste-use").disabled);
    await leave();
    assert.equal(await isOpen(page), false);
    assert.equal(await focused(page), "paste");
    assert.equal(await value(page, "link"), link);
  }
  assert.equal(await page.$eval("#undo", (e) => e.disabled), true);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a dropped file and a paste outside fields open the dialog; what is too long is refused", async () => {
  const { page, wrong } = await open(browser, site.url);
  await outside(page, PASTES["L1-xl-dmesg.txt"]);
  assert.equal(await isOpen(page), true);
  assert.equal(await usable(page), true);
  await page.keyboard.press("Escape");
  await outside(page, PASTES["D1-domU.txt"], "drop");
  await page.waitForFunction(() => /guest/.test(document.getElementById("paste-whose").textContent));
  assert.equal(await isOpen(page), true);
  await page.keyboard.press("Escape");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["(XEN) a line\n".repeat(1_400_000)], "long.log", { type: "text/plain" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.waitForFunction(() => /longer than 16/.test(document.getElementById("paste-whose").textContent));
  assert.equal(await usable(page), false);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the dialog suits axe, dark and light, and fits 1280 and 360 pixels", async () => {
  for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [360, "light"], [360, "dark"]]) {
    const { page } = await open(browser, site.url, { width, height: width === 360 ? 640 : 720, media: [{ name: "prefers-color-scheme", value: scheme }] });
    await outside(page, `${CONSOLE}`);
    assert.deepEqual(await violations(page), [], `${width} ${scheme}`);
    const sideways = await page.$$eval("#paste-dialog, .paste-body", (all) => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.className));
    assert.deepEqual(sideways, [], `${width}`);
    assert.equal(await page.$eval(".paste-foot", (e) => e.getBoundingClientRect().bottom <= innerHeight), true, "buttons in view");
    await page.close();
  }
});
