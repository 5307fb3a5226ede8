//! Page records (`struct page`), their page tables, the direct map and the p2m
//! (spec/overhead.md 1, 2).

use crate::kernel::{Era, Kernel, MemorySetup};
use crate::span::{Set, Span, total};
use crate::units::{PAGE_SIZE, Pages, Pfn};
use crate::version::Version;

/// Pages per section of the memory map: a section with any RAM has a whole array.
pub const SECTION: Pages = Pages(32768);
/// Entries per page of a page table, and list entries per page of the p2m.
const ENTRIES: u64 = 512;
/// Since this version, the kernel's Memory line counts RAM; 3.10 and 3.13 were seen.
const PRINTS_RAM: Version = Version::new(3, 11, 0);
/// Since this version, the direct map contains RAM only; before, holes too.
const RAM_ONLY: Version = Version::new(3, 9, 0);
/// The page number at 1 MiB: everything below is mapped.
const ISA_END: Pfn = Pfn(0x100);

/// Pages used for `struct page`: one record per page up to the last page number in a classic
/// kernel, whole sections in a pvops kernel.
pub(super) fn struct_page_pages(kernel: Kernel, run: &MemorySetup) -> Pages {
    let each = kernel.variant.rules().struct_page.0;
    let described = match kernel.variant.era() {
        Era::Classic => run.max_pfn.0,
        Era::HolesReleased
        | Era::Released
        | Era::Populated
        | Era::MovedNow
        | Era::MovedLate
        | Era::Checked => sections(run).saturating_mul(SECTION.0),
    };
    Pages(described.saturating_mul(each).div_ceil(PAGE_SIZE))
}

/// Sections that contain any RAM of the kernel's own map.
pub fn sections(run: &MemorySetup) -> u64 {
    blocks(&ram(run), SECTION)
}

/// Aligned blocks of `size` pages that contain any of the sorted `spans`.
pub(super) fn blocks(spans: &[Span<Pfn>], size: Pages) -> u64 {
    let mut touched = Set::default();
    for span in spans {
        let (first, end) = (span.start().0 / size.0, span.end().0.div_ceil(size.0));
        touched.extend(Span::new(Pfn(first), Pfn(end)));
    }
    total(touched.spans()).0
}

/// Whole pages of RAM in the kernel's own map, sorted and disjoint.
pub(super) fn ram(run: &MemorySetup) -> Vec<Span<Pfn>> {
    run.table.resolved().ram().filter_map(Span::round_in).collect()
}

/// Page tables for the direct map and the `struct page` array.
pub(super) fn page_tables(kernel: Kernel, run: &MemorySetup) -> Pages {
    descriptor_tables(kernel, run).plus(table_pages(&direct_map(kernel, run)))
}

/// Page tables of the `struct page` array: 4 KiB pages, 512 per table. Classic kernels have one
/// flat array inside the direct map.
pub fn descriptor_tables(kernel: Kernel, run: &MemorySetup) -> Pages {
    match kernel.variant.era() {
        Era::Classic => Pages::ZERO,
        Era::HolesReleased
        | Era::Released
        | Era::Populated
        | Era::MovedNow
        | Era::MovedLate
        | Era::Checked => Pages(struct_page_pages(kernel, run).0.div_ceil(ENTRIES)),
    }
}

/// Table pages that map `spans` page by page: each covers 512 pages, 1 GiB or 512 GiB.
fn table_pages(spans: &[Span<Pfn>]) -> Pages {
    [9, 18, 27].into_iter().map(|shift| Pages(blocks(spans, Pages(1 << shift)))).sum()
}

/// The page numbers in the direct map: up to 3.8, everything up to the end of the RAM below
/// 4 GiB, and everything from 4 GiB to the last page; since 3.9, RAM and the first MiB.
pub fn direct_map(kernel: Kernel, run: &MemorySetup) -> Vec<Span<Pfn>> {
    if kernel.variant.is_classic() {
        return Span::new(Pfn(0), run.max_pfn).into_iter().collect();
    }
    if kernel.release >= RAM_ONLY {
        let mut mapped = Set::default();
        mapped.extend(Span::new(Pfn(0), ISA_END));
        mapped.extend(ram(run));
        return mapped.into_spans();
    }
    let low = ram(run).into_iter().rfind(|s| s.start() < Pfn::FOUR_GIB);
    let low = low.and_then(|s| Span::new(Pfn(0), s.end().min(Pfn::FOUR_GIB)));
    low.into_iter().chain(Span::new(Pfn::FOUR_GIB, run.max_pfn)).collect()
}

/// The second number of the kernel's line `Memory: …/… available`: up to 3.10 all page numbers up
/// to the last, then RAM without page 0. Both include room for the balloon.
pub fn printed_total(kernel: Kernel, run: &MemorySetup) -> Pages {
    if kernel.release < PRINTS_RAM {
        return Pages(run.max_pfn.0);
    }
    let ram = ram(run);
    let has_first = ram.iter().any(|span| span.start() == Pfn(0));
    total(&ram).less(Pages(u64::from(has_first)))
}

/// The p2m. Up to 3.18 it is a tree whose leaves are the list Xen built; extra pages share one
/// leaf. Since 3.19 it is a list with 8 bytes per page of RAM in the map.
pub(super) fn p2m(kernel: Kernel, run: &MemorySetup, given: Pages) -> Pages {
    match kernel.variant.era() {
        // The kernel's copy of Xen's list, and the list of that list's frames.
        Era::Classic => {
            let list = Pages(run.max_pfn.0.div_ceil(ENTRIES));
            list.plus(Pages(given.0.div_ceil(ENTRIES * ENTRIES)))
        }
        Era::HolesReleased | Era::Released | Era::Populated | Era::MovedNow => {
            Pages(given.0.div_ceil(ENTRIES))
        }
        Era::MovedLate | Era::Checked => Pages(total(&ram(run)).0.div_ceil(ENTRIES)),
    }
}
