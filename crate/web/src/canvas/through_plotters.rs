//! Painting through plotters.
//!
//! Plotters' canvas backend handles neither the device's pixel ratio nor fractions of a
//! pixel; a transform adds both (see `figure::plotters`). It also has no call for a path of
//! separate pieces, and a call per piece was most of a frame, so hatches and dashes are one path
//! of the canvas' own.

use figure::geometry::{Point, Rect};
use figure::label::Label;
use figure::pattern::Piece;
use figure::plotters::{Backend, UNIT};
use figure::shape::Scene;
use figure::surface::{self, Pen, Refused, Surface};
use figure::theme::Rgb;
#[cfg(feature = "page")]
use figure::view::View;
use plotters_canvas::CanvasBackend;
#[cfg(feature = "page")]
use sim::what_if::sweep::Sweep;
use web_sys::CanvasRenderingContext2d;

use super::{Paper, hex};

pub(super) fn paint(scene: &Scene, context: &CanvasRenderingContext2d, paper: Paper) -> bool {
    let theme = paper.theme;
    let painted = |mut backend: CanvasBackend| {
        let mut surface = Plotted { backend: Backend(&mut backend), context };
        surface::paint(scene, theme, &mut surface).is_ok()
    };
    backend(context, paper).is_some_and(painted)
}

/// Plotters' backend as a surface, with the canvas below it.
struct Plotted<'a> {
    backend: Backend<'a, CanvasBackend>,
    context: &'a CanvasRenderingContext2d,
}

impl Surface for Plotted<'_> {
    fn fill_rect(&mut self, rect: Rect, colour: Rgb) -> Result<(), Refused> {
        self.backend.fill_rect(rect, colour)
    }

    fn fill(&mut self, outline: &[Point], colour: Rgb) -> Result<(), Refused> {
        self.backend.fill(outline, colour)
    }

    fn line(&mut self, points: &[Point], pen: Pen) -> Result<(), Refused> {
        self.backend.line(points, pen)
    }

    fn pieces(&mut self, pieces: &[Piece], pen: Pen) -> Result<(), Refused> {
        if pieces.is_empty() {
            return Ok(());
        }
        let Self { context, .. } = self;
        context.set_stroke_style_str(&hex(pen.colour));
        context.set_line_width(pen.width * UNIT);
        context.begin_path();
        for [a, b] in pieces {
            context.move_to(a.x * UNIT, a.y * UNIT);
            context.line_to(b.x * UNIT, b.y * UNIT);
        }
        context.stroke();
        Ok(())
    }

    fn text(&mut self, label: &Label<'_>, colour: Rgb) -> Result<(), Refused> {
        self.backend.text(label, colour)
    }
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
