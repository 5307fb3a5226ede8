//! How "other" grows with the map: laws fitted on real boots, not derived.
//!
//! Two laws fit every boot within 24 KiB. Since 3.19, each GiB of page numbers with RAM costs two
//! pages. Kernels up to 4.4 have two tables sized in powers of two, one for the page numbers below
//! 4 GiB and one for those above, each at most 96 KiB. They span holes, and up to 3.18 a huge host
//! costs no more than one of 8 GiB. Not here: the total a kernel uses ([`super::measured_boots`]).

use super::costs::{blocks, ram};
use crate::kernel::MemorySetup;
use crate::units::{Bytes, PAGE_SIZE, Pages, Pfn};
use crate::version::Version;

/// The first 16 MiB have their own table, which is the same everywhere.
const LOWEST: u64 = 1 << 12;
/// Since this version, each GiB with RAM costs two pages.
const LINEAR_LIST: Version = Version::new(3, 19, 0);
/// Since this version, the tables no longer exist: 4.4 has them, 5.10 does not.
const NO_TABLES: Version = Version::new(5, 10, 0);
/// Pages per entry of such a table, as fitted.
const PAGES_PER_ENTRY: u64 = 256;
/// Bytes of an entry, as fitted.
const ENTRY: u64 = 24;
/// Maximum number of entries, as fitted.
const MOST: u64 = 4096;

/// The extent of a kernel's map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapExtent {
    /// Aligned GiB of page numbers that contain any RAM.
    pub gib: u64,
    /// One past the page number of the last RAM.
    pub last: Pfn,
}

impl MapExtent {
    /// The extent of a kernel's own map.
    pub fn of(run: &MemorySetup) -> Self {
        Self { gib: blocks(&ram(run), Pages::GIB), last: run.max_pfn }
    }
}

/// The overhead of a map of this extent.
pub(super) fn map_overhead(release: Version, extent: MapExtent) -> Bytes {
    let lists = if release < LINEAR_LIST { 0 } else { extent.gib.saturating_mul(2 * PAGE_SIZE) };
    let tables = if release < NO_TABLES {
        let low = extent.last.0.min(Pfn::FOUR_GIB.0).saturating_sub(LOWEST);
        table(low) + table(extent.last.0.saturating_sub(Pfn::FOUR_GIB.0))
    } else {
        0
    };
    Bytes(lists.saturating_add(tables))
}

/// Bytes of the table for `numbers` page numbers.
fn table(numbers: u64) -> u64 {
    match numbers / PAGES_PER_ENTRY {
        0 => 0,
        entries => entries.checked_next_power_of_two().unwrap_or(MOST).min(MOST) * ENTRY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(release: (u32, u32), gib: u64, last: u64, kib: u64) {
        let release = Version::new(release.0, release.1, 0);
        let found = map_overhead(release, MapExtent { gib, last: Pfn(last) });
        assert_eq!(found, Bytes(kib << 10), "{release} {gib} {last:x}");
    }

    #[test]
    fn tables_double_up_to_96_kib_on_each_side_of_4_gib() {
        check((3, 2), 2, 0x40061, 24);
        check((3, 2), 2, 0x80000, 48);
        check((3, 2), 4, 0x18_0000, 96 + 48);
        check((3, 2), 8, 0x28_0000, 96 + 96);
        check((3, 2), 512, 0x800_0000, 96 + 96);
        check((2, 6), 4, 0x1b_ffdf, 96 + 96);
        check((3, 2), 0, 0, 0);
    }

    #[test]
    fn from_3_19_on_each_gib_with_ram_costs_two_pages_and_later_nothing_else_grows() {
        check((3, 18), 8, 0x28_0000, 192);
        check((4, 4), 8, 0x28_0000, 192 + 64);
        check((6, 1), 8, 0x28_0000, 64);
        check((6, 1), 512, 1 << 34, 4096);
    }

    #[test]
    fn no_extent_overflows() {
        let most = MapExtent { gib: u64::MAX, last: Pfn(u64::MAX) };
        assert_eq!(map_overhead(Version::new(4, 4, 0), most), Bytes(u64::MAX));
    }
}
