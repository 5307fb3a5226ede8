//! Rules of the kernels that no vector can tell from their opposite: each has its
//! test from the text alone (spec/kernel.md 6b, below its table).
//!
//! Two of them cannot be reached through a set-up (the order in which the balloon's
//! list is searched, runs that adjoin upwards); their tests stand beside the code.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use sim::kernel::{ExtraRegion, KernelPanic, Layout, MemorySetup, ReservationReply};
use sim::span::Span;
use sim::step::NonRamMove;
use sim::units::{Addr, Mfn, Pages, Pfn};
use tests::worlds::{World, kernel, lines, pages, plain};

const GIB: u64 = 1 << 30;
const RAM: u32 = 1;
const RESERVED: u32 = 2;
const NVS: u32 = 4;

fn world(release: &str, host: &[(u64, u64, u32)], given: u64) -> World {
    World::new(kernel(release).unwrap(), host, given)
}

fn bytes(start: u64, end: u64) -> Option<Span<Addr>> {
    Span::new(Addr(start), Addr(end))
}

/// RAM to 4 GiB, then nothing up to page `far`, then a GiB of RAM.
fn far_gap(release: &str, far: u64) -> MemorySetup {
    let host = [(0, 4 * GIB, RAM), (far << 12, (far << 12) + GIB, RAM)];
    world(release, &host, 0x40000).run()
}

#[test]
fn to_3_15_a_stretch_that_reaches_512_gib_is_not_marked_at_all() {
    for release in ["3.2", "3.6", "3.15"] {
        let run = far_gap(release, (1 << 27) - 1);
        assert_eq!(run.identity, [pages(1 << 20, (1 << 27) - 1 - (1 << 20))], "{release}");
        let run = far_gap(release, 1 << 27);
        assert_eq!((run.identity, run.identity_pages), (vec![], Pages(0)), "{release}");
    }
    let high = [(0, 1 << 39, RAM), ((1 << 39) + GIB, (1 << 39) + 2 * GIB, RAM)];
    assert_eq!(world("3.15", &high, 0x40000).run().identity, []);
}

#[test]
fn before_3_2_the_same_holds_for_the_windows() {
    for release in ["2.6.39", "3.0.1", "3.1"] {
        let run = far_gap(release, (1 << 27) - 1);
        assert_eq!(run.identity, [pages(1 << 20, (1 << 27) - 1 - (1 << 20))], "{release}");
        assert_eq!(far_gap(release, 1 << 27).identity, [], "{release}");
    }
}

#[test]
fn from_3_16_a_stretch_that_passes_512_gib_is_cut_there() {
    for release in ["3.16", "3.17", "3.18"] {
        let run = far_gap(release, (1 << 27) + 5);
        let marked = (1 << 27) - (1 << 20);
        assert_eq!(run.identity, [pages(1 << 20, marked)], "{release}");
        assert_eq!(run.identity_pages, Pages(marked), "{release}");
        let line = "1-1 mapping on 100000->8000000".to_owned();
        assert_eq!(lines(&run).contains(&line), release == "3.16", "{release}");
    }
    let high = [(0, 1 << 39, RAM), ((1 << 39) + GIB, (1 << 39) + 2 * GIB, RAM)];
    assert_eq!(world("3.16", &high, 0x40000).run().identity, []);
}

#[test]
fn from_3_19_no_number_is_too_large_to_mark() {
    for release in ["3.19", "4.3", "6.12"] {
        let run = far_gap(release, (1 << 27) + 5);
        assert_eq!(run.identity, [pages(1 << 20, (1 << 27) + 5 - (1 << 20))], "{release}");
    }
}

/// 16 MiB of RAM, then 64 pages of RAM each MiB; `count` entries in all. Dom0 gets
/// the first. The own table has one more, because the ISA area cuts the first.
fn stripes(count: u64) -> Vec<(u64, u64, u32)> {
    let stripe = |i: u64| ((16 + i) << 20, ((16 + i) << 20) + 0x40000, RAM);
    [(0, 16 << 20, RAM)].into_iter().chain((1..count).map(stripe)).collect()
}

fn ram_entries(run: &MemorySetup) -> usize {
    run.table.entries.iter().filter(|e| e.is_ram()).count()
}

