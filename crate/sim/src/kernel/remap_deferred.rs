//! Since 3.19, remaps are noted at setup and applied once paging is up (spec/kernel.md 5 and 6).

use super::extra_mem::ExtraMem;
use super::gaps::{gaps, pfn_down, pfn_up};
use super::p2m::P2m;
use super::rules::{Rules, TargetSearch};
use super::vacate::{RemapChunk, Vacated, release_gap};
use super::{MemorySetup, Message};
use crate::map::Entry;
use crate::span::Span;
use crate::step::{Move, NonRamMove};
use crate::units::{Pages, Pfn};

/// Maximum number of pages in one of the kernel's chunks.
const CHUNK_PAGES: Pages = Pages(509);

/// The position reached by the search for free RAM.
pub(super) struct RemapTarget {
    pub(super) at: Pfn,
    /// Pages; 0 if there is no room, endless if the entry's size is negative.
    pub(super) room: Pages,
}

/// The first RAM entry that extends beyond `last`, whether or not it has room. The next search
/// continues from there.
pub(super) fn find_target(map: &[Entry], last: Pfn, search: TargetSearch) -> RemapTarget {
    let reaches = |end: Pfn| match search {
        TargetSearch::StopsAtFullEntry => end >= last,
        TargetSearch::SkipsFullEntry => end > last,
    };
    let Some(entry) = map.iter().find(|e| e.is_ram() && reaches(pfn_down(e.end()))) else {
        return RemapTarget { at: last, room: Pages::ZERO };
    };
    let at = pfn_up(entry.start).max(last);
    RemapTarget { at, room: Pages(pfn_down(entry.end()).0.wrapping_sub(at.0)) }
}

/// Walks the gaps: notes moves, marks 1:1, and releases pages if there is no room.
pub(super) fn remap_gaps(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    map: &[Entry],
    given: Pfn,
    rules: &Rules,
) -> Vacated {
    let mut last = given;
    let mut released = Pages::ZERO;
    let mut chunks = Vec::new();
    for gap in gaps(map) {
        let mut from = gap.start();
        while from < gap.end().min(given) {
            let target = find_target(map, last, rules.target_search);
            last = target.at;
            if target.room.is_zero() {
                let Some(rest) = Span::new(from, gap.end()) else { break };
                released = released.plus(give_up(run, p2m, rules, rest, given));
                break;
            }
            let pages = gap.end().min(given).pages_from(from).min(target.room);
            note(run, p2m, from, target.at, pages);
            chunks.push(RemapChunk { to: target.at, pages });
            p2m.mark_identity(run, from, from.plus(pages));
            from = from.plus(pages);
            last = last.plus(pages);
        }
        if from >= given {
            p2m.mark_identity(run, from, gap.end());
        }
    }
    run.messages.push(Message::Released(released));
    run.moved = joined(core::mem::take(&mut run.moved));
    let moved = chunks.iter().map(|c| c.pages).sum();
    Vacated { base: given, extra: released.plus(moved), chunks }
}

/// No room, so the pages are released after all.
pub(super) fn give_up(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    rules: &Rules,
    rest: Span<Pfn>,
    given: Pfn,
) -> Pages {
    run.messages.push(Message::NoRoom);
    let gone = release_gap(run, p2m, rules, rest, given);
    p2m.mark_identity(run, rest.start(), rest.end());
    gone
}

/// Notes a move. A page that is already 1:1 has no frame of dom0's; its hardware mapping moves.
pub(super) fn note(run: &mut MemorySetup, p2m: &P2m, from: Pfn, to: Pfn, pages: Pages) {
    let Some(source) = Span::new(from, from.plus(pages)) else { return };
    let target = |pfn: Pfn| to.plus(pfn.pages_from(from));
    for part in p2m.not_identity(source) {
        run.moved.push(Move { from: part.start(), to: target(part.start()), pages: part.pages() });
    }
    for part in p2m.identity_within(source) {
        let frame = part.start().identity_frame();
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
        let moved: Pages = chunks.iter().map(|c| c.pages).sum();
        run.hypercalls.mmu_update += moved.0;
        run.messages.push(Message::Remapped(moved));
        run.extra = slots.listed();
    }
}

fn join(collected: RemapChunk, chunk: RemapChunk) -> Option<RemapChunk> {
    let pages = collected.pages.plus(chunk.pages);
    if chunk.to.plus(chunk.pages) == collected.to {
        Some(RemapChunk { to: chunk.to, pages })
    } else if collected.to.plus(collected.pages) == chunk.to && chunk.pages <= CHUNK_PAGES {
        // In a longer range, the last of the kernel's chunks is processed first and adjoins
        // nothing.
        Some(RemapChunk { to: collected.to, pages })
    } else {
        None
    }
}

fn remove(run: &mut MemorySetup, slots: &mut ExtraMem, chunk: RemapChunk) {
    if run.panic.is_none() {
        run.panic = slots.remove(chunk.to, chunk.pages).err();
    }
}

/// Moves sorted by old number, joined where both sides are contiguous.
pub(super) fn joined(mut moves: Vec<Move>) -> Vec<Move> {
    crate::sort::sort_by_key(&mut moves, |m| m.from);
    let mut out: Vec<Move> = Vec::with_capacity(moves.len());
    for m in moves {
        match out.last_mut() {
            Some(prior)
                if prior.from.plus(prior.pages) == m.from && prior.to.plus(prior.pages) == m.to =>
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
    use super::super::KernelPanic;
    use super::*;

    /// Applies `chunks` to a list of regions; returns the remaining regions, or the panic.
    fn check(
        slots: &[(u64, u64)],
        chunks: &[(u64, u64)],
        expected: Result<&[(u64, i64)], KernelPanic>,
    ) {
        let list = ExtraMem::of_pages(slots);
        let chunks: Vec<_> = chunks
            .iter()
            .map(|&(to, pages)| RemapChunk { to: Pfn(to), pages: Pages(pages) })
            .collect();
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
