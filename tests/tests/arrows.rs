//! The arrows between packages: each depends on lower ones only, and nothing points back.

#![allow(clippy::unwrap_used)]

use std::process::Command;

use serde_json::Value;

/// The packages from the lowest up; those of one row do not know each other.
const ROWS: [&[&str]; 5] = [
    &["dom0-sim"],
    &["dom0-words"],
    &["dom0-read", "dom0-figure"],
    &["dom0-web", "dom0-site"],
    &["dom0-tests"],
];

/// The row of a package of ours.
fn row(package: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&package))
}

/// What a package is built of, and nothing that only its tests need.
fn needs(package: &Value) -> Vec<&str> {
    let all = package["dependencies"].as_array().unwrap().iter();
    all.filter(|d| d["kind"] != "dev").map(|d| d["name"].as_str().unwrap()).collect()
}

fn metadata() -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    let run = cargo.args(["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let out = run.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    serde_json::from_slice(&out.stdout).unwrap()
}

#[test]
fn packages_depend_on_lower_ones_only() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let own = row(name);
        assert!(own.is_some(), "{name} has no row");
        for needed in needs(package) {
            let points_back = row(needed).is_some_and(|lower| Some(lower) >= own);
            assert!(!points_back, "{name} must not depend on {needed}");
        }
    }
}

/// The model needs nothing at all, not even to be tested.
#[test]
fn the_lowest_package_depends_on_nothing() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let lowest = packages.iter().find(|p| p["name"] == ROWS[0][0]).unwrap();
    assert_eq!(lowest["dependencies"].as_array().unwrap().len(), 0);
}
