// The page as it ships: its scripts and styles each in one file, named by their content,
// and the wasm asked for while the page is still being read. The modules of `www` stay as
// they are; `make dev` serves them one by one.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, transform } from "esbuild";

const STYLES = /(?:<link rel="stylesheet" href="[^"]+">\n?)+/;
const SCRIPT = /<script type="module" async src="main\.js"><\/script>/;

/** A name that changes with the content. @param {string} name @param {string | Uint8Array} bytes */
export function versioned(name, bytes) {
  const [stem, end] = name.split(/(?=\.\w+$)/);
  return `${stem}-${createHash("sha256").update(bytes).digest("hex").slice(0, 10)}${end}`;
}

/** @param {string} css @returns {Promise<string>} without what only its author reads */
export async function small(css) {
  return (await transform(css, { loader: "css", minify: true })).code.trim();
}

/** A page without the indentation of its source; elements that keep their blanks keep them.
 * @param {string} html @returns {string} */
export const unindented = (html) => html.replace(/<(pre|code|textarea|script|style)\b.*?<\/\1>|\n[ \t]+/gs, (all, kept) => (kept ? all : "\n"));

/** The style sheets that a page links, in its order. @param {string} html */
export const linked = (html) => [...html.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map((m) => m[1]);

/** The page's script, with everything that it imports.
 * @param {{www: string, glue: string, wasm: string}} from */
async function script({ www, glue, wasm }) {
  const { outputFiles } = await build({
    stdin: { contents: 'import "./main.js";\nexport { default as init, Explainer } from "./explainer.js";', resolveDir: www, sourcefile: "entry.js" },
    bundle: true, minify: true, write: false, absWorkingDir: www,
    format: "esm", target: "es2022", charset: "utf8", legalComments: "none", logLevel: "warning",
    plugins: [{
      name: "glue",
      setup(bundle) {
        bundle.onResolve({ filter: /\/explainer\.js$/ }, () => ({ path: glue }));
        bundle.onResolve({ filter: /^\.\/embed\/reader\.js$/ }, () => ({ path: "./dom0-reader.js", external: true }));
      },
    }],
  });
  return outputFiles[0].text.replaceAll("explainer_bg.wasm", wasm);
}

/** What only a site with an address can say: the page's own address, and its preview image,
 * which must be named in full. @param {string} address empty: none
 * @param {string} page */
export function published(address, page) {
  if (!address) return "";
  const here = new URL(page === "index.html" ? "." : page, address).href;
  const card = page === "index.html" ? `<meta property="og:url" content="${here}">
<meta property="og:image" content="${new URL("card.png", address).href}">
<meta property="og:image:width" content="1200">
<meta property="og:image:height" content="630">
` : "";
  return `<link rel="canonical" href="${here}">\n${card}`;
}

/** Writes every page of the site into `dist`, with what it needs.
 * @param {{www: string, site: string, dist: string, glue: string, wasm: string, address: string}} places
 *   `site`: the prerendered pages and the styles; `address`: where the site will be, or empty */
export async function pages({ www, site, dist, glue, wasm, address }) {
  const text = await script({ www, glue, wasm });
  const main = versioned("main.js", text);
  writeFileSync(join(dist, main), text);
  const head = `<link rel="preload" href="${wasm}" as="fetch" type="application/wasm" crossorigin>
<script type="module" async src="${main}"></script>`;
  for (const page of readdirSync(site).filter((name) => name.endsWith(".html"))) {
    const html = readFileSync(join(site, page), "utf8");
    const css = await small(linked(html).map((file) => readFileSync(join(site, file), "utf8")).join("\n"));
    const style = versioned(SCRIPT.test(html) ? "main.css" : "style.css", css);
    writeFileSync(join(dist, style), css);
    writeFileSync(join(dist, page), unindented(html)
      .replace(STYLES, () => `<link rel="stylesheet" href="${style}">\n`).replace(SCRIPT, () => head)
      .replace("</head>", () => `${published(address, page)}</head>`));
  }
  const { code } = await transform(readFileSync(join(www, "unsupported.js"), "utf8"), { minify: true, target: "es5" });
  writeFileSync(join(dist, "unsupported.js"), code);
}
