//! Where a line would cross a name.

use crate::draw::geometry::{Point, Rect, at};
use crate::draw::shape::{Mark, Scene};

/// Whether a line crosses `rect`; lines are assumed to be right-angled.
pub(crate) fn crossed(scene: &Scene, rect: Rect) -> bool {
    let through = |points: &[Point]| {
        points.windows(2).any(|ends| {
            let &[a, b] = ends else { return false };
            let corner = at(a.x.min(b.x) - 0.5, a.y.min(b.y) - 0.5);
            let size = at((a.x - b.x).abs() + 1.0, (a.y - b.y).abs() + 1.0);
            Rect { x: corner.x, y: corner.y, w: size.x, h: size.y }.overlaps(rect)
        })
    };
    scene.shapes.iter().any(|s| match &s.mark {
        Mark::Line { points, .. } => through(points),
        Mark::Bar { .. } | Mark::Area { .. } | Mark::Text { .. } => false,
    })
}
