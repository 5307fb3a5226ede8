//! Patterns and dashes as plain line pieces for painters that know no patterns.
//!
//! A pattern is anchored to `origin`, not to the bar: the sheet's corner for shapes at
//! rest, a point that travels along for moving shapes.

use crate::draw::geometry::{Point, Rect, at, clamp};
use crate::draw::shape::{Dash, Pattern};

/// A straight piece.
pub type Piece = [Point; 2];

/// The pieces of a pattern inside `rect`; dots are very short pieces.
pub fn pieces(rect: Rect, pattern: Pattern, origin: Point) -> Vec<Piece> {
    match pattern {
        Pattern::Plain => Vec::new(),
        Pattern::Slanted => slanted(rect, pitch(pattern), 1.0, origin),
        Pattern::Crossed => {
            let mut both = slanted(rect, pitch(pattern), 1.0, origin);
            both.extend(slanted(rect, pitch(pattern), -1.0, origin));
            both
        }
        Pattern::Upright => upright(rect, pitch(pattern), origin),
        Pattern::Dotted => dots(rect, pitch(pattern) / 2.0, origin),
        Pattern::Level => level(rect, pitch(pattern), origin.y + 2.5),
        Pattern::Falling => slanted(rect, pitch(pattern), -1.0, origin),
        Pattern::Grid => {
            let mut both = level(rect, pitch(pattern), origin.y + 3.0);
            both.extend(upright(rect, pitch(pattern), at(origin.x + 1.5, origin.y)));
            both
        }
        Pattern::Brick => bricks(rect, pitch(pattern), origin),
    }
}

/// Width of a pattern's pieces in pixels.
pub const fn width(pattern: Pattern) -> f64 {
    match pattern {
        Pattern::Plain => 0.0,
        Pattern::Slanted => 1.6,
        Pattern::Crossed => 0.7,
        Pattern::Upright => 1.5,
        Pattern::Level => 1.0,
        Pattern::Falling | Pattern::Grid | Pattern::Brick => 0.8,
        Pattern::Dotted => 2.9,
    }
}

/// Distance in pixels between a pattern's lines, measured across them; between dots, along
/// a row.
pub const fn pitch(pattern: Pattern) -> f64 {
    match pattern {
        Pattern::Plain => 1.0,
        Pattern::Slanted | Pattern::Falling => 7.0,
        Pattern::Dotted | Pattern::Brick => 8.0,
        Pattern::Crossed => 9.0,
        Pattern::Upright | Pattern::Grid => 6.0,
        Pattern::Level => 5.0,
    }
}

/// The distance along x, in pixels, after which a pattern repeats.
pub fn period(pattern: Pattern) -> f64 {
    match pattern {
        Pattern::Slanted | Pattern::Crossed | Pattern::Falling => {
            pitch(pattern) * core::f64::consts::SQRT_2
        }
        Pattern::Plain
        | Pattern::Upright
        | Pattern::Dotted
        | Pattern::Level
        | Pattern::Grid
        | Pattern::Brick => pitch(pattern),
    }
}

/// How many marks fit from 0 to `length` at `pitch`; at most 4000 for any input.
fn steps(length: f64, pitch: f64) -> u32 {
    clamp(length / pitch, 0.0, 4000.0).ceil() as u32
}

/// The first mark at or after `from`, in a row of marks through `phase`.
fn first(from: f64, phase: f64, pitch: f64) -> f64 {
    phase + ((from - phase) / pitch).ceil() * pitch
}

/// Lines at 45 degrees, rising to the right for a positive `slope`, clipped to `rect`.
fn slanted(rect: Rect, pitch: f64, slope: f64, origin: Point) -> Vec<Piece> {
    let horizontal = pitch * core::f64::consts::SQRT_2;
    // Along a rising line x + y is constant, along a falling one x - y.
    let (lowest, phase) = if slope > 0.0 {
        (rect.x + rect.y, origin.x + origin.y)
    } else {
        (rect.x - rect.bottom(), origin.x - origin.y)
    };
    let start = first(lowest, phase, horizontal);
    let mut out = Vec::new();
    for i in 0..steps(lowest + rect.w + rect.h - start, horizontal) {
        let offset = start + f64::from(i) * horizontal - lowest;
        let (from, to) = ((offset - rect.h).max(0.0), offset.min(rect.w));
        if from < to {
            let y = |x: f64| if slope > 0.0 { offset - x } else { rect.h - (offset - x) };
            out.push([at(rect.x + from, rect.y + y(from)), at(rect.x + to, rect.y + y(to))]);
        }
    }
    out
}

fn upright(rect: Rect, pitch: f64, origin: Point) -> Vec<Piece> {
    let start = first(rect.x + 0.75, origin.x + 1.5, pitch);
    (0..steps(rect.right() - 0.75 - start, pitch))
        .map(|i| {
            let x = start + f64::from(i) * pitch;
            [at(x, rect.y), at(x, rect.bottom())]
        })
        .collect()
}

/// Level lines, one of them through `phase`.
fn level(rect: Rect, pitch: f64, phase: f64) -> Vec<Piece> {
    let start = first(rect.y + 0.5, phase, pitch);
    (0..steps(rect.bottom() - 0.5 - start, pitch))
        .map(|i| {
            let y = start + f64::from(i) * pitch;
            [at(rect.x, y), at(rect.right(), y)]
        })
        .collect()
}

