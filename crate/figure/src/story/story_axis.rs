//! The axis of a story: one for all of its steps, and for all stories that share it.
//!
//! Its folds depend on the machine and on the class of dom0's size, not on the kernel, the
//! ceiling or the step, so that nothing jumps when one of these changes. Only a dom0 too
//! large to be drawn with a hole of its map in view folds by what its story contains.

use core::ops::Range;

use sim::boot::Boot;
use sim::ledger::{Account, Ledger};
use sim::span::Span;
use sim::step::{Backing, Change, World};
use sim::units::Pfn;

use crate::story::axis::Axis;
use crate::story::count::{Work, count};
use crate::story::folding::{FoldSize, Folding};
use crate::story::layout::Layout;

/// The smallest class of dom0 sizes: up to 4 GiB.
const LEAST_CLASS: u64 = 4 << 18;
/// The largest: up to 32 GiB.
const LARGEST_CLASS: u64 = 32 << 18;
/// Where low memory ends, in pages.
const FOUR_GIB: u64 = 1 << 20;

/// One axis for all the stories that share it, unfolded this far, 0 to 1.
pub(crate) fn story_axis(boots: &[&Boot], layout: &Layout, unfolded: f64) -> Axis {
    count(Work::Axis);
    let top = boots.iter().map(|b| top(b)).max().unwrap_or(1);
    let ends = [layout.axis_x0, layout.axis_x1];
    let largest = boots.iter().map(|b| b.pages.0).max().unwrap_or(0);
    let axis = match class(largest) {
        Some(class) => {
            let machine = boots.iter().map(|b| Machine::of(b)).max_by_key(|m| m.end);
            let machine = machine.unwrap_or(Machine { end: top, holes: 0 });
            Axis::showing(&parts(class, machine, top.max(machine.end)), ends, layout.tear)
        }
        None => by_story(boots, top, ends, layout.tear),
    };
    axis.unfolded(unfolded)
}

/// The class of a dom0 of this many pages: the largest dom0 that has the same axis; `None`
/// above all classes.
fn class(pages: u64) -> Option<u64> {
    let mut class = LEAST_CLASS;
    while class < pages {
        class *= 2;
    }
    (class <= LARGEST_CLASS).then_some(class)
}

/// The machine's part in an axis.
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
        let ram = || first.after.machine.ram().map(Span::round_out);
        let low = ram().map(|s| s.end().0.min(FOUR_GIB).saturating_sub(s.start().0)).sum();
        let end = ram().map(|s| s.end().0).max().unwrap_or(1);
        Self { end, holes: FOUR_GIB.min(end).saturating_sub(low) }
    }
}

/// What is visible for dom0s up to `class` pages: dom0 with pages that may have moved by as
/// much as the holes; around eleven times its size, where Linux stops counting RAM
/// (spec/kernel.md 2); the machine's end; and what a story has above all RAM, up to `top`.
fn parts(class: u64, machine: Machine, top: u64) -> Vec<Range<u64>> {
    let Machine { end, holes } = machine;
    let head = class + holes + class * 7 / 100;
    let tail = class * 79 / 1000;
    // Without a fold every page is at least half as wide as with one.
    let mut parts = if end <= head * 19 / 10 {
        core::iter::once(0..end).collect()
    } else {
        let (limit, around) = (11 * class, class * 69 / 1000);
        let mut parts: Vec<Range<u64>> = core::iter::once(0..head).collect();
        if limit + around + tail * 2 < end {
            parts.push(limit - around..limit + around);
        }
        parts.push(end - tail..end);
        parts
    };
    if let Some(last) = parts.last_mut().filter(|_| top > end) {
        last.end = top.min(end + class * 5 / 4);
        if last.end < top.saturating_sub(tail) {
            parts.push(top - tail..top);
        } else {
            last.end = top;
        }
    }
    parts
}

