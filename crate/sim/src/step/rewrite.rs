//! How the kernel turned the map it read into its own, entry by entry.
//!
//! The change is complete: [`Rewrite::applied`] makes the new map from it. Not here: how it is
//! found (`simulate`) and how it is worded or drawn (`words`, the figure).

use crate::map::{Entry, Kind, Map, Region};
use crate::span::Span;
use crate::units::{Addr, Bytes};

/// The map a kernel read and what it did with each entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rewrite {
    /// Every entry of the old map, in address order.
    pub entries: Vec<OldEntry>,
    /// Ranges that only the new map lists, in address order.
    pub added: Vec<Part>,
    /// The entries of the new map, in address order.
    pub after: Vec<Region<Addr>>,
}

/// An entry of the old map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldEntry {
    /// The entry.
    pub region: Region<Addr>,
    /// What came of it: parts that cover it completely, in address order.
    pub parts: Vec<Part>,
}

/// A range of addresses to which the kernel did one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The bytes.
    pub span: Span<Addr>,
    /// Its kind in the new map; `None` if the new map does not list it.
    pub now: Option<Kind>,
    /// What the kernel did.
    pub fate: Fate,
}

/// What a kernel did with a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Kept as it was.
    Kept,
    /// Less than a page of RAM at the edge of an entry, left out.
    Rounded,
    /// RAM above what the kernel may use: marked unusable or left out
    /// (spec/kernel.md 2 step 1, spec/kernel.md 3 step 6, spec/kernel.md 6 step 6).
    CutOff,
    /// RAM cut off, then listed again as part of the one region for the balloon
    /// (spec/kernel.md 2 step 7).
    ExtraRegion,
    /// Marked unusable by Xen, RAM again for this kernel (spec/kernel.md 6 step 1).
    MadeRam,
    /// Reserved by the kernel: the ISA area, or the iBFT area (spec/kernel.md 0.7,
    /// spec/kernel.md 6 step 1).
    Claimed,
    /// ACPI NVS that gave its place to RAM; its frames are entered from this address up
    /// (spec/kernel.md 6 step 3).
    MovedTo(Addr),
    /// The place of ACPI NVS that was at this address.
    MovedFrom(Addr),
    /// Replaced as a whole by the map of a classic kernel (spec/kernel.md 1).
    Replaced,
    /// Lost or odd, because the table was full or an entry wrapped (spec/kernel.md 0.1).
    Overflowed,
}

/// Entries that changed together: they cover the same addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapChange {
    /// Entries of the old map that the new one does not have; none if something was added.
    pub old: Vec<Region<Addr>>,
    /// Entries of the new map that the old one did not have; none if something was left out.
    pub new: Vec<Region<Addr>>,
}

impl OldEntry {
    /// Whether the new map lists all of it as the same kind.
    pub fn is_kept(&self) -> bool {
        self.parts.iter().all(|p| p.now == Some(self.region.kind))
    }

    /// Addresses inside the entry at which the kernel cut it.
    pub fn cuts(&self) -> impl Iterator<Item = Addr> {
        let inner = self.parts.windows(2).filter_map(|w| Some((w.first()?, w.get(1)?)));
        inner.filter(|(left, right)| left.now != right.now).map(|(_, right)| right.span.start())
    }
}

impl Rewrite {
    /// Every part, old entries first.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        self.entries.iter().flat_map(|e| e.parts.iter()).chain(&self.added).copied()
    }

    /// The map that the change makes.
    pub fn applied(&self) -> Map<Addr> {
        let listed = self.parts().filter_map(|p| {
            let kind = p.now?;
            Some(Entry { start: p.span.start(), size: Bytes(p.span.count()), kind })
        });
        Map::from_entries(&listed.collect::<Vec<_>>())
    }

    /// Whether the new map is the old one.
    pub fn is_unchanged(&self) -> bool {
        self.added.is_empty() && self.entries.iter().all(OldEntry::is_kept)
    }

    /// Whether the kernel's map owes nothing to the machine's (classic kernels).
    pub fn is_replaced(&self) -> bool {
        self.parts().any(|p| p.fate == Fate::Replaced)
    }

    /// Bytes of the old map's RAM with this fate.
    pub fn ram(&self, fate: Fate) -> Bytes {
        let ram = self.entries.iter().filter(|e| e.region.kind == Kind::Usable);
        let parts = ram.flat_map(|e| e.parts.iter()).filter(|p| p.fate == fate);
        Bytes(parts.map(|p| p.span.count()).fold(0, u64::saturating_add))
    }

    /// The number of entries that both maps have.
    pub fn unchanged(&self) -> usize {
        self.entries.iter().filter(|e| self.has_new(e.region)).count()
    }

    /// What changed, in address order: entries that cover the same addresses form one change. A
    /// map that was replaced is one change.
    pub fn changes(&self) -> Vec<MapChange> {
        let old = self.entries.iter().map(|e| e.region).filter(|&r| !self.has_new(r));
        let new = self.after.iter().copied().filter(|&r| !self.has_old(r));
        let mut all: Vec<(Region<Addr>, bool)> =
            old.map(|r| (r, true)).chain(new.map(|r| (r, false))).collect();
        crate::sort::sort_by_key(&mut all, |(region, old)| (region.span, !old));
        let mut changes: Vec<MapChange> = Vec::new();
        let mut end = Addr(0);
        for (region, is_old) in all {
            if changes.is_empty() || region.span.start() >= end && !self.is_replaced() {
                changes.push(MapChange::default());
            }
            end = end.max(region.span.end());
            let Some(change) = changes.last_mut() else { continue };
            if is_old { change.old.push(region) } else { change.new.push(region) }
        }
        changes
    }

    fn has_new(&self, region: Region<Addr>) -> bool {
        let at = self.after.partition_point(|r| r.span < region.span);
        self.after.get(at) == Some(&region)
    }

    fn has_old(&self, region: Region<Addr>) -> bool {
        let at = self.entries.partition_point(|e| e.region.span < region.span);
        self.entries.get(at).map(|e| e.region) == Some(region)
    }
}
