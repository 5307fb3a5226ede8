// Connects the page to the engine: events in, numbers and ready texts out. All texts of
// results come from the engine; none is formatted here.
import { Address } from "./address.js";
import { choose, wireCopies, wireTabs, wireWarnings } from "./advice.js";
import { bind, element, made, said } from "./bind.js";
import { Ceiling } from "./ceiling.js";
import { Compare } from "./compare.js";
import { copy } from "./copy.js";
import { Engine, EngineError, start } from "./engine.js";
import { focusOn } from "./focus.js";
import { Form } from "./form.js";
import { grow } from "./larger.js";
import { Later } from "./later.js";
import { marked } from "./marked.js";
import { linkHighlights } from "./highlight.js";
import { advise, tables, texts } from "./follow.js";
import { Sweep } from "./sweep.js";
import { scrolls } from "./scroll.js";
import { Paste } from "./paste.js";
import { picture } from "./canvas.js";
import { Share } from "./share.js";
import { Soon, painted } from "./soon.js";
import { Story } from "./story.js";
import { Stale } from "./stale.js";

/** @typedef {import("./explainer.js").Report} Report */

/** Widths of the printed pictures in CSS pixels: of several side by side, and of a single
 * one. */
const [SMALL, WIDE] = [480, 700];
/** Milliseconds between two looks at how far the page is parsed. */
const POLL_MS = 5;
/** Milliseconds until the rest of the page follows the picture: after an input, and after
 * the last one of a drag. */
const [FIRST_MS, QUIET_MS] = [40, 150];

/** @param {string} id @returns {HTMLElement} */
const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Shows an error; for a panic of the engine, with the link that caused it.
 * @param {unknown} error */
function complain(error) {
  console.error(error);
  const { message, code = "", link = "" } = error instanceof EngineError ? error : { message: said("fault") };
  const [back, report, rest] = made("after-fault");
  report.querySelector("a")?.setAttribute("href", `#${link}`);
  const live = document.documentElement.dataset.ready === "yes";
  const after = code === "panic" && live ? back : rest;
  $("banner").replaceChildren(element("p", message), ...(link ? [after, report] : [after]));
  $("banner").dataset.code = code;
  $("banner").hidden = false;
}

/** Runs code that may end the engine.
 * @template T @param {() => T} work @returns {T | undefined} `undefined` after an error */
function guarded(work) {
  try {
    return work();
  } catch (error) {
    complain(error);
    return undefined;
  }
}

/** Whether a fragment is a link to a machine; others are anchors of the page.
 * @param {string} hash */
const isLink = (hash) => hash === "" || hash.includes("=");

/** The scale that a link asks for. @param {Engine} engine */
const scaled = (engine) => ({ scale: engine.ask((raw) => raw.look()).scale });

/** Brings back the link that the page was opened with, where its reader has gone to a part of the
 * page before this script could keep it in the address.
 * @returns {string} the anchor of that part, if any */
function reopened() {
  const { hash } = location;
  const [, link = ""] = performance.getEntriesByType("navigation")[0]?.name.split("#") ?? [];
  if (isLink(hash) || !link.includes("=")) return "";
  history.replaceState(history.state, "", `#${link}`);
  return hash;
}

/** The first picture: of the link's machine, or of the page's own where there is no link, or
 * none that can be read. */
function arrive() {
  const engine = new Engine();
  if (isLink(location.hash)) engine.load(location.hash);
  let report = engine.run();
  // Where its fields contradict each other, not even the page's own texts in some of them help.
  if (!engine.report) {
    engine.load("");
    engine.run();
    engine.load(location.hash);
    report = engine.run();
  }
  return { engine, report, story: new Story(document, engine, scaled(engine)) };
}

/** The page around the picture. */
class Page {
  #engine; #form; #story; #compare; #sweep; #share;
  #address = new Address();
  /** Id of the step the reader wants; a machine that stops before it does not change
   * that. */
  #wanted;
  /** What the form and the story say: with the frame after the picture's. */
  #soon = new Soon(guarded);
  /** What follows them. */
  #later = new Later(guarded, document.documentElement);
  /** Whether the last run gave a machine. */
  #ran = false;
  #scrolls = scrolls(document);
  #stale = new Stale($("unread"), /** @type {HTMLElement} */ (document.querySelector("main")));

