//! The boundary and the canvas, in a real browser.
#![allow(clippy::unwrap_used)]

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web::Explainer;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::support::{canvas, get};

fn pixels(canvas: &HtmlCanvasElement) -> Vec<u8> {
    let context = canvas.get_context("2d").unwrap().unwrap();
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (w, h) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.get_image_data(0.0, 0.0, w, h).unwrap().data().0
}

#[wasm_bindgen_test]
fn a_run_tells_steps_and_messages() {
    let mut explainer = Explainer::new();
    let report = explainer.run().unwrap();
    assert_eq!(get(&report, "ok"), JsValue::TRUE);
    let steps: js_sys::Array = get(&report, "steps").unchecked_into();
    assert_eq!(steps.length(), 10);
    assert_eq!(explainer.index_of("pages-released"), 4);
}

#[wasm_bindgen_test]
fn an_error_names_its_field_and_keeps_the_last_boot() {
    let mut explainer = Explainer::new();
    explainer.run().unwrap();
    explainer.set("xen", "rubbish");
    let report = explainer.run().unwrap();
    let errors: js_sys::Array = get(&report, "errors").unchecked_into();
    assert_eq!(get(&errors.get(0), "field"), JsValue::from_str("xen"));
    assert_eq!(explainer.get("xen"), "rubbish");
    assert!(explainer.draw(canvas(900, 572), 4, 1.0, 900.0, 1.0, "light"));
}

#[wasm_bindgen_test]
fn the_canvas_is_painted_and_half_a_step_differs_from_its_ends() {
    let mut explainer = Explainer::new();
    explainer.run().unwrap();
    let canvas = canvas(1350, 858);
    let mut at = |t: f64| {
        assert!(explainer.draw(canvas.clone(), 4, t, 900.0, 1.5, "dark"));
        pixels(&canvas)
    };
    let (start, half, end) = (at(0.0), at(0.5), at(1.0));
    assert!(start != half && half != end);
    assert_eq!(half, at(0.5));
}

#[wasm_bindgen_test]
fn links_restore_every_text() {
    let mut explainer = Explainer::new();
    explainer.set("dom0-mem", "2G,max:2G");
    let mut other = Explainer::new();
    other.load(&explainer.link("descriptors"));
    assert_eq!(other.get("dom0-mem"), "2G,max:2G");
    other.run().unwrap();
    assert_eq!(other.index_of(""), 8);
}

#[wasm_bindgen_test]
fn a_place_is_told_by_its_key_and_by_its_point() {
    let mut explainer = Explainer::new();
    explainer.run().unwrap();
    assert!(explainer.draw(canvas(936, 600), 4, 1.0, 936.0, 1.0, "light"));
    let about = explainer.about("D:bf780").unwrap();
    assert!(get(&about, "what").as_string().unwrap().contains("Returned to Xen"));
    let rows: js_sys::Array = get(&about, "rows").unchecked_into();
    assert_eq!(rows.length(), 1);
    let account = explainer.about("F:usable").unwrap();
    assert!(get(&account, "what").as_string().unwrap().contains("usable"));
    assert!(explainer.about("nothing").unwrap().is_undefined());
    assert!(explainer.hit(-5.0, -5.0).unwrap().is_undefined());
    let all: js_sys::Array = explainer.regions().unwrap().unchecked_into();
    assert!(all.length() > 8);
}

#[wasm_bindgen_test]
fn a_curve_comes_point_by_point_and_is_drawn_by_plotters() {
    let mut explainer = Explainer::new();
    explainer.run().unwrap();
    let all = explainer.sweep_start("3.2");
    let mut steps = 1;
    while explainer.sweep_step() > 0 {
        steps += 1;
    }
    assert_eq!(steps, all);
    let rows: js_sys::Array = get(&explainer.sweep().unwrap(), "rows").unchecked_into();
    assert_eq!(rows.length() as usize, all);
    let canvas = canvas(900, 340);
    assert!(explainer.draw_sweep(canvas.clone(), 900.0, 1.0, "light"));
    assert!(pixels(&canvas).iter().any(|&p| p != 255));
}

#[wasm_bindgen_test]
fn lighting_changes_the_picture_and_takes_it_back() {
    let mut explainer = Explainer::new();
    explainer.run().unwrap();
    let canvas = canvas(936, 600);
    let mut seen = |name: &str| {
        explainer.highlight(name);
        assert!(explainer.draw(canvas.clone(), 4, 1.0, 936.0, 1.0, "light"));
        pixels(&canvas)
    };
    let plain = seen("");
    assert!(seen("D:bf780") != plain);
    assert!(seen("released") != plain);
    assert!(seen("rubbish") == plain);
}

#[wasm_bindgen_test]
fn what_is_missing_is_null_as_the_contract_says() {
    let mut explainer = Explainer::new();
    explainer.run().unwrap();
    let details = explainer.details().unwrap();
    let warnings: js_sys::Array = get(&details, "warnings").unchecked_into();
    let writes: Vec<JsValue> = warnings.iter().map(|w| get(&w, "write")).collect();
    assert!(writes.iter().all(|w| w.is_null() || w.is_string()));
    assert!(writes.iter().any(JsValue::is_null) && writes.iter().any(JsValue::is_string));
}
