// The package as npm makes and installs it: entry points, types, integrity values.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { open } from "./browser.mjs";
import { stand } from "./stand.mjs";
import { dist, start } from "../../www/build/server.mjs";

const { site, browser } = await stand();
const user = mkdtempSync(join(tmpdir(), "user-"));
after(() => rmSync(user, { recursive: true, force: true }));

const [packed] = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", user, dist], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
const inside = join(user, "node_modules", "dom0-memory");
mkdirSync(inside, { recursive: true });
execFileSync("tar", ["-xzf", join(user, packed.filename), "--strip-components=1", "-C", inside]);
writeFileSync(join(user, "package.json"), JSON.stringify({ private: true, type: "module" }));

test("the installed engine runs in Node", () => {
  writeFileSync(join(user, "run.js"), `
    import { start, Engine, EngineError } from "dom0-memory/engine";
    await start();
    const engine = new Engine();
    engine.load("linux=3.6&view=ledger");
    const { ok, steps } = engine.run();
    console.log(JSON.stringify([ok, steps.length, engine.look.view, engine.csv(steps.length - 1).length > 100, new EngineError("panic", "x") instanceof Error]));
  `);
  const said = execFileSync(process.execPath, ["run.js"], { cwd: user, encoding: "utf8" });
  assert.deepEqual(JSON.parse(said), [true, 11, "ledger", true, true]);
});

test("the installed engine reads a log as the page does", async () => {
  const console = JSON.parse(gunzipSync(readFileSync(new URL("../data/pastes/consoles.json.gz", import.meta.url))))["x4.14-k3.10-m8G-q35-bios-d1G.log"];
  const log = console + console.replaceAll("dom0_mem=1G", "dom0_mem=2G");
  writeFileSync(join(user, "log.json"), JSON.stringify(log));
  writeFileSync(join(user, "read.js"), `
    import { readFileSync } from "node:fs";
    import { read, start, Engine } from "dom0-memory/engine";
    const log = JSON.parse(readFileSync("log.json", "utf8"));
    await start();
    console.log(JSON.stringify([await read(log), await new Engine().read(log, { boot: 1 })]));
  `);
  const [usual, first] = JSON.parse(execFileSync(process.execPath, ["read.js"], { cwd: user, encoding: "utf8" }));
  const { page } = await open(browser, site.url);
  const own = await page.evaluate(async (text) => {
    const { Explainer } = await (await import("./dom0-reader.js")).started();
    const { read } = await import("./dom0-engine.js");
    return JSON.parse(JSON.stringify([Explainer.read(text, 0), Explainer.read(text, 1), await read(text)]));
  }, log);
  assert.deepEqual(own, [usual, first, usual]);
  assert.deepEqual([usual.boots, usual.boot, first.boot, usual.kind, first.verdict], [2, 2, 1, "dom0", "agrees"]);
  assert.deepEqual([first.facts.option, usual.facts.option, first.fields["dom0-mem"]], ["1G", "2G", "1G"]);
  await page.close();
});

test("the installed engine runs in Node by require too, and on what use() gives", () => {
  writeFileSync(join(user, "run.cjs"), `
    const { start, use, Engine } = require("dom0-memory/engine");
    const { readFileSync } = require("node:fs");
    let asked = 0;
    use(async () => { asked++; return new Response(readFileSync(require.resolve("dom0-memory/dom0-memory.wasm")), { headers: { "content-type": "application/wasm" } }); });
    start().then(() => {
      const engine = new Engine();
      engine.load("linux=3.6");
      const { ok, steps } = engine.run();
      console.log(JSON.stringify([ok, steps.length, asked]));
    });
  `);
  const said = execFileSync(process.execPath, ["run.cjs"], { cwd: user, encoding: "utf8" });
  assert.deepEqual(JSON.parse(said), [true, 11, 1]);
  const plainly = 'const { start, Engine } = require("dom0-memory/engine"); start().then(() => console.log(new Engine().run().ok));';
  assert.equal(execFileSync(process.execPath, ["--input-type=commonjs", "-e", plainly], { cwd: user, encoding: "utf8" }), "true\n");
});

test("on a server the element’s module can be imported and does nothing", () => {
  const program = 'const before = Object.keys(globalThis).length; const { Dom0Memory } = await import("dom0-memory"); console.log(typeof Dom0Memory, Object.keys(globalThis).length - before);';
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: user, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  assert.equal(said, "function 0\n");
});

