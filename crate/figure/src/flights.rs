//! Pages under way: which stretches fly from where to where, and their tiles at a time.

use sim::span::Span;
use sim::step::{Change, Travel};
use sim::units::{Pages, Pfn};

use crate::fly::look;
use crate::geometry::{Point, Rect, at};
use crate::layout::Sheet;
use crate::motion::{Path, TILES, ease, own_time, place, tiles};
use crate::pattern::period;
use crate::place::{Placed, find};
use crate::scene::Canvas;
use crate::shape::Pattern;

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
pub(crate) struct Tile {
    pub(crate) n: u32,
    pub(crate) pages: u64,
    pub(crate) rect: Rect,
    pub(crate) origin: Point,
    /// Its own time.
    pub(crate) u: f64,
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
                self.exchanged(pieces, &homes, after.returned, Travel::Populate)
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
                Travel::Populate => Order::ToHome,
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

    /// How a flight gets there. What starts under lane D's title lifts before it
    /// travels, so that it does not cross the title.
    pub(crate) fn path(&self, travel: Travel, flight: &Flight) -> Path {
        let under_title = flight.from.right() < self.name_end(3);
        match (travel, self.layout.sheet) {
            (Travel::Move, _) if under_title => Path::Corridor(self.layout.corridor),
            (Travel::Move, _) => Path::Arc(self.layout.arc),
            (Travel::Release | Travel::Populate, Sheet::Wide) => {
                Path::Corridor(self.layout.corridor)
            }
            (Travel::Release | Travel::Populate, Sheet::Narrow) => Path::Fall,
        }
    }

    /// The tiles of a flight at the step's time; a stretch too narrow to be cut flies
    /// as one. The tile nearest the goal leads.
    pub(crate) fn tiles(&self, flight: &Flight) -> Vec<Tile> {
        let Some(travel) = self.now.step.change.travel() else { return Vec::new() };
        let (path, look) = (self.path(travel, flight), look(travel));
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
    pub(crate) fn share(&self, rect: Rect, before: u64, pages: u64) -> Rect {
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
