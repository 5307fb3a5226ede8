//! What a kernel spends per page of its maximum.
//!
//! So far `struct page` alone, the largest part; page tables, p2m and hash tables
//! are not counted here (spec/overhead.md 1 and 2).

use crate::kernel::{Era, Kernel, Run, Variant};
use crate::span::{Set, Span};
use crate::units::{Bytes, PAGE_SIZE, Pages, Pfn};

/// Pages in a section of the memory map: a section with any RAM has a whole array.
pub const SECTION: Pages = Pages(32768);

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
pub fn struct_page_pages(kernel: Kernel, run: &Run) -> Pages {
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
fn sections(run: &Run) -> u64 {
    let mut touched = Set::default();
    let map = run.table.resolved();
    for ram in map.ram().filter_map(Span::round_in) {
        let (first, end) = (ram.start().0 / SECTION.0, ram.end().0.div_ceil(SECTION.0));
        touched.extend(Span::new(Pfn(first), Pfn(end)));
    }
    crate::span::total(touched.spans()).0
}
