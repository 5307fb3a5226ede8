//! Real boots against the estimate and the size: how far off, and never further.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use read::{Field, Form};
use serde_json::Value;
use sim::boot::Outcome;
use sim::step::MaxReservation;
use sim::units::Pages;
use sim::version::Version;
use sim::xen::dom0_build::{BuildMinimum, BuildResult, built};
use sim::xen::env::{Env, Iommu, Text};
use sim::xen::estimate::{Host, SPREAD_PER_MILLE, estimate};
use sim::xen::reservation::{Size, dom0_size};
use tests::booted::boot_of;
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
        iommu: Iommu::Off,
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

/// The estimate promises no panic where dom0 came up, and is the block itself for a
/// distribution's kernel.
fn check_need(b: &Value, need: BuildMinimum) {
    let name = b["name"].as_str().unwrap();
    let kernel = name.split('-').find_map(|part| part.strip_prefix('k')).unwrap();
    let release = read::version::linux(kernel, None).unwrap().kernel.release;
    let seen = BuildMinimum::seen(release, None);
    assert!(seen.block <= need.block, "{name}");
    if release >= Version::new(5, 10, 0) {
        assert_eq!(seen.block, need.block, "{name}");
        assert!(need.initrd.0.abs_diff(seen.initrd.0) <= 11, "{name}");
    } else {
        assert_eq!(need.initrd, Pages(333), "{name}");
        assert!(seen == BuildMinimum::LEAST && need.block <= Pages(16384), "{name}");
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
            MaxReservation::Unlimited => u64::from(u32::MAX),
            MaxReservation::Pages(pages) => pages.0,
        };
        let spread = if b["dom0_mem"].is_null() { 33 } else { SPREAD_PER_MILLE * 1000 };
        check_close(found.0, seen, spread, &b);
        check_close(limit, number(&b, "dom0_max_pages"), spread, &b);
        exact += usize::from(found.0 == seen);
        default += usize::from(b["dom0_mem"].is_null());
        let initrd = Pages(number(&b, "initrd_bytes").div_ceil(4096));
        let need = BuildMinimum { block: Pages(number(&b, "block_pages")), initrd };
        check_need(&b, need);
        assert_eq!(built(run.size, need, available), BuildResult::Fits, "{b}");
    }
    assert_eq!(default, 10);
    assert!(exact >= 70, "{exact}");
}

/// Xen looks first: what it refuses never gets as far as the kernel's own room.
#[test]
fn a_tiny_dom0_stops_in_xen_only_below_what_its_kind_of_kernel_needs() {
    let check = |linux, option, image, xen_stops| {
        let form = Form::default()
            .with(Field::HostMem, "8G")
            .with(Field::Dom0Mem, option)
            .with(Field::Xen, "4.17")
            .with(Field::Linux, linux)
            .with(Field::KernelImage, image);
        let outcome = boot_of(&form).outcome;
        let stops = matches!(outcome, Outcome::NotBuilt(BuildResult::TooSmall { .. }));
        assert_eq!(stops, xen_stops, "{linux} {option} {image} {outcome:?}");
    };
    check("6.1", "129M", "", true);
    check("6.1", "130M", "", false);
    check("6.1", "16M", "40164K", true);
    check("6.1", "64M", "3000K", false);
    check("3.2", "64M", "", false);
    check("3.2", "31M", "", true);
    check("3.2", "63M", "40164K", true);
    check("4.19", "64M", "", false);
}
