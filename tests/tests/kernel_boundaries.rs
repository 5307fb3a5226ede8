//! The last value on one side of a rule and the first on the other, from the text
//! (spec/kernel.md, spec/overhead.md, spec/xen.md): what no vector sits on exactly.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use sim::balloon::{Balloon, Plan, Target};
use sim::boot::{Boot, Outcome, Shortfall};
use sim::config::Config;
use sim::kernel::rules::ExtraOwner;
use sim::kernel::{Kernel, Layout, ReservationReply, Variant};
use sim::ledger::{Account, Confidence, Ledger};
use sim::map::{Entry, Kind, RawMap};
use sim::memory::{Costs, Facts, HashTables, with_lists};
use sim::simulate::simulate;
use sim::span::Span;
use sim::step::NonRamMove;
use sim::units::{Addr, Bytes, Mfn, Pages, Pfn};
use sim::version::Version;
use sim::xen::dom0_build::BuildResult;
use tests::worlds::{World, kernel, lines};
use tests::xen_vectors::release;

const MIB: u64 = 1 << 20;
const RAM: u32 = 1;
const RESERVED: u32 = 2;
const NVS: u32 = 4;

fn world(release: &str, host: &[(u64, u64, u32)], given: u64) -> World {
    World {
        maximum: ReservationReply(given.cast_signed()),
        ..World::new(kernel(release).unwrap(), host, given)
    }
}

fn bytes(start: u64, end: u64) -> Option<Span<Addr>> {
    Span::new(Addr(start), Addr(end))
}

/// spec/kernel.md 6 step 3: four pairs are remembered. A range begins at an NVS region and
/// holds a second one; so do the next.
#[test]
fn a_fourth_nvs_region_that_swaps_places_is_remembered() {
    let host = [
        (0x10000, 0x11000, NVS),
        (0x11000, 0x12000, RAM),
        (0x12000, 0x13000, NVS),
        (0x13000, 0x20000, RAM),
        (0x30000, 0x31000, NVS),
        (0x31000, 0x32000, RAM),
        (0x32000, 0x33000, NVS),
        (0x33000, 0x40000, RAM),
        (MIB, 2 * MIB, RAM),
    ];
    let layout = Layout {
        kernel: bytes(0x10000, 0x14000),
        initrd: None,
        start_info: bytes(0x30000, 0x34000),
        page_tables: bytes(0x36000, 0x38000),
    };
    let run = World { layout: Some(layout), ..world("6.12", &host, 0x100) }.run();
    assert_eq!(run.panic, None, "{:?}", lines(&run));
    let swapped = [(0x10, 0x1ff), (0x12, 0x1fe), (0x30, 0x1fd), (0x32, 0x1fc)];
    let swapped =
        swapped.map(|(frame, to)| NonRamMove { frame: Mfn(frame), to: Pfn(to), pages: Pages(1) });
    assert!(run.nonram_moved.ends_with(&swapped), "{:?}", run.nonram_moved);
    assert!(lines(&run).contains(&"Remapped 4 non-RAM page(s)".to_owned()));
}

/// spec/kernel.md 6 step 8: an entry is given up where start + size *passes* its end.
#[test]
fn an_initrd_that_ends_where_the_free_ram_ends_moves_there() {
    let found = |start_info: u64, size: u64| {
        let host = [
            (0, 0x10000, RAM),
            (0x10000, 0x80000, RESERVED),
            (0x80000, 0x84000, RAM),
            (MIB, 2 * MIB, RAM),
        ];
        let layout = Layout {
            kernel: bytes(0, 0x10000),
            initrd: bytes(0x50000, 0x50000 + size),
            start_info: bytes(start_info, start_info + 0x490),
            page_tables: None,
        };
        World { layout: Some(layout), ..world("6.12", &host, 0x200) }.run().initrd
    };
    assert_eq!(found(0x80000, 0x3000), bytes(0x81000, 0x84000));
    assert_eq!(found(0x80000, 0x3001), bytes(MIB, MIB + 0x3001));
    assert_eq!(found(0x80000, 0x4000), bytes(MIB, MIB + 0x4000));
    // An entry of just that size holds it.
    assert_eq!(found(0x8000, 0x4000), bytes(0x80000, 0x84000));
    assert_eq!(found(0x8000, 0x4001), bytes(MIB, MIB + 0x4001));
}

