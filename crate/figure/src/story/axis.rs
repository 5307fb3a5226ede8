//! The address axis: page numbers to pixels and back.
//!
//! An axis consists of pieces. Each has its own scale, and a mark between two says that the
//! scale changes there; nothing is hidden. An axis can unfold: at 1 every page has the same
//! width, and in between every place is between that on the folded axis and that to scale.

use core::ops::Range;

use crate::draw::geometry::{clamp, lerp};

/// A range of page numbers with one scale.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    start: u64,
    end: u64,
    x0: f64,
    x1: f64,
}

/// The mark where the scale changes, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fold {
    /// Left edge of the mark.
    pub x0: f64,
    /// Right edge of the mark.
    pub x1: f64,
}

/// The axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Left to right, without gaps.
    pieces: Vec<Piece>,
    /// Width of a mark in pixels.
    mark: f64,
    /// 0 folded, 1 to scale.
    unfolded: f64,
    /// Where the machine's RAM ends: a page number (exclusive).
    ram: u64,
    /// Where ranges are cut: a page number (exclusive).
    drawn: u64,
}

impl Axis {
    /// An axis from `x0` to `x1` in pixels, with marks of `mark` pixels between its pieces.
    ///
    /// Each of `pieces` is its end, a page number (exclusive), and its share of the width. The
    /// ends rise; the first piece starts at 0.
    pub fn new(pieces: &[(u64, f64)], [x0, x1]: [f64; 2], mark: f64) -> Self {
        let all: f64 = pieces.iter().map(|p| p.1).sum();
        let (mut x, mut start) = (x0, 0);
        let mut placed = Vec::with_capacity(pieces.len());
        for &(end, share) in pieces {
            let right = x + (x1 - x0) * share / all;
            placed.push(Piece { start, end, x0: x, x1: right });
            (x, start) = (right, end);
        }
        Self { pieces: placed, mark, unfolded: 0.0, ram: start, drawn: start }
    }

    /// The same axis unfolded this far, 0 to 1.
    #[must_use]
    pub fn unfolded(self, unfolded: f64) -> Self {
        Self { unfolded, ..self }
    }

    /// The same axis for a machine whose RAM ends at page number `ram`, with ranges that are
    /// drawn up to `drawn`, which is the end of the axis to scale.
    #[must_use]
    pub fn drawn(self, ram: u64, drawn: u64) -> Self {
        let end = self.end().max(1);
        Self { ram: ram.clamp(1, end), drawn: drawn.max(ram).clamp(1, end), ..self }
    }

    /// Where the machine's RAM ends: a page number (exclusive).
    pub fn end_of_ram(&self) -> u64 {
        self.ram
    }

    /// The end of the axis: a page number (exclusive).
    pub fn end(&self) -> u64 {
        self.pieces.last().map_or(0, |p| p.end)
    }

    /// Where ranges are cut: a page number (exclusive), at most the end of the axis.
    pub fn drawn_end(&self) -> u64 {
        self.drawn
    }

    /// Pixels per page in the first piece, where the finest scale is.
    pub fn scale(&self) -> f64 {
        let first = self.pieces.first();
        first.map_or(0.0, |p| (self.x(p.end) - self.x(p.start)) / p.end.max(1) as f64)
    }

    /// Where page number `pfn` is.
    pub fn x(&self, pfn: u64) -> f64 {
        let i = self.pieces.partition_point(|p| p.end < pfn);
        let Some(p) = self.pieces.get(i).or(self.pieces.last()) else { return 0.0 };
        let share = pfn.saturating_sub(p.start) as f64 / (p.end - p.start).max(1) as f64;
        let folded = lerp(p.x0, p.x1, share.min(1.0));
        if self.unfolded <= 0.0 { folded } else { lerp(folded, self.true_x(pfn), self.unfolded) }
    }

    fn true_x(&self, pfn: u64) -> f64 {
        let ends = self.pieces.first().zip(self.pieces.last());
        let [x0, x1] = ends.map_or([0.0; 2], |(a, b)| [a.x0, b.x1]);
        lerp(x0, x1, (pfn as f64 / self.drawn.max(1) as f64).min(1.0))
    }

    /// Where the first `pages` pages end; may be fractional.
    pub fn x_of(&self, pages: f64) -> f64 {
        let whole = pages.max(0.0).floor();
        let (a, b) = (self.x(whole as u64), self.x(whole as u64 + 1));
        a + (b - a) * (pages.max(0.0) - whole)
    }

    /// The pieces as half-open ranges of page numbers, left to right; one if the axis is
    /// nearly to scale.
    pub fn pieces(&self) -> Vec<Range<u64>> {
        if self.unfolded >= 0.5 {
            return core::iter::once(0..self.drawn).collect();
        }
        self.pieces.iter().map(|p| p.start..p.end).collect()
    }

