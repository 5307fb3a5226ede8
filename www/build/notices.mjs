// The notices of the code that others wrote and the modules hold: every crate that is
// compiled into the wasm, with its licence; and Rust's own library. Texts that several
// crates share stand once. Names no place of the machine, and is the same everywhere.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

const TARGET = "wasm32-unknown-unknown";
const TEXT = /^(licen[cs]e|copying|copyright|notice|unlicense)/i;
/** Of the licences that a crate offers, the text of this one is enough. */
const CHOSEN = /mit/i;

/** The standard library's, of which a toolchain keeps no short text. */
const RUST = {
  name: "Rust’s core, alloc and std", version: "of the compiler", license: "MIT OR Apache-2.0",
  repository: "https://github.com/rust-lang/rust", authors: ["The Rust Project Contributors"], texts: [],
};

/** The text of the MIT licence, for crates that offer it and carry no file.
 * @param {string} holders */
const mit = (holders) => `Copyright (c) ${holders}

Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software
without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons
to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR
PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
DEALINGS IN THE SOFTWARE.`;

/** Every package that the wasm of `dom0-web` is compiled from and that others wrote, as
 * `cargo metadata` has them. Code that only runs while compiling is not in the wasm.
 * @param {string} root the workspace */
export function packages(root) {
  const made = execFileSync("cargo", ["metadata", "--format-version=1", "--locked", `--filter-platform=${TARGET}`], { cwd: root, maxBuffer: 1 << 28, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const { packages: all, resolve } = JSON.parse(made);
  const [of, nodes] = [all, resolve.nodes].map((list) => new Map(list.map((entry) => [entry.id, entry])));
  const runs = (id) => !of.get(id).targets.some((target) => target.kind.includes("proc-macro"));
  const seen = new Set();
  const visit = (id) => {
    if (seen.has(id) || !runs(id)) return;
    seen.add(id);
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) if (kinds.some(({ kind }) => kind === null)) visit(pkg);
  };
  visit(all.find((found) => found.name === "dom0-web" && found.source === null).id);
  return [...seen].map((id) => of.get(id)).filter((found) => found.source !== null)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
}

/** The licence texts in a package's folder: that of MIT where it is one to choose. */
function texts({ manifest_path: manifest, name, license, authors }) {
  const folder = dirname(manifest);
  const files = readdirSync(folder).filter((file) => TEXT.test(file)).sort();
  const some = /\bAND\b/.test(license ?? "") ? [] : files.filter((file) => CHOSEN.test(file));
  const found = (some.length ? some : files).map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
  // A link to a file outside its package comes as a line that names it.
  if (found.length && found.every((text) => text.length > 400)) return found;
  if (!/\bMIT\b/.test(license ?? "")) throw new Error(`${name} has no licence text, and offers no MIT: ${license}`);
  return [mit(holders(authors, name))];
}

/** Who holds the rights: names without addresses. */
const holders = (authors, name) => authors.map((author) => author.replace(/\s*<[^>]*>/, "")).join(", ") || `the authors of ${name}`;

/** The whole file. @param {string} root the workspace */
export function notices(root) {
  const all = packages(root).map((found) => ({ ...found, texts: texts(found) }));
  const rust = { ...RUST, texts: [mit(RUST.authors.join(", "))] };
  /** Each text with the packages it belongs to. @type {Map<string, string[]>} */
  const by = new Map();
  const lines = [rust, ...all].map((found) => {
    const name = `${found.name} ${found.version}`;
    for (const text of found.texts) by.set(text, [...(by.get(text) ?? []), name]);
    return `${name}: ${found.license}${found.repository ? `, ${found.repository}` : ""}`;
  });
  const parts = [...by].map(([text, names]) => `${"=".repeat(72)}\n${names.join(", ")}\n\n${text}\n`);
  return ["The modules and self-contained files here hold code of these packages. Where a", "licence offers a choice, it is used under the MIT licence.", "", ...lines, "", ...parts].join("\n");
}
