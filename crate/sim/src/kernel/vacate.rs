//! Emptying the gaps of the map: code shared by releasing and moving kernels (since 3.2).
//!
//! Not here: finding the gaps (`gaps`), and the destination of moved pages (`remap`).

use super::MemorySetup;
use super::p2m::P2m;
use super::rules::Rules;
use crate::span::Span;
use crate::units::{Pages, Pfn};

/// The results of emptying the gaps that the rest of the setup needs.
pub(super) struct Vacated {
    /// Pages below this count as plain RAM.
    pub(super) base: Pfn,
    /// Pages to add to the extra ones.
    pub(super) extra: Pages,
    /// Remaps noted for later.
    pub(super) chunks: Vec<RemapChunk>,
}

/// Pages noted to be remapped. The kernel notes chunks of at most 509 pages; the chunks of one
/// range are applied as one, so a chunk here covers the whole range.
#[derive(Clone, Copy, Debug)]
pub(super) struct RemapChunk {
    pub(super) to: Pfn,
    pub(super) pages: Pages,
}

/// Releases the pages of `gap` below `given_end` (exclusive), prints the kernel's message about
/// it, and returns the number released (spec/kernel.md 0.3).
pub(super) fn release_gap(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    rules: &Rules,
    gap: Span<Pfn>,
    given_end: Pfn,
) -> Pages {
    let Some(below) = Span::new(gap.start(), gap.end().min(given_end)) else { return Pages::ZERO };
    let gone = p2m.release(run, below);
    run.messages.extend(rules.release_line.about(below, gone));
    gone
}
