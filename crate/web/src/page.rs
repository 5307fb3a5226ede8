//! Functions that only the page needs: presets by name, the answer strip, the comparison of
//! two machines, the ledger as a bar, and the curve of the cost on larger hosts. The
//! embed's engine does without them.
//!
//! The curve is calculated point by point, so that a slow device can respond in between.

use figure::key::Key;
use figure::scene::{Time, figure_beside};
use figure::shape::Scene;
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, link, snippets, version};
use serde::Serialize;
use sim::boot::Boot;
use sim::units::Pages;
use sim::what_if::WhatIf;
use sim::what_if::sweep::{self, Sweep};

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;
use words::sweep::SweepRow;

use crate::canvas::Paper;
use crate::page_report::Preset;
use crate::pointing::Hit;
use crate::{Explainer, named, plain};

/// A curve that is being calculated.
#[derive(Default)]
pub(crate) struct Curve {
    /// The reader's boot, with the curve's kernel.
    boot: Option<Boot>,
    left: Vec<Pages>,
    sweep: Option<Sweep>,
}

/// The curve's points as rows, and what limits it.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub(crate) struct SweepReport {
    rows: Vec<SweepRow>,
    says: Vec<String>,
}

impl Explainer {
    fn beside(&self, other: &Self, position: f64, width: f64) -> Option<Scene> {
        let view = View::new(width).at_scale(self.scale).highlighting(self.highlight);
        Some(figure_beside(self.boot()?, other.boot()?, Time::at(position), &view))
    }
}

