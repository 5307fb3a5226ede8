//! Highlighting part of a picture, and finding what is at a point or has a name.
//!
//! Works on a finished scene, so every step and every picture is highlighted in the same
//! way: what is highlighted gets a ring, a printed line about it another ground, everything
//! else is dimmed. Nothing moves and no number changes.

use sim::sort;

use crate::draw::geometry::{Point, Rect, at};
use crate::draw::lane::Lane;
use crate::draw::pattern::outline;
use crate::draw::role::ROLES;
use crate::draw::shape::{Dash, Decor, HitTarget, Key, Mark, Role, Scene, Shape, Tone};

/// What to highlight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Highlight {
    /// Every bar with this role.
    Kind(Role),
    /// A region by any page number in it, an account, the bucket or a whole lane.
    Of(Key),
}

impl Highlight {
    /// The highlight with this name: a role's (`released`) or a key's (`D:bf780`).
    pub fn named(name: &str) -> Option<Self> {
        let role = ROLES.iter().find(|(_, n)| *n == name).map(|(role, _)| Self::Kind(*role));
        role.or_else(|| Key::parse(name).map(Self::Of))
    }
}

/// Highlights `highlight` in a scene; if it is not there, nothing changes.
pub fn apply_highlight(scene: &mut Scene, highlight: Highlight) {
    let rects: Vec<Rect> = match highlight {
        Highlight::Kind(role) => {
            scene.shapes.iter().filter(|s| s.role == role).filter_map(region).collect()
        }
        Highlight::Of(key) => places(scene, key).collect(),
    };
    if rects.is_empty() {
        return;
    }
    if let Highlight::Of(key) = highlight {
        light_lines(scene, key);
    }
    for shape in &mut scene.shapes {
        if let Mark::Bar { rect, .. } = &shape.mark {
            let ground =
                matches!(shape.role, Role::Band | Role::Paper | Role::Xen | Role::Highlight);
            if !ground && !rects.iter().any(|l| l.contains_rect(*rect) || rect.contains_rect(*l)) {
                shape.tone = Tone::Dimmed;
            }
        }
    }
    for r in rects {
        let ring = around(r, [scene.width, scene.height]);
        scene.line(Key::Decor(Decor::Ring), Role::Action, &outline(ring), Dash::Solid, 2.0);
    }
}

/// A ring 3 px off a region, but on the sheet.
fn around(r: Rect, [width, height]: [f64; 2]) -> Rect {
    let (x, y) = ((r.x - 4.0).max(1.0), (r.y - 4.0).max(1.0));
    let (right, bottom) =
        ((r.right() + 4.0).min(width - 1.0), (r.bottom() + 4.0).min(height - 1.0));
    Rect { x, y, w: (right - x).max(0.0), h: (bottom - y).max(0.0) }
}

/// The place of a bar that represents pages or page numbers.
fn region(shape: &Shape) -> Option<Rect> {
    let represents_pages = match shape.key {
        Key::Region { .. } | Key::Account(_) | Key::Bucket | Key::Tile { .. } => true,
        Key::Lane(_) | Key::Ceiling | Key::Decor(_) => false,
    };
    let Mark::Bar { rect, .. } = &shape.mark else { return None };
    (represents_pages && rect.w > 0.0).then_some(*rect)
}

/// Where `key` is drawn: a region by any page number in it, a lane as a whole.
fn places(scene: &Scene, key: Key) -> impl Iterator<Item = Rect> {
    let holding = match key {
        Key::Region { lane, start } => holder(scene, lane, start),
        Key::Account(_)
        | Key::Bucket
        | Key::Lane(_)
        | Key::Ceiling
        | Key::Tile { .. }
        | Key::Decor(_) => None,
    };
    let named = scene.targets.iter().filter(move |t| match key {
        Key::Lane(lane) => t.key.lane() == Some(lane),
        Key::Region { .. } => Some(t.key) == holding,
        Key::Account(_) | Key::Bucket | Key::Ceiling | Key::Tile { .. } | Key::Decor(_) => {
            t.key == key
        }
    });
    named.map(|t| t.rect)
}

/// Gives the printed lines about a region another background, and a line at their left edge.
fn light_lines(scene: &mut Scene, key: Key) {
    let Key::Region { lane, start } = key else { return };
    let Some(holding) = holder(scene, lane, start) else { return };
    let mut edges = Vec::new();
    for shape in scene.shapes.iter_mut().filter(|s| line_of(s.key) == Some(holding)) {
        if let Mark::Bar { rect, .. } = shape.mark {
            shape.role = Role::Highlight;
            edges.push([at(rect.x + 1.5, rect.y), at(rect.x + 1.5, rect.bottom())]);
        }
    }
    for edge in edges {
        scene.line(Key::Decor(Decor::Ring), Role::Action, &edge, Dash::Solid, 3.0);
    }
}

/// The region that a printed line is about.
const fn line_of(key: Key) -> Option<Key> {
    if let Key::Decor(Decor::PrintedLine { lane, start }) = key {
        Some(Key::Region { lane, start })
    } else {
        None
    }
}

/// The region of `lane` that holds page number `at`: the last that starts there or
/// before.
fn holder(scene: &Scene, lane: Lane, at: u64) -> Option<Key> {
    let starts = scene.targets.iter().filter_map(|t| {
        let Key::Region { lane: l, start } = t.key else { return None };
        (l == lane && start <= at).then_some((start, t.key))
    });
    starts.max_by_key(|(start, _)| *start).map(|(_, key)| key)
}

