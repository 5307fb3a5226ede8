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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::geometry::at;
    use crate::draw::shape::{Bar, Decor, Key, Pattern, Role};

    /// A surface that records its calls, each as a word and its number of points.
    #[derive(Default)]
    struct Recorder(Vec<(&'static str, usize)>);

    impl Recorder {
        fn record(&mut self, call: &'static str, points: usize) {
            self.0.push((call, points));
        }
    }

    impl Surface for Recorder {
        fn fill_rect(&mut self, _: Rect, _: Rgb) -> Result<(), Refused> {
            self.record("rect", 4);
            Ok(())
        }

        fn fill(&mut self, outline: &[Point], _: Rgb) -> Result<(), Refused> {
            self.record("fill", outline.len());
            Ok(())
        }

        fn line(&mut self, points: &[Point], _: Pen) -> Result<(), Refused> {
            self.record("line", points.len());
            Ok(())
        }

        fn pieces(&mut self, pieces: &[Piece], _: Pen) -> Result<(), Refused> {
            self.record("pieces", pieces.len());
            Ok(())
        }

        fn text(&mut self, label: &Label<'_>, _: Rgb) -> Result<(), Refused> {
            self.record("text", label.text.len());
            Ok(())
        }
    }

    const KEY: Key = Key::Decor(Decor::Note);
    const RECT: Rect = Rect { x: 10.0, y: 10.0, w: 20.0, h: 16.0 };

    fn check(draw: impl FnOnce(&mut Scene), expected: &[(&str, usize)]) {
        let (mut scene, mut recorder) = (Scene::new(100.0, 100.0), Recorder::default());
        draw(&mut scene);
        assert_eq!(paint(&scene, Theme::Light, &mut recorder), Ok(()));
        assert_eq!(recorder.0, expected);
    }

    #[test]
    fn a_bar_is_filled_squarely_and_outlined_round() {
        let bar = Bar::solid(Role::Dom0, Pattern::Plain);
        check(|s| s.bar(KEY, bar, RECT), &[("rect", 4), ("pieces", 0), ("line", 13)]);
    }

    #[test]
    fn a_chip_is_filled_round_and_has_no_outline() {
        let calls = [("fill", 13), ("pieces", 0), ("pieces", 0)];
        check(|s| s.bar(KEY, Bar::chip(Role::Xen), RECT), &calls);
    }

    #[test]
    fn a_dashed_outline_comes_in_pieces_and_room_has_no_fill() {
        // Two sides of 20 px and two of 16, in dashes of 6 and gaps of 4.
        let room = Bar::outlined(Role::Room, Dash::Could);
        check(|s| s.bar(KEY, room, RECT), &[("pieces", 0), ("pieces", 8)]);
    }

    #[test]
    fn lines_areas_and_texts_are_one_call_each() {
        let points = [at(0.0, 0.0), at(9.0, 0.0), at(9.0, 9.0)];
        check(|s| s.line(KEY, Role::Rule, &points, Dash::Solid, 1.0), &[("line", 3)]);
        check(|s| s.line(KEY, Role::Rule, &points, Dash::NotYet, 1.0), &[("pieces", 6)]);
        check(|s| s.area(KEY, Role::Funnel, &points), &[("fill", 3)]);
        // A role without a fill leaves an area empty.
        check(|s| s.area(KEY, Role::Rule, &points), &[]);
        let label = Label::new(5.0, 20.0, "4.00 GiB", 13.0);
        check(|s| assert!(s.text(KEY, Role::Ink, label).is_some()), &[("text", 8)]);
    }
}
