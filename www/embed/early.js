// The first script of embed.html: decides what the box in the HTML shows, before the engine,
// which follows in the file, has come.
import { wait } from "./waiting.js";

const host = /** @type {HTMLElement} */ (document.querySelector("dom0-memory"));
// Browsers of before 2024 leave the template where it is.
const left = host.querySelector("template");
if (left) host.attachShadow({ mode: "open" }).append(left.content);
left?.remove();
const wrap = /** @type {HTMLElement} */ (host.shadowRoot?.querySelector(".wrap"));
wait(wrap, location.hash.slice(1));
