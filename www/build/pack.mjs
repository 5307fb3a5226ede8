// `node pack.mjs WWW STAGE DIST`: makes what ships out of the modules, the wasm and the
// prerendered pages, which are in STAGE.
//
// Bundles the page, the element, the engine and the two self-contained files, names every
// wasm by its content, writes content policies by hash, the package's manifest and the sizes.
// Nothing here depends on the time or the place: the same sources give the same bytes.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipAsync } from "@gfx/zopfli";
import { build, transform } from "esbuild";
import { pixels } from "./card.mjs";
import { manifest } from "./manifest.mjs";
import { notices } from "./notices.mjs";
import { linked, pages, small, unindented, versioned } from "./page.mjs";
import { sizes } from "./size.mjs";

const [www, stage, dist] = process.argv.slice(2).map((path) => resolve(path));
if (!dist) {
  console.error("usage: node pack.mjs WWW STAGE DIST");
  process.exit(2);
}
/** The prerendered pages, with the styles and modules they name. */
const site = join(stage, "site");
const read = (...path) => readFileSync(join(...path), "utf8");
const hash = (bytes, algorithm = "sha256") => createHash(algorithm).update(bytes).digest("base64");

/** Copies a wasm under a name that changes with its content. */
function named(kind, name) {
  const bytes = readFileSync(join(stage, kind, "explainer_bg.wasm"));
  const file = versioned(`${name}.wasm`, bytes);
  writeFileSync(join(dist, file), bytes);
  return file;
}

/** An embed's markup, as the build has filled it in, without what it has for readers without
 * script. */
const wrap = () => read(stage, "wrap.html").replace(/<noscript>.*?<\/noscript>/gs, "").replace(/\n\s*/g, "");

/** Where modules find the engine's glue, and what the build has made. `dressed`: style and
 * markup inside too. */
const places = (kind, alone, dressed) => ({
  name: "places",
  setup(bundle) {
    bundle.onResolve({ filter: /\/explainer\.js$/ }, () => ({ path: join(stage, kind, "explainer.js") }));
    bundle.onResolve({ filter: /\/figure\.css$/ }, () => ({ path: join(stage, "figure.css") }));
    if (!alone) bundle.onResolve({ filter: /^\.\/engine\.js$/ }, () => ({ path: "./dom0-engine.js", external: true }));
    bundle.onResolve({ filter: /^\.\/(embed\/)?reader\.js$/ }, () => ({ path: "./dom0-reader.js", external: true }));
    bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ loader: "text", contents: dressed ? await small(read(path)) : "" }));
    bundle.onLoad({ filter: /\/wrap\.html$/ }, () => ({ loader: "text", contents: dressed ? wrap() : "" }));
  },
});

/** The element's style, as its module has it. */
async function style() {
  const files = [[www, "story.css"], [stage, "figure.css"], [www, "embed", "element.css"]];
  return (await Promise.all(files.map((path) => small(read(...path))))).join("");
}

/** An entry with everything it imports, as text. `alone`: the engine inside too; `dressed`:
 * style and markup too. */
async function bundled(entry, kind, { alone = true, dressed = true, ...more } = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(www, "embed", entry)], bundle: true, minify: true, write: false,
    format: "esm", target: "es2022", charset: "utf8", legalComments: "none",
    external: ["node:*"], plugins: [places(kind, alone, dressed)], logLevel: "warning", ...more,
  });
  return outputFiles[0].text;
}

