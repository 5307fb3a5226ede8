//! Rules that no vector can tell from their opposite: each has its test from the
//! text alone (spec/xen.md 14, last paragraph).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use sim::map::{Entry, Kind, RawMap};
use sim::step::MaxReservation;
use sim::units::{Addr, Bytes, Pages};
use sim::version::Version;
use sim::xen::Group;
use sim::xen::autoballoon::{Autoballoon, autoballoon};
use sim::xen::env::{self, Env, Initrd, Iommu, P2mNote, Shadow, Tables, Text};
use sim::xen::grammar::Report;
use sim::xen::machine_map::{Limits, Platform, processed};
use sim::xen::reservation::{Dom0Size, Size, dom0_size};
use tests::xen_vectors::release;

const HOST: Pages = Pages(1 << 22);
/// A sixteenth, at most 128 MiB, is kept where nothing is asked for.
const DEFAULT: u64 = (1 << 22) - 32768;

fn v(text: &str) -> Version {
    release(text).unwrap()
}

fn value<'a>(xen: &str, text: &'a str) -> Env<'a> {
    Env::plain(v(xen), Text::Value(text), HOST)
}

fn line<'a>(xen: &str, text: &'a str) -> Env<'a> {
    Env { text: Text::Line(text), ..value(xen, "") }
}

fn check(env: &Env<'_>, expected: u64) -> Dom0Size {
    let run = dom0_size(env);
    assert_eq!(run.size, Size::Pages(Pages(expected)), "{env:?}");
    run
}

#[test]
fn a_no_prefix_is_ignored_before_4_5() {
    check(&line("4.4.4", "no-dom0_mem=2G"), 1 << 19);
    check(&line("4.5.0", "no-dom0_mem=2G"), DEFAULT);
}

#[test]
fn a_no_prefix_with_an_empty_value_calls_the_parser_with_no() {
    for line_text in ["dom0_mem=2G no-dom0_mem=", "dom0_mem=2G no-dom0_mem"] {
        let run = check(&line("4.5.0", line_text), DEFAULT);
        assert_eq!(run.values, [b"2G".to_vec(), b"no".to_vec()]);
        assert_eq!(run.parsed.report, Report::Silent);
        let run = check(&line("4.10.0", line_text), DEFAULT);
        assert_eq!(run.parsed.report, Report::Invalid);
        let run = check(&line("4.12.0", line_text), 1 << 19);
        assert_eq!(run.parsed.report, Report::Invalid);
        let run = check(&line("4.4.4", line_text), DEFAULT);
        assert_eq!(run.values, [b"2G".to_vec(), Vec::new()]);
    }
}

#[test]
fn a_32_bit_dom0_of_3_4_is_capped_at_32_bits() {
    let env = Env { available: Pages(1 << 40), ..value("3.4.0", "0") };
    let most = Env { available: Pages(1 << 40), ..value("3.4.0", "-4K") };
    check(&env, (1 << 40) - 32768);
    check(&most, (1 << 40) - 1);
    check(&Env { kind: env::Kind::Pv32, ..most.clone() }, (1 << 32) - 1);
    let newer = Env { kind: env::Kind::Pv32, version: v("4.0.0"), ..most };
    check(&newer, (1 << 40) - 1);
}

#[test]
fn a_32_bit_dom0_below_nothing_is_capped_too_and_a_64_bit_one_is_left_there() {
    let env = value("3.4.0", "max:-32G");
    assert_eq!(dom0_size(&env).size, Size::BelowZero(Pages((32 << 18) - HOST.0)));
    check(&Env { kind: env::Kind::Pv32, ..env }, (1 << 32) - 1);
}

