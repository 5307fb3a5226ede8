//! The boundary and the canvas, in a real browser.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used)]

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web::Explainer;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

fn canvas(width: u32, height: u32) -> HtmlCanvasElement {
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    canvas
}

fn pixels(canvas: &HtmlCanvasElement) -> Vec<u8> {
    let context = canvas.get_context("2d").unwrap().unwrap();
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (w, h) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.get_image_data(0.0, 0.0, w, h).unwrap().data().0
}

fn get(object: &JsValue, key: &str) -> JsValue {
    js_sys::Reflect::get(object, &key.into()).unwrap()
}

#[wasm_bindgen_test]
fn a_run_tells_steps_and_messages() {
    let mut explainer = Explainer::new();
    let report = explainer.run().unwrap();
    assert_eq!(get(&report, "ok"), JsValue::TRUE);
    let steps: js_sys::Array = get(&report, "steps").unchecked_into();
    assert_eq!(steps.length(), 9);
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
    assert_eq!(other.index_of(""), 7);
}