/** A page with style, script and wasm inside, and a policy that allows just these. */
async function alone(html, script, kind) {
  // What browsers unpack as gzip, packed by Zopfli: a twentieth smaller than gzip -9.
  const packed = await gzipAsync(readFileSync(join(stage, kind, "explainer_bg.wasm")), { numiterations: 15 });
  const wasm = Buffer.from(packed).toString("base64");
  const code = script.replaceAll("</script", "<\\/script");
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map((m) => m[1]).concat(code).map((text) => `'sha256-${hash(text)}'`);
  const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map((m) => m[1]).map((text) => `'sha256-${hash(text)}'`);
  const policy = [
    "default-src 'none'", `script-src ${scripts.join(" ")} 'wasm-unsafe-eval'`, `style-src ${styles.join(" ")}`,
    "img-src data: blob:", "base-uri 'none'", "form-action 'none'",
  ].join("; ");
  return html
    .replace("<!-- make:csp -->", () => `<meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replace("<!-- make:wasm -->", () => `<script type="application/wasm+gzip+base64">${wasm}</script>`)
    .replace("<!-- make:script -->", () => `<script type="module">${code}</script>`);
}

/** An embed's frame with its first script, and with style and markup where the element finds
 * them before its own script has come. */
async function frame() {
  const early = (await bundled("early.js", "embed", { dressed: false, format: "iife" })).trim();
  const dressed = await style();
  return read(www, "embed", "embed.html")
    .replace("<!-- make:style -->", () => `<style>${dressed}</style>`)
    .replace("<!-- make:wrap -->", wrap)
    .replace("<!-- make:early -->", () => `<script>${early}</script>`);
}

/** The page with its style sheets inside and places for the rest. */
async function page() {
  let html = unindented(read(site, "index.html"));
  for (const file of linked(html)) {
    const style = `<style>${await small(read(site, file))}</style>`;
    html = html.replace(`<link rel="stylesheet" href="${file}">`, () => style);
  }
  for (const [link, file] of html.matchAll(/<script async src="([^"]+)"><\/script>/g)) {
    const { code } = await transform(read(site, file), { minify: true, target: "es5" });
    html = html.replace(link, () => `<script>${code.trim()}</script>`);
  }
  const icon = `data:image/svg+xml,${encodeURIComponent(read(site, "favicon.svg").trim())}`;
  return html
    .replace('href="favicon.svg"', () => `href="${icon}"`)
    .replace(/<script type="module" async src="[^"]+"><\/script>\n?/, "")
    .replace('<meta charset="utf-8">', '<meta charset="utf-8">\n<!-- make:csp -->')
    .replace("</body>", "<!-- make:wasm -->\n<!-- make:script -->\n</body>");
}

const version = read(www, "..", "Cargo.toml").match(/^version = "([^"]+)"/m)[1];
const [ofPage, ofReader, ofEmbed] = [named("page", "explainer"), named("reader", "reader"), named("embed", "dom0-memory")];
/** With the names of the wasm: the embed’s, and that of what reads logs. */
const withWasm = (text, own = ofEmbed) => text.replaceAll("explainer_bg.wasm", own).replaceAll("reader_bg.wasm", ofReader);
/** Where a script of the older kind finds what is beside it. */
const COMMON = {
  format: "cjs", platform: "node", define: { "import.meta.url": "here" },
  banner: { js: 'const here=require("node:url").pathToFileURL(__filename).href;' },
};

copyFileSync(join(site, "favicon.svg"), join(dist, "favicon.svg"));
writeFileSync(join(dist, "card.png"), await pixels(read(stage, "card.svg")));
await pages({ www, site, dist, glue: join(stage, "page", "explainer.js"), wasm: ofPage, address: process.env.SITE ?? "" });
writeFileSync(join(dist, "dom0-engine.js"), withWasm(await bundled("engine.js", "embed")));
writeFileSync(join(dist, "dom0-reader.js"), withWasm(await bundled("reader.js", "reader"), ofReader));
writeFileSync(join(dist, "dom0-engine.node.js"), withWasm(await bundled("engine-node.js", "embed", { alone: false })));
writeFileSync(join(dist, "dom0-engine.cjs"), withWasm(await bundled("engine-node.js", "embed", COMMON)));
writeFileSync(join(dist, "dom0-memory.css"), await style());
writeFileSync(join(dist, "dom0-memory.js"), await bundled("element.js", "embed", { alone: false }));
writeFileSync(join(dist, "embed.html"), await alone(await frame(), await bundled("frame.js", "embed", { dressed: false }), "embed"));
writeFileSync(join(dist, "dom0-memory.html"), await alone(await page(), await bundled("single.js", "single"), "single"));
writeFileSync(join(dist, "loader.js"), (await transform(read(www, "embed", "loader.js"), { minify: true, target: "es2020" })).code);
for (const file of ["dom0-memory.d.ts", "dom0-engine.d.ts", "custom-elements.json", "README.md"]) copyFileSync(join(www, "embed", file), join(dist, file));
copyFileSync(join(www, "embed", "dom0-engine.d.ts"), join(dist, "dom0-engine.d.cts"));
const { REPOSITORY: repository, SITE: homepage } = process.env;
writeFileSync(join(dist, "package.json"), `${JSON.stringify(manifest({ version, wasm: ofEmbed, reader: ofReader, repository, homepage }), null, 2)}\n`);
for (const file of readdirSync(join(www, "..")).filter((name) => name.startsWith("LICENSE-"))) {
  copyFileSync(join(www, "..", file), join(dist, file));
}
writeFileSync(join(dist, "NOTICES.txt"), notices(join(www, "..")));
writeFileSync(join(dist, "SIZES.txt"), sizes(dist).text);
