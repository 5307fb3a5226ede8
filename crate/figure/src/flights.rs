//! Pages under way: which stretches fly from where to where, and their tiles at a time.

use sim::span::Span;
use sim::step::{Change, Travel};
use sim::units::{Pages, Pfn};
use sim::words;

use crate::geometry::{Point, Rect, at};
use crate::layout::Sheet;
use crate::motion::{Path, TILES, ease, own_time, place, tiles};
use crate::pattern::period;
use crate::place::{Placed, find};
use crate::scene::Canvas;
use crate::shape::{Bar, Dash, Key, Label, Pattern, Role};

/// Pages that lie together and fly together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flight {
    pub(crate) first: u64,
    pub(crate) from: Rect,
    pub(crate) to: Rect,
    pub(crate) pages: Pages,
    /// How many stretches of page numbers share it.
    pub(crate) stretches: u64,
}

/// A tile at a time.
struct Tile {
    n: u32,
    pages: u64,
    rect: Rect,
    origin: Point,
    /// Its own time.
    u: f64,
}

/// How tiles of a step look before and after they turn, and when they do.
struct Look {
    old: Bar,
    new: Bar,
    turn: [f64; 2],
    guide: Role,
}

fn look(travel: Travel) -> Look {
    let on_hole = Bar::solid(Role::OnHole, Pattern::Slanted);
    let released = Bar::solid(Role::Released, Pattern::Slanted);
    match travel {
        Travel::Release => {
            Look { old: on_hole, new: released, turn: [0.0, 0.34], guide: Role::Socket }
        }
        Travel::Move => {
            let new = Bar::solid(Role::Moved, Pattern::Dotted);
            Look { old: on_hole, new, turn: [0.0, 0.34], guide: Role::SocketMoved }
        }
        Travel::Refill => {
            let new = Bar::solid(Role::Dom0, Pattern::Plain);
            Look { old: released, new, turn: [0.72, 1.0], guide: Role::SocketDom0 }
        }
    }
}

