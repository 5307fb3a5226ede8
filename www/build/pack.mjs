// `node pack.mjs WWW STAGE DIST`: makes what is embedded out of the built page.
//
// Bundles the element, the engine and the two self-contained files, names every wasm by
// its content, writes content policies by hash, the package's manifest and the sizes.
// Nothing here depends on the time or the place: the same sources give the same bytes.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipAsync } from "@gfx/zopfli";
import { build, transform } from "esbuild";
import { notices } from "./notices.mjs";
import { sizes } from "./size.mjs";

const [www, stage, dist] = process.argv.slice(2).map((path) => resolve(path));
if (!dist) {
  console.error("usage: node pack.mjs WWW STAGE DIST");
  process.exit(2);
}
const read = (...path) => readFileSync(join(...path), "utf8");
const hash = (bytes, algorithm = "sha256") => createHash(algorithm).update(bytes).digest("base64");

/** Copies a wasm under a name that changes with its content. */
function named(kind, name) {
  const bytes = readFileSync(join(stage, kind, "explainer_bg.wasm"));
  const file = `${name}-${createHash("sha256").update(bytes).digest("hex").slice(0, 10)}.wasm`;
  writeFileSync(join(dist, file), bytes);
  return file;
}

/** Where modules find the engine's glue, and what the build has made. */
const places = (kind, alone) => ({
  name: "places",
  setup(bundle) {
    bundle.onResolve({ filter: /\/explainer\.js$/ }, () => ({ path: join(stage, kind, "explainer.js") }));
    bundle.onResolve({ filter: /\/figure\.css$/ }, () => ({ path: join(stage, "figure.css") }));
    bundle.onResolve({ filter: /\/story-markup\.js$/ }, () => ({ path: join(dist, "story-markup.js") }));
    if (!alone) bundle.onResolve({ filter: /^\.\/engine\.js$/ }, () => ({ path: "./dom0-engine.js", external: true }));
    bundle.onResolve({ filter: /^\.\/reader\.js$/ }, () => ({ path: "./dom0-reader.js", external: true }));
    bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ loader: "text", contents: await small(read(path)) }));
    // What the page has for readers without script is of no use to an embed.
    bundle.onLoad({ filter: /story-markup\.js$/ }, ({ path }) => ({
      contents: read(path).replace(/<div class=\\"pre .*?<\/div>|<noscript>.*?<\/noscript>|<p aria-hidden.*?<\/p>|<span( data-\w+)*><i>.*?<\/span>/gs, "").replace(/\\n\s*/g, ""),
    }));
  },
});

async function small(css) {
  return (await transform(css, { loader: "css", minify: true })).code.trim();
}

/** The element's style, as its module has it. */
async function style() {
  const files = [[www, "story.css"], [stage, "figure.css"], [www, "embed", "element.css"]];
  return (await Promise.all(files.map((path) => small(read(...path))))).join("");
}

/** An entry with everything it imports, as text. `alone`: the engine inside too. */
async function bundled(entry, kind, alone = true) {
  const { outputFiles } = await build({
    entryPoints: [join(www, "embed", entry)], bundle: true, minify: true, write: false,
    format: "esm", target: "es2022", charset: "utf8", legalComments: "none",
    external: ["node:*"], plugins: [places(kind, alone)], logLevel: "warning",
  });
  return outputFiles[0].text;
}

/** A page with style, script and wasm inside, and a policy that allows just these, and
 * the style that its script may put in. */
