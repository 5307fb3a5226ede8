//! The chart of a sweep, drawn with plotters' own chart: its axes, rules and curves, in the
//! plot area and with the labels of [`crate::charts::sweep`].
//!
//! In units of 1/16 of a CSS pixel (see [`crate::paint::plotters`]).

use plotters::coord::Shift;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::prelude::*;
use sim::units::Pages;
use sim::what_if::sweep::Sweep;
use words::figure::cost_tick;

use crate::charts::sweep::{PlotArea, With, gib, height, ram_ticks, scene};
use crate::draw::geometry::Point;
use crate::draw::pattern::dashed;
use crate::draw::shape::{Decor, Key, Role};
use crate::draw::text_metrics::FONT;
use crate::draw::view::View;
use crate::paint::plotters::{Backend, UNIT, point, rgb, stroke, units};
use crate::paint::surface::{Refused, paint_shape};
use crate::paint::theme::Theme;

use super::framed::Framed;

/// Draws the chart of `sweep`.
///
/// # Errors
/// Where the backend refuses.
pub fn paint<B: DrawingBackend>(
    sweep: &Sweep,
    view: &View,
    theme: Theme,
    backend: &mut B,
) -> Result<(), Refused> {
    let picture = scene(sweep, view);
    let size = (units(picture.width).unsigned_abs(), units(height(view)).unsigned_abs());
    let framed = Framed { inner: &mut *backend, size };
    axes(sweep, view, theme, &framed.into_drawing_area())?;
    let names = picture.shapes.iter().filter(|s| named(s.key));
    names.into_iter().try_for_each(|shape| paint_shape(shape, theme, &mut Backend(backend)))
}

/// Whether this is a dot or a label, which plotters' own chart does not draw.
const fn named(key: Key) -> bool {
    matches!(
        key,
        Key::Decor(
            Decor::CurvePoint | Decor::CurveName | Decor::Here | Decor::FlatFrom | Decor::Caption
        )
    )
}

fn axes<B: DrawingBackend>(
    sweep: &Sweep,
    view: &View,
    theme: Theme,
    area: &DrawingArea<B, Shift>,
) -> Result<(), Refused> {
    let plot_area = PlotArea::new(sweep, view);
    let (plot, [low, high]) = (plot_area.plot, plot_area.ram);
    let (w, h) = area.dim_in_pixel();
    let ram = Ruled { range: [low, high], marks: ticks(&plot_area), kind: AxisKind::Ram };
    let cost = Ruled {
        range: [0.0, plot_area.most],
        marks: rules(&plot_area),
        kind: AxisKind::Cost(plot_area.unit),
    };
    let mut chart = ChartBuilder::on(area)
        .margin_top(units(plot.y))
        .margin_right(w.cast_signed() - units(plot.right()))
        .x_label_area_size(h.cast_signed() - units(plot.bottom()))
        .y_label_area_size(units(plot.x))
        .build_cartesian_2d(ram, cost)
        .map_err(|_| Refused)?;
    let ink = |role| rgb(theme.paint(role).line);
    let font = FontDesc::new(FontFamily::Name(FONT), 12.0 * UNIT, FontStyle::Normal);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(stroke(theme.paint(Role::Hair).line, 1.0))
        .axis_style(stroke(theme.paint(Role::Rule).line, 1.0))
        .label_style(TextStyle::from(font).color(&ink(Role::Ink2)))
        .set_all_tick_mark_size(units(5.0))
        .draw()
        .map_err(|_| Refused)?;
    for with in [With::Max, With::Without] {
        let costs = sweep.points.iter().filter_map(|p| Some((gib(p.installed), with.of(p)?)));
        let line: Vec<(f64, f64)> = costs.map(|(ram, cost)| (ram, cost.0 as f64)).collect();
        let style = stroke(theme.paint(with.role()).line, 2.5);
        let drawn = match with {
            With::Without => chart.draw_series([PathElement::new(line, style)]).map(|_| ()),
            With::Max => {
                let corners = line.iter().map(|p| chart.backend_coord(p));
                let corners: Vec<Point> = corners.map(|(x, y)| pixels(x, y)).collect();
                dashed(&corners, with.dash()).into_iter().try_for_each(|[a, b]| {
                    area.draw(&PathElement::new([point(a), point(b)], style))
                })
            }
        };
        drawn.map_err(|_| Refused)?;
    }
    Ok(())
}

fn pixels(x: i32, y: i32) -> Point {
    Point { x: f64::from(x) / UNIT, y: f64::from(y) / UNIT }
}

fn ticks(plot_area: &PlotArea) -> Vec<f64> {
    ram_ticks(plot_area).into_iter().map(|n| n as f64).collect()
}

fn rules(plot_area: &PlotArea) -> Vec<f64> {
    (0..16).map(|n| f64::from(n) * plot_area.step).filter(|c| *c <= plot_area.most).collect()
}

