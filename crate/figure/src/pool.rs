//! Lane E, Xen's bucket, and everything that flies.

use sim::step::{Change, Step, Travel};
use sim::units::Pages;
use sim::words;

use crate::advance::Weight;
use crate::geometry::{Rect, at};
use crate::lanes::{Canvas, Flight};
use crate::layout::Sheet;
use crate::motion::{Path, TILES, own_time, place, tiles};
use crate::shape::{Anchor, Dash, Key, Label, Pattern, Role};

impl Canvas<'_> {
    /// The bucket, its name, its counter and what lies in it.
    pub(crate) fn bucket(&mut self, content: Pages) {
        let b = self.layout.bucket;
        let key = Key::Part(u32::from('E'));
        let wall = vec![
            at(b.x - 4.0, b.y - 8.0),
            at(b.x - 4.0, b.bottom() + 4.0),
            at(b.right() + 4.0, b.bottom() + 4.0),
            at(b.right() + 4.0, b.y - 8.0),
        ];
        match self.layout.sheet {
            Sheet::Wide => {
                self.heading('E', "Xen’s free", "", b.x - 10.0, b.y - 65.0);
                let second = Label {
                    at: at(b.x + 18.0, b.y - 58.0),
                    anchor: Anchor::Start,
                    text: "memory",
                    size: 14.0,
                    weight: Weight::Strong,
                };
                self.scene.text(key, Role::Ink, second);
            }
            Sheet::Narrow => self.heading('E', "Xen", "", self.layout.axis_x0, b.y + 30.0),
        }
        self.scene.line(key, Role::Xen, wall, Dash::Solid, 3.0);
        if !content.is_zero() {
            let slot = self.slot(Pages::ZERO, content, content);
            let (role, pattern) = (Role::Released, Pattern::Slanted);
            self.scene.carrier(key, role, slot, pattern, Dash::Solid, content.0);
            self.scene.inside(key, role, slot, pattern, "from dom0");
        }
        self.counter(content);
    }

    fn counter(&mut self, content: Pages) {
        let b = self.layout.bucket;
        let key = Key::Part(u32::from('E'));
        let (x, y) = match self.layout.sheet {
            Sheet::Wide => (b.x - 10.0, b.bottom() + 30.0),
            Sheet::Narrow => (b.right() + 14.0, b.y + 20.0),
        };
        let big = if content.is_zero() { "0 pages".to_owned() } else { words::amount(content) };
        let size = if self.layout.sheet == Sheet::Wide { 20.0 } else { 14.0 };
        let strong =
            Label { at: at(x, y), anchor: Anchor::Start, text: &big, size, weight: Weight::Strong };
        self.scene.text(key, Role::Ink, strong);
        let small = Label {
            at: at(x, y + 20.0),
            anchor: Anchor::Start,
            text: "from dom0",
            size: 13.0,
            weight: Weight::Regular,
        };
        self.scene.text(key, Role::Ink2, small);
    }

    /// Where `pages` pages lie in the bucket behind `before` others, of `all` that it
    /// will hold: on the lanes' scale if they fit.
    fn slot(&self, before: Pages, pages: Pages, all: Pages) -> Rect {
        let b = self.layout.bucket;
        let scale = self.axis.scale().min(b.w / (all.0.max(1) as f64));
        let w = pages.0 as f64 * scale;
        let pad = (b.w - all.0 as f64 * scale) / 2.0;
        let h = b.h.min(self.layout.bar);
        Rect { x: b.x + pad + before.0 as f64 * scale, y: b.bottom() - h, w, h }
    }

    /// The flights of a step; none for steps in which nothing travels.
    pub(crate) fn flights(&self, step: &Step) -> Vec<Flight> {
        let d = self.layout.lanes[3];
        match &step.change {
            Change::Released { pieces }
            | Change::Repopulated { pieces }
            | Change::BalloonedUp { pieces, .. } => {
                let all = step.change.pages().unwrap_or_default();
                let mut before = Pages::ZERO;
                let mut flights = Vec::new();
                for &span in pieces {
                    let home = self.rect(span, d);
                    let slot = self.slot(before, span.pages(), all);
                    before = before.plus(span.pages());
                    let back = step.change.travel() == Some(Travel::Refill);
                    let (from, to) = if back { (slot, home) } else { (home, slot) };
                    flights.push(Flight { first: span.start().0, from, to, pages: span.pages() });
                }
                flights
            }
            Change::Moved { moves } => moves
                .iter()
                .filter_map(|m| {
                    let from = self.rect(sim::span::Span::of(m.from, m.pages.0)?, d);
                    let to = self.rect(sim::span::Span::of(m.to, m.pages.0)?, d);
                    Some(Flight { first: m.from.0, from, to, pages: m.pages })
                })
                .collect(),
            Change::MapListed { .. }
            | Change::Dom0Built(_)
            | Change::MapRead(_)
            | Change::HolesFound { .. }
            | Change::IdentityMapped { .. }
            | Change::BalloonRoom { .. }
            | Change::Descriptors { .. }
            | Change::ToolsReport { .. } => Vec::new(),
        }
    }

    /// Pages that have arrived at `t`: whole tiles only.
    pub(crate) fn arrived(&self, step: &Step, t: f64) -> u64 {
        let mut landed = 0;
        for flight in self.flights(step) {
            let parts = flight_tiles(&flight);
            let m = parts.len() as u32;
            let there = |i: &usize| own_time(t, *i as u32, m) >= 1.0;
            landed +=
                parts.iter().enumerate().filter(|(i, _)| there(i)).map(|(_, n)| n).sum::<u64>();
        }
        landed
    }

    /// A label that travels with a single tile.
    fn name_pin(&mut self, key: Key, rect: Rect, pages: u64) {
        let text = format!("{} pages", words::count(pages));
        let label = Label {
            at: at(rect.centre().x, rect.y - 6.0),
            anchor: Anchor::Middle,
            text: &text,
            size: 12.0,
            weight: Weight::Regular,
        };
        self.scene.text(key, Role::Ink2, label);
    }

    /// Draws the flights at `t`, each as tiles of whole pages.
    pub(crate) fn fly(&mut self, step: &Step, t: f64) {
        let Some(travel) = step.change.travel() else { return };
        let path = match (travel, self.layout.sheet) {
            (Travel::Move, _) => Path::Arc(self.layout.lanes[3] - self.layout.corridor),
            (Travel::Release | Travel::Refill, Sheet::Wide) => Path::Corridor(self.layout.corridor),
            (Travel::Release | Travel::Refill, Sheet::Narrow) => Path::Fall,
        };
        let (role, pattern) = match travel {
            Travel::Move => (Role::Moved, Pattern::Dotted),
            Travel::Refill => (Role::Dom0, Pattern::Plain),
            Travel::Release => (Role::Released, Pattern::Slanted),
        };
        for flight in self.flights(step) {
            for end in [flight.from, flight.to] {
                self.scene.bar(Key::Part(2), Role::Socket, end, Pattern::Plain, Dash::Trace);
            }
            let parts = flight_tiles(&flight);
            let m = parts.len() as u32;
            let mut before = 0;
            for (i, part) in parts.into_iter().enumerate() {
                let n = i as u32;
                let share = |r: Rect| {
                    let unit = r.w / flight.pages.0.max(1) as f64;
                    Rect { x: r.x + before as f64 * unit, w: part as f64 * unit, ..r }
                };
                let rect = place(share(flight.from), share(flight.to), path, own_time(t, n, m));
                let key = Key::Tile { from: flight.first, n };
                let rect = Rect { w: rect.w.max(self.layout.pin() - 2.0), ..rect };
                self.scene.carrier(key, role, rect, pattern, Dash::Solid, part);
                if m == 1 {
                    self.name_pin(key, rect, part);
                }
                before += part;
            }
        }
    }
}

/// The tiles of a flight; a stretch too narrow to be cut flies as one.
fn flight_tiles(flight: &Flight) -> Vec<u64> {
    let narrow = flight.from.w.max(flight.to.w) < 16.0;
    tiles(flight.pages.0, if narrow { 1 } else { TILES })
}
