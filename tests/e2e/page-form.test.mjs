// The form of the workbench: typed text settles, sliders and choices write the option, the
// result's steps apply, and everything fits into one screen with the picture.
import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { choose, open, plain, rest, started, text, type, value } from "./browser.mjs";
import { stand } from "./stand.mjs";

const { site, browser } = await stand();

const shows = async (page) => plain(await text(page, ".shows b"));
/** The machine that the whole page shows. */
const machine = (page) => text(page, "p.machine");
const option = (page) => value(page, "dom0-mem");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Sets a slider as a reader does who lets go of it. */
const move = (page, id, to) => page.$eval(`#${id}`, (e, v) => {
  e.value = v;
  e.dispatchEvent(new Event("input", { bubbles: true }));
  e.dispatchEvent(new Event("change", { bubbles: true }));
}, String(to));

/** The same, and waits for the texts that follow the picture. */
async function slide(page, id, to) {
  await move(page, id, to);
  await rest(page);
}

/** Remembers every text of the result and every machine named from now on. */
const watch = (page) => page.evaluate(() => {
  window.seen = new Set();
  const note = () => window.seen.add(`${document.querySelector(".shows b").textContent} | ${document.querySelector("p.machine").textContent} | ${document.getElementById("e-dom0-mem").textContent}`);
  new MutationObserver(note).observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
});
const seen = (page) => page.evaluate(() => [...window.seen]);

/** Empties a field as a reader does, without letting it count. */
async function clear(page, id) {
  await page.focus(`#${id}`);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
}

