//! Drawing what flies: tiles that turn from one kind of page into another, their guides,
//! and a label that travels with a pin.

use sim::step::Travel;

use crate::flights::{Flight, Tile};
use crate::geometry::{Point, Rect, at};
use crate::motion::{Path, TILES, ease, place, tiles};
use crate::scene::Canvas;
use crate::shape::{Bar, Dash, Form, Key, Label, Pattern, Role};

/// How tiles of a step look before and after they turn, and when they do.
pub(crate) struct Look {
    old: Bar,
    pub(crate) new: Bar,
    turn: [f64; 2],
    guide: Role,
}

pub(crate) fn look(travel: Travel) -> Look {
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
        Travel::Populate => {
            let new = Bar::solid(Role::Dom0, Pattern::Plain);
            Look { old: released, new, turn: [0.72, 1.0], guide: Role::SocketDom0 }
        }
    }
}

impl Canvas<'_> {
    /// Draws the flights, each as tiles of whole pages over dotted guides.
    pub(crate) fn fly(&mut self) {
        if !self.flying() {
            return;
        }
        let Some(travel) = self.now.step.change.travel() else { return };
        let look = look(travel);
        let mut flights = self.flights();
        sim::sort::sort_by_key(&mut flights, |f| core::cmp::Reverse(f.pages));
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
        let path = self.path(travel, flight);
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
                let head = [at(tip.x - 4.0, tip.y - 7.0), tip, at(tip.x + 4.0, tip.y - 7.0)];
                self.scene.line(Key::Part(10), role, &head, Dash::Solid, 1.5);
            }
            self.scene.line(Key::Part(10), role, &points, Dash::NotYet, 1.0);
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
                Form::Bar { rect, .. } => Some(*rect),
                Form::Area { .. } | Form::Line { .. } | Form::Text { .. } => None,
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
