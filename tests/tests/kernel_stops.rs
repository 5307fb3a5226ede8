//! Which check stops a kernel where two could, and what the kernel does instead of
//! stopping: the order is that of spec/kernel.md 6 steps 3, 8, 9 and 10.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sim::kernel::{KernelPanic, Layout, MemorySetup, ReservationReply};
use sim::span::Span;
use sim::units::{Addr, Pages, Pfn};
use tests::worlds::{World, kernel, lines};

const RAM: u32 = 1;
const RESERVED: u32 = 2;
const NVS: u32 = 4;
const NOWHERE: Layout = Layout { kernel: None, initrd: None, start_info: None, page_tables: None };
/// From 1 MiB on all maps here have a MiB of RAM, above what dom0 gets.
const HIGH: (u64, u64, u32) = (0x100000, 0x200000, RAM);

fn bytes(start: u64, end: u64) -> Option<Span<Addr>> {
    Span::new(Addr(start), Addr(end))
}

fn run(release: &str, host: &[(u64, u64, u32)], pages: u64, layout: Layout) -> MemorySetup {
    let world = World::new(kernel(release).unwrap(), host, pages);
    World { layout: Some(layout), ..world }.run()
}

fn check(run: &MemorySetup, panic: KernelPanic, text: &str, said: &[&str]) {
    assert_eq!((run.panic, panic.to_string().as_str()), (Some(panic), text));
    assert_eq!(lines(run), said);
}

const NO_SWAP: &str = "No suitable area found for required E820 entry remapping action";
const TOO_MANY: &str = "Number of required E820 entry remapping actions exceed maximum value";

fn conflict(what: &str) -> String {
    format!("Xen hypervisor allocated {what} memory conflicts with E820 map")
}

/// NVS and, past it, a reserved page lie in the kernel's range.
fn nvs_and_reserved(more: &[(u64, u64, u32)]) -> Vec<(u64, u64, u32)> {
    let low = [
        (0, 0x10000, RAM),
        (0x10000, 0x11000, NVS),
        (0x11000, 0x12000, RESERVED),
        (0x12000, 0x40000, RAM),
    ];
    [low.as_slice(), more].concat()
}

#[test]
fn an_nvs_region_without_ram_to_swap_stops_the_kernel_before_any_conflict_of_that_range() {
    let layout = Layout { kernel: bytes(0xf000, 0x13000), ..NOWHERE };
    let swap = "BUG in xen_e820_swap_entry_with_ram";
    let found = run("6.12", &nvs_and_reserved(&[]), 0x40, layout);
    check(&found, KernelPanic::NoSwap, swap, &[NO_SWAP]);
    // With RAM to give up, the reserved page is a conflict.
    let found = run("6.12", &nvs_and_reserved(&[HIGH]), 0x40, layout);
    let usable = "BUG in xen_chk_is_e820_usable";
    check(&found, KernelPanic::NotUsable, usable, &[&conflict("kernel")]);
    // RAM below the end of dom0's pages is none to give up.
    let found = run("6.12", &nvs_and_reserved(&[HIGH]), 0x200, layout);
    check(&found, KernelPanic::NoSwap, swap, &[NO_SWAP]);
    assert_eq!(found.hypercalls.maximum_reservation, 0);
}

#[test]
fn each_range_is_swapped_and_checked_before_the_next_one() {
    let host = nvs_and_reserved(&[]);
    let info = bytes(0x11000, 0x11490);
    let tables = bytes(0x10000, 0x11000);
    let layout = Layout { start_info: info, page_tables: tables, ..NOWHERE };
    let said = conflict("xen_start_info");
    let usable = "BUG in xen_chk_is_e820_usable";
    check(&run("6.12", &host, 0x40, layout), KernelPanic::NotUsable, usable, &[&said]);
    let layout = Layout { start_info: None, page_tables: tables, kernel: info, ..NOWHERE };
    let said = conflict("kernel");
    check(&run("6.12", &host, 0x40, layout), KernelPanic::NotUsable, usable, &[&said]);
    let layout = Layout { start_info: bytes(0x2000, 0x2490), page_tables: tables, ..NOWHERE };
    let swap = "BUG in xen_e820_swap_entry_with_ram";
    check(&run("6.12", &host, 0x40, layout), KernelPanic::NoSwap, swap, &[NO_SWAP]);
}

/// Three stretches of 8 pages after holes; page 0 and page 2 of each are NVS. (The
/// kernel goes through its table by index while it shrinks, so that of two regions
/// between RAM the second would be passed over.)
fn nvs_in_three_places() -> Vec<(u64, u64, u32)> {
    let mut host = vec![(0, 0x8000, RAM)];
    for at in [0x10000, 0x20000, 0x30000] {
        host.extend([
            (at, at + 0x1000, NVS),
            (at + 0x1000, at + 0x2000, RAM),
            (at + 0x2000, at + 0x3000, NVS),
            (at + 0x3000, at + 0x8000, RAM),
        ]);
    }
    host.push(HIGH);
    host
}

