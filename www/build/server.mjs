// One small static server, for `make serve` and for the tests. Sends the strict
// content policy the page must work under.
import { createReadStream, readFileSync, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { policy } from "./size.mjs";

/** What the build made. */
export const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** Headers without which a browser’s clock is no finer than a tenth of a millisecond. */
export const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

export const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** The path a request names; whatever is malformed names nothing. */
function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, "http://localhost").pathname).replaceAll("\0", "");
  } catch {
    return "/malformed";
  }
}

/** The policy of what is self-contained: a page carries its own, with hashes; a picture
 * has its style inside and nothing else. */
function own(file, end) {
  if (end === ".svg") return "default-src 'none'; style-src 'unsafe-inline'";
  return end === ".html" ? policy(readFileSync(file, "utf8")) : "";
}

/** Serves `root`; resolves to the server and its address.
 * `types` overrides MIME types, `missing` names extensions answered with 404, `more` are
 * headers of every file; where
 * `answer(request, response)` returns true it has answered in place of a file. */
export function start({ root, port = 0, csp = CSP, types = {}, missing = [], more = {}, answer = () => false }) {
  const base = realpathSync(root);
  const server = createServer((request, response) => {
    if (answer(request, response)) return;
    const path = pathOf(request.url ?? "/");
    const file = normalize(join(base, path.endsWith("/") ? `${path}index.html` : path));
    const end = extname(file);
    let size = -1;
    try {
      const found = statSync(file);
      // A link that leads out of the folder is as good as missing.
      const inside = realpathSync(file).startsWith(base + sep);
      if (found.isFile() && inside && !missing.includes(end)) size = found.size;
    } catch { /* answered with 404 */ }
    const type = types[end] ?? TYPES[end] ?? "application/octet-stream";
    const headers = { "content-security-policy": size < 0 ? csp : own(file, end) || csp, "cache-control": "no-cache", "x-content-type-options": "nosniff", ...more };
    if (size < 0) {
      response.writeHead(404, { ...headers, "content-type": "text/plain" }).end("not found\n");
    } else {
      response.writeHead(200, { ...headers, "content-type": type, "content-length": size });
      createReadStream(file).pipe(response);
    }
  });
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => done({ server, url: `http://127.0.0.1:${server.address().port}/` }));
  });
}
