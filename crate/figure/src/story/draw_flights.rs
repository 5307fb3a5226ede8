//! Draws flights: tiles that turn from one kind of page into another, their guides, and a
//! label that travels with a single tile.

use sim::step::Travel;

use crate::draw::geometry::{Point, Rect, at};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Role, Scene, Shape};
use crate::story::flights::{Flight, Tile, Way};
use crate::story::frame::Frame;
use crate::story::motion::{Path, TILES, ease, place, tiles};
use crate::story::tile_look::{TileLook, tile_look};

/// Draws the flights, each as tiles of whole pages over dotted guides.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let Some(travel) = frame.now.step.change.travel() else { return };
    let ends = match travel {
        Travel::Release | Travel::Populate => [Lane::Backing, Lane::Bucket],
        Travel::Move => [Lane::Backing; 2],
    };
    if !ends.iter().all(|&lane| frame.layout.shows(lane)) {
        return;
    }
    let look = tile_look(travel);
    for flight in frame.flights.iter().take(2) {
        guides(scene, flight, look.guide);
    }
    for (i, flight) in frame.flights.iter().enumerate() {
        draw_tiles(scene, flight, &look);
        if let ([only], true) = (flight.tiles.as_slice(), i < 3) {
            name_pin(frame, scene, only.rect, &flight.way);
        }
    }
}

/// Draws the tiles; those that wait and those that have landed are joined to one bar.
fn draw_tiles(scene: &mut Scene, flight: &Flight, look: &TileLook) {
    let mut groups: Vec<Tile> = Vec::with_capacity(flight.tiles.len());
    for t in &flight.tiles {
        let rests = |u: f64| u <= 0.0 || u >= 1.0;
        match groups.last_mut() {
            Some(last) if rests(t.u) && last.u.total_cmp(&t.u).is_eq() => {
                last.rect = last.rect.union(t.rect);
                last.pages += t.pages;
            }
            _ => groups.push(Tile { ..*t }),
        }
    }
    for t in groups {
        let key = Key::Tile { from: flight.way.first, n: t.n };
        let turned = ease(t.u, look.turn[0], look.turn[1]);
        let first = if turned < 1.0 { look.old } else { look.new };
        scene.carrier(key, first, t.rect, t.origin, t.pages);
        if 0.0 < turned && turned < 1.0 {
            let h = t.rect.h * turned;
            let rect = Rect { y: t.rect.bottom() - h, h, ..t.rect };
            scene.carrier(key, look.new, rect, t.origin, 0);
        }
    }
}

/// The paths of the first and the last tile.
fn guides(scene: &mut Scene, flight: &Flight, role: Role) {
    const STEPS: u32 = 28;
    let Flight { way, path, .. } = flight;
    let parts = tiles(way.pages.0, if way.from.w < 16.0 { 1 } else { TILES });
    let (Some(&first), Some(&last)) = (parts.first(), parts.last()) else { return };
    let ends = [(0, first), (way.pages.0 - last, last)];
    for (i, (before, pages)) in ends.into_iter().enumerate() {
        if i > 0 && parts.len() == 1 {
            continue;
        }
        let (from, to) = (way.share(way.from, before, pages), way.share(way.to, before, pages));
        let at_top = matches!(path, Path::Arc(_));
        let points: Vec<Point> = (0..=STEPS)
            .map(|i| {
                let r = place(from, to, *path, f64::from(i) / f64::from(STEPS));
                let c = r.centre();
                at(c.x, if at_top { r.y } else { c.y })
            })
            .collect();
        if at_top {
            let tip = at(to.centre().x, to.y - 1.0);
            let head = [at(tip.x - 4.0, tip.y - 7.0), tip, at(tip.x + 4.0, tip.y - 7.0)];
            scene.line(Key::Decor(Decor::Guide), role, &head, Dash::Solid, 1.5);
        }
        scene.line(Key::Decor(Decor::Guide), role, &points, Dash::NotYet, 1.0);
    }
}

/// A label that travels with a single tile.
fn name_pin(frame: &Frame<'_>, scene: &mut Scene, rect: Rect, way: &Way) {
    let text = words::figure::flying(way.pages, way.ranges);
    let y = rect.centre().y + 4.5;
    let left = Label::new(rect.x - 7.0, y, &text, 12.0).end();
    let right = Label::new(rect.right() + 7.0, y, &text, 12.0);
    let clear = |r: Rect| {
        let c = frame.layout.lane(Lane::OwnMap).bottom() + 2.0;
        let d = frame.layout.lane(Lane::Backing);
        r.y >= c && (r.bottom() <= d.y || r.y >= d.bottom())
    };
    for label in [right, left] {
        let room = label.rect();
        let tiles = scene.shapes.iter().filter(|s| matches!(s.key, Key::Tile { .. }));
        let hidden = tiles.filter_map(Shape::bar).any(|r| r.overlaps(room));
        let plate = Rect { x: room.x - 3.0, y: room.y - 2.0, w: room.w + 6.0, h: 17.0 };
        let on_sheet = plate.x >= 0.0 && plate.right() <= frame.layout.width;
        if clear(room) && !hidden && on_sheet && scene.takes(room) {
            scene.bar(Key::Decor(Decor::TileLabel), Bar::fill(Role::Paper), plate);
            scene.text(Key::Decor(Decor::TileLabel), Role::Ink2, label);
            return;
        }
    }
}
