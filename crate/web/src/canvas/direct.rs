//! Painting by the canvas' own calls: the same shapes at the same places as through
//! plotters, in a fraction of the code.

use figure::advance::{CODE, FONT, Weight};
use figure::geometry::Point;
use figure::pattern::{self, rounded};
use figure::shape::{Anchor, Dash, Form, Role, Scene, Shape};
use figure::svg::Px;
use figure::theme::Theme;
#[cfg(feature = "page")]
use figure::view::View;
#[cfg(feature = "page")]
use sim::sweep::Sweep;
use web_sys::CanvasRenderingContext2d;

use super::{Paper, hex};

pub(super) fn paint(
    scene: &Scene,
    context: &CanvasRenderingContext2d,
    Paper { theme, .. }: Paper,
) -> bool {
    scene.shapes.iter().all(|shape| paint_shape(shape, theme, context))
}

/// The chart of a sweep, from its scene.
#[cfg(feature = "page")]
pub(super) fn chart(
    sweep: &Sweep,
    view: &View,
    context: &CanvasRenderingContext2d,
    paper: Paper,
) -> bool {
    paint(&figure::chart::scene(sweep, view), context, paper)
}

fn paint_shape(shape: &Shape, theme: Theme, context: &CanvasRenderingContext2d) -> bool {
    let colours = theme.of(shape);
    let line = hex(colours.line);
    match &shape.form {
        Form::Bar { rect, pattern: marks, outline, origin } => {
            if let Some(fill) = colours.fill {
                context.set_fill_style_str(&hex(fill));
                // Chips are rounder than bars.
                if shape.role == Role::Xen {
                    along(context, &rounded(*rect, 4.0));
                    context.fill();
                } else {
                    context.fill_rect(rect.x, rect.y, rect.w, rect.h);
                }
            }
            context.set_stroke_style_str(&line);
            stroke(context, &pattern::pieces(*rect, *marks, *origin), pattern::width(*marks));
            match outline {
                Dash::Solid => outlined(context, &rounded(*rect, 2.0), *outline, 1.5),
                Dash::Could | Dash::Trace | Dash::Estimated | Dash::NotYet | Dash::None => {
                    outlined(context, &pattern::outline(*rect), *outline, 1.5);
                }
            }
            true
        }
        Form::Area { points } => {
            if let Some(fill) = colours.fill {
                context.set_fill_style_str(&hex(fill));
                along(context, points);
                context.fill();
            }
            true
        }
        Form::Line { points, dash, width } => {
            context.set_stroke_style_str(&line);
            outlined(context, points, *dash, *width);
            true
        }
        Form::Text { at, anchor, text, size, weight } => {
            context.set_fill_style_str(&line);
            context.set_font(&font(*size, *weight));
            context.set_text_align(match anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
            context.fill_text(text, at.x, at.y).is_ok()
        }
    }
}

fn font(size: f64, weight: Weight) -> String {
    let (heavy, family) = match weight {
        Weight::Regular => ("", FONT),
        Weight::Strong => ("bold ", FONT),
        Weight::Code => ("bold ", CODE),
    };
    format!("{heavy}{}px {family}", Px(size))
}

fn outlined(context: &CanvasRenderingContext2d, points: &[Point], dash: Dash, width: f64) {
    if dash == Dash::Solid {
        along(context, points);
        context.set_line_width(width);
        context.stroke();
    } else {
        stroke(context, &pattern::dashed(points, dash), width);
    }
}

/// A path through points.
fn along(context: &CanvasRenderingContext2d, points: &[Point]) {
    context.begin_path();
    for (i, p) in points.iter().enumerate() {
        if i == 0 { context.move_to(p.x, p.y) } else { context.line_to(p.x, p.y) }
    }
}

/// All pieces as one path.
fn stroke(context: &CanvasRenderingContext2d, pieces: &[pattern::Piece], width: f64) {
    if pieces.is_empty() {
        return;
    }
    context.begin_path();
    for [a, b] in pieces {
        context.move_to(a.x, a.y);
        context.line_to(b.x, b.y);
    }
    context.set_line_width(width);
    context.stroke();
}
