//! Pages under way: which ranges fly from where to where, and their tiles at a moment.

use sim::span::Span;
use sim::step::{Change, Travel};
use sim::units::{Pages, Pfn};

use crate::draw::geometry::{Point, Rect, at};
use crate::draw::lane::Lane;
use crate::draw::pattern::period;
use crate::draw::shape::Pattern;
use crate::story::backing::Placement;
use crate::story::bucket::Bucket;
use crate::story::count::{Work, count};
use crate::story::lane_names::name_end;
use crate::story::layout::{BucketPlace, Layout};
use crate::story::moment::Moment;
use crate::story::motion::{Path, TILES, ease, own_time, place, tiles};
use crate::story::placement::{Placed, find};
use crate::story::tile_look::tile_look;

/// Where pages that lie together fly from, and where to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub(crate) first: u64,
    pub(crate) from: Rect,
    pub(crate) to: Rect,
    pub(crate) pages: Pages,
    /// How many ranges of page numbers share it.
    pub(crate) ranges: u64,
}

/// Pages that lie together and fly together.
#[derive(Debug)]
pub(crate) struct Flight {
    pub(crate) way: Way,
    pub(crate) path: Path,
    pub(crate) tiles: Vec<Tile>,
}

/// A tile at a moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tile {
    pub(crate) n: u32,
    pub(crate) pages: u64,
    pub(crate) rect: Rect,
    /// Origin of its pattern.
    pub(crate) origin: Point,
    /// Its own time, 0 to 1.
    pub(crate) u: f64,
}

/// The flights of a step that is under way, the most pages first; none for steps in which
/// nothing travels.
pub(crate) fn of(
    now: &Moment<'_>,
    lane_d: &Placement,
    bucket: &Bucket,
    layout: &Layout,
) -> Vec<Flight> {
    let Some(travel) = now.step.change.travel().filter(|_| now.running()) else {
        return Vec::new();
    };
    count(Work::Flights);
    let mut ways = ways(now, lane_d, bucket);
    sim::sort::sort_by_key(&mut ways, |w| core::cmp::Reverse(w.pages));
    let mut flights = Vec::with_capacity(ways.len());
    for way in ways {
        let path = path(travel, &way, layout);
        flights.push(Flight { way, path, tiles: cut(&way, path, travel, now.t) });
    }
    flights
}

/// Pages of the step that have arrived: whole tiles only.
pub(crate) fn arrived(now: &Moment<'_>, flights: &[Flight]) -> Pages {
    match now.t {
        t if t <= 0.0 => Pages::ZERO,
        t if t >= 1.0 => now.step.change.pages().unwrap_or_default(),
        _ => {
            let tiles = flights.iter().flat_map(|f| &f.tiles);
            Pages(tiles.filter(|t| t.u >= 1.0).map(|t| t.pages).sum())
        }
    }
}

fn ways(now: &Moment<'_>, lane_d: &Placement, bucket: &Bucket) -> Vec<Way> {
    match &now.step.change {
        Change::Released { pieces } => {
            let still = now.earlier().unwrap_or(now.after()).returned;
            exchanged(pieces, &lane_d.before, bucket, still, Travel::Release)
        }
        Change::Repopulated { pieces } | Change::BalloonedUp { pieces, .. } => {
            exchanged(pieces, &lane_d.after, bucket, now.after().returned, Travel::Populate)
        }
        Change::Moved { moves } => {
            let mut ways: Vec<Way> = Vec::new();
            for m in moves {
                let spans = Span::of(m.from, m.pages.0).zip(Span::of(m.to, m.pages.0));
                let Some((from, to)) = spans else { continue };
                let ends = find(&lane_d.before, from).zip(find(&lane_d.after, to));
                let Some((from, to)) = ends else { continue };
                add(&mut ways, m.from, from, to.rect, m.pages, Direction::FromLane);
            }
            ways
        }
        Change::MapListed { .. }
        | Change::Dom0Built(_)
        | Change::MapRead
        | Change::HolesFound { .. }
        | Change::IdentityMapped { .. }
        | Change::MapRewritten(_)
        | Change::BalloonRoom { .. }
        | Change::Descriptors(_)
        | Change::ToolsReport(_) => Vec::new(),
    }
}

