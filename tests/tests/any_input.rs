//! Whatever stands in the fields, natively. Overflow checks are on in this build; the
//! seed is fixed. The same runs on wasm32 in the web package's tests.

use tests::any_input::{kept_whole, maps, texts, tiny_machines};

#[test]
fn any_text_in_any_field_is_an_error_or_a_boot() {
    texts(300);
}

#[test]
fn any_map_boots_on_every_kernel_or_stops_as_an_outcome() {
    maps(200);
}

#[test]
fn a_tiny_machine_with_many_cpus_is_an_outcome_and_gets_no_sizes() {
    tiny_machines(&["2.6.18", "3.0.1", "3.2", "3.6", "3.18", "4.2", "6.12"]);
}

#[test]
fn a_machine_that_xen_keeps_whole_stops_there() {
    kept_whole();
}
