//! Memory of dom0's own that a kernel uses from boot.
//!
//! [`Costs`] grow with the pages the kernel might ever get and follow from its map
//! (spec/overhead.md 1 and 2). [`FixedCosts`] do not depend on the size; unless typed, they are
//! measured on other boots and only an estimate. Up to 3.18, the p2m also has two middle pages per
//! GiB of page numbers (spec/overhead.md 1); they have no row of their own and are in "other", as
//! measured. Not here: how pages move (`kernel`), how the rows add up ([`crate::ledger`]), and
//! options that a kernel build may set (a SLAB allocator, the memory cgroup's own array).

mod costs;
mod fixed;
mod hashes;
pub mod map_overhead;
pub mod measured_boots;

pub use costs::{SECTION, descriptor_tables, direct_map, printed_total, sections};
pub(crate) use fixed::rounded_pages;
pub use fixed::{Facts, fixed, with_lists};
pub use hashes::{BAND, HashRule, HashTables, LARGER};

use crate::kernel::{Kernel, MemorySetup};
use crate::units::Pages;

/// The confidence in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// As counted by Xen or the kernel, or as typed from a log.
    Exact,
    /// By formula from exact numbers.
    Derived,
    /// From other boots.
    Estimated,
}

/// Bookkeeping for the pages a kernel might get; each in whole pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// `struct page` for every page of a section that contains RAM.
    pub struct_page: Pages,
    /// Page tables of the `struct page` array and of the direct map.
    pub page_tables: Pages,
    /// The list that maps page numbers to machine frames.
    pub p2m: Pages,
    /// The dentry and inode hash tables.
    pub hashes: Pages,
}

/// A cost that does not depend on the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedCost {
    /// Pages, rounded to the nearest.
    pub pages: Pages,
    /// Typed, or measured on other boots.
    pub sure: Confidence,
}

/// Memory a kernel uses regardless of its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedCosts {
    /// Buffers for devices that can address only low memory, and their lists.
    pub swiotlb: FixedCost,
    /// The kernel's code and data, without the part that is freed after boot.
    pub kernel_image: FixedCost,
    /// Everything else that is retained from boot.
    pub other: FixedCost,
}

impl Costs {
    /// The costs of a kernel after its setup.
    pub fn of(kernel: Kernel, run: &MemorySetup, given: Pages) -> Self {
        Self {
            struct_page: costs::struct_page_pages(kernel, run),
            page_tables: costs::page_tables(kernel, run),
            p2m: costs::p2m(kernel, run, given),
            hashes: HashTables::of(kernel, run, given).pages(),
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            struct_page: self.struct_page.plus(other.struct_page),
            page_tables: self.page_tables.plus(other.page_tables),
            p2m: self.p2m.plus(other.p2m),
            hashes: self.hashes.plus(other.hashes),
        }
    }

    /// This amount multiplied.
    #[must_use]
    pub const fn times(self, n: u64) -> Self {
        const fn times(pages: Pages, n: u64) -> Pages {
            Pages(pages.0.saturating_mul(n))
        }
        Self {
            struct_page: times(self.struct_page, n),
            page_tables: times(self.page_tables, n),
            p2m: times(self.p2m, n),
            hashes: times(self.hashes, n),
        }
    }

    /// All of them.
    pub fn total(self) -> Pages {
        [self.struct_page, self.page_tables, self.p2m, self.hashes].into_iter().sum()
    }
}

impl FixedCosts {
    /// All of it.
    pub fn total(self) -> Pages {
        [self.swiotlb, self.kernel_image, self.other].into_iter().map(|p| p.pages).sum()
    }

    /// The confidence of its least certain part.
    pub fn sure(self) -> Confidence {
        self.swiotlb.sure.max(self.kernel_image.sure).max(self.other.sure)
    }
}
