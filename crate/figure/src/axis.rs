//! The address axis: page numbers to pixels and back, with folds.
//!
//! One scale in every piece. A stretch in which nothing changes in any lane may be
//! folded: its ends stay, its middle becomes a tear of fixed width. Which stretches
//! fold depends on the whole story, so the axis is the same in every step.

use std::collections::BinaryHeap;

use crate::view::Scale;

/// A folded or straight stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    start: u64,
    end: u64,
    x0: f64,
    x1: f64,
    fold: Option<Fold>,
}

/// The tear in a folded stretch, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fold {
    /// Left edge of the tear.
    pub x0: f64,
    /// Right edge of the tear.
    pub x1: f64,
}

/// Widths of a fold's parts in pixels.
#[derive(Clone, Copy, Debug)]
pub struct FoldSize {
    /// Bar kept on the left.
    pub left: f64,
    /// The tear.
    pub tear: f64,
    /// Bar kept on the right.
    pub right: f64,
}

impl FoldSize {
    fn total(self) -> f64 {
        self.left + self.tear + self.right
    }
}

/// What may fold.
#[derive(Clone, Copy, Debug)]
pub struct Folding {
    /// Dom0's pages end here; stretches behind fold first, those before only where the
    /// mark could not be seen.
    pub keep: u64,
    /// Pages of the longest stretch that must be seen.
    pub mark: u64,
    /// How a fold looks.
    pub size: FoldSize,
}

/// The axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    stretches: Vec<Stretch>,
    scale: f64,
}

impl Axis {
    /// An axis from one of `ends` to the other over the stretches between `edges` (page
    /// numbers, any order). To scale nothing folds.
    pub fn new(edges: &[u64], ends: [f64; 2], fold: Folding, scale: Scale) -> Self {
        let ([x0, x1], size) = (ends, fold.size);
        // A heap sorts in a quarter of the code of the library's sort.
        let mut sorted: BinaryHeap<u64> = edges.iter().copied().collect();
        sorted.push(0);
        let mut sorted = sorted.into_sorted_vec();
        sorted.dedup();
        let spans: Vec<(u64, u64)> =
            sorted.windows(2).filter_map(|w| Some((*w.first()?, *w.get(1)?))).collect();
        let folded = match scale {
            Scale::Readable => choose_folds(&spans, x1 - x0, fold),
            Scale::ToScale => Vec::new(),
        };
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
        Self { stretches, scale }
    }

    /// Pixels per page.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The last page number on the axis.
    pub fn end(&self) -> u64 {
        self.stretches.last().map_or(0, |s| s.end)
    }

