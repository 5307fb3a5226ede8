//! The list of extra regions that the balloon driver gets, in the unit of its kernel.
//!
//! Starts and sizes are added modulo 2^64 in that unit, as the kernel does. Not here: which pieces
//! are added (`e820_build`) and which pages leave the list again (`remap_deferred`).

use super::gaps::{pfn_down, pfn_up};
use super::{ExtraRegion, KernelPanic};
use crate::units::{Addr, Bytes, PAGE_SIZE, Pages, Pfn};

/// Regions the list can hold.
const MAX_REGIONS: usize = 128;

/// The list.
#[derive(Clone, Debug)]
pub(super) struct ExtraMem {
    unit: Unit,
    slots: Vec<ExtraSlot>,
}

/// The list's unit: bytes up to 4.2, whole pages since 4.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Bytes,
    Pages,
}

/// One region; size 0 is an empty slot. Both numbers are in the list's unit.
#[derive(Clone, Copy, Debug)]
struct ExtraSlot {
    start: u64,
    size: u64,
}

impl ExtraSlot {
    fn end(self) -> u64 {
        self.start.wrapping_add(self.size)
    }
}

impl ExtraMem {
    pub(super) fn new(unit: Unit) -> Self {
        Self { unit, slots: Vec::new() }
    }

    /// A list in pages; regions (first page, pages) that adjoin become one.
    #[cfg(test)]
    pub(super) fn of_pages(regions: &[(u64, u64)]) -> Self {
        let mut list = Self::new(Unit::Pages);
        for &(start, size) in regions {
            list.add_slot(ExtraSlot { start, size });
        }
        list
    }

    /// Adds the piece of `size` at `start` and returns the pages it counts as: modulo 2^64, and one
    /// less than none for a piece within a page.
    pub(super) fn add(&mut self, start: Addr, size: Bytes) -> Pages {
        match self.unit {
            Unit::Bytes => {
                self.add_slot(ExtraSlot { start: start.0, size: size.0 });
                size.whole_pages()
            }
            Unit::Pages => {
                let (first, end) = (pfn_up(start), pfn_down(Addr(start.0.wrapping_add(size.0))));
                let pages = end.0.wrapping_sub(first.0);
                self.add_slot(ExtraSlot { start: first.0, size: pages });
                Pages(pages)
            }
        }
    }

    /// Joins a region to the first slot that ends where it starts, or fills the first empty slot.
    fn add_slot(&mut self, new: ExtraSlot) {
        let ends_there = |s: &&mut ExtraSlot| s.size != 0 && s.end() == new.start;
        if let Some(slot) = self.slots.iter_mut().find(ends_there) {
            slot.size = slot.size.wrapping_add(new.size);
        } else if let Some(slot) = self.slots.iter_mut().find(|s| s.size == 0) {
            *slot = new;
        } else if self.slots.len() < MAX_REGIONS {
            self.slots.push(new);
        }
    }

    /// Removes `pages` pages from `first` on from the first region that matches in any way: starts
    /// or ends with them, or has its middle cut out (spec/kernel.md 5, e4b).
    pub(super) fn remove(&mut self, first: Pfn, pages: Pages) -> Result<(), KernelPanic> {
        let unit = match self.unit {
            Unit::Bytes => PAGE_SIZE,
            Unit::Pages => 1,
        };
        let (start, size) = (first.0.wrapping_mul(unit), pages.0.wrapping_mul(unit));
        let end = start.wrapping_add(size);
        let within = |s: ExtraSlot| s.start < start && start < s.end();
        let matches = |s: &&mut ExtraSlot| s.start == start || s.end() == end || within(**s);
        let Some(slot) = self.slots.iter_mut().find(matches) else { return Ok(()) };
        let old = *slot;
        if old.start == start || old.end() == end {
            if size > old.size {
                return Err(KernelPanic::RunTooLong);
            }
            slot.start = if old.start == start { end } else { old.start };
            slot.size = old.size.wrapping_sub(size);
            return Ok(());
        }
        if end > old.end() {
            return Err(KernelPanic::RunPassesEnd);
        }
        slot.size = start - old.start;
        self.add_slot(ExtraSlot { start: end, size: old.end().wrapping_sub(end) });
        Ok(())
    }

    /// The regions as the balloon driver reads them, in table order.
    pub(super) fn listed(&self) -> Vec<ExtraRegion> {
        let used = self.slots.iter().filter(|s| s.size != 0);
        used.map(|s| match self.unit {
            Unit::Bytes => ExtraRegion {
                start: pfn_up(Addr(s.start)),
                pages: Bytes(s.size).whole_pages().0.cast_signed(),
            },
            Unit::Pages => ExtraRegion { start: Pfn(s.start), pages: s.size.cast_signed() },
        })
        .collect()
    }

    /// Whether the list is in whole pages.
    pub(super) fn is_in_pages(&self) -> bool {
        self.unit == Unit::Pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extra_mem(list: &[(u64, u64)]) -> ExtraMem {
        let slots = list.iter().map(|&(start, size)| ExtraSlot { start, size }).collect();
        ExtraMem { unit: Unit::Pages, slots }
    }

    fn check(list: &[(u64, u64)], piece: (u64, u64), expected: &[(u64, u64)]) {
        let mut extra = extra_mem(list);
        extra.add_slot(ExtraSlot { start: piece.0, size: piece.1 });
        let found: Vec<_> = extra.slots.iter().map(|s| (s.start, s.size)).collect();
        assert_eq!(found, expected, "{list:?} + {piece:?}");
    }

    /// From the text alone (spec/kernel.md 3 step 6): no setup of a real map distinguishes these.
    #[test]
    fn a_piece_joins_the_first_neighbour_below_it_before_it_takes_an_empty_slot() {
        check(&[(0, 0), (10, 5)], (15, 2), &[(0, 0), (10, 7)]);
        check(&[(12, 3), (10, 5)], (15, 2), &[(12, 5), (10, 5)]);
        check(&[(17, 1), (9, 0), (3, 0)], (15, 2), &[(17, 1), (15, 2), (3, 0)]);
    }

    #[test]
    fn a_piece_without_a_slot_is_dropped_but_still_joins() {
        let full: Vec<_> = (0..MAX_REGIONS as u64).map(|i| (i * 10, 5)).collect();
        check(&full, (7, 1), &full);
        let mut joined = full.clone();
        joined[3] = (30, 6);
        check(&full, (35, 1), &joined);
    }
}
