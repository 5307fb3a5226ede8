//! Painting through plotters.
//!
//! Plotters has whole-number pixels and knows no device's pixel ratio; a transform adds both
//! (see `figure::plotters`). The backend is our own: the usual one for a canvas writes each
//! colour and font with a formatter of floats, which is 18 kB of code.

use figure::plotters::{UNIT, paint as through};
use figure::shape::Scene;
use figure::svg::Px;
#[cfg(feature = "page")]
use figure::view::View;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
#[cfg(feature = "page")]
use sim::what_if::sweep::Sweep;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::{Paper, hex};

pub(super) fn paint(
    scene: &Scene,
    context: &CanvasRenderingContext2d,
    Paper { canvas, ratio, theme }: Paper,
) -> bool {
    let paint = |mut b| through(scene, theme, &mut b).is_ok();
    backend(context, &canvas, ratio).is_some_and(paint)
}

/// The chart of a sweep, through plotters' own chart.
#[cfg(feature = "page")]
pub(super) fn chart(
    sweep: &Sweep,
    view: &View,
    context: &CanvasRenderingContext2d,
    Paper { canvas, ratio, theme }: Paper,
) -> bool {
    let chart = |mut b| figure::plotters::sweep::paint(sweep, view, theme, &mut b).is_ok();
    backend(context, &canvas, ratio).is_some_and(chart)
}

/// The canvas, measured in fractions of a pixel.
fn backend<'a>(
    context: &'a CanvasRenderingContext2d,
    canvas: &HtmlCanvasElement,
    ratio: f64,
) -> Option<Backend<'a>> {
    let unit = ratio / UNIT;
    context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).ok()?;
    Some(Backend { context, size: (canvas.width(), canvas.height()) })
}

/// A canvas as a backend of plotters. Colours are opaque, or not painted at all.
struct Backend<'a> {
    context: &'a CanvasRenderingContext2d,
    size: (u32, u32),
}

/// What the browser refused.
#[derive(Debug)]
struct Refused;

impl core::fmt::Display for Refused {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the canvas refused")
    }
}

impl std::error::Error for Refused {}

type Drawn = Result<(), DrawingErrorKind<Refused>>;

/// The colour in CSS notation; `None` for what is not painted.
fn colour(BackendColor { rgb: (r, g, b), alpha }: BackendColor) -> Option<String> {
    (alpha > 0.0).then(|| hex(u32::from_be_bytes([0, r, g, b])))
}

impl Backend<'_> {
    /// A path through points.
    fn along(&self, points: impl IntoIterator<Item = BackendCoord>) {
        self.context.begin_path();
        for (i, (x, y)) in points.into_iter().enumerate() {
            let (x, y) = (f64::from(x), f64::from(y));
            if i == 0 { self.context.move_to(x, y) } else { self.context.line_to(x, y) }
        }
    }

    /// Strokes the current path.
    fn stroke(&self, style: &impl BackendStyle) {
        if let Some(colour) = colour(style.color()) {
            self.context.set_stroke_style_str(&colour);
            self.context.set_line_width(f64::from(style.stroke_width()));
            self.context.stroke();
        }
    }
}

impl DrawingBackend for Backend<'_> {
    type ErrorType = Refused;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, pixel: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &pixel, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let [x, y, w, h] = [left, top, right - left, bottom - top].map(f64::from);
        if !fill {
            self.context.begin_path();
            self.context.rect(x, y, w, h);
            self.stroke(style);
        } else if let Some(colour) = colour(style.color()) {
            self.context.set_fill_style_str(&colour);
            self.context.fill_rect(x, y, w, h);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.along(path);
        self.stroke(style);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        outline: I,
        style: &S,
    ) -> Drawn {
        if let Some(colour) = colour(style.color()) {
            self.context.set_fill_style_str(&colour);
            self.along(outline);
            self.context.fill();
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let Some(colour) = colour(style.color()) else { return Ok(()) };
        let anchor = style.anchor();
        self.context.set_text_align(match anchor.h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline(match anchor.v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        self.context.set_fill_style_str(&colour);
        let (heavy, size, family) = (style.style(), Px(style.size()), style.family());
        self.context.set_font(&format!("{} {size}px {}", heavy.as_str(), family.as_str()));
        let drawn = self.context.fill_text(text, f64::from(x), f64::from(y));
        drawn.map_err(|_| DrawingErrorKind::DrawingError(Refused))
    }
}
