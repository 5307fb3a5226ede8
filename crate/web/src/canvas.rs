//! A scene on a canvas of the page: through plotters, or by the canvas' own calls.
//!
//! Both draw the same scene at the same places. Plotters with its canvas backend makes
//! the module about a third larger, so the embed's engine goes without (see `make size`).

#[cfg(not(feature = "page"))]
mod direct;
#[cfg(feature = "page")]
mod through_plotters;

use figure::shape::{Role, Scene};
use figure::theme::{Rgb, Theme};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

#[cfg(not(feature = "page"))]
use direct::paint;
#[cfg(feature = "page")]
use through_plotters::paint;

/// Draws the chart of `sweep` through plotters, in the same way.
#[cfg(feature = "page")]
pub(crate) fn draw_chart(
    sweep: &sim::sweep::Sweep,
    view: &figure::view::View,
    canvas: HtmlCanvasElement,
    ratio: f64,
    theme: Theme,
) -> bool {
    let ground = Scene::new(view.width, figure::chart::height(view));
    draw(&ground, canvas.clone(), ratio, theme)
        && through_plotters::chart(sweep, view, theme, canvas, ratio)
}

/// Draws `scene` on a canvas whose backing store is `ratio` times its CSS size; tells
/// whether that worked.
pub(crate) fn draw(scene: &Scene, canvas: HtmlCanvasElement, ratio: f64, theme: Theme) -> bool {
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return false;
    };
    context.save();
    let scaled = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).is_ok();
    context.set_fill_style_str(&hex(theme.paint(Role::Paper).line));
    context.fill_rect(0.0, 0.0, scene.width, scene.height);
    let drawn = paint(scene, theme, &context, canvas, ratio);
    context.restore();
    scaled && drawn
}

/// A colour as CSS writes it.
fn hex(rgb: Rgb) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |i: u32| {
        let n = (rgb >> (20 - 4 * i)) & 15;
        DIGITS.get(n as usize).copied().map_or('0', char::from)
    };
    core::iter::once('#').chain((0..6).map(digit)).collect()
}
