// `node coverage.mjs FILE`: how many lines of each crate the tests run, from the summary of
// cargo-llvm-cov, as `name value unit` lines. Fails where a crate that must be covered is
// below its share, and then names its files with the most lines that no test runs.
import { readFileSync } from "node:fs";

/** The least share of lines, in percent. */
const LEAST = { sim: 95, words: 95, read: 95 };
/** Files that are named for a crate below it. */
const NAMED = 10;

const { data: [{ files }] } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const crates = new Map();
for (const { filename, summary: { lines } } of files) {
  const [, crate, path] = filename.match(/\/crate\/([^/]+)\/(.+)$/) ?? [];
  if (!crate) continue;
  const of = crates.get(crate) ?? { count: 0, covered: 0, open: [] };
  of.count += lines.count;
  of.covered += lines.covered;
  of.open.push([lines.count - lines.covered, path]);
  crates.set(crate, of);
}
for (const name of Object.keys(LEAST)) if (!crates.has(name)) throw new Error(`${process.argv[2]} holds nothing of ${name}`);
let low = false;
for (const [name, { count, covered, open }] of [...crates].sort()) {
  const share = (100 * covered) / count;
  console.log(`coverage-${name} ${share.toFixed(1)} percent-of-${count}-lines`);
  if (!(share < LEAST[name])) continue;
  low = true;
  for (const [lines, path] of open.sort(([a], [b]) => b - a).slice(0, NAMED)) console.error(`crate/${name}/${path}: ${lines} lines that no test runs`);
}
process.exit(low ? 1 : 0);
