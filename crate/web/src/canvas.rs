//! A scene on a canvas of the page: through plotters, or by the canvas' own calls.
//!
//! Both draw the same scene at the same places. Plotters with its canvas backend costs
//! 10 kB after compression, so what is embedded goes without (see `make size`).

#[cfg(not(feature = "plotters"))]
mod direct;
#[cfg(feature = "plotters")]
mod through_plotters;

use figure::shape::{Role, Scene};
use figure::theme::{Rgb, Theme};
#[cfg(feature = "page")]
use figure::view::View;
#[cfg(feature = "page")]
use sim::sweep::Sweep;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

#[cfg(not(feature = "plotters"))]
use direct::paint;
#[cfg(feature = "plotters")]
use through_plotters::paint;

/// Draws `scene` on a canvas whose backing store is `ratio` times its CSS size; tells
/// whether that worked.
pub(crate) fn draw(scene: &Scene, canvas: HtmlCanvasElement, ratio: f64, theme: Theme) -> bool {
    let size = [scene.width, scene.height];
    on_paper(canvas, ratio, theme, size, |context, canvas| {
        paint(scene, theme, context, canvas, ratio)
    })
}

/// Draws the chart of a sweep from its scene, in the same way.
#[cfg(all(feature = "page", not(feature = "plotters")))]
pub(crate) fn draw_chart(
    sweep: &Sweep,
    view: &View,
    canvas: HtmlCanvasElement,
    ratio: f64,
    theme: Theme,
) -> bool {
    draw(&figure::chart::scene(sweep, view), canvas, ratio, theme)
}

/// Draws the chart of a sweep through plotters' own chart, in the same way.
#[cfg(all(feature = "page", feature = "plotters"))]
pub(crate) fn draw_chart(
    sweep: &Sweep,
    view: &View,
    canvas: HtmlCanvasElement,
    ratio: f64,
    theme: Theme,
) -> bool {
    let size = [view.width, figure::chart::height(view)];
    on_paper(canvas, ratio, theme, size, |context, canvas| {
        through_plotters::chart(sweep, view, theme, context, canvas, ratio)
    })
}

/// Lays the ground and lets `paint` draw on it, the context as it was afterwards.
fn on_paper(
    canvas: HtmlCanvasElement,
    ratio: f64,
    theme: Theme,
    [width, height]: [f64; 2],
    paint: impl FnOnce(&CanvasRenderingContext2d, HtmlCanvasElement) -> bool,
) -> bool {
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else {
        return false;
    };
    context.save();
    let scaled = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).is_ok();
    context.set_fill_style_str(&hex(theme.paint(Role::Paper).line));
    context.fill_rect(0.0, 0.0, width, height);
    let drawn = paint(&context, canvas);
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
