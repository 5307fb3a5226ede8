// The preview image that networks show beside a link: the drawing that the site's crate made,
// as pixels. The renderer is a wasm and the fonts come with it, so it is the same everywhere.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Resvg, initWasm } from "@resvg/resvg-wasm";

const { resolve } = createRequire(import.meta.url);
const FONTS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf"];

/** A drawing as a PNG. @param {string} svg @returns {Promise<Uint8Array>} */
export async function pixels(svg) {
  await initWasm(readFileSync(resolve("@resvg/resvg-wasm/index_bg.wasm")));
  // The renderer knows no `:where` and no `@media`: what has no fill says so itself.
  const plain = svg
    .replace(/@media\([^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, "")
    .replace(/\.d0 :where\([^{]*\{[^}]*\}/, "")
    .replace(/<(path|rect)(?![^>]* (?:fill|class="[^"]*\bf-)[^>]*>)/g, '<$1 fill="none"');
  const fontBuffers = FONTS.map((file) => readFileSync(resolve(`dejavu-fonts-ttf/ttf/${file}`)));
  const drawn = new Resvg(plain, { font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans", monospaceFamily: "DejaVu Sans Mono" } });
  return drawn.render().asPng();
}
