//! Since 3.18: pages under gaps are moved to free RAM higher up (spec/kernel.md 5 and 6).
//!
//! [`walk_gaps`] is the part all these kernels share: each page under a gap gets a new number, is
//! marked 1:1, or is released. Not here: in which pieces 3.18 moves them (`remap_immediate`), and
//! the kernels that do so once paging is up (`remap_deferred`).

use super::gaps::{gaps, pfn_down, pfn_up};
use super::p2m::P2m;
use super::rules::{Rules, TargetSearch};
use super::vacate::{RemapChunk, release_gap};
use super::{MemorySetup, Message};
use crate::map::Entry;
use crate::span::Span;
use crate::step::{Move, NonRamMove};
use crate::units::{Pages, Pfn};

/// Moves pages from the first number on to the second number on.
type MovePages = fn(&mut MemorySetup, &P2m, Pfn, Pfn, Pages);

/// What a walk of the gaps did.
pub(super) struct Walk {
    /// The moves, in the order they were made.
    pub(super) chunks: Vec<RemapChunk>,
    /// Pages released because no RAM was free.
    pub(super) released: Pages,
    /// The page number from which the next search for free RAM would continue.
    pub(super) next: Pfn,
}

impl Walk {
    /// Pages that got a new number.
    pub(super) fn moved(&self) -> Pages {
        self.chunks.iter().map(|c| c.pages).sum()
    }
}

/// Walks the gaps below `given_end` (exclusive): moves pages with `move_pages`, marks 1:1, and
/// releases pages if no RAM is free. Gaps may overlap by a page, so each move sees the marks of
/// those before.
pub(super) fn walk_gaps(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    map: &[Entry],
    given_end: Pfn,
    rules: &Rules,
    move_pages: MovePages,
) -> Walk {
    let mut walk = Walk { chunks: Vec::new(), released: Pages::ZERO, next: given_end };
    for gap in gaps(map) {
        let mut from = gap.start();
        while from < gap.end().min(given_end) {
            let RemapTarget { at, free } = find_target(map, walk.next, rules.target_search);
            walk.next = at;
            if free.is_zero() {
                let Some(rest) = Span::new(from, gap.end()) else { break };
                walk.released = walk.released.plus(give_up(run, p2m, rules, rest, given_end));
                break;
            }
            let pages = gap.end().min(given_end).pages_from(from).min(free);
            move_pages(run, p2m, from, at, pages);
            walk.chunks.push(RemapChunk { to: at, pages });
            p2m.mark_identity(run, from, from.plus(pages));
            from = from.plus(pages);
            walk.next = at.plus(pages);
        }
        if from >= given_end {
            p2m.mark_identity(run, from, gap.end());
        }
    }
    run.moved = joined(core::mem::take(&mut run.moved));
    walk
}

/// The position reached by the search for free RAM.
struct RemapTarget {
    at: Pfn,
    /// Free pages; 0 if there are none, endless if the entry's size is negative.
    free: Pages,
}

/// The first RAM entry that extends beyond `last`, whether or not it has free pages. The next
/// search continues from there.
fn find_target(map: &[Entry], last: Pfn, search: TargetSearch) -> RemapTarget {
    let reaches = |end: Pfn| match search {
        TargetSearch::StopsAtFullEntry => end >= last,
        TargetSearch::SkipsFullEntry => end > last,
    };
    let Some(entry) = map.iter().find(|e| e.is_ram() && reaches(pfn_down(e.end()))) else {
        return RemapTarget { at: last, free: Pages::ZERO };
    };
    let at = pfn_up(entry.start).max(last);
    RemapTarget { at, free: Pages(pfn_down(entry.end()).0.wrapping_sub(at.0)) }
}

/// No RAM is free, so the pages are released after all.
fn give_up(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    rules: &Rules,
    rest: Span<Pfn>,
    given_end: Pfn,
) -> Pages {
    run.messages.push(Message::NoRoom);
    let gone = release_gap(run, p2m, rules, rest, given_end);
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

/// Moves sorted by old number, joined where both sides are contiguous.
fn joined(mut moves: Vec<Move>) -> Vec<Move> {
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
