//! Painting through plotters.
//!
//! Plotters' canvas backend knows neither the device's pixel ratio nor parts of a
//! pixel; a transform gives it both (see `figure::paint`).

use figure::paint::{UNIT, paint as through};
use figure::plot;
use figure::shape::Scene;
use figure::theme::Theme;
use figure::view::View;
use plotters_canvas::CanvasBackend;
use sim::sweep::Sweep;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

pub(super) fn paint(
    scene: &Scene,
    theme: Theme,
    context: &CanvasRenderingContext2d,
    canvas: HtmlCanvasElement,
    ratio: f64,
) -> bool {
    let unit = ratio / UNIT;
    context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).is_ok()
        && CanvasBackend::with_canvas_object(canvas)
            .is_some_and(|mut backend| through(scene, theme, &mut backend).is_ok())
}

pub(super) fn chart(
    sweep: &Sweep,
    view: &View,
    theme: Theme,
    canvas: HtmlCanvasElement,
    ratio: f64,
) -> bool {
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return false;
    };
    let unit = ratio / UNIT;
    context.save();
    let drawn = context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).is_ok()
        && CanvasBackend::with_canvas_object(canvas)
            .is_some_and(|mut backend| plot::paint(sweep, view, theme, &mut backend).is_ok());
    context.restore();
    drawn
}
