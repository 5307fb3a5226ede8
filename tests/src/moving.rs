//! A whole story as one picture that moves by itself: an SVG whose parts come and go by
//! CSS, so that it works as an image, without script.
//!
//! Every frame is a scene of the engine. What several frames share stands in the file
//! once, with the frames it is shown in; so the order of drawing is kept in each frame.

use core::fmt::Write;

use figure::scene::{Time, figure};
use figure::shape::Scene;
use figure::view::View;
use sim::boot::Boot;

/// Seconds a step stands still.
const REST: f64 = 2.6;
/// Seconds between two frames on the way.
const FRAME: f64 = 0.18;
/// Where on the way of a step a frame is taken, where pages travel.
const ON_THE_WAY: [f64; 6] = [0.2, 0.34, 0.46, 0.58, 0.7, 0.84];
/// Width of the pictures in CSS pixels.
pub const WIDE: f64 = 936.0;
/// Width of those for phones, on which the wide ones' words are too small.
pub const NARROW: f64 = 340.0;

struct Frame {
    seconds: f64,
    parts: Vec<String>,
}

/// A part and the frames it is shown in.
struct Part {
    text: String,
    frames: Vec<usize>,
}

/// The picture of one step, standing still.
pub fn still(boot: &Boot, step: usize) -> String {
    figure::svg::write(&figure(boot, Time { step, t: 1.0 }, &View::new(WIDE)), &title(boot, step))
}

/// The title of a picture: the step's number, state and sentence.
fn title(boot: &Boot, step: usize) -> String {
    let Some(s) = boot.steps.get(step) else { return String::new() };
    let (state, sentence) = (words::title(s.phase, boot), words::caption(s, boot));
    format!("Step {} of {}: {state}. {sentence}", step + 1, boot.steps.len())
}

/// The story as one picture that plays, and stands still at its end where the reader
/// wants no motion; `width` is [`WIDE`] or [`NARROW`].
pub fn moving(boot: &Boot, width: f64) -> String {
    let (mut frames, mut patterns, mut head) = (Vec::new(), Vec::new(), String::new());
    for (step, s) in boot.steps.iter().enumerate() {
        let times: &[f64] = if s.change.travel().is_some() { &ON_THE_WAY } else { &[] };
        for &t in times.iter().chain(&[1.0]) {
            let scene = figure(boot, Time { step, t }, &View::new(width));
            let taken = Taken::from(&figure::svg::write_inline(&scene, ""));
            patterns.extend(taken.patterns);
            head = taken.head;
            let seconds = if t < 1.0 { FRAME } else { REST };
            let mut parts = taken.parts;
            parts.push(caption(boot, step, &scene));
            frames.push(Frame { seconds, parts });
        }
    }
    patterns.sort();
    patterns.dedup();
    let parts = merged(&frames);
    file(boot, &head, &patterns, &parts, &frames)
}

/// The step's title in the picture's own foot, so that an image alone tells the story.
fn caption(boot: &Boot, step: usize, scene: &Scene) -> String {
    let (y, size) = (scene.height + 22.0, if scene.width < WIDE { 14 } else { 16 });
    let title = boot.steps.get(step).map(|s| words::title(s.phase, boot)).unwrap_or_default();
    format!(
        "<text class=\"t-ink b\" x=\"4\" y=\"{y}\" font-size=\"{size}\">{}. {title}</text>",
        step + 1
    )
}

/// What one frame's picture is made of.
struct Taken {
    head: String,
    patterns: Vec<String>,
    parts: Vec<String>,
}

impl Taken {
    fn from(svg: &str) -> Self {
        let (head, rest) = svg.split_once("</title>").unwrap_or_default();
        let (defs, body) = match rest.strip_prefix("<defs>") {
            Some(inner) => inner.split_once("</defs>").unwrap_or_default(),
            None => ("", rest),
        };
        // Frames differ in the ids of their patterns only.
        let id = defs.strip_prefix("<pattern id=\"").and_then(|d| d.get(..8)).unwrap_or("none");
        let same =
            |text: &str| text.replace(&format!("\"{id}"), "\"p").replace(&format!("#{id}"), "#p");
        let patterns = defs.split_inclusive("</pattern>").map(same).collect();
        Self { head: head.to_owned(), patterns, parts: elements(body).map(same).collect() }
    }
}

