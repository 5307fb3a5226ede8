//! The axis read backwards for a handle that is dragged along it: which page number is
//! under a point, and how finely the axis shows it there.

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

/// The axis of a boot as a scale from pixels to page numbers, up to the end of the machine's
/// RAM.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Pixels and page numbers where the scale changes, both rising.
    knots: Vec<(f64, u64)>,
    /// The pieces of the axis while it is folded.
    pieces: Vec<Piece>,
}

/// A piece of the axis, from the end of the one before, the first from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its end: a page number (exclusive).
    pub end: Pages,
    /// Pages on 4 px of it; at least 1.
    pub grain: Pages,
}

impl Reach {
    /// The scale of `boot`'s figure at `time` in this view; `None` if the boot has no such
    /// step.
    pub fn of(boot: &Boot, time: Time, view: &View) -> Option<Self> {
        let now = Moment::of(boot, time)?;
        let layout = arrange::layout(&now, view, None);
        let axis = story_axis(&[boot], &layout, arrange::unfolded(&now, view));
        Some(Self::along(&axis))
    }

    fn along(axis: &Axis) -> Self {
        let pieces = knots(&axis.clone().unfolded(0.0));
        let pieces = pieces.windows(2).filter_map(|pair| {
            let (a, b) = (*pair.first()?, *pair.last()?);
            Some(Piece { end: Pages(b.1), grain: grain(a, b) })
        });
        Self { knots: knots(axis), pieces: pieces.collect() }
    }

    /// The pieces of the axis, left to right. They are the machine's: no option, kernel, step
    /// or scale changes them, only the width of the sheet does.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Where the scale ends: a page number (exclusive).
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

    /// The piece after knot `i`, or the last.
    fn piece(&self, i: usize) -> Option<((f64, u64), (f64, u64))> {
        let i = i.min(self.knots.len().checked_sub(2)?);
        Some((*self.knots.get(i)?, *self.knots.get(i + 1)?))
    }

    fn nothing(&self) -> Reading {
        Reading { pages: self.end(), grain: Pages(1) }
    }
}

/// Where the pieces of an axis begin and end, up to the end of RAM.
fn knots(axis: &Axis) -> Vec<(f64, u64)> {
    let end = axis.end_of_ram();
    let mut knots: Vec<(f64, u64)> = Vec::new();
    for piece in axis.pieces().into_iter().filter(|p| p.start < end) {
        for pfn in [piece.start, piece.end.min(end)] {
            let x = axis.x(pfn);
            if knots.last().is_none_or(|&(last, before)| last < x && before < pfn) {
                knots.push((x, pfn));
            }
        }
    }
    knots
}

fn grain(a: (f64, u64), b: (f64, u64)) -> Pages {
    Pages((GRAIN * (b.1 - a.1) as f64 / (b.0 - a.0)).max(1.0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine whose RAM ends at 65 GiB.
    fn server(unfolded: f64) -> Axis {
        let pieces = [
            (5 * Pages::GIB.0, 0.5),
            (18 * Pages::GIB.0, 0.2),
            (66 * Pages::GIB.0, 0.2),
            (800 * Pages::GIB.0, 0.1),
        ];
        Axis::new(&pieces, [2.0, 702.0], 8.0)
            .drawn(65 * Pages::GIB.0, 70 * Pages::GIB.0)
            .unfolded(unfolded)
    }

    #[test]
    fn the_reach_reads_what_the_axis_draws() {
        for unfolded in [0.0, 1.0] {
            let axis = server(unfolded);
            let reach = Reach::along(&axis);
            for pfn in [0, 0x9f, 0x100, 0x5_0000, 0xbf780, 0xf0000, 0x104_0000, 65 * Pages::GIB.0] {
                let read = reach.at(axis.x(pfn)).pages;
                assert!(read.0.abs_diff(pfn) <= 4, "{unfolded} {pfn:x} {:x}", read.0);
            }
            assert_eq!(reach.end(), Pages(65 * Pages::GIB.0));
            assert_eq!([reach.at(-9.0).pages, reach.at(2000.0).pages], [Pages(0), reach.end()]);
        }
    }

    #[test]
    fn along_the_axis_nothing_jumps_or_turns_back() {
        let reach = Reach::along(&server(0.0));
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
    fn each_piece_has_its_grain_however_far_the_axis_is_unfolded() {
        let pieces = Reach::along(&server(0.0)).pieces().to_vec();
        let ends: Vec<u64> = pieces.iter().map(|p| p.end.0).collect();
        assert_eq!(ends, [5 * Pages::GIB.0, 18 * Pages::GIB.0, 65 * Pages::GIB.0]);
        let grains: Vec<u64> = pieces.iter().map(|p| p.grain.0).collect();
        assert_eq!(
            grains,
            [4 * 5 * Pages::GIB.0 / 350, 4 * 13 * Pages::GIB.0 / 140, 4 * 48 * Pages::GIB.0 / 140]
        );
        assert_eq!(Reach::along(&server(1.0)).pieces(), pieces);
    }

    #[test]
    fn an_axis_without_pages_has_nothing_to_read() {
        let reach = Reach::along(&Axis::new(&[], [0.0, 100.0], 8.0));
        assert_eq!(reach.at(50.0), Reading { pages: Pages(0), grain: Pages(1) });
        assert_eq!(reach.pieces(), []);
    }
}
