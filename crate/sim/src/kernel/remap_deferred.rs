//! Since 3.19, remaps are noted at setup and applied once paging is up (spec/kernel.md 5 and 6).

use super::e820_build::ExtraMem;
use super::gaps::{Gap, gaps, pfn_down, pfn_up};
use super::p2m::{P2m, span};
use super::rules::{Rules, TargetSearch};
use super::vacate::{RemapChunk, Vacated, release_gap};
use super::{KernelPanic, MemorySetup, Message};
use crate::map::Entry;
use crate::step::{Move, NonRamMove};
use crate::units::{Mfn, Pages, Pfn};

/// Maximum number of pages in one of the kernel's chunks.
const CHUNK_PAGES: u64 = 509;

/// The position reached by the search for free RAM.
pub(super) struct RemapTarget {
    pub(super) at: u64,
    /// Pages; 0 if there is no room, endless if the entry's size is negative.
    pub(super) room: u64,
}

/// The first RAM entry that extends beyond `last`, whether or not it has room. The next search
/// continues from there.
pub(super) fn find_target(map: &[Entry], last: u64, search: TargetSearch) -> RemapTarget {
    let reaches = |end: u64| match search {
        TargetSearch::StopsAtFullEntry => end >= last,
        TargetSearch::SkipsFullEntry => end > last,
    };
    let Some(entry) = map.iter().find(|e| e.is_ram() && reaches(pfn_down(e.end().0))) else {
        return RemapTarget { at: last, room: 0 };
    };
    let at = pfn_up(entry.start.0).max(last);
    RemapTarget { at, room: pfn_down(entry.end().0).wrapping_sub(at) }
}

/// Walks the gaps: notes moves, marks 1:1, and releases pages if there is no room.
pub(super) fn vacate(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    map: &[Entry],
    given: u64,
    rules: &Rules,
) -> Vacated {
    let mut last = given;
    let mut released = Pages::ZERO;
    let mut chunks = Vec::new();
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
            note(run, p2m, from, target.at, pages);
            chunks.push(RemapChunk { to: target.at, pages });
            p2m.mark_identity(run, from, from + pages);
            from += pages;
            last = last.saturating_add(pages);
        }
        if from >= given {
            p2m.mark_identity(run, from, gap.to);
        }
    }
    run.messages.push(Message::Released(released));
    run.moved = joined(core::mem::take(&mut run.moved));
    let moved: u64 = chunks.iter().map(|l| l.pages).sum();
    Vacated { base: given, extra: released.0.saturating_add(moved), chunks }
}

/// No room, so the pages are released after all.
pub(super) fn give_up(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    rules: &Rules,
    rest: Gap,
    given: u64,
) -> Pages {
    run.messages.push(Message::NoRoom);
    let gone = release_gap(run, p2m, rules, rest, given);
    p2m.mark_identity(run, rest.from, rest.to);
    gone
}

/// Notes a move. A page that is already 1:1 has no frame of dom0's; its hardware mapping moves.
pub(super) fn note(run: &mut MemorySetup, p2m: &P2m, from: u64, to: u64, pages: u64) {
    let Some(source) = span(from, from.saturating_add(pages)) else { return };
    let target = |pfn: Pfn| Pfn(to.saturating_add(pfn.0 - from));
    for part in p2m.not_identity(source) {
        run.moved.push(Move { from: part.start(), to: target(part.start()), pages: part.pages() });
    }
    for part in p2m.identity_within(source) {
        let frame = Mfn(part.start().0);
        let to = target(part.start());
        run.nonram_moved.push(NonRamMove { frame, to, pages: part.pages() });
    }
}

/// Applies the chunks, last first. Adjacent chunks are collected into runs, and each run is
/// removed from the balloon's list.
pub(super) fn apply_chunks(run: &mut MemorySetup, mut slots: ExtraMem, chunks: &[RemapChunk]) {
    let mut collected: Option<RemapChunk> = None;
    for &chunk in chunks.iter().rev() {
        let joined = collected.and_then(|c| join(c, chunk));
        if let (None, Some(done)) = (joined, collected) {
            remove(run, &mut slots, done);
        }
        collected = joined.or(Some(chunk));
    }
    if let Some(done) = collected {
        remove(run, &mut slots, done);
    }
    if run.panic.is_none() {
        let moved = chunks.iter().map(|l| l.pages).sum();
        run.hypercalls.mmu_update += moved;
        run.messages.push(Message::Remapped(Pages(moved)));
        run.extra = slots.listed();
    }
}

