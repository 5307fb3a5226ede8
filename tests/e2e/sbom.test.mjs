// The list of what ships and what builds it: every package that the notices name, and each
// only once.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bill } from "../../www/build/sbom.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the list names all crates of the wasm, the build's packages, and where each is from", () => {
  const { components } = bill(root);
  const named = (scope) => components.filter((found) => found.scope === scope).map(({ name, version }) => `${name} ${version}`);
  const notices = readFileSync(join(root, "dist/NOTICES.txt"), "utf8").split("=".repeat(72))[0];
  const crates = [...notices.matchAll(/^(\S+ \d[^:]*): /gm)].map(([, name]) => name);
  assert.ok(crates.length > 5);
  assert.deepEqual(named("required"), crates);
  const { devDependencies } = JSON.parse(readFileSync(join(root, "www/build/package.json"), "utf8"));
  const tools = named("excluded");
  for (const [name, version] of Object.entries(devDependencies)) assert.ok(tools.includes(`${name} ${version}`), name);
  assert.equal(new Set(components.map(({ purl }) => purl)).size, components.length);
  for (const { purl, hashes: [{ alg, content }], licenses: [license] } of components) {
    assert.equal(content.length, alg === "SHA-256" ? 64 : 128, purl);
    assert.ok(license.expression ?? license.license.name, purl);
  }
});
