// The package: what of the built files an importer needs, and how each kind of program
// finds it. The page, its styles and its wasm are not in it; what reads logs is.

/** The files of the package, beside what npm always takes. @param {string} wasm @param {string} reader */
const files = (wasm, reader) => [
  "dom0-memory.js", "dom0-memory.d.ts", "dom0-memory.css", "custom-elements.json",
  "dom0-engine.js", "dom0-engine.d.ts", "dom0-engine.node.js", "dom0-engine.cjs", "dom0-engine.d.cts", wasm, "dom0-reader.js", reader,
  "embed.html", "loader.js", "dom0-memory.html", "p", "NOTICES.txt", "LICENSE-*",
];

/** The manifest. `repository` and `homepage` are left out where they are not known.
 * @param {{version: string, wasm: string, reader: string, repository?: string, homepage?: string}} of */
export function manifest({ version, wasm, reader, repository = "", homepage = "" }) {
  return {
    name: "dom0-memory",
    version,
    description: "Shows where a Xen dom0’s memory went, page for page: element, frame, engine, pictures",
    keywords: ["xen", "dom0", "memory", "e820", "balloon", "web-component", "custom-element", "webassembly"],
    license: "MIT OR Apache-2.0",
    ...(repository ? { repository: { type: "git", url: repository } } : {}),
    ...(homepage ? { homepage } : {}),
    type: "module",
    engines: { node: ">=20" },
    exports: {
      ".": { types: "./dom0-memory.d.ts", default: "./dom0-memory.js" },
      "./engine": {
        node: {
          require: { types: "./dom0-engine.d.cts", default: "./dom0-engine.cjs" },
          default: { types: "./dom0-engine.d.ts", default: "./dom0-engine.node.js" },
        },
        types: "./dom0-engine.d.ts",
        default: "./dom0-engine.js",
      },
      "./dom0-memory.wasm": `./${wasm}`, "./dom0-reader.wasm": `./${reader}`,
      "./dom0-memory.css": "./dom0-memory.css", "./loader.js": "./loader.js", "./embed.html": "./embed.html", "./dom0-memory.html": "./dom0-memory.html",
      "./custom-elements.json": "./custom-elements.json", "./p/*": "./p/*", "./package.json": "./package.json",
    },
    types: "./dom0-memory.d.ts",
    customElements: "custom-elements.json",
    files: files(wasm, reader),
    sideEffects: ["./dom0-memory.js", "./loader.js"],
  };
}
