//! A surface on any plotters backend.
//!
//! Plotters has whole-number pixels, so everything is handed over in 1/16 of a CSS
//! pixel ([`UNIT`]); the canvas undoes that with a transform. Motion stays sub-pixel
//! and lines stay sharp.

mod framed;
pub mod sweep;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::draw::geometry::{Point, Rect};
use crate::draw::label::{Anchor, Label};
use crate::draw::pattern::Piece;
use crate::draw::text_metrics::{CODE, FONT, Weight};
use crate::paint::surface::{Pen, Refused, Surface};
use crate::paint::theme::Rgb;

/// Backend units in a CSS pixel.
pub const UNIT: f64 = 16.0;

/// A plotters backend as a surface.
pub struct Backend<'a, B>(pub &'a mut B);

impl<B: DrawingBackend> Surface for Backend<'_, B> {
    fn fill_rect(&mut self, rect: Rect, colour: Rgb) -> Result<(), Refused> {
        let from = (units(rect.x), units(rect.y));
        let to = (units(rect.right()), units(rect.bottom()));
        self.0.draw_rect(from, to, &rgb(colour), true).map_err(|_| Refused)
    }

    fn fill(&mut self, outline: &[Point], colour: Rgb) -> Result<(), Refused> {
        let corners = outline.iter().copied().map(point);
        self.0.fill_polygon(corners, &rgb(colour)).map_err(|_| Refused)
    }

    fn line(&mut self, points: &[Point], pen: Pen) -> Result<(), Refused> {
        let style = stroke(pen.colour, pen.width);
        self.0.draw_path(points.iter().copied().map(point), &style).map_err(|_| Refused)
    }

    fn pieces(&mut self, pieces: &[Piece], pen: Pen) -> Result<(), Refused> {
        pieces.iter().try_for_each(|piece| self.line(piece, pen))
    }

    fn text(&mut self, label: &Label<'_>, colour: Rgb) -> Result<(), Refused> {
        let h = match label.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let (family, heavy) = match label.weight {
            Weight::Regular => (FONT, FontStyle::Normal),
            Weight::Strong => (FONT, FontStyle::Bold),
            Weight::Code => (CODE, FontStyle::Bold),
            Weight::Line => (CODE, FontStyle::Normal),
        };
        let ink = rgb(colour);
        let font = FontDesc::new(FontFamily::Name(family), label.size * UNIT, heavy);
        let style = TextStyle::from(font).color(&ink).pos(Pos::new(h, VPos::Bottom));
        // The backend hangs text by its em box, whose foot is below the baseline.
        let hung = Point { y: label.at.y + label.size * 0.22, ..label.at };
        self.0.draw_text(label.text, &style, point(hung)).map_err(|_| Refused)
    }
}

pub(crate) fn units(px: f64) -> i32 {
    (px * UNIT).round() as i32
}

pub(crate) fn point(p: Point) -> (i32, i32) {
    (units(p.x), units(p.y))
}

pub(crate) fn rgb(colour: Rgb) -> RGBColor {
    let [_, r, g, b] = colour.to_be_bytes();
    RGBColor(r, g, b)
}

pub(crate) fn stroke(colour: Rgb, width: f64) -> ShapeStyle {
    let stroke_width = units(width).unsigned_abs();
    ShapeStyle { color: rgb(colour).to_rgba(), filled: false, stroke_width }
}
