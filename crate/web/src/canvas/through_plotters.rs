//! Painting through plotters.
//!
//! Plotters' canvas backend knows neither the device's pixel ratio nor parts of a
//! pixel; a transform gives it both (see `figure::paint`).

use figure::paint::{UNIT, paint as through};
use figure::shape::Scene;
use figure::theme::Theme;
#[cfg(feature = "page")]
use figure::view::View;
use plotters_canvas::CanvasBackend;
#[cfg(feature = "page")]
use sim::sweep::Sweep;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

pub(super) fn paint(
    scene: &Scene,
    theme: Theme,
    context: &CanvasRenderingContext2d,
    canvas: HtmlCanvasElement,
    ratio: f64,
) -> bool {
    let backend = backend(context, canvas, ratio);
    backend.is_some_and(|mut backend| through(scene, theme, &mut backend).is_ok())
}

/// The chart of a sweep.
#[cfg(feature = "page")]
pub(super) fn chart(
    sweep: &Sweep,
    view: &View,
    theme: Theme,
    context: &CanvasRenderingContext2d,
    canvas: HtmlCanvasElement,
    ratio: f64,
) -> bool {
    let backend = backend(context, canvas, ratio);
    backend.is_some_and(|mut b| figure::plot::paint(sweep, view, theme, &mut b).is_ok())
}

/// The canvas, counted in parts of a pixel.
fn backend(
    context: &CanvasRenderingContext2d,
    canvas: HtmlCanvasElement,
    ratio: f64,
) -> Option<CanvasBackend> {
    let unit = ratio / UNIT;
    context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).ok()?;
    CanvasBackend::with_canvas_object(canvas)
}
