//! A scene on the page's canvas, through plotters.
//!
//! Plotters' canvas backend knows neither the device's pixel ratio nor parts of a
//! pixel; a transform gives it both (see `figure::paint`).

use figure::paint::{UNIT, paint};
use figure::shape::{Role, Scene};
use figure::theme::Theme;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Draws `scene`; tells whether that worked.
pub(crate) fn draw(scene: &Scene, canvas: HtmlCanvasElement, ratio: f64, theme: Theme) -> bool {
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return false;
    };
    context.save();
    let unit = ratio / UNIT;
    let scaled = context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).is_ok();
    let paper = theme.paint(Role::Paper).line;
    context.set_fill_style_str(&format!("#{paper:06x}"));
    context.fill_rect(0.0, 0.0, scene.width * UNIT, scene.height * UNIT);
    let drawn = CanvasBackend::with_canvas_object(canvas)
        .is_some_and(|mut backend| paint(scene, theme, &mut backend).is_ok());
    context.restore();
    scaled && drawn
}
