// `node size.mjs DIST BUDGET`: what readers download, against the committed budget.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Raw, gzip -9 and brotli -q 11 of some bytes. */
function measured(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params }).length };
}

/** A module and everything it imports or fetches by name; not what it may import later, nor
 * the style that only browsers of before 2023 fetch. */
function family(dist, file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = file.endsWith(".js") ? readFileSync(join(dist, file), "utf8") : "";
  for (const [, name] of text.matchAll(/(?<!import\()["'`](?:\.\/)?([\w.-]+\.(?:js|wasm))["'`]/g)) {
    try {
      readFileSync(join(dist, name));
      family(dist, name, seen);
    } catch { /* a name in a text, not a file */ }
  }
  return seen;
}

/** A page and everything that its head asks for: what comes before anybody does anything. */
function first(dist, page) {
  const html = readFileSync(join(dist, page), "utf8");
  const asked = html.matchAll(/<(?:link rel="(?:stylesheet|preload)"|script)[^>]* (?:href|src)="([^"]+)"/g);
  return [page, ...[...asked].map((m) => m[1])];
}

const add = (a, b) => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli });

/** Every shipped file and the sums that count, as numbers and as text. */
export function sizes(dist) {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "SIZES.txt")
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1)).sort();
  const of = new Map(files.map((file) => [file, measured(readFileSync(join(dist, file)))]));
  const parts = [...family(dist, "dom0-memory.js")].sort();
  const together = (names) => names.map((file) => of.get(file)).reduce(add);
  of.set("whole embed", together(parts));
  const page = first(dist, "index.html");
  of.set("whole page", together(page));
  const later = [...family(dist, "dom0-reader.js")].sort();
  of.set("for the first log", together(later));
  const line = (cells) => cells.map((c, i) => (i ? String(c).padStart(9) : c.padEnd(34))).join("");
  const rows = [...of].map(([name, s]) => line([name, s.raw, s.gzip, s.brotli]));
  const signed = files.filter((file) => /\.(js|css|wasm)$/.test(file)).map((file) => {
    const digest = createHash("sha384").update(readFileSync(join(dist, file))).digest("base64");
    return `${file.padEnd(34)}sha384-${digest}`;
  });
  const policies = ["embed.html", "dom0-memory.html"].filter((file) => of.has(file)).map((file) => `${file.padEnd(34)}${policy(readFileSync(join(dist, file), "utf8"))}`);
  const text = [
    line(["file", "raw", "gzip -9", "br -q 11"]), ...rows, "",
    `whole embed = ${parts.join(" + ")}`, `whole page, before anything is asked of it = ${page.join(" + ")}`,
    `for the first log = ${later.join(" + ")}`, "",
    "Subresource integrity", ...signed, "", "Content policies of the self-contained files", ...policies, "",
  ].join("\n");
  return { of, text, table: [line(["file", "raw", "gzip -9", "br -q 11"]), ...rows].join("\n") };
}

/** The policy a self-contained file carries. */
export const policy = (html) => html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/)?.[1] ?? "";

/** Lines `name measure most` of the budget that are exceeded; `*` stands for any text. */
function exceeded(of, budget) {
  return budget.split("\n").filter((l) => l.trim() && !l.startsWith("#")).flatMap((l) => {
    const [, name, measure, most] = l.match(/^(.+?)\s+(raw|gzip|brotli)\s+(\d+)$/) ?? [];
    if (!name) return [`the budget’s line “${l}” is no line`];
    const pattern = new RegExp(`^${name.split("*").map((s) => s.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`);
    const meant = [...of].filter(([file]) => pattern.test(file));
    if (!meant.length) return [`${name}: no such file`];
    return meant.filter(([, s]) => s[measure] > Number(most)).map(([file, s]) => `${file}: ${s[measure]} bytes ${measure}, budget ${most}`);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dist, budget] = process.argv.slice(2);
  const { of, table } = sizes(dist.replace(/\/$/, ""));
  console.log(table);
  const over = exceeded(of, readFileSync(budget, "utf8"));
  for (const line of over) console.error(`over budget: ${line}`);
  process.exit(over.length ? 1 : 0);
}
