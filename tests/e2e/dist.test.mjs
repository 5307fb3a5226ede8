// What is shipped, as files: nothing in it depends on the machine that built it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { notices, packages } from "../../www/build/notices.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = join(root, "dist");

/** The file's bytes, and those of the module packed inside it. */
function contents(file) {
  const bytes = readFileSync(join(dist, file));
  const packed = file.endsWith(".html") && bytes.toString().match(/application\/wasm\+gzip\+base64">([^<]+)</);
  return packed ? [bytes, gunzipSync(Buffer.from(packed[1], "base64"))] : [bytes];
}

test("no shipped file has anything of make dev", () => {
  const files = readdirSync(dist, { recursive: true }).filter((file) => /\.(html|js)$/.test(file));
  assert.ok(files.length > 20, `${files.length} files`);
  for (const file of files) assert.ok(!/EventSource|\/dev\//.test(readFileSync(join(dist, file), "utf8")), file);
});

test("no shipped file names a place of the machine that built it", () => {
  const places = [root, homedir(), ".cargo/registry", ".rustup/", "index.crates.io"];
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name).slice(dist.length + 1));
  assert.ok(files.length > 30, `${files.length} files`);
  let modules = 0;
  for (const file of files) {
    for (const bytes of contents(file)) {
      if (bytes.subarray(0, 4).toString() === "\0asm") modules++;
      for (const place of places) assert.ok(!bytes.includes(place), `${file} names ${place}`);
    }
  }
  assert.equal(modules, 4, "two modules, and two inside self-contained files");
});

test("every crate in the wasm is named with its licence, and each licence has its text", () => {
  const shipped = readFileSync(join(dist, "NOTICES.txt"), "utf8");
  assert.equal(shipped, notices(root), "made anew it is the same");
  const crates = packages(root);
  const named = crates.map((crate) => crate.name);
  for (const name of ["plotters", "rlsf", "serde", "wasm-bindgen", "web-sys"]) assert.ok(named.includes(name), name);
  for (const name of ["syn", "proptest", "dom0-sim"]) assert.ok(!named.includes(name), `${name} is not in it`);
  const [list, ...texts] = shipped.split(`${"=".repeat(72)}\n`);
  for (const { name, version, license } of crates) {
    assert.ok(list.includes(`\n${name} ${version}: ${license}`), name);
    const text = texts.find((part) => part.split("\n\n")[0].split(", ").includes(`${name} ${version}`));
    assert.match(text ?? "", /Permission is hereby granted|Apache License/, name);
  }
});
