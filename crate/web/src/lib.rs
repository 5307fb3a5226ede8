//! The explainer for JavaScript: one handle that holds the form and the last boot.
//!
//! Results are passed as plain objects, once per run; drawing passes numbers only. No typed
//! text can cause a failure: after an error, the last valid boot remains. No arithmetic on
//! addresses and no wording here.
//!
//! ```
//! use web::Explainer;
//!
//! // What was typed is kept as typed, and is in the link.
//! let mut explainer = Explainer::new();
//! explainer.load("#v=1&host-mem=8G&linux=6.1");
//! explainer.set("dom0-mem", "2G,max:2G");
//! assert_eq!(explainer.get("linux"), "6.1");
//! assert!(explainer.link("pages-moved").contains("dom0-mem=2G,max:2G"));
//! ```

mod canvas;
#[cfg(all(test, feature = "ts"))]
mod contract;
#[cfg(feature = "page")]
mod details;
#[cfg(feature = "page")]
mod page;
mod pointing;
#[cfg(feature = "page")]
mod reading;
mod report;
mod share;

use figure::highlight::Highlight;
use figure::scene::{Time, figure, height};
use figure::shape::Scene;
use figure::theme::Theme;
use figure::view::{Scale, View};
use read::embed_options::{Choice, EmbedOptions};
use read::presets::PRESETS;
use read::{Field, Form, link};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use sim::boot::Boot;
use sim::simulate::simulate;
use sim::step::Phase;
#[cfg(feature = "page")]
use sim::what_if::Comparisons;

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use canvas::Paper;
use pointing::Hit;
use report::Report;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static HEAP: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The explainer: a form, and the last boot that could be simulated from it.
#[wasm_bindgen]
pub struct Explainer {
    form: Form,
    unknown: Vec<String>,
    wanted: String,
    look: EmbedOptions,
    boot: Option<Boot>,
    scene: Option<Scene>,
    step: usize,
    light: Option<Highlight>,
    scale: Scale,
    #[cfg(feature = "page")]
    compared: Option<Comparisons>,
    #[cfg(feature = "page")]
    curve: page::Curve,
}

