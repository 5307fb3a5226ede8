//! Names for parts too small to hold them: a text beside the bar and a right-angled
//! line to the part.

use crate::draw::geometry::{Point, Rect, at};
use crate::draw::shape::{Dash, Key, Label, Mark, Role, Scene};

/// A part and what it is called.
#[derive(Clone, Debug)]
pub(crate) struct Callout {
    pub(crate) key: Key,
    pub(crate) part: Rect,
    pub(crate) text: String,
}

/// On which side of the bar the names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Above,
    Below,
}

/// Pixels between two rows of names.
const ROW: f64 = 15.0;

/// The rows for names: the distance of the first from the bar, and their number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    pub(crate) first: f64,
    pub(crate) count: u32,
}

/// Names `parts`, which rise along x, on `side`; a single one above is centred over its
/// part. Returns those for which there is no room.
pub(crate) fn callouts(
    scene: &mut Scene,
    parts: &[Callout],
    side: Side,
    rows: Rows,
) -> Vec<Callout> {
    if let ([one], Side::Above) = (parts, side) {
        let x = one.part.centre().x;
        let label = Label::new(x, one.part.y - 16.0, &one.text, 12.0).middle();
        let free = !crossed(scene, label.rect());
        if free && scene.text(one.key, Role::Ink2, label).is_some() {
            let line = [at(x, one.part.y - 2.0), at(x, one.part.y - 11.0)];
            scene.line(one.key, Role::Ink2, &line, Dash::Solid, 1.0);
            return Vec::new();
        }
    }
    let fits_right = |p: &Callout| {
        let label = Label::new(p.part.centre().x + 14.0, 0.0, &p.text, 12.0);
        label.rect().right() <= scene.width
    };
    let all_right = side == Side::Above && parts.iter().all(fits_right);
    let middle = scene.width / 2.0;
    let right = |p: &Callout| all_right || side == Side::Above && p.part.centre().x < middle;
    // The name whose line passes over the others is farthest out.
    let rightwards = parts.iter().rev().filter(|p| right(p)).map(|p| (p, true));
    let leftwards = parts.iter().filter(|p| !right(p)).map(|p| (p, false));
    let outward: [Vec<(&Callout, bool)>; 2] = [rightwards.collect(), leftwards.collect()];
    let mut left_over = Vec::new();
    for group in outward {
        let mut row = 0;
        for (part, right) in group {
            let mut used = false;
            while row < rows.count && !used {
                used = one_callout(scene, part, side, right, rows.first + f64::from(row) * ROW);
                row += 1;
            }
            left_over.extend((!used).then(|| part.clone()));
        }
    }
    left_over
}

/// Draws one name `off` pixels from the bar, if there is room. Returns whether it did.
fn one_callout(scene: &mut Scene, c: &Callout, side: Side, right: bool, off: f64) -> bool {
    let x = c.part.centre().x;
    let (edge, y) = match side {
        Side::Above => (c.part.y - 2.0, c.part.y - off),
        Side::Below => (c.part.bottom() + 2.0, c.part.bottom() + off),
    };
    let label = if right {
        Label::new(x + 14.0, y, &c.text, 12.0)
    } else {
        Label::new(x - 11.0, y, &c.text, 12.0).end()
    };
    let (top, low) = (edge.min(y - 4.0), edge.max(y - 4.0));
    let leader = Rect { x: x - 1.0, y: top, w: 2.0, h: low - top };
    let free = !crossed(scene, label.rect()) && scene.takes(leader);
    if !free || scene.text(c.key, Role::Ink2, label).is_none() {
        return false;
    }
    let foot = if right { x + 9.0 } else { x - 8.0 };
    let line = [at(x, edge), at(x, y - 4.0), at(foot, y - 4.0)];
    scene.line(c.key, Role::Ink2, &line, Dash::Solid, 1.0);
    true
}

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
