//! Painting through plotters.
//!
//! Plotters' canvas backend knows neither the device's pixel ratio nor parts of a
//! pixel; a transform gives it both (see `figure::paint`).

use figure::paint::{UNIT, paint as through};
use figure::shape::Scene;
use figure::theme::Theme;
use plotters_canvas::CanvasBackend;
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
