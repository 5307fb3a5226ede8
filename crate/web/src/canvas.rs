//! Draws a scene on a canvas of the page, through plotters or by the canvas' own calls.
//!
//! Both are surfaces of the same painter (`figure::surface`), so they draw the same shapes
//! at the same positions. Plotters adds 10 kB after compression, so
//! embeds do without it (see `make size`).

#[cfg(not(feature = "plotters"))]
mod direct;
#[cfg(feature = "plotters")]
mod through_plotters;

use figure::shape::{Role, Scene};
use figure::theme::{Rgb, Theme};
#[cfg(feature = "page")]
use figure::view::View;
#[cfg(feature = "page")]
use sim::what_if::sweep::Sweep;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

#[cfg(all(feature = "page", not(feature = "plotters")))]
use direct::chart;
#[cfg(not(feature = "plotters"))]
use direct::paint;
#[cfg(all(feature = "page", feature = "plotters"))]
use through_plotters::chart;
#[cfg(feature = "plotters")]
use through_plotters::paint;

/// A canvas with a backing store of `ratio` times its CSS size, for one drawing.
pub(crate) struct Paper {
    pub(crate) canvas: HtmlCanvasElement,
    pub(crate) ratio: f64,
    pub(crate) theme: Theme,
}

impl Paper {
    /// Draws a scene. Returns whether that succeeded.
    pub(crate) fn draw(self, scene: &Scene) -> bool {
        self.drawn([scene.width, scene.height], |context, paper| paint(scene, context, paper))
    }

    /// Draws the chart of a sweep. Returns whether that succeeded.
    #[cfg(feature = "page")]
    pub(crate) fn draw_chart(self, sweep: &Sweep, view: &View) -> bool {
        let size = [view.width, figure::sweep::height(view)];
        self.drawn(size, |context, paper| chart(sweep, view, context, paper))
    }

    /// Draws the background, calls `paint` to draw on it, and restores the context.
    fn drawn(
        self,
        [width, height]: [f64; 2],
        paint: impl FnOnce(&CanvasRenderingContext2d, Self) -> bool,
    ) -> bool {
        let context = self.canvas.get_context("2d").ok().flatten();
        let context = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
        let Some(context) = context else { return false };
        context.save();
        let ratio = self.ratio;
        let scaled = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).is_ok();
        context.set_fill_style_str(&hex(self.theme.paint(Role::Paper).line));
        context.fill_rect(0.0, 0.0, width, height);
        let drawn = paint(&context, self);
        context.restore();
        scaled && drawn
    }
}

/// A colour in CSS notation.
fn hex(rgb: Rgb) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |i: u32| {
        let n = (rgb >> (20 - 4 * i)) & 15;
        DIGITS.get(n as usize).copied().map_or('0', char::from)
    };
    core::iter::once('#').chain((0..6).map(digit)).collect()
}
