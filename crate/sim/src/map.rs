//! Memory maps: as firmware gave them, as the kernel holds them, as they are drawn.
//!
//! Three types, because they make different guarantees. A [`RawMap`] makes none: entries may be in
//! any order, overlap and wrap. A kernel's [`Table`] is the result of its code, odd entries
//! included. A [`Map`] is sorted and disjoint and can be drawn and summed; its type says whose
//! addresses it has. Entries are plain lines of either map; their container says whose. This module does not
//! depend on any era or Xen release; [`sanitise`] is the one rule they all share
//! (spec/kernel.md 0.1).

use crate::span::{Address, Span};
use crate::units::{Addr, Bytes, MachineAddr, Pages};

/// The kind of a region of a memory map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Type 1: RAM.
    Usable,
    /// Type 2: used by firmware or hardware.
    Reserved,
    /// Type 3: ACPI tables, reclaimable.
    AcpiData,
    /// Type 4: ACPI memory that must survive sleep.
    AcpiNvs,
    /// Type 5: unusable RAM.
    Unusable,
    /// Any other type number, unchanged.
    Other(u32),
}

impl Kind {
    /// The kind with this e820 type number.
    pub const fn from_number(number: u32) -> Self {
        match number {
            1 => Self::Usable,
            2 => Self::Reserved,
            3 => Self::AcpiData,
            4 => Self::AcpiNvs,
            5 => Self::Unusable,
            other => Self::Other(other),
        }
    }

    /// The e820 type number.
    pub const fn number(self) -> u32 {
        match self {
            Self::Usable => 1,
            Self::Reserved => 2,
            Self::AcpiData => 3,
            Self::AcpiNvs => 4,
            Self::Unusable => 5,
            Self::Other(number) => number,
        }
    }
}

/// The name that Xen and Linux print.
impl core::fmt::Display for Kind {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Usable => "usable",
            Self::Reserved => "reserved",
            Self::AcpiData => "ACPI data",
            Self::AcpiNvs => "ACPI NVS",
            Self::Unusable => "unusable",
            Self::Other(number) => return write!(f, "type {number}"),
        })
    }
}

/// One entry of a map, as found: it may be empty, and its end may wrap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// First byte.
    pub start: Addr,
    /// Length; the end is `start + size` modulo 2^64.
    pub size: Bytes,
    /// Its kind.
    pub kind: Kind,
}

impl Entry {
    /// The entry `start..end` (bytes, half-open). An end below the start wraps.
    pub const fn new(start: Addr, end: Addr, kind: Kind) -> Self {
        Self { start, size: Bytes(end.0.wrapping_sub(start.0)), kind }
    }

    /// The entry that covers `span`, in either numbering.
    pub fn covering<A: Address>(span: Span<A>, kind: Kind) -> Self {
        Self::new(Addr(span.start().raw()), Addr(span.end().raw()), kind)
    }

    /// One past the entry's last byte, modulo 2^64.
    pub const fn end(self) -> Addr {
        Addr(self.start.0.wrapping_add(self.size.0))
    }

    /// Whether this is RAM.
    pub const fn is_ram(self) -> bool {
        matches!(self.kind, Kind::Usable)
    }

    /// The bytes covered; `None` if empty or wrapping.
    pub fn span(self) -> Option<Span<Addr>> {
        Span::new(self.start, self.end())
    }
}

/// The machine's map as firmware or Xen passes it on. Addresses are the machine's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawMap {
    /// Entries in the order given.
    pub entries: Vec<Entry>,
}

/// A kernel's own table: entries in table order, odd ones included. Addresses are dom0's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Entries in table order.
    pub entries: Vec<Entry>,
}

/// One region of a [`Map`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region<A> {
    /// The bytes covered.
    pub span: Span<A>,
    /// Its kind.
    pub kind: Kind,
}

/// A sorted map of disjoint regions; neighbours differ in kind, holes are gaps. The machine's has
/// addresses of the kind [`MachineAddr`], dom0's own of the kind [`Addr`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map<A> {
    regions: Vec<Region<A>>,
}

impl<A> Default for Map<A> {
    fn default() -> Self {
        Self { regions: Vec::new() }
    }
}

impl RawMap {
    /// Linux reads the machine's map as its own: the same entries, from here on dom0's.
    pub fn read_as_own(&self) -> Table {
        Table { entries: self.entries.clone() }
    }

    /// The map sorted, overlaps resolved towards the larger type number.
    pub fn resolved(&self) -> Map<MachineAddr> {
        Map::from_entries(&self.entries)
    }
}

impl Table {
    /// The table as a drawable map; entries that cover no byte are dropped.
    pub fn resolved(&self) -> Map<Addr> {
        Map::from_entries(&self.entries)
    }
}

impl Map<MachineAddr> {
    /// The same regions once Linux has read the map as its own ([`RawMap::read_as_own`]).
    pub fn read_as_own(&self) -> Map<Addr> {
        let own = |r: &Region<MachineAddr>| Region { span: r.span.as_own(), kind: r.kind };
        Map { regions: self.regions.iter().map(own).collect() }
    }
}