fn join(collected: RemapChunk, chunk: RemapChunk) -> Option<RemapChunk> {
    let pages = collected.pages + chunk.pages;
    if chunk.to.saturating_add(chunk.pages) == collected.to {
        Some(RemapChunk { to: chunk.to, pages })
    } else if collected.to.saturating_add(collected.pages) == chunk.to && chunk.pages <= CHUNK_PAGES
    {
        // In a longer range, the last of the kernel's chunks is processed first and adjoins
        // nothing.
        Some(RemapChunk { to: collected.to, pages })
    } else {
        None
    }
}

fn remove(run: &mut MemorySetup, slots: &mut ExtraMem, chunk: RemapChunk) {
    if run.panic.is_some() {
        return;
    }
    let page = slots.page();
    let (start, size) = (chunk.to.wrapping_mul(page), chunk.pages.wrapping_mul(page));
    let end = start.wrapping_add(size);
    let mut tail = None;
    for slot in slots.iter_mut() {
        let slot_end = slot.start.wrapping_add(slot.size);
        if slot.start == start {
            if size > slot.size {
                run.panic = Some(KernelPanic::RunTooLong);
            }
            slot.start = end;
            slot.size = slot.size.wrapping_sub(size);
            break;
        }
        if slot_end == end {
            if size > slot.size {
                run.panic = Some(KernelPanic::RunTooLong);
            }
            slot.size = slot.size.wrapping_sub(size);
            break;
        }
        if slot.start < start && start < slot_end {
            if end > slot_end {
                run.panic = Some(KernelPanic::RunPassesEnd);
            }
            slot.size = start - slot.start;
            tail = Some((end, slot_end.wrapping_sub(end)));
            break;
        }
    }
    if let Some((start, size)) = tail {
        slots.add(start, size);
    }
}

/// Moves sorted by old number, joined where both sides are contiguous.
pub(super) fn joined(mut moves: Vec<Move>) -> Vec<Move> {
    crate::sort::sort_by_key(&mut moves, |m| m.from);
    let mut out: Vec<Move> = Vec::with_capacity(moves.len());
    for m in moves {
        match out.last_mut() {
            Some(prior)
                if prior.from.0 + prior.pages.0 == m.from.0
                    && prior.to.0 + prior.pages.0 == m.to.0 =>
            {
                prior.pages = prior.pages.plus(m.pages);
            }
            _ => out.push(m),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::e820_build::Unit;
    use super::*;

    /// Applies `chunks` to a list of regions; returns the remaining regions, or the panic.
    fn check(
        slots: &[(u64, u64)],
        chunks: &[(u64, u64)],
        expected: Result<&[(u64, i64)], KernelPanic>,
    ) {
        let mut list = ExtraMem::new(Unit::Pages);
        for &(start, size) in slots {
            list.add(start, size);
        }
        let chunks: Vec<_> = chunks.iter().map(|&(to, pages)| RemapChunk { to, pages }).collect();
        let mut run = MemorySetup::default();
        apply_chunks(&mut run, list, &chunks);
        let left: Vec<_> = run.extra.iter().map(|e| (e.start.0, e.pages)).collect();
        let found = run.panic.map_or(Ok(left.as_slice()), Err);
        assert_eq!(found, expected, "{chunks:?}");
    }

    /// From the text alone (spec/kernel.md 5, e4b): every setup notes its moves in rising order.
    #[test]
    fn runs_that_adjoin_upwards_are_taken_out_as_one() {
        let chunks = [(110, 5), (100, 10)];
        check(&[(100, 15)], &chunks, Ok(&[]));
        // If applied separately, the first would leave a region shorter than the second.
        check(&[(100, 5), (200, 5)], &[(100, 3), (103, 2)], Ok(&[(200, 5)]));
        check(&[(100, 12)], &chunks, Err(KernelPanic::RunTooLong));
        check(&[(90, 21)], &chunks, Err(KernelPanic::RunPassesEnd));
    }

    #[test]
    fn a_stretch_longer_than_a_lot_adjoins_downwards_only() {
        check(&[(100, 610)], &[(700, 10), (100, 600)], Ok(&[]));
        check(&[(100, 10), (110, 600)], &[(110, 600), (100, 10)], Ok(&[]));
    }

    #[test]
    fn the_first_region_that_matches_in_any_way_is_used() {
        // The tail of the split joins the region that ends where it starts.
        check(&[(90, 30), (100, 10)], &[(100, 10)], Ok(&[(90, 10), (100, 20)]));
        check(&[(100, 20), (110, 10)], &[(110, 10)], Ok(&[(100, 10), (110, 10)]));
    }

    #[test]
    fn a_region_of_less_than_nothing_never_stops_the_kernel() {
        check(&[(100, u64::MAX)], &[(100, 10)], Ok(&[(110, -11)]));
    }
}
