// `node serve.mjs ROOT PORT`: serves the built page until stopped. `node serve.mjs --free PORT`
// only looks whether it could, so that nothing is built in vain.
import { spawn } from "node:child_process";
import { start } from "./server.mjs";

const [root = "dist", port = "8080"] = process.argv.slice(2);
const looks = root === "--free";

/** What to do about a port that cannot be had. */
function advice(code) {
  if (code === "EADDRINUSE") return `port ${port} is taken. Try: make serve PORT=8081`;
  if (code === "EACCES") return `port ${port} is for root. Try: make serve PORT=8081`;
  if (code === "ERR_SOCKET_BAD_PORT") return `PORT is a number from 0 to 65535, not “${port}”. Try: make serve PORT=8081`;
  return "";
}

try {
  const { server, url } = await start({ root: looks ? "." : root, port: Number(port) });
  if (looks) {
    server.close();
  } else {
    console.log(`The explainer is at ${url} (Ctrl+C stops it)`);
    if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
      spawn("xdg-open", [url], { stdio: "ignore", detached: true }).on("error", () => {});
    }
  }
} catch (error) {
  const said = advice(error.code);
  console.error(said ? `make: ${said}` : error);
  process.exit(1);
}
