//! 3.18: pages under gaps are moved immediately, whole p2m leaves first (spec/kernel.md 5, e4a).

use super::gaps::{Gap, gaps};
use super::p2m::P2m;
use super::remap_deferred::{find_target, give_up, joined, note};
use super::vacate::Vacated;
use super::{Kernel, MemorySetup, Message};
use crate::map::Entry;
use crate::units::{Pages, Pfn};

/// Page numbers in one leaf of the p2m tree.
const LEAF: u64 = 512;

/// Walks the gaps: moves pages, marks 1:1, and releases pages if there is no room.
pub(super) fn vacate(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    map: &[Entry],
    given: u64,
    kernel: Kernel,
) -> Vacated {
    let rules = kernel.variant.rules();
    let mut last = given;
    let mut released = Pages::ZERO;
    let mut moved: u64 = 0;
    for gap in gaps(map) {
        let mut from = gap.from;
        while from < gap.to.min(given) {
            let target = find_target(map, last, rules.target_search);
            last = target.at;
            if target.room == 0 {
                let rest = Gap { from, to: gap.to };
                released = released.plus(give_up(run, p2m, rules, rest, given));
                break;
            }
            let pages = (gap.to.min(given) - from).min(target.room);
            move_pages(run, p2m, from, target.at, pages);
            moved += pages;
            p2m.mark_identity(run, from, from + pages);
            from += pages;
            last = last.saturating_add(pages);
        }
        if from >= given {
            p2m.mark_identity(run, from, gap.to);
        }
    }
    run.moved = joined(core::mem::take(&mut run.moved));
    run.hypercalls.mmu_update += moved;
    run.messages.push(Message::SetIdentity(p2m.reported()));
    run.messages.push(Message::RemappedLast(Pages(moved), Pfn(last)));
    run.messages.push(Message::Released(released));
    let base = if last > given { kernel.limit.0.min(last) } else { given };
    Vacated { base, extra: released.0, chunks: Vec::new() }
}

/// A run of numbers `from..to`, possibly empty.
#[derive(Clone, Copy)]
struct PfnRun {
    from: u64,
    to: u64,
}

/// Moves `pages` from `source` to `target`: whole aligned leaves first, then the pages before and
/// after them one by one.
fn move_pages(run: &mut MemorySetup, p2m: &P2m, source: u64, target: u64, pages: u64) {
    let (source_end, target_end) = (source + pages, target.saturating_add(pages));
    let (first, goal) = (source.next_multiple_of(LEAF), target.next_multiple_of(LEAF));
    let leaves = |from: u64, end: u64| (end / LEAF).saturating_sub(from / LEAF);
    let whole = leaves(first, source_end).min(leaves(goal, target_end)) * LEAF;
    if whole == 0 {
        note(run, p2m, source, target, pages);
        return;
    }
    note(run, p2m, first, goal, whole);
    let sources =
        [PfnRun { from: source, to: first }, PfnRun { from: first + whole, to: source_end }];
    let targets =
        [PfnRun { from: target, to: goal }, PfnRun { from: goal + whole, to: target_end }];
    remap_pairwise(run, p2m, sources, targets);
}

/// Moves the page numbers of `sources` to those of `targets`, in order.
fn remap_pairwise(run: &mut MemorySetup, p2m: &P2m, sources: [PfnRun; 2], targets: [PfnRun; 2]) {
    let mut targets = targets.into_iter();
    let mut target = targets.next();
    for mut source in sources {
        while source.from < source.to {
            let Some(to) = target else { return };
            let n = (source.to - source.from).min(to.to - to.from);
            if n == 0 {
                target = targets.next();
                continue;
            }
            note(run, p2m, source.from, to.from, n);
            source.from += n;
            target = Some(PfnRun { from: to.from + n, ..to });
        }
    }
}
