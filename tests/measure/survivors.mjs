// `node survivors.mjs MUTANTS.OUT`: the mutants that the tests of their own crate missed, against
// the tests that compare with data, without the slowest. Works in a copy of what is committed,
// prints a line for each and the share of all that was caught, and fails below 92 of 100.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = resolve(process.argv[2]);
const tree = join(out, "tree");
/** Tests that take long: they are asked last. Those of the twins take too long for any mutant. */
const SLOW = ["facts::", "figure", "english::", "rewrite::", "ledger::", "log_formats::", "links::", "change::", "decorated::"];
const QUICK = [...SLOW, "twins::"].flatMap((name) => ["--skip", name]);
/** More than thrice what they take, in milliseconds: a mutant can run forever. */
const LONGEST_MS = 200_000;
/** The least share of mutants that tests must see, of 100. */
const LEAST = 92;

/** Whether tests of the copy pass, as it is now. @param {string[]} which */
function pass(which) {
  const env = { ...process.env, CARGO_TARGET_DIR: join(out, "built"), RUSTFLAGS: "--cap-lints=warn" };
  const cargo = ["test", "-q", "-p", "dom0-tests", "--test", "all", "--", ...which];
  return spawnSync("cargo", cargo, { cwd: tree, env, stdio: "ignore", timeout: LONGEST_MS, killSignal: "SIGKILL" }).status === 0;
}

/** Makes a change of the copy, or takes it back. @param {string} diff @param {string[]} how */
const apply = (diff, ...how) => execFileSync("git", ["apply", "-p0", "--recount", ...how, "-"], { cwd: tree, input: diff });

rmSync(tree, { recursive: true, force: true });
mkdirSync(tree, { recursive: true });
execFileSync("tar", ["-x", "-C", tree], { input: execFileSync("git", ["archive", "HEAD"], { cwd: root, maxBuffer: 1 << 30 }) });
// Some tests ask which files belong to the product.
execFileSync("sh", ["-c", "git init -q && git add -A"], { cwd: tree });
if (!pass(QUICK) || !pass(SLOW)) throw new Error("the tests fail without a mutant");
const { outcomes } = JSON.parse(readFileSync(join(out, "outcomes.json"), "utf8"));
const viable = outcomes.filter(({ scenario, summary }) => scenario.Mutant && summary !== "Unviable");
if (!viable.length) throw new Error("no mutant was tested");
let left = 0;
for (const { scenario, diff_path: file } of viable.filter(({ summary }) => summary === "MissedMutant")) {
  const { name, file: source } = scenario.Mutant;
  const diff = readFileSync(join(out, file), "utf8").replace(/^\+\+\+ .*$/m, `+++ ${source}`);
  apply(diff);
  const missed = pass(QUICK) && pass(SLOW);
  apply(diff, "--reverse");
  if (missed) left++;
  console.log(`${missed ? "missed" : "caught"} ${name}`);
}
const share = (100 * (viable.length - left)) / viable.length;
console.log(`mutants-caught ${share.toFixed(1)} of-100 (${viable.length - left} of ${viable.length})`);
process.exit(share < LEAST ? 1 : 0);
