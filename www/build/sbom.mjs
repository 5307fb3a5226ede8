// `node sbom.mjs ROOT`: what ships and what it is built with, as CycloneDX 1.5: every crate
// that is compiled into the wasm, and every npm package of the build, which the scope
// `excluded` marks as not part of what ships. The same sources give the same bytes, so it
// names no time and no number of its own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packages } from "./notices.mjs";

/** A licence: an expression of SPDX, or words that are none. */
const license = (text) => (text ? { licenses: [text.startsWith("SEE ") ? { license: { name: text } } : { expression: text.replaceAll("/", " OR ") }] } : {});

/** The crates of the wasm. @param {string} root the workspace */
const crates = (root) => {
  const locked = new Map([...readFileSync(join(root, "Cargo.lock"), "utf8").matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/g)]
    .map(([, name, version, sum]) => [`${name}@${version}`, sum]));
  return packages(root).map(({ name, version, license: expression }) => ({
    type: "library", "bom-ref": `pkg:cargo/${name}@${version}`, name, version, scope: "required",
    hashes: [{ alg: "SHA-256", content: locked.get(`${name}@${version}`) }],
    ...license(expression), purl: `pkg:cargo/${name}@${version}`,
  }));
};

/** The npm packages of the build, whatever system they are for. @param {string} root */
const tools = (root) => {
  const { packages: all } = JSON.parse(readFileSync(join(root, "www/build/package-lock.json"), "utf8"));
  return Object.entries(all).filter(([place]) => place).map(([place, { version, integrity, license: expression }]) => {
    const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
    const purl = `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
    const content = Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
    return { type: "library", "bom-ref": purl, name, version, scope: "excluded", hashes: [{ alg: "SHA-512", content }], ...license(expression), purl };
  });
};

/** The whole list. @param {string} root the workspace */
export function bill(root) {
  const [, version] = readFileSync(join(root, "Cargo.toml"), "utf8").match(/\[workspace\.package\]\nversion = "(.+)"/);
  const component = { type: "application", "bom-ref": "dom0-memory", name: "dom0-memory", version, ...license("MIT OR Apache-2.0") };
  return { bomFormat: "CycloneDX", specVersion: "1.5", version: 1, metadata: { component }, components: [...crates(root), ...tools(root)] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(bill(process.argv[2] ?? "."), null, 2));
