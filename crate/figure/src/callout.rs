//! Names for parts too small to hold them: a text beside the bar and a right-angled
//! line to the part.

use crate::geometry::{Rect, at};
use crate::shape::{Dash, Key, Label, Role, Scene};

/// A part and what it is called.
#[derive(Clone, Debug)]
pub(crate) struct Callout {
    pub(crate) key: Key,
    pub(crate) part: Rect,
    pub(crate) text: String,
}

/// On which side of the bar the names stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Above,
    Below,
}

/// Pixels between two rows of names.
const ROW: f64 = 15.0;
/// Rows that are tried.
const ROWS: u32 = 7;

/// Names `parts`, which rise along x, on `side`; a single one above stands over its part.
pub(crate) fn callouts(scene: &mut Scene, parts: &[Callout], side: Side, first_row: f64) {
    if let ([one], Side::Above) = (parts, side) {
        let x = one.part.centre().x;
        let label = Label::new(x, one.part.y - 16.0, &one.text, 12.0).middle();
        if scene.text(one.key, Role::Ink2, label).is_some() {
            let line = vec![at(x, one.part.y - 2.0), at(x, one.part.y - 11.0)];
            scene.line(one.key, Role::Ink2, line, Dash::Solid, 1.0);
            return;
        }
    }
    let fits_right = |p: &Callout| {
        let label = Label::new(p.part.centre().x + 14.0, 0.0, &p.text, 12.0);
        label.rect().right() <= scene.width
    };
    let all_right = side == Side::Above && parts.iter().all(fits_right);
    let middle = scene.width / 2.0;
    let right = |p: &Callout| all_right || side == Side::Above && p.part.centre().x < middle;
    // The one whose line reaches over the others stands farthest out.
    let rightwards = parts.iter().rev().filter(|p| right(p)).map(|p| (p, true));
    let leftwards = parts.iter().filter(|p| !right(p)).map(|p| (p, false));
    let outward: [Vec<(&Callout, bool)>; 2] = [rightwards.collect(), leftwards.collect()];
    for group in outward {
        let mut row = 0;
        for (part, right) in group {
            while row < ROWS {
                let used = one_callout(scene, part, side, right, first_row + f64::from(row) * ROW);
                row += 1;
                if used {
                    break;
                }
            }
        }
    }
}

/// Draws one if it is free, `off` pixels from the bar.
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
    if scene.text(c.key, Role::Ink2, label).is_none() {
        return false;
    }
    let foot = if right { x + 9.0 } else { x - 8.0 };
    let line = vec![at(x, edge), at(x, y - 4.0), at(foot, y - 4.0)];
    scene.line(c.key, Role::Ink2, line, Dash::Solid, 1.0);
    true
}
