//! Each release behaves and speaks as spec/kernel.md says of it: the boundaries of
//! spec/kernel.md 8 with the stable backports, the domain limit, the wording of
//! spec/kernel.md 7.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sim::kernel::{ReservationReply, Variant};
use sim::units::{Pages, Pfn};
use tests::worlds::{World, kernel, lines};

const GIB: u64 = 1 << 30;
const RAM: u32 = 1;
const UNUSABLE: u32 = 5;

fn world(release: &str, host: &[(u64, u64, u32)], given: u64) -> World {
    World::new(kernel(release).unwrap(), host, given)
}

/// Variant, domain limit in GiB (`None` where it plays no part).
fn stands_for(release: &str, variant: Variant, limit: u64) {
    let kernel = kernel(release).unwrap();
    assert_eq!((kernel.variant, kernel.limit), (variant, Pages(limit << 18)), "{release}");
}

#[test]
fn each_release_that_was_read_behaves_as_it_was_read() {
    for (release, variant, limit) in [
        ("2.6.32", Variant::Pvops2632, 128),
        ("2.6.37", Variant::V2637, 128),
        ("2.6.38", Variant::V2637, 128),
        ("2.6.39", Variant::V2639, 128),
        ("3.0.1", Variant::V30, 128),
        ("3.0.4", Variant::V30, 128),
        ("3.0.5", Variant::V305, 128),
        ("3.0.8", Variant::V305, 128),
        ("3.0.101", Variant::V305, 128),
        ("3.1.3", Variant::V31, 128),
        ("3.1.10", Variant::V31, 128),
        ("3.2.0", Variant::V32, 128),
        ("3.2.7", Variant::V32, 128),
        ("3.2.71", Variant::V34Stable, 128),
        ("3.2.102", Variant::V34Stable, 128),
        ("3.3.8", Variant::V33, 500),
        ("3.4.2", Variant::V33, 500),
        ("3.4.110", Variant::V33, 500),
        ("3.4.111", Variant::V34Stable, 500),
        ("3.5.0", Variant::V35, 500),
        ("3.5.7", Variant::V35, 500),
        ("3.6.0", Variant::V36, 500),
        ("3.8.13", Variant::V36, 500),
        ("3.9.6", Variant::V36, 500),
        ("3.10.98", Variant::V36, 500),
        ("3.10.99", Variant::V311, 500),
        ("3.11.0", Variant::V311, 500),
        ("3.15.5", Variant::V311, 500),
        ("3.16.0", Variant::V316, 500),
        ("3.17.4", Variant::V316, 500),
        ("3.18.0", Variant::V318, 500),
        ("3.18.30", Variant::V318, 500),
        ("3.19.8", Variant::V319, 500),
        ("4.2.8", Variant::V319, 500),
        ("4.3.0", Variant::V43, 500),
        ("4.4.0", Variant::V44, 500),
        ("4.5.0", Variant::V44, 500),
        ("4.5.6", Variant::V44, 500),
        ("4.5.7", Variant::V46, 500),
        ("4.6.2", Variant::V46, 500),
        ("6.4.6", Variant::V46, 500),
        ("6.8.1", Variant::V68, 500),
        ("6.12.0", Variant::V612, 500),
        ("6.19.9", Variant::V612, 500),
        ("7.3.4", Variant::V612, 500),
    ] {
        stands_for(release, variant, limit);
    }
}

#[test]
fn the_domain_limit_cuts_what_3_2_71_counts_and_3_4_111_keeps() {
    let base = |release: &str| {
        let mut world = world(release, &[(0, 300 * GIB, RAM)], 150 << 18);
        world.maximum = ReservationReply(150 << 18);
        world.run().max_pfn
    };
    assert_eq!(base("3.2.71"), Pfn(128 << 18));
    assert_eq!(base("3.2.0"), Pfn(128 << 18));
    assert_eq!(base("3.4.111"), Pfn(150 << 18));
    assert_eq!(base("3.4.2"), Pfn(150 << 18));
}