/// What is at a point: the smallest target there, or the topmost of equals; a printed line counts
/// as its region.
pub fn hit(scene: &Scene, p: Point) -> Option<Key> {
    let under = scene.targets.iter().rev().filter(|t| t.rect.contains(p));
    let area = |t: &&HitTarget| t.rect.w * t.rect.h;
    let target = under.min_by(|a, b| area(a).total_cmp(&area(b))).map(|t| t.key);
    target.or_else(|| {
        scene.shapes.iter().find_map(|s| {
            let Mark::Bar { rect, .. } = s.mark else { return None };
            line_of(s.key).filter(|_| rect.contains(p))
        })
    })
}

/// Where `key` is drawn, for a focus ring: the union of its places.
pub fn rect(scene: &Scene, key: Key) -> Option<Rect> {
    places(scene, key).reduce(Rect::union)
}

/// The keys of a lane in reading order, for walking with arrow keys; regions that share a pin are one stop.
pub fn walk(scene: &Scene, lane: Lane) -> Vec<Key> {
    let mut stops: Vec<HitTarget> = Vec::new();
    for target in scene.targets.iter().filter(|t| t.key.lane() == Some(lane)) {
        if stops.last().is_none_or(|last| last.rect != target.rect) {
            stops.push(*target);
        }
    }
    sort::sort_by_key(&mut stops, |t| (t.rect.x * 100.0) as i64);
    stops.into_iter().map(|t| t.key).collect()
}

/// What is at a point while pages may fly: a tile in flight is its range of lane D, everything
/// else is found as by [`hit`].
pub fn hit_in_flight(scene: &Scene, p: Point) -> Option<Key> {
    let tile = scene.shapes.iter().rev().find_map(|s| {
        let Key::Tile { from, .. } = s.key else { return None };
        region(s)?.contains(p).then_some(Key::Region { lane: Lane::Backing, start: from })
    });
    tile.or_else(|| hit(scene, p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::shape::{Bar, Pattern};

    fn scene() -> Scene {
        let mut scene = Scene::new(100.0, 50.0);
        for (start, role, x) in [(0x10, Role::Released, 40.0), (0, Role::Dom0, 0.0)] {
            let rect = Rect { x, y: 0.0, w: 40.0, h: 20.0 };
            let key = Key::Region { lane: Lane::Backing, start };
            scene.bar(key, Bar::solid(role, Pattern::Plain), rect);
            scene.target(key, rect);
        }
        scene
    }

    fn rings(highlight: Highlight) -> usize {
        let (mut highlighted, plain) = (scene(), scene().shapes.len());
        apply_highlight(&mut highlighted, highlight);
        highlighted.shapes.len() - plain
    }

    #[test]
    fn names_light_a_kind_or_the_region_that_holds_a_page() {
        assert_eq!(Highlight::named("released"), Some(Highlight::Kind(Role::Released)));
        let region = Highlight::named("D:1f").unwrap();
        assert_eq!(region, Highlight::Of(Key::Region { lane: Lane::Backing, start: 0x1f }));
        assert_eq!((rings(region), rings(Highlight::Kind(Role::Released))), (1, 1));
        assert_eq!(rings(Highlight::Kind(Role::Moved)), 0);
        for rubbish in ["", "nobody", "D:", ":5", "D:xyz"] {
            assert_eq!(Highlight::named(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn a_printed_line_about_a_lit_region_gets_a_ground_and_an_edge() {
        let mut highlighted = scene();
        let key = Key::Decor(Decor::PrintedLine { lane: Lane::Backing, start: 0x10 });
        let plate = Rect { x: 0.0, y: 30.0, w: 90.0, h: 18.0 };
        highlighted.bar(key, Bar::fill(Role::Paper), plate);
        let elsewhere = Highlight::named("D:1").unwrap();
        let mut other = highlighted.clone();
        apply_highlight(&mut other, elsewhere);
        assert!(other.shapes.iter().all(|s| s.role != Role::Highlight));
        apply_highlight(&mut highlighted, Highlight::named("D:10").unwrap());
        let grounds: Vec<_> =
            highlighted.shapes.iter().filter(|s| s.role == Role::Highlight).collect();
        assert_eq!(
            grounds.iter().map(|s| (s.key, s.tone)).collect::<Vec<_>>(),
            [(key, Tone::Usual)]
        );
        let rings = highlighted.shapes.iter().filter(|s| s.key == Key::Decor(Decor::Ring));
        assert_eq!(rings.count(), 2, "a ring around the region, an edge of the line");
    }

    #[test]
    fn what_is_not_lit_steps_back() {
        let mut highlighted = scene();
        apply_highlight(&mut highlighted, Highlight::Kind(Role::Released));
        let tones: Vec<Tone> = highlighted.shapes.iter().map(|s| s.tone).collect();
        assert_eq!(tones, [Tone::Usual, Tone::Dimmed, Tone::Usual]);
    }

    #[test]
    fn a_tile_in_flight_is_its_range_of_lane_d() {
        let region = |start| Some(Key::Region { lane: Lane::Backing, start });
        let (mut flying, over) = (scene(), at(41.0, 5.0));
        assert_eq!(hit_in_flight(&flying, over), region(0x10));
        let rect = Rect { x: 40.0, y: 0.0, w: 10.0, h: 10.0 };
        let tile = Key::Tile { from: 0x20, n: 0 };
        flying.bar(tile, Bar::solid(Role::Released, Pattern::Plain), rect);
        assert_eq!(hit_in_flight(&flying, over), region(0x20));
        assert_eq!(hit_in_flight(&flying, at(60.0, 5.0)), region(0x10));
        assert_eq!(hit_in_flight(&flying, at(90.0, 5.0)), None);
    }
}