test("the package holds what an importer needs, and nothing of the page", () => {
  const files = packed.files.map(({ path }) => path);
  const top = files.filter((path) => !path.startsWith("p/")).map((path) => path.replace(/-[0-9a-f]{10}\.wasm/, "-HASH.wasm"));
  assert.deepEqual(top.sort(), [
    "LICENSE-APACHE", "LICENSE-MIT", "NOTICES.txt", "README.md", "custom-elements.json", "dom0-engine.cjs", "dom0-engine.d.cts", "dom0-engine.d.ts",
    "dom0-engine.js", "dom0-engine.node.js", "dom0-memory-HASH.wasm", "dom0-memory.css", "dom0-memory.d.ts", "dom0-memory.html", "dom0-memory.js",
    "dom0-reader.js", "embed.html", "loader.js", "package.json", "reader-HASH.wasm",
  ]);
  assert.ok(files.includes("p/server-64g.svg"));
  const said = JSON.parse(readFileSync(join(inside, "package.json"), "utf8"));
  const targets = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(targets));
  for (const target of targets(said.exports)) assert.ok(target === "./p/*" || files.includes(target.slice(2)), target);
  assert.ok(said.keywords.includes("xen") && said.description.length > 20);
  assert.ok(!("homepage" in said) || /^https:/.test(said.homepage));
});

test("custom-elements.json names the attributes, methods and events that the element has", async () => {
  const [{ declarations: [said] }] = JSON.parse(readFileSync(join(inside, "custom-elements.json"), "utf8")).modules;
  const { page } = await open(browser, `${site.url}embed-docs.html`, { watch: false });
  await page.waitForFunction(() => customElements.get("dom0-memory"));
  const real = await page.evaluate(() => {
    const made = customElements.get("dom0-memory");
    const own = Object.entries(Object.getOwnPropertyDescriptors(made.prototype)).filter(([name]) => !/^(constructor|.*Callback)$/.test(name));
    return { attributes: made.observedAttributes, fields: [...own.filter(([, d]) => d.get).map(([name]) => name), "ready"], methods: own.filter(([, d]) => typeof d.value === "function").map(([name]) => name) };
  });
  const names = (list) => list.map(({ name }) => name).sort();
  assert.deepEqual(names(said.attributes), [...real.attributes].sort());
  assert.deepEqual(names(said.members.filter(({ kind }) => kind === "field")), real.fields.sort());
  assert.deepEqual(names(said.members.filter(({ kind }) => kind === "method")), real.methods.sort());
  const types = readFileSync(join(inside, "dom0-memory.d.ts"), "utf8");
  assert.deepEqual(names(said.events), [...types.matchAll(/"(dom0-[\w-]+)": CustomEvent/g)].map((m) => m[1]).sort());
  await page.close();
});

const [wasm] = packed.files.map(({ path }) => path).filter((path) => path.endsWith(".wasm"));
const ENTRY = `
  import "dom0-memory";
  import { start, Engine } from "dom0-memory/engine";
  await start();
  const engine = new Engine();
  engine.load("preset=msi-8g");
  globalThis.said = { ok: engine.run().ok, json: engine.toJSON() };
`;
const HOST = '<!doctype html><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,"><dom0-memory loading="eager" preset="msi-8g"></dom0-memory><script type="module" src="SCRIPT"></script>';

/** Each bundler with no plugin or setting but what an app of its kind has. Where one does not
 * move files that a module names, the wasm is copied as the README says. */
const BUNDLERS = {
  async esbuild(out) {
    const { build } = await import("esbuild");
    await build({ absWorkingDir: user, entryPoints: ["app.js"], bundle: true, format: "esm", outdir: out, logLevel: "silent" });
    copyFileSync(join(inside, wasm), join(out, wasm));
  },
  async rollup(out) {
    const { rollup } = await import("rollup");
    const { default: resolve } = await import("@rollup/plugin-node-resolve");
    const made = await rollup({ input: join(user, "app.js"), plugins: [resolve({ browser: true })], onwarn: (warning) => { throw new Error(warning.message); } });
    await made.write({ dir: out, format: "es" });
    copyFileSync(join(inside, wasm), join(out, wasm));
  },
  async vite(out) {
    const { build } = await import("vite");
    await build({ root: user, configFile: false, logLevel: "silent", base: "./", build: { outDir: out, target: "es2022", rollupOptions: { input: join(user, "app.js"), output: { entryFileNames: "app.js" } } } });
  },
  async webpack(out) {
    const { default: webpack } = await import("webpack");
    const settings = { context: user, mode: "production", entry: "./app.js", output: { path: out, filename: "app.js" }, performance: { hints: false } };
    const stats = await new Promise((done, failed) => webpack(settings, (error, made) => (error ? failed(error) : done(made))));
    assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }).errors, []);
  },
};

