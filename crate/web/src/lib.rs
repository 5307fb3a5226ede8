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
#[cfg(feature = "page")]
mod ceiling;
mod change;
mod chips;
#[cfg(all(test, feature = "ts"))]
mod contract;
#[cfg(feature = "page")]
mod details;
#[cfg(not(feature = "page"))]
mod embed_state;
#[cfg(feature = "page")]
mod form;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
mod page_report;
#[cfg(feature = "page")]
mod page_state;
mod pointing;
#[cfg(feature = "paste")]
mod reading;
mod report;
mod share;

use figure::highlight::Highlight;
use figure::lane::Lane;
use figure::scene::{Time, at_true_scale, height, rail_at};
use figure::shape::Scene;
use figure::theme::Theme;
use figure::view::{Scale, View};
use read::embed_options::{Choice, EmbedOptions};
use read::presets::PRESETS;
use read::{Field, Form, link};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use sim::boot::Boot;
use sim::config::Config;
use sim::simulate::simulate;
use sim::step::Phase;

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use canvas::Paper;
use change::{Before, Moving};
#[cfg(not(feature = "page"))]
use embed_state::State;
#[cfg(feature = "page")]
use page_state::State;
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
    /// What nobody has given: the link left it out or no line of a log gave it, and nobody has
    /// typed it since.
    left_out: Vec<Field>,
    /// What only the page keeps; nothing in an embed.
    state: State,
    wanted: String,
    look: EmbedOptions,
    boot: Option<Boot>,
    /// What the last report without errors said of the inputs, with marks.
    notes: Vec<String>,
    scene: Option<Scene>,
    step: usize,
    highlight: Option<Highlight>,
    scale: Scale,
    moving: Option<Moving>,
    before: Option<Before>,
    room: Option<f64>,
    open: Option<Lane>,
}

