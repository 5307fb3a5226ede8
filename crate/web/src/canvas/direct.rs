//! Painting by the canvas' own calls: the same shapes at the same positions as through
//! plotters, in a fraction of the code.

use figure::geometry::{Point, Rect};
use figure::label::{Anchor, Label};
use figure::pattern::Piece;
use figure::shape::Scene;
use figure::surface::{self, Pen, Refused, Surface};
use figure::svg::Px;
use figure::text_metrics::{CODE, FONT, Weight};
use figure::theme::Rgb;
#[cfg(feature = "page")]
use figure::view::View;
#[cfg(feature = "page")]
use sim::what_if::sweep::Sweep;
use web_sys::CanvasRenderingContext2d;

use super::{Paper, hex};

pub(super) fn paint(
    scene: &Scene,
    context: &CanvasRenderingContext2d,
    Paper { theme, .. }: Paper,
) -> bool {
    surface::paint(scene, theme, &mut Direct::on(context)).is_ok()
}

/// The chart of a sweep, from its scene.
#[cfg(feature = "page")]
pub(super) fn chart(
    sweep: &Sweep,
    view: &View,
    context: &CanvasRenderingContext2d,
    paper: Paper,
) -> bool {
    paint(&figure::sweep::scene(sweep, view), context, paper)
}

/// A canvas as a surface. What is set already is not set again: a style is a text that has to
/// reach the page.
struct Direct<'a> {
    context: &'a CanvasRenderingContext2d,
    fill: Option<Rgb>,
    pen: Option<Pen>,
    font: Option<(f64, Weight)>,
    anchor: Option<Anchor>,
}

impl<'a> Direct<'a> {
    const fn on(context: &'a CanvasRenderingContext2d) -> Self {
        Self { context, fill: None, pen: None, font: None, anchor: None }
    }

    /// A path through points.
    fn along(&self, points: &[Point]) {
        self.context.begin_path();
        for (i, p) in points.iter().enumerate() {
            if i == 0 { self.context.move_to(p.x, p.y) } else { self.context.line_to(p.x, p.y) }
        }
    }

    fn fill_style(&mut self, colour: Rgb) {
        if self.fill.replace(colour) != Some(colour) {
            self.context.set_fill_style_str(&hex(colour));
        }
    }

    /// Strokes the current path.
    fn stroke(&mut self, pen: Pen) {
        let last = self.pen.replace(pen);
        if last.is_none_or(|last| last.colour != pen.colour) {
            self.context.set_stroke_style_str(&hex(pen.colour));
        }
        if last.is_none_or(|last| last.width.to_bits() != pen.width.to_bits()) {
            self.context.set_line_width(pen.width);
        }
        self.context.stroke();
    }
}

impl Surface for Direct<'_> {
    fn fill_rect(&mut self, rect: Rect, colour: Rgb) -> Result<(), Refused> {
        self.fill_style(colour);
        self.context.fill_rect(rect.x, rect.y, rect.w, rect.h);
        Ok(())
    }

    fn fill(&mut self, outline: &[Point], colour: Rgb) -> Result<(), Refused> {
        self.fill_style(colour);
        self.along(outline);
        self.context.fill();
        Ok(())
    }

    fn line(&mut self, points: &[Point], pen: Pen) -> Result<(), Refused> {
        self.along(points);
        self.stroke(pen);
        Ok(())
    }

    /// All pieces form one path.
    fn pieces(&mut self, pieces: &[Piece], pen: Pen) -> Result<(), Refused> {
        if !pieces.is_empty() {
            self.context.begin_path();
            for [a, b] in pieces {
                self.context.move_to(a.x, a.y);
                self.context.line_to(b.x, b.y);
            }
            self.stroke(pen);
        }
        Ok(())
    }

    fn text(&mut self, label: &Label<'_>, colour: Rgb) -> Result<(), Refused> {
        self.fill_style(colour);
        let set = (label.size, label.weight);
        if self.font.replace(set) != Some(set) {
            self.context.set_font(&font(label.size, label.weight));
        }
        if self.anchor.replace(label.anchor) != Some(label.anchor) {
            self.context.set_text_align(match label.anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
        }
        self.context.fill_text(label.text, label.at.x, label.at.y).map_err(|_| Refused)
    }
}

fn font(size: f64, weight: Weight) -> String {
    let (heavy, family) = match weight {
        Weight::Regular => ("", FONT),
        Weight::Strong => ("bold ", FONT),
        Weight::Code => ("bold ", CODE),
        Weight::Line => ("", CODE),
    };
    format!("{heavy}{}px {family}", Px(size))
}
