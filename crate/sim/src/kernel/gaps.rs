//! Ranges of a sorted map that are not RAM (spec/kernel.md 0.4).

use crate::map::Entry;
use crate::span::Span;
use crate::units::{Addr, PAGE_SHIFT, PAGE_SIZE, Pfn};

/// The page that contains the byte at `x`.
pub(super) const fn pfn_down(x: Addr) -> Pfn {
    Pfn(x.0 >> PAGE_SHIFT)
}

/// The first page at or above the byte at `x`; the sum wraps as the kernel's does.
pub(super) const fn pfn_up(x: Addr) -> Pfn {
    Pfn(x.0.wrapping_add(PAGE_SIZE - 1) >> PAGE_SHIFT)
}

/// The first byte of page `pfn`, modulo 2^64.
pub(super) const fn pfn_phys(pfn: Pfn) -> Addr {
    Addr(pfn.0.wrapping_mul(PAGE_SIZE))
}

/// The gaps of a map, in order: page numbers that are not RAM. Holes and entries that are not RAM
/// are merged and widened to whole pages at both ends. There is no gap after the last entry.
pub(super) fn gaps(map: &[Entry]) -> impl Iterator<Item = Span<Pfn>> {
    let mut start = Addr(0);
    let last = map.len().wrapping_sub(1);
    map.iter().enumerate().filter_map(move |(i, e)| {
        if !e.is_ram() && i != last {
            return None;
        }
        let end = if e.is_ram() { e.start } else { e.end() };
        let gap = Span::new(pfn_down(start), pfn_up(end));
        start = e.end();
        gap
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::Kind;

    #[test]
    fn holes_and_reserved_entries_merge_and_partial_pages_are_lost() {
        let map = [
            Entry::new(Addr(0), Addr(0x9fc00), Kind::Usable),
            Entry::new(Addr(0xf0000), Addr(0x100000), Kind::Reserved),
            Entry::new(Addr(0x100800), Addr(0x200000), Kind::Usable),
            Entry::new(Addr(0x300000), Addr(0x300800), Kind::Reserved),
        ];
        let found: Vec<_> = gaps(&map).map(|g| (g.start().0, g.end().0)).collect();
        assert_eq!(found, [(0x9f, 0x101), (0x200, 0x301)]);
    }
}
