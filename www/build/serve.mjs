// `node serve.mjs ROOT PORT`: serves the built page until stopped.
import { spawn } from "node:child_process";
import { start } from "./server.mjs";

const [root = "dist", port = "8080"] = process.argv.slice(2);
try {
  const { url } = await start({ root, port: Number(port) });
  console.log(`The explainer is at ${url} (Ctrl+C stops it)`);
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    spawn("xdg-open", [url], { stdio: "ignore", detached: true }).on("error", () => {});
  }
} catch (error) {
  console.error(error.code === "EADDRINUSE" ? `Port ${port} is taken: try make serve PORT=8081` : error);
  process.exit(1);
}