/// Which axis.
#[derive(Clone, Copy)]
enum AxisKind {
    /// Installed RAM in GiB, logarithmic.
    Ram,
    /// Pages, labelled in this unit.
    Cost(Pages),
}

/// An axis with our own ticks and labels.
struct Ruled {
    range: [f64; 2],
    marks: Vec<f64>,
    kind: AxisKind,
}

impl Ranged for Ruled {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let [low, high] = self.range;
        let part = match self.kind {
            AxisKind::Ram => (value / low).ln() / (high / low).max(1.001).ln(),
            AxisKind::Cost(_) => (value - low) / (high - low),
        };
        limit.0 + (part * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<H: KeyPointHint>(&self, _hint: H) -> Vec<f64> {
        self.marks.clone()
    }

    fn range(&self) -> core::ops::Range<f64> {
        let [low, high] = self.range;
        low..high
    }
}

impl ValueFormatter<f64> for Ruled {
    fn format(value: &f64) -> String {
        cost_tick(Pages(*value as u64), Pages::MIB)
    }

    fn format_ext(&self, value: &f64) -> String {
        match self.kind {
            AxisKind::Ram => words::figure::ram_tick(value.round() as u64),
            AxisKind::Cost(unit) => cost_tick(Pages(*value as u64), unit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::sweep::line;
    use crate::paint::plotters::framed::Drawn;
    use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle};
    use sim::memory::Costs;
    use sim::what_if::sweep::{Here, Point as Sized};

    /// A backend that records its calls.
    #[derive(Default)]
    struct Recorder {
        paths: Vec<Vec<BackendCoord>>,
        texts: Vec<String>,
    }

    #[derive(Debug)]
    struct Never;
    impl core::fmt::Display for Never {
        fn fmt(&self, _: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            Ok(())
        }
    }
    impl std::error::Error for Never {}

    impl DrawingBackend for Recorder {
        type ErrorType = Never;

        fn get_size(&self) -> (u32, u32) {
            (1, 1)
        }

        fn ensure_prepared(&mut self) -> Drawn<Self> {
            Ok(())
        }

        fn present(&mut self) -> Drawn<Self> {
            Ok(())
        }

        fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn<Self> {
            Ok(())
        }

        fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
            &mut self,
            path: I,
            _: &S,
        ) -> Drawn<Self> {
            self.paths.push(path.into_iter().collect());
            Ok(())
        }

        fn draw_text<S: BackendTextStyle>(
            &mut self,
            text: &str,
            _: &S,
            _: BackendCoord,
        ) -> Drawn<Self> {
            self.texts.push(text.to_owned());
            Ok(())
        }
    }

    fn sweep() -> Sweep {
        let costs = |n: u64| Costs { struct_page: Pages(n << 8), ..Costs::default() };
        let at = |n: u32| {
            let installed = Pages(1 << (18 + n));
            Sized { installed, without: Some(costs(1 << n)), with_max: Some(costs(16)) }
        };
        let here = Some(Here { ram: Pages(64 << 18), costs: costs(64) });
        Sweep { dom0: Pages(4 << 18), points: (2..=10).map(at).collect(), here }
    }

    #[test]
    fn plotters_draws_the_lines_where_the_shapes_have_them() {
        for width in [936.0, 330.0] {
            let (sweep, view) = (sweep(), View::new(width));
            let mut recorder = Recorder::default();
            paint(&sweep, &view, Theme::Light, &mut recorder).unwrap();
            let expected = line(&sweep, &PlotArea::new(&sweep, &view), With::Without);
            let same = |path: &Vec<BackendCoord>| {
                path.len() == expected.len()
                    && path.iter().zip(&expected).all(|(&(x, y), p)| {
                        let at = pixels(x, y);
                        (at.x - p.x).abs() < 1.0 && (at.y - p.y).abs() < 1.0
                    })
            };
            assert!(recorder.paths.iter().any(same), "{width}");
        }
    }

    #[test]
    fn plotters_names_what_the_shapes_name() {
        let (sweep, view) = (sweep(), View::new(936.0));
        let mut recorder = Recorder::default();
        paint(&sweep, &view, Theme::Dark, &mut recorder).unwrap();
        for shape in &scene(&sweep, &view).shapes {
            if let crate::draw::shape::Mark::Text { text, .. } = &shape.mark {
                assert!(recorder.texts.contains(text), "{text}: {:?}", recorder.texts);
            }
        }
    }

    /// An axis without one of our labels would name numbers of pages.
    #[test]
    fn a_number_of_plotters_own_choice_reads_as_an_amount() {
        assert_eq!(Ruled::format(&0.0), "0");
        assert_eq!(Ruled::format(&f64::from(256 * 512)), "512 MiB");
        assert_eq!(Ruled::format(&f64::from(1 << 18)), "1 GiB");
    }
}
