//! The dentry and inode hash tables: a power of two of entries for the pages a kernel counts at
//! boot (spec/overhead.md 1). Smaller tables are part of "other".
//!
//! The count was measured only in some series. Since 7.2, it depends on the memory reserved when
//! the tables are sized, which cannot be derived to the page from the map. It is therefore an
//! estimate if a few MiB decide; elsewhere the rounding to a power of two makes it certain.

use super::Confidence;
use super::costs::{ram, sections};
use crate::kernel::rules::HashPages;
use crate::kernel::{Kernel, MemorySetup};
use crate::span::total;
use crate::units::{Bytes, PAGE_SIZE, Pages};
use crate::version::Version;

/// Bytes of a table entry.
const ENTRY: u64 = 8;
/// Pages per entry of the dentry table; the inode table has half as many entries.
const DENTRY_PAGES: u64 = 2;
/// Pages per entry of the inode table.
const INODE_PAGES: u64 = 4;

/// Last series known to count extra memory.
const EXTRA_COUNTED: Version = Version::new(6, 8, 0);
/// First series known not to.
const EXTRA_LEFT_OUT: Version = Version::new(6, 12, 0);
/// Last series measured to count the given pages without the moved ones.
const MOVED_LEFT_OUT: Version = Version::new(6, 18, 0);
/// First series measured to count what is not reserved yet, page records reserved.
const RECORDS_RESERVED: Version = Version::new(7, 2, 0);
/// First series measured to size the tables before the page records; the newest one.
const RECORDS_LATER: Version = Version::new(7, 3, 0);

/// Kernel and initrd as Xen loaded them in the boots of 7.2.12 and 7.3.4: 14 848 pages and 343 to
/// 348 pages.
const LOADED: Pages = Pages(14_848 + 346);
/// Everything else reserved there; 607 to 645 pages fit all of those boots.
const SMALL: Pages = Pages(626);
/// Entries per page of the p2m and of a page table.
const ENTRIES: u64 = 512;

/// Largest deviation of the reserved pages from the estimate, in either direction, on a machine
/// like the measured ones: 4 MiB.
pub const BAND: Pages = Pages(1024);
/// Largest excess of an initrd or a kernel over the measured ones: 128 MiB.
pub const LARGER: Pages = Pages(32_768);

/// The two tables that are allocated from dom0's pages before the page allocator runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashTables {
    /// File names.
    pub dentry: Bytes,
    /// Files.
    pub inode: Bytes,
}

/// The basis of the tables' size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashRule {
    /// The series, or both measured neighbours, count this way.
    Known,
    /// Copied from the last measured series, which is given here; the kernel's own series was not
    /// measured.
    TakenOver(Version),
    /// Measured, but so close to where a table doubles that the size of the kernel and of its
    /// initrd decide.
    NearDoubling,
}

impl HashTables {
    /// The tables as the kernel creates them.
    pub fn of(kernel: Kernel, run: &MemorySetup, given: Pages) -> Self {
        Self::for_pages(kernel_pages(kernel, run, given))
    }

    /// Both.
    pub(super) fn pages(self) -> Pages {
        Pages(self.dentry.0.saturating_add(self.inode.0).div_ceil(PAGE_SIZE))
    }

    fn for_pages(counted: Pages) -> Self {
        Self { dentry: table(counted, DENTRY_PAGES), inode: table(counted, INODE_PAGES) }
    }
}

impl HashRule {
    /// The basis of this kernel's tables.
    pub fn of(kernel: Kernel, run: &MemorySetup, given: Pages) -> Self {
        let release = kernel.release.series();
        let between = |after, before| release > after && release < before;
        match () {
            () if kernel.variant.is_classic() => Self::Known,
            () if between(EXTRA_COUNTED, EXTRA_LEFT_OUT) => Self::TakenOver(EXTRA_COUNTED),
            () if between(MOVED_LEFT_OUT, RECORDS_RESERVED) => Self::TakenOver(MOVED_LEFT_OUT),
            () if release > RECORDS_LATER => Self::TakenOver(RECORDS_LATER),
            () if release < RECORDS_RESERVED => Self::Known,
            () if doubles_nearby(kernel, run, given) => Self::NearDoubling,
            () => Self::Known,
        }
    }

    /// The confidence that follows from this basis.
    pub fn sure(self) -> Confidence {
        match self {
            Self::Known => Confidence::Derived,
            Self::TakenOver(_) | Self::NearDoubling => Confidence::Estimated,
        }
    }
}

