// A pasted log: the dialog says whose it is, what was found and what is missing, gives every
// line a verdict and compares log and model; using it fills the form, and Undo brings back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { violations } from "./axe.mjs";
import { logReader, open, plain, rest, text, type, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();
const unpack = (list) => JSON.parse(gunzipSync(readFileSync(new URL(`../data/pastes/${list}.json.gz`, import.meta.url))));
const CONSOLE = unpack("consoles")["x4.17-k6.12.43-m8G-q35-bios-dnone.log"];
const PASTES = unpack("pastes");

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
  await page.waitForFunction(() => document.getElementById("paste-whose").textContent !== "" && !document.documentElement.hasAttribute("data-busy"), { timeout: 5000 });
}

/** Pastes or drops where there is no field, and waits until it is read. */
const outside = (page, given, kind = "paste") => page.evaluate((t, k) => {
  const data = new DataTransfer();
  if (k === "drop") data.items.add(new File([t], "dmesg.log", { type: "text/plain" }));
  else data.setData("text/plain", t);
  const event = k === "drop" ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
    : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector("h1").dispatchEvent(event);
}, given, kind).then(() => rest(page));

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
  assert.match(found["Linux’s release"], /^6\.12\.43/);
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
  assert.ok(await page.$("#paste-lines [data-highlighted]"));
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

