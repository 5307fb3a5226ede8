//! The explainer for JavaScript: one handle that holds the form and the last boot.
//!
//! Results go out as plain objects, once for each run; drawing hands over numbers
//! only. Nothing typed can make it fail: an error leaves the last good boot in place.
//! No arithmetic on addresses and no wording here.

mod canvas;
mod report;

use figure::hit;
use figure::scene::{Time, figure, height};
use figure::shape::{Key, Scene};
use figure::theme::Theme;
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, Form, link};
use sim::answer::{Answer, answer};
use sim::boot::Boot;
use sim::step::Phase;
use sim::units::Pfn;
use sim::words;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use report::{Preset, Report};

/// The explainer: a form, and the last boot that could be made from it.
#[wasm_bindgen]
pub struct Explainer {
    form: Form,
    unknown: Vec<String>,
    wanted: String,
    answer: Option<Answer>,
    scene: Option<Scene>,
    step: usize,
}

#[wasm_bindgen]
impl Explainer {
    /// An explainer with the first preset's machine.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let form = PRESETS.first().map(Form::from).unwrap_or_default();
        Self {
            form,
            unknown: Vec::new(),
            wanted: String::new(),
            answer: None,
            scene: None,
            step: 0,
        }
    }

    /// The presets, as a list of objects.
    ///
    /// # Errors
    /// Where the engine runs out of memory.
    pub fn presets() -> Result<JsValue, JsValue> {
        let list: Vec<Preset> = PRESETS.iter().map(Preset::from).collect();
        serde_wasm_bindgen::to_value(&list).map_err(JsValue::from)
    }

    /// Takes every text of a link's fragment; texts it does not name stay as they are.
    pub fn load(&mut self, fragment: &str) {
        let link = link::decode(fragment);
        self.form = link.form;
        self.unknown = link.unknown;
        self.wanted = link.step;
    }

    /// Types a text into a field; unknown names do nothing.
    pub fn set(&mut self, name: &str, text: &str) {
        if let Some(field) = field(name) {
            self.form = core::mem::take(&mut self.form).with(field, text);
        }
    }

    /// What stands in a field.
    pub fn get(&self, name: &str) -> String {
        field(name).map(|f| self.form.get(f).to_owned()).unwrap_or_default()
    }

    /// Runs the form. The report tells the errors; with any, the last good boot stays.
    ///
    /// # Errors
    /// Where the engine runs out of memory.
    pub fn run(&mut self) -> Result<JsValue, JsValue> {
        let report = match self.form.read() {
            Ok(made) => {
                let answer = answer(&made.config);
                let mut notes = made.notes;
                notes.extend(
                    self.unknown.iter().map(|k| format!("The link’s “{k}” is not known here.")),
                );
                notes.extend(words::xen_reports(&answer.after));
                let report = Report::of(&answer.after, notes);
                self.answer = Some(answer);
                report
            }
            Err(wrong) => Report::failed(&wrong),
        };
        serde_wasm_bindgen::to_value(&report).map_err(JsValue::from)
    }

    /// The index of the step a link asked for, or of this id; the last one before it
    /// where this kernel has no such step.
    pub fn index_of(&self, id: &str) -> usize {
        let wanted = if id.is_empty() { self.wanted.as_str() } else { id };
        let phase = Phase::from_id(wanted);
        self.boot().zip(phase).map_or(0, |(boot, phase)| boot.index_of(phase))
    }

    /// The fragment that restores everything.
    pub fn link(&self, step: &str) -> String {
        link::encode(&self.form, step)
    }

    /// The figure's height at this width, CSS pixels.
    pub fn height(width: f64) -> f64 {
        height(&View::new(width))
    }

    /// The answer strip's height at this width, CSS pixels.
    pub fn answer_height(width: f64) -> f64 {
        figure::answer::height(width)
    }

    /// Draws step `step` at `t` on a canvas whose backing store is `ratio` times its
    /// CSS size; `theme` is `"dark"` or anything else for light. Tells whether it drew.
    pub fn draw(
        &mut self,
        canvas: HtmlCanvasElement,
        step: usize,
        t: f64,
        width: f64,
        ratio: f64,
        theme: &str,
    ) -> bool {
        let Some(boot) = self.boot() else { return false };
        let scene = figure(boot, Time { step, t }, &View::new(width));
        let drawn = canvas::draw(&scene, canvas, ratio, named(theme));
        self.scene = Some(scene);
        self.step = step;
        drawn
    }

    /// Draws the answer strip in the same way.
    pub fn draw_answer(
        &self,
        canvas: HtmlCanvasElement,
        width: f64,
        ratio: f64,
        theme: &str,
    ) -> bool {
        let Some(answer) = &self.answer else { return false };
        canvas::draw(&figure::answer::strip(answer, width), canvas, ratio, named(theme))
    }

    /// A sentence about what lies under a point of the figure as last drawn; empty
    /// where nothing does.
    pub fn describe(&self, x: f64, y: f64) -> String {
        let found = self.scene.as_ref().and_then(|s| hit(s, figure::geometry::at(x, y)));
        let step = self.boot().and_then(|b| b.steps.get(self.step));
        match (found, step) {
            (Some(Key::Region { lane, start }), Some(step)) => {
                words::region(step, lane, Pfn(start)).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    /// The figure as an SVG file.
    pub fn svg(&self, step: usize, width: f64) -> String {
        let Some(boot) = self.boot() else { return String::new() };
        let title = boot.steps.get(step).map(|s| words::caption(s, boot)).unwrap_or_default();
        figure::svg::write(&figure(boot, Time { step, t: 1.0 }, &View::new(width)), &title)
    }

    fn boot(&self) -> Option<&Boot> {
        self.answer.as_ref().map(|a| &a.after)
    }
}

impl Default for Explainer {
    fn default() -> Self {
        Self::new()
    }
}

fn field(name: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|f| f.name() == name)
}

fn named(theme: &str) -> Theme {
    if theme == "dark" { Theme::Dark } else { Theme::Light }
}
