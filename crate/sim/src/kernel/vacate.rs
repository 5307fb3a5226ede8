//! Emptying the gaps of the map: what releasing and moving kernels share (3.2 to today).
//!
//! Not here: which gaps there are (`gaps`), and where moved pages go (`remap_immediate`,
//! `remap_deferred`).

use super::gaps::Gap;
use super::p2m::{P2m, span};
use super::{MemorySetup, Message, Variant};
use crate::units::Pages;

/// What emptying the gaps leaves for the rest of the set-up.
pub(super) struct Vacated {
    /// Pages up to here count as plain RAM.
    pub(super) base: u64,
    /// Pages that join the extra ones.
    pub(super) extra: u64,
    /// Remaps that are only noted, to be applied later.
    pub(super) chunks: Vec<RemapChunk>,
}

/// Pages noted to be remapped. The kernel notes chunks of at most 509 pages; those
/// of one stretch are applied as one, so a chunk here is as long as it gets.
#[derive(Clone, Copy, Debug)]
pub(super) struct RemapChunk {
    pub(super) to: u64,
    pub(super) pages: u64,
}

/// Releases the pages of `gap` below `given` (exclusive) and prints what the kernel says
/// of it; returns how many went (spec/kernel.md 0.3).
pub(super) fn release_gap(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    variant: Variant,
    gap: Gap,
    given: u64,
) -> Pages {
    let below = Gap { from: gap.from, to: gap.to.min(given) };
    let gone = p2m.release(run, below);
    if let Some(range) = span(below.from, below.to) {
        if variant < Variant::V35 {
            run.messages.push(Message::FreeingTwoBlanks(range, gone));
        } else if variant <= Variant::V318 && !gone.is_zero() {
            run.messages.push(Message::Freeing(range, gone));
        }
    }
    gone
}