async function alone(html, script, kind, later = "") {
  // What browsers unpack as gzip, packed by Zopfli: a twentieth smaller than gzip -9.
  const packed = await gzipAsync(readFileSync(join(stage, kind, "explainer_bg.wasm")), { numiterations: 15 });
  const wasm = Buffer.from(packed).toString("base64");
  const code = script.replaceAll("</script", "<\\/script");
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map((m) => m[1]).concat(code).map((text) => `'sha256-${hash(text)}'`);
  const styles = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map((m) => m[1]).concat(later || []).map((text) => `'sha256-${hash(text)}'`);
  const policy = [
    "default-src 'none'", `script-src ${scripts.join(" ")} 'wasm-unsafe-eval'`, `style-src ${styles.join(" ")}`,
    "img-src data: blob:", "base-uri 'none'", "form-action 'none'",
  ].join("; ");
  return html
    .replace("<!-- make:csp -->", () => `<meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replace("<!-- make:wasm -->", () => `<script type="application/wasm+gzip+base64">${wasm}</script>`)
    .replace("<!-- make:script -->", () => `<script type="module">${code}</script>`);
}

/** The page with its style sheets inside and places for the rest. */
async function page() {
  let html = read(dist, "index.html");
  for (const [link, file] of html.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)) {
    html = html.replace(link, `<style>${await small(read(dist, file))}</style>`);
  }
  for (const [link, file] of html.matchAll(/<script src="([^"]+)"><\/script>/g)) {
    const { code } = await transform(read(dist, file), { minify: true, target: "es5" });
    html = html.replace(link, () => `<script>${code.trim()}</script>`);
  }
  return html
    .replace(/<script type="module" src="[^"]+"><\/script>\n?/, "")
    .replace('<meta charset="utf-8">', '<meta charset="utf-8">\n<!-- make:csp -->')
    .replace("</body>", "<!-- make:wasm -->\n<!-- make:script -->\n</body>");
}

const version = read(www, "..", "Cargo.toml").match(/^version = "([^"]+)"/m)[1];
const manifest = {
  name: "dom0-memory",
  version,
  description: "Shows where a Xen dom0's memory went, page for page: element, frame, engine, pictures",
  license: "MIT OR Apache-2.0",
  type: "module",
  exports: {
    ".": { types: "./dom0-memory.d.ts", default: "./dom0-memory.js" },
    "./engine": { types: "./dom0-engine.d.ts", default: "./dom0-engine.js" },
    "./dom0-memory.css": "./dom0-memory.css", "./loader.js": "./loader.js", "./embed.html": "./embed.html", "./dom0-memory.html": "./dom0-memory.html",
    "./p/*": "./p/*", "./package.json": "./package.json",
  },
  types: "./dom0-memory.d.ts",
  sideEffects: ["./dom0-memory.js", "./loader.js"],
};

const [ofPage, ofEmbed] = [named("page", "explainer"), named("embed", "dom0-memory")];
copyFileSync(join(stage, "page", "explainer.js"), join(dist, "explainer.js"));
for (const file of ["engine.js", "explainer.js"]) {
  writeFileSync(join(dist, file), read(dist, file).replaceAll("explainer_bg.wasm", ofPage));
}
writeFileSync(join(dist, "dom0-engine.js"), (await bundled("engine.js", "embed")).replaceAll("explainer_bg.wasm", ofEmbed));
writeFileSync(join(dist, "dom0-reader.js"), (await bundled("reader.js", "page")).replaceAll("explainer_bg.wasm", ofPage));
writeFileSync(join(dist, "dom0-memory.css"), await style());
writeFileSync(join(dist, "dom0-memory.js"), await bundled("element.js", "embed", false));
writeFileSync(join(dist, "embed.html"), await alone(read(www, "embed", "embed.html"), await bundled("frame.js", "embed"), "embed", await style()));
writeFileSync(join(dist, "dom0-memory.html"), await alone(await page(), await bundled("single.js", "single"), "single"));
writeFileSync(join(dist, "loader.js"), (await transform(read(www, "embed", "loader.js"), { minify: true, target: "es2020" })).code);
for (const file of ["dom0-memory.d.ts", "dom0-engine.d.ts"]) copyFileSync(join(www, "embed", file), join(dist, file));
writeFileSync(join(dist, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
for (const file of readdirSync(join(www, "..")).filter((name) => name.startsWith("LICENSE-"))) {
  copyFileSync(join(www, "..", file), join(dist, file));
}
writeFileSync(join(dist, "NOTICES.txt"), notices(join(www, "..")));
rmSync(join(dist, "SIZES.txt"), { force: true });
writeFileSync(join(dist, "SIZES.txt"), sizes(dist).text);