#[wasm_bindgen]
impl Explainer {
    /// An explainer with the machine of the first preset.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let form = PRESETS.first().map(Form::from).unwrap_or_default();
        Self {
            form,
            unknown: Vec::new(),
            wanted: String::new(),
            look: EmbedOptions::default(),
            boot: None,
            scene: None,
            step: 0,
            light: None,
            scale: Scale::default(),
            #[cfg(feature = "page")]
            compared: None,
            #[cfg(feature = "page")]
            curve: page::Curve::default(),
        }
    }

    /// Sets every text of a link's fragment; texts that it leaves out remain as they are.
    pub fn load(&mut self, fragment: &str) {
        let link = link::decode(fragment);
        self.unknown = link.notes();
        self.look = link.look;
        self.scale(link.look.scale.name());
        self.form = link.form;
        self.wanted = link.step;
    }

    /// Types a text into a field; unknown names do nothing.
    pub fn set(&mut self, name: &str, text: &str) {
        if let Some(field) = field(name) {
            self.form = core::mem::take(&mut self.form).with(field, text);
        }
    }

    /// The text of a field.
    pub fn get(&self, name: &str) -> String {
        field(name).map(|f| self.form.get(f).to_owned()).unwrap_or_default()
    }

    /// Runs the form. The report lists the errors; if there are any, the last valid boot
    /// remains.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn run(&mut self) -> Result<JsValue, JsValue> {
        let report = match self.form.read() {
            Ok(made) => {
                let boot = simulate(&made.config);
                let mut notes = made.notes;
                notes.extend(self.unknown.iter().cloned());
                notes.extend(words::xen_reports(&boot));
                notes.extend(words::disagreement(&boot));
                #[cfg(not(feature = "page"))]
                let report = Report::of(&boot, notes);
                #[cfg(feature = "page")]
                let report = {
                    let compared = self.compared.insert(Comparisons::of(&boot));
                    Report::of(&boot, notes).with_details(compared, &boot)
                };
                self.boot = Some(boot);
                report
            }
            Err(wrong) => Report::failed(&wrong),
        };
        plain(&report)
    }

    /// The index of the step a link asked for, or of this id; the last one before it if
    /// this kernel has no such step.
    pub fn index_of(&self, id: &str) -> usize {
        let wanted = if id.is_empty() { self.wanted.as_str() } else { id };
        let phase = Phase::from_id(wanted);
        self.boot().zip(phase).map_or(0, |(boot, phase)| boot.index_of(phase))
    }

    /// The fragment that restores everything a full page shows.
    pub fn link(&self, step: &str) -> String {
        let look = EmbedOptions { scale: self.look.scale, ..EmbedOptions::default() };
        link::encode_with(&self.form, step, look)
    }

    /// The figure's height at this width, in CSS pixels.
    pub fn height(width: f64) -> f64 {
        height(&View::new(width))
    }

    /// Sets what every later picture highlights: a kind of pages (`released`), a region
    /// (`D:bf780`), or nothing.
    pub fn light(&mut self, name: &str) {
        self.light = Highlight::named(name);
    }

    /// Sets the scale of every later picture: `to-scale`, or anything else for `readable`.
    pub fn scale(&mut self, name: &str) {
        self.scale = Scale::from_id(name).unwrap_or_default();
        self.look.scale = Choice::named(self.scale.id()).unwrap_or_default();
    }

    /// Draws step `step` at `t` on a canvas with a backing store of `ratio` times its CSS
    /// size; `theme` is `"dark"` or anything else for light. Returns whether anything was
    /// drawn.
    pub fn draw(
        &mut self,
        canvas: HtmlCanvasElement,
        step: usize,
        t: f64,
        width: f64,
        ratio: f64,
        theme: &str,
    ) -> bool {
        let Some(scene) = self.picture(Time { step, t }, width) else { return false };
        let drawn = Paper { canvas, ratio, theme: named(theme) }.draw(&scene);
        self.scene = Some(scene);
        self.step = step;
        drawn
    }

    /// The region at a point of the figure as last drawn; `undefined` if there is none.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn hit(&self, x: f64, y: f64) -> Result<JsValue, JsValue> {
        let point = figure::geometry::at(x, y);
        let seen = self.boot().zip(self.scene.as_ref());
        let hit = seen.and_then(|(boot, scene)| Hit::under(boot, self.step, scene, point));
        hit.map_or(Ok(JsValue::UNDEFINED), |h| plain(&h))
    }

    /// The regions of the figure as last drawn, lane by lane from left to right.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn regions(&self) -> Result<JsValue, JsValue> {
        let seen = self.boot().zip(self.scene.as_ref());
        let all = seen.map(|(boot, scene)| Hit::all(boot, self.step, scene));
        plain(&all.unwrap_or_default())
    }

    /// The figure as an SVG element for a page that loads `figure.css`.
    pub fn svg(&mut self, step: usize, t: f64, width: f64) -> String {
        let title = self.boot().and_then(|b| Some(words::caption(b.steps.get(step)?, b)));
        let Some(scene) = self.picture(Time { step, t }, width) else { return String::new() };
        let text = figure::svg::write_inline(&scene, &title.unwrap_or_default());
        self.scene = Some(scene);
        self.step = step;
        text
    }

    fn picture(&self, time: Time, width: f64) -> Option<Scene> {
        Some(figure(
            self.boot()?,
            time,
            &View::new(width).at_scale(self.scale).highlighting(self.light),
        ))
    }

    fn boot(&self) -> Option<&Boot> {
        self.boot.as_ref()
    }
}

impl Default for Explainer {
    fn default() -> Self {
        Self::new()
    }
}

/// `value` as plain objects; missing values are `null`, as in the contract for JavaScript.
pub(crate) fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let plainly = Serializer::new().serialize_missing_as_null(true);
    value.serialize(&plainly).map_err(JsValue::from)
}

fn field(name: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|f| f.name() == name)
}

fn named(theme: &str) -> Theme {
    if theme == "dark" { Theme::Dark } else { Theme::Light }
}
