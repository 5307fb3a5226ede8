//! The result of a kernel's setup: its map, the destination of every page, the messages it
//! printed, and the reason it stopped.
//!
//! Not here: the wording of its messages (`message`).

use super::Message;
use crate::map::Table;
use crate::span::{Span, total};
use crate::step::{Move, NonRamMove};
use crate::units::{Addr, Pages, Pfn};

/// Everything the kernel did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemorySetup {
    /// Its own map afterwards; empty if it stopped before making one.
    pub table: Table,
    /// Pages returned to Xen; sorted, joined.
    pub released: Vec<Span<Pfn>>,
    /// Pages marked 1:1 on purpose; sorted, joined.
    pub identity: Vec<Span<Pfn>>,
    /// Everything from here up is 1:1 as well (since 3.16).
    pub identity_rest: Option<Pfn>,
    /// The number of pages the kernel reports as marked (up to 3.18, the sum of its reports).
    pub identity_pages: Pages,
    /// Pages populated again; sorted, joined.
    pub populated: Vec<Span<Pfn>>,
    /// Pages moved; sorted by old number, joined where both sides are contiguous.
    pub moved: Vec<Move>,
    /// Machine frames entered elsewhere that are not dom0's RAM; sorted by frame.
    pub nonram_moved: Vec<NonRamMove>,
    /// The balloon's regions at the end.
    pub extra: Vec<ExtraRegion>,
    /// The same before the late move removed its pages.
    pub extra_initial: Vec<ExtraRegion>,
    /// Extra pages left by the 10× clamp, if the clamp is what limits them.
    pub ratio_limit: Option<Pages>,
    /// One past the page number of the last RAM, as the kernel computes it.
    pub max_pfn: Pfn,
    /// Number of pages dom0 has at the end.
    pub pages_end: Pages,
    /// Number of hypercalls made.
    pub hypercalls: Hypercalls,
    /// The messages it printed, in order.
    pub messages: Vec<Message>,
    /// The first 64 warnings.
    pub warnings: Vec<Warning>,
    /// All warnings.
    pub warnings_total: u64,
    /// The initrd's final position, if the layout is known.
    pub initrd: Option<Span<Addr>>,
    /// Why it stopped, if it did.
    pub panic: Option<KernelPanic>,
}

impl MemorySetup {
    /// Pages released to Xen.
    pub fn released_pages(&self) -> Pages {
        total(&self.released)
    }

    /// Pages populated again.
    pub fn populated_pages(&self) -> Pages {
        total(&self.populated)
    }

    /// Pages moved.
    pub fn moved_pages(&self) -> Pages {
        self.moved.iter().map(|m| m.pages).sum()
    }

    /// The room at its initial size, if the 10× clamp is what limits it.
    pub fn reached_ratio_limit(&self) -> Option<Pages> {
        self.ratio_limit.filter(|most| self.initial_room() >= *most)
    }

    /// The room before moved pages took some of it, at most a few pages too large: a region can
    /// lose a partial page at each end, which is counted.
    pub fn initial_room(&self) -> Pages {
        let list = if self.extra_initial.is_empty() { &self.extra } else { &self.extra_initial };
        let room: i64 = list.iter().map(|e| e.pages.max(0)).fold(0, i64::saturating_add);
        Pages(room.unsigned_abs().saturating_add(2 * list.len() as u64))
    }

    /// Warns of the first `count` pages of `pages`; only 64 warnings are stored.
    pub(super) fn warn_for(&mut self, pages: &[Span<Pfn>], make: fn(Pfn) -> Warning, count: u64) {
        let left = 64usize.saturating_sub(self.warnings.len());
        let numbers = pages.iter().flat_map(|s| s.start().0..s.end().0);
        let counted = numbers.zip(0..count).take(left);
        self.warnings.extend(counted.map(|(pfn, _)| make(Pfn(pfn))));
        self.warnings_total = self.warnings_total.saturating_add(count);
    }
}

/// Why the kernel stopped (its own words through [`core::fmt::Display`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KernelPanic {
    /// The kernel, start info or initrd conflicts with the map.
    MemorySetup,
    /// The page tables conflict (4.3–6.8).
    PageTables,
    /// Something conflicts (since 6.12).
    NotUsable,
    /// No RAM can be sacrificed for a conflicting NVS region (since 6.12). The kernel stops in a
    /// different function than for a conflict, and earlier.
    NoSwap,
    /// More conflicting NVS regions than the kernel can remember (since 6.12). The function in
    /// which it stops is not known here.
    TooManySwaps,
    /// A moved run is longer than the balloon region it comes from.
    RunTooLong,
    /// A moved run passes the end of the balloon region it starts in.
    RunPassesEnd,
}

impl core::fmt::Display for KernelPanic {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::MemorySetup => "BUG in xen_memory_setup",
            Self::PageTables => "BUG in xen_pt_check_e820",
            Self::NotUsable => "BUG in xen_chk_is_e820_usable",
            Self::NoSwap => "BUG in xen_e820_swap_entry_with_ram",
            Self::TooManySwaps => "BUG: more than 4 ACPI NVS regions to move out of the way",
            Self::RunTooLong => "BUG in xen_del_extra_mem: run longer than the extra region",
            Self::RunPassesEnd => {
                "BUG in xen_del_extra_mem: run passes the end of the extra region"
            }
        })
    }
}

/// A region of the balloon's list. The count can be 0 or -1 where the machine's
/// map has RAM smaller than a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtraRegion {
    /// First page number.
    pub start: Pfn,
    /// Pages, signed as in the kernel's arithmetic.
    pub pages: i64,
}

impl ExtraRegion {
    /// Its page numbers; `None` if it has no page.
    pub fn span(&self) -> Option<Span<Pfn>> {
        Span::of(self.start, u64::try_from(self.pages).ok()?)
    }
}

/// Number of calls per hypercall (one page per call, except for the first two).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hypercalls {
    /// `XENMEM_machine_memory_map`.
    pub memory_map: u64,
    /// `XENMEM_maximum_reservation`.
    pub maximum_reservation: u64,
    /// `XENMEM_decrease_reservation` calls that returned a page.
    pub decrease_reservation: u64,
    /// The same, refused by Xen.
    pub decrease_failed: u64,
    /// `XENMEM_populate_physmap`.
    pub populate_physmap: u64,
    /// `mmu_update`.
    pub mmu_update: u64,
}

/// A warning with a back-trace (the first 64 are stored, all are counted).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A release was refused.
    ReleaseRefused(Pfn),
    /// The same without a text of its own (before 3.2).
    Bare,
    /// A balloon page is marked 1:1.
    OverwritesIdentity(Pfn),
    /// A balloon page has a frame.
    RemovesFrame(Pfn),
}

impl core::fmt::Display for Warning {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::ReleaseRefused(pfn) => write!(f, "Failed to release pfn {:x} err=0", pfn.0),
            Self::Bare => Ok(()),
            Self::OverwritesIdentity(pfn) => {
                write!(f, "Trying to over-write 1-1 mapping (pfn: {:x})", pfn.0)
            }
            // The frame number is the model's own, because the frame Xen chose is not known.
            Self::RemovesFrame(pfn) => {
                let frame = pfn.0.wrapping_add(1 << 41);
                write!(f, "Trying to remove {:x} which has {frame:x} mfn!", pfn.0)
            }
        }
    }
}
