// `node frames.mjs [WIDTH]`: what a frame costs while the story plays: through plotters on
// the page, by the canvas' own calls in the frame, each next to the same display list drawn by
// plain JavaScript in the same page. A frame of the product holds everything: the moment, the
// scene, and the calls; the baseline only the calls, without those that change nothing. Both ask
// for the next frame, and end with one pixel read back, so that the raster is in them.
// Prints `name value unit` lines.
import { chromium, open } from "../e2e/browser.mjs";
import { share } from "./served.mjs";
import { CSP, dist, ISOLATED, start } from "../../www/build/server.mjs";

const WIDTH = Number(process.argv[2] ?? 1280);
/** Frames that are recorded for the baseline, and how often each is drawn again. */
const [KEPT, TURNS] = [120, 3];
/** Fewer frames than this tell nothing. */
const LEAST = 40;

/** Before any script of the page: times each callback of a frame in which a canvas is drawn
 * on, and records the calls where `window.kept` is a list. */
function watch() {
  window.times = [];
  window.kept = null;
  let drawn = null;
  const { getImageData } = CanvasRenderingContext2D.prototype;
  /** Waits for the raster of a canvas. */
  window.raster = (canvas) => { getImageData.call(canvas.getContext("2d"), 0, 0, 1, 1); };
  const own = requestAnimationFrame.bind(window);
  window.plainly = own;
  window.requestAnimationFrame = (work) => own((now) => {
    drawn = null;
    const from = performance.now();
    work(now);
    if (!drawn) return;
    window.raster(drawn);
    const took = performance.now() - from;
    if (window.kept) window.kept.push(window.calls);
    else window.times.push(took);
  });
  const { prototype } = CanvasRenderingContext2D;
  window.whole = Object.getOwnPropertyDescriptors(prototype);
  const { save } = prototype;
  prototype.save = function () {
    drawn = window.canvas = this.canvas;
    return save.call(this);
  };
  /** Records every call and every style set from now on, with the calls themselves. */
  window.record = () => {
    for (const [name, { value, get, set }] of Object.entries(window.whole)) {
      if (typeof value === "function" && name !== "constructor") {
        Object.defineProperty(prototype, name, { configurable: true, writable: true, value(...given) {
          if (name === "save" && drawn === null) [drawn, window.calls] = [window.canvas = this.canvas, []];
          if (drawn) window.calls.push([name, given]);
          return value.apply(this, given);
        } });
      } else if (set) {
        Object.defineProperty(prototype, name, { configurable: true, get, set(now) {
          if (drawn) window.calls.push([name, now]);
          set.call(this, now);
        } });
      }
    }
    window.kept = [];
  };
  window.release = () => {
    Object.defineProperties(prototype, window.whole);
    const { kept } = window;
    window.kept = null;
    return kept;
  };
}

/** In the page: draws what was recorded by plain JavaScript, frame by frame; milliseconds. */
async function replay(turns, kept) {
  const shapes = window.release().slice(0, kept);
  const context = window.canvas.getContext("2d");
  // What sets a style to what it is already is not part of a list that is drawn by hand.
  const lists = shapes.map((calls) => {
    const held = {};
    return calls.filter(([name, given]) => {
      if (name === "save" || name === "restore") Object.keys(held).forEach((key) => delete held[key]);
      if (Array.isArray(given)) return name !== "measureText";
      if (held[name] === given) return false;
      held[name] = given;
      return true;
    });
  });
  const times = [];
  const draw = (list) => {
    for (const [name, given] of list) {
      switch (name) {
        case "fillRect": context.fillRect(given[0], given[1], given[2], given[3]); break;
        case "strokeRect": context.strokeRect(given[0], given[1], given[2], given[3]); break;
        case "moveTo": context.moveTo(given[0], given[1]); break;
        case "lineTo": context.lineTo(given[0], given[1]); break;
        case "beginPath": context.beginPath(); break;
        case "closePath": context.closePath(); break;
        case "fill": context.fill(); break;
        case "stroke": context.stroke(); break;
        case "fillText": context.fillText(given[0], given[1], given[2]); break;
        case "fillStyle": context.fillStyle = given; break;
        case "strokeStyle": context.strokeStyle = given; break;
        case "lineWidth": context.lineWidth = given; break;
        case "font": context.font = given; break;
        case "textAlign": context.textAlign = given; break;
        default: if (Array.isArray(given)) context[name](...given); else context[name] = given;
      }
    }
  };
  const all = Array.from({ length: turns }, () => lists).flat();
  await new Promise((end) => {
    const frame = () => {
      const from = performance.now();
      draw(all[times.length]);
      if (times.length < all.length - 1) window.plainly(frame);
      window.raster(window.canvas);
      times.push(performance.now() - from);
      if (times.length === all.length) end();
    };
    window.plainly(frame);
  });
  return { times, calls: lists.map((list) => list.length) };
}

/** In the page: presses a part of the story, wherever it is, or tells its text. */
function inStory(part, what) {
  const roots = [document, ...[...document.querySelectorAll("*")].flatMap((e) => (e.shadowRoot ? [e.shadowRoot] : []))];
  const found = roots.map((root) => root.querySelector(`[data-part=${part}]`)).find((element) => element);
  if (what === "click") found.click();
  return found.textContent.trim();
}

const site = await start({ root: dist, csp: CSP, more: ISOLATED });
const browser = await chromium();
const LOOKS = { plotters: "", direct: "embed.html#v=1&linux=3.2" };
for (const [name, path] of Object.entries(LOOKS)) {
  const { page, wrong } = await open(browser, "about:blank", { watch: false, width: WIDTH, height: 720 });
  await page.evaluateOnNewDocument(watch);
  await page.goto(`${site.url}${path}`);
  await page.waitForFunction(() => window.canvas, { timeout: 60_000 });
  // Everything of the start is over.
  await new Promise((r) => setTimeout(r, 3000));
  /** Plays, again from the start where it ends, until there are so many frames; fewer after
   * a minute and a half, because the story rests at each step. */
  const playing = async (frames) => {
    const most = Date.now() + 90_000;
    let seen = 0;
    while (seen < frames && Date.now() < most) {
      if (await page.evaluate(inStory, "play-word", "text") !== "Pause") await page.evaluate(inStory, "play", "click");
      await new Promise((r) => setTimeout(r, 500));
      seen = await page.evaluate(() => (window.kept ?? window.times).length);
    }
    if (seen < LEAST) throw new Error(`${name}: only ${seen} frames: ${wrong}`);
  };
  await page.evaluate(() => { window.times = []; });
  await playing(400);
  const frames = await page.evaluate(() => window.times);
  await page.evaluate(() => window.record());
  await playing(KEPT);
  await page.evaluate(inStory, "play", "click");
  const plain = await page.evaluate(replay, TURNS, KEPT);
  console.log(`frame-${name}-frames ${frames.length} frames`);
  for (const [part, at] of [["p50", 0.5], ["p99", 0.99]]) {
    const [ours, base] = [share(frames, at), share(plain.times, at)];
    console.log(`frame-${name}-${part} ${ours.toFixed(3)} ms`);
    console.log(`frame-${name}-plain-${part} ${base.toFixed(3)} ms`);
    console.log(`frame-${name}-${part}-ratio ${(ours / base).toFixed(2)} times`);
  }
  console.log(`frame-${name}-calls ${share(plain.calls)} calls`);
  await page.close();
}
await browser.close();
site.server.closeAllConnections();
site.server.close();