#[wasm_bindgen]
impl Explainer {
    /// An explainer with the machine of the first preset.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let form = PRESETS.first().map(Form::from).unwrap_or_default();
        Self {
            state: State::of(&form),
            form,
            unknown: Vec::new(),
            left_out: Vec::new(),
            wanted: String::new(),
            look: EmbedOptions::default(),
            boot: None,
            notes: Vec::new(),
            scene: None,
            step: 0,
            highlight: None,
            scale: Scale::default(),
            moving: None,
            before: None,
            room: None,
            open: None,
        }
    }

    /// Sets every text from a link's fragment; a text that it leaves out becomes the usual one.
    pub fn load(&mut self, fragment: &str) {
        let link = link::decode(fragment);
        self.unknown = link.notes();
        self.left_out = link.left_out;
        self.look = link.look;
        self.scale(link.look.scale.name());
        self.form = link.form;
        self.state.loaded(&self.form);
        self.wanted = link.step;
    }

    /// Types a text into a field; unknown names do nothing.
    pub fn set(&mut self, name: &str, text: &str) {
        if let Some(field) = field(name) {
            self.left_out.retain(|f| *f != field);
            self.state.typed(field);
            self.form = core::mem::take(&mut self.form).with(field, text);
        }
    }

    /// The text of a field.
    pub fn get(&self, name: &str) -> String {
        field(name).map(|f| self.form.get(f).to_owned()).unwrap_or_default()
    }

    /// Runs the form, i.e. makes one boot: all that the picture needs. The report lists the
    /// errors; if there are any, the last valid boot remains.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn run(&mut self) -> Result<JsValue, JsValue> {
        plain(&self.report())
    }

    /// The index of the step a link asked for, or of this id; the last one before it if
    /// this kernel has no such step.
    pub fn index_of(&self, id: &str) -> usize {
        let wanted = if id.is_empty() { self.wanted.as_str() } else { id };
        let phase = Phase::from_id(wanted);
        self.boot().zip(phase).map_or(0, |(boot, phase)| boot.index_of(phase))
    }

    /// The index of the step that an embed begins with if it is asked for none.
    pub fn opening_step(&self) -> usize {
        if Phase::from_id(&self.wanted).is_some() {
            return self.index_of("");
        }
        self.boot().map_or(0, words::opening_step)
    }

    /// What to say if this boot has no step with this id, or none that a link asked for;
    /// `undefined` if it has.
    pub fn missing(&self, id: &str) -> Option<String> {
        let wanted = if id.is_empty() { self.wanted.as_str() } else { id };
        words::missing_step(wanted, self.boot()?)
    }

    /// What the kernel prints in a step at `t`: at most two lines.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn log_strip(&self, step: usize, t: f64) -> Result<JsValue, JsValue> {
        plain(&self.boot().map(|b| words::log_strip(b, step, t)).unwrap_or_default())
    }

    /// The fragment that restores everything a full page shows.
    pub fn link(&self, step: &str) -> String {
        let look = EmbedOptions { scale: self.look.scale, ..EmbedOptions::default() };
        link::encode_without(&self.kept(), &self.left_out, step, look)
    }

    /// The figure's height at this width, in CSS pixels.
    pub fn height(width: f64) -> f64 {
        height(&View::new(width))
    }

    /// Sets the height that every later picture has room for, in CSS pixels; 0 for what it
    /// takes by itself.
    pub fn fit(&mut self, height: f64) {
        self.room = (height > 0.0).then_some(height);
    }

    /// The height of a picture at this width with that room, in CSS pixels.
    pub fn fitted_height(&self, width: f64) -> f64 {
        height(&self.view(width))
    }

    /// Whether a picture of step `step` at `t` is at true scale.
    pub fn at_true_scale(&self, step: usize, t: f64) -> bool {
        let time = Time { step, t };
        self.boot().is_some_and(|boot| at_true_scale(boot, time, &self.view(0.0)))
    }

    /// Opens the lane that is a rail at this height of a picture of this width, in every later
    /// picture with too little room for all lanes. Returns whether there is one.
    pub fn open_rail(&mut self, step: usize, t: f64, width: f64, y: f64) -> bool {
        let boot = self.boot();
        let lane = boot.and_then(|b| rail_at(b, Time { step, t }, &self.view(width), y));
        self.open = lane.or(self.open);
        lane.is_some()
    }

    /// Sets what every later picture highlights: a kind of pages (`released`), a region
    /// (`D:bf780`), or nothing.
    pub fn highlight(&mut self, name: &str) {
        self.highlight = Highlight::named(name);
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
        let Some(picture) = self.picture(Time { step, t }, width) else { return false };
        let drawn = Paper { canvas, ratio, theme: named(theme) }.draw(&picture.scene);
        self.scene = Some(picture.without_ghosts());
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
        let Some(picture) = self.picture(Time { step, t }, width) else { return String::new() };
        let text = figure::svg::write_inline(&picture.scene, &title.unwrap_or_default());
        self.scene = Some(picture.without_ghosts());
        self.step = step;
        text
    }

    /// Makes the boot that counts from now on, and its report; `said` are notes on the inputs.
    /// What Xen reports is one of them where it has no place of its own.
    pub(crate) fn booted(&mut self, config: &Config, mut said: Vec<String>) -> Report {
        let boot = simulate(config);
        said.extend(words::notes(&boot));
        self.replaced_by(&boot);
        let alone = words::xen_reports(&boot);
        let shown = said.iter().chain(alone.iter().filter(|_| !State::WARNS));
        let shown: Vec<String> = shown.cloned().collect();
        let report = Report::of(&boot, &shown).changed_by(self.before.as_ref(), &boot);
        self.notes = said.into_iter().chain(alone).collect();
        self.boot = Some(boot);
        self.leads_elsewhere();
        report
    }

    /// Remembers the machine that `new` replaces; during a change, the one before that
    /// change.
    fn replaced_by(&mut self, new: &Boot) {
        let rests = self.moving.is_none() || self.before.is_none();
        if let Some(old) = self.boot.as_ref().filter(|_| self.scene.is_some() && rests) {
            self.before = Some(Before::of(old, new));
        }
    }

    fn view(&self, width: f64) -> View {
        let view = View::new(width).at_scale(self.scale).highlighting(self.highlight);
        View { height: self.room, ..view.opening(self.open) }
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
pub(crate) fn plain<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let plainly = Serializer::new().serialize_missing_as_null(true);
    value.serialize(&plainly).map_err(JsValue::from)
}

fn field(name: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|f| f.name() == name)
}

fn named(theme: &str) -> Theme {
    if theme == "dark" { Theme::Dark } else { Theme::Light }
}
