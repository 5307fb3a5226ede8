//! Differences between kernels: units, hotplug, clamps, the cost of pages.

use super::{Hotplug, Unit, ceiling};
use crate::boot::Boot;
use crate::kernel::{Era, Kernel};
use crate::memory::{Costs, SECTION};
use crate::span::Span;
use crate::units::{PAGE_SIZE, Pages, Pfn};
use crate::version::Version;

/// Entries per page of a page table or of the p2m.
const ENTRIES: u64 = 512;

impl Hotplug {
    /// Whether this kernel's driver adds memory.
    pub fn is_on(self, kernel: Kernel) -> bool {
        let known = !kernel.variant.is_classic();
        match self {
            Self::Auto => known && kernel.release >= Version::new(5, 10, 0),
            Self::On => known && kernel.release >= Version::new(3, 1, 0),
            Self::Off => false,
        }
    }
}

/// The unit of `target_kb`: classic kernels read a plain number as bytes.
pub fn unit(kernel: Kernel) -> Unit {
    if kernel.variant.is_classic() { Unit::Bytes } else { Unit::Kib }
}

/// Classic kernels do not go above Xen's limit or below a minimum of their own.
pub(super) fn clamped(boot: &Boot, target: Pages) -> Pages {
    if !boot.config.linux.variant.is_classic() {
        return target;
    }
    Pages(target.0.min(ceiling(boot).0).max(classic_minimum(boot.kernel.max_pfn).0))
}

/// The smallest size to which a 2.6.18 dom0 with this end of page numbers shrinks.
fn classic_minimum(end: Pfn) -> Pages {
    let rows = [(128, 8, 1), (512, 40, 2), (2048, 104, 3), (u64::MAX / Pages::MIB.0, 296, 5)];
    let found = rows.into_iter().find(|&(up_to, _, _)| end.0 < up_to * Pages::MIB.0);
    let (_, base, shift) = found.unwrap_or((0, 296, 5));
    Pages(base * Pages::MIB.0 + (end.0 >> shift))
}

/// The cost of the new pages, paid from free memory in dom0.
pub(super) fn costs(boot: &Boot, pieces: &[Span<Pfn>], sections: u64) -> Costs {
    let kernel = boot.config.linux;
    let none = Costs::default();
    match kernel.variant.era() {
        Era::Classic => none,
        Era::HolesReleased | Era::Released | Era::Populated | Era::MovedNow => {
            Costs { p2m: p2m_leaves(pieces, boot.pages), ..none }
        }
        Era::MovedLate | Era::Checked => section(kernel).times(sections),
    }
}

/// The cost of a section of added memory: its page records, page tables for them and for the
/// direct map, and its part of the p2m.
pub(super) fn section(kernel: Kernel) -> Costs {
    let array = kernel.variant.rules().struct_page.0 * SECTION.0 / PAGE_SIZE;
    let list = SECTION.0 / ENTRIES;
    Costs {
        struct_page: Pages(array),
        page_tables: Pages(array.div_ceil(ENTRIES) + list),
        p2m: Pages(list),
        hashes: Pages::ZERO,
    }
}

/// Up to 3.18, the room shares one empty leaf of the p2m. Each 512 page numbers that get a page
/// get their own leaf, and each GiB of them two more (spec/overhead.md 1). Page numbers that Xen
/// listed at boot already have leaves.
fn p2m_leaves(pieces: &[Span<Pfn>], given: Pages) -> Pages {
    let blocks = |size: u64| -> u64 {
        let listed = given.0.div_ceil(size);
        let touched = pieces.iter().map(|p| {
            let first = (p.start().0 / size).max(listed);
            p.end().0.div_ceil(size).saturating_sub(first)
        });
        touched.sum()
    };
    Pages(blocks(ENTRIES) + 2 * blocks(1 << 18))
}
