//! The note row while the map is rewritten: the changed lines as the kernel prints them, the old
//! one struck through, the new ones under it.
//!
//! The lines are worded in `words`. Not here: the regions they belong to (`rewrite`).

use words::figure as say;
use words::{MapLine, WhichMap};

use crate::draw::geometry::{Rect, at};
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Role, Scene};
use crate::draw::text_metrics::{Weight, width};
use crate::story::frame::Frame;
use crate::story::layout::Sheet;

const KEY: Key = Key::Decor(Decor::Note);
/// Size of the lines in pixels.
const SIZE: f64 = 12.0;
/// Width of the column of `was` and `now`.
const STATE: f64 = 40.0;

/// Draws the lines.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene, note: Rect) {
    let Some(printed) = words::map_lines(frame.now.boot) else { return };
    let wide = frame.layout.sheet == Sheet::Wide;
    let (x, y) = if wide { (note.x, note.y + 14.0) } else { (2.0, note.y + 12.0) };
    let head = Label::new(x, y, say::PRINTED_MAP, 13.0).strong();
    if let Some(placed) = scene.text(KEY, Role::Ink, head) {
        let x = placed.right() + 10.0;
        let beside = |text: &String| scene.text(KEY, Role::Ink2, Label::new(x, y, text, SIZE));
        let _ = say::other_lines(&printed).iter().find_map(beside);
    }
    let lines = printed.lines;
    let pitch = if wide { 24.0 } else { 18.0 };
    let print = |line: &MapLine| if wide { line.text.clone() } else { say::short_line(&line.text) };
    let texts: Vec<_> = lines.iter().map(print).collect();
    let long = |text: &String| width(text, SIZE, Weight::Line);
    let column = x + STATE + texts.iter().map(long).fold(0.0, f64::max) + 20.0;
    for (i, (line, text)) in lines.iter().zip(&texts).enumerate() {
        let y = y + pitch * (i as f64 + 1.0) + 2.0;
        if appears(line, frame.now.t) && y + 4.0 <= note.y + note.h {
            Row { frame, x, y, pitch, column }.draw(scene, line, text);
        }
    }
}

/// Old lines are there from the start; new ones come with their entries.
fn appears(line: &MapLine, t: f64) -> bool {
    match line.map {
        WhichMap::Old => true,
        WhichMap::New => t >= 0.6,
    }
}

/// One line's place.
struct Row<'a> {
    frame: &'a Frame<'a>,
    x: f64,
    /// Its baseline.
    y: f64,
    pitch: f64,
    /// Where the words on each line begin.
    column: f64,
}

impl Row<'_> {
    fn draw(&self, scene: &mut Scene, line: &MapLine, text: &str) {
        let &Self { frame, x, y, pitch, column } = self;
        let Some(Key::Region { lane, start }) = Key::parse(&line.key) else { return };
        let key = Key::Decor(Decor::PrintedLine { lane, start });
        let meaning = Label::new(column, y, &line.meaning, SIZE);
        let explained =
            frame.layout.sheet == Sheet::Wide && meaning.rect().right() <= frame.layout.text_end();
        let label = Label::new(x + STATE, y, text, SIZE).line();
        if label.rect().right() > frame.layout.width {
            return;
        }
        let end = if explained { meaning } else { label }.rect().right();
        let plate = Rect::between(
            x - 2.0,
            (end + 6.0).min(frame.layout.width),
            y - pitch + 6.0,
            pitch - 2.0,
        );
        scene.bar(key, Bar::fill(Role::Paper), plate);
        let state = Label::new(x + 2.0, y, say::line_state(line.map), SIZE);
        let (role, state, struck) = match line.map {
            WhichMap::Old => (Role::Ink2, state, frame.now.t >= 0.35),
            WhichMap::New => (Role::Ink, state.strong(), false),
        };
        scene.text(key, role, state);
        if let Some(placed) = scene.text(key, role, label).filter(|_| struck) {
            let y = placed.centre().y + 1.0;
            let through = [at(placed.x, y), at(placed.right(), y)];
            scene.line(key, Role::Ink2, &through, Dash::Solid, 1.3);
        }
        if explained {
            scene.text(key, Role::Ink2, meaning);
        }
    }
}
