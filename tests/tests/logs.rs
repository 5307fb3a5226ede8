//! Facts of public boot logs: the model tells what they tell.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use serde_json::{Value, json};
use sim::kernel::{Input, Layout, set_up};
use sim::span::Span;
use sim::units::Addr;
use tests::logs::{KNOWN, Record, Verdict, run};
use tests::vectors::load;

fn logs() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/logs/open.json.gz");
    load(&path).unwrap().as_array().unwrap().clone()
}

fn verdict(log: &Value) -> Verdict {
    run(std::slice::from_ref(log)).remove(0).verdict
}

#[test]
fn public_logs_are_as_logged() {
    let lines = run(&logs());
    let wrong: Vec<_> = lines.iter().filter(|l| matches!(l.verdict, Verdict::Differs(_))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let passed = lines.iter().filter_map(|l| match &l.verdict {
        Verdict::Ok(keys) => Some((l.name.split(':').next()?, keys.len())),
        Verdict::Known(_) | Verdict::Differs(_) | Verdict::Skip(_) => None,
    });
    let expected = [
        ("0", 8),
        ("1", 4),
        ("2", 1),
        ("3", 14),
        ("7", 1),
        ("9", 2),
        ("10", 1),
        ("11", 2),
        ("12", 3),
        ("13", 12),
        ("15", 6),
        ("16", 12),
        ("23", 2),
    ];
    assert_eq!(passed.collect::<Vec<_>>(), expected, "logs and how many keys each");
}

/// A listed difference that is none any more must leave the list.
#[test]
fn every_known_difference_still_is_one() {
    let lines = run(&logs());
    let known = lines.iter().filter_map(|l| match &l.verdict {
        Verdict::Known(list) => Some(list),
        Verdict::Ok(_) | Verdict::Differs(_) | Verdict::Skip(_) => None,
    });
    let whys: Vec<_> = known.flatten().map(|(_, why)| *why).collect();
    assert_eq!(whys, KNOWN.map(|k| k.why));
}

/// The first known difference: all the log tells is as kernels to 4.3 do.
#[test]
fn the_log_of_4_19_5_is_as_a_kernel_that_lists_unusable_ram() {
    let mut log = logs().remove(4);
    log["kernel_version"] = json!("4.3");
    assert!(matches!(verdict(&log), Verdict::Ok(keys) if keys.len() == 11));
}

/// The second: 6.12 with its image on the NVS region, which starts at 64 MiB.
#[test]
fn the_log_of_6_11_with_the_nvs_series_is_as_6_12_with_an_image_there() {
    let mut log = logs().remove(5);
    log["kernel_version"] = json!("6.12");
    let record = Record::read(&log).unwrap();
    let layout = Layout {
        kernel: Span::new(Addr(16 << 20), Addr(68 << 20)),
        initrd: None,
        start_info: None,
        page_tables: None,
    };
    let found = set_up(&Input {
        kernel: record.linux,
        host: &record.machine,
        pages: record.pages,
        maximum: record.shown_maximum,
        layout: Some(layout),
    });
    assert_eq!(Some(found.table.entries), record.truth.map);
}

#[test]
fn what_cannot_be_read_is_said_and_not_left_out() {
    let skipped = |path: &str, value: Value| {
        let mut log = logs().remove(3);
        *log.pointer_mut(path).unwrap() = value;
        match verdict(&log) {
            Verdict::Skip(why) => why,
            Verdict::Ok(_) | Verdict::Known(_) | Verdict::Differs(_) => "compared",
        }
    };
    assert_eq!(skipped("/dom0_e820/entries/2/type", json!("rubbish")), "unreadable map");
    assert_eq!(skipped("/kernel_version", json!("5.x")), "no Linux release");
    assert_eq!(skipped("/nr_pages", Value::Null), "no pages given");
    assert_eq!(skipped("/kind", json!("PV domU (negative)")), "not a PV dom0");
    assert_eq!(skipped("/date", Value::Null), "compared");
}

fn pages(start: u64, end: u64) -> Value {
    json!({ "start_pfn": start, "end_pfn": end })
}

/// A comparison that cannot fail proves nothing.
#[test]
fn every_key_notices_a_change_of_its_truth() {
    for (log, path, value, key) in [
        (3, "/dom0_e820/entries/2/end", json!(536_866_816), "dom0-map"),
        (1, "/host_ram/system_ram_line/kib", json!(1), "xen-ram"),
        (9, "/nr_pages/initial_total", json!(196_607), "nr_pages"),
        (0, "/released/total", json!(1), "released"),
        (0, "/released/ranges/1", pages(131_073, 131_585), "released-ranges"),
        (15, "/identity/total", json!(1), "identity"),
        (0, "/identity/ranges/1", pages(131_073, 131_585), "identity-ranges"),
        (0, "/populated/total", json!(1), "populated"),
        (15, "/populated/ranges/0", pages(524_289, 524_388), "populated-ranges"),
        (3, "/remapped/pages", json!(1), "moved"),
        (13, "/remapped/non_ram_pages", json!(1), "nonram-moved"),
        (3, "/node_ranges/1/end", json!(536_866_816), "node-range"),
        (16, "/node_ranges/0/start", json!(4096), "node-range"),
        (13, "/last_pfn/0", json!(1), "last_pfn"),
        (13, "/last_pfn/1", json!(1), "last_pfn-low"),
        (12, "/memory_line/total_kib", json!(1), "memory-total"),
    ] {
        let mut changed = logs().remove(log);
        *changed.pointer_mut(path).unwrap() = value;
        let Verdict::Differs(list) = verdict(&changed) else { panic!("{log} {path}") };
        assert!(list.iter().any(|m| m.key == key), "{path}: {list:?}");
    }
}
