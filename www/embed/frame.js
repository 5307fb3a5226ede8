// embed.html: the element alone in a frame. It is configured by the address, and reports
// its height to the page around it. Works with an opaque origin: no storage, no cookies, no
// network. Text that the reader types or pastes is never sent to the page around it.
import { beside } from "./element-chrome.js";
import { bytes } from "./inline.js";
import "./element.js";
import { use } from "./engine.js";

const NS = "dom0-memory";
/** Milliseconds of quiet before a new height is reported. */
const QUIET_MS = 60;
/** This many heights within a second mean that this page and the one around it are in a
 * loop. */
const MOST_A_SECOND = 12;
/** Number of times such a loop may resume after a second of rest. */
const MOST_CHASES = 5;
/** Milliseconds until a request of the page around is handled if no frame is drawn. */
const LONGEST_MS = 50;
/** Maximum number of requested steps per frame that are stored until one of them exists. */
const MOST_WISHES = 32;

beside(() => "");
// The page has the element in its HTML, marked `data-fit`: the box fits the frame; in another
// page the element has the height that it likes.
const shown = /** @type {import("./dom0-memory.js").Dom0Memory} */ (document.querySelector("dom0-memory"));

/** @param {string} type @param {object} [more] */
function tell(type, more = {}) {
  if (window.parent !== window) window.parent.postMessage({ ns: NS, v: 1, type, ...more }, "*");
}

let reported = 0;
let timer = 0;
/** @type {number[]} */
let times = [];
let chases = 0;

/** The height that the box likes, which is not the one it has in a low or high frame: 0 while
 * nothing is shown. */
function height() {
  const wrap = /** @type {HTMLElement | null | undefined} */ (shown.shadowRoot?.querySelector(".wrap"));
  // The box of another machine than the default one is not sure of its height.
  if (!wrap || wrap.dataset.waiting === "box" && !("failed" in wrap.dataset) || !shown.getBoundingClientRect().height) return 0;
  const bottom = Math.max(...[...wrap.children].map((part) => part.getBoundingClientRect().bottom));
  const [sheet, room] = [".sheet", ".sheet-box"].map((name) => wrap.querySelector(name)?.getBoundingClientRect().height ?? 0);
  return Math.ceil(bottom + window.scrollY + Math.max(0, sheet - room));
}

/** Reports the height if it changed. `asked` reports it always, unless nothing is shown.
 * @param {"asked" | "changed"} why */
function resize(why) {
  const now = height();
  if (!now) return;
  if (why === "changed") {
    times = times.filter((time) => time > performance.now() - 1000);
    if (now === reported) return;
    if (times.length >= MOST_A_SECOND) {
      if (chases++ < MOST_CHASES) timer = window.setTimeout(() => resize("changed"), 1000);
      return;
    }
    times.push(performance.now());
  }
  reported = now;
  tell("resize", { height: now });
}

function soon() {
  clearTimeout(timer);
  timer = window.setTimeout(() => resize("changed"), QUIET_MS);
}

/** The space around the element follows its light or dark theme. */
function paper() {
  const theme = shown.shadowRoot?.querySelector(/** @type {"div"} */ (".wrap"))?.dataset.theme;
  document.querySelector("meta[name='color-scheme']")?.setAttribute("content", theme === "light" || theme === "dark" ? theme : "light dark");
}

/** Requests since the last frame; each kind is handled once, even if repeated.
 * @type {{steps: (string | number)[], size: boolean, link: boolean}} */
let wishes = { steps: [], size: false, link: false };
let collecting = 0;

/** The last step wins. One that does not exist changes nothing, so some earlier ones are kept.
 * @param {string | number} step */
function wish(step) {
  wishes.steps.push(step);
  if (wishes.steps.length > MOST_WISHES) wishes.steps.shift();
}

/** A frame out of view gets no animation frames, so a timer wakes it as well. */
function collect() {
  if (collecting) return;
  collecting = window.setTimeout(grant, LONGEST_MS);
  requestAnimationFrame(grant);
}

function grant() {
  if (!collecting) return;
  clearTimeout(collecting);
  collecting = 0;
  const { steps, size, link } = wishes;
  wishes = { steps: [], size: false, link: false };
  if (link) {
    shown.load(location.hash);
    paper();
  }
  while (steps.length && !shown.seek(/** @type {string | number} */ (steps.pop())));
  if (size) resize("asked");
}

new ResizeObserver(soon).observe(shown);
// A frame out of view gets neither observers nor frames, so report at once as well.
addEventListener("load", () => resize("changed"));
shown.addEventListener("dom0-ready", () => { paper(); tell("ready", { height: height() }); soon(); });
shown.addEventListener("dom0-step", (event) => {
  const { index, id, title } = /** @type {CustomEvent} */ (event).detail;
  tell("step", { index, id, title });
  soon();
});
shown.addEventListener("dom0-error", (event) => {
  const { code, message } = /** @type {CustomEvent} */ (event).detail;
  tell("error", { code, message });
  soon();
});
shown.addEventListener("dom0-input-error", (event) => {
  const { field } = /** @type {CustomEvent} */ (event).detail;
  tell("error", { code: "input", field });
  soon();
});

addEventListener("message", (event) => {
  if (event.source !== window.parent || window.parent === window) return;
  const said = event.data;
  if (typeof said !== "object" || said === null || said.ns !== NS || said.v !== 1) return;
  if (said.type === "ask-size") wishes.size = true;
  else if (said.type !== "seek") return;
  else if (typeof said.step === "string" && said.step.length <= 40) wish(said.step);
  else if (Number.isFinite(said.step)) wish(said.step);
  else return;
  collect();
});

addEventListener("hashchange", () => { wishes.link = true; collect(); });
// Data that cannot be unpacked is refused, with a reason, when the engine starts.
use(bytes());
shown.load(location.hash);
shown.setAttribute("loading", "eager");
document.querySelector(".late")?.remove();
