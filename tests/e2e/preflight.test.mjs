// Set-up that fails says in one line what is missing and how to get it, before anything is
// built. The programs that are there are false ones in folders of their own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const preflight = here("../../www/build/preflight.sh");
const serve = here("../../www/build/serve.mjs");
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** What stands for each program, as the text of a shell script. */
const THERE = { rustup: "", cargo: "", cc: "", npm: "", node: "echo 20" };

/** A folder with these programs and a bash to run them. */
function path(programs) {
  const folder = mkdtempSync(join(tmpdir(), "path-"));
  folders.push(folder);
  symlinkSync("/bin/bash", join(folder, "bash"));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/bash\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

function run(command, args, PATH) {
  const { status, stdout, stderr } = spawnSync(command, args, { env: { PATH, HOME: PATH }, encoding: "utf8" });
  return { status, lines: `${stdout}${stderr}`.split("\n").filter(Boolean) };
}

test("a system that has everything is told nothing", () => {
  assert.deepEqual(run("/bin/bash", [preflight], path(THERE)), { status: 0, lines: [] });
  assert.deepEqual(run("/bin/bash", [preflight, "a tool"], path(THERE)), { status: 0, lines: [] });
});

test("each program that is missing or unfit has one line that names its remedy", () => {
  const { rustup, cargo, cc, npm, node, ...none } = THERE;
  assert.deepEqual(none, {});
  const cases = [
    [{ cargo, cc, npm, node }, /^make: rustup is missing\. .*rustup\.rs/],
    [{ rustup, cargo: "exit 1", cc, npm, node }, /^make: no Rust toolchain is set\. Run: rustup default stable$/],
    [{ rustup, cargo, npm, node }, /^make: a C compiler is missing.* apt-get install gcc/],
    [{ rustup, cargo, cc, npm }, /^make: Node is missing\. Install version 20 or later/],
    [{ rustup, cargo, cc, npm, node: 'if [ "$1" = -p ]; then echo 18; else echo v18.1.0; fi' }, /^make: Node v18\.1\.0 is too old/],
    [{ rustup, cargo, cc, npm, node: "exit 1" }, /^make: Node does not run\. Install version 20 or later/],
    [{ rustup, cargo, cc, node }, /^make: npm is missing/],
  ];
  for (const [programs, says] of cases) {
    const { status, lines } = run("/bin/bash", [preflight], path(programs));
    assert.equal(status, 1, `${says}`);
    assert.equal(lines.length, 1, lines.join("\n"));
    assert.match(lines[0], says);
  }
});

test("several that are missing are named together", () => {
  const { status, lines } = run("/bin/bash", [preflight], path({ cc: "" }));
  assert.equal(status, 1);
  assert.deepEqual(lines.map((line) => line.split(" ").slice(0, 2).join(" ")), ["make: rustup", "make: Node", "make: npm"]);
});

test("a registry out of reach is named before a download begins, and only then", () => {
  const cases = [
    [{ cargo: '[ "$1" = --version ]' }, /a tool 1\.0, but the registry of crates cannot be reached/],
    [{ npm: "exit 1" }, /a tool 1\.0, but the npm registry cannot be reached/],
  ];
  for (const [programs, says] of cases) {
    const folder = path({ ...THERE, ...programs });
    assert.equal(run("/bin/bash", [preflight], folder).status, 0);
    const { status, lines } = run("/bin/bash", [preflight, "a tool 1.0"], folder);
    assert.equal(status, 1);
    assert.equal(lines.length, 1);
    assert.match(lines[0], says);
  }
});

test("a browser that is missing is named, where it cannot be installed", () => {
  const browsers = here("browsers.sh");
  const all = { chromium: "", chromedriver: "", "firefox-esr": "" };
  assert.deepEqual(run("/bin/bash", [browsers], path(all)), { status: 0, lines: [] });
  const user = { chromedriver: "", "firefox-esr": "", id: "echo 1000" };
  const cases = [
    [user, /^make: the tests need chromium, and only root can install them\. Run: sudo apt-get install chromium$/],
    [{ ...user, sudo: "exit 1" }, /only root can install them/],
    [{ ...user, id: "echo 0" }, /^make: the tests need chromium, and this system has no apt-get/],
    [{ ...user, id: "echo 0", "apt-get": "exit 100" }, /^make: apt-get could not install chromium\. Check the network/],
  ];
  for (const [programs, says] of cases) {
    const { status, lines } = run("/bin/bash", [browsers], path(programs));
    assert.equal(status, 1, `${says}`);
    assert.equal(lines.length, 1, lines.join("\n"));
    assert.match(lines[0], says);
  }
});

test("a port that is taken or none is told in one line, without building", async () => {
  const other = createServer();
  await new Promise((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address();
  const free = (value) => run(process.execPath, [serve, "--free", `${value}`], process.env.PATH);
  assert.deepEqual(free(port), { status: 1, lines: [`make: port ${port} is taken. Try: make serve PORT=8081`] });
  assert.deepEqual(free("http"), { status: 1, lines: ["make: PORT is a number from 0 to 65535, not “http”. Try: make serve PORT=8081"] });
  other.close();
  assert.deepEqual(free(0), { status: 0, lines: [] });
});