/// spec/kernel.md 0.5: `e820: ` in front from 3.5 to 4.15. Between 4.15.18 and 4.20 nothing
/// was read; the older form is kept.
#[test]
fn the_map_is_printed_with_a_prefix_from_3_5_to_before_4_20() {
    let header = |release: &str| {
        let printed = lines(&world(release, &[(0, 16 * MIB, RAM)], 4096).run());
        printed.into_iter().find(|l| l.contains("BIOS-provided")).unwrap()
    };
    let bare = "BIOS-provided physical RAM map:";
    for release in ["3.0.1", "3.4.2", "3.4.113", "4.20", "5.0", "6.12", "7.3"] {
        assert_eq!(header(release), bare, "{release}");
    }
    for release in ["3.5", "3.18", "4.3", "4.15.18", "4.16", "4.19.325"] {
        assert_eq!(header(release), format!("e820: {bare}"), "{release}");
    }
}

/// spec/kernel.md 9: 5.9 to 5.16 and 6.12 on keep the extra regions for mapped guest pages.
#[test]
fn the_room_is_the_pools_from_5_9_to_5_16_and_from_6_12_on() {
    for (release, owner) in [
        ("2.6.37", ExtraOwner::Balloon),
        ("5.8", ExtraOwner::Balloon),
        ("5.8.18", ExtraOwner::Balloon),
        ("5.9", ExtraOwner::Pool),
        ("5.16", ExtraOwner::Pool),
        ("5.16.20", ExtraOwner::Pool),
        ("5.17", ExtraOwner::Balloon),
        ("6.1", ExtraOwner::Balloon),
        ("6.8", ExtraOwner::Balloon),
        ("6.12", ExtraOwner::Pool),
        ("7.3", ExtraOwner::Pool),
    ] {
        assert_eq!(kernel(release).unwrap().extra_owner(), owner, "{release}");
    }
    let classic = Kernel::new(Variant::Classic, Version::new(6, 12, 0));
    assert_eq!(classic.extra_owner(), ExtraOwner::Balloon);
}

fn config(linux: Kernel, dom0_mem: &str) -> Config {
    let ram = |start: u64, end: u64| Entry::new(Addr(start), Addr(end), Kind::Usable);
    let machine = RawMap { entries: vec![ram(0, 0x9f000), ram(MIB, 8192 * MIB)] };
    Config::new(machine, Some(dom0_mem.to_owned()), release("4.1.2").unwrap(), linux)
}

/// spec/overhead.md 3: 8 MiB + 1/2 up to 128 MiB, 40 MiB + 1/4 up to 512 MiB, 104 MiB + 1/8
/// up to 2 GiB, above 296 MiB + 1/32; of all page numbers, 8 MiB more than dom0 has.
#[test]
fn a_classic_dom0_goes_down_to_a_minimum_that_depends_on_its_page_numbers() {
    let linux = Kernel::new(Variant::Classic, Version::new(2, 6, 18));
    for (given, base, part) in [
        (64, 8, 2),
        (119, 8, 2),
        (121, 40, 4),
        (256, 40, 4),
        (503, 40, 4),
        (505, 104, 8),
        (1024, 104, 8),
        (2039, 104, 8),
        (2041, 296, 32),
        (4096, 296, 32),
    ] {
        let balloon = Balloon { target: Target::Size(Pages(1)), ..Balloon::default() };
        let boot = simulate(&Config { balloon, ..config(linux, &format!("{given}M")) });
        assert_eq!(boot.outcome, Outcome::Up, "{given} MiB");
        let target = Plan::of(&boot, balloon).unwrap().target;
        assert_eq!(target, Pages(base * 256 + (given + 8) * 256 / part), "{given} MiB");
    }
}

/// spec/overhead.md 1: to 4.4 the lists of 64 MiB take 416 KiB; in the boots of 5.10 to 7.3
/// each MiB takes 1036 KiB with its lists.
#[test]
fn a_swiotlb_has_416_kib_of_lists_in_old_kernels_and_12_kib_per_mib_from_5_10_on() {
    let kib = |mib: u64, linux: &str| with_lists(Bytes(mib * MIB), release(linux).unwrap()).0 >> 10;
    for linux in ["2.6.32", "3.2", "4.4", "5.9.16"] {
        assert_eq!(kib(64, linux), 65536 + 416, "{linux}");
        assert_eq!(kib(0, linux), 0, "{linux}");
    }
    for linux in ["5.10", "6.1", "7.3"] {
        assert_eq!(kib(64, linux), 64 * 1036, "{linux}");
        assert_eq!(kib(256, linux), 256 * 1036, "{linux}");
    }
}

