// The smallest pastes that once went wrong, each in the field it was pasted into, as the page
// answers them. What the fields make of them without a browser is in tests/small_pastes.rs;
// a browser's one-line fields lose the ends of lines first.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { logReader, open, plain, text, type, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();
const SMALL = JSON.parse(gunzipSync(readFileSync(new URL("../data/pastes/small.json.gz", import.meta.url))));

/** A paste by the start of its name. @param {string} start */
const paste = (start) => {
  const name = Object.keys(SMALL).find((n) => n.startsWith(`${start}-`));
  assert.ok(name, start);
  return SMALL[name];
};

const said = (page) => page.evaluate(() => ({
  errors: Object.fromEntries([...document.querySelectorAll("#form .error")].filter((e) => e.textContent).map((e) => [e.id.slice(2), e.textContent])),
  notes: [...document.querySelectorAll("#notes li")].map((e) => e.textContent).join(" "),
  scope: document.getElementById("scope").checkVisibility() ? document.getElementById("scope").textContent : "",
  lead: document.querySelector(".lead").textContent,
  machine: document.querySelector(".machine [data-text=machine]").textContent,
  link: document.getElementById("link").value,
}));

/** Paste, field, and what the page says: of the field, and elsewhere. */
const ROWS = [
  ["F01", "e820", { notes: /The same paste gives the option, Xen’s release, Linux’s release, pages given/ }],
  ["F02", "dom0-mem", { error: /no dom0_mem= in this paste/ }],
  ["F03", "dom0-mem", { lead: /2 GiB/, link: /dom0-mem=2G,max:2G(&|$)/ }],
  ["F04", "dom0-mem", { error: /no dom0_mem=.*a guest’s log.*xl info/ }],
  ["F05", "linux", { error: /“4\.17\.5” is Xen’s release/ }],
  ["F06", "xen", { machine: /Xen 4\.19\.3/ }],
  ["F07", "linux", { error: /no “Linux version” line in this paste/ }],
  ["F07", "xen", { error: /no “Xen version” line in this paste/ }],
  ["F08", "e820", { error: /a guest, not of dom0/, scope: /^This is a guest, not dom0\./ }],
  ["F09", "nr-pages", { error: /a guest’s own hypervisor/, scope: /guest/ }],
  ["F10", "dom0-mem", { error: /PVH/, scope: /^This dom0 is PVH\./ }],
  ["F10b", "e820", { error: /PVH/, scope: /^This dom0 is PVH\./ }],
  ["F13a", "e820", { notes: /\/proc\/iomem, which is dom0’s own map/, machine: /^4 GiB of RAM/ }],
  ["F13b", "e820", { notes: /\/proc\/iomem, which is dom0’s own map/ }],
  ["F14a", "dom0-mem", { lead: /4 GiB/, link: /dom0-mem=4G,max:4G/ }],
  ["F14a", "nr-pages", { link: /nr-pages=1048576/ }],
  ["F14b", "e820", { notes: /2 boots, and the map is the last complete one’s/ }],
  ["F15a", "mem-total", { link: /mem-total=4041728K/ }],
  ["F15b", "mem-total", { link: /mem-total=4041728K/ }],
  ["F16", "kernel-image", { error: /no “Memory:” line in this paste; dmesg prints it/ }],
  ["F17", "e820", { error: /the EFI table; the e820 lines, which Xen uses, come after it/ }],
  ["F18", "e820", { error: /“nutzbar”, “reserviert” are no words that Xen or Linux prints/ }],
  ["F19a", "e820", { error: /begins abruptly.*it is not known whether this dom0 boots/ }],
  ["F19b", "e820", { error: /ends abruptly.*it is not known whether this dom0 boots/ }],
  ["F21", "linux", { error: /./ }],
  ["F23a", "dom0-mem", { error: /dom_mem= is not an option of Xen’s.*write dom0_mem=3000M,max:3000M/ }],
  ["F23b", "dom0-mem", { error: /dom_mem= is not an option of Xen’s.*write dom0_mem=3000M,max:3000M/ }],
  ["F24b", "xen", { machine: /Xen 4\.17\.5/ }],
];

