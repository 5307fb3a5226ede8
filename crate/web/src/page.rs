//! What only the page asks for: presets by name, and the answer strip.

use read::presets::PRESETS;
use read::snippets;
use sim::words;
use wasm_bindgen::prelude::*;

use crate::report::Preset;
use crate::{Explainer, json};

#[wasm_bindgen]
impl Explainer {
    /// What one pastes to embed this machine at this step as a frame; `base` is where
    /// the explainer lies.
    pub fn iframe(&self, step: &str, base: &str) -> String {
        snippets::iframe(base, &self.form, step, self.look, &self.name())
    }

    /// The same as an element.
    pub fn element(&self, step: &str, base: &str) -> String {
        snippets::element(base, &self.form, step, self.look, &self.name())
    }

    /// What an embed is called by those who do not see it.
    fn name(&self) -> String {
        let headline = self.boot().map(words::headline).unwrap_or_default();
        format!("Where did dom0’s memory go? {headline}")
    }

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
        let Some(answer) = &self.answer else { return String::new() };
        let title = words::headline(&answer.after);
        figure::svg::write_inline(&figure::answer::strip(answer, width), &title)
    }
}
