//! Facts of the sweep over host sizes.

#![allow(clippy::unwrap_used)]

use read::Field;
use sim::boot::Boot;
use sim::memory::Costs;
use sim::units::Pages;
use sim::what_if::sweep::{Sweep, here, point, sizes, sweep};
use tests::booted::booted;
use words::sweep::{flat_from, sweep_rows};

fn run(linux: &str, dom0_mem: &str) -> Boot {
    booted(&[(Field::Linux, linux), (Field::Dom0Mem, dom0_mem)])
}

fn total(sweep: &Sweep, gib: u64) -> [Option<u64>; 2] {
    let p = sweep.points.iter().find(|p| p.installed == Pages(gib << 18)).unwrap();
    [p.without, p.with_max].map(|c| c.map(|c| c.total().0))
}

#[test]
fn the_sweeps_point_at_64_gib_is_the_readers_own_boot() {
    let boot = run("3.2", "4G");
    let all = sweep(&boot);
    assert_eq!(total(&all, 64)[0], Some(here(&boot).unwrap().costs.total().0));
    assert_eq!(total(&all, 64)[1], Some(here(&run("3.2", "4G,max:4G")).unwrap().costs.total().0));
}

#[test]
fn without_max_the_cost_grows_with_the_host_and_stops_at_ten_times_dom0() {
    let all = sweep(&run("3.2", "2G"));
    let costs: Vec<u64> =
        all.points.iter().filter_map(|p| p.without).map(|c| c.total().0).collect();
    assert_eq!(costs.len(), all.points.len());
    assert!(costs.windows(2).all(|w| w[0] <= w[1]));
    let from = all.flat_from().unwrap();
    let gib = from.installed.0 >> 18;
    assert!(16 < gib && gib <= 32, "spec/overhead.md: 2 GiB stops at a 32 GiB host, not {gib}");
    assert!(flat_from(&all).contains(&format!("{gib} GiB")));
}

#[test]
fn with_max_the_host_does_not_matter_where_the_kernel_asks_for_it() {
    let all = sweep(&run("4.4", "2G"));
    let with: Vec<_> = all.points.iter().filter_map(|p| p.with_max).map(Costs::total).collect();
    assert!(with.iter().skip(1).all(|c| *c == with[1]));
    for old in ["2.6.18", "3.0.4"] {
        let all = sweep(&run(old, "2G"));
        assert!(all.points.iter().all(|p| p.without == p.with_max), "{old}");
    }
}

#[test]
fn one_point_at_a_time_is_the_same_as_all_at_once() {
    let boot = run("6.12", "8G");
    let all = sweep(&boot);
    let one = |n: &Pages| point(&boot, boot.pages, *n);
    assert_eq!(all.points, sizes().iter().map(one).collect::<Vec<_>>());
    let rows = sweep_rows(&all);
    assert_eq!(rows.len(), all.points.len());
    assert_eq!((rows[0].installed.as_str(), rows[0].without.as_str()), ("4 GiB", ""));
    assert!(rows.last().unwrap().saved.ends_with("GiB"));
}
