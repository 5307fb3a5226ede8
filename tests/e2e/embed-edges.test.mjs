// The element where pages treat it roughly: changed while it plays, removed or taken to
// another document, hidden, mirrored, painted over, asked for what is not there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hosting } from "./stand.mjs";

const { host } = await hosting();

/** The hostile page with `made(attributes)`, which adds an element and waits for it. */
async function making() {
  const { page, wrong } = await host();
  await page.evaluate(() => {
    window.pause = (ms) => new Promise((done) => setTimeout(done, ms));
    window.made = async (attributes = {}) => {
      const element = document.createElement("dom0-memory");
      for (const [name, value] of Object.entries({ id: "made", loading: "eager", ...attributes })) element.setAttribute(name, value);
      document.querySelector("main").prepend(element);
      await element.ready;
      window.heard = [];
      return element;
    };
    window.types = () => window.heard.filter((h) => h.id === "made").map((h) => h.type);
  });
  return { page, wrong };
}

test("nothing of the page around reaches in: hidden, mirrored, its variables", async () => {
  const { page, wrong } = await making();
  const seen = await page.evaluate(async () => {
    document.documentElement.dir = "rtl";
    document.documentElement.lang = "he";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { --ink: lime; --paper: red; --sans: cursive }");
    document.adoptedStyleSheets = [sheet];
    const element = await made({ theme: "light" });
    const style = (part) => getComputedStyle(element.shadowRoot.querySelector(part));
    const wrap = element.shadowRoot.querySelector(".wrap");
    const inner = [style(".caption").color, style(".wrap").backgroundColor, style(".wrap").direction, wrap.lang];
    element.hidden = true;
    return [...inner, getComputedStyle(element).display];
  });
  assert.deepEqual(seen, ["rgb(27, 31, 36)", "rgb(255, 255, 255)", "ltr", "en", "none"]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("what a page may style, it can", async () => {
  const { page } = await making();
  const seen = await page.evaluate(async () => {
    const parts = ["figure", "ledger", "controls", "caption", "table"];
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${parts.map((p, i) => `dom0-memory::part(${p}) { outline: 1px solid rgb(1, 1, ${i}) }`).join("\n")}
      #made { --dom0-font: monospace; --dom0-accent: rgb(9, 9, 9); --dom0-bg: rgb(8, 8, 8) }`);
    document.adoptedStyleSheets = [sheet];
    const element = await made();
    const style = (part) => getComputedStyle(element.shadowRoot.querySelector(part));
    return [parts.map((p) => style(`[part=${p}]`).outlineColor), style(".caption").fontFamily, style(".primary").backgroundColor, style(".wrap").backgroundColor];
  });
  assert.deepEqual(seen, [[0, 1, 2, 3, 4].map((i) => `rgb(1, 1, ${i})`), "monospace", "rgb(9, 9, 9)", "rgb(8, 8, 8)"]);
  await page.close();
});

test("one event for each step that shows, none for a look or a fault", async () => {
  const { page, wrong } = await making();
  const seen = await page.evaluate(async () => {
    const element = await made({ step: "holes-found" });
    const after = async (change) => {
      window.heard = [];
      change();
      await pause(50);
      return types();
    };
    return [
      await after(() => { element.linux = "3.6"; }), await after(() => { element.linux = "bad"; }),
      await after(() => { element.theme = "dark"; }), await after(() => { element.step = "descriptors"; }),
    ];
  });
  assert.deepEqual(seen, [["dom0-step"], ["dom0-input-error"], [], ["dom0-step", "dom0-state"]]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("another machine stops what plays, and says so", async () => {
  const { page } = await making();
  const seen = await page.evaluate(async () => {
    const element = await made();
    element.play();
    await pause(200);
    const before = element.state.playing;
    element.linux = "3.6";
    await pause(50);
    return [before, element.state.playing, element.shadowRoot.querySelector("[data-part=play]").textContent, window.heard.filter((h) => h.type === "dom0-state").map((h) => h.detail.playing)];
  });
  assert.deepEqual(seen, [true, false, "Play", [true, false]]);
  await page.close();
});

test("a step that does not exist moves nothing, and a link's is noted", async () => {
  const { page, wrong } = await making();
  const seen = await page.evaluate(async () => {
    const element = await made({ step: "holes-found" });
    for (const to of ["__proto__", "constructor", "nonsense", "", "descriptors\0", NaN, Infinity, null, undefined, {}, []]) element.seek(to);
    const kept = element.state.id;
    // Another kernel has this step.
    const other = [element.seek("pages-moved"), element.state.id];
    element.load("step=toString");
    return [kept, ...other, element.shadowRoot.querySelector(".notes").textContent];
  });
  assert.deepEqual(seen, ["holes-found", false, "holes-found", "The link’s “step=toString” is not known here."]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("beside a text that cannot be read, all forms carry the machine on show", async () => {
  const { page } = await making();
  const seen = await page.evaluate(async () => {
    const element = await made({ linux: "3.6", step: "map-read" });
    const all = () => [element.permalink(), element.toText(), element.shadowRoot.querySelector(".open").getAttribute("href")].join("\n");
    const before = all();
    element.linux = "bad";
    await pause(50);
    const beside = all();
    element.seek("descriptors");
    const moved = element.permalink();
    element.linux = "3.8";
    await pause(50);
    return [before === beside, /linux=3\.6&step=descriptors$/.test(moved), /linux=3\.8&step=descriptors$/.test(element.permalink())];
  });
  assert.deepEqual(seen, [true, true, true]);
  await page.close();
});

test("text that is no text is an error in the element", async () => {
  const { page, wrong } = await making();
  const seen = await page.evaluate(async () => {
    const element = await made();
    element.setAttribute("theme", "\udfff");
    element.setAttribute("linux", "\ud800");
    await pause(50);
    return window.heard.filter((h) => h.id === "made").map((h) => [h.type, h.detail.field]);
  });
  assert.deepEqual(seen, [["dom0-input-error", "linux"]]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("what is changed while it is out counts when it is back", async () => {
  const { page, wrong } = await making();
  const seen = await page.evaluate(async () => {
    const element = await made({ step: "holes-found" });
    const back = async (change) => {
      element.remove();
      change();
      document.querySelector("main").prepend(element);
      while (!element.state.ready) await pause(10);
    };
    await back(() => {});
    const kept = element.state.id;
    await back(() => { element.step = "descriptors"; });
    const asked = element.state.id;
    element.load("linux=3.8&step=map-read");
    await back(() => { element.linux = "6.1"; });
    return [kept, asked, /linux=([\d.]+)/.exec(element.permalink())[1]];
  });
  assert.deepEqual(seen, ["holes-found", "descriptors", "6.1"]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("it takes its style into another document and back", async () => {
  const { page } = await making();
  const seen = await page.evaluate(async () => {
    const element = await made();
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const hidden = async (to) => {
      to.append(element);
      while (!element.state.ready) await pause(10);
      return element.ownerDocument.defaultView.getComputedStyle(element.shadowRoot.querySelector(".sr")).position;
    };
    return [await hidden(frame.contentDocument.body), await hidden(document.body)];
  });
  assert.deepEqual(seen, ["absolute", "absolute"]);
  await page.close();
});

test("lazy until it is near, wanted, or shown", async () => {
  const { page, wrong } = await making();
  const seen = await page.evaluate(async () => {
    const lazy = async (before, after) => {
      const element = document.createElement("dom0-memory");
      before(element);
      await pause(250);
      const waited = !element.state.ready;
      after(element);
      await element.ready;
      await pause(100);
      return [waited, element.shadowRoot.querySelector("canvas").width > 0];
    };
    const closed = document.createElement("details");
    document.querySelector("main").prepend(closed);
    return [
      await lazy((e) => document.querySelector("#far").after(e), (e) => { e.loading = "eager"; }),
      await lazy((e) => closed.append(e), () => { closed.open = true; }),
      await lazy((e) => { e.hidden = true; document.querySelector("main").prepend(e); }, (e) => { e.hidden = false; }),
    ];
  });
  assert.deepEqual(seen, [[true, true], [true, true], [true, true]]);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the scale of a link, of an attribute and of the button are one", async () => {
  const { page } = await making();
  const seen = await page.evaluate(async () => {
    const element = await made({ scale: "to-scale" });
    const button = element.shadowRoot.querySelector("[data-part=scale]");
    const now = () => [button.getAttribute("aria-pressed"), element.toSVG(), element.permalink().includes("scale=to-scale")];
    const first = now();
    button.click();
    const second = now();
    element.scale = "readable";
    await pause(50);
    const third = now();
    return [[first, second, third].map(([pressed, , linked]) => [pressed, linked]), first[1] === second[1], second[1] === third[1]];
  });
  assert.deepEqual(seen, [[["true", true], ["false", false], ["false", false]], false, true]);
  await page.close();
});

test("the table a reader opened stays open when the machine changes", async () => {
  const { page } = await making();
  assert.equal(await page.evaluate(async () => {
    const element = await made();
    element.shadowRoot.querySelector(".ledger").open = true;
    element.linux = "3.6";
    await pause(50);
    return element.shadowRoot.querySelector(".ledger").open;
  }), true);
  await page.close();
});

test("every attribute of a machine comes back in the link", async () => {
  const { page } = await making();
  const given = { "host-mem": "16G", "nr-pages": "1000000", "dom0-mem": "2G", xen: "4.2", linux: "3.6", flavour: "pvops", vcpus: "2", "domain-limit": "500", ibft: "off", balloon: "initial", hotplug: "off", iommu: "on", crashkernel: "128M", layout: "kernel 1000000-4200000", installed: "16G", "mem-total": "2000000K", "kernel-image": "64M", swiotlb: "64M", step: "map-read" };
  const link = await page.evaluate(async (all) => (await made(all)).permalink(), given);
  const read = Object.fromEntries(new URLSearchParams(new URL(link).hash.slice(1)));
  assert.deepEqual(read, { v: "1", ...given });
  const properties = await page.evaluate(async (all) => {
    const element = document.createElement("dom0-memory");
    for (const [name, value] of Object.entries(all)) element[name.replace(/-(\w)/g, (_, c) => c.toUpperCase())] = value;
    return Object.keys(all).map((name) => element.getAttribute(name));
  }, given);
  assert.deepEqual(properties, Object.values(given));
  await page.close();
});

test("of an element with a text in error a fallback stays, or else the machine shows without that text", async () => {
  const { page, wrong } = await making();
  const seen = await page.evaluate(async () => {
    const element = await made({ xen: "abc", linux: "6.1" });
    const held = document.createElement("dom0-memory");
    for (const [name, value] of Object.entries({ xen: "abc", loading: "eager" })) held.setAttribute(name, value);
    held.append("fallback");
    document.querySelector("main").prepend(held);
    await pause(500);
    const one = (e) => [Boolean(e.shadowRoot.querySelector(".wrong")), e.state.ready, e.shadowRoot.querySelector("slot").hidden];
    return [one(element), one(held), new URL(element.permalink()).hash.includes("abc")];
  });
  assert.deepEqual(seen, [[true, true, true], [true, false, false], false]);
  assert.deepEqual(wrong, []);
  await page.close();
});
