//! Every cell of the three tables of spec/overhead.md 5: what a kernel keeps for the
//! pages it might get, from 4 GiB to 1 TiB, with and without `max:`.

#![allow(clippy::unwrap_used)]

use sim::kernel::{Input, Kernel, MemorySetup, ReservationReply, Variant, set_up};
use sim::map::{Entry, Kind, RawMap};
use sim::memory::Costs;
use sim::units::{Addr, Pages};
use sim::version::Version;
use words::fixed;

const TABLES: &str = include_str!("../data/kernel_costs.md");
const DOM0: Pages = Pages(2 << 18);

/// Rows of the table whose first column is `kernel` and that has this heading.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let part = TABLES.split("### ").find(|p| p.starts_with(heading)).unwrap();
    let rows = part.lines().filter(|l| l.starts_with("| e"));
    rows.map(|l| l.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The kernel of a key such as `e2a-3.2.0`.
fn kernel(key: &str) -> Kernel {
    let mut parts = key.split('-');
    let short = parts.next().unwrap();
    let numbers: Vec<u32> = parts.next().unwrap().split('.').map(|n| n.parse().unwrap()).collect();
    let variant = Variant::ALL.into_iter().find(|v| v.key() == short).unwrap();
    let number = |i: usize| numbers.get(i).copied().unwrap_or(0);
    Kernel::new(variant, Version::new(number(0), number(1), number(2)))
}

/// The host of the tables: tables of firmware below a hole from bf780000 to 4 GiB; as
/// much RAM as that takes is moved above.
fn host(gib: u64) -> RawMap {
    let entry = |start, end, kind| Entry::new(Addr(start), Addr(end), kind);
    let entries = vec![
        entry(0, 0x9d800, Kind::Usable),
        entry(0x9d800, 0xa0000, Kind::Reserved),
        entry(0xe0000, 0x100000, Kind::Reserved),
        entry(0x100000, 0xbf6f0000, Kind::Usable),
        entry(0xbf6f0000, 0xbf700000, Kind::AcpiData),
        entry(0xbf700000, 0xbf750000, Kind::AcpiNvs),
        entry(0xbf750000, 0xbf780000, Kind::Reserved),
        entry(0xe0000000, 0xf0000000, Kind::Reserved),
        entry(0xfec00000, 0xfec01000, Kind::Reserved),
        entry(0xfee00000, 0xfee01000, Kind::Reserved),
        entry(0xffe00000, 1 << 32, Kind::Reserved),
        entry(1 << 32, (gib << 30) + (1 << 32) - 0xbf780000, Kind::Usable),
    ];
    RawMap { entries }
}

fn run(kernel: Kernel, gib: u64, limited: bool) -> MemorySetup {
    let host = host(gib);
    let maximum = ReservationReply(if limited { DOM0.0.cast_signed() } else { 0xffff_ffff });
    set_up(&Input { kernel, host: &host, pages: DOM0, maximum, layout: None })
}

fn costs(kernel: Kernel, gib: u64, limited: bool) -> Costs {
    Costs::of(kernel, &run(kernel, gib, limited), DOM0)
}

fn mib(pages: Pages) -> String {
    fixed(pages.0, 256, 1)
}

const HOSTS: [u64; 9] = [4, 8, 16, 32, 64, 128, 256, 512, 1024];

#[test]
fn table_a_the_fixed_cost() {
    let rows = table("Table A");
    assert_eq!(rows.len(), 24);
    for row in rows {
        for (gib, expected) in HOSTS.into_iter().zip(&row[2..]) {
            let total = costs(kernel(row[0]), gib, row[1].contains("max")).total();
            assert_eq!(mib(total), *expected, "{} {} {gib} GiB", row[0], row[1]);
        }
    }
}

#[test]
fn table_b_what_leaving_max_out_costs() {
    let rows = table("Table B");
    assert_eq!(rows.len(), 12);
    for row in rows {
        let kernel = kernel(row[0]);
        for (gib, expected) in HOSTS.into_iter().zip(&row[1..]) {
            let [without, with] = [false, true].map(|limited| costs(kernel, gib, limited).total());
            assert_eq!(mib(without.less(with)), *expected, "{} {gib} GiB", row[0]);
        }
    }
}

#[test]
fn table_c_the_parts_on_a_64_gib_host() {
    let rows = table("Table C");
    assert_eq!(rows.len(), 24);
    for row in rows {
        let (kernel, limited) = (kernel(row[0]), row[1].contains("max"));
        let (run, costs) = (run(kernel, 64, limited), costs(kernel, 64, limited));
        let extra: i64 = run.extra.iter().map(|e| e.pages).sum();
        let own_tables = sim::memory::descriptor_tables(kernel, &run);
        let found = [
            run.max_pfn.0.to_string(),
            extra.to_string(),
            run.pages_end.0.to_string(),
            mib(costs.struct_page),
            mib(own_tables),
            mib(costs.page_tables.less(own_tables)),
            mib(costs.p2m),
            mib(costs.hashes),
            mib(costs.total()),
        ];
        assert_eq!(found.as_slice(), &row[2..], "{} {}", row[0], row[1]);
    }
}
