//! The axis of a story: one for all of its steps, and for all stories that share it.
//!
//! Its pieces follow from the machine's map alone: where its RAM ends, and how much below
//! 4 GiB is no RAM. So a page number stays where it is when the option, the kernel, Xen or
//! the step changes, and every dom0 that fits into the machine is on it: a small one in the
//! first piece, which is the finest, a large one in several.
//!
//! One thing is left to the story: how far its ranges are drawn. Where Linux keeps room above
//! all RAM, they reach into the last piece, which every axis has. To scale the axis ends
//! where they do, since it would be mostly empty otherwise.

use sim::boot::Boot;
use sim::span::Span;
use sim::step::{Backing, Change, World};
use sim::units::Pfn;

use crate::story::axis::Axis;
use crate::story::count::{Work, count};
use crate::story::layout::Layout;

/// The largest dom0 that lies in the first piece: 4 GiB. Each piece is for four times as much
/// as the one before.
const FIRST: u64 = 4 << 18;
/// Linux keeps page numbers for at most this many times dom0's initial size: for those pages and
/// for ten times as much room (spec/kernel.md 2).
const LIMIT: u64 = 11;
/// The most pieces for RAM: up to 16 TiB.
const MOST: usize = 7;

/// One axis for all the stories that share it, unfolded this far, 0 to 1.
pub(crate) fn story_axis(boots: &[&Boot], layout: &Layout, unfolded: f64) -> Axis {
    count(Work::Axis);
    let machine = boots.iter().map(|b| Machine::of(b)).max_by_key(|m| m.end);
    let machine = machine.unwrap_or(Machine { end: 1, holes: 0 });
    let top = boots.iter().map(|b| top(b)).max().unwrap_or(1);
    let axis = Axis::new(&pieces(machine), [layout.axis_x0, layout.axis_x1], layout.tear);
    axis.drawn(machine.end, top).unfolded(unfolded)
}

/// The machine's part in an axis, which is all of it.
#[derive(Clone, Copy, Debug)]
struct Machine {
    /// End of its RAM (exclusive).
    end: u64,
    /// Page numbers below 4 GiB that are not RAM.
    holes: u64,
}

impl Machine {
    fn of(boot: &Boot) -> Self {
        let Some(first) = boot.steps.first() else { return Self { end: 1, holes: 0 } };
        let (mut low, mut end) = (0, 1);
        for span in first.after.machine.ram().map(Span::round_out) {
            low += span.end().0.min(Pfn::FOUR_GIB.0).saturating_sub(span.start().0);
            end = end.max(span.end().0);
        }
        Self { end, holes: Pfn::FOUR_GIB.0.min(end).saturating_sub(low) }
    }
}

/// The ends of the axis' pieces and their shares of its width.
///
/// A piece ends 7 % above the largest dom0 that it is for, and after as many further pages as lie
/// on holes, because these may move up. Few readers choose a size that ends just there.
fn pieces(machine: Machine) -> Vec<(u64, f64)> {
    let Machine { end, holes } = machine;
    let mut pieces = Vec::new();
    let (mut size, mut share) = (FIRST, 1.0);
    // What would be short lies in the piece before.
    while (size + holes).saturating_mul(2) < end && pieces.len() < MOST {
        pieces.push((size * 107 / 100 + holes, share));
        (size, share) = (size * 4, 0.33);
    }
    // Pages may come to lie just above all RAM.
    let before = pieces.last().map_or(0, |p| p.0);
    let last = end.saturating_add((end - before) / 12).max(end + 1);
    pieces.push((last, share));
    // Room above all RAM is rare on a large machine.
    let above = if end > LIMIT * FIRST { 0.08 } else { 0.16 };
    pieces.push((last.saturating_mul(LIMIT + 1), above));
    pieces
}

/// The pieces of dom0 that lie on holes; empty if this story finds none.
pub(crate) fn holes(boot: &Boot) -> &[Span<Pfn>] {
    let found = boot.steps.iter().find_map(|s| {
        let Change::HolesFound { pieces } = &s.change else { return None };
        Some(pieces.as_slice())
    });
    found.unwrap_or_default()
}

/// The longest of the [`holes`].
pub(crate) fn largest_hole(boot: &Boot) -> Option<Span<Pfn>> {
    holes(boot).iter().copied().max_by_key(|s| s.count())
}

/// The end of what is worth showing (exclusive): of RAM, room and dom0's pages.
fn top(boot: &Boot) -> u64 {
    let ram = |w: &World| w.machine.ram().map(|s| s.end().mfn_at_or_above().0).max().unwrap_or(0);
    let own = |w: &World| w.own.as_ref().and_then(|o| o.room.last().map(|s| s.end().0));
    let backed = |w: &World| {
        w.backing.iter().filter(|b| b.by != Backing::Identity).map(|b| b.span.end().0).max()
    };
    let each = boot.steps.iter().map(|s| {
        let w = &s.after;
        ram(w).max(own(w).unwrap_or(0)).max(backed(w).unwrap_or(0))
    });
    each.max().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::units::Pages;

    fn ends(gib: u64, holes: u64) -> Vec<u64> {
        pieces(Machine { end: gib * Pages::GIB.0, holes }).into_iter().map(|p| p.0).collect()
    }

    #[test]
    fn a_small_machine_has_one_piece_for_its_ram_and_a_large_one_several() {
        let ram =
            [1, 9, 17, 33, 65, 129, 1025, 12_289].map(|gib| ends(gib, Pages::GIB.0).len() - 1);
        assert_eq!(ram, [1, 1, 2, 2, 3, 3, 5, 7]);
    }

    #[test]
    fn a_dom0_of_4_gib_lies_in_the_first_piece_with_the_pages_that_move() {
        for gib in [9, 17, 65, 1025] {
            let first = ends(gib, Pages::GIB.0)[0];
            assert!(
                first > 5 * Pages::GIB.0 + Pages::GIB.0 / 4 && first < 10 * Pages::GIB.0,
                "{gib}: {first}"
            );
        }
        // Where a map has no holes, nothing moves.
        assert!(ends(65, 0)[0] < 5 * Pages::GIB.0);
    }

    #[test]
    fn pieces_rise_to_above_all_that_a_kernel_keeps_room_for() {
        for end in [1, 2, 255, Pages::GIB.0, 40 * Pages::GIB.0, 65 * Pages::GIB.0, 1 << 32, 1 << 51]
        {
            for holes in [0, 1, Pages::GIB.0.min(end - 1), Pfn::FOUR_GIB.0.min(end - 1)] {
                let ends: Vec<u64> =
                    pieces(Machine { end, holes }).into_iter().map(|p| p.0).collect();
                assert!(ends.windows(2).all(|w| w[0] < w[1]), "{end} {holes}: {ends:?}");
                assert!(ends[0] > 0 && *ends.last().unwrap() > LIMIT * end);
            }
        }
    }
}
