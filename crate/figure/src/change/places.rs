//! Where pieces come from and go to: a piece that appears grows from its neighbour's edge,
//! one that goes shrinks into it. In pixels, because page numbers would crawl through folds.

use super::pairs::pairs;
use super::parts::{Piece, Row};
use crate::draw::geometry::{Rect, clamp, lerp};

/// How far a point may be from an edge that it belongs to, in pixels.
const NEAR: f64 = 0.75;

/// Where one piece is at the start and at the end of a change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) start: Rect,
    pub(super) end: Rect,
}

impl Way {
    /// Where it is at `e`, from 0 to 1.
    pub(super) fn at(self, e: f64) -> Rect {
        let Self { start: a, end: b } = self;
        // Edges, so that neighbours stay in touch.
        let (x, right) = (lerp(a.x, b.x, e), lerp(a.right(), b.right(), e));
        Rect { x, w: (right - x).max(0.0), y: lerp(a.y, b.y, e), h: lerp(a.h, b.h, e) }
    }
}

/// Where the pieces of two scenes are at the start and at the end of a change between them.
pub(super) struct Ways {
    /// The pieces of the new scene, in its order.
    pub(super) stay: Vec<Way>,
    /// For each of them, the index of the piece of the old scene that it was; `None` if it is new.
    pub(super) was: Vec<Option<usize>>,
    /// The pieces of the old scene that disappear, each with its index there.
    pub(super) go: Vec<(usize, Way)>,
}

impl Ways {
    pub(super) fn of(from: &[Piece], to: &[Piece]) -> Self {
        let was = pairs(from, to);
        let mut becomes = vec![None; from.len()];
        for (j, i) in was.iter().enumerate() {
            if let Some(slot) = i.and_then(|i| becomes.get_mut(i)) {
                *slot = Some(j);
            }
        }
        let stay = to.iter().enumerate().map(|(j, b)| {
            let partner = was.get(j).copied().flatten().and_then(|i| from.get(i));
            let start = partner.map_or_else(|| closed(to, from, &was, j), |a| a.rect);
            Way { start, end: b.rect }
        });
        let go = from.iter().enumerate().filter(|(i, _)| becomes.get(*i) == Some(&None));
        let go = go.map(|(i, a)| (i, Way { start: a.rect, end: closed(from, to, &becomes, i) }));
        Self { stay: stay.collect(), go: go.collect(), was }
    }

    /// Where a point of the new scene that lies on an edge of a piece comes from; `None`
    /// if it is on none.
    pub(super) fn origin_of(&self, x: f64, y: f64) -> Option<f64> {
        // The outermost piece is drawn first and decides.
        self.stay.iter().find_map(|way| {
            let Way { start, end } = way;
            let beside = end.y - 8.0 <= y && y <= end.bottom() + 8.0;
            let left = (x - end.x).abs() < NEAR;
            let right = (x - end.right()).abs() < NEAR;
            match (beside, left, right) {
                (true, true, _) => Some(start.x + x - end.x),
                (true, false, true) => Some(start.right() + x - end.right()),
                _ => None,
            }
        })
    }
}

/// Where piece `at` of `here` has no width: at the edge of its neighbour in the other scene. It
/// grows from there or shrinks into it. `partners` has for each piece of `here` the index of the
/// same piece of `there`.
fn closed(here: &[Piece], there: &[Piece], partners: &[Option<usize>], at: usize) -> Rect {
    let Some(own) = here.get(at) else { return Rect::default() };
    let row = Row::of(own.key);
    let neighbour = |k: usize| {
        let near = here.get(k).filter(|p| Row::of(p.key) == row)?;
        let other = there.get(partners.get(k).copied().flatten()?)?;
        Some((near.rect, other.rect))
    };
    let left = (0..at).rev().find_map(neighbour).map(|(near, other)| (near, other, other.right()));
    let right = || (at + 1..here.len()).find_map(neighbour).map(|(near, o)| (near, o, o.x));
    match left.or_else(right) {
        // A row may lie elsewhere in the other scene.
        Some((near, other, x)) => {
            let rect = Rect { x, w: 0.0, ..own.rect };
            Rect { y: own.rect.y + other.y - near.y, ..rect }
        }
        None => Rect { w: 0.0, ..own.rect },
    }
}

/// Shrinks `points` to the fraction `e` (0 to 1) of the longer side of their box.
pub(super) fn grown(points: &mut [crate::draw::geometry::Point], e: f64) {
    let e = clamp(e, 0.0, 1.0);
    let least = |side: fn(&crate::draw::geometry::Point) -> f64, points: &[_]| {
        points.iter().map(side).fold(f64::MAX, f64::min)
    };
    let most = |side: fn(&crate::draw::geometry::Point) -> f64, points: &[_]| {
        points.iter().map(side).fold(f64::MIN, f64::max)
    };
    let (x0, y0) = (least(|p| p.x, points), least(|p| p.y, points));
    let tall = most(|p| p.y, points) - y0 > most(|p| p.x, points) - x0;
    for p in points {
        if tall { p.y = lerp(y0, p.y, e) } else { p.x = lerp(x0, p.x, e) }
    }
}
