// The engine for Node: the same, except that its wasm is read from the folder it is in.
import { readFile } from "node:fs/promises";
import { Engine, EngineError, start, use } from "./engine.js";

use(() => readFile(new URL("./explainer_bg.wasm", import.meta.url)));

export { Engine, EngineError, start, use };
