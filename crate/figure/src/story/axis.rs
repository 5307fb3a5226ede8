//! The address axis: page numbers to pixels and back, with folds.
//!
//! The scale is the same everywhere, except in a tear of fixed width, which hides a range.
//! An axis can unfold: at 1 no page is hidden, and in between every place is between that
//! on the folded axis and that on the unfolded one.

use std::collections::BinaryHeap;

use crate::draw::geometry::lerp;
use crate::story::folding::{Folding, choose_folds, straight_scale};

/// A folded or straight range.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    start: u64,
    end: u64,
    x0: f64,
    x1: f64,
    fold: Option<Fold>,
}

/// The tear in a folded range, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fold {
    /// Left edge of the tear.
    pub x0: f64,
    /// Right edge of the tear.
    pub x1: f64,
}

/// The axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    stretches: Vec<Stretch>,
    /// Pixels per page on the folded axis.
    scale: f64,
    /// 0 folded, 1 to scale.
    unfolded: f64,
    /// Left end in pixels.
    x0: f64,
    /// Pixels per page to scale.
    true_scale: f64,
}

impl Axis {
    /// An axis from one of `ends` to the other, in pixels, over the ranges between `edges`
    /// (page numbers, in any order), folded by what shall be visible.
    pub fn new(edges: &[u64], ends: [f64; 2], fold: Folding) -> Self {
        let ([x0, x1], size) = (ends, fold.size);
        // A heap sorts with a quarter of the code of the library's sort.
        let mut sorted: BinaryHeap<u64> = edges.iter().copied().collect();
        sorted.push(0);
        let mut sorted = sorted.into_sorted_vec();
        sorted.dedup();
        let spans: Vec<(u64, u64)> =
            sorted.windows(2).filter_map(|w| Some((*w.first()?, *w.get(1)?))).collect();
        let folded = choose_folds(&spans, x1 - x0, fold);
        let scale = straight_scale(&spans, &folded, x1 - x0, size);
        let mut x = x0;
        let mut stretches = Vec::with_capacity(spans.len());
        for (i, &(start, end)) in spans.iter().enumerate() {
            let fold = folded
                .contains(&i)
                .then_some(Fold { x0: x + size.left, x1: x + size.left + size.tear });
            let w = if fold.is_some() { size.total() } else { (end - start) as f64 * scale };
            stretches.push(Stretch { start, end, x0: x, x1: x + w, fold });
            x += w;
        }
        Self::folded(stretches, scale, ends)
    }

    /// An axis that shows these ranges of page numbers (half-open, rising, the first from
    /// 0), with a tear this wide for what is between two.
    pub fn showing(parts: &[core::ops::Range<u64>], ends: [f64; 2], tear: f64) -> Self {
        let [x0, x1] = ends;
        let pages: u64 = parts.iter().map(|p| p.end.saturating_sub(p.start)).sum();
        let tears = parts.len().saturating_sub(1) as f64 * tear;
        let scale = (x1 - x0 - tears).max((x1 - x0) * 0.1) / pages.max(1) as f64;
        let (mut x, mut last) = (x0, 0);
        let mut stretches = Vec::with_capacity(parts.len() * 2);
        for part in parts {
            if part.start > last {
                let fold = Some(Fold { x0: x, x1: x + tear });
                stretches.push(Stretch { start: last, end: part.start, x0: x, x1: x + tear, fold });
                x += tear;
            }
            let w = part.end.saturating_sub(part.start) as f64 * scale;
            stretches.push(Stretch {
                start: part.start,
                end: part.end,
                x0: x,
                x1: x + w,
                fold: None,
            });
            (x, last) = (x + w, part.end);
        }
        Self::folded(stretches, scale, ends)
    }

    fn folded(stretches: Vec<Stretch>, scale: f64, [x0, x1]: [f64; 2]) -> Self {
        let end = stretches.last().map_or(0, |s| s.end);
        let true_scale = (x1 - x0) / end.max(1) as f64;
        Self { stretches, scale, unfolded: 0.0, x0, true_scale }
    }

    /// The same axis unfolded this far, 0 to 1.
    #[must_use]
    pub fn unfolded(self, unfolded: f64) -> Self {
        Self { unfolded, ..self }
    }

    /// Pixels per page.
    pub fn scale(&self) -> f64 {
        lerp(self.scale, self.true_scale, self.unfolded)
    }

    /// The end of the axis: a page number (exclusive).
    pub fn end(&self) -> u64 {
        self.stretches.last().map_or(0, |s| s.end)
    }

    /// Where page number `pfn` is; inside a tear, its left or right edge.
    pub fn x(&self, pfn: u64) -> f64 {
        match self.unfolded {
            u if u <= 0.0 => self.folded_x(pfn),
            u => lerp(self.folded_x(pfn), self.true_x(pfn), u),
        }
    }

    fn true_x(&self, pfn: u64) -> f64 {
        self.x0 + pfn.min(self.end()) as f64 * self.true_scale
    }

    fn folded_x(&self, pfn: u64) -> f64 {
        let i = self.stretches.partition_point(|s| s.end < pfn);
        let Some(s) = self.stretches.get(i).or(self.stretches.last()) else { return 0.0 };
        let (from_left, from_right) = (
            pfn.saturating_sub(s.start) as f64 * self.scale,
            s.end.saturating_sub(pfn) as f64 * self.scale,
        );
        match s.fold {
            None => (s.x0 + from_left).min(s.x1),
            Some(fold) if s.x0 + from_left <= fold.x0 => s.x0 + from_left,
            Some(fold) if s.x1 - from_right >= fold.x1 => s.x1 - from_right,
            Some(fold) if from_left <= from_right => fold.x0,
            Some(fold) => fold.x1,
        }
    }

