//! Labels of the pages on holes, under lane D, with brackets and elbows.

use sim::span::Span;
use sim::units::{Pages, Pfn};
use words::figure::{HolePlace, Length, on_hole};

use crate::charts::callout::crossed;
use crate::draw::geometry::{Point, Rect, at, clamp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Anchor, Dash, Decor, Key, Label, Pattern, Role, Scene};
use crate::draw::text_metrics::{Weight, width};
use crate::story::frame::Frame;
use crate::story::layout::Sheet;
use crate::story::placement::Placed;

/// Labels the flagged pieces with their counts, the largest first.
pub(crate) fn flag_labels(frame: &Frame<'_>, scene: &mut Scene, pieces: &[Span<Pfn>]) {
    let Some(note) = frame.layout.note.filter(|_| frame.now.t >= 0.8) else { return };
    let mut placed = frame.backed.after.clone();
    placed.retain(|p| p.item.bar.role == Role::OnHole && p.item.bar.pattern == Pattern::Slanted);
    sim::sort::sort_by_key(&mut placed, |p| core::cmp::Reverse(flagged_in(p, pieces)));
    let mut labelled: Vec<&Placed> = Vec::new();
    for p in placed.iter().take(5) {
        if flag_label(frame, scene, p, flagged_in(p, pieces), note.bottom()) {
            labelled.push(p);
        }
    }
    // What has no label: places may hold RAM beside the flagged pages, or not be flagged as
    // a whole, so the pieces are counted and not what is drawn of them.
    let named = |s: &Span<Pfn>| labelled.iter().map(|p| flagged_in(p, &[*s])).sum::<u64>();
    let (mut rest, mut regions) = (0, 0);
    for piece in pieces {
        let unnamed = piece.count().saturating_sub(named(piece));
        rest += unnamed;
        regions += u64::from(unnamed > 0);
    }
    if rest > 0 {
        let texts = words::figure::on_holes_in_all(sim::span::total(pieces), Pages(rest), regions);
        in_all(frame, scene, &texts, note.bottom());
    }
}

/// The total, and how much of it has no label, above `until`.
fn in_all(frame: &Frame<'_>, scene: &mut Scene, [strong, unnamed]: &[String; 2], until: f64) {
    let (x, y) = (frame.layout.line_end, frame.layout.lane(Lane::Backing).bottom() + 36.0);
    let first = Label::new(x, y, strong, 13.0).strong().end();
    let second = Label::new(x, y + 17.5, unnamed, 12.5).end();
    for down in [0.0, 38.0] {
        let [first, second] = [first, second].map(|l| Label { at: at(x, l.at.y + down), ..l });
        let above = second.rect().bottom() <= until;
        if above && scene.takes(first.rect()) && scene.takes(second.rect()) {
            scene.text(Key::Decor(Decor::Note), Role::Ink, first);
            scene.text(Key::Decor(Decor::Note), Role::Ink2, second);
            return;
        }
    }
}

/// Labels one place, in many words or in few. Returns whether there was room.
fn flag_label(frame: &Frame<'_>, scene: &mut Scene, p: &Placed, pages: u64, until: f64) -> bool {
    let lengths: &[Length] = match frame.layout.sheet {
        Sheet::Wide => &[Length::Long, Length::Short],
        Sheet::Narrow => &[Length::Short],
    };
    let mut labels =
        lengths.iter().map(|&length| why(p, Pages(pages), length, frame.now.boot.pages));
    labels.any(|lines| flag_lines(frame, scene, p, pages, until, &lines))
}

fn flag_lines(
    frame: &Frame<'_>,
    scene: &mut Scene,
    p: &Placed,
    pages: u64,
    until: f64,
    lines: &[String],
) -> bool {
    let foot = frame.layout.lane(Lane::Backing).bottom();
    let key = Key::Region { lane: Lane::Backing, start: p.item.span.start().0 };
    let strong = words::figure::number_of_pages(Pages(pages));
    let rect = p.rect;
    let size = |i: usize| if i == 0 { 13.0 } else { 12.5 };
    let texts: Vec<&str> =
        core::iter::once(strong.as_str()).chain(lines.iter().map(String::as_str)).collect();
    let widest = texts
        .iter()
        .enumerate()
        .map(|(i, t)| width(t, size(i), Weight::Strong))
        .fold(0.0, f64::max);
    let row = |i: usize| i as f64 * 17.5;
    let bracket = rect.w >= 40.0 && frame.layout.sheet == Sheet::Wide;
    // Right of an elbow, left of it, or under a bracket: the first that is free.
    let c = rect.centre().x;
    let half = widest / 2.0;
    let middle = clamp(c, half + 2.0, frame.layout.width - half - 2.0);
    let places = [
        (bracket, middle, foot + 36.0, Anchor::Middle),
        (true, c + 16.0, foot + 31.0, Anchor::Start),
        (true, c - 16.0, foot + 31.0, Anchor::End),
        (true, c + 16.0, foot + 70.0, Anchor::Start),
    ];
    for (allowed, x, y, anchor) in places {
        let label = |i: usize| {
            let text = texts.get(i).copied().unwrap_or_default();
            let label = Label { anchor, ..Label::new(x, y + row(i), text, size(i)) };
            if i == 0 { label.strong() } else { label }
        };
        let line = Rect { x: c - 1.0, y: foot + 6.0, w: 2.0, h: y - foot - 11.0 };
        let apart = |r: Rect| scene.takes(r) && !crossed(scene, r);
        let free = scene.takes(line)
            && (0..texts.len()).all(|i| apart(label(i).rect()))
            && y + row(texts.len() - 1) < until;
        if !allowed || !free {
            continue;
        }
        for i in 0..texts.len() {
            let role = if i == 0 { Role::Ink } else { Role::Ink2 };
            scene.text(key, role, label(i));
        }
        let line: &[Point] = if (y - foot - 36.0).abs() < 0.1 {
            let (l, r) = (rect.x + 2.0, rect.right() - 2.0);
            let (top, low) = (foot + 8.0, foot + 14.0);
            &[at(l, top), at(l, low), at(r, low), at(r, top)]
        } else {
            let tip = if x > c { x - 4.0 } else { x + 4.0 };
            &[at(c, foot + 6.0), at(c, y - 4.5), at(tip, y - 4.5)]
        };
        scene.line(key, Role::Released, line, Dash::Solid, 1.5);
        return true;
    }
    false
}

/// The number of flagged pages that share a place.
fn flagged_in(p: &Placed, pieces: &[Span<Pfn>]) -> u64 {
    let inside = |m: &Span<Pfn>| -> u64 {
        pieces.iter().filter_map(|s| s.overlap(*m)).map(Span::count).sum()
    };
    p.members.iter().map(inside).sum()
}

/// Describes where these pages are.
fn why(p: &Placed, pages: Pages, length: Length, dom0: Pages) -> Vec<String> {
    let (start, end) = (p.item.span.start().0, p.item.span.end().0);
    let place = if p.members.len() > 3 {
        HolePlace::Several
    } else if end <= 0x100 {
        HolePlace::Low
    } else if start < 1 << 20 && end >= 1 << 20 {
        HolePlace::BelowFourGib
    } else {
        HolePlace::Elsewhere
    };
    on_hole(place, pages, length, dom0)
}