  /** @param {ReturnType<typeof arrive>} arrived */
  constructor({ engine, report, story }) {
    const mark = () => this.#address.mark();
    this.#engine = engine;
    this.#story = story;
    this.#ran = report.ok;
    this.#form = new Form(/** @type {HTMLFormElement} */ ($("form")), engine, guarded, { changed: (how) => this.changed(how), mark });
    this.#compare = new Compare($("compare"), engine, guarded, { changed: () => this.#remember(), mark, waits: () => this.#wait() });
    if (isLink(location.hash)) this.#compare.load(location.hash);
    this.#sweep = new Sweep($("scale"), engine, guarded);
    this.#share = new Share($("share-panel"), { engine, story }, guarded);
    linkHighlights(/** @type {HTMLElement} */ (document.querySelector("main")), engine, story, guarded);
    new Paste(engine, guarded, {
      label: (field) => this.#form.label(field),
      use: (fields) => this.#form.use(fields),
      show: (step, key) => this.#point(step, key),
      grow: () => this.#grow(),
    });
    this.#form.replace();
    this.#wanted = this.#asked(report);
    this.#stale.arrived();
    this.#judge(report);
    this.#wire();
    this.#ceiling();
    this.#link();
    this.#later.start(location.hash && isLink(location.hash) ? this.#parts : this.#around, 0);
    if (report.page.waits) this.#wait();
  }

