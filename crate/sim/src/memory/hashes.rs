//! The dentry and inode hash tables: a power of two of entries for the pages a kernel
//! counts at boot (spec/overhead.md 1). Smaller tables are part of "other".

use super::costs::ram;
use crate::kernel::{Kernel, Run, Variant};
use crate::span::total;
use crate::units::{Bytes, PAGE_SIZE, Pages};

/// Bytes of a table entry.
const ENTRY: u64 = 8;

/// The two tables that are made from dom0's pages before the page allocator runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashTables {
    /// File names.
    pub dentry: Bytes,
    /// Files.
    pub inode: Bytes,
}

impl HashTables {
    /// As the kernel makes them.
    pub fn of(kernel: Kernel, run: &Run, given: Pages) -> Self {
        let counted = kernel_pages(kernel, run, given);
        Self { dentry: table(counted, 2), inode: table(counted, 4) }
    }

    /// Both.
    pub(super) fn pages(self) -> Pages {
        Pages(self.dentry.0.saturating_add(self.inode.0).div_ceil(PAGE_SIZE))
    }
}

/// A table with one entry for so many pages, rounded up to a power of two.
fn table(counted: Pages, pages_per_entry: u64) -> Bytes {
    let entries = counted.0.div_ceil(pages_per_entry).max(1);
    Bytes(entries.checked_next_power_of_two().unwrap_or(u64::MAX).saturating_mul(ENTRY))
}

/// Pages the kernel counts: classic kernels those they have, to 6.8 extra memory too,
/// from 6.12 on neither extra memory nor the places pages moved to.
fn kernel_pages(kernel: Kernel, run: &Run, given: Pages) -> Pages {
    if kernel.variant == Variant::Classic {
        given
    } else if kernel.variant < Variant::V612 {
        total(&ram(run))
    } else {
        given.less(run.moved_pages())
    }
}
