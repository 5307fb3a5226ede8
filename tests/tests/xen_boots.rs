//! Real boots against the estimate and the size: how far off, and never further.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use serde_json::Value;
use sim::step::Maximum;
use sim::units::Pages;
use sim::xen::env::{Env, Text};
use sim::xen::estimate::{Host, SPREAD_PER_MILLE, estimate};
use sim::xen::outcome::{Built, Need, built};
use sim::xen::reservation::{Size, dom0_size};
use tests::vectors::load;
use tests::xen_vectors::release;

fn data(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/xen").join(file);
    load(&path).unwrap().as_array().unwrap().clone()
}

fn number(v: &Value, key: &str) -> u64 {
    v[key].as_u64().unwrap_or(0)
}

fn host(v: &Value, cpus: &str) -> Host {
    Host {
        ram: Pages(number(v, "system_ram_kib") / 4),
        cpus: u32::try_from(number(v, cpus)).unwrap(),
        crashkernel: Pages(number(v, "crashkernel_pages")),
    }
}

/// Off by at most so many millionths of what was seen.
fn check_close(found: u64, seen: u64, millionths: u64, what: &Value) {
    let off = found.abs_diff(seen);
    assert!(off * 1_000_000 <= seen * millionths, "{found} {seen} {what}");
}

#[test]
fn the_estimate_is_within_a_twentieth_of_a_percent_of_four_public_logs() {
    let logs = data("boot_logs.json");
    let logs: Vec<_> = logs.iter().filter(|l| l["avail_pages_inferred"].is_u64()).collect();
    assert_eq!(logs.len(), 4);
    for log in logs {
        let version = release(log["xen"].as_str().unwrap()).unwrap();
        let found = estimate(version, host(log, "vcpus")).pages.0;
        check_close(found, number(log, "avail_pages_inferred"), 500, log);
    }
}

/// Boots whose size follows from the text alone are exact; those that depend on what
/// Xen leaves are within the spread, without a text within a hundredth of it.
#[test]
fn dom0_gets_the_pages_and_the_maximum_it_got_in_88_boots() {
    let (mut exact, mut default) = (0, 0);
    for b in data("boots.json.gz") {
        let version = release(b["xen"].as_str().unwrap()).unwrap();
        let text = b["dom0_mem"].as_str().map_or(Text::Absent, Text::Value);
        let available = estimate(version, host(&b, "cpus")).pages;
        let vcpus = u32::try_from(number(&b, "cpus")).unwrap();
        let run = dom0_size(&Env { vcpus, ..Env::plain(version, text, available) });
        let Size::Pages(found) = run.size else { panic!("{b}") };
        let seen = number(&b, "nr_pages");
        let limit = match run.maximum {
            Maximum::Unbounded => u64::from(u32::MAX),
            Maximum::Limited(pages) => pages.0,
        };
        let spread = if b["dom0_mem"].is_null() { 33 } else { SPREAD_PER_MILLE * 1000 };
        check_close(found.0, seen, spread, &b);
        check_close(limit, number(&b, "dom0_max_pages"), spread, &b);
        exact += usize::from(found.0 == seen);
        default += usize::from(b["dom0_mem"].is_null());
        let initrd = Pages(number(&b, "initrd_bytes").div_ceil(4096));
        let need = Need { block: Pages(number(&b, "block_pages")), initrd };
        assert_eq!(built(run.size, need, available), Built::Fits, "{b}");
    }
    assert_eq!(default, 10);
    assert!(exact >= 70, "{exact}");
}