#[test]
fn no_limit_is_told_as_minus_one_before_4_1_5_and_by_4_2_0_and_4_2_1() {
    let told = |xen, kind| dom0_size(&Env { kind, ..value(xen, "2G") }).returned.0;
    for xen in ["3.4.0", "4.0.4", "4.1.4", "4.2.0", "4.2.1"] {
        assert_eq!(told(xen, env::Kind::Pv64), -1, "{xen}");
    }
    for xen in ["4.1.5", "4.1.6", "4.2.2", "4.3.0", "4.22.0"] {
        assert_eq!(told(xen, env::Kind::Pv64), 4294967295, "{xen}");
        assert_eq!(told(xen, env::Kind::Pv32), -1, "{xen}");
    }
}

#[test]
fn the_built_in_text_counts_only_where_the_parser_was_never_called() {
    let env = |text| Env { built_in: "1G", ..line("4.12.0", text) };
    check(&env("loglvl=all"), 1 << 18);
    check(&env("dom0_mem=2GB"), DEFAULT);
    check(&env("no-dom0_mem="), DEFAULT);
    let refused = check(&env("no-dom0_mem=2G"), 1 << 18);
    assert_eq!(refused.parsed.report, Report::Invalid);
    check(&Env { version: v("4.11.4"), ..env("loglvl=all") }, DEFAULT);
}

#[test]
fn all_there_is_taken_off_leaves_nothing_to_4_11_and_the_default_later() {
    let all = format!("-{}K", HOST.0 * 4);
    for xen in ["3.4.0", "4.0.0", "4.11.4"] {
        check(&value(xen, &all), 0);
    }
    check(&value("4.12.0", &all), DEFAULT);
}

#[test]
fn a_host_too_small_for_a_reserve_has_no_default_to_4_11() {
    let size = |xen, pages| check(&Env { available: Pages(pages), ..line(xen, "") }, pages);
    check(&Env { available: Pages(15), ..line("4.11.4", "") }, 0);
    check(&Env { available: Pages(16), ..line("4.11.4", "") }, 15);
    size("4.12.0", 15);
}

#[test]
fn the_maximum_is_a_share_of_what_the_paging_pool_leaves() {
    let pvh = env::Kind::Pvh;
    let env = Env { kind: pvh, tables: Tables::Apart, ..value("4.14.0", "1G,max:50%") };
    let run = dom0_size(&env);
    let shared = dom0_size(&Env { tables: Tables::Shared, ..env });
    assert!(run.spendable < shared.spendable);
    assert_eq!(run.maximum, MaxReservation::Pages(Pages(run.spendable.0 / 2)));
    assert_eq!(shared.maximum, MaxReservation::Pages(Pages(shared.spendable.0 / 2)));
}

#[test]
fn the_maximum_of_4_6_counts_down_from_what_shadow_leaves() {
    let run = dom0_size(&Env { shadow: Shadow::On, ..value("4.6.0", "1G,max:-1G") });
    assert_eq!(run.spendable, Pages(HOST.0 - 9 * 256));
    assert_eq!(run.maximum, MaxReservation::Pages(Pages(run.spendable.0 - (1 << 18))));
}

#[test]
fn passthrough_spares_the_iommu_tables_exactly_from_4_17() {
    let tables = (1..8).map(|s| HOST.0 >> (9 * s)).sum::<u64>();
    let env = |xen, iommu| Env { iommu, ..value(xen, "-0") };
    for (xen, iommu, expected) in [
        ("4.16.7", Iommu::Passthrough, HOST.0 - tables),
        ("4.17.0", Iommu::Passthrough, HOST.0),
        ("4.16.7", Iommu::On, HOST.0 - tables),
        ("4.17.0", Iommu::On, HOST.0 - tables),
        ("4.17.0", Iommu::Off, HOST.0),
    ] {
        check(&env(xen, iommu), expected);
    }
}

#[test]
fn a_pvh_dom0_has_the_iommu_on_whatever_is_set() {
    for iommu in [Iommu::Off, Iommu::On, Iommu::Passthrough] {
        let env = Env { kind: env::Kind::Pvh, iommu, ..value("4.14.0", "-0") };
        let tables = (1..8).map(|s| HOST.0 >> (9 * s)).sum::<u64>();
        check(&env, HOST.0 - tables);
    }
}

