//! The note row between D and F: only what changed, in numbers.

use sim::span::Span;
use sim::step::{Change, Maximum, Phase, Travel};
use sim::units::{Pages, Pfn};
use sim::words;

use crate::advance::{Weight, width};
use crate::geometry::{Rect, at, within};
use crate::labels::{bare, on_scale};
use crate::layout::Sheet;
use crate::place::Placed;
use crate::scene::Canvas;
use crate::shape::{Anchor, Bar, Dash, Key, Label, Pattern, Role};

const KEY: Key = Key::Part(4);

/// A number with its swatch and what it counts.
struct Term {
    swatch: Bar,
    number: String,
    /// Room is kept for this, so that nothing shifts while the number counts.
    widest: String,
    what: &'static str,
}

fn term(swatch: Bar, n: Pages, most: Pages, what: &'static str) -> Term {
    Term { swatch, number: words::count(n.0), widest: words::count(most.0), what }
}

const DOM0: Bar = Bar::solid(Role::Dom0, Pattern::Plain);
const RELEASED: Bar = Bar::solid(Role::Released, Pattern::Slanted);
const XEN: Bar = Bar::fill(Role::Xen);
const HOLE: Bar = Bar::solid(Role::Hole, Pattern::Crossed);
const ROOM: Bar = Bar { role: Role::Room, pattern: Pattern::Plain, outline: Dash::Could };

