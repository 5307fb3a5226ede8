//! What only the page asks for: presets by name, and the answer strip.

use read::presets::PRESETS;
use sim::answer::answer;
use sim::words;
use wasm_bindgen::prelude::*;

use crate::report::Preset;
use crate::{Explainer, json};

#[wasm_bindgen]
impl Explainer {
    /// The presets, as a list of objects.
    ///
    /// # Errors
    /// Where the engine runs out of memory.
    pub fn presets() -> Result<JsValue, JsValue> {
        let list: Vec<Preset> = PRESETS.iter().map(Preset::from).collect();
        json::to_value(&list)
    }

    /// The answer strip as an SVG element for a page that has `figure.css`.
    pub fn answer_svg(&self, width: f64) -> String {
        let Some(boot) = &self.boot else { return String::new() };
        let title = words::headline(boot);
        figure::svg::write_inline(&figure::answer::strip(&answer(&boot.config), width), &title)
    }
}
