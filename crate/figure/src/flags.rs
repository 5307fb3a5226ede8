//! Brackets and elbows that name the pages on holes, under lane D.

use sim::span::Span;
use sim::units::{Pages, Pfn};

use crate::advance::{Weight, width};
use crate::callout::crossed;
use crate::geometry::{Point, Rect, at, within};
use crate::layout::Sheet;
use crate::place::Placed;
use crate::scene::Canvas;
use crate::shape::{Anchor, Dash, Key, Label, Pattern, Role};

impl Canvas<'_> {
    /// Brackets and elbows with counts under the flagged pieces, largest first.
    pub(crate) fn flag_labels(&mut self, pieces: &[Span<Pfn>]) {
        if self.now.t < 0.8 {
            return;
        }
        let after = &self.now.step.after;
        let mut placed = self.backed(after);
        placed
            .retain(|p| p.item.bar.role == Role::OnHole && p.item.bar.pattern == Pattern::Slanted);
        sim::sort::sort_by_key(&mut placed, |p| core::cmp::Reverse(flagged_in(p, pieces)));
        let (mut told, mut unnamed) = (0, 0);
        for (i, p) in placed.iter().enumerate() {
            let pages = flagged_in(p, pieces);
            if i < 5 && self.flag_label(p, pages) {
                told += pages;
            } else {
                unnamed += p.members.len() as u64;
            }
        }
        let all = sim::span::total(pieces);
        if told < all.0 {
            self.in_all(all, Pages(all.0 - told), unnamed);
        }
    }

    /// How many there are, and what of them has no label.
    fn in_all(&mut self, all: Pages, rest: Pages, regions: u64) {
        let (x, y) = (self.layout.line_end, self.layout.lane(3).bottom() + 36.0);
        let strong = format!("{} pages on holes in all", words::count(all.0));
        let rest = words::count(rest.0);
        // What shares a pin with pages that nobody uses is no region of its own.
        let unnamed = match regions {
            0 => format!("{rest} of them in small regions"),
            1 => format!("{rest} of them in 1 small region"),
            n => format!("{rest} of them in {} small regions", words::count(n)),
        };
        let first = Label::new(x, y, &strong, 13.0).strong().end();
        let second = Label::new(x, y + 17.5, &unnamed, 12.5).end();
        for down in [0.0, 38.0] {
            let [first, second] = [first, second].map(|l| Label { at: at(x, l.at.y + down), ..l });
            if self.scene.takes(first.rect()) && self.scene.takes(second.rect()) {
                self.scene.text(Key::Part(4), Role::Ink, first);
                self.scene.text(Key::Part(4), Role::Ink2, second);
                return;
            }
        }
    }

    /// Tells whether there was room for it, in many words or in few.
    fn flag_label(&mut self, p: &Placed, pages: u64) -> bool {
        let long = why(p, pages, self.layout.sheet);
        let short = why(p, pages, Sheet::Narrow);
        [long, short].iter().any(|lines| self.flag_lines(p, pages, lines))
    }

    fn flag_lines(&mut self, p: &Placed, pages: u64, lines: &[String]) -> bool {
        let foot = self.layout.lane(3).bottom();
        let key = Key::Region { lane: 'D', start: p.item.span.start().0 };
        let strong = format!("{} pages", words::count(pages));
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
        let bracket = rect.w >= 40.0 && self.layout.sheet == Sheet::Wide;
        // Right of an elbow, left of it, or under a bracket: the first that is free.
        let c = rect.centre().x;
        let half = widest / 2.0;
        let middle = within(c, half + 2.0, self.layout.width - half - 2.0);
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
            let apart = |r: Rect| self.scene.takes(r) && !crossed(self.scene, r);
            let free = self.scene.takes(line)
                && (0..texts.len()).all(|i| apart(label(i).rect()))
                && y + row(texts.len() - 1) < self.layout.ledger - 30.0;
            if !allowed || !free {
                continue;
            }
            for i in 0..texts.len() {
                let role = if i == 0 { Role::Ink } else { Role::Ink2 };
                self.scene.text(key, role, label(i));
            }
            let line: &[Point] = if (y - foot - 36.0).abs() < 0.1 {
                let (l, r) = (rect.x + 2.0, rect.right() - 2.0);
                let (top, low) = (foot + 8.0, foot + 14.0);
                &[at(l, top), at(l, low), at(r, low), at(r, top)]
            } else {
                let tip = if x > c { x - 4.0 } else { x + 4.0 };
                &[at(c, foot + 6.0), at(c, y - 4.5), at(tip, y - 4.5)]
            };
            self.scene.line(key, Role::Released, line, Dash::Solid, 1.5);
            return true;
        }
        false
    }
}

/// Flagged pages that share a place.
fn flagged_in(p: &Placed, pieces: &[Span<Pfn>]) -> u64 {
    let inside = |m: &Span<Pfn>| -> u64 {
        pieces.iter().filter_map(|s| s.overlap(*m)).map(Span::count).sum()
    };
    p.members.iter().map(inside).sum()
}

/// Where these pages sit, in words.
fn why(p: &Placed, pages: u64, sheet: Sheet) -> Vec<String> {
    let (start, end) = (p.item.span.start().0, p.item.span.end().0);
    let amount = words::amount(Pages(pages));
    let wide = sheet == Sheet::Wide;
    let regions = p.members.len();
    if regions > 3 {
        return vec![
            format!("in small regions, {amount};"),
            "drawn wider than they are".to_owned(),
        ];
    }
    if end <= 0x100 {
        let place = if wide { "below 1 MiB, behind the BIOS area;" } else { "below 1 MiB" };
        let wider = wide.then(|| "drawn wider than it is".to_owned());
        return core::iter::once(place.to_owned()).chain(wider).collect();
    }
    let below_4_gib = start < 1 << 20 && end >= 1 << 20;
    let place = match (below_4_gib, wide) {
        (true, true) => format!("{amount} behind the PCI hole"),
        (true, false) => format!("{amount}, PCI hole"),
        (false, _) => amount,
    };
    vec![place]
}
