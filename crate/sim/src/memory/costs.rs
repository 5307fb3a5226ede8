//! Descriptors, their page tables, the direct map and the p2m (spec/overhead.md 1, 2).

use crate::kernel::{Era, Kernel, Run, Variant};
use crate::span::{Set, Span, total};
use crate::units::{Bytes, PAGE_SIZE, Pages, Pfn};

/// Pages in a section of the memory map: a section with any RAM has a whole array.
pub const SECTION: Pages = Pages(32768);
/// Entries in a page of a page table, and list entries in a page of the p2m.
const ENTRIES: u64 = 512;
/// The first page number at 4 GiB.
const FOUR_GIB: Pfn = Pfn(1 << 20);

/// Size of a `struct page`: 56 bytes to 3.0, 64 from 3.1 on.
pub const fn struct_page(variant: Variant) -> Bytes {
    match variant {
        Variant::Classic
        | Variant::Pvops2632
        | Variant::V2637
        | Variant::V2639
        | Variant::V30
        | Variant::V305 => Bytes(56),
        Variant::V31
        | Variant::V32
        | Variant::V33
        | Variant::V34Stable
        | Variant::V35
        | Variant::V36
        | Variant::V311
        | Variant::V316
        | Variant::V318
        | Variant::V319
        | Variant::V43
        | Variant::V44
        | Variant::V46
        | Variant::V68
        | Variant::V612 => Bytes(64),
    }
}

/// Pages filled with `struct page`: for a classic kernel one each up to the last page
/// number, for pvops whole sections.
pub(super) fn struct_page_pages(kernel: Kernel, run: &Run) -> Pages {
    let each = struct_page(kernel.variant).0;
    let described = match kernel.variant.era() {
        Era::Classic => run.max_pfn.0,
        Era::HolesReleased
        | Era::Released
        | Era::Refilled
        | Era::MovedNow
        | Era::MovedLate
        | Era::Checked => sections(run).saturating_mul(SECTION.0),
    };
    Pages(described.saturating_mul(each).div_ceil(PAGE_SIZE))
}

/// Sections that hold any RAM of the kernel's own map.
pub fn sections(run: &Run) -> u64 {
    let mut touched = Set::default();
    for ram in ram(run) {
        let (first, end) = (ram.start().0 / SECTION.0, ram.end().0.div_ceil(SECTION.0));
        touched.extend(Span::new(Pfn(first), Pfn(end)));
    }
    total(touched.spans()).0
}

/// Whole pages of RAM in the kernel's own map, sorted and disjoint.
pub(super) fn ram(run: &Run) -> Vec<Span<Pfn>> {
    run.table.resolved().ram().filter_map(Span::round_in).collect()
}

/// Page tables for the `struct page` array (4 KiB pages, too) and the direct map.
pub(super) fn page_tables(kernel: Kernel, run: &Run) -> Pages {
    let own = match kernel.variant.era() {
        // One flat array in the direct map.
        Era::Classic => Pages::ZERO,
        Era::HolesReleased
        | Era::Released
        | Era::Refilled
        | Era::MovedNow
        | Era::MovedLate
        | Era::Checked => Pages(struct_page_pages(kernel, run).0.div_ceil(ENTRIES)),
    };
    own.plus(table_pages(total(&direct_map(kernel, run))))
}

/// Table pages that map so many pages one by one: 512 to a page, and the levels above.
fn table_pages(mapped: Pages) -> Pages {
    let level = |shift: u32| Pages(mapped.0.div_ceil(1 << shift));
    [level(9), level(18), level(27)].into_iter().sum()
}

/// The page numbers in the direct map: to 3.8 everything up to the end of RAM below
/// 4 GiB and from 4 GiB to the last page, from 3.9 on only RAM.
pub fn direct_map(kernel: Kernel, run: &Run) -> Vec<Span<Pfn>> {
    if maps_ram_only(kernel) {
        return ram(run);
    }
    let low_end = ram(run).iter().map(|s| s.end().min(FOUR_GIB)).filter(|e| *e <= FOUR_GIB).max();
    let low = low_end.and_then(|end| Span::new(Pfn(0), end));
    let high = Span::new(FOUR_GIB, run.max_pfn);
    low.into_iter().chain(high).collect()
}

fn maps_ram_only(kernel: Kernel) -> bool {
    kernel.variant.era() != Era::Classic && kernel.release >= crate::version::Version::new(3, 9, 0)
}

/// The p2m. To 3.18 a tree whose leaves are the list Xen built; extra pages share one
/// leaf. From 3.19 on a list with 8 bytes for every page of RAM in the map.
pub(super) fn p2m(kernel: Kernel, run: &Run, given: Pages) -> Pages {
    match kernel.variant.era() {
        Era::Classic => Pages(run.max_pfn.0.div_ceil(ENTRIES)),
        Era::HolesReleased | Era::Released | Era::Refilled | Era::MovedNow => {
            Pages(given.0.div_ceil(ENTRIES))
        }
        Era::MovedLate | Era::Checked => Pages(total(&ram(run)).0.div_ceil(ENTRIES)),
    }
}
