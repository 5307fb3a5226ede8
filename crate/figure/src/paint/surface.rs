//! The one decoder of shapes, and what it asks of the surface it paints on.
//!
//! A surface knows points, colours and text; roles, patterns, dashes and corners are
//! decoded here. Plotters' backends and the canvas of a page are surfaces. SVG is none:
//! it keeps roles and patterns by name, so that one file serves every theme.

use crate::draw::geometry::{Point, Rect};
use crate::draw::label::Label;
use crate::draw::pattern::{self, Piece};
use crate::draw::shape::{Corner, Dash, Mark, Scene, Shape};
use crate::paint::theme::{Rgb, Theme};

/// Width of a bar's outline in CSS pixels.
const OUTLINE: f64 = 1.5;

/// The surface did not paint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Colour and width of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    /// The colour.
    pub colour: Rgb,
    /// The width in CSS pixels.
    pub width: f64,
}

/// Something to paint on. Everything is in CSS pixels.
///
/// # Errors
/// Every method fails where the surface does not paint.
pub trait Surface {
    /// Fills a rectangle with square corners.
    #[allow(clippy::missing_errors_doc)]
    fn fill_rect(&mut self, rect: Rect, colour: Rgb) -> Result<(), Refused>;

    /// Fills what `outline` encloses.
    #[allow(clippy::missing_errors_doc)]
    fn fill(&mut self, outline: &[Point], colour: Rgb) -> Result<(), Refused>;

    /// Draws a solid line through `points`.
    #[allow(clippy::missing_errors_doc)]
    fn line(&mut self, points: &[Point], pen: Pen) -> Result<(), Refused>;

    /// Draws separate straight pieces.
    #[allow(clippy::missing_errors_doc)]
    fn pieces(&mut self, pieces: &[Piece], pen: Pen) -> Result<(), Refused>;

    /// Writes a text.
    #[allow(clippy::missing_errors_doc)]
    fn text(&mut self, label: &Label<'_>, colour: Rgb) -> Result<(), Refused>;
}

/// Paints `scene` in the colours of `theme`.
///
/// # Errors
/// Where the surface refuses.
pub fn paint<S: Surface>(scene: &Scene, theme: Theme, surface: &mut S) -> Result<(), Refused> {
    scene.shapes.iter().try_for_each(|shape| paint_shape(shape, theme, surface))
}

/// Paints one shape.
///
/// # Errors
/// Where the surface refuses.
pub fn paint_shape<S: Surface>(
    shape: &Shape,
    theme: Theme,
    surface: &mut S,
) -> Result<(), Refused> {
    let colours = theme.of(shape);
    let pen = |width| Pen { colour: colours.line, width };
    match &shape.mark {
        &Mark::Bar { rect, corner, pattern, outline, origin } => {
            if let Some(fill) = colours.fill {
                match corner {
                    // The outline, where there is one, covers the corners.
                    Corner::Slight => surface.fill_rect(rect, fill)?,
                    Corner::Round => {
                        surface.fill(&pattern::rounded(rect, corner.radius()), fill)?;
                    }
                }
            }
            let marks = pattern::pieces(rect, pattern, origin);
            surface.pieces(&marks, pen(pattern::width(pattern)))?;
            if outline == Dash::Solid {
                surface.line(&pattern::rounded(rect, corner.radius()), pen(OUTLINE))
            } else {
                let dashes = pattern::dashed(&pattern::outline(rect), outline);
                surface.pieces(&dashes, pen(OUTLINE))
            }
        }
        Mark::Area { points } => colours.fill.map_or(Ok(()), |fill| surface.fill(points, fill)),
        Mark::Line { points, dash: Dash::Solid, width } => surface.line(points, pen(*width)),
        Mark::Line { points, dash, width } => {
            surface.pieces(&pattern::dashed(points, *dash), pen(*width))
        }
        Mark::Text { at, anchor, text, size, weight } => {
            let label = Label { at: *at, anchor: *anchor, text, size: *size, weight: *weight };
            surface.text(&label, colours.line)
        }
    }
}
