// What is shipped, as files: nothing in it depends on the machine that built it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { notices, packages } from "../../www/build/notices.mjs";
import { published, unindented } from "../../www/build/page.mjs";

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
  assert.ok(files.length > 8, `${files.length} files`);
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
  assert.equal(modules, 5, "three modules, and two inside self-contained files");
});

test("embeds have neither the library's text search nor what its panics quote texts with: 3 kB", () => {
  const wasm = (name) => readFileSync(join(dist, readdirSync(dist).find((file) => new RegExp(`^${name}-\\w+\\.wasm$`).test(file))));
  assert.ok(wasm("reader").includes("char boundary"), "the reader of logs has them");
  assert.ok(!wasm("dom0-memory").includes("char boundary"));
});

test("pages ship without the indentation of their source, and commands with theirs", () => {
  const source = "<ul>\n  <li>\n    a  b</li>\n</ul>\n<pre>\n  <code>x\n  y</code></pre>\n\t<code hidden>a\n  b</code>";
  assert.equal(unindented(source), "<ul>\n<li>\na  b</li>\n</ul>\n<pre>\n  <code>x\n  y</code></pre>\n<code hidden>a\n  b</code>");
  for (const file of ["index.html", "dom0-memory.html"]) {
    const html = readFileSync(join(dist, file), "utf8");
    assert.equal(unindented(html).length, html.length, file);
  }
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

/** Files of the site's root, by their ends. */
const named = (end) => readdirSync(dist).filter((file) => file.endsWith(end));

test("the page asks for one script, one style and one wasm, each named by its content", () => {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const head = html.slice(0, html.indexOf("</head>"));
  const asked = [...head.matchAll(/<(?:link|script)\b[^>]*? (?:href|src)="([^"]+)"/g)].map((m) => m[1]).filter((name) => name !== "favicon.svg");
  assert.deepEqual(asked.map((name) => name.replace(/-[0-9a-f]{10}\./, "-HASH.")), ["main-HASH.css", "unsupported.js", "explainer-HASH.wasm", "main-HASH.js"]);
  for (const name of asked) assert.ok(readFileSync(join(dist, name)).length > 500, name);
  const script = readFileSync(join(dist, asked.at(-1)), "utf8");
  assert.ok(!/\bimport\s*["'{*]|\bfrom\s*["']/.test(script), "nothing more is imported at once");
  assert.ok(script.includes(asked[2]), "it starts the wasm that was asked for");
  for (const name of named(".js").concat(named(".css"))) assert.ok(/^(dom0-|loader|unsupported)|-[0-9a-f]{10}\./.test(name), `${name} is of use to nobody`);
});

test("a shared link shows a picture of its own; no address is named that was not given", () => {
  const png = readFileSync(join(dist, "card.png"));
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 630]);
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const meta = (name) => html.match(new RegExp(`<meta (?:name|property)="${name}" content="([^"]+)">`))?.[1] ?? "";
  const answer = html.match(/<meta property="og:description" content="([^"]+)">/)[1];
  assert.ok(answer.length > 40 && meta("description").endsWith(answer) && html.split(answer).length > 3, "the description follows the build");
  assert.equal(meta("twitter:card"), "summary_large_image");
  if (!process.env.SITE) assert.ok(!/rel="canonical"|og:url|og:image/.test(html));
  assert.equal(published("", "index.html"), "");
  assert.match(published("https://example.org/dom0/", "index.html"), /canonical" href="https:\/\/example\.org\/dom0\/"[^]*og:image" content="https:\/\/example\.org\/dom0\/card\.png"/);
  assert.equal(published("https://example.org/dom0/", "article.html"), '<link rel="canonical" href="https://example.org/dom0/article.html">\n');
});
