// Commands in sentences are in code type, on the page and in an embed; wherever text is plain,
// nothing of the marks is left.
import assert from "node:assert/strict";
import { test } from "node:test";
import { explainer, open, rest } from "./browser.mjs";
import { hosting, ready } from "./stand.mjs";

const { host, site, browser } = await hosting();

const MACHINE = "v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2&balloon=initial";

/** In the page: every text and attribute below a root that holds a mark. */
const left = (root) => [...root.querySelectorAll("*")].filter((e) => !e.matches("script, style")).flatMap((e) => {
  const own = [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data);
  return [...own, ...[...e.attributes].map((a) => a.value)].filter((text) => text.includes("`"));
});

test("every step of the page has its commands in code type, and no mark is left anywhere", async () => {
  const { page, wrong } = await open(browser, `${site.url}#${MACHINE}&step=tools-report`);
  await rest(page);
  const code = (part) => page.$$eval(`[data-part=${part}] code`, (all) => all.map((e) => e.textContent));
  assert.deepEqual(await code("caption"), ["xl list", "free"]);
  assert.deepEqual(await code("why"), ["xl list", "free"]);
  // Code makes no line higher: the figure stays where it is.
  assert.equal(await page.$eval("[data-part=why]", (e) => e.getBoundingClientRect().height), 20);
  const marks = () => page.evaluate(`(${left})(document)`);
  assert.deepEqual(await marks(), []);
  // Each region of the last step's lanes, one of which is the page records.
  await page.focus("[data-part=figure]");
  const said = new Set();
  await page.keyboard.down("Shift");
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press("ArrowRight");
    for (const text of await code("tip-what")) said.add(text);
    assert.ok(!(await page.$eval("[data-part=status]", (e) => e.textContent)).includes("`"));
  }
  await page.keyboard.up("Shift");
  assert.ok(said.has("struct page"), [...said].join(", "));
  assert.deepEqual(await marks(), []);
  await page.keyboard.press("Home");
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await marks(), []);
  }
  assert.deepEqual(wrong, []);
  await page.close();
});

test("exports and pictures have no marks", async () => {
  const { page } = await open(browser, `${site.url}#${MACHINE}`);
  const made = await page.evaluateHandle(explainer);
  const texts = await page.evaluate((Explainer, link) => {
    const engine = new Explainer();
    engine.load(`${link}&dom0-mem=4GB&no\`such=1`);
    const report = engine.run();
    return report.steps.flatMap((step, i) => [
      step.caption, step.why, JSON.stringify(engine.export(i)), engine.text(i), engine.csv(i), engine.svg(i, 1, 900), engine.picture_file(i, 900),
    ]).concat(report.notes, report.headline, report.changed);
  }, made, MACHINE);
  assert.ok(texts.length > 40, `${texts.length} texts`);
  assert.deepEqual(texts.filter((text) => text.includes("`")), []);
  await page.close();
});

test("an embed has code type too, and tells its page plain text", async () => {
  const { page, wrong } = await host();
  await ready(page, "one");
  const seen = await page.evaluate(() => {
    const [told, one] = [[], document.getElementById("one")];
    one.addEventListener("dom0-step", (event) => told.push(event.detail));
    one.seek("tools-report");
    const code = [...one.shadowRoot.querySelectorAll("[data-part=caption] code")].map((e) => e.textContent);
    return { code, told: JSON.stringify(told), json: JSON.stringify(one.toJSON()) };
  });
  assert.deepEqual(seen.code, ["xl list", "free"]);
  assert.match(seen.told, /xl list shows/);
  assert.ok(!seen.told.includes("`") && !seen.json.includes("`"));
  assert.deepEqual(await page.evaluate(`(${left})(document.getElementById("one").shadowRoot)`), []);
  assert.deepEqual(wrong, []);
  await page.close();
});
