// Machines that are not computed are named before any number, in whatever field a text names
// them; a crash kernel and a kernel on a hole are part of the answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { open, plain, text, type, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

const shown = (page, selector) => page.$eval(selector, (e) => e.checkVisibility());

test("a PVH dom0, Arm, 32 bits and a guest are named above the answer, and the last setup stays, marked", async () => {
  const { page, wrong } = await open(browser, site.url);
  assert.equal(await shown(page, "#scope"), false);
  const [machine, lead] = [await text(page, ".machine [data-text=machine]"), await text(page, ".lead")];
  for (const [field, typed, title] of [
    ["dom0-mem", "2G,max:2G dom0=pvh", "This dom0 is PVH."],
    ["linux", "6.1.0-18-arm64", "This is Xen on Arm."],
    ["linux", "3.2.0-4-686-pae", "This dom0 is 32-bit."],
    ["e820", "[    0.000000] Hypervisor detected: Xen HVM", "This is a guest, not dom0."],
    ["vcpus", "(XEN) Command line: placeholder dom0_mem=2G dom0=pvh", "This dom0 is PVH."],
  ]) {
    const before = await value(page, field);
    await type(page, field, typed);
    const said = plain(await text(page, "#scope"));
    assert.ok(said.startsWith(title), said);
    assert.ok(said.includes(`Still on show: the last setup that could be computed, ${plain(machine)}.`), said);
    assert.equal(await text(page, ".lead"), lead, "the last good answer stays");
    const [banner, answer] = await page.evaluate(() => ["#scope", ".lead"].map((s) => document.querySelector(s).getBoundingClientRect().top));
    assert.ok(banner < answer, "before any number");
    assert.ok(await page.$("main[data-outside]"));
    assert.equal(await value(page, field), typed, "nothing typed is lost");
    await type(page, field, before);
    assert.equal(await shown(page, "#scope"), false);
    assert.equal(await page.$("main[data-outside]"), null);
  }
  await type(page, "dom0-mem", "2G,max:2G dom0=pvh");
  assert.deepEqual(await violations(page), []);
  assert.match(await page.evaluate(() => location.hash), /^$|dom0-mem/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("Linux without Xen is named first, and its map is computed", async () => {
  const { page, wrong } = await open(browser, site.url);
  await type(page, "e820", "[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009efff] usable\n[    0.000000] BIOS-e820: [mem 0x0000000000100000-0x00000001ffffffff] usable");
  assert.match(await text(page, "#scope"), /^Linux runs without Xen here\./);
  assert.equal(await page.$("main[data-outside]"), null);
  assert.match(plain(await text(page, ".machine [data-text=machine]")), /^8 GiB of RAM/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a crash kernel has a field, a row and a part of the bar, and what is left out no longer names it", async () => {
  const { page, wrong } = await open(browser, site.url);
  assert.equal(await page.$("#summary [data-id=crash-kernel]"), null);
  const beside = () => text(page, "#summary [data-id=total] small");
  assert.match(await beside(), /not modelled: guests.*crash kernel/);
  assert.ok(await shown(page, "#summary [data-id=total] small"), "beside the sum");
  await type(page, "crashkernel", "512M");
  await page.waitForSelector("#summary [data-id=crash-kernel]");
  const cells = await page.$$eval("#summary [data-id=crash-kernel] > *", (all) => all.map((e) => e.textContent));
  assert.deepEqual(cells.slice(0, 2).map(plain), ["Set aside for a crash kernel", "0.50 GiB"]);
  assert.doesNotMatch(await beside(), /crash/);
  await new Promise((r) => setTimeout(r, 700));
  assert.match(await page.evaluate(() => location.hash), /crashkernel=512M/);
  assert.match(plain(await page.$eval("#whole", (e) => e.textContent)), /crash kernel/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a kernel on a hole of the map is the answer, and the section about it is closed until asked for", async () => {
  const map = "0-9f:u,100-4000:u,4000-4100:n,4100-bf780:u,100000-240000:u";
  const { page, wrong } = await open(browser, `${site.url}#v=1&e820=${map}&dom0-mem=2G,max:2G&xen=4.17&linux=5.10&layout=kernel+1000000-4200000`);
  assert.match(await text(page, ".lead"), /^This dom0 does not boot\. Xen put the kernel at 1000000–41fffff, where the machine’s map has ACPI NVS at 4000000\./);
  assert.equal(await page.$eval("#conflict", (e) => e.open), false);
  assert.match(await page.$eval("#conflict", (e) => e.textContent), /What helps\?/);
  await type(page, "linux", "6.12");
  assert.match(await text(page, ".lead"), /free shows/);
  assert.deepEqual(wrong, []);
  await page.close();
});