test("the form shows the default machine before script and after", async () => {
  const read = (page) => page.$$eval("#form input:not([type=radio]), #form svg text, #about, #reads, .shows, #next li, .drawers button", (all) => all.map((e) => e.value || e.textContent.trim()));
  const still = await browser.newPage();
  await still.setJavaScriptEnabled(false);
  await still.goto(site.url);
  const before = await read(still);
  const chosen = await still.$$eval("[name=ceiling]:checked, [data-preset][aria-pressed=true], #eras [data-own]", (all) => all.map((e) => e.value || e.textContent));
  assert.deepEqual(chosen, ["64 GiB server", "returns", "none"]);
  assert.equal(await still.$$eval("#controls input:enabled", (all) => all.length), 0, "nothing pretends to work");
  await still.close();
  const { page, wrong } = await open(browser, site.url);
  assert.deepEqual(await read(page), before);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("form and figure are in one view at 1280 × 720, and the form by itself on a phone", async () => {
  const { page } = await open(browser, site.url, { width: 1280, height: 720 });
  await page.$eval("#story", (e) => e.scrollIntoView());
  const box = (selector) => page.$eval(selector, (e) => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; });
  const [left, top, right, bottom] = await box("#form");
  assert.ok(top >= 0 && bottom <= 720, `${top} ${bottom}`);
  assert.deepEqual([left, right], [40, 312]);
  assert.equal((await box("#story .stage-col"))[0], 336);
  const [, sheetTop, , sheetBottom] = await box("[data-part=sheet]");
  const seen = Math.min(sheetBottom, 720) - sheetTop;
  assert.ok(sheetTop >= 0 && seen >= Math.min(552, sheetBottom - sheetTop), `${sheetTop} ${sheetBottom}`);
  await page.setViewport({ width: 360, height: 640, hasTouch: true, isMobile: true });
  for (const drawer of ["linux", "size", "max", "machine", "more"]) {
    await page.$eval(`[data-opens=${drawer}]`, (e) => e.click());
    const [, from, , to] = await box("#form");
    assert.ok(to - from <= 240, `${drawer}: ${to - from}`);
  }
  await page.close();
});

test("on a phone Copy gives the option, and nothing else", async () => {
  const { page, wrong } = await open(browser, site.url, { width: 360, height: 640 });
  await page.evaluate(() => { navigator.clipboard.writeText = (text) => { window.taken = text; return Promise.resolve(); }; });
  await page.$eval("#story", (e) => e.scrollIntoView());
  await page.click("#copy-fix");
  assert.equal(await page.evaluate(() => window.taken), "dom0_mem=4G,max:4G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("typing 40G fast never shows what 4, 40 or 4G would mean", async () => {
  const { page, wrong } = await open(browser, site.url);
  const before = await shows(page);
  await watch(page);
  await clear(page, "dom0-mem");
  await page.keyboard.type("40G", { delay: 100 });
  assert.deepEqual(await seen(page), [], "nothing counts yet");
  assert.equal(await shows(page), before);
  await page.waitForFunction(() => document.querySelector("p.machine").textContent.includes("dom0_mem=40G"));
  // The picture and its result come first, the other texts after them.
  for (const state of await seen(page)) {
    const [amount, machine, error] = state.split(" | ");
    assert.deepEqual([plain(amount), error], ["37.61 GiB", ""], state);
    assert.match(machine, /dom0_mem=(4G|40G), /, state);
  }
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a text settles at a comma, at Enter and when its field is left; half an item does not", async () => {
  const { page, wrong } = await open(browser, site.url);
  await clear(page, "dom0-mem");
  await page.keyboard.type("3G,");
  assert.match(await machine(page), /dom0_mem=3G,/);
  assert.equal(await option(page), "3G,");
  await watch(page);
  await page.keyboard.type("max:");
  await wait(600);
  assert.deepEqual(await seen(page), [], "max: is not finished");
  await page.keyboard.type("5G");
  await page.keyboard.press("Enter");
  assert.match(await machine(page), /dom0_mem=3G,max:5G/);
  await clear(page, "dom0-mem");
  await page.keyboard.type("2G,m");
  await page.keyboard.press("Tab");
  assert.match(await machine(page), /dom0_mem=2G,m,/);
  assert.equal(await option(page), "2G,m", "what was typed stays");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a press on a button outside is not lost, although the text settles by it", async () => {
  const { page, wrong } = await open(browser, site.url);
  await clear(page, "dom0-mem");
  await page.keyboard.type("6G");
  const copied = page.evaluate(() => new Promise((done) => document.getElementById("advice").addEventListener("click", (e) => done(e.target.tagName), { once: true })));
  await page.click("#advice .command button");
  assert.equal(await copied, "BUTTON");
  await page.waitForFunction(() => document.querySelector("p.machine").textContent.includes("dom0_mem=6G"));
  assert.equal(await option(page), "6G");
  await clear(page, "size");
  await page.keyboard.type("3G");
  await page.click("[data-part=scale]");
  assert.equal(await page.$eval("[data-part=scale]", (e) => e.getAttribute("aria-pressed")), "true");
  await page.waitForFunction(() => document.getElementById("dom0-mem").value === "3G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("rubbish keeps the last good picture, and the error comes after it settled, moving nothing", async () => {
  const { page, wrong } = await open(browser, site.url);
  const picture = () => page.$eval("[data-part=canvas]", (c) => c.toDataURL());
  await page.$eval("#story", (e) => e.scrollIntoView());
  const place = () => page.$$eval("#form .group, #form .result", (all) => all.map((e) => e.getBoundingClientRect().top));
  const [before, tops] = [await picture(), await place()];
  await clear(page, "linux");
  await page.keyboard.type("rubbish", { delay: 50 });
  assert.equal(await text(page, "#e-linux"), "", "not while typing");
  assert.equal(await page.$eval("#linux", (e) => e.getAttribute("aria-invalid")), "false");
  await page.waitForFunction(() => document.getElementById("e-linux").textContent !== "");
  assert.match(await text(page, "#e-linux"), /write a number like/);
  assert.equal(await value(page, "linux"), "rubbish");
  assert.equal(await picture(), before);
  assert.deepEqual(await place(), tops);
  await type(page, "size", "much");
  assert.match(await text(page, "#e-size"), /“much” is not a size; write/);
  assert.equal(await value(page, "size"), "much");
  assert.equal(await option(page), "4G");
  await type(page, "size", "3G");
  assert.equal(await text(page, "#e-size"), "");
  assert.equal(await option(page), "3G");
  // The slider leads out of a release that is none.
  await slide(page, "timeline", 960);
  assert.equal(await text(page, "#e-linux"), "");
  assert.equal(await value(page, "linux"), "7.3");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a field in error holds its last good value, and every other field acts", async () => {
  const { page, wrong } = await open(browser, site.url);
  await type(page, "linux", "nonsense");
  await type(page, "dom0-mem", "2G");
  assert.match(await text(page, "p.machine"), /dom0_mem=2G,.*Linux 3\.2/);
  assert.equal(await value(page, "linux"), "nonsense", "nothing typed is lost");
  assert.match(await text(page, "#e-linux"), /write a number/);
  const marks = await page.$$eval("[data-stale-mark]", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.textContent));
  assert.equal(marks.length, 2);
  for (const mark of marks) assert.match(mark, /its last good value counts: Linux 3\.2\./);
  await slide(page, "size-slider", 3);
  assert.doesNotMatch(await text(page, "p.machine"), /dom0_mem=2G/);
  await type(page, "vcpus", "0");
  assert.match(await text(page, ".result [data-stale-mark]"), /2 fields have errors/);
  // Pasting in either order shows the pasted machine.
  await type(page, "e820", "0-9f000 usable\n100000-200000000 usable");
  assert.match(plain(await text(page, "p.machine")), /^8 GiB|7\.99|8\.00/);
  await type(page, "linux", "6.1");
  await type(page, "vcpus", "2");
  assert.match(await text(page, "p.machine"), /Linux 6\.1/);
  assert.equal(await page.$eval(".result [data-stale-mark]", (e) => e.hidden), true);
  assert.deepEqual(wrong, []);
  await page.close();
});

// The native tests of the controls go through every stop of every machine.
test("the stops of both sliders and every ceiling make a machine without an error", async () => {
  const { page, wrong } = await open(browser, site.url);
  const errors = async () => {
    await rest(page);
    return page.$$eval("#form .error", (all) => all.map((e) => e.textContent).filter(Boolean));
  };
  for (const [preset, every] of [["server-64g", 1], ["msi-8g", 9], ["host-1t", 9]]) {
    await choose(page, "preset", preset);
    const stops = await page.evaluate(async () => (await import(document.querySelector("script[type=module]").src)).Explainer.timeline().stops);
    assert.ok(stops.length > 40);
    for (const at of stops.filter((_, i) => i % every === 0)) {
      await move(page, "timeline", at);
      assert.equal(await value(page, "timeline"), String(at));
    }
    assert.deepEqual(await errors(), [], preset);
    const last = Number(await page.$eval("#size-slider", (e) => e.max));
    assert.ok(last > 0);
    const sizes = Array.from({ length: last + 1 }, (_, i) => i).filter((i) => i === last || (every === 1 ? i % 3 === 0 : i === 0));
    for (const i of sizes) {
      await slide(page, "size-slider", i);
      assert.equal(await value(page, "size-slider"), String(i), `${preset} ${i}`);
      assert.equal(await value(page, "size"), await option(page));
    }
    for (const choice of ["size", "gap", "other", "none"]) {
      await page.$eval(`[name=ceiling][value=${choice}]`, (e) => e.click());
      assert.equal(await page.$eval("[name=ceiling]:checked", (e) => e.value), choice);
      assert.deepEqual(await errors(), [], `${preset} ${choice}`);
    }
  }
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the option, the sliders and the choices are one thing", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.$eval("[name=ceiling][value=size]", (e) => e.click());
  await rest(page);
  assert.equal(await option(page), "4G,max:4G");
  await slide(page, "size-slider", 6);
  assert.equal(await option(page), "2G,max:2G");
  assert.match(await text(page, "#reads"), /Xen 4.1.2 reads 2 GiB, ceiling 2 GiB\./);
  await type(page, "dom0-mem", "min:1G,8G,max:20G");
  assert.deepEqual([await value(page, "size"), await value(page, "maximum")], ["8G", "20G"]);
  assert.equal(await page.$eval("[name=ceiling]:checked", (e) => e.value), "other");
  assert.equal(await page.$eval("#size-slider", (e) => e.getAttribute("aria-valuetext")), "8G");
  await type(page, "maximum", "9G");
  assert.equal(await option(page), "8G,min:1G,max:9G");
  await type(page, "linux", "3.2.0-4-amd64");
  assert.equal(await page.$eval("#timeline", (e) => e.getAttribute("aria-valuetext")), "Linux 3.2, returns");
  assert.equal(await value(page, "linux"), "3.2.0-4-amd64", "a typed release stays as typed");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the steps under the result bring what they say, and Undo goes back one change", async () => {
  const { page, wrong } = await open(browser, site.url);
  const steps = async () => {
    await rest(page);
    return page.$$eval("#next li", (all) => all.map((e) => e.textContent.replace(/\s+/g, " ").trim()));
  };
  const [start, first] = [await shows(page), await steps()];
  assert.equal(first.length, 2);
  assert.match(first[0], /^with max:4G \d\.\d\d \+\d\.\d\d$/);
  assert.match(first[1], /^then the balloon \d\.\d\d \+\d\.\d\d$/);
  assert.match(await text(page, ".advised"), /^dom0_mem=4G,max:4G/);
  await page.click("#next li:first-child button");
  await rest(page);
  assert.equal(await option(page), "4G,max:4G");
  assert.equal(await shows(page), `${first[0].split(" ")[2]} GiB`);
  assert.deepEqual((await steps()).map((step) => step.replace(/[\d.]+/g, "n")), ["with the balloon n +n"], "a right option is not offered back");
  await page.click("#next li:first-child button");
  await rest(page);
  assert.equal(await value(page, "balloon"), "initial");
  assert.equal(await shows(page), `${first[1].split(" ")[3]} GiB`);
  assert.deepEqual(await steps(), ["no more to get"]);
  for (const expected of [first[0].split(" ")[2], start.split(" ")[0]]) {
    await page.click("#undo");
    await page.waitForFunction((n) => document.querySelector(".shows b").textContent.startsWith(n), {}, expected);
  }
  assert.deepEqual(await steps(), first);
  assert.equal(await page.$eval("#undo", (e) => e.disabled), true);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a text still counts after a press in its own field", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.focus("#linux");
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type("3.6");
  const { x, y } = await page.$eval("#linux", (e) => e.getBoundingClientRect().toJSON());
  await page.mouse.move(x + 8, y + 8);
  await page.mouse.down();
  // Longer than a text waits.
  await wait(600);
  await page.mouse.up();
  await page.waitForFunction(() => /Linux 3\.6/.test(document.querySelector("p.machine").textContent));
  assert.equal(await page.evaluate(() => document.activeElement.id), "linux");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("an error beside the size goes when the text before it is typed again", async () => {
  const { page, wrong } = await open(browser, site.url);
  const before = await value(page, "size");
  await type(page, "size", "nonsense");
  assert.notEqual(await text(page, "#e-size"), "");
  await type(page, "size", before);
  assert.equal(await text(page, "#e-size"), "");
  assert.equal(await page.$eval("#size", (e) => e.getAttribute("aria-invalid")), "false");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("amounts in MiB stay in their line beside the steps", async () => {
  for (const link of ["host-mem=64G&dom0-mem=4G", "host-mem=8G&dom0-mem=512M", "host-mem=8G&dom0-mem=999M"]) {
    const { page, wrong } = await open(browser, `${site.url}#v=1&${link}&xen=4.19&linux=3.2`);
    const [right, lines] = await page.$eval("#next", (box) => [box.getBoundingClientRect().right, [...box.querySelectorAll("li")].map((line) => {
      const parts = [...line.children].map((part) => part.getBoundingClientRect());
      return { right: Math.max(...parts.map((r) => r.right)), high: Math.max(...parts.map((r) => r.height)), apart: parts.every((r, i) => i === 0 || r.left >= parts[i - 1].right) };
    })]);
    assert.ok(lines.length > 0, link);
    for (const line of lines) assert.ok(line.right <= right + 0.5 && line.high <= 25 && line.apart, `${link}: ${JSON.stringify([right, line])}`);
    assert.deepEqual(wrong, []);
    await page.close();
  }
});

test("machines are chosen by a button or from the list", async () => {
  const { page, wrong } = await open(browser, site.url);
  assert.ok((await page.$$("[data-preset]")).length <= 5);
  await page.click("[data-preset='qubes-4.2']");
  assert.match(await machine(page), /16 GiB of RAM/);
  assert.equal(await option(page), "min:1024M dom0_mem=max:4096M");
  assert.equal(await page.$eval("[aria-pressed=true]", (e) => e.textContent), "Qubes");
  // The option names a ceiling alone, which is what dom0 starts with.
  assert.deepEqual(await page.$eval("#size", (e) => [e.value, e.placeholder]), ["", "4G"]);
  await choose(page, "preset", "msi-8g");
  assert.match(await machine(page), /7.91 GiB of RAM/);
  assert.match(await text(page, "#h-host-mem"), /^The map under More counts: 7.91 GiB\.$/);
  assert.match(plain(await text(page, "#reads")), /as in the log/);
  // The size of a log leaves with the first size of one’s own.
  await slide(page, "size-slider", 4);
  assert.equal(await value(page, "nr-pages"), "");
  assert.equal(await option(page), "1G");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a step does what its button says, even if an input came since", async () => {
  const { page, wrong } = await open(browser, site.url);
  for (const [typed, offered] of [["6G", "4G,max:4G"], ["8G", "6G,max:6G"]]) {
    // Both in one task, so that nothing can follow the input before the click.
    const says = await page.evaluate((option) => {
      const field = document.getElementById("dom0-mem");
      field.value = option;
      for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
      const button = document.querySelector("#next button");
      button.click();
      return button.textContent;
    }, typed);
    await rest(page);
    assert.equal(says, `with max:${offered.split(":")[1]}`);
    assert.equal(await option(page), offered);
    await type(page, "dom0-mem", typed);
  }
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a link says what it does not give", async () => {
  const { page, wrong } = await open(browser, `${site.url}#v=1&host-mem=16G&linux=6.1`);
  assert.match(await text(page, "#notes"), /Not given in the link.*dom0_mem=4G, Xen 4\.1\.2\./);
  await type(page, "xen", "4.17");
  assert.match(await text(page, "#notes"), /shown: dom0_mem=4G\./);
  await page.goto("about:blank");
  await page.goto(`${site.url}#v=1&host-mem=16G&dom0-mem=&xen=4.17&linux=6.1`);
  await started(page);
  assert.doesNotMatch(await text(page, "#notes"), /Not given/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the form works by keyboard alone", async () => {
  const { page, wrong } = await open(browser, site.url);
  await page.focus("#timeline");
  await page.keyboard.press("ArrowRight");
  assert.equal(await value(page, "linux"), "3.3");
  await page.keyboard.press("End");
  assert.equal(await value(page, "linux"), "7.3");
  await page.keyboard.press("Home");
  assert.equal(await value(page, "linux"), "2.6.18");
  await page.focus("#size-slider");
  await page.keyboard.press("ArrowRight");
  assert.equal(await option(page), "6G");
  await page.focus("[name=ceiling][value=none]");
  await page.keyboard.press("ArrowRight");
  assert.equal(await option(page), "6G,max:6G");
  const stops = [];
  await rest(page);
  await page.focus("#undo");
  for (let i = 0; i < 22; i++) {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(() => document.activeElement.id || document.activeElement.dataset.preset || document.activeElement.name || document.activeElement.tagName));
  }
  const order = ["server-64g", "paste", "linux", "timeline", "size", "size-slider", "ceiling", "dom0-mem", "xen", "host-mem", "SUMMARY"];
  assert.deepEqual(stops.filter((id) => order.includes(id)).slice(0, order.length), order);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("drawers on a phone: one is open, errors open theirs, targets are large, axe finds nothing", async () => {
  const page = await browser.newPage();
  await page.setViewport({ width: 360, height: 640, hasTouch: true, isMobile: true });
  await page.goto(site.url);
  await started(page);
  const visible = () => page.$$eval(".group", (all) => all.filter((e) => e.checkVisibility()).map((e) => e.id));
  assert.deepEqual(await visible(), ["g-linux"]);
  assert.deepEqual(await page.$$eval(".drawers [data-opens]", (all) => all.map((e) => e.textContent)), ["Linux 3.2", "dom0 4G", "max: none", "64 GiB", "More"]);
  for (const [drawer, groups] of Object.entries({ size: ["g-size"], max: ["g-max", "g-option"], machine: ["g-machine", "g-numbers"], more: ["more"] })) {
    await page.$eval(`[data-opens=${drawer}]`, (e) => e.click());
    assert.deepEqual(await visible(), groups);
    assert.equal(await page.$eval(".drawers [aria-expanded=true]", (e) => e.dataset.opens), drawer);
    const small = await page.$$eval("#form :is(button, input:not([type=radio]), select, textarea)", (all) => all
      .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map((e) => e.id || e.textContent));
    assert.deepEqual(small, [], drawer);
    assert.deepEqual(await violations(page), [], drawer);
  }
  await type(page, "linux", "nonsense");
  assert.deepEqual(await visible(), ["g-linux"]);
  await type(page, "linux", "6.1");
  assert.equal(await text(page, ".drawers button"), "Linux 6.1");
  assert.match(await text(page, ".result .shows"), /free shows \d/);
  await page.close();
});

test("below a column's width an error, its field, the result and Copy are all in view", async () => {
  const cases = [["linux", "linux", "foo"], ["size", "size", "much"], ["max", "dom0-mem", "4G,".repeat(30_000)], ["machine", "xen", "abc"], ["machine", "host-mem", "zz"]];
  for (const [width, height] of [[360, 640], [768, 1024]]) {
    const { page } = await open(browser, site.url, { width, height });
    await page.$eval("#story", (e) => e.scrollIntoView());
    for (const [drawer, id, bad] of cases) {
      await page.click(`[data-opens=${drawer}]`);
      const good = await page.$eval(`#${id}`, (e) => { e.focus({ preventScroll: true }); return e.value; });
      await type(page, id, bad);
      // Whatever lies over a text is found in its place.
      const hidden = await page.evaluate((field) => ["#" + field, `#e-${field}`, ".shows b", "#copy-fix"].filter((name) => {
        const part = document.querySelector(name);
        const { left, right, top, bottom } = part.getBoundingClientRect();
        return [top + 2, bottom - 2].some((y) => !part.contains(document.elementFromPoint((left + right) / 2, y)));
      }), id);
      assert.deepEqual(hidden, [], `${width} ${id}`);
      await type(page, id, good);
    }
    await page.close();
  }
});

test("the text field that has the focus is wholly in the drawer, which uses the room there is", async () => {
  for (const [width, height, least] of [[360, 640, 98], [360, 740, 170], [768, 1024, 180]]) {
    const { page } = await open(browser, site.url, { width, height });
    await page.$eval("#story", (e) => e.scrollIntoView());
    for (const [drawer, id] of [["max", "dom0-mem"], ["machine", "xen"], ["more", "vcpus"], ["more", "e820"]]) {
      await page.click(`[data-opens=${drawer}]`);
      await page.$eval(`#${id}`, (e) => e.focus({ preventScroll: true }));
      const [field, within] = await page.evaluate((i) => [document.getElementById(i), document.getElementById("controls")].map((e) => e.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })), id);
      // A field that is higher than the drawer fills it.
      const whole = field.top >= within.top && field.bottom <= within.bottom;
      assert.ok(whole || field.bottom - field.top > within.bottom - within.top - 12, `${width}×${height} ${id}: ${JSON.stringify([field, within])}`);
      if (drawer === "more") assert.ok(within.bottom - within.top >= least, `${within.bottom - within.top}`);
    }
    assert.ok(await page.$eval(".workbench", (e) => e.getBoundingClientRect().bottom <= innerHeight + 1), `${width}×${height} fits`);
    await page.close();
  }
});

test("with a map and a log's size the workbench still fits 1280 × 720", async () => {
  const { page } = await open(browser, `${site.url}#v=1&preset=msi-8g`, { width: 1280, height: 720 });
  await page.$eval("#story", (e) => e.scrollIntoView());
  assert.match(await text(page, "#h-host-mem"), /^The map under More counts/);
  const bottom = await page.$eval("#result", (e) => e.getBoundingClientRect().bottom);
  assert.ok(bottom <= 720, `${bottom}`);
  await page.close();
});
