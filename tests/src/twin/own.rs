//! The kernel's own table, page by page (spec/kernel.md 3 steps 6 and 7,
//! spec/kernel.md 0.6 and 0.7).

use super::{Kinds, RAM, RESERVED, UNUSABLE};

/// Pages of the ISA area.
const ISA: core::ops::Range<u64> = 0xa0..0x100;

/// Treatment of RAM above the limit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    /// Unusable.
    Unusable,
    /// In no entry.
    LeftOut,
}

/// A table, and the balloon's pages in it.
pub(super) struct Own {
    pub(super) table: Vec<(u64, u64, u32)>,
    pub(super) room: Vec<u64>,
    pub(super) max_pfn: u64,
}

/// RAM below `base` is plain; the next `extra` pages of RAM are the balloon's.
pub(super) fn own(kinds: &Kinds, base: u64, mut extra: u64, above: Above) -> Own {
    let mut room = Vec::new();
    let mut kind_of = |page| match kinds.at(page) {
        RAM if page < base => RAM,
        RAM if extra > 0 => {
            extra -= 1;
            room.push(page);
            RAM
        }
        RAM if above == Above::Unusable => UNUSABLE,
        RAM => 0,
        other => other,
    };
    let pages: Vec<(u64, u32)> =
        (kinds.base..kinds.end()).map(|page| (page, kind_of(page))).collect();
    let table = with_isa(kinds.base, pages);
    let max_pfn = end_of(kinds.base, &table, |kind| kind == RAM);
    Own { table, room, max_pfn }
}

/// The table including the ISA area; on every page the larger type number wins.
pub(super) fn with_isa(base: u64, mut pages: Vec<(u64, u32)>) -> Vec<(u64, u64, u32)> {
    for page in ISA.filter(|&page| page >= base) {
        match pages.iter_mut().find(|(at, _)| *at == page) {
            Some((_, kind)) => *kind = RESERVED.max(*kind),
            None => pages.push((page, RESERVED)),
        }
    }
    pages.sort_unstable();
    joined(&pages)
}

/// Neighbouring pages of one kind as one row; holes (kind 0) have no rows.
pub(super) fn joined(pages: &[(u64, u32)]) -> Vec<(u64, u64, u32)> {
    let mut out: Vec<(u64, u64, u32)> = Vec::new();
    for &(page, kind) in pages.iter().filter(|(_, kind)| *kind != 0) {
        match out.last_mut() {
            Some((_, end, last)) if *end == page && *last == kind => *end += 1,
            _ => out.push((page, page + 1, kind)),
        }
    }
    out
}

/// One past the last page whose kind counts.
pub(super) fn end_of(base: u64, table: &[(u64, u64, u32)], counts: fn(u32) -> bool) -> u64 {
    let above = table.iter().rev().find(|row| counts(row.2)).map(|row| row.1);
    above.unwrap_or_else(|| (0..base).rev().find(|page| !ISA.contains(page)).map_or(0, |p| p + 1))
}
