//! 3.18: pages under gaps are moved immediately, whole p2m leaves first (spec/kernel.md 5, e4a).

use super::p2m::P2m;
use super::remap::{note, walk_gaps};
use super::vacate::Vacated;
use super::{Kernel, MemorySetup, Message};
use crate::map::Entry;
use crate::units::{Pages, Pfn};

/// Page numbers in one leaf of the p2m tree.
const LEAF: u64 = 512;

/// Moves the pages under gaps, and releases those for which no RAM is free.
pub(super) fn remap_gaps(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    map: &[Entry],
    given_end: Pfn,
    kernel: Kernel,
) -> Vacated {
    let walk = walk_gaps(run, p2m, map, given_end, kernel.variant.rules(), move_pages);
    let (moved, last, released) = (walk.moved(), walk.next, walk.released);
    run.hypercalls.mmu_update += moved.0;
    run.messages.push(Message::SetIdentity(p2m.reported()));
    run.messages.push(Message::RemappedLast(moved, last));
    run.messages.push(Message::Released(released));
    let base = if last > given_end { kernel.limit.end().min(last) } else { given_end };
    Vacated { base, extra: released, chunks: Vec::new() }
}

/// A run of numbers `from..to`, possibly empty.
#[derive(Clone, Copy)]
struct PfnRun {
    from: Pfn,
    to: Pfn,
}

/// Moves `pages` from `source` to `target`: whole aligned leaves first, then the pages before and
/// after them one by one.
fn move_pages(run: &mut MemorySetup, p2m: &P2m, source: Pfn, target: Pfn, pages: Pages) {
    let (source_end, target_end) = (source.plus(pages), target.plus(pages));
    let next_leaf = |pfn: Pfn| Pfn(pfn.0.next_multiple_of(LEAF));
    let (first, goal) = (next_leaf(source), next_leaf(target));
    let leaves = |from: Pfn, end: Pfn| (end.0 / LEAF).saturating_sub(from.0 / LEAF);
    let whole = Pages(leaves(first, source_end).min(leaves(goal, target_end)) * LEAF);
    if whole.is_zero() {
        note(run, p2m, source, target, pages);
        return;
    }
    note(run, p2m, first, goal, whole);
    let sources =
        [PfnRun { from: source, to: first }, PfnRun { from: first.plus(whole), to: source_end }];
    let targets =
        [PfnRun { from: target, to: goal }, PfnRun { from: goal.plus(whole), to: target_end }];
    remap_pairwise(run, p2m, sources, targets);
}

/// Moves the page numbers of `sources` to those of `targets`, in order.
fn remap_pairwise(run: &mut MemorySetup, p2m: &P2m, sources: [PfnRun; 2], targets: [PfnRun; 2]) {
    let mut targets = targets.into_iter();
    let mut target = targets.next();
    for mut source in sources {
        while source.from < source.to {
            let Some(to) = target else { return };
            let n = source.to.pages_from(source.from).min(to.to.pages_from(to.from));
            if n.is_zero() {
                target = targets.next();
                continue;
            }
            note(run, p2m, source.from, to.from, n);
            source.from = source.from.plus(n);
            target = Some(PfnRun { from: to.from.plus(n), ..to });
        }
    }
}