#[test]
fn to_4_9_the_machines_map_has_128_entries_and_later_320() {
    let ram = |release: &str, count| ram_entries(&world(release, &stripes(count), 4096).run());
    for release in ["4.3", "4.4", "4.5.7", "4.9.115"] {
        assert_eq!((ram(release, 128), ram(release, 140)), (129, 129), "{release}");
    }
    for release in ["4.10", "6.8", "6.12"] {
        assert_eq!((ram(release, 140), ram(release, 318)), (141, 319), "{release}");
        // The own table is full before the ISA area comes.
        assert_eq!((ram(release, 320), ram(release, 330)), (320, 320), "{release}");
    }
    for release in ["3.2", "3.18", "3.19"] {
        assert_eq!(ram(release, 200), 201, "{release}: as many as there are");
    }
}

#[test]
fn to_4_2_overlaps_that_need_more_entries_lose_the_tail() {
    let host = [(0, 8 << 20, RAM), (4 << 20, 5 << 20, RESERVED)];
    let ends = |release: &str| plain(&world(release, &host, 4096).run().table);
    let (low, isa, high) = ((0, 0xa0000, RAM), (0xa0000, 0x100000, RESERVED), 0x100000);
    let cut = [low, isa, (high, 4 << 20, RAM), (4 << 20, 5 << 20, RESERVED)];
    assert_eq!(ends("3.2"), cut);
    assert_eq!(ends("4.2"), cut);
    let whole = [cut.as_slice(), &[(5 << 20, 8 << 20, RAM)]].concat();
    assert_eq!(ends("4.3"), whole);
}

#[test]
fn the_own_table_takes_320_entries_and_names_the_one_it_drops() {
    for (release, prefix) in [("3.0.1", ""), ("3.2", ""), ("3.5", "e820: "), ("4.20", "")] {
        let run = world(release, &stripes(320), 4096).run();
        assert_eq!(run.table.entries.len(), 320, "{release}");
        let dropped = format!("{prefix}too many entries; ignoring [mem 0x000a0000-0x000fffff]");
        assert!(lines(&run).contains(&dropped), "{release}");
        let run = world(release, &stripes(319), 4096).run();
        assert!(!lines(&run).contains(&dropped), "{release}");
    }
}

#[test]
fn the_balloons_list_has_128_slots_and_the_map_goes_on() {
    for release in ["3.2", "3.6", "3.18", "4.2", "4.10", "6.12"] {
        let run = world(release, &stripes(140), 4096).run();
        assert_eq!(run.extra.len(), 128, "{release}");
        let last = ExtraRegion { start: Pfn(144 << 8), pages: 64 };
        assert_eq!(run.extra.last(), Some(&last), "{release}");
        assert_eq!(ram_entries(&run), 141, "{release}");
    }
}

#[test]
fn a_maximum_of_nothing_is_no_limit() {
    for release in ["3.0.5", "3.1", "3.2", "3.6", "3.18", "4.2", "4.3", "6.12"] {
        let host = [(0, 8 * GIB, RAM)];
        let mut zero = world(release, &host, 0x40000);
        let free = zero.run();
        zero.maximum = ReservationReply(0);
        assert_eq!(zero.run(), free, "{release}");
        zero.maximum = ReservationReply(-1);
        assert_eq!(zero.run(), free, "{release}");
        zero.maximum = ReservationReply(1);
        assert_eq!(zero.run().extra, [], "{release}");
    }
}

#[test]
fn to_4_2_only_the_low_32_bits_of_the_maximum_count_and_with_their_sign() {
    let extra = |release: &str, maximum| {
        let mut world = world(release, &[(0, 8 * GIB, RAM)], 0x40000);
        world.maximum = ReservationReply(maximum);
        world.run().extra
    };
    let full = [ExtraRegion { start: Pfn(0x40000), pages: 0x1c0000 }];
    let little = [ExtraRegion { start: Pfn(0x40000), pages: 7 }];
    for release in ["3.2", "4.2"] {
        assert_eq!(extra(release, (5 << 32) + 0x40007), little, "{release}");
        assert_eq!(extra(release, 1 << 31), full, "{release}");
        assert_eq!(extra(release, (1 << 31) + 0x40007), full, "{release}");
    }
    assert_eq!(extra("4.3", (5 << 32) + 0x40007), full);
    assert_eq!(extra("4.3", 0x40007), little);
}

