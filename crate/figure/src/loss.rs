//! A chart: descriptors against installed RAM, without and with a maximum.
//!
//! The axis of hosts is logarithmic (each doubling is as wide), the other linear. The
//! reader's machine is a dashed line.

use sim::loss::Point;
use sim::units::Pages;
use sim::words;

use crate::geometry::{Rect, at, within};
use crate::key::Key;
use crate::layout::NARROW;
use crate::shape::{Bar, Dash, Label, Pattern, Role, Scene};

/// Smallest and largest host of the axis, as powers of two of pages.
const FROM: f64 = 20.0;
const TO: f64 = 28.0;

/// Height of the chart at this width, in CSS pixels.
pub fn height(width: f64) -> f64 {
    if width < NARROW { 280.0 } else { 340.0 }
}

struct Chart {
    scene: Scene,
    plot: Rect,
    most: f64,
}

/// The chart; `here` is the reader's host.
pub fn chart(points: &[Point], here: Pages, width: f64) -> Scene {
    let width = within(width, 240.0, 4000.0);
    let most = points.iter().map(|p| p.without.0).max().unwrap_or(0).max(1 << 8);
    let plot = Rect { x: 64.0, y: 36.0, w: width - 84.0, h: height(width) - 84.0 };
    let most = rounded(most) as f64;
    let mut chart = Chart { scene: Scene::new(width, height(width)), plot, most };
    chart.axes();
    chart.mark(here);
    chart.curve(points, Role::Descriptors, "without max:", |p| p.without);
    chart.curve(points, Role::Dom0, "max: at the first size", |p| p.with);
    chart.scene
}

/// The next amount that a quarter of is a round number of MiB.
fn rounded(most: u64) -> u64 {
    let step = (most / 4).max(1).next_power_of_two().max(1 << 8);
    let half = step / 2;
    if most <= half * 4 {
        half * 4
    } else if most <= half * 6 {
        half * 6
    } else {
        step * 4
    }
}

impl Chart {
    fn x(&self, installed: Pages) -> f64 {
        let power = within((installed.0.max(1) as f64).log2(), FROM, TO);
        self.plot.x + (power - FROM) / (TO - FROM) * self.plot.w
    }

    fn y(&self, pages: f64) -> f64 {
        self.plot.bottom() - pages / self.most * self.plot.h
    }

    fn axes(&mut self) {
        let Rect { x, .. } = self.plot;
        let (right, bottom) = (self.plot.right(), self.plot.bottom());
        let key = Key::Part(0);
        for quarter in 0..=4_u32 {
            let pages = self.most * f64::from(quarter) / 4.0;
            let y = self.y(pages);
            let dash = if quarter == 0 { Dash::Solid } else { Dash::NotYet };
            self.scene.line(key, Role::Rule, vec![at(x, y), at(right, y)], dash, 1.0);
            let name = words::amount(Pages(pages as u64));
            let label = Label::new(x - 8.0, y + 4.0, if quarter == 0 { "0" } else { &name }, 12.0);
            self.scene.text(key, Role::Ink2, label.end());
        }
        for power in 20..=28_u32 {
            let host = Pages(1 << power);
            let at_x = self.x(host);
            let tick = vec![at(at_x, bottom), at(at_x, bottom + 6.0)];
            self.scene.line(key, Role::Rule, tick, Dash::Solid, 1.0);
            let name = match host.0 >> 18 {
                1024 => "1 TiB".to_owned(),
                gib if power == 20 => format!("{gib} GiB"),
                gib => gib.to_string(),
            };
            let label = Label::new(at_x, bottom + 21.0, &name, 12.0).middle();
            self.scene.text(key, Role::Ink2, label);
        }
        let below = Label::new(self.plot.centre().x, bottom + 41.0, "installed RAM", 12.0).middle();
        self.scene.text(key, Role::Ink2, below);
        self.scene.text(key, Role::Ink2, Label::new(0.0, 14.0, "descriptors in dom0", 12.0));
    }

    fn mark(&mut self, here: Pages) {
        let x = self.x(here);
        let line = vec![at(x, self.plot.y - 8.0), at(x, self.plot.bottom())];
        self.scene.line(Key::Part(1), Role::Ink2, line, Dash::Could, 1.0);
        let text = format!("this machine, {}", words::amount(here));
        let label = Label::new(x, self.plot.y - 14.0, &text, 12.0).middle();
        let end = Label::new(self.plot.right(), self.plot.y - 14.0, &text, 12.0).end();
        let _ = self
            .scene
            .text(Key::Part(1), Role::Ink2, label)
            .or_else(|| self.scene.text(Key::Part(1), Role::Ink2, end));
    }

    fn curve(&mut self, points: &[Point], role: Role, name: &str, of: fn(&Point) -> Pages) {
        let key = Key::Part(2);
        let line: Vec<_> =
            points.iter().map(|p| at(self.x(p.installed), self.y(of(p).0 as f64))).collect();
        let Some(last) = line.last().copied() else { return };
        for p in &line {
            let dot = Rect { x: p.x - 3.0, y: p.y - 3.0, w: 6.0, h: 6.0 };
            self.scene.bar(key, Bar::solid(role, Pattern::Plain), dot);
        }
        self.scene.line(key, role, line, Dash::Solid, 2.0);
        let amount = points.last().map(|p| words::amount(of(p))).unwrap_or_default();
        let text = format!("{name} {amount}");
        for y in [last.y - 10.0, last.y + 18.0] {
            let label = Label::new(last.x, y, &text, 13.0).strong().end();
            if self.scene.text(key, Role::Ink, label).is_some() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points() -> Vec<Point> {
        let point = |shift: u32| Point {
            installed: Pages(1 << shift),
            without: Pages(1 << (shift - 4)),
            with: Pages(1 << 14),
        };
        (20..=28).map(point).collect()
    }

    #[test]
    fn nothing_leaves_the_sheet_and_every_point_is_drawn() {
        for width in [280.0, 360.0, 900.0] {
            let scene = chart(&points(), Pages(1 << 24), width);
            let bars = scene.shapes.iter().filter_map(|s| match s.form {
                crate::shape::Form::Bar { rect, .. } => Some(rect),
                _ => None,
            });
            let bars: Vec<Rect> = bars.collect();
            assert_eq!(bars.len(), 18);
            for r in bars {
                assert!(r.x >= 0.0 && r.right() <= width && r.y >= 0.0, "{width}");
                assert!(r.bottom() <= height(width), "{width}");
            }
        }
    }

    #[test]
    fn no_points_give_axes_alone() {
        assert!(!chart(&[], Pages(1 << 24), 600.0).shapes.is_empty());
    }

    #[test]
    fn the_top_of_the_axis_holds_every_point() {
        for most in [1, 255, 256, 257, 1000, 225_152, 1 << 20] {
            assert!(rounded(most) >= most, "{most}");
            assert!(rounded(most).is_multiple_of(4));
        }
    }
}