#[test]
fn four_nvs_regions_are_moved_and_a_fifth_stops_the_kernel() {
    let host = nvs_in_three_places();
    let two =
        Layout { kernel: bytes(0x20000, 0x28000), start_info: bytes(0x10000, 0x18000), ..NOWHERE };
    let found = run("6.12", &host, 0x40, two);
    assert_eq!(found.panic, None);
    // The frames in rising order, whatever the order of the moves; the last pages of
    // RAM go first.
    let moves: Vec<_> = found.nonram_moved.iter().map(|m| (m.frame.0, m.to.0)).collect();
    assert_eq!(moves, [(0x10, 0x1fd), (0x12, 0x1fc), (0x20, 0x1ff), (0x22, 0x1fe)]);
    assert!(lines(&found).contains(&"Remapped 4 non-RAM page(s)".to_owned()));
    let three = Layout { page_tables: bytes(0x30000, 0x38000), ..two };
    let found = run("6.12", &host, 0x40, three);
    let text = "BUG: more than 4 ACPI NVS regions to move out of the way";
    check(&found, KernelPanic::TooManySwaps, text, &[TOO_MANY]);
    // Before any conflict of that range, and after a search for RAM in vain.
    let conflicting = Layout { page_tables: bytes(0x30000, 0x39000), ..two };
    let found = run("6.12", &host, 0x40, conflicting);
    assert_eq!(found.panic, Some(KernelPanic::TooManySwaps));
    assert_eq!(run("6.12", &host, 0x1fb, three).panic, Some(KernelPanic::TooManySwaps));
    assert_eq!(run("6.12", &host, 0x1fc, three).panic, Some(KernelPanic::NoSwap));
    // Before 6.12 nothing is moved.
    assert_eq!(run("6.8", &host, 0x40, three).panic, Some(KernelPanic::MemorySetup));
}

#[test]
fn to_6_8_the_kernel_is_checked_before_the_page_tables_and_both_before_the_initrd() {
    let host = [(0, 0x40000, RAM), (0x40000, 0x80000, RESERVED)];
    let off = bytes(0x50000, 0x51000);
    let huge = bytes(0x40000, 0x40000 + (1 << 30));
    let all = Layout { kernel: off, initrd: huge, start_info: off, page_tables: off };
    for release in ["4.3", "4.4", "4.20", "6.8"] {
        let kernel = "BUG in xen_memory_setup";
        let found = run(release, &host, 0x40, all);
        check(&found, KernelPanic::MemorySetup, kernel, &[&conflict("kernel")]);
        let tables = Layout { kernel: bytes(0x1000, 0x2000), ..all };
        let found = run(release, &host, 0x40, tables);
        let text = "BUG in xen_pt_check_e820";
        check(&found, KernelPanic::PageTables, text, &[&conflict("page table")]);
        let initrd = Layout { page_tables: bytes(0x2000, 0x3000), ..tables };
        let found = run(release, &host, 0x40, initrd);
        let no_room = "Can't find new memory area for initrd needed due to E820 map conflict";
        check(&found, KernelPanic::MemorySetup, kernel, &[no_room]);
    }
}

#[test]
fn a_conflict_stops_the_kernel_before_a_run_that_is_too_long_does() {
    let host = [(0, 0x40000, RAM), HIGH];
    for release in ["4.4", "6.12"] {
        // 36 pages move, and only 10 are the balloon's.
        let mut world = World::new(kernel(release).unwrap(), &host, 100);
        world.maximum = ReservationReply(74);
        assert_eq!(world.run().panic, Some(KernelPanic::RunTooLong), "{release}");
        let initrd = bytes(0x50000, 0x50000 + (2 << 20));
        world.layout = Some(Layout { initrd, ..NOWHERE });
        assert_eq!(world.run().panic, Some(KernelPanic::MemorySetup), "{release}");
    }
}

/// The page of the start info is a reserved one to its end, so the search that steps
/// from 0x800 to 0x1800 starts again at 0x2800.
#[test]
fn an_initrd_in_ram_that_starts_inside_a_page_keeps_off_the_start_infos_page() {
    let end = 13194139537407;
    let layout = Layout {
        kernel: bytes(5529225334784, 5529225338880),
        initrd: bytes(13194139529216, 13194140577792),
        start_info: bytes(4096, 4096 + 1168),
        page_tables: bytes(12607806210048, 12607808307200),
    };
    for release in ["4.3", "6.8"] {
        let found = run(release, &[(2048, end, RAM)], 65536, layout);
        assert_eq!((found.panic, found.initrd), (None, bytes(0x2800, 0x102800)), "{release}");
    }
}

/// Pages that no address reaches are passed for good: the search goes to the next
/// entry and ends.
#[test]
fn the_search_for_the_initrds_place_ends_past_the_last_address() {
    let top = u64::MAX - 0xfff;
    let low = (0x3000, 0x8000, RAM);
    let layout = Layout { initrd: bytes(0x9000, 0xa000), kernel: bytes(0x3000, 0x4000), ..NOWHERE };
    let host = [(top - 0x4000, top - 1, RAM), low];
    let found = run("4.3", &host, 8, layout);
    assert_eq!((found.panic, found.initrd), (None, bytes(0x4000, 0x5000)));
    let search = Layout { page_tables: bytes(0x4000, 0x8000), ..layout };
    assert!(run("4.3", &[low], 8, search).panic.is_some());
}

#[test]
fn ram_from_64_tib_up_has_no_page_numbers_and_ram_that_reaches_there_is_cut() {
    let tib = 1_u64 << 40;
    let host = |start| [(0, 1 << 30, RAM), (start, 65 * tib, RAM)];
    for release in ["3.2", "3.6", "3.18", "4.2"] {
        let end = |start| {
            let mut world = World::new(kernel(release).unwrap(), &host(start), 0x40000);
            world.kernel.limit = Pages(1 << 40);
            world.run().max_pfn
        };
        assert_eq!(end(64 * tib), Pfn(0x40000), "{release}");
        assert_eq!(end(64 * tib - (1 << 20)), Pfn(1 << 34), "{release}");
    }
}