#[test]
fn from_4_3_no_domain_limit_is_left() {
    let end = |release: &str| {
        let mut world = world(release, &[(0, 700 * GIB, RAM)], 600 << 18);
        world.maximum = ReservationReply(600 << 18);
        world.run().max_pfn
    };
    assert_eq!(end("4.2"), Pfn(500 << 18));
    assert_eq!(end("4.3"), Pfn(600 << 18));
}

#[test]
fn ram_ends_are_whole_pages_in_2_6_32_and_from_2_6_38_on() {
    let end = |release: &str| {
        let host = [(0, GIB, RAM), (GIB, GIB + 0x800, RAM), (2 * GIB, 2 * GIB + 0x1800, RAM)];
        let run = world(release, &host, 0x90000).run();
        run.table.entries.iter().map(|e| e.end().0).filter(|end| end % 4096 != 0).count()
    };
    assert_eq!(end("2.6.37"), 2);
    for release in ["2.6.32", "2.6.38", "2.6.39", "3.1"] {
        assert_eq!(end(release), 0, "{release}");
    }
}

#[test]
fn unusable_is_ram_from_the_stable_releases_that_say_so() {
    let ram = |release: &str| {
        let host = [(0, GIB, RAM), (GIB, 2 * GIB, UNUSABLE)];
        world(release, &host, 0x20000).run().max_pfn == Pfn(0x80000)
    };
    for release in ["3.2.70", "3.3.8", "3.4.110", "3.5.7", "3.9.6", "3.10.98"] {
        assert!(!ram(release), "{release}");
    }
    for release in ["3.2.71", "3.4.111", "3.10.99", "3.11", "3.18", "4.2", "4.5.7", "6.12"] {
        assert!(ram(release), "{release}");
    }
}

#[test]
fn the_lines_are_worded_as_each_release_words_them() {
    let host = [(0, 0x9f000, RAM), (1 << 20, 1 << 30, RAM), (3 << 30, (3 << 30) + 4096, 2)];
    let has = |release: &str, part: &str| {
        let found = lines(&world(release, &host, 0x50000).run());
        found.iter().any(|line| line.starts_with(part))
    };
    for (release, part, there) in [
        ("3.4.111", "BIOS-provided physical RAM map:", true),
        ("3.4.111", " Xen: 0000000000000000 - 000000000009f000 (usable)", true),
        ("3.5", "e820: BIOS-provided physical RAM map:", true),
        ("3.5", "Xen: [mem 0x0000000000000000-0x000000000009efff] usable", true),
        ("4.15.18", "e820: BIOS-provided physical RAM map:", true),
        ("4.20", "BIOS-provided physical RAM map:", true),
        ("3.0.8", "xen_release_chunk: looking at area pfn ", true),
        ("3.1", "xen_release_chunk", false),
        ("3.1", "Freeing  ", true),
        ("3.4", "Freeing  9f-100 pfn range: 97 pages freed", true),
        ("3.5", "Freeing 9f-100 pfn range: 97 pages freed", true),
        ("3.16", "1-1 mapping on 9f->100", true),
        ("3.17", "1-1 mapping on", false),
        ("3.17", "Released ", true),
        ("3.18", "1-1 mapping on", false),
        ("3.18", "Set ", true),
        ("3.19", "Set ", false),
        ("6.8", "Remapped 0 non-RAM", false),
        ("6.12", "Remapped 0 non-RAM page(s)", true),
        ("7.3", "Xen: [mem 0x0000000000000000-0x000000000009efff]  System RAM", true),
        ("7.3", "Xen: [mem 0x00000000c0000000-0x00000000c0000fff]  device reserved", true),
        ("7.3", "Xen: [gap 0x0000000040000000-0x00000000bfffffff]", true),
        ("6.19", "Xen: [gap", false),
    ] {
        assert_eq!(has(release, part), there, "{release}: {part}");
    }
}
