// The package as npm makes and installs it: entry points, types, integrity values.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { open } from "./browser.mjs";
import { dist, stand } from "./stand.mjs";

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
    const { Explainer } = await import("./explainer.js");
    const { read } = await import("./dom0-engine.js");
    return JSON.parse(JSON.stringify([Explainer.read(text, 0), Explainer.read(text, 1), await read(text)]));
  }, log);
  assert.deepEqual(own, [usual, first, usual]);
  assert.deepEqual([usual.boots, usual.boot, first.boot, usual.kind, first.verdict], [2, 2, 1, "dom0", "agrees"]);
  assert.deepEqual([first.facts.option, usual.facts.option, first.fields["dom0-mem"]], ["1G", "2G", "1G"]);
  await page.close();
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
  console.log(report.headline, engine.look.theme === "dark", EngineError, Dom0Memory);
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
  for (const file of ["dom0-memory.js", "dom0-engine.js", "dom0-reader.js", "loader.js", "story.css"]) assert.ok(signed[file], file);
  assert.equal(Object.keys(signed).filter((file) => file.endsWith(".wasm")).length, 2);
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
