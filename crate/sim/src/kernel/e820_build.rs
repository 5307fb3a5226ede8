//! How the kernel builds its map: base, balloon room, and what lies above
//! (spec/kernel.md 3 step 6, spec/kernel.md 6 step 6).

use super::e820_table::{self, MAX_PFN};
use super::gaps::{pfn_down, pfn_phys, pfn_up};
use super::p2m::{P2m, span};
use super::rules::{Extra, ExtraWarnings, RamAbove, Rules};
use super::{ExtraRegion, Input, MemorySetup, Message, Warning};
use crate::map::{Entry, Kind};
use crate::span::Span;
use crate::units::{Addr, PAGE_SIZE, Pfn};

/// Maximum ratio of extra pages to the base.
const RATIO: u64 = 10;
/// Regions the balloon's list can hold.
const MAX_REGIONS: usize = 128;

/// Era 1: base and extra together are at most 10 times the base.
pub(super) fn clamp_whole(base: u64, extra: u64) -> u64 {
    let most = base.min(MAX_PFN).saturating_mul(RATIO).min(base.saturating_add(extra));
    most.saturating_sub(base)
}

/// Since era 2, extra alone is at most 10 times the base.
pub(super) fn clamp_extra(base: u64, extra: u64) -> u64 {
    extra.min(base.min(MAX_PFN).saturating_mul(RATIO))
}

/// Records the extra pages that the 10× clamp allows, if it removes any.
pub(super) fn note_ceiling(run: &mut MemorySetup, wanted: u64, allowed: u64) {
    run.ceiling = (allowed < wanted).then_some(crate::units::Pages(allowed));
}

/// The limit as kernels up to 4.2 compute it: the reservation is read as a signed 32-bit number,
/// and the build's own limit is used if that is not positive.
pub(super) fn signed_limit(input: &Input<'_>) -> u64 {
    let low = input.maximum.0.cast_unsigned() & 0xffff_ffff;
    let positive = (1..1 << 31).contains(&low);
    if positive { low.min(input.kernel.limit.0) } else { input.kernel.limit.0 }
}

/// The list of regions the balloon driver gets.
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

/// One region; size 0 is an empty slot. In the list's unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExtraSlot {
    pub(super) start: u64,
    pub(super) size: u64,
}

impl ExtraMem {
    pub(super) fn new(unit: Unit) -> Self {
        Self { unit, slots: Vec::new() }
    }