/// The elements of a body that has no groups.
fn elements(body: &str) -> impl Iterator<Item = &str> {
    let mut rest = body.trim_end().strip_suffix("</svg>").unwrap_or(body);
    core::iter::from_fn(move || {
        let end = if rest.starts_with("<text") { "</text>" } else { "/>" };
        let at = rest.find(end)? + end.len();
        let (element, more) = rest.split_at(at);
        rest = more;
        Some(element)
    })
}

/// All parts of all frames in an order that is right for each of them.
fn merged(frames: &[Frame]) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    for (n, frame) in frames.iter().enumerate() {
        let mut from = 0;
        for text in &frame.parts {
            let known = all.iter().skip(from).position(|p| p.text == *text);
            let at = known.map_or(from, |i| from + i);
            match known {
                Some(_) => all[at].frames.push(n),
                None => all.insert(at, Part { text: text.clone(), frames: vec![n] }),
            }
            from = at + 1;
        }
    }
    all
}

fn file(boot: &Boot, head: &str, patterns: &[String], parts: &[Part], frames: &[Frame]) -> String {
    let mut sets: Vec<&[usize]> = parts.iter().map(|p| p.frames.as_slice()).collect();
    sets.sort_unstable();
    sets.dedup();
    sets.retain(|s| s.len() < frames.len());
    let mut style = figure::svg::style_sheet();
    for (i, set) in sets.iter().enumerate() {
        shown(&mut style, i, set, frames);
    }
    let mut out = taller(head);
    let _ = write!(
        out,
        "{}</title><style>{style}</style><defs>{}</defs>",
        name(boot),
        patterns.concat()
    );
    out.push_str("<path class=\"f-paper\" d=\"M0 0H2000V2000H0z\"/>");
    let mut open: Option<&[usize]> = None;
    for part in parts {
        let set = part.frames.as_slice();
        if open != Some(set) {
            out.push_str(if open.is_some_and(|s| s.len() < frames.len()) { "</g>" } else { "" });
            if let Ok(i) = sets.binary_search(&set) {
                let _ = write!(out, "<g class=\"s{i}\">");
            }
            open = Some(set);
        }
        out.push_str(&part.text);
    }
    out.push_str(if open.is_some_and(|s| s.len() < frames.len()) { "</g>" } else { "" });
    out.push_str("</svg>\n");
    out
}

fn name(boot: &Boot) -> String {
    let text = format!("{}. {}", words::machine(boot), words::headline(boot));
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The head with room for the caption under the figure.
fn taller(head: &str) -> String {
    const FOOT: u32 = 32;
    let height =
        |h: &str| h.parse::<u32>().map_or_else(|_| h.to_owned(), |n| (n + FOOT).to_string());
    let attribute = |text: &str, before: &str, after: char| {
        let (start, rest) = text.split_once(before)?;
        let (old, end) = rest.split_once(after)?;
        Some(format!("{start}{before}{}{after}{end}", height(old)))
    };
    // The width comes before the height, and is whole.
    let width = head.split_once("viewBox=\"0 0 ").and_then(|(_, h)| h.split_once(' '));
    let width = format!("viewBox=\"0 0 {} ", width.map_or("", |(w, _)| w));
    let once = attribute(head, &width, '"').unwrap_or_else(|| head.to_owned());
    attribute(&once, " height=\"", '"').unwrap_or(once)
}

/// The rules that show the parts of one set of frames in their time.
fn shown(style: &mut String, i: usize, set: &[usize], frames: &[Frame]) {
    let all: f64 = frames.iter().map(|f| f.seconds).sum();
    let visible = |n: usize| if set.contains(&n) { "visible" } else { "hidden" };
    let last = visible(frames.len() - 1);
    let _ = write!(
        style,
        ".s{i}{{visibility:{last}}}@media(prefers-reduced-motion:no-preference){{.s{i}{{animation:s{i} {all:.2}s step-end infinite}}@keyframes s{i}{{"
    );
    let (mut time, mut before) = (0.0, "");
    for (n, frame) in frames.iter().enumerate() {
        if visible(n) != before {
            before = visible(n);
            let _ = write!(style, "{:.2}%{{visibility:{before}}}", 100.0 * time / all);
        }
        time += frame.seconds;
    }
    style.push_str("}}");
}
