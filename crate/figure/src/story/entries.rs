//! The firmware's map as a list under lane A, in the first step alone.

use sim::map::Kind;
use sim::step::Phase;
use words::figure::{
    EntryLine, STILL_TO_COME, entries, entries_heading, more_entries, ram_in_entries,
};

use crate::draw::geometry::{Rect, clamp};
use crate::draw::shape::{Bar, Decor, Key, Label, Pattern, Role, Scene};
use crate::story::frame::Frame;
use crate::story::items::entry_bar;
use crate::story::layout::Sheet;
use crate::story::wide;

const KEY: Key = Key::Decor(Decor::Entry);

/// Draws the list.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    if frame.now.phase != Phase::FirmwareMap {
        return;
    }
    match (frame.layout.sheet, frame.layout.note) {
        (Sheet::Wide, _) => wide_list(frame, scene),
        (Sheet::Narrow, Some(note)) => narrow_list(frame, scene, note),
        (Sheet::Narrow, None) => {}
    }
}

/// How many lines fit, if one of them says how many do not.
fn fitting(all: usize, most: usize) -> usize {
    if all <= most { all } else { most.saturating_sub(1) }
}

fn wide_list(frame: &Frame<'_>, scene: &mut Scene) {
    let map = &frame.now.after().machine;
    let lines = entries(map);
    let holes = lines.iter().filter(|l| l.kind.is_none()).count();
    let x = frame.layout.axis_x0;
    let [name, sub] = entries_heading(map, holes);
    let placed = scene.text(KEY, Role::Ink, Label::new(x, 134.0, &name, 13.0).strong());
    let end = placed.map_or(x, |r| r.right() + 10.0);
    scene.text(KEY, Role::Ink2, Label::new(end, 134.0, &sub, 13.0));
    // From the heading to the rails, with a line for the sum.
    let (top, foot) = (146.0, wide::STILL_TO_COME - 20.0);
    let pitch = clamp((foot - top) / (lines.len() + 1) as f64, 20.0, 30.0);
    let shown = fitting(lines.len(), ((foot - top) / pitch) as usize - 1);
    let base = |i: usize| top + pitch * (i as f64 + 0.5) + 4.0;
    for (i, line) in lines.iter().take(shown).enumerate() {
        let y = base(i);
        let side = (pitch - 8.0).min(18.0);
        swatch(scene, line, Rect { x, y: y - 4.0 - side / 2.0, w: side, h: side });
        let [text, ..] = &line.text;
        let label = Label::new(x + 32.0, y, text, 12.0);
        let label = if line.kind.is_some() { label.code() } else { label };
        scene.text(KEY, if line.kind.is_some() { Role::Ink } else { Role::Ink2 }, label);
        scene.text(KEY, Role::Ink, Label::new(x + 418.0, y, &line.amount, 13.0));
    }
    let y = base(shown);
    if shown < lines.len() {
        let more = more_entries(lines.len() - shown);
        scene.text(KEY, Role::Ink2, Label::new(x + 418.0, y, &more, 13.0));
    }
    let [amount, of] = ram_in_entries(map);
    let placed = scene.text(KEY, Role::Ink, Label::new(x + 32.0, y + 3.0, &amount, 20.0).strong());
    let end = placed.map_or(x, |r| r.right() + 10.0);
    scene.text(KEY, Role::Ink2, Label::new(end, y + 3.0, &of, 13.0));
    let coming = Label::new(x, wide::STILL_TO_COME, STILL_TO_COME, 12.0).strong();
    scene.text(KEY, Role::Ink2, coming);
}

fn narrow_list(frame: &Frame<'_>, scene: &mut Scene, note: Rect) {
    const PITCH: f64 = 16.0;
    let map = &frame.now.after().machine;
    let lines = entries(map);
    let shown = fitting(lines.len(), (note.h / PITCH) as usize);
    for (i, line) in lines.iter().take(shown).enumerate() {
        let y = note.y + PITCH * (i as f64 + 0.5) + 4.0;
        swatch(scene, line, Rect { x: note.x, y: y - 10.0, w: 11.0, h: 11.0 });
        let amount = Label::new(note.right() - 2.0, y, &line.amount, 12.0).end();
        let amount = scene.text(KEY, Role::Ink2, amount);
        let until = amount.map_or(note.right(), |r| r.x) - 8.0;
        // The swatch shows the kind, too.
        let short = line.text.iter().skip(1);
        let mut tries = short.map(|text| Label::new(note.x + 18.0, y, text, 12.0));
        if let Some(label) = tries.find(|l| l.rect().right() <= until) {
            scene.text(KEY, Role::Ink, label);
        }
    }
    if shown < lines.len() {
        let y = note.y + PITCH * (shown as f64 + 0.5) + 4.0;
        let more = more_entries(lines.len() - shown);
        scene.text(KEY, Role::Ink2, Label::new(note.x + 18.0, y, &more, 12.0));
    }
}

fn swatch(scene: &mut Scene, line: &EntryLine, rect: Rect) {
    let bar = match line.kind {
        Some(Kind::Usable) => Bar::solid(Role::Machine, Pattern::Plain),
        Some(kind) => entry_bar(kind),
        None => Bar::solid(Role::Hole, Pattern::Crossed),
    };
    scene.bar(KEY, bar, rect);
}