    /// The marks where the scale changes, left to right: narrower while the axis unfolds,
    /// none to scale.
    pub fn folds(&self) -> impl Iterator<Item = Fold> {
        let all = if self.unfolded < 1.0 { self.pieces.as_slice() } else { &[] };
        all.iter().skip(1).map(|p| {
            let half = self.mark / 2.0 * clamp(1.0 - self.unfolded, 0.0, 1.0);
            let x = self.x(p.start);
            Fold { x0: x - half, x1: x + half }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::units::Pages;

    /// A machine of 64 GiB.
    fn server() -> Axis {
        let pieces = [
            (5 * Pages::GIB.0, 0.5),
            (18 * Pages::GIB.0, 0.2),
            (66 * Pages::GIB.0, 0.2),
            (800 * Pages::GIB.0, 0.1),
        ];
        Axis::new(&pieces, [2.0, 702.0], 8.0)
    }

    #[test]
    fn the_axis_fills_its_width_and_rises_however_far_it_is_unfolded() {
        for unfolded in [0.0, 0.3, 1.0] {
            let axis = server().drawn(65 * Pages::GIB.0, 65 * Pages::GIB.0).unfolded(unfolded);
            assert!((axis.x(0) - 2.0).abs() < 1e-9);
            assert!((axis.x(axis.end()) - 702.0).abs() < 1e-9);
            let xs: Vec<f64> = (0..65).map(|i| axis.x(i * Pages::GIB.0)).collect();
            assert!(xs.windows(2).all(|w| w[0] < w[1]), "{unfolded}");
        }
    }

    #[test]
    fn each_piece_has_its_share_and_one_scale() {
        let axis = server();
        let xs = [0, 5, 18, 66, 800].map(|n| axis.x(n * Pages::GIB.0));
        for (x, expected) in xs.into_iter().zip([2.0, 352.0, 492.0, 632.0, 702.0]) {
            assert!((x - expected).abs() < 1e-9, "{xs:?}");
        }
        assert!((axis.x(42 * Pages::GIB.0) - f64::midpoint(492.0, 632.0)).abs() < 1e-9);
        assert!((axis.scale() * (5 * Pages::GIB.0) as f64 - 350.0).abs() < 1e-9);
        assert_eq!(axis.pieces().len(), 4);
    }

    #[test]
    fn a_mark_is_where_the_scale_changes() {
        let axis = server();
        let marks: Vec<[f64; 2]> = axis.folds().map(|f| [f.x0, f.x1]).collect();
        for (mark, x) in marks.iter().zip([352.0, 492.0, 632.0]) {
            assert!((mark[0] - x + 4.0).abs() < 1e-9 && (mark[1] - x - 4.0).abs() < 1e-9);
        }
        assert_eq!(marks.len(), 3);
    }

    #[test]
    fn to_scale_every_page_has_the_same_width() {
        let axis = server().drawn(65 * Pages::GIB.0, 70 * Pages::GIB.0).unfolded(1.0);
        let whole = 0..70 * Pages::GIB.0;
        assert_eq!((axis.folds().count(), axis.pieces()), (0, Vec::from_iter([whole])));
        for n in [1, 4, 30, 70] {
            let expected = 2.0 + 10.0 * n as f64;
            assert!((axis.x(n * Pages::GIB.0) - expected).abs() < 1e-9, "{n}");
        }
        // What is not drawn lies at its end.
        assert!((axis.x(500 * Pages::GIB.0) - 702.0).abs() < 1e-9);
        assert!((axis.scale() * Pages::GIB.0 as f64 - 10.0).abs() < 1e-9);
    }

    #[test]
    fn while_it_unfolds_a_mark_closes_round_its_page_number() {
        for u in [0.0, 0.25, 0.5, 0.75] {
            let axis = server().drawn(65 * Pages::GIB.0, 65 * Pages::GIB.0).unfolded(u);
            let fold = axis.folds().next().unwrap();
            assert!((fold.x1 - fold.x0 - 8.0 * (1.0 - u)).abs() < 1e-9, "{u}");
            let middle = f64::midpoint(fold.x0, fold.x1);
            assert!((middle - axis.x(5 * Pages::GIB.0)).abs() < 1e-9, "{u}");
        }
    }

    #[test]
    fn a_part_of_a_page_has_a_part_of_its_width() {
        let axis = Axis::new(&[(10, 1.0)], [0.0, 100.0], 8.0);
        assert!((axis.x_of(2.5) - 25.0).abs() < 1e-9);
        let empty = Axis::new(&[], [0.0, 100.0], 8.0);
        assert_eq!((empty.end(), empty.pieces().len()), (0, 0));
    }
}
