//! A scene on any plotters backend.
//!
//! Plotters has whole-number pixels, so everything is handed over in 1/16 of a CSS
//! pixel ([`UNIT`]); the canvas undoes that with a transform. Motion stays sub-pixel
//! and lines stay sharp.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::advance::{CODE, FONT, Weight};
use crate::geometry::{Point, Rect};
use crate::pattern::{self, rounded};
use crate::shape::{Anchor, Dash, Form, Role, Scene, Shape};
use crate::theme::{Rgb, Theme};

/// Backend units in a CSS pixel.
pub const UNIT: f64 = 16.0;

/// The backend did not draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Draws `scene` in the colours of `theme`.
///
/// # Errors
/// Where the backend refuses.
pub fn paint<B: DrawingBackend>(
    scene: &Scene,
    theme: Theme,
    backend: &mut B,
) -> Result<(), Refused> {
    scene.shapes.iter().try_for_each(|shape| paint_shape(shape, theme, backend))
}

pub(crate) fn units(px: f64) -> i32 {
    (px * UNIT).round() as i32
}

pub(crate) fn point(p: Point) -> (i32, i32) {
    (units(p.x), units(p.y))
}

pub(crate) fn colour(rgb: Rgb) -> RGBColor {
    let [_, r, g, b] = rgb.to_be_bytes();
    RGBColor(r, g, b)
}

pub(crate) fn stroke(rgb: Rgb, width: f64) -> ShapeStyle {
    let stroke_width = units(width).unsigned_abs();
    ShapeStyle { color: colour(rgb).to_rgba(), filled: false, stroke_width }
}

pub(crate) fn paint_shape<B: DrawingBackend>(
    shape: &Shape,
    theme: Theme,
    backend: &mut B,
) -> Result<(), Refused> {
    let paint = theme.of(shape);
    match &shape.form {
        Form::Bar { rect, pattern: marks, outline, origin } => {
            if let Some(fill) = paint.fill {
                fill_bar(backend, shape.role, *rect, fill)?;
            }
            let style = stroke(paint.line, pattern::width(*marks));
            pieces(backend, &pattern::pieces(*rect, *marks, *origin), style)?;
            if *outline == Dash::Solid {
                let line = rounded(*rect, 2.0).into_iter().map(point);
                return path(backend, line, stroke(paint.line, 1.5));
            }
            let line = pattern::dashed(&pattern::outline(*rect), *outline);
            pieces(backend, &line, stroke(paint.line, 1.5))
        }
        Form::Area { points } => match paint.fill {
            Some(fill) => {
                let corners = points.iter().copied().map(point);
                backend.fill_polygon(corners, &colour(fill)).map_err(|_| Refused)
            }
            None => Ok(()),
        },
        Form::Line { points, dash: Dash::Solid, width } => {
            path(backend, points.iter().copied().map(point), stroke(paint.line, *width))
        }
        Form::Line { points, dash, width } => {
            pieces(backend, &pattern::dashed(points, *dash), stroke(paint.line, *width))
        }
        Form::Text { at, anchor, text, size, weight } => {
            let h = match anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let (family, heavy) = match weight {
                Weight::Regular => (FONT, FontStyle::Normal),
                Weight::Strong => (FONT, FontStyle::Bold),
                Weight::Code => (CODE, FontStyle::Bold),
            };
            let ink = colour(paint.line);
            let font = FontDesc::new(FontFamily::Name(family), *size * UNIT, heavy);
            let style = TextStyle::from(font).color(&ink).pos(Pos::new(h, VPos::Bottom));
            // The backend hangs text by its em box, whose foot is below the baseline.
            let hung = Point { x: at.x, y: at.y + size * 0.22 };
            backend.draw_text(text, &style, point(hung)).map_err(|_| Refused)
        }
    }
}

/// Chips are rounder than bars.
fn fill_bar<B: DrawingBackend>(
    backend: &mut B,
    role: Role,
    rect: Rect,
    fill: Rgb,
) -> Result<(), Refused> {
    if role == Role::Xen {
        let corners = rounded(rect, 4.0).into_iter().map(point);
        return backend.fill_polygon(corners, &colour(fill)).map_err(|_| Refused);
    }
    let from = (units(rect.x), units(rect.y));
    let to = (units(rect.right()), units(rect.bottom()));
    backend.draw_rect(from, to, &colour(fill), true).map_err(|_| Refused)
}

fn pieces<B: DrawingBackend>(
    backend: &mut B,
    pieces: &[[Point; 2]],
    style: ShapeStyle,
) -> Result<(), Refused> {
    for piece in pieces {
        path(backend, piece.iter().copied().map(point), style)?;
    }
    Ok(())
}

fn path<B: DrawingBackend>(
    backend: &mut B,
    points: impl Iterator<Item = (i32, i32)>,
    style: ShapeStyle,
) -> Result<(), Refused> {
    backend.draw_path(points, &style).map_err(|_| Refused)
}