test("what is selected is replaced by a paste of any length; without a selection it is added", async () => {
  const { page, wrong } = await open(browser, site.url);
  /** A text of several lines, longer than the box shows. */
  const long = (word, length = 150_000) => `(XEN) ${word}\n`.repeat(length / 10);
  /** Selects and pastes as keys do; what the browser itself would paste is put in by hand. */
  const over = (text, from, to) => page.evaluate((t, a, b) => {
    const box = document.getElementById("paste-text");
    box.focus();
    box.setSelectionRange(a, b);
    const data = new DataTransfer();
    data.setData("text/plain", t);
    const own = box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    if (own && !box.readOnly) {
      box.setRangeText(t, a, b, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return { length: box.value.length, start: box.value.slice(0, 10), cut: box.readOnly };
  }, text, from, to);
  await page.click("#paste");
  assert.deepEqual(await over(long("aaa"), 0, 0), { length: 150_000, start: "(XEN) aaa\n", cut: false });
  assert.deepEqual(await over(long("bbb"), 0, 150_000), { length: 150_000, start: "(XEN) bbb\n", cut: false }, "all replaced");
  assert.deepEqual(await over(long("ccc", 100_000), 150_000, 150_000), { length: 4_000, start: "(XEN) bbb\n", cut: true }, "added");
  assert.deepEqual(await over(long("ddd", 1_000), 0, 4_000), { length: 1_000, start: "(XEN) ddd\n", cut: false }, "all of a longer text replaced");
  assert.deepEqual(wrong, []);
  await page.close();
});

/** Two boots of two machines, and a third that was cut. */
const BOOTS = (() => {
  const one = PASTES["L1-xl-dmesg.txt"].replace(/\n?$/, "\n");
  const other = one.replaceAll("max:4096M", "max:2048M").replaceAll("1022144", "497856").replaceAll("0000000a7fffffff", "0000000b7fffffff");
  return `${other}${one}${one.split("\n").slice(0, 12).join("\n")}\n`;
})();

test("of several boots the dialog asks which, the last complete one first, and another is read at once", async () => {
  const { page, wrong } = await open(browser, site.url);
  await outside(page, BOOTS);
  const choices = () => page.$$eval("#paste-choices label", (all) => all.map((l) => [l.textContent.trim(), l.querySelector("input").checked]));
  const all = await choices();
  assert.deepEqual(all.map(([, on]) => on), [false, true, false]);
  assert.match(plain(all[0][0]), /^lines 1–\d+ machine 1, .*Xen 4\.17.*max:2048M$/);
  assert.match(plain(all[1][0]), /machine 2, .*max:4096M$/);
  assert.match(plain(all[2][0]), /incomplete$/);
  const option = async () => Object.fromEntries(await rows(page, "paste-found"))["the option"];
  assert.match(await option(), /max:4096M/);
  await page.focus("#paste-choices input[value='2']");
  await page.keyboard.press("ArrowUp");
  assert.match(await option(), /max:2048M/);
  assert.equal(await page.evaluate(() => document.activeElement.value), "1", "the focus stays");
  await page.click("#paste-use");
  assert.match(await value(page, "dom0-mem"), /max:2048M/);
  await outside(page, PASTES["L1-xl-dmesg.txt"]);
  assert.equal(await page.$eval("#paste-boots", (e) => e.hidden), true, "one boot asks nothing");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("what no line told is marked in the form and beside the result until it is typed", async () => {
  const { page, wrong } = await open(browser, site.url);
  const marked = () => page.$$eval("#form [data-from-example]", (all) => all.map((e) => e.name));
  const says = () => page.$$eval("[data-example-mark]", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.textContent));
  assert.deepEqual([await marked(), await says()], [[], []], "all of the first machine is an example");
  await outside(page, PASTES["L1-xl-dmesg.txt"]);
  await page.click("#paste-use");
  assert.deepEqual(await marked(), ["linux"]);
  assert.deepEqual(await says(), Array(2).fill("Still the example’s: Linux 3.2."));
  const label = await page.$eval("#linux", (e) => [...e.labels].map((l) => l.textContent).join(" "));
  assert.match(label, /example’s value/);
  const link = await value(page, "link");
  assert.doesNotMatch(link, /linux=/, "a link leaves it out");
  const { page: other } = await open(browser, link);
  assert.deepEqual(await other.$$eval("#form [data-from-example]", (all) => all.map((e) => e.name)), ["linux"], "and says so");
  await other.close();
  await type(page, "linux", "6.1");
  assert.deepEqual([await marked(), await says()], [[], []]);
  assert.match(await value(page, "link"), /linux=6\.1/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a line and a row go to the step that shows them, with the machine; Use keeps the step", async () => {
  const { page, wrong } = await open(browser, `${site.url}#step=balloon-room`);
  const where = () => text(page, "[data-part=where]");
  const title = () => text(page, "[data-part=title]");
  await page.waitForFunction(() => document.querySelector("[data-part=where]").textContent !== "");
  const before = await title();
  const ring = unpack("consoles")["x4.14-k3.4-m8G-q35-bios-d1G.log"];
  await outside(page, ring);
  await page.click("#paste-use");
  assert.equal(await title(), before, "the step stays");
  await outside(page, ring);
  const to = await page.$eval("#paste-rows button[data-shows=pages-released]", (b) => {
    b.focus();
    const lit = document.querySelectorAll("#paste-lines [data-highlighted]").length;
    return [b.title, lit, b.click()];
  });
  assert.match(to[0], /^Use this machine and show “.+”$/);
  assert.ok(to[1] > 0, "its lines are lit by the focus");
  assert.equal(await isOpen(page), false);
  assert.ok(to[0].includes(await title()), `${to[0]} ${await title()}`);
  const first = await where();
  await outside(page, ring);
  await page.$eval("#paste-lines button.made[data-shows=dom0-built]", (b) => b.click());
  assert.equal(await isOpen(page), false);
  assert.notEqual(await where(), first);
  assert.match(await value(page, "linux"), /^3\.4/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a step is gone to with the text as it is, and an unreadable file takes no text", async () => {
  const { page, wrong } = await open(browser, site.url);
  const ring = unpack("consoles")["x4.14-k3.4-m8G-q35-bios-d1G.log"];
  await outside(page, ring);
  await page.$eval("#paste-text", (e) => {
    e.value = e.value.replaceAll("dom0_mem=1G", "dom0_mem=1G,max:3G");
    e.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector("#paste-lines button.made[data-shows]").click();
  });
  assert.equal(await isOpen(page), false);
  assert.equal(await value(page, "dom0-mem"), "1G,max:3G");
  await page.click("#paste");
  await paste(page, ring);
  await page.evaluate(() => {
    Blob.prototype.text = () => Promise.reject(new DOMException("a folder"));
    const data = new DataTransfer();
    data.items.add(new File([""], "logs"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.waitForFunction(() => /could not be read/.test(document.getElementById("paste-whose").textContent));
  assert.equal(await value(page, "paste-text"), ring);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("in the browser, too, every paste yields what it must", async () => {
  const { page, wrong } = await open(browser, site.url);
  const expected = JSON.parse(readFileSync(new URL("../data/pastes/expected.json", import.meta.url), "utf8"));
  const engine = await page.evaluateHandle(logReader);
  const read = await page.evaluate((made, all) => Object.fromEntries(Object.entries(all).map(([name, given]) => [name.replace(/\.txt$/, ""), made.read(given, 0)])), engine, PASTES);
  let seen = 0;
  for (const [name, { kind, boots, facts, lines }] of Object.entries(read)) {
    const own = { kind, boots, option: facts.option, machine_map: facts.machine_map, nr_pages: facts.nr_pages, mem_total_kb: facts.mem_total };
    for (const [key, value] of Object.entries(expected[name])) {
      if (!(key in own)) continue;
      assert.equal(own[key], value, `${name} ${key}`);
      seen += 1;
    }
    assert.equal(lines.length, PASTES[`${name}.txt`].replace(/\n$/, "").split("\n").length, name);
  }
  assert.ok(seen > 60, `${seen}`);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a log is read once, and its lines share an object for each kind", async () => {
  const { page, wrong } = await open(browser, site.url);
  const ring = unpack("consoles")["x4.17-k6.12.43-m8G-q35-bios-dnone.log"];
  const engine = await page.evaluateHandle(logReader);
  const [lines, kinds] = await page.evaluate((made, given) => {
    const found = made.read(given, 0).lines;
    const read = made.read;
    window.reads = 0;
    made.read = (...how) => {
      window.reads += 1;
      return read(...how);
    };
    return [found.length, new Set(found).size];
  }, engine, ring);
  assert.ok(lines > 700 && kinds * 10 < lines, `${kinds} of ${lines}`);
  await outside(page, ring);
  assert.equal(await page.evaluate(() => window.reads), 1);
  assert.match(await text(page, "#paste-effect"), /GiB/);
  await page.click("#paste-use");
  assert.match(await value(page, "linux"), /^6\.12/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("what is no log is said plainly, and nothing typed or pasted is lost", async () => {
  const { page, wrong } = await open(browser, site.url);
  const link = await value(page, "link");
  const cases = [
    ["\ufffdPNG\r\n\u001a\n\0\0\0\rIHDR\0\0", /an image/], ["data:image/png;base64,iVBORw0KGgo=", /an image/],
    ["<!DOCTYPE html><html><body>dom0</body></html>", /source of a web page/], ["\u007fELF\u0002\0\0\0\0\0\0\0\0", /not text/],
    ["hello\nworld", /No line in this paste/],
  ];
  await page.click("#paste");
  for (const [given, says] of cases) {
    await page.$eval("#paste-text", (e, t) => { e.value = t; e.dispatchEvent(new Event("input", { bubbles: true })); }, given);
    await page.waitForFunction((s) => new RegExp(s).test(document.getElementById("paste-whose").textContent), {}, says.source);
    assert.equal(await usable(page), false);
    assert.ok((await value(page, "paste-text")).length > 5, "the paste stays");
  }
  const drop = (size, line) => page.evaluate((n, l) => {
    const data = new DataTransfer();
    data.items.add(new File([l.repeat(n / l.length)], "x.log"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, size, line);
  await page.keyboard.press("Escape");
  await drop(50 << 20, "(XEN) 4 KiB\n");
  await page.waitForFunction(() => /longer than 16/.test(document.getElementById("paste-whose").textContent));
  assert.equal(await usable(page), false);
  await page.keyboard.press("Escape");
  await drop(0, "x");
  await page.waitForFunction(() => document.getElementById("paste-whose").textContent === "");
  assert.equal(await value(page, "link"), link);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the dialog suits axe, dark and light, and fits 1280 and 360 pixels", async () => {
  for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [360, "light"], [360, "dark"]]) {
    const { page } = await open(browser, site.url, { width, height: width === 360 ? 640 : 720, media: [{ name: "prefers-color-scheme", value: scheme }] });
    await outside(page, `${CONSOLE}${BOOTS}`);
    assert.deepEqual(await violations(page), [], `${width} ${scheme}`);
    const sideways = await page.$$eval("#paste-dialog, .paste-body", (all) => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.className));
    assert.deepEqual(sideways, [], `${width}`);
    assert.equal(await page.$eval(".paste-foot", (e) => e.getBoundingClientRect().bottom <= innerHeight), true, "buttons in view");
    await page.close();
  }
});
