//! A change of the machine and the handle of the ceiling across the boundary, in a real
//! browser.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web::Explainer;

use super::support::{ARTICLE, WIDTH, get, run};

/// The article's machine after its last step, drawn.
fn article() -> Explainer {
    let mut explainer = run(ARTICLE);
    assert!(explainer.svg(8, 1.0, WIDTH).starts_with("<svg"));
    explainer
}

#[wasm_bindgen_test]
fn nothing_moves_before_the_first_picture() {
    let mut explainer = Explainer::new();
    explainer.run().unwrap();
    assert!(explainer.change().abs() < 1e-9);
}

#[wasm_bindgen_test]
fn a_change_moves_the_picture_shows_ghosts_and_ends() {
    let mut explainer = article();
    explainer.set("dom0-mem", "4G,max:4G");
    let report = explainer.run().unwrap();
    assert_eq!(get(&report, "changed"), JsValue::from_str("free +0.77\u{a0}GiB"));
    assert!((explainer.change() - 350.0).abs() < 1e-9);
    let mut at = |u: f64, ghosts: bool| {
        explainer.change_at(u, ghosts);
        explainer.svg(8, 1.0, WIDTH)
    };
    let moving: BTreeSet<String> = (0..20).map(|i| at(f64::from(i) / 20.0, true)).collect();
    assert!(moving.len() >= 8);
    let (ghosts, rest) = (at(1.0, true), at(1.0, false));
    assert_ne!(ghosts, rest);
    assert_eq!(at(0.5, true), rest, "it is over");
    let mut fresh = Explainer::new();
    fresh.load("v=1&host-mem=64G&dom0-mem=4G,max:4G&xen=4.1.2&linux=3.2");
    fresh.run().unwrap();
    assert_eq!(fresh.svg(8, 1.0, WIDTH), rest);
}

#[wasm_bindgen_test]
fn another_machine_takes_longer_because_the_axis_folds_anew() {
    let mut explainer = article();
    explainer.set("host-mem", "16G");
    explainer.run().unwrap();
    assert!((explainer.change() - 600.0).abs() < 1e-9);
}

#[wasm_bindgen_test]
fn a_badge_during_a_change_counts_from_where_it_began() {
    let mut explainer = article();
    explainer.set("dom0-mem", "4G,max:20G");
    explainer.run().unwrap();
    explainer.change();
    explainer.svg(8, 1.0, WIDTH);
    explainer.set("dom0-mem", "4G,max:4G");
    let report = explainer.run().unwrap();
    assert_eq!(get(&report, "changed"), JsValue::from_str("free +0.77\u{a0}GiB"));
}

#[wasm_bindgen_test]
fn dragging_the_handle_writes_the_option() {
    let mut explainer = article();
    let handle = explainer.ceiling().unwrap();
    assert_eq!(get(&handle, "text"), JsValue::from_str("no ceiling"));
    assert_eq!(get(&handle, "now"), get(&handle, "most"));
    assert_eq!(get(&handle, "least"), JsValue::from_f64(4096.0));
    assert_eq!(explainer.ceiling_at(0.0), None, "nobody holds it");
    explainer.grab_ceiling();
    assert_eq!(explainer.ceiling_at(0.0).as_deref(), Some("4G,max:4G"));
    assert_eq!(explainer.ceiling_at(2000.0).as_deref(), Some("4G"));
    assert_eq!(explainer.ceiling_by(-1_000_000).as_deref(), Some("4G,max:4G"));
    assert_eq!(explainer.ceiling_by(1).as_deref(), Some("4G"));
    explainer.set("dom0-mem", "4G,max:5G");
    explainer.run().unwrap();
    explainer.svg(8, 1.0, WIDTH);
    assert_eq!(explainer.ceiling_by(1).as_deref(), Some("4G,max:5376M"));
    assert_eq!(explainer.ceiling_by(-2).as_deref(), Some("4G,max:4608M"));
}
