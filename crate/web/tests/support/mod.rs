//! What the tests in browsers share: a machine that ran, what a result holds, and a canvas.
#![allow(clippy::unwrap_used)]

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web::Explainer;
use web_sys::HtmlCanvasElement;

/// The width of a picture in CSS pixels.
pub(crate) const WIDTH: f64 = 936.0;
/// A link to the article's machine.
pub(crate) const ARTICLE: &str = "v=1&host-mem=64G&dom0-mem=4G&xen=4.1.2&linux=3.2";

/// The machine of a link, which can be simulated.
pub(crate) fn run(fragment: &str) -> Explainer {
    let mut explainer = Explainer::new();
    explainer.load(fragment);
    assert_eq!(get(&explainer.run().unwrap(), "ok"), JsValue::TRUE);
    explainer
}

pub(crate) fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

pub(crate) fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap()
}

pub(crate) fn rows(list: JsValue) -> Vec<JsValue> {
    list.unchecked_into::<Array>().iter().collect()
}

/// A canvas of this size in pixels, outside the page.
pub(crate) fn canvas(width: u32, height: u32) -> HtmlCanvasElement {
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    canvas
}