impl<A: Address> Map<A> {
    /// A map of entries in any order; empty and wrapping ones are dropped, and overlaps are
    /// resolved to the larger type number.
    pub fn from_entries(entries: &[Entry]) -> Self {
        let real: Vec<Entry> = entries.iter().copied().filter(|e| e.span().is_some()).collect();
        let swept = sweep(&real, usize::MAX);
        let regions = swept
            .into_iter()
            .filter_map(|e| {
                Some(Region { span: Span::new(A::at(e.start.0), A::at(e.end().0))?, kind: e.kind })
            })
            .collect();
        Self { regions }
    }

    /// The regions, in address order.
    pub fn regions(&self) -> &[Region<A>] {
        &self.regions
    }

    /// The usable regions, in address order.
    pub fn ram(&self) -> impl Iterator<Item = Span<A>> {
        self.regions.iter().filter(|r| r.kind == Kind::Usable).map(|r| r.span)
    }

    /// Whole pages of usable RAM (what Xen prints as System RAM).
    pub fn ram_pages(&self) -> Pages {
        self.ram().filter_map(Span::round_in).map(|s| Pages(s.count())).sum()
    }

    /// One past the last region's last byte; 0 for an empty map.
    pub fn end(&self) -> A {
        self.regions.last().map_or(A::at(0), |r| r.span.end())
    }
}

/// The sanitising that every kernel and Xen share (spec/kernel.md 0.1): sorts, joins neighbours of
/// one kind, resolves overlaps to the largest type number, and stops when `capacity` entries are
/// closed. A list of fewer than two entries, or one with an entry that wraps, is returned
/// unchanged.
pub fn sanitise(entries: &[Entry], capacity: usize) -> Vec<Entry> {
    if entries.len() < 2 || entries.iter().any(|e| e.end() < e.start) {
        return entries.to_vec();
    }
    sweep(entries, capacity)
}

/// Sweeps over the borders in rising order; between two borders the largest
/// type number of all covering entries wins.
fn sweep(entries: &[Entry], capacity: usize) -> Vec<Entry> {
    let mut borders: Vec<(u64, bool, u32)> = Vec::with_capacity(entries.len() * 2);
    for e in entries.iter().filter(|e| e.size.0 != 0) {
        let number = e.kind.number();
        borders.push((e.start.0, false, number));
        borders.push((e.end().0, true, number));
    }
    crate::sort::sort_by_key(&mut borders, |&border| border);
    let mut out = Vec::with_capacity(entries.len());
    let mut covering: Vec<u32> = Vec::new();
    let (mut open, mut kind) = (0, 0);
    for (at, is_end, number) in borders {
        if !is_end {
            covering.push(number);
        } else if let Some(i) = covering.iter().position(|&n| n == number) {
            covering.swap_remove(i);
        }
        let now = covering.iter().copied().max().unwrap_or(0);
        if now == kind {
            continue;
        }
        if kind != 0 && at > open {
            if out.len() == capacity {
                break;
            }
            out.push(Entry::new(Addr(open), Addr(at), Kind::from_number(kind)));
        }
        (open, kind) = (at, now);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(list: &[(u64, u64, u32)]) -> Vec<Entry> {
        list.iter().map(|&(s, e, k)| Entry::new(Addr(s), Addr(e), Kind::from_number(k))).collect()
    }

    fn check(input: &[(u64, u64, u32)], expected: &[(u64, u64, u32)]) {
        assert_eq!(sanitise(&entries(input), 320), entries(expected));
    }

    #[test]
    fn overlaps_go_to_the_larger_type() {
        check(&[(0, 8, 1), (2, 4, 2)], &[(0, 2, 1), (2, 4, 2), (4, 8, 1)]);
    }

    #[test]
    fn equal_neighbours_are_joined_and_holes_stay() {
        check(&[(4, 8, 1), (0, 4, 1), (9, 10, 1)], &[(0, 8, 1), (9, 10, 1)]);
    }

    #[test]
    fn one_entry_and_wrapping_entries_stay_as_they_are() {
        check(&[(4, 4, 1)], &[(4, 4, 1)]);
        check(&[(4, 2, 1), (0, 9, 2)], &[(4, 2, 1), (0, 9, 2)]);
    }

    #[test]
    fn a_full_table_loses_the_tail() {
        let short = sanitise(&entries(&[(0, 9, 1), (2, 4, 2)]), 2);
        assert_eq!(short, entries(&[(0, 2, 1), (2, 4, 2)]));
    }

    /// Every map of three regions on six cells, against one kind per cell.
    #[test]
    fn sweeping_equals_its_per_cell_twin_on_all_small_maps() {
        let all: Vec<(u64, u64, u32)> =
            (0..6).flat_map(|s| (s..=6).flat_map(move |e| [(s, e, 1), (s, e, 2)])).collect();
        for &a in &all {
            for &b in &all {
                for &c in &all {
                    let list = [a, b, c];
                    let cell = |i: u64| {
                        let covering = list.iter().filter(|(s, e, _)| *s <= i && i < *e);
                        covering.map(|r| r.2).max().unwrap_or(0)
                    };
                    let swept = sanitise(&entries(&list), 320);
                    for i in 0..6 {
                        let at = swept.iter().find(|e| e.start.0 <= i && i < e.end().0);
                        assert_eq!(at.map_or(0, |e| e.kind.number()), cell(i), "{list:?} {i}");
                    }
                    assert!(swept.windows(2).all(|w| w[0].end() <= w[1].start), "{list:?}");
                }
            }
        }
    }
}