    /// Joins a piece to the first slot that ends where it starts, or fills the first empty slot.
    pub(super) fn add(&mut self, start: u64, size: u64) {
        let ends_there = |s: &&mut ExtraSlot| s.size != 0 && s.start.wrapping_add(s.size) == start;
        if let Some(slot) = self.slots.iter_mut().find(ends_there) {
            slot.size = slot.size.wrapping_add(size);
        } else if let Some(slot) = self.slots.iter_mut().find(|s| s.size == 0) {
            *slot = ExtraSlot { start, size };
        } else if self.slots.len() < MAX_REGIONS {
            self.slots.push(ExtraSlot { start, size });
        }
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut ExtraSlot> {
        self.slots.iter_mut()
    }

    /// One page in this list's unit.
    pub(super) fn page(&self) -> u64 {
        match self.unit {
            Unit::Bytes => PAGE_SIZE,
            Unit::Pages => 1,
        }
    }

    /// The regions as the balloon driver reads them, in table order.
    pub(super) fn listed(&self) -> Vec<ExtraRegion> {
        let used = self.slots.iter().filter(|s| s.size != 0);
        used.map(|s| match self.unit {
            Unit::Bytes => {
                ExtraRegion { start: Pfn(pfn_up(s.start)), pages: pfn_down(s.size).cast_signed() }
            }
            Unit::Pages => ExtraRegion { start: Pfn(s.start), pages: s.size.cast_signed() },
        })
        .collect()
    }
}

/// The warning texts that the balloon may still print.
#[derive(Default)]
struct Warned {
    identity: u64,
    frame: u64,
}

/// Builds the kernel's table from its copy of the machine's map: RAM below the base (pages), then
/// room for `extra` pages, then the rest, as the variant treats it.
pub(super) fn build(
    run: &mut MemorySetup,
    input: &Input<'_>,
    p2m: &P2m,
    map: &[Entry],
    base: u64,
    extra: u64,
) -> ExtraMem {
    let rules = input.kernel.variant.rules();
    let unit = if rules.extra == Extra::InRamByPages { Unit::Pages } else { Unit::Bytes };
    let mut slots = ExtraMem::new(unit);
    let mut warned = Warned::default();
    let prefix = input.kernel.prefix();
    let mem_end = pfn_phys(base);
    let mut extra = extra;
    for entry in map {
        let (mut start, mut rest) = (entry.start.0, entry.size.0);
        if !entry.is_ram() {
            e820_table::append(run, prefix, start, rest, entry.kind);
            continue;
        }
        // An empty entry, which survives only in an unsorted map, is one piece of no bytes.
        loop {
            let piece;
            if start < mem_end {
                piece = rest.min(mem_end - start);
            } else if extra > 0 {
                let skipped = empty_entry_pages(run, &slots, start, rest, extra);
                if let Some(pages) = skipped {
                    run.messages.push(Message::TooManyEmpty(prefix, pages));
                    start = start.wrapping_add(pfn_phys(pages.count()));
                    rest -= pfn_phys(pages.count());
                }
                piece = rest.min(extra.saturating_mul(PAGE_SIZE));
                extra = extra.wrapping_sub(add_room(
                    run,
                    p2m,
                    &mut slots,
                    &mut warned,
                    start,
                    piece,
                    rules,
                ));
            } else {
                if rules.ram_above == RamAbove::Unusable {
                    e820_table::append(run, prefix, start, rest, Kind::Unusable);
                }
                break;
            }
            append_whole_pages(run, prefix, start, piece);
            start = start.wrapping_add(piece);
            rest -= piece;
            if rest == 0 {
                break;
            }
        }
    }
    slots
}

/// Since 4.3, a region that starts mid-page never hands its last page to the balloon. A piece one
/// page long contains no whole page, so the kernel walks the rest of the region page by page with
/// an empty entry for each. Once the table is full, each page only causes one printed line. The
/// function returns those pages, except the last, if the kernel reaches that state.
fn empty_entry_pages(
    run: &MemorySetup,
    slots: &ExtraMem,
    start: u64,
    rest: u64,
    extra: u64,
) -> Option<Span<Pfn>> {
    let yields_no_page =
        slots.unit == Unit::Pages && extra == 1 && !start.is_multiple_of(PAGE_SIZE);
    if !yields_no_page || !e820_table::is_full(run) {
        return None;
    }
    let behind = pfn_down(rest).min(pfn_down(u64::MAX - start)).saturating_sub(1);
    span(pfn_up(start), pfn_up(start).saturating_add(behind))
}

/// Adds a piece to the balloon's list and returns the pages it counts as.
fn add_room(
    run: &mut MemorySetup,
    p2m: &P2m,
    slots: &mut ExtraMem,
    warned: &mut Warned,
    start: u64,
    piece: u64,
    rules: &Rules,
) -> u64 {
    match slots.unit {
        Unit::Bytes => {
            slots.add(start, piece);
            warn(run, p2m, warned, pfn_down(start), pfn_down(start.wrapping_add(piece)), rules);
            pfn_down(piece)
        }
        Unit::Pages => {
            let first = pfn_up(start);
            let pages = pfn_down(start.wrapping_add(piece)).wrapping_sub(first);
            slots.add(first, pages);
            pages
        }
    }
}

fn append_whole_pages(run: &mut MemorySetup, prefix: super::Prefix, start: u64, piece: u64) {
    let (first, end) = (pfn_phys(pfn_up(start)), pfn_phys(pfn_down(start.wrapping_add(piece))));
    let size = Entry::new(Addr(first), Addr(end), Kind::Usable).size.0;
    e820_table::append(run, prefix, first, size, Kind::Usable);
}

/// Warns of balloon pages that are not empty. spec/kernel.md 3 step 6 lists the variants that warn
/// and those that print each text only once.
fn warn(run: &mut MemorySetup, p2m: &P2m, warned: &mut Warned, from: u64, to: u64, rules: &Rules) {
    let once = match rules.extra_warnings {
        ExtraWarnings::Silent => return,
        ExtraWarnings::Once => 1,
        ExtraWarnings::Each => u64::MAX,
    };
    let Some(piece) = span(from, to) else { return };
    let identity = p2m.identity_within(piece);
    let full = p2m.full_within(piece);
    let mut found: Vec<_> = identity
        .iter()
        .map(|&s| (s, Warning::OverwritesIdentity as fn(Pfn) -> Warning))
        .chain(full.iter().map(|&s| (s, Warning::RemovesFrame as fn(Pfn) -> Warning)))
        .collect();
    crate::sort::sort_by_key(&mut found, |(s, _)| *s);
    for (pages, make) in found {
        let seen = match make(Pfn(0)) {
            Warning::OverwritesIdentity(_) => &mut warned.identity,
            Warning::RemovesFrame(_) | Warning::ReleaseRefused(_) | Warning::Bare => {
                &mut warned.frame
            }
        };
        let count = pages.count().min(once.saturating_sub(*seen));
        *seen = seen.saturating_add(count);
        run.warn_for(&[pages], make, count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(list: &[(u64, u64)]) -> ExtraMem {
        let slots = list.iter().map(|&(start, size)| ExtraSlot { start, size }).collect();
        ExtraMem { unit: Unit::Pages, slots }
    }

    fn check(list: &[(u64, u64)], piece: (u64, u64), expected: &[(u64, u64)]) {
        let mut slots = slots(list);
        slots.add(piece.0, piece.1);
        let found: Vec<_> = slots.slots.iter().map(|s| (s.start, s.size)).collect();
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
