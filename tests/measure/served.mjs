// The built page as a content network serves it: compressed with brotli, on an address of
// this machine. More files can be laid over it.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { policy } from "../../www/build/size.mjs";
import { CSP, dist, start } from "../../www/build/server.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".cast": "text/plain" };

/**
 * Serves the built page with brotli; resolves to its address and a function that ends it.
 * @param {Record<string, string | Buffer>} [over] files by path, sent without a content policy
 */
export async function serve(over = {}) {
  /** @type {Map<string, Buffer>} */
  const packed = new Map();
  const squeeze = (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  // Before anything is asked for: a large file takes seconds.
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    if (entry.isFile() && TYPES[extname(entry.name)]) packed.set(`/${entry.name}`, squeeze(readFileSync(join(dist, entry.name))));
  }
  const { server, url } = await start({ root: dist, answer: (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const file = join(dist, name);
    const type = TYPES[extname(name)];
    const laid = Object.hasOwn(over, name);
    if (!type || (!laid && !(existsSync(file) && statSync(file).isFile()))) return false;
    const body = laid ? Buffer.from(over[name]) : readFileSync(file);
    if (!packed.has(name)) packed.set(name, squeeze(body));
    const own = extname(name) === ".html" ? policy(body.toString()) : "";
    const guarded = laid || extname(name) === ".svg" ? {} : { "content-security-policy": own || CSP };
    response.writeHead(200, { ...guarded, "content-type": type, "content-encoding": "br", "cache-control": "no-cache", "x-content-type-options": "nosniff" });
    response.end(packed.get(name));
    return true;
  } });
  return { url, end: () => { server.closeAllConnections(); server.close(); } };
}

/** The middle and the value that `part` of all do not exceed. @param {number[]} values */
export function share(values, part = 0.5) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