/// An axis that shows what the stories contain.
fn by_story(boots: &[&Boot], top: u64, ends: [f64; 2], tear: f64) -> Axis {
    let mut edges: Vec<u64> = boots.iter().flat_map(|b| edges(b)).collect();
    // Identity mappings far above all RAM would only push everything aside.
    edges.retain(|&e| e <= top);
    edges.push(top);
    let keep = boots.iter().map(|b| backed_end(b)).max().unwrap_or(0).min(top);
    // Holes that would be pins anyway need no folds.
    let pieces = boots.iter().flat_map(|b| holes(b));
    let largest = pieces.map(|s| s.count()).max().unwrap_or(0);
    let mark = if largest >= keep / 200 { largest } else { 0 };
    let size = FoldSize { left: tear * 1.6, tear, right: tear * 1.6 };
    Axis::new(&edges, ends, Folding { keep, mark, size })
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

/// Where something begins or ends in any lane of any step.
fn edges(boot: &Boot) -> Vec<u64> {
    let mut edges: Vec<u64> = Vec::new();
    let spans = |edges: &mut Vec<u64>, s: Span<Pfn>| edges.extend([s.start().0, s.end().0]);
    for step in &boot.steps {
        step.after.backing.iter().for_each(|b| spans(&mut edges, b.span));
        if let Some(own) = &step.after.own {
            own.room.iter().for_each(|&s| spans(&mut edges, s));
            edges.push(own.map.end().pfn_at_or_above().0);
        }
        if let Change::Descriptors { with_max_end, .. } = step.change {
            edges.push(with_max_end.0);
        }
    }
    if let Some(first) = boot.steps.first() {
        let regions = first.after.machine.regions().iter();
        regions.for_each(|r| spans(&mut edges, r.span.as_own().round_out()));
    }
    edges.extend(ledger_edges(boot));
    edges
}

/// The highest end of dom0's pages in any step (exclusive).
fn backed_end(boot: &Boot) -> u64 {
    let backed = boot.steps.iter().flat_map(|s| &s.after.backing);
    let ends = backed.filter(|b| b.by.has_frame()).map(|b| b.span.end().0);
    ends.max().unwrap_or(0)
}

/// Where the ledger's strip changes colour at the end of the story.
fn ledger_edges(boot: &Boot) -> [u64; 2] {
    let ledger = Ledger::at_end(boot);
    let usable = ledger.pages(Account::Usable);
    [usable.0, usable.plus(ledger.descriptors()).0]
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

    #[test]
    fn sizes_of_one_class_share_their_axis() {
        let gib = 1 << 18;
        let classes = [1, gib, 4 * gib, 4 * gib + 1, 8 * gib, 32 * gib].map(class);
        let expected = [4, 4, 4, 8, 8, 32].map(|n| Some(n * gib));
        assert_eq!(classes, expected);
        assert_eq!(class(32 * gib + 1), None);
    }

    #[test]
    fn a_small_machine_is_drawn_whole_and_a_large_one_up_to_its_end() {
        let gib = 1 << 18;
        let machine = |end: u64| Machine { end: end * gib, holes: gib };
        let whole = parts(4 * gib, machine(9), 9 * gib);
        assert_eq!((whole.len(), whole[0].end), (1, 9 * gib));
        let large = parts(4 * gib, machine(65), 65 * gib);
        assert_eq!(large.len(), 3);
        assert!(large[0].contains(&(5 * gib)) && large[1].contains(&(44 * gib)));
        assert_eq!(large[2].end, 65 * gib);
        assert_eq!(parts(8 * gib, machine(65), 65 * gib).len(), 2);
    }

    #[test]
    fn what_lies_above_all_ram_is_drawn_after_it() {
        let gib = 1 << 18;
        let machine = Machine { end: 65 * gib, holes: gib };
        let near = parts(4 * gib, machine, 69 * gib);
        assert_eq!((near.len(), near[2].end), (3, 69 * gib));
        let far = parts(4 * gib, machine, 100 * gib);
        assert_eq!((far.len(), far[2].end, far[3].end), (4, 70 * gib, 100 * gib));
    }
}