/// A table with one entry per `pages_per_entry` counted pages, rounded up to a power of two.
fn table(counted: Pages, pages_per_entry: u64) -> Bytes {
    let entries = counted.0.div_ceil(pages_per_entry).max(1);
    Bytes(entries.checked_next_power_of_two().unwrap_or(u64::MAX).saturating_mul(ENTRY))
}

/// Pages the kernel counts. Classic kernels count those they have; kernels up to 6.8 also count
/// extra memory. Since 6.12, neither extra memory nor the destinations of moved pages count. Since
/// 7.2, dom0's pages count, minus those already reserved.
fn kernel_pages(kernel: Kernel, run: &MemorySetup, given: Pages) -> Pages {
    match kernel.variant.rules().hash_pages {
        HashPages::Present => given,
        HashPages::Mapped => total(&ram(run)),
        HashPages::Unmoved if kernel.release < RECORDS_RESERVED => given.less(run.moved_pages()),
        HashPages::Unmoved => given.less(reserved(kernel, run, given)),
    }
}

/// Pages reserved when a kernel since 7.2 sizes the tables: the kernel and its initrd, the p2m of
/// dom0's pages, the p2m and page tables of extra pages, and in 7.2 the page records.
fn reserved(kernel: Kernel, run: &MemorySetup, given: Pages) -> Pages {
    let extra = total(&ram(run)).less(given);
    let lists = given.0.saturating_add(extra.0.saturating_mul(2)).div_ceil(ENTRIES);
    let records = if kernel.release < RECORDS_LATER {
        sections(run).saturating_mul(ENTRIES * kernel.variant.rules().struct_page.0 / 64)
    } else {
        0
    };
    [LOADED, SMALL, Pages(lists), Pages(records)].into_iter().sum()
}

/// Whether the tables would differ with slightly less or more memory reserved.
fn doubles_nearby(kernel: Kernel, run: &MemorySetup, given: Pages) -> bool {
    let counted = kernel_pages(kernel, run, given);
    let most = HashTables::for_pages(counted.plus(BAND));
    let least = HashTables::for_pages(counted.less(BAND.plus(LARGER)));
    most != least
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Variant;

    #[test]
    fn a_table_doubles_one_page_past_a_power_of_two() {
        let mib = |pages, each| table(Pages(pages), each).0 >> 20;
        assert_eq!([mib(1 << 20, 2), mib((1 << 20) + 1, 2)], [4, 8]);
        assert_eq!([mib(1 << 20, 4), mib((1 << 20) + 1, 4)], [2, 4]);
        assert_eq!(table(Pages(0), 2), Bytes(ENTRY));
    }

    fn rule(release: (u32, u32, u32), given: u64) -> HashRule {
        let release = Version::new(release.0, release.1, release.2);
        let (kernel, run) = (Kernel::new(Variant::V612, release), MemorySetup::default());
        HashRule::of(kernel, &run, Pages(given))
    }

    /// Series between two that count differently, and past the newest, were not measured.
    #[test]
    fn series_in_between_take_a_rule_over() {
        let far = 800_000;
        for known in [(6, 12, 0), (6, 17, 9), (6, 18, 40), (7, 2, 1), (7, 3, 9)] {
            assert_eq!(rule(known, far), HashRule::Known, "{known:?}");
        }
        for (release, from) in [
            ((6, 9, 0), EXTRA_COUNTED),
            ((6, 19, 9), MOVED_LEFT_OUT),
            ((7, 0, 0), MOVED_LEFT_OUT),
            ((7, 1, 3), MOVED_LEFT_OUT),
            ((7, 4, 0), RECORDS_LATER),
            ((8, 0, 0), RECORDS_LATER),
        ] {
            assert_eq!(rule(release, far), HashRule::TakenOver(from), "{release:?}");
        }
    }

    /// 7.3.4 doubled between 4165 and 4166 MiB; there is no other threshold nearby.
    #[test]
    fn the_band_is_some_mib_at_each_edge() {
        let mib = |mib: u64| rule((7, 3, 4), mib * 256);
        for near in [2111, 2125, 4162, 4166, 4175, 4290] {
            assert_eq!(mib(near), HashRule::NearDoubling, "{near}");
        }
        for far in [2000, 2100, 2260, 3072, 4096, 4150, 4310, 5120] {
            assert_eq!(mib(far), HashRule::Known, "{far}");
        }
        assert_eq!(rule((6, 18, 0), 4166 * 256), HashRule::Known);
    }
}