impl Canvas<'_> {
    /// Whether pages are under way.
    pub(crate) fn flying(&self) -> bool {
        self.now.running() && self.now.step.change.travel().is_some() && !self.flights().is_empty()
    }

    /// The flights of a step; none for steps in which nothing travels.
    pub(crate) fn flights(&self) -> Vec<Flight> {
        let change = &self.now.step.change;
        let after = &self.now.step.after;
        let before = self.earlier().unwrap_or(after);
        match change {
            Change::Released { pieces } => {
                let homes = self.backed(before);
                let still = before.returned;
                self.exchanged(pieces, &homes, still, Travel::Release)
            }
            Change::Repopulated { pieces } | Change::BalloonedUp { pieces, .. } => {
                let homes = self.backed(after);
                self.exchanged(pieces, &homes, after.returned, Travel::Refill)
            }
            Change::Moved { moves } => {
                let (homes, goals) = (self.backed(before), self.backed(after));
                let mut flights: Vec<Flight> = Vec::new();
                for m in moves {
                    let spans = Span::of(m.from, m.pages.0).zip(Span::of(m.to, m.pages.0));
                    let Some((from, to)) = spans else { continue };
                    let ends = find(&homes, from).zip(find(&goals, to));
                    let Some((from, to)) = ends else { continue };
                    add(&mut flights, m.from, from, to.rect, m.pages, Order::FromHome);
                }
                flights
            }
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

    /// Flights between lane D and the bucket, where `still` pages rest meanwhile.
    fn exchanged(
        &self,
        pieces: &[Span<Pfn>],
        homes: &[Placed],
        still: Pages,
        travel: Travel,
    ) -> Vec<Flight> {
        let mut flights: Vec<Flight> = Vec::new();
        let mut lying = still;
        for &span in pieces {
            let Some(home) = find(homes, span) else { continue };
            let slot = self.slot(lying, span.pages());
            lying = lying.plus(span.pages());
            let order = match travel {
                Travel::Refill => Order::ToHome,
                Travel::Release | Travel::Move => Order::FromHome,
            };
            add(&mut flights, span.start(), home, slot, span.pages(), order);
        }
        flights
    }

    /// Pages that have arrived: whole tiles only.
    pub(crate) fn arrived(&self) -> Pages {
        match self.now.t {
            t if t <= 0.0 => Pages::ZERO,
            t if t >= 1.0 => self.now.step.change.pages().unwrap_or_default(),
            _ => {
                let flights = self.flights();
                let landed = |f: &Flight| -> u64 {
                    self.tiles(f).iter().filter(|t| t.u >= 1.0).map(|t| t.pages).sum()
                };
                Pages(flights.iter().map(landed).sum())
            }
        }
    }

    fn path(&self, travel: Travel) -> Path {
        match (travel, self.layout.sheet) {
            (Travel::Move, _) => Path::Arc(self.layout.arc),
            (Travel::Release | Travel::Refill, Sheet::Wide) => Path::Corridor(self.layout.corridor),
            (Travel::Release | Travel::Refill, Sheet::Narrow) => Path::Fall,
        }
    }

    /// The tiles of a flight at the step's time; a stretch too narrow to be cut flies
    /// as one. The tile nearest the goal leads.
    fn tiles(&self, flight: &Flight) -> Vec<Tile> {
        let Some(travel) = self.now.step.change.travel() else { return Vec::new() };
        let (path, look) = (self.path(travel), look(travel));
        let narrow = flight.from.w.max(flight.to.w) < 16.0;
        let parts = tiles(flight.pages.0, if narrow { 1 } else { TILES });
        let m = parts.len() as u32;
        let leftwards = flight.to.centre().x < flight.from.centre().x;
        let mut before = 0;
        let mut out = Vec::with_capacity(parts.len());
        for (n, pages) in (0..m).zip(parts) {
            let u = own_time(self.now.t, if leftwards { m - 1 - n } else { n }, m);
            let (from, to) =
                (flight.share(flight.from, before, pages), flight.share(flight.to, before, pages));
            let rect = place(from, to, path, u);
            let origin = drift(from, to, rect, u, look.new.pattern);
            out.push(Tile { n, pages, rect, origin, u });
            before += pages;
        }
        out
    }

    /// Draws the flights, each as tiles of whole pages over dotted guides.
    pub(crate) fn fly(&mut self) {
        if !self.flying() {
            return;
        }
        let Some(travel) = self.now.step.change.travel() else { return };
        let look = look(travel);
        let mut flights = self.flights();
        sim::order::sort_by_key(&mut flights, |f| core::cmp::Reverse(f.pages));
        for (i, flight) in flights.iter().enumerate() {
            if i < 2 {
                self.guides(flight, travel, look.guide);
            }
        }
        for (i, flight) in flights.iter().enumerate() {
            let tiles = self.tiles(flight);
            self.draw_tiles(flight, &tiles, &look);
            if let ([only], true) = (tiles.as_slice(), i < 3) {
                self.name_pin(only.rect, flight);
            }
        }
    }

    /// Tiles that wait, and tiles that have landed, are still one stretch.
    fn draw_tiles(&mut self, flight: &Flight, tiles: &[Tile], look: &Look) {
        let mut groups: Vec<Tile> = Vec::with_capacity(tiles.len());
        for t in tiles {
            let rests = |u: f64| u <= 0.0 || u >= 1.0;
            match groups.last_mut() {
                Some(last) if rests(t.u) && last.u.total_cmp(&t.u).is_eq() => {
                    last.rect = last.rect.hull(t.rect);
                    last.pages += t.pages;
                }
                _ => groups.push(Tile { ..*t }),
            }
        }
        for t in groups {
            let key = Key::Tile { from: flight.first, n: t.n };
            let turned = ease(t.u, look.turn[0], look.turn[1]);
            let first = if turned < 1.0 { look.old } else { look.new };
            self.scene.carrier(key, first, t.rect, t.origin, t.pages);
            if 0.0 < turned && turned < 1.0 {
                let h = t.rect.h * turned;
                let rect = Rect { y: t.rect.bottom() - h, h, ..t.rect };
                self.scene.carrier(key, look.new, rect, t.origin, 0);
            }
        }
    }

    /// The ways of the first and the last tile.
    fn guides(&mut self, flight: &Flight, travel: Travel, role: Role) {
        const STEPS: u32 = 28;
        let path = self.path(travel);
        let parts = tiles(flight.pages.0, if flight.from.w < 16.0 { 1 } else { TILES });
        let (Some(&first), Some(&last)) = (parts.first(), parts.last()) else { return };
        let ends = [(0, first), (flight.pages.0 - last, last)];
        for (i, (before, pages)) in ends.into_iter().enumerate() {
            if i > 0 && parts.len() == 1 {
                continue;
            }
            let (from, to) =
                (flight.share(flight.from, before, pages), flight.share(flight.to, before, pages));
            let at_top = matches!(path, Path::Arc(_));
            let points: Vec<Point> = (0..=STEPS)
                .map(|i| {
                    let r = place(from, to, path, f64::from(i) / f64::from(STEPS));
                    let c = r.centre();
                    at(c.x, if at_top { r.y } else { c.y })
                })
                .collect();
            if at_top {
                let tip = at(to.centre().x, to.y - 1.0);
                let head = vec![at(tip.x - 4.0, tip.y - 7.0), tip, at(tip.x + 4.0, tip.y - 7.0)];
                self.scene.line(Key::Part(10), role, head, Dash::Solid, 1.5);
            }
            self.scene.line(Key::Part(10), role, points, Dash::NotYet, 1.0);
        }
    }

    /// A label that travels with a single tile.
    fn name_pin(&mut self, rect: Rect, flight: &Flight) {
        let count = words::count(flight.pages.0);
        let text = match flight.stretches {
            1 => format!("{count} pages"),
            n => format!("{count} pages, {} regions", words::count(n)),
        };
        let y = rect.centre().y + 4.5;
        let left = Label::new(rect.x - 7.0, y, &text, 12.0).end();
        let right = Label::new(rect.right() + 7.0, y, &text, 12.0);
        let clear = |r: Rect| {
            let c = self.layout.lane(2).bottom() + 2.0;
            let d = self.layout.lane(3);
            r.y >= c && (r.bottom() <= d.y || r.y >= d.bottom())
        };
        for label in [right, left] {
            let room = label.rect();
            let tiles = self.scene.shapes.iter().filter(|s| matches!(s.key, Key::Tile { .. }));
            let over = tiles.filter_map(|s| match &s.form {
                crate::shape::Form::Bar { rect, .. } => Some(*rect),
                crate::shape::Form::Area { .. }
                | crate::shape::Form::Line { .. }
                | crate::shape::Form::Text { .. } => None,
            });
            let hidden = over.into_iter().any(|r| r.overlaps(room));
            if clear(room) && !hidden && self.scene.takes(room) {
                let plate = Rect { x: room.x - 3.0, y: room.y - 2.0, w: room.w + 6.0, h: 17.0 };
                self.scene.bar(Key::Part(11), Bar::fill(Role::Paper), plate);
                self.scene.text(Key::Part(11), Role::Ink2, label);
                return;
            }
        }
    }
}

/// Whether a stretch flies from lane D or to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    FromHome,
    ToHome,
}

