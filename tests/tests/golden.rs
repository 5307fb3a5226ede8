//! Every vector in `tests/data` passes, those with RAM smaller than a page too (the
//! runner reports them apart).

#![allow(clippy::unwrap_used)]

use std::path::Path;

use serde_json::Value;
use tests::{kernel_vectors, vectors, xen_vectors};

fn run(
    folder: &str,
    check: fn(&Value) -> Result<(), tests::Mismatch>,
    known: fn(&Value) -> bool,
    count: usize,
) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(folder);
    let mut ran = 0;
    for file in vectors::find(&dir).unwrap() {
        let value = vectors::load(&file).unwrap();
        for vector in value.as_array().unwrap().iter().filter(|v| known(v)) {
            let name = vector.get("name").or(vector.get("id"));
            assert_eq!(check(vector), Ok(()), "{} {name:?}", file.display());
            ran += 1;
        }
    }
    assert_eq!(ran, count, "vectors in {folder}");
}

#[test]
fn every_kernel_vector_passes() {
    run("kernel", kernel_vectors::check, kernel_vectors::recognises, 21 * 430);
}

#[test]
fn every_odd_world_passes() {
    run("worlds", kernel_vectors::check, kernel_vectors::recognises, 3);
}

#[test]
fn every_dom0_mem_vector_passes() {
    run("xen", xen_vectors::check, xen_vectors::recognises, 1107 + 160 + 140 + 7 + 88);
}
