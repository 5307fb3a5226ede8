// dom0-memory.html: the whole page with its wasm inside. The engine starts from that;
// the page then finds it started.
import { start } from "../engine.js";
import { bytes } from "./inline.js";

bytes().then(start).catch(() => {}).finally(() => import("../main.js"));
