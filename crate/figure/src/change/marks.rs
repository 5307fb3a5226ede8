//! Lines, areas and texts of two scenes: which one was which.
//!
//! Many share a key (the tears, the ticks, a note), so the ones in the same place or with
//! the same words are the same; then those that say something else in the same row.

use crate::draw::geometry::{Point, lerp};
use crate::draw::shape::{Decor, Key, Mark, Scene, Shape, text_rect};

/// For each shape of `to` that is no bar, the shape of `from` that it was; `None` if it
/// appears.
pub(super) fn marks(from: &Scene, to: &Scene) -> Vec<Option<usize>> {
    let mut found = vec![None; to.shapes.len()];
    let mut taken = vec![false; from.shapes.len()];
    for same in [alike as fn(&Shape, &Shape) -> bool, in_its_place, of_a_line] {
        for (b, slot) in to.shapes.iter().zip(&mut found).filter(|(_, slot)| slot.is_none()) {
            let mut free = from.shapes.iter().zip(&mut taken).enumerate();
            let was = free.find(|(_, (a, taken))| !**taken && same(a, b));
            if let Some((i, (_, taken))) = was {
                (*slot, *taken) = (Some(i), true);
            }
        }
    }
    found
}

/// Whether both are drawn alike in the same row, or are the same words.
fn alike(a: &Shape, b: &Shape) -> bool {
    match (&a.mark, &b.mark) {
        (Mark::Text { text: old, .. }, Mark::Text { text: new, .. }) => {
            of_a_kind(a, b) && old == new
        }
        (Mark::Line { dash: old, .. }, Mark::Line { dash: new, .. }) => {
            of_a_kind(a, b) && old == new && same_row(a, b)
        }
        _ => of_a_kind(a, b) && same_row(a, b),
    }
}

/// Whether one takes the place of the other, as a number in a sentence does. Not a number of an
/// axis: it belongs to its place.
fn in_its_place(a: &Shape, b: &Shape) -> bool {
    let axis = b.key == Key::Decor(Decor::Axis) && text_rect(b).is_some();
    of_a_kind(a, b) && same_row(a, b) && !axis
}

/// Whether both are lines, areas, or texts set alike, of the same key and role.
fn of_a_kind(a: &Shape, b: &Shape) -> bool {
    let kind = match (&a.mark, &b.mark) {
        (Mark::Line { .. }, Mark::Line { .. }) | (Mark::Area { .. }, Mark::Area { .. }) => true,
        (Mark::Text { anchor: old, size, .. }, Mark::Text { anchor: new, size: sized, .. }) => {
            old == new && (size - sized).abs() < 0.1
        }
        _ => false,
    };
    kind && a.key == b.key && a.role == b.role
}

/// The same for lines and areas only.
fn of_a_line(a: &Shape, b: &Shape) -> bool {
    text_rect(b).is_none() && of_a_kind(a, b)
}

fn same_row(a: &Shape, b: &Shape) -> bool {
    (middle(a) - middle(b)).abs() < 0.5
}

/// The point of a text on its baseline.
pub(super) fn foot(shape: &Shape) -> Option<Point> {
    match &shape.mark {
        Mark::Text { at, .. } => Some(*at),
        Mark::Bar { .. } | Mark::Area { .. } | Mark::Line { .. } => None,
    }
}

/// The height of its middle on the sheet.
fn middle(shape: &Shape) -> f64 {
    let points = points(shape).unwrap_or_default();
    let (top, low) = points.iter().fold((f64::MAX, f64::MIN), |(a, b), p| (a.min(p.y), b.max(p.y)));
    text_rect(shape).map_or(f64::midpoint(top, low), |r| r.centre().y)
}

/// The points of a line or an area.
pub(super) fn points(shape: &Shape) -> Option<&[Point]> {
    match &shape.mark {
        Mark::Line { points, .. } | Mark::Area { points } => Some(points),
        Mark::Bar { .. } | Mark::Text { .. } => None,
    }
}

/// Whether a line is the outline of a rectangle.
pub(super) fn is_outline(shape: &Shape) -> bool {
    let Mark::Line { points, .. } = &shape.mark else { return false };
    points.len() == 5 && points.first() == points.last()
}

/// Point `k` of `n` on a line that may have another number of points.
pub(super) fn sample(points: &[Point], k: usize, n: usize) -> Option<Point> {
    let last = points.len().checked_sub(1)?;
    let place = k as f64 * last as f64 / n.saturating_sub(1).max(1) as f64;
    let a = points.get(place as usize)?;
    let b = points.get(place as usize + 1).unwrap_or(a);
    Some(Point { x: lerp(a.x, b.x, place.fract()), y: lerp(a.y, b.y, place.fract()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::geometry::at;

    #[test]
    fn a_line_with_fewer_points_is_sampled_along_its_way() {
        let line = [at(0.0, 0.0), at(10.0, 0.0), at(10.0, 20.0)];
        let points: Vec<_> = (0..5).filter_map(|k| sample(&line, k, 5)).collect();
        let expected = [at(0.0, 0.0), at(5.0, 0.0), at(10.0, 0.0), at(10.0, 10.0), at(10.0, 20.0)];
        assert_eq!(points, expected);
        assert_eq!(sample(&line, 0, 1), Some(at(0.0, 0.0)));
        assert_eq!(sample(&[], 0, 3), None);
    }
}
