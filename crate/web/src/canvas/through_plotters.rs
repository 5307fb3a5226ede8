//! Painting through plotters.
//!
//! Plotters' canvas backend handles neither the device's pixel ratio nor fractions of a
//! pixel; a transform adds both (see `figure::plotters`).

use figure::plotters::{UNIT, paint as through};
use figure::shape::Scene;
#[cfg(feature = "page")]
use figure::view::View;
use plotters_canvas::CanvasBackend;
#[cfg(feature = "page")]
use sim::what_if::sweep::Sweep;
use web_sys::CanvasRenderingContext2d;

use super::Paper;

pub(super) fn paint(scene: &Scene, context: &CanvasRenderingContext2d, paper: Paper) -> bool {
    let theme = paper.theme;
    backend(context, paper).is_some_and(|mut b| through(scene, theme, &mut b).is_ok())
}

/// The chart of a sweep, through plotters' own chart.
#[cfg(feature = "page")]
pub(super) fn chart(
    sweep: &Sweep,
    view: &View,
    context: &CanvasRenderingContext2d,
    paper: Paper,
) -> bool {
    let theme = paper.theme;
    let chart = |mut b| figure::plotters::sweep::paint(sweep, view, theme, &mut b).is_ok();
    backend(context, paper).is_some_and(chart)
}

/// The canvas, measured in fractions of a pixel.
fn backend(context: &CanvasRenderingContext2d, paper: Paper) -> Option<CanvasBackend> {
    let unit = paper.ratio / UNIT;
    context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).ok()?;
    CanvasBackend::with_canvas_object(paper.canvas)
}