#[wasm_bindgen]
impl Explainer {
    /// Description of a region by its key, such as `D:bf780`, at the step last drawn;
    /// `undefined` if there is none.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn about(&self, key: &str) -> Result<JsValue, JsValue> {
        let seen = self.boot().zip(self.scene.as_ref()).zip(Key::parse(key));
        let hit = seen.and_then(|((boot, scene), key)| Hit::of(boot, self.step, scene, key));
        hit.map_or(Ok(JsValue::UNDEFINED), |h| plain(&h))
    }

    /// The snippet that embeds this machine at this step as a frame; `base` is the
    /// explainer's address.
    pub fn iframe(&self, step: &str, base: &str) -> String {
        snippets::iframe(base, &self.kept(), step, self.look, &self.name())
    }

    /// The same as an element.
    pub fn element(&self, step: &str, base: &str) -> String {
        snippets::element(base, &self.kept(), step, self.look, &self.name())
    }

    /// The embed's accessible name.
    fn name(&self) -> String {
        let headline = self.boot().map(words::headline).unwrap_or_default();
        format!("{} {headline}", words::QUESTION)
    }

    /// The text of the other machine's field in a link's fragment; `undefined` if there is
    /// none.
    pub fn other(fragment: &str, name: &str) -> Option<String> {
        let named = link::other(fragment).into_iter().rfind(|(field, _)| field.name() == name);
        named.map(|(_, text)| text)
    }

    /// The fragment that restores everything, including the other machine.
    pub fn link_beside(&self, step: &str, dom0_mem: &str, xen: &str, linux: &str) -> String {
        let other = [(Field::Dom0Mem, dom0_mem), (Field::Xen, xen), (Field::Linux, linux)];
        link::with_other(self.link(step), &other)
    }

    /// The presets, as a list of objects.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn presets() -> Result<JsValue, JsValue> {
        let list: Vec<Preset> = PRESETS.iter().map(Preset::from).collect();
        plain(&list)
    }

    /// The answer strip as an SVG element for a page that loads `figure.css`.
    pub fn answer_svg(&mut self, width: f64) -> String {
        let Some((boot, compared)) = self.with_comparisons() else { return String::new() };
        let strip = figure::answer::strip(compared, width);
        figure::svg::write_inline(&strip, &words::headline(boot))
    }

    /// The rows in which this machine and another differ.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn compare(&self, other: &Self) -> Result<JsValue, JsValue> {
        let rows = match (self.boot(), other.boot()) {
            (Some(left), Some(right)) => words::compare::compare(left, right),
            _ => Vec::new(),
        };
        plain(&rows)
    }

    /// Draws this machine on an axis shared with another, at `position` on a scrubber that
    /// counts steps; otherwise like `draw`. Returns whether anything was drawn.
    pub fn draw_beside(
        &self,
        other: &Self,
        canvas: HtmlCanvasElement,
        position: f64,
        width: f64,
        ratio: f64,
        theme: &str,
    ) -> bool {
        let paper = Paper { canvas, ratio, theme: named(theme) };
        self.beside(other, position, width).is_some_and(|scene| paper.draw(&scene))
    }

    /// The same as an SVG element for a page that loads `figure.css`.
    pub fn svg_beside(&self, other: &Self, position: f64, width: f64) -> String {
        let step = self.boot().and_then(|b| Some((b, b.steps.get(Time::at(position).step)?)));
        let title = step.map(|(boot, step)| words::caption(step, boot)).unwrap_or_default();
        let scene = self.beside(other, position, width);
        scene.map(|scene| figure::svg::write_inline(&scene, &title)).unwrap_or_default()
    }

    /// The ledger as a bar, as an SVG element for a page that loads `figure.css`.
    pub fn whole_svg(&self, width: f64) -> String {
        let Some(boot) = self.boot() else { return String::new() };
        let bars =
            figure::machine::bars(boot, usize::MAX, &View::new(width).highlighting(self.highlight));
        figure::svg::write_inline(&bars, words::figure::LEDGER_BAR)
    }

    /// Starts the curve of this dom0 on larger hosts, with this kernel or, if the text is
    /// empty or not a release, with the machine's own. Returns the number of points.
    pub fn sweep_start(&mut self, linux: &str) -> usize {
        self.state.curve = Curve::default();
        let Some(boot) = self.boot() else { return 0 };
        let other =
            Some(linux).filter(|l| !l.is_empty()).and_then(|l| version::linux(l, None).ok());
        let kernel = other.map_or(boot.config.linux, |o| o.kernel);
        let own = kernel == boot.config.linux;
        let here = if own { sweep::here(boot) } else { None };
        let swept = if own { boot.clone() } else { boot.with([WhatIf::Kernel(kernel)]) };
        let sweep = Sweep { dom0: boot.pages, points: Vec::new(), here };
        let mut left = sweep::sizes();
        left.reverse();
        let count = left.len();
        self.state.curve = Curve { boot: Some(swept), left, sweep: Some(sweep) };
        count
    }

    /// Calculates one more point; returns how many are left.
    pub fn sweep_step(&mut self) -> usize {
        let Curve { boot, left, sweep } = &mut self.state.curve;
        if let (Some(boot), Some(sweep), Some(host)) = (boot, sweep, left.pop()) {
            sweep.points.push(sweep::point(boot, sweep.dom0, host));
        }
        self.state.curve.left.len()
    }

    /// The curve's points as rows, and what limits it.
    ///
    /// # Errors
    /// If the engine runs out of memory.
    pub fn sweep(&self) -> Result<JsValue, JsValue> {
        let Some(sweep) = &self.state.curve.sweep else { return Ok(JsValue::UNDEFINED) };
        let flat = words::sweep::flat_from(sweep);
        let mut says: Vec<String> = Some(flat).filter(|c| !c.is_empty()).into_iter().collect();
        // The text on what would be worse is about the curve's kernel.
        let swept = self.state.curve.boot.as_ref();
        says.extend(swept.map(words::sensitivity::worse).unwrap_or_default());
        plain(&SweepReport { rows: words::sweep::sweep_rows(sweep), says })
    }

    /// The chart's height at this width, in CSS pixels.
    pub fn sweep_height(width: f64) -> f64 {
        figure::sweep::height(&View::new(width))
    }

    /// Draws the chart of the points calculated so far, by plotters' own chart.
    pub fn draw_sweep(
        &self,
        canvas: HtmlCanvasElement,
        width: f64,
        ratio: f64,
        theme: &str,
    ) -> bool {
        let Some(sweep) = &self.state.curve.sweep else { return false };
        Paper { canvas, ratio, theme: named(theme) }.draw_chart(sweep, &View::new(width))
    }

    /// The chart as an SVG element for a page that loads `figure.css`.
    pub fn sweep_svg(&self, width: f64) -> String {
        let Some(sweep) = &self.state.curve.sweep else { return String::new() };
        let chart = figure::sweep::scene(sweep, &View::new(width));
        figure::svg::write_inline(&chart, words::figure::SWEEP)
    }
}
