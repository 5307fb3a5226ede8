//! The balloon against 90 real boots: what dom0 stands at, and what targets bring.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use serde_json::Value;
use sim::balloon::{Balloon, BalloonState, Plan, StopReason, balloon_state};
use sim::boot::Boot;
use sim::config::Config;
use sim::kernel::Ibft;
use sim::map::{Entry, Kind, RawMap};
use sim::simulate::simulate;
use sim::units::{Addr, Pages};
use tests::vectors::load;
use tests::xen_vectors::release;

fn boots() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/xen/balloon.json.gz");
    load(&path).unwrap().as_array().unwrap().clone()
}

fn number(v: &Value, key: &str) -> u64 {
    v[key].as_u64().unwrap_or_else(|| panic!("{key} in {v}"))
}

fn kib(v: &Value, key: &str) -> Pages {
    Pages(number(v, key) / 4)
}

fn hex(v: &Value) -> u64 {
    u64::from_str_radix(v.as_str().unwrap(), 16).unwrap()
}

fn simulated(b: &Value) -> Boot {
    let entries = b["machine_memory_map"].as_array().unwrap().iter().map(|e| {
        let kind = Kind::from_number(u32::try_from(e[2].as_u64().unwrap()).unwrap());
        Entry::new(Addr(hex(&e[0])), Addr(hex(&e[1]) + 1), kind)
    });
    let machine = RawMap { entries: entries.collect() };
    let name = b["linux"].as_str().unwrap();
    let mut linux = read::version::linux(name, None).unwrap().kernel;
    if name.contains("deb") {
        linux.ibft = Ibft::On;
    }
    let text = b["dom0_mem"].as_str().map(str::to_owned);
    let xen = release(b["xen"].as_str().unwrap().split(' ').next().unwrap()).unwrap();
    let pages_given = Some(Pages(number(b, "nr_pages")));
    simulate(&Config { pages_given, ..Config::new(machine, text, xen, linux) })
}

fn seen(phase: &Value) -> BalloonState {
    BalloonState {
        current: kib(phase, "current_kb"),
        in_xen: Pages(number(phase, "xen_pages")),
        ballooned: kib(phase, "low_kb"),
    }
}

/// The one difference that is known and not modelled: the driver of Debian's 6.12.43
/// counts a page less than Xen, in both of its boots; that of 6.12.107 does not, and no
/// release between or before was seen.
const COUNTS_A_PAGE_LESS: &str = "6.12.43+deb12-amd64";

#[test]
fn dom0_stands_where_88_of_90_boots_stood_and_two_differ_by_a_known_page() {
    let (mut same, mut known) = (0, 0);
    for b in boots() {
        let (found, seen) = (balloon_state(&simulated(&b)).unwrap(), seen(&b["phases"][0]));
        if found == seen {
            same += 1;
        } else {
            assert_eq!(b["linux"], COUNTS_A_PAGE_LESS, "{} {found:?} {seen:?}", b["name"]);
            let current = seen.current.plus(Pages(1));
            assert_eq!(found, BalloonState { current, ..seen }, "{}", b["name"]);
            known += 1;
        }
    }
    assert_eq!([same, known], [88, 2]);
}

/// Every target that was written: what the driver and Xen count afterwards is exact,
/// and `MemTotal` moves by as much as came, to the page.
#[test]
fn every_target_brought_what_the_plan_says() {
    let (mut written, mut grew, mut added, mut stopped) = (0, 0, 0, 0);
    for b in boots() {
        let boot = simulated(&b);
        let phases = b["phases"].as_array().unwrap();
        for pair in phases.windows(2) {
            let [before, after] = pair else { panic!("two phases") };
            let free = Pages(number(before, "xen_free_pages"));
            let target = kib(after, "target_kb");
            let plan = Plan::from(&boot, Balloon::default(), seen(before), target, free);
            let what = format!("{} {}", b["name"], after["phase"]);
            let now = seen(after);
            assert_eq!(plan.after.current, now.current, "{what}");
            assert_eq!(plan.after.in_xen, now.in_xen, "{what}");
            let total = kib(before, "mem_total_kb").plus(plan.gains).less(plan.returns);
            assert_eq!(total, kib(after, "mem_total_kb"), "{what}");
            let mapped = kib(before, "direct_map_kb").plus(Pages(plan.sections * 32768));
            assert_eq!(mapped, kib(after, "direct_map_kb"), "{what}");
            written += 1;
            grew += usize::from(!plan.gains.is_zero());
            added += usize::from(plan.sections > 0);
            stopped += usize::from(plan.stop != StopReason::Reached);
        }
    }
    assert_eq!([written, grew, added, stopped], [98, 56, 14, 19]);
}
