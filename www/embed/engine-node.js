// The engine for Node: the same, except that its wasm, and the reader's, are read from the
// folder they are in.
import { readFile } from "node:fs/promises";
import { Engine, EngineError, read, start, use, useReader } from "./engine.js";

use(() => readFile(new URL("./explainer_bg.wasm", import.meta.url)));
useReader(() => readFile(new URL("./reader_bg.wasm", import.meta.url)));

export { Engine, EngineError, read, start, use, useReader };