/// At 4.17, where passthrough spares a PV dom0 its tables. The pool of 4.17 is 4 KiB
/// for each MiB of dom0 and 1 MiB for its vCPU.
#[test]
fn a_pvh_dom0_has_no_passthrough() {
    let tables = (1..8).map(|s| HOST.0 >> (9 * s)).sum::<u64>();
    let pool = (256 + 1024_u64).div_ceil(256) * 256;
    let env = Env { kind: env::Kind::Pvh, tables: Tables::Apart, ..value("4.17.0", "1G") };
    for iommu in [Iommu::Off, Iommu::On, Iommu::Passthrough] {
        let run = dom0_size(&Env { iommu, ..env.clone() });
        assert_eq!(run.spendable, Pages(HOST.0 - tables - pool), "{iommu:?}");
    }
}

fn old_kernel(xen: &str, text: &'static str) -> Env<'static> {
    let note = P2mNote::Absent {
        base: Addr(0xffffffff80000000),
        end: Addr(0xffffffff81000000),
        initrd: Bytes(16 << 20),
        placed: Initrd::Unmapped,
    };
    Env { note, available: Pages(1 << 28), ..value(xen, text) }
}

#[test]
fn a_percentage_is_no_page_count_and_does_not_stop_the_clip() {
    let half = 1 << 27;
    check(&Env { available: Pages(1 << 28), ..value("4.12.0", "50%") }, half);
    let clipped = ((1 << 31) - (16 << 20)) / 16;
    check(&old_kernel("4.12.0", "50%"), clipped);
    check(&old_kernel("4.12.0", "512G"), half);
    check(&old_kernel("4.12.0", "4K+50%"), half + 1);
}

#[test]
fn the_clip_spares_3_4_and_pvh() {
    let all = (1 << 28) - 32768;
    check(&old_kernel("3.4.0", ""), all);
    check(&old_kernel("4.0.0", ""), ((1 << 31) - (32 << 20)) / 16);
    check(&old_kernel("4.1.0", ""), ((1 << 31) - (16 << 20)) / 16);
    let pvh = Env { kind: env::Kind::Pvh, ..old_kernel("4.14.0", "512G") };
    let default = Env { text: Text::Absent, ..pvh.clone() };
    check(&pvh, 1 << 27);
    assert!(dom0_size(&default).size != dom0_size(&old_kernel("4.14.0", "")).size);
}

fn map(list: &[(u64, u64, u32)]) -> RawMap {
    let kind = Kind::from_number;
    let entry = |&(s, e, k): &(u64, u64, u32)| Entry::new(Addr(s), Addr(e), kind(k));
    RawMap { entries: list.iter().map(entry).collect() }
}

type Triples<'a> = &'a [(u64, u64, u32)];

fn check_map(xen: &str, typed: &str, below: Platform, host: Triples, expected: Triples) {
    let limits = Limits::on(typed.as_bytes(), Group::of(v(xen)));
    let found = processed(&map(host), v(xen), limits, below);
    assert_eq!(found, map(expected).resolved(), "{typed} on Xen {xen}");
}

#[test]
fn ram_in_the_bios_area_is_removed_unless_4_13_runs_virtualised() {
    let host = [(0, 0x200000, 1)];
    let cut = [(0, 0xa0000, 1), (0x100000, 0x200000, 1)];
    check_map("4.12.0", "", Platform::BareMetal, &host, &cut);
    check_map("4.12.0", "", Platform::Nested, &host, &cut);
    check_map("4.13.0", "", Platform::BareMetal, &host, &cut);
    check_map("4.13.0", "", Platform::Nested, &host, &host);
}

#[test]
fn only_ram_is_removed_there() {
    let host = [(0, 0x200000, 1), (0xf0000, 0x100000, 2)];
    let cut = [(0, 0xa0000, 1), (0xf0000, 0x100000, 2), (0x100000, 0x200000, 1)];
    check_map("4.20.0", "", Platform::BareMetal, &host, &cut);
}

#[test]
fn xen_3_4_skips_the_entry_behind_a_deleted_one() {
    let host = [(0, 0x4000, 1), (0x5000, 0x6000, 1), (0x7000, 0x8000, 1), (0x9000, 0xa000, 1)];
    let left = [(0, 0x4000, 1), (0x7000, 0x8000, 1)];
    check_map("3.4.0", "mem=16", Platform::BareMetal, &host, &left);
    let marked = [(0, 0x4000, 1), (0x5000, 0x6000, 5), (0x7000, 0x8000, 5), (0x9000, 0xa000, 5)];
    check_map("4.0.0", "mem=16", Platform::BareMetal, &host, &marked);
}

/// A vector of 3.4 loses an entry that starts at the limit: deleted, not emptied.
#[test]
fn xen_3_4_deletes_an_entry_that_starts_at_the_limit_and_skips_the_next() {
    let host = [(0, 0x4000, 1), (0x8000, 0x9000, 1), (0xa000, 0xb000, 1)];
    let left = [(0, 0x4000, 1), (0xa000, 0xb000, 1)];
    check_map("3.4.0", "mem=32", Platform::BareMetal, &host, &left);
}

/// The skipped entry may be no RAM: then the next RAM behind it is cut after all.
#[test]
fn xen_3_4_may_skip_an_entry_it_would_have_kept_anyway() {
    let host = [(0, 0x4000, 1), (0x5000, 0x6000, 1), (0x7000, 0x8000, 2), (0x9000, 0xa000, 1)];
    let left = [(0, 0x4000, 1), (0x7000, 0x8000, 2)];
    check_map("3.4.0", "mem=16", Platform::BareMetal, &host, &left);
}

#[test]
fn firmware_entries_behind_xens_table_are_lost() {
    let host = (0..1100).map(|n| (n << 21, (n << 21) + 4096, 1)).collect::<Vec<_>>();
    for (xen, entries) in [("4.8.5", 128), ("4.9.0", 1024)] {
        check_map(xen, "", Platform::BareMetal, &host, &host[..entries]);
    }
}

#[test]
fn availmem_is_unknown_before_4_1() {
    let host = [(0, 0x8000, 1)];
    check_map("4.0.4", "availmem=16", Platform::BareMetal, &host, &host);
    let cut = [(0, 0x4000, 1), (0x4000, 0x8000, 5)];
    check_map("4.1.0", "availmem=16", Platform::BareMetal, &host, &cut);
}

/// Whether the walk stops where RAM reaches the limit or where it exceeds it leads to
/// the same map: no RAM lies between one entry's end and the next one's start.
#[test]
fn availmem_that_ends_with_an_entry_leaves_that_entry_whole() {
    let host = [(0, 0x4000, 1), (0x5000, 0x6000, 2), (0x8000, 0x9000, 1)];
    check_map("4.1.0", "availmem=20", Platform::BareMetal, &host, &host);
    let cut = [(0, 0x4000, 1), (0x5000, 0x6000, 2), (0x8000, 0x9000, 5)];
    check_map("4.1.0", "availmem=16", Platform::BareMetal, &host, &cut);
}

#[test]
fn a_tab_does_not_separate_for_autoballoon() {
    let check = |line: &str, expected| {
        assert_eq!(autoballoon(v("4.22.0"), line.as_bytes()), expected, "{line:?}");
    };
    check("a dom0_mem=2G b", Autoballoon::AutoOff);
    check("a\tdom0_mem=2G b", Autoballoon::AutoOn);
    check("a dom0_mem=2G\tb", Autoballoon::AutoOn);
}