/// Rows half a pitch high; the joints of one row are in the middle of the next one's bricks.
fn bricks(rect: Rect, pitch: f64, origin: Point) -> Vec<Piece> {
    let half = pitch / 2.0;
    let mut out = level(rect, half, origin.y + half / 2.0);
    // The row that the bar starts in.
    let top = first(rect.y, origin.y + half / 2.0, half) - half;
    for row in 0..steps(rect.bottom() - top, half) {
        let y = top + f64::from(row) * half;
        let odd = ((y - origin.y) / half).floor().rem_euclid(2.0) >= 1.0;
        let joint = origin.x + if odd { pitch * 0.75 } else { pitch / 4.0 };
        let (above, below) = (y.max(rect.y), (y + half).min(rect.bottom()));
        let start = first(rect.x + 0.5, joint, pitch);
        for i in 0..steps(rect.right() - 0.5 - start, pitch) {
            let x = start + f64::from(i) * pitch;
            out.push([at(x, above), at(x, below)]);
        }
    }
    out
}

/// Dots in quincunx.
fn dots(rect: Rect, pitch: f64, origin: Point) -> Vec<Piece> {
    let mut out = Vec::new();
    let inside = 1.5;
    let top = first(rect.y + inside, origin.y + pitch / 2.0, pitch);
    for row in 0..steps(rect.bottom() - inside - top, pitch) {
        let y = top + f64::from(row) * pitch;
        let odd = ((y - origin.y) / pitch).floor().rem_euclid(2.0) >= 1.0;
        let phase = origin.x + pitch / 2.0 + if odd { pitch } else { 0.0 };
        let left = first(rect.x + inside, phase, 2.0 * pitch);
        for column in 0..steps(rect.right() - inside - left, 2.0 * pitch) {
            let x = left + f64::from(column) * 2.0 * pitch;
            out.push([at(x - 1.3, y), at(x + 1.3, y)]);
        }
    }
    out
}

/// The drawn pieces of a line.
pub fn dashed(points: &[Point], dash: Dash) -> Vec<Piece> {
    let (on, off) = match dash {
        Dash::None => return Vec::new(),
        Dash::Solid => {
            return points.windows(2).filter_map(|w| Some([*w.first()?, *w.get(1)?])).collect();
        }
        Dash::Could => (6.0, 4.0),
        Dash::Trace => (3.0, 3.0),
        Dash::Estimated => (2.0, 2.0),
        Dash::NotYet => (1.0, 3.0),
    };
    let mut out = Vec::new();
    for pair in points.windows(2) {
        let &[a, b] = pair else { continue };
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        // One instruction; `hypot` would be linked in as a function.
        let length = (dx * dx + dy * dy).sqrt();
        let along = |d: f64| {
            let u = if length > 0.0 { d / length } else { 0.0 };
            at(a.x + dx * u, a.y + dy * u)
        };
        for i in 0..steps(length, on + off) {
            let from = f64::from(i) * (on + off);
            out.push([along(from), along((from + on).min(length))]);
        }
    }
    out
}

/// The outline of a rectangle as a closed line.
pub fn outline(rect: Rect) -> [Point; 5] {
    let (r, b) = (rect.right(), rect.bottom());
    [at(rect.x, rect.y), at(r, rect.y), at(r, b), at(rect.x, b), at(rect.x, rect.y)]
}

/// A rectangle's outline with round corners, closed.
pub fn rounded(rect: Rect, radius: f64) -> Vec<Point> {
    let r = radius.min(rect.w / 2.0).min(rect.h / 2.0);
    // The middle of a quarter circle is this fraction of its radius from the corner.
    let m = r * 0.293;
    let (x0, y0, x1, y1) = (rect.x, rect.y, rect.right(), rect.bottom());
    let corners = [
        [at(x0, y0 + r), at(x0 + m, y0 + m), at(x0 + r, y0)],
        [at(x1 - r, y0), at(x1 - m, y0 + m), at(x1, y0 + r)],
        [at(x1, y1 - r), at(x1 - m, y1 - m), at(x1 - r, y1)],
        [at(x0 + r, y1), at(x0 + m, y1 - m), at(x0, y1 - r)],
    ];
    let mut around = corners.as_flattened().to_vec();
    around.push(at(x0, y0 + r));
    around
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pattern_leaves_its_bar() {
        let rect = Rect { x: 10.0, y: 20.0, w: 33.0, h: 17.0 };
        let grown = Rect { x: 9.9, y: 19.9, w: 33.2, h: 17.2 };
        for pattern in Pattern::ALL.into_iter().filter(|p| *p != Pattern::Plain) {
            let found = pieces(rect, pattern, at(3.0, 5.0));
            assert!(!found.is_empty(), "{pattern:?}");
            assert!(found.iter().flatten().all(|&p| grown.contains(p)), "{pattern:?}");
        }
    }

    #[test]
    fn a_pattern_that_travels_a_period_looks_the_same() {
        let rect = Rect { x: 10.0, y: 20.0, w: 40.0, h: 17.0 };
        for pattern in Pattern::ALL {
            let there = pieces(rect, pattern, at(period(pattern), 0.0));
            let here = pieces(rect, pattern, at(0.0, 0.0));
            assert_eq!(here.len(), there.len(), "{pattern:?}");
            let near = |a: Point, b: Point| (a.x - b.x).hypot(a.y - b.y) < 1e-9;
            assert!(
                here.iter().flatten().zip(there.iter().flatten()).all(|(a, b)| near(*a, *b)),
                "{pattern:?}"
            );
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
        assert!(pieces(rect, Pattern::Upright, at(0.0, 0.0)).len() <= 4000);
    }
}
