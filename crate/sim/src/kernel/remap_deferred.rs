//! Since 3.19, remaps are noted at setup and applied once paging is up (spec/kernel.md 5 and 6).

use super::extra_mem::ExtraMem;
use super::p2m::P2m;
use super::remap::{note, walk_gaps};
use super::rules::Rules;
use super::vacate::{RemapChunk, Vacated};
use super::{MemorySetup, Message};
use crate::map::Entry;
use crate::units::{Pages, Pfn};

/// Maximum number of pages in one of the kernel's chunks.
const CHUNK_PAGES: Pages = Pages(509);

/// Notes the moves of the pages under gaps, and releases those for which no RAM is free.
pub(super) fn remap_gaps(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    map: &[Entry],
    given_end: Pfn,
    rules: &Rules,
) -> Vacated {
    let walk = walk_gaps(run, p2m, map, given_end, rules, note);
    run.messages.push(Message::Released(walk.released));
    Vacated { base: given_end, extra: walk.released.plus(walk.moved()), chunks: walk.chunks }
}

/// Applies the chunks, last first. Adjacent chunks are collected into runs, and each run is
/// removed from the balloon's list.
pub(super) fn apply_chunks(run: &mut MemorySetup, mut extra_mem: ExtraMem, chunks: &[RemapChunk]) {
    let mut collected: Option<RemapChunk> = None;
    for &chunk in chunks.iter().rev() {
        let joined = collected.and_then(|c| join(c, chunk));
        if let (None, Some(done)) = (joined, collected) {
            remove(run, &mut extra_mem, done);
        }
        collected = joined.or(Some(chunk));
    }
    if let Some(done) = collected {
        remove(run, &mut extra_mem, done);
    }
    if run.panic.is_none() {
        let moved: Pages = chunks.iter().map(|c| c.pages).sum();
        run.hypercalls.mmu_update += moved.0;
        run.messages.push(Message::Remapped(moved));
        run.extra = extra_mem.listed();
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

fn remove(run: &mut MemorySetup, extra_mem: &mut ExtraMem, chunk: RemapChunk) {
    if run.panic.is_none() {
        run.panic = extra_mem.remove(chunk.to, chunk.pages).err();
    }
}

#[cfg(test)]
mod tests {
    use super::super::KernelPanic;
    use super::*;

    /// Applies `chunks` to a list of regions; returns the remaining regions, or the panic.
    fn check(
        regions: &[(u64, u64)],
        chunks: &[(u64, u64)],
        expected: Result<&[(u64, i64)], KernelPanic>,
    ) {
        let list = ExtraMem::of_pages(regions);
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
    fn a_range_longer_than_a_chunk_adjoins_downwards_only() {
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