/// spec/overhead.md 1: 8 bytes per 2 and per 4 pages, each rounded up to a power of two.
#[test]
fn one_page_more_than_a_power_of_two_doubles_both_hash_tables() {
    let linux = kernel("6.12").unwrap();
    let tables = |given: u64| {
        let run = world("6.12", &[(0, given << 12, RAM)], given).run();
        let tables = HashTables::of(linux, &run, Pages(given));
        (tables.dentry.0, tables.inode.0)
    };
    let pages = 1 << 17;
    assert_eq!(tables(pages), (4 * pages, 2 * pages));
    assert_eq!(tables(pages + 1), (8 * pages, 4 * pages));
    assert_eq!(tables(2 * pages), (8 * pages, 4 * pages));
}

/// What fills a part of a page takes the page.
#[test]
fn hash_tables_smaller_than_a_page_take_one() {
    let linux = kernel("6.12").unwrap();
    let run = world("6.12", &[(0, 100 << 12, RAM)], 100).run();
    assert_eq!(HashTables::of(linux, &run, Pages(100)).dentry, Bytes(64 * 8));
    assert_eq!(Costs::of(linux, &run, Pages(100)).hashes, Pages(1));
}

fn sure(boot: &Boot, account: Account) -> Confidence {
    Ledger::at_end(boot).rows().iter().find(|r| r.account == account).unwrap().sure
}

/// What dom0 released is as sure as what it was given: without a size in the option how
/// much Xen leaves for dom0 is an estimate (spec/xen.md 14), and so is the rest of it.
#[test]
fn released_pages_are_an_estimate_where_dom0s_size_is_one() {
    let ram = |start: u64, end: u64| Entry::new(Addr(start * MIB), Addr(end * MIB), Kind::Usable);
    let split = RawMap { entries: vec![ram(0, 2048), ram(4096, 10240)] };
    for linux in ["3.0.1", "3.2"] {
        let machine = split.clone();
        let config = Config { machine, ..config(kernel(linux).unwrap(), "4G") };
        for (option, expected) in
            [(Some("4G".to_owned()), Confidence::Exact), (None, Confidence::Estimated)]
        {
            let boot = simulate(&Config { dom0_mem: option, ..config.clone() });
            let rows = Ledger::at_end(&boot);
            assert!(!rows.pages(Account::FromDom0).is_zero(), "{linux}");
            assert_eq!(sure(&boot, Account::FromDom0), expected, "{linux}");
            assert_eq!(sure(&boot, Account::Stranded), expected, "{linux}");
        }
    }
}

/// A log may say that dom0 has all RAM of the map, but not a page more (spec/xen.md 10).
#[test]
fn dom0_may_have_all_ram_that_a_log_tells_and_no_page_more() {
    let config = config(kernel("6.1").unwrap(), "4G");
    let ram = config.machine.resolved().ram_pages();
    let outcome = |pages| simulate(&Config { pages_given: Some(pages), ..config.clone() }).outcome;
    assert_eq!(outcome(ram), Outcome::Up);
    let more = Outcome::NotBuilt(BuildResult::NotEnoughRam);
    assert_eq!(outcome(ram.plus(Pages(1))), more);
}

/// A kernel image as large as dom0 fits by itself; what lacks is the next thing.
#[test]
fn an_image_as_large_as_dom0_leaves_no_room_for_what_comes_after_it() {
    let lacks = |image: Pages| {
        let facts = Facts { kernel_image: Some(image.bytes()), ..Facts::default() };
        let pages_given = Some(Pages(1 << 18));
        let config = Config { facts, pages_given, ..config(kernel("6.1").unwrap(), "1G") };
        let outcome = simulate(&config).outcome;
        let Outcome::NoRoom(Shortfall { account, has, .. }) = outcome else {
            panic!("{image:?}: {outcome:?}")
        };
        (account, has)
    };
    assert_eq!(lacks(Pages(1 << 18)), (Account::PageTables, Pages(0)));
    assert_eq!(lacks(Pages((1 << 18) + 1)), (Account::KernelImage, Pages(1 << 18)));
}