/// Ways between lane D and the bucket, where `still` pages rest meanwhile.
fn exchanged(
    pieces: &[Span<Pfn>],
    homes: &[Placed],
    bucket: &Bucket,
    still: Pages,
    travel: Travel,
) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    let mut lying = still;
    for &span in pieces {
        let Some(home) = find(homes, span) else { continue };
        let slot = bucket.slot(lying, span.pages());
        lying = lying.plus(span.pages());
        let direction = match travel {
            Travel::Populate => Direction::ToLane,
            Travel::Release | Travel::Move => Direction::FromLane,
        };
        add(&mut ways, span.start(), home, slot, span.pages(), direction);
    }
    ways
}

/// How pages get there. What starts under lane D's title lifts before it travels, so
/// that it does not cross the title.
fn path(travel: Travel, way: &Way, layout: &Layout) -> Path {
    let under_title = way.from.right() < name_end(layout, Lane::Backing);
    match (travel, layout.place) {
        (Travel::Move, _) if under_title => Path::Corridor(layout.corridor),
        (Travel::Move, _) => Path::Arc(layout.arc),
        (Travel::Release | Travel::Populate, BucketPlace::Right) => Path::Corridor(layout.corridor),
        (Travel::Release | Travel::Populate, BucketPlace::Tray | BucketPlace::Rail) => Path::Fall,
    }
}

/// The tiles of a way at the step's time `t`; a range too narrow to be cut flies as one.
/// The tile nearest the goal leads.
fn cut(way: &Way, path: Path, travel: Travel, t: f64) -> Vec<Tile> {
    count(Work::Tiles);
    let look = tile_look(travel);
    let narrow = way.from.w.max(way.to.w) < 16.0;
    let parts = tiles(way.pages.0, if narrow { 1 } else { TILES });
    let m = parts.len() as u32;
    let leftwards = way.to.centre().x < way.from.centre().x;
    let mut before = 0;
    let mut out = Vec::with_capacity(parts.len());
    for (n, pages) in (0..m).zip(parts) {
        let u = own_time(t, if leftwards { m - 1 - n } else { n }, m);
        let (from, to) = (way.share(way.from, before, pages), way.share(way.to, before, pages));
        let rect = place(from, to, path, u);
        let origin = drift(from, to, rect, u, look.new.pattern);
        out.push(Tile { n, pages, rect, origin, u });
        before += pages;
    }
    out
}

/// Whether a range flies from lane D or to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    FromLane,
    ToLane,
}

/// Adds a way; ranges that share a place fly together.
fn add(
    ways: &mut Vec<Way>,
    first: Pfn,
    home: &Placed,
    far: Rect,
    pages: Pages,
    direction: Direction,
) {
    let near = |w: &Way| match direction {
        Direction::FromLane => w.from,
        Direction::ToLane => w.to,
    };
    if let Some(last) = ways.last_mut().filter(|w| near(w) == home.rect) {
        last.pages = last.pages.plus(pages);
        last.ranges += 1;
        match direction {
            Direction::FromLane => last.to = last.to.union(far),
            Direction::ToLane => last.from = last.from.union(far),
        }
        return;
    }
    let (from, to) = match direction {
        Direction::FromLane => (home.rect, far),
        Direction::ToLane => (far, home.rect),
    };
    ways.push(Way { first: first.0, from, to, pages, ranges: 1 });
}

impl Way {
    /// The part of `rect` that `pages` take, after `before` others.
    pub(crate) fn share(&self, rect: Rect, before: u64, pages: u64) -> Rect {
        let unit = rect.w / self.pages.0.max(1) as f64;
        Rect { x: rect.x + before as f64 * unit, w: pages as f64 * unit, ..rect }
    }
}

/// The origin of a moving tile's pattern: it travels with the tile and arrives in phase
/// with what rests.
fn drift(from: Rect, to: Rect, now: Rect, u: f64, pattern: Pattern) -> Point {
    let period = period(pattern);
    let whole = |d: f64| (d / period).round() * period - d;
    let late = ease(u, 0.10, 0.86);
    at(now.x - from.x + late * whole(to.x - from.x), now.y - from.y + late * whole(to.y - from.y))
}
