//! Lanes A, B and C: headings, bars on the axis, tears through them.

use sim::span::Span;
use sim::step::{MaxReservation, Phase};
use sim::units::Pfn;

use crate::advance::{Weight, width};
use crate::geometry::{Rect, at, between, mix};
use crate::items::{Item, gift_items, map_items};
use crate::layout::Sheet;
use crate::pattern::outline;
use crate::place::{Placed, place};
use crate::scene::Canvas;
use crate::shape::{Bar, Dash, Key, Label, Pattern, Role, Style};
use crate::view::Extent;

/// Names of the lanes: plain name first, then what it is.
const NAMES: [(char, &str); 4] = [
    ('A', "The machine’s map"),
    ('B', "What Xen gives dom0"),
    ('C', "dom0’s own map"),
    ('D', "What backs each page"),
];

impl Canvas<'_> {
    /// A lane's chip and names above its bar.
    pub(crate) fn title(&mut self, lane: usize, sub: &str) {
        let Some((letter, name)) = self.name(lane) else { return };
        let y = self.layout.lane(lane).y;
        let aside = if letter == 'D' { self.aside() } else { 0.0 };
        self.heading(letter, name, sub, at(self.layout.axis_x0 + aside, y));
    }

    fn name(&self, lane: usize) -> Option<(char, &'static str)> {
        let (letter, name) = NAMES.get(lane).copied()?;
        // The narrow sheet needs the room for what flies past.
        let short = letter == 'D' && self.layout.sheet == Sheet::Narrow;
        Some((letter, if short { "Backing" } else { name }))
    }

    /// Where a lane's name ends.
    pub(crate) fn name_end(&self, lane: usize) -> f64 {
        let size = if self.layout.sheet == Sheet::Wide { 14.0 } else { 13.0 };
        let name = self.name(lane).map_or("", |(_, name)| name);
        self.layout.axis_x0 + self.layout.chip + 12.0 + width(name, size, Weight::Strong)
    }

    /// A chip with a letter, a name and a subtitle, above `p`.
    pub(crate) fn heading(
        &mut self,
        letter: char,
        name: &str,
        sub: &str,
        p: crate::geometry::Point,
    ) {
        let wide = self.layout.sheet == Sheet::Wide;
        let chip = self.layout.chip;
        let (size, lift) = if wide { (14.0, 11.0) } else { (13.0, 9.0) };
        let base = p.y - lift;
        let key = Key::Lane(letter);
        let square = Rect { x: p.x - 1.0, y: base - chip + 5.0, w: chip, h: chip };
        self.scene.bar(key, Bar::fill(Role::Xen), square);
        let mut letters = [0; 4];
        let text = letter.encode_utf8(&mut letters);
        let c = square.centre();
        let label = Label::new(c.x, c.y + 4.5, text, 12.5).strong().middle();
        self.scene.text(key, Role::Paper, label);
        let start = square.right() + if wide { 8.0 } else { 6.0 };
        let name = Label::new(start, base, name, size).strong();
        let Some(placed) = self.scene.text(key, Role::Ink, name) else { return };
        if wide && !sub.is_empty() {
            let x = placed.right() + 10.0;
            if x + width(sub, 13.0, Weight::Regular) <= self.subtitle_end {
                self.scene.text(key, Role::Ink2, Label::new(x, base, sub, 13.0));
            }
        }
    }

    /// Items cut at the end of the axis; what carries pages is never cut.
    pub(crate) fn within(&self, items: Vec<Item>) -> Vec<Item> {
        let end = Pfn(self.axis.end());
        let cut = items.into_iter().filter_map(|i| {
            Span::new(i.span.start(), i.span.end().min(end)).map(|span| Item { span, ..i })
        });
        cut.collect()
    }

    /// The places of items on a lane.
    pub(crate) fn placed(&self, lane: usize, items: Vec<Item>) -> Vec<Placed> {
        place(self.axis, self.layout.lane(lane), self.layout.pin, &self.within(items))
    }

    /// Draws what has a place; nothing right of `until`, labels only where all is drawn.
    pub(crate) fn regions(&mut self, lane: char, placed: &[Placed], until: f64) {
        for p in placed {
            let rect = p.rect.cut_at(until);
            let start = p.item.span.start().0;
            let key = Key::Region { lane, start };
            self.scene.carrier(key, p.item.bar, rect, at(0.0, 0.0), p.item.carries);
            for m in &p.members {
                self.scene.target(Key::Region { lane, start: m.start().0 }, rect);
            }
        }
        for p in placed.iter().filter(|p| p.rect.right() <= until) {
            let key = Key::Region { lane, start: p.item.span.start().0 };
            let quiet = matches!(p.item.bar.role, Role::Hole | Role::Copied | Role::Room);
            let style = if quiet { Style::QUIET } else { Style::PLAIN };
            self.scene.inside(key, p.item.bar, self.label_room(p.rect), &p.item.labels, style);
        }
    }

    /// The widest part of a bar without a tear.
    pub(crate) fn label_room(&self, rect: Rect) -> Rect {
        let mut best = Rect { w: 0.0, ..rect };
        let mut from = rect.x;
        for fold in self.axis.folds().filter(|f| f.x1 > rect.x && f.x0 < rect.right()) {
            let part = Rect::between(from, fold.x0 - 2.0, rect.y, rect.h);
            best = if part.w > best.w { part } else { best };
            from = (fold.x1 + 2.0).min(rect.right());
        }
        let last = Rect::between(from, rect.right(), rect.y, rect.h);
        if last.w > best.w { last } else { best }
    }

    /// Tears through a bar, drawn over it as far as it reaches.
    pub(crate) fn tears(&mut self, row: Rect, until: f64) {
        let folds: Vec<_> = self.axis.folds().filter(|f| f.x1 - 4.0 < until).collect();
        for fold in folds {
            let edge = |x: f64| -> Vec<_> {
                let teeth = ((row.h + 10.0) / 6.0).round() as u32;
                let pitch = (row.h + 10.0) / f64::from(teeth);
                let out = |i: u32| if i.is_multiple_of(2) { -2.0 } else { 2.0 };
                (0..=teeth).map(|i| at(x + out(i), row.y - 5.0 + f64::from(i) * pitch)).collect()
            };
            let (left, right) = (edge(fold.x0), edge(fold.x1));
            self.scene.area(Key::Part(1), Role::Paper, &between(&left, &right));
            for side in [left, right] {
                self.scene.line(Key::Part(1), Role::Rule, &side, Dash::Solid, 1.2);
            }
        }
    }

    /// How far a lane that is drawn in this step reaches, in pixels.
    pub(crate) fn reach(&self, phase: Phase, from: f64, to: f64) -> f64 {
        match self.now.done(phase, from, to) {
            done if done >= 1.0 => f64::MAX,
            done => mix(self.layout.axis_x0, self.layout.axis_x1, done),
        }
    }

    pub(crate) fn lane_a(&mut self) {
        self.title(0, "from firmware");
        let row = self.layout.lane(0);
        let until = self.reach(Phase::FirmwareMap, 0.0, 0.7);
        let hatched = self.now.done(Phase::FirmwareMap, 0.5, 1.0);
        let items =
            map_items(&self.now.step.after.machine, Bar::solid(Role::Machine, Pattern::Plain));
        let placed = self.placed(0, items);
        if hatched >= 1.0 {
            self.regions('A', &placed, until);
        } else {
            self.half_hatched(&placed, until, hatched);
        }
        self.tears(row, until);
    }

    /// Holes as empty outlines first; the hatch is wiped into them.
    fn half_hatched(&mut self, placed: &[Placed], until: f64, hatched: f64) {
        for p in placed {
            let rect = p.rect.cut_at(until);
            let key = Key::Region { lane: 'A', start: p.item.span.start().0 };
            if p.item.bar.role == Role::Hole {
                let empty = Bar { role: Role::Room, pattern: Pattern::Plain, outline: Dash::Solid };
                self.scene.bar(key, empty, rect);
                let wiped = Rect { w: rect.w * hatched, ..rect };
                self.scene.bar(Key::Part(8), p.item.bar, wiped);
            } else {
                self.scene.bar(key, p.item.bar, rect);
                if p.rect.right() <= until {
                    let room = self.label_room(p.rect);
                    self.scene.inside(key, p.item.bar, room, &p.item.labels, Style::PLAIN);
                }
            }
        }
    }

    /// Dotted outlines where lanes will be that are still empty: what will come.
    pub(crate) fn not_yet(&mut self, extent: Extent) {
        let phase = self.now.phase();
        let until = |last: Phase| phase < last || phase == last && self.now.t < 1.0;
        let x0 = self.layout.axis_x0;
        let given = self.axis.x(self.boot.pages.0);
        let f = Rect { y: self.layout.ledger, h: self.layout.bar, ..self.layout.lane(0) };
        let row = |lane| self.layout.lane(lane);
        let lanes = [
            (until(Phase::Dom0Built), row(1), given),
            (until(Phase::MapRead), row(2), self.layout.axis_x1),
            (until(Phase::Dom0Built), row(3), given),
            (extent == Extent::Whole && until(Phase::Dom0Built), f, given),
        ];
        for (empty, row, end) in lanes {
            if empty && end - x0 > self.layout.pin {
                let rect = Rect { w: end - x0, ..row };
                self.scene.line(Key::Part(17), Role::Rule, &outline(rect), Dash::NotYet, 1.0);
            }
        }
    }

    pub(crate) fn lane_b(&mut self) {
        self.title(1, "pages and ceiling");
        let row = self.layout.lane(1);
        let (solid, room) =
            (self.now.done(Phase::Dom0Built, 0.0, 0.6), self.now.done(Phase::Dom0Built, 0.6, 1.0));
        let items = gift_items(&self.now.step.after, self.axis.end());
        if items.is_empty() || solid <= 0.0 {
            return;
        }
        let placed = self.placed(1, items);
        let given = self.axis.x(self.boot.pages.0);
        let end = self.layout.line_end;
        let until = match (solid < 1.0, room < 1.0) {
            (true, _) => mix(row.x, given, solid),
            (false, true) => mix(given, end, room),
            (false, false) => f64::MAX,
        };
        self.open_ended(&placed, until);
        self.regions('B', &placed, until);
        let unbounded =
            self.now.step.after.allocation.is_some_and(|g| g.maximum == MaxReservation::Unlimited);
        let drawn = placed.last().map_or(0.0, |p| p.rect.right());
        self.tears(row, until.min(if unbounded { end } else { drawn }));
    }

    /// Where no ceiling is set: two dashed lines that lead on, and an arrow.
    fn open_ended(&mut self, placed: &[Placed], until: f64) {
        let unbounded =
            self.now.step.after.allocation.is_some_and(|g| g.maximum == MaxReservation::Unlimited);
        let Some(open) = placed.last().filter(|_| unbounded) else { return };
        let end = self.layout.line_end.min(until);
        let (x, y) = (open.rect.x, open.rect.y);
        if open.item.bar.role != Role::Room || end <= x {
            return;
        }
        let key = Key::Region { lane: 'B', start: open.item.span.start().0 };
        for y in [y, open.rect.bottom()] {
            self.scene.line(key, Role::Room, &[at(x, y), at(end, y)], Dash::Could, 1.5);
        }
        if self.layout.sheet == Sheet::Wide && until >= self.layout.line_end {
            let (x, y) = (self.layout.line_end, open.rect.centre().y);
            let tip = x + 16.0;
            self.scene.line(key, Role::Rule, &[at(x, y), at(tip - 5.0, y)], Dash::Solid, 1.0);
            let head = [at(tip - 7.0, y - 3.5), at(tip, y), at(tip - 7.0, y + 3.5)];
            self.scene.area(key, Role::Xen, &head);
        }
    }
}
