//! The random inputs and the fuzz seeds that run natively, where `usize` has 32 bits as
//! in the build that ships, with overflow checks.

use tests::any_input::{maps, texts, tiny_machines};
use tests::seeds::SEEDS;
use tests::targets::TARGETS;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
#[should_panic(expected = "attempt to add with overflow")]
fn sums_are_checked_in_this_build() {
    let one = std::hint::black_box(1_u64);
    std::hint::black_box(u64::MAX - 1 + one + one);
}

#[wasm_bindgen_test]
fn usize_has_32_bits() {
    assert_eq!(usize::BITS, 32);
}

#[wasm_bindgen_test]
fn any_text_in_any_field_is_an_error_or_a_boot() {
    texts(150);
}

#[wasm_bindgen_test]
fn any_map_boots_on_every_kernel_or_stops_as_an_outcome() {
    maps(60);
}

#[wasm_bindgen_test]
fn a_tiny_machine_with_many_cpus_is_an_outcome() {
    tiny_machines(&["3.2", "6.12"]);
}

#[wasm_bindgen_test]
fn fuzz_seeds_survive() {
    for target in &TARGETS {
        let seeds = SEEDS.iter().filter(|(folder, _, _)| *folder == target.name);
        let ran = seeds.map(|(_, _, bytes)| (target.run)(bytes)).count();
        assert!(ran > 2, "{} has too few seeds", target.name);
    }
}

/// Links whose machines have less RAM than Xen keeps.
#[wasm_bindgen_test]
fn a_machine_that_xen_keeps_whole_stops_there() {
    tests::any_input::kept_whole();
}