test("each paste is answered in its field, and no text of it is in the link", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  const before = await said(page);
  const failed = [];
  const check = (fails, where) => { if (fails) failed.push(where); };
  for (const [start, field, expected] of ROWS) {
    const given = paste(start);
    const old = await value(page, field);
    await type(page, field, given);
    const now = await said(page);
    const where = `${start} in ${field}: ${JSON.stringify(now)}`;
    const { error, ...elsewhere } = expected;
    check(error && !error.test(now.errors[field] ?? ""), where);
    check(Object.keys(now.errors).join() !== (error ? field : ""), where);
    for (const [place, says] of Object.entries(elsewhere)) check(!says.test(plain(now[place])), where);
    check(error && now.lead !== before.lead, `the last good answer stays: ${where}`);
    check(error && /XEN|0\.000000|secret|192\.0|kernel:|Domain/.test(now.link), `no text in the link: ${where}`);
    check(new URL(now.link).hash.length > 8192, where);
    await type(page, field, old);
    check(JSON.stringify(await said(page)) !== JSON.stringify(before), `${start} in ${field} is not taken back`);
  }
  assert.deepEqual(failed, []);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("one field in error freezes no other, in whatever order the two are pasted", async () => {
  const { page, wrong } = await open(browser, site.url);
  const shown = async () => plain(await text(page, ".machine [data-text=machine]"));
  const results = [];
  for (const order of [["kernel-image", "e820"], ["e820", "kernel-image"]]) {
    for (const field of order) await type(page, field, field === "e820" ? paste("F01") : "[    0.000000] Linux version 6.1.0-38-amd64");
    const now = await said(page);
    assert.deepEqual(Object.keys(now.errors), ["kernel-image"]);
    assert.match(now.notes, /The same paste gives/);
    results.push(await shown());
    for (const field of order) await type(page, field, "");
  }
  assert.equal(results[0], results[1]);
  assert.match(results[0], /39\.9\d GiB of RAM/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the same whole log fills every field that asks for a part of it, and the dialog all of them", async () => {
  const { page, wrong } = await open(browser, site.url);
  for (const field of ["e820", "nr-pages", "dom0-mem", "xen", "linux"]) await type(page, field, paste("F01"));
  const now = await said(page);
  assert.deepEqual(now.errors, {});
  assert.match(now.link, /dom0-mem=min:1024M,max:4096M/);
  assert.match(now.link, /xen=4\.17/);
  assert.match(now.link, /linux=6\.6\.77/);
  const engine = await page.evaluateHandle(logReader);
  const fields = await page.evaluate((made, given) => made.read(given, 0).fields, engine, paste("F01"));
  for (const field of ["e820", "nr-pages", "dom0-mem", "xen", "linux"]) assert.ok(fields[field], field);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the IOMMU’s page tables are in the row of what Xen keeps, and the toolstack’s figure is one at boot", async () => {
  const machine = "host-mem=6141M&dom0-mem=1024M,max:1024M&xen=4.14.0&linux=5.2.0&vcpus=8";
  const kept = async (iommu) => {
    const { page } = await open(browser, `${site.url}#v=1&${machine}&iommu=${iommu}`);
    const mib = await page.$eval("#summary [data-id=xen-itself]", (e) => e.textContent);
    await page.close();
    return mib;
  };
  assert.notEqual(await kept("on"), await kept(""));
  const { page, wrong } = await open(browser, `${site.url}#v=1&host-mem=12287M&dom0-mem=4096M,max:4096M&xen=4.6.0&linux=3.18.21&step=tools-report`);
  await page.waitForFunction(() => document.querySelector("[data-part=caption]").textContent !== "");
  const says = `${await text(page, "[data-part=caption]")} ${await text(page, "[data-part=why]")}`;
  assert.match(plain(says), /^At boot, xl list shows 4 GiB for dom0/);
  assert.deepEqual(wrong, []);
  await page.close();
});
