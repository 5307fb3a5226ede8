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
    surface::paint(scene, theme, &mut Direct(context)).is_ok()
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

/// A canvas as a surface.
struct Direct<'a>(&'a CanvasRenderingContext2d);

impl Direct<'_> {
    /// A path through points.
    fn along(&self, points: &[Point]) {
        self.0.begin_path();
        for (i, p) in points.iter().enumerate() {
            if i == 0 { self.0.move_to(p.x, p.y) } else { self.0.line_to(p.x, p.y) }
        }
    }

    fn fill_style(&self, colour: Rgb) {
        self.0.set_fill_style_str(&hex(colour));
    }

    /// Strokes the current path.
    fn stroke(&self, pen: Pen) {
        self.0.set_stroke_style_str(&hex(pen.colour));
        self.0.set_line_width(pen.width);
        self.0.stroke();
    }
}

impl Surface for Direct<'_> {
    fn fill_rect(&mut self, rect: Rect, colour: Rgb) -> Result<(), Refused> {
        self.fill_style(colour);
        self.0.fill_rect(rect.x, rect.y, rect.w, rect.h);
        Ok(())
    }

    fn fill(&mut self, outline: &[Point], colour: Rgb) -> Result<(), Refused> {
        self.fill_style(colour);
        self.along(outline);
        self.0.fill();
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
            self.0.begin_path();
            for [a, b] in pieces {
                self.0.move_to(a.x, a.y);
                self.0.line_to(b.x, b.y);
            }
            self.stroke(pen);
        }
        Ok(())
    }

    fn text(&mut self, label: &Label<'_>, colour: Rgb) -> Result<(), Refused> {
        self.fill_style(colour);
        self.0.set_font(&font(label.size, label.weight));
        self.0.set_text_align(match label.anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        });
        self.0.fill_text(label.text, label.at.x, label.at.y).map_err(|_| Refused)
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
