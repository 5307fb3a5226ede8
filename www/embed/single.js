// dom0-memory.html: the whole page, including the wasm that the engine starts from.
import { use } from "../engine.js";
import { bytes } from "./inline.js";

use(bytes());
import("../main.js");