    /// Where the first `pages` pages end; may be fractional.
    pub fn x_of(&self, pages: f64) -> f64 {
        let whole = pages.max(0.0).floor();
        let (a, b) = (self.x(whole as u64), self.x(whole as u64 + 1));
        a + (b - a) * (pages.max(0.0) - whole)
    }

    /// The page numbers that are drawn, as half-open ranges from left to right, without those
    /// that tears hide.
    pub fn visible(&self) -> Vec<core::ops::Range<u64>> {
        if self.unfolded >= 0.5 {
            return core::iter::once(0..self.end()).collect();
        }
        let pages = |px: f64| (px / self.scale) as u64;
        let of = |s: &Stretch| match s.fold {
            None => [s.start..s.end, s.end..s.end],
            Some(fold) => [
                s.start..s.start.saturating_add(pages(fold.x0 - s.x0)),
                s.end.saturating_sub(pages(s.x1 - fold.x1))..s.end,
            ],
        };
        self.stretches.iter().flat_map(of).collect()
    }

    /// The tears, left to right: narrower while the axis unfolds, none to scale.
    pub fn folds(&self) -> impl Iterator<Item = Fold> {
        let torn = self.stretches.iter().filter(|_| self.unfolded < 1.0);
        torn.filter_map(|s| {
            let fold = s.fold?;
            let middle = s.start + (s.end - s.start) / 2;
            let shift = (self.true_x(middle) - f64::midpoint(fold.x0, fold.x1)) * self.unfolded;
            let closed = (fold.x1 - fold.x0) / 2.0 * self.unfolded;
            Some(Fold { x0: fold.x0 + shift + closed, x1: fold.x1 + shift - closed })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::folding::FoldSize;

    const SIZE: FoldSize = FoldSize { left: 40.0, tear: 30.0, right: 30.0 };

    fn article() -> Axis {
        let edges = [0x9f, 0x100, 0xbf780, 0x100000, 0xb00000, 0x1040880];
        let fold = Folding { keep: 0x100000, mark: 0x40880, size: SIZE };
        Axis::new(&edges, [0.0, 755.0], fold)
    }

    #[test]
    fn the_axis_fills_its_width_and_rises_however_far_it_is_unfolded() {
        for unfolded in [0.0, 0.3, 1.0] {
            let axis = article().unfolded(unfolded);
            assert!((axis.x(axis.end()) - 755.0).abs() < 1e-6);
            let xs: Vec<f64> = (0..0x1040).map(|i| axis.x(i << 12)).collect();
            assert!(xs.windows(2).all(|w| w[0] <= w[1]), "{unfolded}");
        }
    }

    #[test]
    fn a_hole_that_matters_is_seen_and_long_even_stretches_fold() {
        let axis = article();
        assert_eq!(axis.folds().count(), 2);
        assert!(axis.x(0x100000) - axis.x(0xbf780) > 80.0);
    }

    #[test]
    fn what_a_tear_hides_is_at_one_of_its_edges() {
        let axis = article();
        for (fold, hidden) in axis.folds().zip([0x600000, 0xda0440]) {
            assert!([fold.x0, fold.x1].contains(&axis.x(hidden)), "{fold:?}");
        }
    }

    #[test]
    fn to_scale_every_page_has_the_same_width() {
        let axis = article().unfolded(1.0);
        assert_eq!(axis.folds().count(), 0);
        let expected = 755.0 * f64::from(0x800000) / f64::from(0x1040880);
        assert!((axis.x(0x800000) - expected).abs() < 1e-6);
        assert!((axis.scale() * f64::from(0x1040880) - 755.0).abs() < 1e-6);
    }

    #[test]
    fn while_it_unfolds_a_tear_closes_round_the_middle_of_what_it_hides() {
        let widths = [0.0, 0.25, 0.5, 0.75].map(|u| {
            let fold = article().unfolded(u).folds().next().unwrap();
            fold.x1 - fold.x0
        });
        let expected: [f64; 4] = [30.0, 22.5, 15.0, 7.5];
        assert_eq!(widths.map(f64::to_bits), expected.map(f64::to_bits));
    }

    #[test]
    fn an_axis_of_parts_has_one_scale_and_a_tear_between_two() {
        let axis = Axis::showing(&[0..50, 100..120, 400..430], [10.0, 258.0], 24.0);
        assert!((axis.scale() - 2.0).abs() < 1e-9);
        let xs = [0, 50, 100, 120, 400, 430].map(|pfn| axis.x(pfn));
        let expected: [f64; 6] = [10.0, 110.0, 134.0, 174.0, 198.0, 258.0];
        assert_eq!(xs.map(f64::to_bits), expected.map(f64::to_bits));
        assert_eq!((axis.x(60), axis.x(99)), (110.0, 134.0));
        assert_eq!(axis.visible().iter().map(|p| p.end - p.start).sum::<u64>(), 100);
    }

    #[test]
    fn a_tiny_hole_in_a_huge_dom0_still_gets_room() {
        let edges = [0xbf780, 0x100000, 0x10000000];
        let fold = Folding { keep: 0x10000000, mark: 0x40880, size: SIZE };
        let axis = Axis::new(&edges, [0.0, 755.0], fold);
        assert!(axis.x(0x100000) - axis.x(0xbf780) >= 24.0);
    }
}