for (const [name, bundle] of Object.entries(BUNDLERS)) {
  test(`an app made with ${name} has the element and the engine`, async () => {
    const out = join(user, `out-${name}`);
    writeFileSync(join(user, "app.js"), ENTRY);
    await bundle(out);
    writeFileSync(join(out, "index.html"), HOST.replace("SCRIPT", "app.js"));
    const made = readFileSync(join(out, "app.js"), "utf8");
    assert.ok(!/node:fs/.test(made), "nothing of Node");
    const app = await start({ root: user });
    const { page, wrong } = await open(browser, `${app.url}out-${name}/`, { watch: false });
    await page.waitForFunction(() => globalThis.said && document.querySelector("dom0-memory").state?.ready, { timeout: 20000 });
    const [said, link] = await page.evaluate(() => [globalThis.said, document.querySelector("dom0-memory").permalink()]);
    assert.ok(said.ok && said.json.steps.length > 5);
    assert.match(link, /preset=msi-8g|e820=/);
    assert.ok(!link.includes(user), "no place of the machine that built it");
    assert.deepEqual(wrong, []);
    await page.close();
    app.server.close();
  });
}

test("the element works from a subpath and from another origin", async () => {
  const folder = join(user, "sub", "path");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(user, "index.html"), HOST.replace("SCRIPT", "/node_modules/dom0-memory/dom0-memory.js"));
  const files = await start({ root: user, more: { "access-control-allow-origin": "*" } });
  const host = await start({ root: folder, csp: `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' ${files.url}; connect-src ${files.url}; img-src data:` });
  writeFileSync(join(folder, "index.html"), HOST.replace("SCRIPT", `${files.url}node_modules/dom0-memory/dom0-memory.js`));
  for (const address of [files.url, host.url]) {
    const { page, wrong } = await open(browser, address, { watch: false });
    await page.waitForFunction(() => document.querySelector("dom0-memory").state?.ready, { timeout: 20000 });
    assert.match(await page.evaluate(() => document.querySelector("dom0-memory").permalink()), /\/node_modules\/dom0-memory\/#/);
    assert.deepEqual(wrong, []);
    await page.close();
  }
  files.server.close();
  host.server.close();
});

test("the dialog’s JSON, the element’s and the engine’s are one object", async () => {
  const link = "v=1&preset=msi-8g&linux=3.6&colour=red";
  writeFileSync(join(user, "json.js"), `
    import { start, Engine } from "dom0-memory/engine";
    await start();
    const engine = new Engine();
    const before = engine.toJSON();
    engine.load(${JSON.stringify(link)});
    engine.run();
    console.log(JSON.stringify([before, engine.toJSON(2), engine.toJSON(), engine.csv(2)]));
  `);
  const [before, third, last, csv] = JSON.parse(execFileSync(process.execPath, ["json.js"], { cwd: user, encoding: "utf8" }));
  assert.equal(before, null);
  assert.equal(last.step, last.steps.at(-1).id);
  assert.equal(third.step, third.steps[2].id);
  assert.match(third.notes.join(), /colour/);
  const sum = third.ledger.reduce((all, row) => all + row.pages, 0);
  assert.ok(csv.trimEnd().split("\r\n").at(-1).includes(`,${sum},`), "the ledger’s sum");
  const { page, wrong } = await open(browser, `${site.url}#${link}&step=${third.step}`);
  await page.$eval("#share-form", (e) => { e.value = "json"; e.dispatchEvent(new Event("change", { bubbles: true })); });
  assert.deepEqual(JSON.parse(await page.$eval("#share-text", (e) => e.value)), third);
  assert.deepEqual(wrong, []);
  await page.close();
  const docs = await open(browser, `${site.url}embed-docs.html`, { watch: false });
  await docs.page.waitForFunction(() => customElements.get("dom0-memory"));
  const element = await docs.page.evaluate(async (fragment) => {
    const made = document.createElement("dom0-memory");
    const early = made.toJSON();
    made.setAttribute("loading", "eager");
    document.body.append(made);
    made.load(fragment);
    await made.ready;
    return [early, made.toJSON()];
  }, `${link}&step=${third.step}`);
  assert.deepEqual(element, [null, third]);
  await docs.page.close();
});

