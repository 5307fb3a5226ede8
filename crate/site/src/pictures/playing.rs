//! A whole story as one picture that moves by itself: an SVG whose parts appear and vanish
//! by CSS, so that it works as an image, without script.
//!
//! Every frame is a drawing of the engine; the file combines their elements.

use core::fmt::Write;

use figure::scene::{Time, figure};
use figure::shape::Scene;
use figure::svg::{Drawing, head};
use figure::view::View;
use sim::boot::Boot;
use words::html::escaped;

use super::WIDE;
use super::merged::{Part, merged};

/// Seconds that a step rests.
const REST: f64 = 2.6;
/// Seconds between two frames of a transition.
const FRAME: f64 = 0.18;
/// Points of a step's transition at which a frame is taken if pages move.
const ON_THE_WAY: [f64; 6] = [0.2, 0.34, 0.46, 0.58, 0.7, 0.84];
/// Room for the caption under the figure, in CSS pixels.
const FOOT: f64 = 32.0;
/// Prefix of the patterns' ids: the same in all frames, so that they share them.
const ID: u32 = 0xd0;

/// A frame that is shown for a while.
struct Frame {
    seconds: f64,
    elements: Vec<String>,
}

/// The story as one picture that plays, or that shows its end if the reader prefers no
/// motion. `width` is [`WIDE`] or [`super::NARROW`].
pub fn playing(boot: &Boot, width: f64) -> String {
    let (mut frames, mut patterns, mut height) = (Vec::new(), Vec::new(), 0.0);
    for (step, s) in boot.steps.iter().enumerate() {
        let times: &[f64] = if s.change.travel().is_some() { &ON_THE_WAY } else { &[] };
        for &t in times.iter().chain(&[1.0]) {
            let scene = figure(boot, Time { step, t }, &View::new(width));
            let drawing = Drawing::of(&scene, ID, &|_| None);
            patterns.extend(drawing.patterns());
            let mut elements: Vec<String> = drawing.elements().map(String::from).collect();
            elements.push(caption(boot, step, &scene));
            height = scene.height + FOOT;
            let seconds = if t < 1.0 { FRAME } else { REST };
            frames.push(Frame { seconds, elements });
        }
    }
    patterns.sort();
    patterns.dedup();
    let name = format!("{}. {}", words::machine(boot), words::headline(boot));
    head(width, height, &name) + &body(&patterns, &frames)
}

/// The step's title in the picture's own footer, so that the image alone explains the
/// story.
fn caption(boot: &Boot, step: usize, scene: &Scene) -> String {
    let (y, size) = (scene.height + 22.0, if scene.width < WIDE { 14 } else { 16 });
    let title = boot.steps.get(step).map(|s| words::title(s.phase(), boot)).unwrap_or_default();
    format!(
        "<text class=\"t-ink b\" x=\"4\" y=\"{y}\" font-size=\"{size}\">{}. {}</text>",
        step + 1,
        escaped(title)
    )
}

/// Style, patterns and elements; elements with the same set of frames form a group.
fn body(patterns: &[String], frames: &[Frame]) -> String {
    let parts = merged(frames.iter().map(|f| f.elements.as_slice()));
    let sets = sets(&parts, frames.len());
    let mut style = figure::svg::style_sheet();
    for (i, set) in sets.iter().enumerate() {
        shown(&mut style, i, set, frames);
    }
    let mut out = format!("<style>{style}</style><defs>{}</defs>", patterns.concat());
    out.push_str("<path class=\"f-paper\" d=\"M0 0H2000V2000H0z\"/>");
    for run in parts.chunk_by(|a, b| a.frames == b.frames) {
        let elements = run.iter().map(|p| p.text.as_str());
        let set = run.first().and_then(|p| sets.binary_search(&p.frames.as_slice()).ok());
        match set {
            Some(i) => {
                let _ = write!(out, "<g class=\"s{i}\">");
                out.extend(elements);
                out.push_str("</g>");
            }
            None => out.extend(elements),
        }
    }
    out.push_str("</svg>\n");
    out
}

/// The sets of frames in which any part is shown, except the set of all; sorted.
fn sets(parts: &[Part], all: usize) -> Vec<&[usize]> {
    let mut sets: Vec<&[usize]> = parts.iter().map(|p| p.frames.as_slice()).collect();
    sets.sort_unstable();
    sets.dedup();
    sets.retain(|s| s.len() < all);
    sets
}

/// The rules that show the parts of one set of frames at their times.
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