/// Adds a flight; stretches that share a place fly together.
fn add(
    flights: &mut Vec<Flight>,
    first: Pfn,
    home: &Placed,
    far: Rect,
    pages: Pages,
    order: Order,
) {
    let near = |f: &Flight| match order {
        Order::FromHome => f.from,
        Order::ToHome => f.to,
    };
    if let Some(last) = flights.last_mut().filter(|f| near(f) == home.rect) {
        last.pages = last.pages.plus(pages);
        last.stretches += 1;
        match order {
            Order::FromHome => last.to = last.to.hull(far),
            Order::ToHome => last.from = last.from.hull(far),
        }
        return;
    }
    let (from, to) = match order {
        Order::FromHome => (home.rect, far),
        Order::ToHome => (far, home.rect),
    };
    flights.push(Flight { first: first.0, from, to, pages, stretches: 1 });
}

impl Flight {
    /// The part of `rect` that `pages` behind `before` others take.
    fn share(&self, rect: Rect, before: u64, pages: u64) -> Rect {
        let unit = rect.w / self.pages.0.max(1) as f64;
        Rect { x: rect.x + before as f64 * unit, w: pages as f64 * unit, ..rect }
    }
}

/// Where the phase of a moving tile's pattern is: it travels with the tile and arrives
/// in step with what rests.
fn drift(from: Rect, to: Rect, now: Rect, u: f64, pattern: Pattern) -> Point {
    let period = period(pattern);
    let whole = |d: f64| (d / period).round() * period - d;
    let late = ease(u, 0.10, 0.86);
    at(now.x - from.x + late * whole(to.x - from.x), now.y - from.y + late * whole(to.y - from.y))
}
