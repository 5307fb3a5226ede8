// `node dev.mjs [PORT]`: the page while it is being worked on. Builds one engine without
// an optimiser, serves the page, and after each change rebuilds what depends on it and
// reloads the page.
//
// Everything goes into target/dev. Embeds, pictures and packing are left to `make dist`;
// what the page shows before its engine runs is made anew only when `www` changes.
// The reload is put in by this server: nothing of it is in any file that ships.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CSP, start } from "./server.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = join(root, "target", "dev");
/** What only the packer of embeds needs. */
const stage = join(root, "target", "dev-stage");
const port = Number(process.argv[2] ?? 8080);
const PROFILE = ["--profile", "quick", "-q"];
const RELOAD = 'new EventSource("/dev/events").onmessage = () => location.reload();\n';

/** Runs a program in the repository's root; its errors go to the terminal. */
function run(program, ...args) {
  return new Promise((done, failed) => {
    spawn(program, args, { cwd: root, stdio: "inherit" })
      .on("error", failed)
      .on("exit", (code) => (code ? failed(new Error(`${program} failed`)) : done()));
  });
}

async function engine() {
  const target = "wasm32-unknown-unknown";
  await run("cargo", "build", ...PROFILE, "--target", target, "-p", "dom0-web", "--no-default-features", "--features", "paste plotters");
  await run("wasm-bindgen", join("target", target, "quick", "web.wasm"), "--target", "web", "--no-typescript", "--keep-debug", "--experimental-reset-state-function", "--out-dir", out, "--out-name", "explainer");
}

const page = () => run("cargo", "run", ...PROFILE, "-p", "dom0-site", "--bin", "prerender", "--", "www", out, stage);

/** Readers of /dev/events: one for each open page. */
const open = new Set();

/** Answers what only this server has: the reload, and pages with the reload put in. */
function answer(request, response) {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  const headers = { "cache-control": "no-cache", "content-security-policy": CSP };
  if (path === "/dev/events") {
    response.writeHead(200, { ...headers, "content-type": "text/event-stream" }).write("\n");
    open.add(response);
    response.on("close", () => open.delete(response));
  } else if (path === "/dev/reload.js") {
    response.writeHead(200, { ...headers, "content-type": "text/javascript" }).end(RELOAD);
  } else if (/^\/([\w-]+\.html)?$/.test(path)) {
    const file = join(out, path === "/" ? "index.html" : path);
    if (!existsSync(file)) return false;
    const html = readFileSync(file, "utf8");
    const made = html.replace("</head>", '<script src="/dev/reload.js"></script>\n</head>');
    response.writeHead(200, { ...headers, "content-type": "text/html; charset=utf-8" }).end(made);
  } else {
    return false;
  }
  return true;
}

/** What changed since the last build and has to be done; what a failed build left undone. */
const due = new Set();
let undone = [];
let busy = false;

async function rebuild() {
  if (busy || !due.size) return;
  busy = true;
  const began = performance.now();
  const jobs = new Set([...undone, ...due]);
  due.clear();
  undone = [...jobs];
  try {
    for (const job of jobs) await job();
    undone = [];
    for (const reader of open) reader.write("data: changed\n\n");
    console.log(`rebuilt in ${((performance.now() - began) / 1000).toFixed(1)} s, ${open.size} open`);
  } catch (error) {
    console.error(`${error.message}: the page stays as it was`);
  }
  busy = false;
  rebuild();
}

/** Does `job` after changes under `folder`; an editor's several writes count as one. */
function after(folder, ends, job) {
  let timer;
  watch(join(root, folder), { recursive: true }, (_, name) => {
    if (!name || !ends.test(name) || name.startsWith("build")) return;
    clearTimeout(timer);
    timer = setTimeout(() => { due.add(job); rebuild(); }, 50);
  });
}

for (const folder of [out, stage]) mkdirSync(folder, { recursive: true });
const { url } = await start({ root: out, port, answer });
after("crate", /\.(rs|toml)$/, engine);
after("www", /\.(html|css|js)$/, page);
for (const job of [page, engine]) due.add(job);
await rebuild();
console.log(`The page is at ${url} and follows crate/ and www/ (Ctrl+C stops it)`);
