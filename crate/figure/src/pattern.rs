//! Patterns and dashes as plain line pieces, so that every painter draws the same.

use crate::geometry::{Point, Rect, at, within};
use crate::shape::{Dash, Pattern};

/// A straight piece.
pub type Piece = [Point; 2];

/// The pieces of a pattern inside `rect`; dots are pieces of no length.
pub fn pieces(rect: Rect, pattern: Pattern) -> Vec<Piece> {
    match pattern {
        Pattern::Plain => Vec::new(),
        Pattern::Slanted => slanted(rect, 8.0, 1.0),
        Pattern::Crossed => {
            let mut both = slanted(rect, 9.0, 1.0);
            both.extend(slanted(rect, 9.0, -1.0));
            both
        }
        Pattern::Upright => upright(rect, 6.0),
        Pattern::Dotted => dots(rect, 4.0),
    }
}

/// Width of a pattern's pieces in pixels.
pub fn width(pattern: Pattern) -> f64 {
    match pattern {
        Pattern::Plain => 0.0,
        Pattern::Slanted => 2.0,
        Pattern::Crossed => 0.9,
        Pattern::Upright => 1.5,
        Pattern::Dotted => 1.8,
    }
}

/// How many marks fit from 0 to `length` at `pitch`; capped, whatever comes in.
fn steps(length: f64, pitch: f64) -> u32 {
    within(length / pitch, 0.0, 4000.0).ceil() as u32
}

/// Lines at 45 degrees, rising to the right for `slope` 1, clipped to `rect`.
fn slanted(rect: Rect, pitch: f64, slope: f64) -> Vec<Piece> {
    let horizontal = pitch * core::f64::consts::SQRT_2;
    let mut out = Vec::new();
    // The pattern belongs to the sheet, not to the bar: moving bars carry their own.
    for i in 0..steps(rect.w + rect.h, horizontal) {
        let offset = f64::from(i) * horizontal + horizontal / 2.0;
        let (from, to) = ((offset - rect.h).max(0.0), offset.min(rect.w));
        if from < to {
            let y = |x: f64| if slope > 0.0 { offset - x } else { rect.h - (offset - x) };
            out.push([at(rect.x + from, rect.y + y(from)), at(rect.x + to, rect.y + y(to))]);
        }
    }
    out
}

fn upright(rect: Rect, pitch: f64) -> Vec<Piece> {
    (0..steps(rect.w - pitch / 2.0, pitch))
        .map(|i| {
            let x = rect.x + pitch / 2.0 + f64::from(i) * pitch;
            [at(x, rect.y), at(x, rect.bottom())]
        })
        .collect()
}

/// Dots in quincunx.
fn dots(rect: Rect, pitch: f64) -> Vec<Piece> {
    let mut out = Vec::new();
    for row in 0..steps(rect.h - pitch, pitch) {
        let shift = if row % 2 == 0 { pitch / 2.0 } else { pitch * 1.5 };
        for column in 0..steps(rect.w - shift - 1.0, 2.0 * pitch) {
            let x = rect.x + shift + f64::from(column) * 2.0 * pitch;
            let y = rect.y + pitch + f64::from(row) * pitch;
            out.push([at(x - 0.9, y), at(x + 0.9, y)]);
        }
    }
    out
}

/// A line as its drawn pieces.
pub fn dashed(points: &[Point], dash: Dash) -> Vec<Piece> {
    let (on, off) = match dash {
        Dash::None => return Vec::new(),
        Dash::Solid => {
            return points.windows(2).filter_map(|w| Some([*w.first()?, *w.get(1)?])).collect();
        }
        Dash::Could => (6.0, 4.0),
        Dash::Trace => (3.0, 3.0),
        Dash::NotYet => (1.0, 3.0),
    };
    let mut out = Vec::new();
    for pair in points.windows(2) {
        let (Some(&a), Some(&b)) = (pair.first(), pair.get(1)) else { continue };
        let length = (b.x - a.x).hypot(b.y - a.y);
        let along = |d: f64| {
            let u = if length > 0.0 { d / length } else { 0.0 };
            at(a.x + (b.x - a.x) * u, a.y + (b.y - a.y) * u)
        };
        for i in 0..steps(length, on + off) {
            let from = f64::from(i) * (on + off);
            out.push([along(from), along((from + on).min(length))]);
        }
    }
    out
}

/// The outline of a rectangle as a closed line.
pub fn outline(rect: Rect) -> Vec<Point> {
    let (r, b) = (rect.right(), rect.bottom());
    vec![at(rect.x, rect.y), at(r, rect.y), at(r, b), at(rect.x, b), at(rect.x, rect.y)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pattern_leaves_its_bar() {
        let rect = Rect { x: 10.0, y: 20.0, w: 33.0, h: 17.0 };
        let grown = Rect { x: 9.9, y: 19.9, w: 33.2, h: 17.2 };
        for pattern in [Pattern::Slanted, Pattern::Dotted, Pattern::Crossed, Pattern::Upright] {
            let found = pieces(rect, pattern);
            assert!(!found.is_empty(), "{pattern:?}");
            assert!(found.iter().flatten().all(|&p| grown.contains(p)), "{pattern:?}");
        }
    }

    #[test]
    fn dashes_end_where_the_line_ends() {
        let line = [at(0.0, 0.0), at(12.0, 0.0)];
        assert_eq!(dashed(&line, Dash::Could).last(), Some(&[at(10.0, 0.0), at(12.0, 0.0)]));
    }

    #[test]
    fn a_huge_bar_costs_a_bounded_number_of_pieces() {
        let rect = Rect { x: 0.0, y: 0.0, w: 1e12, h: 30.0 };
        assert!(pieces(rect, Pattern::Upright).len() <= 4000);
    }
}