/// RAM, a hole with the initrd in it, RAM; 32 pages.
fn placed(release: &str, initrd: Option<Span<Addr>>) -> World {
    let host = [(0, 0x40000, RAM), (0x40000, 0x80000, RESERVED), (1 << 20, 1 << 21, RAM)];
    let layout = Layout {
        kernel: bytes(0, 0x4000),
        initrd,
        start_info: bytes(0x4000, 0x4490),
        page_tables: bytes(0x6000, 0x8000),
    };
    World { layout: Some(layout), ..world(release, &host, 32) }
}

#[test]
fn the_initrd_does_not_move_onto_the_start_info() {
    for release in ["4.3", "4.20", "6.8", "6.12"] {
        let mut world = placed(release, bytes(0x50000, 0x52000));
        let run = world.run();
        assert_eq!(run.initrd, bytes(0x8000, 0xa000), "{release}");
        let line = "initrd moved from [mem 0x00050000-0x00052000] to [mem 0x00008000-0x0000a000]";
        assert!(lines(&run).contains(&line.to_owned()), "{release}: {:?}", lines(&run));
        world.layout = world.layout.map(|l| Layout { start_info: None, ..l });
        assert_eq!(world.run().initrd, bytes(0x4000, 0x6000), "{release}");
    }
}

#[test]
fn an_unaligned_initrd_moves_to_whole_pages_and_keeps_its_size() {
    for release in ["4.3", "6.12"] {
        let run = placed(release, bytes(0x50800, 0x51900)).run();
        assert_eq!(run.initrd, bytes(0x8000, 0x9100), "{release}: two pages are touched");
        let run = placed(release, bytes(0x50800, 0x51800)).run();
        assert_eq!(run.initrd, bytes(0x5000, 0x6000), "{release}: one page is touched");
    }
}

/// RAM that starts inside a page: the search keeps that offset and looks at whole pages.
#[test]
fn a_search_that_starts_inside_a_page_looks_at_the_pages_it_steps_to() {
    let found = |start_info: u64| {
        let host = [(0x800, 0x40000, RAM), (0x40000, 0x80000, RESERVED), (1 << 20, 1 << 21, RAM)];
        let layout = Layout {
            kernel: bytes(0x1000, 0x4000),
            initrd: bytes(0x50000, 0x52000),
            start_info: bytes(start_info, start_info + 0x490),
            page_tables: bytes(0x8000, 0x9000),
        };
        World { layout: Some(layout), ..world("6.12", &host, 32) }.run().initrd
    };
    // Two steps from 0x4800 look at pages 4 and 5; its last bytes lie in page 6.
    assert_eq!(found(0x6000), bytes(0x4800, 0x6800));
    // Start info takes the whole of page 4.
    assert_eq!(found(0x4000), bytes(0x5800, 0x7800));
}

#[test]
fn an_unaligned_initrd_inside_ram_stays() {
    let run = placed("6.12", bytes(0x10800, 0x11900)).run();
    assert_eq!((run.initrd, run.panic), (bytes(0x10800, 0x11900), None));
}

#[test]
fn an_initrd_with_no_room_stops_the_kernel() {
    let run = placed("6.12", bytes(0x50000, 0x50000 + (1 << 21))).run();
    assert_eq!(run.panic, Some(KernelPanic::MemorySetup));
    let line = "Can't find new memory area for initrd needed due to E820 map conflict";
    assert!(lines(&run).contains(&line.to_owned()));
}

#[test]
fn an_unaligned_nvs_region_lands_below_the_page_its_frame_moves_to() {
    let host = [
        (0, 0x40000, RAM),
        (0x40800, 0x41000, NVS),
        (0x41000, 0x80000, RAM),
        (1 << 20, 1 << 21, RAM),
    ];
    let mut world = world("6.12", &host, 0x60);
    world.layout = Some(Layout {
        kernel: bytes(0x3f000, 0x42000),
        initrd: None,
        start_info: None,
        page_tables: None,
    });
    let run = world.run();
    assert_eq!(run.panic, None);
    let table = plain(&run.table);
    assert!(table.contains(&(0x7e800, 0x7f000, NVS)), "{table:x?}");
    assert!(table.contains(&(0, 0x7e000, RAM)), "{table:x?}");
    let moved = NonRamMove { frame: Mfn(0x40), to: Pfn(0x7f), pages: Pages(1) };
    assert_eq!(run.nonram_moved, [moved]);
    assert!(lines(&run).contains(&"Remapped 1 non-RAM page(s)".to_owned()));
}
