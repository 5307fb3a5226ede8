//! Every Xen vector, and that the check behind them can fail.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use serde_json::{Value, json};
use tests::vectors::load;
use tests::xen_vectors::{Kind, check_one, recognise};

fn vectors(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/xen").join(file);
    load(&path).unwrap().as_array().unwrap().clone()
}

fn check(file: &str, kind: Kind, count: usize) {
    let all = vectors(file);
    assert_eq!(all.len(), count, "{file}");
    for vector in all {
        assert_eq!(recognise(&vector), Some(kind), "{vector}");
        assert_eq!(check_one(kind, &vector), Ok(()), "{vector}");
    }
}

#[test]
fn dom0_mem_gives_what_the_real_functions_gave() {
    check("dom0_mem.json.gz", Kind::Dom0Mem, 1107);
}

#[test]
fn firmware_maps_are_processed_as_by_the_real_functions() {
    check("e820_clip.json.gz", Kind::Map, 160);
}

#[test]
fn xl_decides_as_the_real_function() {
    check("autoballoon.json.gz", Kind::Autoballoon, 140);
}

#[test]
fn public_boot_logs_give_their_numbers() {
    check("boot_logs.json", Kind::BootLog, 7);
}

#[test]
fn dom0_is_shown_the_map_it_saw_in_88_boots() {
    check("boots.json.gz", Kind::Boot, 88);
}

#[test]
fn every_key_of_a_vector_counts() {
    for vector in vectors("dom0_mem.json.gz").into_iter().take(40) {
        for key in vector["expect"].as_object().unwrap().keys() {
            let mut wrong = vector.clone();
            wrong["expect"][key] = json!("something else");
            let mismatch = check_one(Kind::Dom0Mem, &wrong).unwrap_err();
            assert_eq!(&mismatch.key, key, "{vector}");
        }
    }
}

#[test]
fn a_vector_without_expectations_does_not_pass() {
    let mut vector = vectors("autoballoon.json.gz").swap_remove(0);
    vector["expect"] = json!({});
    assert!(check_one(Kind::Autoballoon, &vector).is_err());
    assert_eq!(recognise(&json!({ "unknown": 1 })), None);
}
