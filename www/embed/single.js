// dom0-memory.html: the whole page with its wasm inside, from which the engine starts.
import { use } from "../engine.js";
import { bytes } from "./inline.js";

use(bytes());
import("../main.js");