impl Canvas<'_> {
    /// The number that changed.
    pub(crate) fn note(&mut self) {
        let change = &self.now.step.change;
        let n = change.pages().unwrap_or_default();
        match change {
            Change::MapListed { ram } => {
                let machine = Bar::solid(Role::Machine, Pattern::Plain);
                self.fact(machine, &on_scale(*ram), "of RAM, at these addresses");
            }
            Change::Dom0Built(gift) => {
                let what = match gift.maximum {
                    Maximum::Unbounded => "pages, numbered from 0; no ceiling",
                    Maximum::Limited(_) => "pages, numbered from 0; and a ceiling",
                };
                self.fact(DOM0, &words::count(gift.pages.0), what);
            }
            Change::MapRead(_) => {
                let text = "Nothing has moved: dom0 has only read a list.";
                let y = self.layout.note;
                self.scene.text(KEY, Role::Ink2, Label::new(self.layout.axis_x0, y, text, 13.0));
            }
            Change::HolesFound { pieces } if pieces.is_empty() => {
                self.fact(DOM0, "0", "pages have to go");
            }
            Change::HolesFound { pieces } => self.flag_labels(&pieces.clone()),
            Change::Released { .. } | Change::Repopulated { .. } | Change::BalloonedUp { .. } => {
                self.sum(n);
            }
            Change::Moved { .. } => self.moved(n),
            Change::IdentityMapped { .. } => {
                self.fact(HOLE, &words::count(n.0), "numbers lead 1:1 to the hardware; no RAM");
            }
            Change::BalloonRoom { .. } => {
                let what =
                    if n.is_zero() { "pages of room" } else { "pages of room; no memory yet" };
                self.fact(ROOM, &words::count(n.0), what);
            }
            Change::Descriptors { .. } | Change::ToolsReport { .. } => {}
        }
    }

    fn fact(&mut self, swatch: Bar, number: &str, what: &str) {
        if self.now.t <= 0.0 && self.now.phase() <= Phase::Dom0Built {
            return;
        }
        let (x, y) = (self.layout.axis_x0, self.layout.note);
        let wide = self.layout.sheet == Sheet::Wide;
        self.swatch(swatch, x, y);
        let size = if wide { 20.0 } else { 15.0 };
        let label = Label::new(x + 26.0, y, number, size).strong();
        if let Some(placed) = self.scene.text(KEY, Role::Ink, label) {
            let beside = Label::new(placed.right() + 10.0, y, what, 13.0);
            let below = Label::new(x + 26.0, y + 18.0, what, 13.0);
            let label = if beside.rect().right() <= self.layout.width { beside } else { below };
            self.scene.text(KEY, Role::Ink2, label);
        }
    }

    fn swatch(&mut self, bar: Bar, x: f64, y: f64) {
        self.scene.bar(KEY, bar, Rect { x, y: y - 14.0, w: 16.0, h: 16.0 });
    }

    /// Who has the pages while they travel: stay + on the way + arrived = all.
    fn sum(&mut self, travelling: Pages) {
        let Some(travel) = self.now.step.change.travel() else { return };
        let arrived = self.arrived();
        let way = travelling.less(arrived);
        let all = match travel {
            Travel::Release | Travel::Move => self.boot.pages,
            Travel::Refill => self.now.step.after.dom0_pages(),
        };
        let stay = all.less(travelling);
        let (there, what) = match travel {
            Travel::Release => (XEN, "arrived at Xen"),
            Travel::Refill | Travel::Move => (DOM0, "back in dom0"),
        };
        let terms = [
            term(DOM0, stay, stay, "stay in dom0"),
            term(RELEASED, way, travelling, "on the way"),
            term(there, arrived, travelling, what),
        ];
        if self.layout.sheet == Sheet::Narrow {
            return self.sum_narrow(&terms, all, way);
        }
        let total = format!("{} pages", words::count(all.0));
        let same = match travel {
            Travel::Release => "the same before, during and after",
            Travel::Refill | Travel::Move => "in dom0 in the end",
        };
        let room = self.layout.bucket.x - 14.0;
        let try_out = [(20.0, 44.0, same), (20.0, 30.0, "in all"), (16.0, 24.0, "in all")];
        for (size, gap, same) in try_out {
            if self.terms(&terms, &total, same, [size, gap], room) {
                return;
            }
        }
    }

    /// Draws the terms if they end before `room`.
    fn terms(
        &mut self,
        terms: &[Term],
        total: &str,
        same: &str,
        [size, gap]: [f64; 2],
        room: f64,
    ) -> bool {
        let strong = |s: &str| width(s, size, Weight::Strong);
        let wide = |t: &Term| {
            strong(&t.widest).max(strong(&t.number)).max(width(t.what, 13.0, Weight::Regular))
        };
        let x0 = self.layout.axis_x0;
        let all: f64 = terms.iter().map(|t| 26.0 + wide(t) + gap).sum();
        let last = strong(total).max(width(same, 13.0, Weight::Regular));
        if x0 + all + last > room {
            return false;
        }
        let y = self.layout.note;
        let mut x = x0;
        for (i, t) in terms.iter().enumerate() {
            self.swatch(t.swatch, x, y - if size < 20.0 { 0.0 } else { -1.0 });
            x += 26.0;
            self.scene.text(KEY, Role::Ink, Label::new(x, y, &t.number, size).strong());
            self.scene.text(KEY, Role::Ink2, Label::new(x, y + 20.0, t.what, 13.0));
            x += wide(t);
            let sign = if i + 1 < terms.len() { "+" } else { "=" };
            let label = Label::new(x + gap / 2.0, y, sign, size).strong().middle();
            self.scene.text(KEY, Role::Ink, label);
            x += gap;
        }
        self.scene.text(KEY, Role::Ink, Label::new(x, y, total, size).strong());
        self.scene.text(KEY, Role::Ink2, Label::new(x, y + 20.0, same, 13.0));
        true
    }

    fn sum_narrow(&mut self, terms: &[Term], all: Pages, way: Pages) {
        let numbers: Vec<&str> = terms.iter().map(|t| t.number.as_str()).collect();
        let total = words::count(all.0);
        let long = format!("{} = {total} pages", numbers.join(" + "));
        let short = format!("{} = {total}", numbers.join(" + "));
        let y = self.layout.bucket.bottom() + 22.0;
        for (text, size) in [(&long, 13.0), (&short, 13.0), (&short, 12.0)] {
            let label = Label::new(self.layout.axis_x0 - 1.0, y, text, size).strong();
            if self.scene.text(KEY, Role::Ink, label).is_some() {
                break;
            }
        }
        if self.flying() {
            let b = self.layout.bucket;
            let number = words::count(way.0);
            let right = b.right() + 14.0 + 80.0 <= self.layout.width;
            let x = if right { b.right() + 14.0 } else { self.layout.axis_x0 + 60.0 };
            let y = self.layout.lane(3).bottom() + 46.0;
            let label = Label::new(x, y, &number, 13.0).strong();
            self.scene.text(KEY, Role::Socket, label);
            self.scene.text(KEY, Role::Ink2, Label::new(x, y + 17.0, "on the way", 12.0));
        }
    }

    /// Moves: nothing goes to Xen; where from, where to.
    fn moved(&mut self, n: Pages) {
        let (x, y) = (self.layout.axis_x0, self.layout.note + 2.0);
        let wide = self.layout.sheet == Sheet::Wide;
        let size = if wide { 20.0 } else { 16.0 };
        let rows = [(words::count(n.0), "pages move to free numbers"), {
            let landed = words::count(self.arrived().0);
            (landed, "have landed; 0 go to Xen")
        }];
        let column = width(&rows[0].0, size, Weight::Strong).max(12.0);
        if wide {
            self.ends_of_the_move();
        }
        for (i, (number, what)) in rows.iter().enumerate() {
            let y = y + i as f64 * 24.0;
            self.scene.text(KEY, Role::Ink, Label::new(x, y, number, size).strong());
            self.scene.text(KEY, Role::Ink2, Label::new(x + column + 10.0, y, what, 13.0));
        }
        if !wide {
            let Change::Moved { moves } = &self.now.step.change else { return };
            let Some(m) = moves.iter().max_by_key(|m| m.pages) else { return };
            let text = format!(
                "most of them to {}–{} GiB",
                bare(Pages(m.to.0)),
                bare(Pages(m.to.0 + m.pages.0))
            );
            self.scene.text(KEY, Role::Ink2, Label::new(x, y + 48.0, &text, 13.0));
        }
    }

    /// From which numbers to which, under the largest stretch's ends.
    fn ends_of_the_move(&mut self) {
        let Change::Moved { moves } = &self.now.step.change else { return };
        let Some(m) = moves.iter().max_by_key(|m| m.pages).copied() else { return };
        let y = self.layout.lane(3).bottom() + 26.0;
        let ends = |first: Pfn| {
            format!("{} to {}", bare(Pages(first.0)), bare(Pages(first.0 + m.pages.0)))
        };
        let column = |first: Pfn| self.axis.x(first.0).max(330.0);
        let texts = [
            (column(m.from), "from (GiB)", ends(m.from)),
            (column(m.to).max(column(m.from) + 112.0), "to (GiB)", ends(m.to)),
        ];
        for (x, head, range) in texts {
            if x + 110.0 > self.layout.bucket.x - 10.0 {
                return;
            }
            self.scene.text(KEY, Role::Ink2, Label::new(x, y, head, 13.0));
            self.scene.text(KEY, Role::Ink, Label::new(x, y + 19.0, &range, 13.0).strong());
        }
    }

    /// Brackets and elbows with counts under the flagged pieces, largest first.
    fn flag_labels(&mut self, pieces: &[Span<Pfn>]) {
        if self.now.t < 0.8 {
            return;
        }
        let after = &self.now.step.after;
        let mut placed = self.backed(after);
        placed
            .retain(|p| p.item.bar.role == Role::OnHole && p.item.bar.pattern == Pattern::Slanted);
        sim::order::sort_by_key(&mut placed, |p| core::cmp::Reverse(flagged_in(p, pieces)));
        for p in placed.iter().take(5) {
            self.flag_label(p, flagged_in(p, pieces));
        }
    }

    fn flag_label(&mut self, p: &Placed, pages: u64) {
        let foot = self.layout.lane(3).bottom();
        let key = Key::Region { lane: 'D', start: p.item.span.start().0 };
        let strong = format!("{} pages", words::count(pages));
        let lines = why(p, pages, self.layout.sheet);
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
        ];
        for (allowed, x, y, anchor) in places {
            let label = |i: usize| {
                let text = texts.get(i).copied().unwrap_or_default();
                let label = Label { anchor, ..Label::new(x, y + row(i), text, size(i)) };
                if i == 0 { label.strong() } else { label }
            };
            let free = (0..texts.len()).all(|i| self.scene.takes(label(i).rect()));
            if !allowed || !free {
                continue;
            }
            for i in 0..texts.len() {
                let role = if i == 0 { Role::Ink } else { Role::Ink2 };
                self.scene.text(key, role, label(i));
            }
            let line = if (y - foot - 36.0).abs() < 0.1 {
                let (l, r) = (rect.x + 2.0, rect.right() - 2.0);
                let (top, low) = (foot + 8.0, foot + 14.0);
                vec![at(l, top), at(l, low), at(r, low), at(r, top)]
            } else {
                let tip = if x > c { x - 4.0 } else { x + 4.0 };
                vec![at(c, foot + 6.0), at(c, y - 4.5), at(tip, y - 4.5)]
            };
            self.scene.line(key, Role::Released, line, Dash::Solid, 1.5);
            return;
        }
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