    /// Where page number `pfn` is; inside a tear, its left or right edge.
    pub fn x(&self, pfn: u64) -> f64 {
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

    /// Where so many pages from number 0 on end, whole or not.
    pub fn x_of(&self, pages: f64) -> f64 {
        let whole = pages.max(0.0).floor();
        let (a, b) = (self.x(whole as u64), self.x(whole as u64 + 1));
        a + (b - a) * (pages.max(0.0) - whole)
    }

    /// The page number at `x`; in a tear, the middle of what it hides.
    pub fn pfn(&self, x: f64) -> u64 {
        let Some(s) = self.stretches.iter().find(|s| x < s.x1).or(self.stretches.last()) else {
            return 0;
        };
        let pages = |px: f64| (px.max(0.0) / self.scale) as u64;
        let left = s.start.saturating_add(pages(x - s.x0)).min(s.end);
        match s.fold {
            None => left,
            Some(fold) if x <= fold.x0 => left,
            Some(fold) if x >= fold.x1 => s.end.saturating_sub(pages(s.x1 - x)).max(s.start),
            Some(_) => s.start + (s.end - s.start) / 2,
        }
    }

    /// The page numbers that are drawn, as half-open ranges left to right; what tears
    /// hide is left out.
    pub fn visible(&self) -> impl Iterator<Item = core::ops::Range<u64>> {
        let pages = |px: f64| (px / self.scale) as u64;
        self.stretches.iter().flat_map(move |s| match s.fold {
            None => [s.start..s.end, s.end..s.end],
            Some(fold) => [
                s.start..s.start.saturating_add(pages(fold.x0 - s.x0)),
                s.end.saturating_sub(pages(s.x1 - fold.x1))..s.end,
            ],
        })
    }

    /// The tears, left to right.
    pub fn folds(&self) -> impl Iterator<Item = Fold> {
        self.stretches.iter().filter_map(|s| s.fold)
    }
}

fn straight_scale(spans: &[(u64, u64)], folded: &[usize], width: f64, size: FoldSize) -> f64 {
    let straight: u64 =
        spans.iter().enumerate().filter(|(i, _)| !folded.contains(i)).map(|(_, s)| s.1 - s.0).sum();
    let room = (width - folded.len() as f64 * size.total()).max(width * 0.1);
    room / (straight.max(1)) as f64
}

/// Folds until dom0 and what matters in it can be seen well: those that hold no pages
/// of dom0 first, the longest first.
fn choose_folds(spans: &[(u64, u64)], width: f64, fold: Folding) -> Vec<usize> {
    let Folding { keep, mark, size } = fold;
    let most = (width * 0.6 / size.total()) as usize;
    let mut folded = Vec::new();
    while folded.len() < most {
        let now = straight_scale(spans, &folded, width, size);
        let dom0 = spans.iter().enumerate().filter(|(i, s)| !folded.contains(i) && s.1 <= keep);
        let dom0: u64 = dom0.map(|(_, s)| s.1 - s.0).sum();
        let seen = mark == 0 || mark as f64 * now >= width * 0.1;
        if seen && dom0 as f64 * now >= width * 0.4 {
            break;
        }
        let longest = |from: u64| {
            let open = spans.iter().enumerate().filter(|(i, s)| !folded.contains(i) && s.0 >= from);
            open.max_by_key(|(_, s)| s.1 - s.0)
        };
        let worth = |s: &(u64, u64)| (s.1 - s.0) as f64 * now > size.total() * 1.2;
        let above = longest(keep).filter(|(_, s)| worth(s));
        let hidden = mark > 0 && (mark as f64) * now < width * 0.04;
        let any = longest(0).filter(|(_, s)| hidden && worth(s) && s.1 - s.0 > mark);
        let Some((i, _)) = above.or(any) else { break };
        folded.push(i);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: FoldSize = FoldSize { left: 40.0, tear: 30.0, right: 30.0 };

    fn article() -> Axis {
        let edges = [0x9f, 0x100, 0xbf780, 0x100000, 0xb00000, 0x1040880];
        let fold = Folding { keep: 0x100000, mark: 0x40880, size: SIZE };
        Axis::new(&edges, [0.0, 755.0], fold, Scale::Readable)
    }

    #[test]
    fn the_axis_fills_its_width_and_rises() {
        let axis = article();
        assert!((axis.x(axis.end()) - 755.0).abs() < 1e-6);
        let xs: Vec<f64> = (0..0x1040).map(|i| axis.x(i << 12)).collect();
        assert!(xs.windows(2).all(|w| w[0] <= w[1]));
    }

    #[test]
    fn a_hole_that_matters_is_seen_and_long_even_stretches_fold() {
        let axis = article();
        assert_eq!(axis.folds().count(), 2);
        assert!(axis.x(0x100000) - axis.x(0xbf780) > 80.0);
    }

    #[test]
    fn outside_tears_the_axis_can_be_read_back() {
        let axis = article();
        for pfn in [0, 0x9f, 0x100, 0x5_0000, 0xbf780, 0xf0000, 0x1040000] {
            assert!(axis.pfn(axis.x(pfn) + 1e-9).abs_diff(pfn) <= 1, "{pfn:x}");
        }
    }

    #[test]
    fn in_a_tear_the_axis_reads_the_middle_of_what_is_folded() {
        let axis = article();
        let (first, last) = (0x600000, 0xda0440);
        for (fold, middle) in axis.folds().zip([first, last]) {
            for x in [fold.x0 + 0.1, f64::midpoint(fold.x0, fold.x1), fold.x1 - 0.1] {
                assert_eq!(axis.pfn(x), middle, "{fold:?} {x}");
            }
            // It is hidden, and so at an edge of the tear.
            assert!([fold.x0, fold.x1].contains(&axis.x(middle)), "{fold:?}");
            assert!(axis.pfn(fold.x0) < middle && middle < axis.pfn(fold.x1), "{fold:?}");
        }
    }

    #[test]
    fn to_scale_every_page_has_the_same_width() {
        let edges = [0x9f, 0x100, 0xbf780, 0x100000, 0xb00000, 0x1040880];
        let fold = Folding { keep: 0x100000, mark: 0x40880, size: SIZE };
        let axis = Axis::new(&edges, [5.0, 705.0], fold, Scale::ToScale);
        assert_eq!(axis.folds().count(), 0);
        let expected = 5.0 + 700.0 * f64::from(0x800000) / f64::from(0x1040880);
        assert!((axis.x(0x800000) - expected).abs() < 1e-6);
    }

    #[test]
    fn a_tiny_hole_in_a_huge_dom0_still_gets_room() {
        let edges = [0xbf780, 0x100000, 0x10000000];
        let fold = Folding { keep: 0x10000000, mark: 0x40880, size: SIZE };
        let axis = Axis::new(&edges, [0.0, 755.0], fold, Scale::Readable);
        assert!(axis.x(0x100000) - axis.x(0xbf780) >= 24.0);
    }
}
