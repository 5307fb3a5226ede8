//! The axis read backwards for a handle that is dragged along it: which page number is
//! under a point, and how finely the axis shows it there.
//!
//! Unlike a pointer's, a handle's way is continuous: in a tear it passes all that is folded.

use sim::boot::Boot;
use sim::units::Pages;

use crate::draw::geometry::{clamp, lerp};
use crate::draw::view::View;
use crate::story::arrange;
use crate::story::axis::Axis;
use crate::story::moment::{Moment, Time};
use crate::story::story_axis::story_axis;

/// This many pixels can be told apart by hand.
const GRAIN: f64 = 4.0;

/// What is under a point of the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The page number.
    pub pages: Pages,
    /// Pages on 4 px of the axis there; at least 1.
    pub grain: Pages,
}

/// The axis of a boot as a scale from pixels to page numbers.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Pixels and page numbers where the scale changes, both rising.
    knots: Vec<(f64, u64)>,
}

impl Reach {
    /// The scale of `boot`'s figure at `time` in this view; `None` if the boot has no such
    /// step.
    pub fn of(boot: &Boot, time: Time, view: &View) -> Option<Self> {
        let now = Moment::of(boot, time)?;
        let layout = arrange::layout(&now, view, None);
        Some(Self::along(&story_axis(&[boot], &layout, arrange::unfolded(&now, view))))
    }

    fn along(axis: &Axis) -> Self {
        let mut knots: Vec<(f64, u64)> = Vec::new();
        for part in axis.visible().into_iter().filter(|part| !part.is_empty()) {
            for pfn in [part.start, part.end] {
                let x = axis.x(pfn);
                if knots.last().is_none_or(|&(last, before)| last < x && before < pfn) {
                    knots.push((x, pfn));
                }
            }
        }
        Self { knots }
    }

    /// Where the axis ends: a page number (exclusive).
    pub fn end(&self) -> Pages {
        Pages(self.knots.last().map_or(0, |k| k.1))
    }

    /// What is under `x` pixels; left of the axis its start, right of it its end.
    pub fn at(&self, x: f64) -> Reading {
        let i = self.knots.iter().rposition(|k| k.0 <= x).unwrap_or(0);
        let Some((left, right)) = self.piece(i) else { return self.nothing() };
        let share = clamp((x - left.0) / (right.0 - left.0), 0.0, 1.0);
        let pages = lerp(left.1 as f64, right.1 as f64, share);
        Reading { pages: Pages(pages as u64), grain: grain(left, right) }
    }

    /// How fine the axis is just below `pages`.
    pub fn below(&self, pages: Pages) -> Pages {
        let i = self.knots.iter().rposition(|k| k.1 < pages.0).unwrap_or(0);
        self.piece(i).map_or(Pages(1), |(a, b)| grain(a, b))
    }

    /// How fine the axis is just above `pages`.
    pub fn above(&self, pages: Pages) -> Pages {
        let i = self.knots.iter().rposition(|k| k.1 <= pages.0).unwrap_or(0);
        self.piece(i).map_or(Pages(1), |(a, b)| grain(a, b))
    }

    /// The piece after knot `i`, or the last.
    fn piece(&self, i: usize) -> Option<((f64, u64), (f64, u64))> {
        let i = i.min(self.knots.len().checked_sub(2)?);
        Some((*self.knots.get(i)?, *self.knots.get(i + 1)?))
    }

    fn nothing(&self) -> Reading {
        Reading { pages: self.end(), grain: Pages(1) }
    }
}

fn grain(a: (f64, u64), b: (f64, u64)) -> Pages {
    Pages((GRAIN * (b.1 - a.1) as f64 / (b.0 - a.0)).max(1.0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::folding::{FoldSize, Folding};

    fn article(unfolded: f64) -> Axis {
        let edges = [0x9f, 0x100, 0xbf780, 0x100000, 0xb00000, 0x1040880];
        let size = FoldSize { left: 40.0, tear: 30.0, right: 30.0 };
        Axis::new(&edges, [2.0, 757.0], Folding { keep: 0x100000, mark: 0x40880, size })
            .unfolded(unfolded)
    }

    #[test]
    fn the_reach_reads_what_the_axis_draws() {
        for unfolded in [0.0, 1.0] {
            let axis = article(unfolded);
            let reach = Reach::along(&axis);
            for pfn in [0, 0x9f, 0x100, 0x5_0000, 0xbf780, 0xf0000, 0x104_0000] {
                let read = reach.at(axis.x(pfn)).pages;
                assert!(read.0.abs_diff(pfn) <= 4, "{unfolded} {pfn:x} {:x}", read.0);
            }
            assert_eq!(reach.end(), Pages(0x1040880));
            assert_eq!([reach.at(-9.0).pages, reach.at(2000.0).pages], [Pages(0), reach.end()]);
        }
    }

    #[test]
    fn along_the_axis_and_through_tears_nothing_jumps_or_turns_back() {
        let reach = Reach::along(&article(0.0));
        let mut last = Reading { pages: Pages(0), grain: Pages(1) };
        for i in 0..=3000 {
            let read = reach.at(f64::from(i) * 0.25);
            // A quarter of a pixel is a sixteenth of the grain.
            let most = last.grain.max(read.grain).0 / 16 + 2;
            assert!(
                last.pages <= read.pages && read.pages.0 - last.pages.0 <= most,
                "{i} {read:?}"
            );
            last = read;
        }
    }

    #[test]
    fn a_tear_is_coarser_than_the_axis_around_it() {
        let axis = article(0.0);
        let reach = Reach::along(&axis);
        let fold = axis.folds().next().unwrap();
        let inside = reach.at(f64::midpoint(fold.x0, fold.x1)).grain;
        let (before, after) = (reach.at(fold.x0 - 1.0).grain, reach.at(fold.x1 + 1.0).grain);
        assert!(inside > Pages(before.0 * 20) && inside > Pages(after.0 * 20), "{inside:?}");
        // On its edge, the way matters.
        let mut left = axis
            .visible()
            .into_iter()
            .filter(|part| !part.is_empty() && axis.x(part.end) <= fold.x0);
        let edge = Pages(left.next_back().unwrap().end);
        assert_eq!([reach.below(edge), reach.above(edge)], [before, inside]);
    }

    #[test]
    fn an_axis_without_pages_has_nothing_to_read() {
        let fold =
            Folding { keep: 0, mark: 0, size: FoldSize { left: 1.0, tear: 1.0, right: 1.0 } };
        let reach = Reach::along(&Axis::new(&[], [0.0, 100.0], fold));
        assert_eq!(reach.at(50.0), Reading { pages: Pages(0), grain: Pages(1) });
        assert_eq!([reach.below(Pages(7)), reach.above(Pages(7))], [Pages(1), Pages(1)]);
    }
}