  /** Goes on in an engine that reads logs. What the old one had drawn is drawn again. */
  async #grow() {
    await this.#later.hold(grow());
    guarded(() => {
      this.#story.repaint();
      this.#sweep.refresh();
      this.#compare.refresh();
    });
  }

  /** Reads what was typed once more, in an engine that reads logs. */
  #wait() {
    this.#grow().then(() => guarded(() => this.changed("settle")), complain);
  }

  /** The step to remember after a link: the link's own, if this machine stops before it.
   * @param {Report} report */
  #asked(report) {
    const named = new URLSearchParams(location.hash.slice(1)).get("step");
    return !report.ok || report.up ? this.#story.step : named ?? this.#story.step;
  }

  /** The one way from an input to the picture: runs the form and shows everything at the
   * same step. The picture comes first; the rest of the page follows, while a thumb is held
   * when it rests.
   * @param {import("./form.js").How} how */
  changed(how) {
    const since = performance.now();
    const drag = how === "drag";
    // A thumb that is let go has arrived already.
    if (this.#engine.pending) this.#run(since, drag);
    this.#address.later(this.#compare.link(this.#wanted));
    if (!this.#ran) return void this.#link();
    const words = () => {
      this.#soon.finish();
      if (!drag) this.#story.say(this.#engine.report?.changed ?? "");
    };
    this.#later.start([words, ...this.#parts, () => this.#link()], drag ? QUIET_MS : FIRST_MS);
  }

  /** @param {number} since when the input came @param {boolean} drag */
  #run(since, drag) {
    const report = this.#engine.run();
    this.#ran = report.ok;
    let texts = () => {};
    // What is said follows with the other words.
    if (report.ok) this.#story.refresh(this.#wanted, { drag, since, quiet: true, after: (write) => { texts = write; } });
    this.#soon.start(() => {
      texts();
      this.#undoable();
      this.#form.show();
      this.#judge(report);
      if (!report.ok) return;
      $("banner").hidden = true;
      bind($("form"), report);
    });
    // There is no picture to wait for.
    if (!report.ok) this.#soon.finish();
    if (report.page.waits) this.#wait();
  }

  /** Shows what could not be read, and where. @param {Report} report */
  #judge(report) {
    this.#form.judge(report);
    this.#stale.show(report, this.#engine.report?.machine ?? "", (field) => this.#form.label(field));
  }

  /** Shows the last report without errors everywhere except in the story: parts that can be
   * shown one by one. */
  get #parts() {
    return [
      () => { void this.#engine.details; },
      () => texts(this.#engine, this.#form),
      () => tables(this.#engine),
      () => advise(this.#engine),
      ...this.#around,
    ];
  }

  /** Those of them that the build has not written into the page: all that a start without a link
   * still has to show. */
  get #around() {
    return [
      () => this.#form.machines(),
      () => this.#form.bar(),
      () => this.#pictures(),
      () => this.#compare.refresh(),
      () => this.#sweep.refresh(),
      () => this.#scrolls(),
    ];
  }

  /** The two still pictures: the bars of the answer and of the ledger. */
  #pictures(width = $("answer").clientWidth) {
    if (width <= 0) return;
    $("answer").replaceChildren(picture(this.#engine.ask((raw) => raw.answer_svg(width))));
    $("whole").replaceChildren(picture(this.#engine.ask((raw) => raw.whole_svg(width))));
  }

  /** Writes the link to both machines and the step to its field.
   * @returns {string} its fragment */
  #link() {
    const fragment = this.#compare.link(this.#wanted);
    const bare = location.href.split("#")[0];
    this.#address.enter();
    this.#undoable();
    /** @type {HTMLInputElement} */ ($("link")).value = `${bare}#${fragment}`;
    this.#share.refresh();
    return fragment;
  }

  #undoable() {
    const undo = /** @type {HTMLButtonElement} */ ($("undo"));
    // A disabled button would lose the focus.
    if (!this.#address.deep && document.activeElement === undo) focusOn($("yours"));
    undo.disabled = !this.#address.deep && !this.#form.typing;
  }

  /** Writes the state to the address, without a new history entry, when the
   * reader pauses; the field with the link is updated at once. */
  #remember() {
    this.#address.later(this.#link());
  }

  /** Responds to a new fragment in the address. */
  #arrive() {
    const { hash } = location;
    this.#soon.finish();
    this.#address.arrive();
    if (!isLink(hash)) {
      this.#remember();
      this.#address.write();
      this.jump(hash);
      return;
    }
    this.#engine.load(hash);
    this.#story.look(scaled(this.#engine));
    this.#form.replace();
    this.#compare.load(hash);
    const report = this.#engine.run();
    this.#ran = report.ok;
    this.#stale.arrived();
    if (report.ok) this.#story.refresh();
    this.#judge(report);
    if (report.ok) {
      $("banner").hidden = true;
      bind($("form"), report);
      this.#story.say(report.changed);
      this.#later.start(this.#parts, FIRST_MS);
    }
    this.#wanted = this.#asked(report);
    this.#link();
    if (report.page.waits) this.#wait();
  }

  /** Scrolls to an anchor of the page; the address still contains the machine.
   * @param {string} hash */
  jump(hash) {
    const place = document.getElementById(hash.slice(1));
    if (!place) return;
    this.#form.reveal(place);
    place.scrollIntoView();
    focusOn(place);
  }

  /** The handle in lane B writes the option. */
  #ceiling() {
    const sheet = /** @type {HTMLElement} */ ($("story").querySelector("[data-part=sheet]"));
    new Ceiling(sheet, this.#engine, this.#story, {
      guarded,
      write: (option, drag) => { if (drag) this.#form.slide("dom0-mem", option); else this.#form.type("dom0-mem", option, "ceiling in the figure"); },
      done: () => this.#form.slid(),
    });
  }

  /** Goes to a step and highlights what it shows there. @param {string} step @param {string} key */
  #point(step, key) {
    const figure = /** @type {HTMLElement} */ ($("story").querySelector("[data-part=figure]"));
    figure.scrollIntoView({ block: "nearest" });
    figure.focus({ preventScroll: true });
    this.#story.seek(step);
    this.#story.highlight(key);
  }

  /** Opens a dialog, or goes to the part of the page that it is. @param {string} id */
  #open(id) {
    const place = $(id);
    if (place instanceof HTMLDialogElement) place.showModal();
    else this.jump(`#${id}`);
  }

  /** Lets the balloon bring back the missing pages, and shows it. */
  #bring() {
    this.#form.type("balloon", "initial");
    $("story").scrollIntoView();
    this.#story.seek("tools-report");
    this.#story.play();
  }

  /** Plays the story from its start. @param {Event} event */
  #watch(event) {
    event.preventDefault();
    $("story").scrollIntoView();
    const figure = /** @type {HTMLElement | null} */ ($("story").querySelector("[data-part=figure]"));
    figure?.focus({ preventScroll: true });
    this.#story.replay();
  }

  #wire() {
    this.#story.addEventListener("error", (event) => complain(/** @type {CustomEvent} */ (event).detail.error));
    this.#story.addEventListener("settle", () => guarded(() => {
      this.#wanted = this.#story.step;
      this.#remember();
    }));
    for (const name of ["compare", "share"]) this.#story.addEventListener(name, () => guarded(() => this.#open(name)));
    this.#story.addEventListener("scale", () => guarded(() => this.#remember()));
    $("watch").addEventListener("click", (event) => guarded(() => this.#watch(event)));
    $("use").addEventListener("click", (event) => {
      event.preventDefault();
      $("story").scrollIntoView();
      this.#form.reveal($("dom0-mem"));
      focusOn($("dom0-mem"));
    });
    wireTabs($("advice"));
    for (const id of ["fix", "advice"]) wireCopies($(id));
    for (const id of ["option-warnings", "option-warnings-quiet"]) wireWarnings($(id), (text) => guarded(() => this.#form.type("dom0-mem", text)));
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("[data-tab]") : null;
      if (link instanceof HTMLElement) choose($("advice"), link.dataset.tab ?? "");
    });
    $("bring").addEventListener("click", () => guarded(() => this.#bring()));
    $("form").addEventListener("input", () => this.#undoable());
    $("undo").addEventListener("click", () => guarded(() => {
      // What is being typed is the last change, if it is one.
      if (!this.#form.settle()) return;
      this.#undoable();
      if (!this.#address.deep) return;
      this.#address.write();
      history.back();
    }));
    // Copying, here or in the panel, writes the same link to the address.
    $("share").addEventListener("click", () => this.#address.write());
    $("copy").addEventListener("click", () => copy($("link"), $("copied")));
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
      const hash = link?.getAttribute("href") ?? "";
      if (event.defaultPrevented || isLink(hash)) return;
      event.preventDefault();
      this.jump(hash);
    });
    addEventListener("popstate", () => guarded(() => this.#arrive()));
    let width = $("answer").clientWidth;
    new ResizeObserver(() => guarded(() => {
      if ($("answer").clientWidth === width) return;
      width = $("answer").clientWidth;
      this.#pictures();
    })).observe($("answer"));
    addEventListener("beforeprint", () => guarded(() => this.#print()));
    addEventListener("afterprint", () => guarded(() => {
      $("print").replaceChildren();
      this.#pictures();
    }));
  }

  /** Every picture for print, because a canvas that was never in view would be blank. */
  #print() {
    this.#later.finish();
    const steps = this.#engine.report?.steps ?? [];
    this.#pictures(WIDE);
    $("print").replaceChildren(...this.#story.pictures(SMALL).map((drawn, i) => element("figure", [
      element("figcaption", [element("b", `${i + 1}. ${steps[i].title}`), " ", ...marked(steps[i].caption_marked)]), drawn,
    ])));
  }
}

/** Until the browser has parsed the page, or a part of it.
 * @param {() => boolean} [there] whether that part is there */
async function parsed(there = () => false) {
  while (document.readyState === "loading" && !there()) await new Promise((done) => setTimeout(done, POLL_MS));
}

async function begin() {
  document.documentElement.dataset.started = "yes";
  // The picture does not wait for what stands below it.
  const below = parsed(() => Boolean($("story")?.nextElementSibling)).then(() => $("late")?.remove());
  await Promise.all([start(), below]);
  const anchor = reopened();
  const arrived = arrive();
  await painted();
  await parsed();
  const page = new Page(arrived);
  if (anchor) page.jump(anchor);
  document.documentElement.dataset.ready = "yes";
}

begin().catch((error) => parsed().then(() => complain(error)));