const PROGRAM = `
  import "dom0-memory";
  import { Dom0Memory, type LedgerRow, type State } from "dom0-memory";
  import { Engine, EngineError, read, start, type Reading, type Report } from "dom0-memory/engine";
  const element: Dom0Memory = document.createElement("dom0-memory");
  element.dom0Mem = "2G";
  element.view = "ledger";
  element.loading = null;
  element.addEventListener("dom0-step", ({ detail }) => {
    const rows: LedgerRow[] = detail.ledger;
    console.log(detail.index + 1, detail.id, detail.title, detail.text, rows.length);
  });
  element.addEventListener("dom0-error", ({ detail }) => { if (detail.code === "wasm-csp") console.log(detail.message); });
  const state: State = (await element.ready).state;
  element.seek(state.index);
  element.seek("descriptors");
  await start();
  const engine = new Engine();
  const report: Report = engine.run();
  const log: Reading = await read("(XEN) Xen version 4.17.5", { boot: 1 });
  console.log(log.facts.nr_pages, log.lines.length, (await engine.read("")).notes);
  const pages: number | undefined = engine.toJSON()?.ledger[0]?.pages;
  console.log(pages, report.headline, engine.look.theme === "dark", EngineError, Dom0Memory);
  // @ts-expect-error no such view
  element.view = "nonsense";
  // @ts-expect-error read only
  element.state = state;
  // @ts-expect-error the element's module has no engine
  import { Engine as none } from "dom0-memory";
  // @ts-expect-error the engine's module has no element
  import { Dom0Memory as nor } from "dom0-memory/engine";
`;

for (const moduleResolution of ["bundler", "nodenext"]) {
  test(`a program in TypeScript is checked against the installed types (${moduleResolution})`, () => {
    writeFileSync(join(user, "use.ts"), PROGRAM);
    const module = moduleResolution === "nodenext" ? "nodenext" : "es2022";
    writeFileSync(join(user, "tsconfig.json"), JSON.stringify({
      compilerOptions: { strict: true, noEmit: true, target: "es2022", module, moduleResolution, lib: ["es2022", "dom"], types: [] }, files: ["use.ts"],
    }));
    const tsc = fileURLToPath(new URL("../../www/build/node_modules/.bin/tsc", import.meta.url));
    assert.equal(execFileSync(tsc, ["--project", user], { encoding: "utf8" }), "");
  });
}

test("a browser holds every file to its integrity value, and refuses another", async () => {
  const signed = Object.fromEntries([...readFileSync(join(dist, "SIZES.txt"), "utf8").matchAll(/^(\S+) +(sha384-\S+)$/gm)].map((m) => [m[1], m[2]]));
  for (const file of ["dom0-memory.js", "dom0-engine.js", "dom0-reader.js", "loader.js"]) assert.ok(signed[file], file);
  assert.equal(Object.keys(signed).filter((file) => file.endsWith(".wasm")).length, 3);
  const { page } = await open(browser, `${site.url}embed-docs.html`, { watch: false });
  const seen = await page.evaluate(async (values) => {
    const refused = [];
    for (const [file, integrity] of Object.entries(values)) await fetch(file, { integrity }).catch(() => refused.push(file));
    const script = (integrity) => new Promise((done) => {
      const made = document.createElement("script");
      Object.assign(made, { type: "module", src: `dom0-memory.js?${Math.random()}`, integrity, onload: () => done("loaded"), onerror: () => done("refused") });
      document.head.append(made);
    });
    return [refused, await script(values["dom0-memory.js"]), await script(values["loader.js"])];
  }, signed);
  assert.deepEqual(seen, [[], "loaded", "refused"]);
  await page.close();
});
