//! Ranges of a sorted map that are not RAM (spec/kernel.md 0.4).

use crate::map::Entry;
use crate::units::{PAGE_SHIFT, PAGE_SIZE};

/// The page that contains byte `x`.
pub(super) const fn pfn_down(x: u64) -> u64 {
    x >> PAGE_SHIFT
}

/// The first page at or above byte `x`; the sum wraps as the kernel's does.
pub(super) const fn pfn_up(x: u64) -> u64 {
    x.wrapping_add(PAGE_SIZE - 1) >> PAGE_SHIFT
}

/// The first byte of page `pfn`, modulo 2^64.
pub(super) const fn pfn_phys(pfn: u64) -> u64 {
    pfn.wrapping_mul(PAGE_SIZE)
}

/// A range of page numbers that are not RAM: `from..to`, not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) from: u64,
    pub(super) to: u64,
}

/// The gaps of a map, in order: holes and entries that are not RAM, merged and widened to whole
/// pages at both ends. There is no gap after the last entry.
pub(super) fn gaps(map: &[Entry]) -> impl Iterator<Item = Gap> {
    let mut start = 0;
    let last = map.len().wrapping_sub(1);
    map.iter().enumerate().filter_map(move |(i, e)| {
        if !e.is_ram() && i != last {
            return None;
        }
        let end = if e.is_ram() { e.start.0 } else { e.end().0 };
        let gap = Gap { from: pfn_down(start), to: pfn_up(end) };
        start = e.end().0;
        (gap.from < gap.to).then_some(gap)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::Kind;
    use crate::units::Addr;

    #[test]
    fn holes_and_reserved_entries_merge_and_partial_pages_are_lost() {
        let map = [
            Entry::new(Addr(0), Addr(0x9fc00), Kind::Usable),
            Entry::new(Addr(0xf0000), Addr(0x100000), Kind::Reserved),
            Entry::new(Addr(0x100800), Addr(0x200000), Kind::Usable),
            Entry::new(Addr(0x300000), Addr(0x300800), Kind::Reserved),
        ];
        let found: Vec<Gap> = gaps(&map).collect();
        assert_eq!(found, [Gap { from: 0x9f, to: 0x101 }, Gap { from: 0x200, to: 0x301 }]);
    }
}
