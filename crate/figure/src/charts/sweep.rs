//! The cost of descriptors against installed RAM, with and without `max:`, as a chart with
//! the reader's machine and the size from which the cost is flat marked on it.
//!
//! [`scene`] is the whole chart as shapes. The module `plotters::sweep` draws the same axes
//! and curves with plotters' own chart, into the same plot area.

use sim::units::Pages;
use sim::what_if::sweep::{Point as Sized, Sweep};
use words::figure::{cost_tick, cost_unit};

use crate::draw::geometry::{Point, Rect, at, clamp};
use crate::draw::shape::{Anchor, Bar, Dash, Decor, Key, Label, Role, Scene};
use crate::draw::view::NARROW;
use crate::draw::view::View;

/// Height of the chart in this view, in CSS pixels.
pub fn height(view: &View) -> f64 {
    if view.width < NARROW { 330.0 } else { 340.0 }
}

/// Pages in GiB.
pub(crate) fn gib(pages: Pages) -> f64 {
    pages.0 as f64 / (1u64 << 18) as f64
}

/// Plot area and axis ranges.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlotArea {
    pub(crate) plot: Rect,
    /// Installed RAM at both ends, GiB.
    pub(crate) ram: [f64; 2],
    /// Pages at the top of the cost axis.
    pub(crate) most: f64,
    /// Pages between two rules.
    pub(crate) step: f64,
    /// What costs are counted in.
    pub(crate) unit: Pages,
}

impl PlotArea {
    pub(crate) fn new(sweep: &Sweep, view: &View) -> Self {
        let width = clamp(view.width, 240.0, 4000.0);
        let wide = width >= NARROW;
        let (left, right) = if wide { (76.0, 190.0) } else { (70.0, 14.0) };
        let top = if wide { 44.0 } else { 80.0 };
        let plot = Rect { x: left, y: top, w: width - left - right, h: height(view) - top - 46.0 };
        let costs = sweep.points.iter().flat_map(|p| [p.without, p.with_max]).flatten();
        let here = sweep.here.map(|h| h.costs.total().0);
        let most = costs.map(|c| c.total().0).chain(here).max().unwrap_or(1).max(256);
        let unit = cost_unit(Pages(most), sweep.dom0);
        let step = step(most, unit);
        let ends = [sweep.points.first(), sweep.points.last()];
        let ram = ends.map(|p| p.map_or(1.0, |p| gib(p.installed)));
        Self { plot, ram, most: (most.div_ceil(step) * step) as f64, step: step as f64, unit }
    }

    /// The place of this much RAM on the logarithmic axis.
    fn x(&self, ram: Pages) -> f64 {
        let [low, high] = self.ram;
        let ram = clamp(gib(ram), low, high);
        self.plot.x + self.plot.w * (ram / low).ln() / (high / low).max(1.001).ln()
    }

    fn y(&self, cost: f64) -> f64 {
        self.plot.bottom() - self.plot.h * cost / self.most
    }

    fn at(&self, point: &Sized, with: With) -> Option<Point> {
        let cost = with.of(point)?;
        Some(at(self.x(point.installed), self.y(cost.0 as f64)))
    }
}

/// A round number of pages that gives three to six rules.
fn step(most: u64, unit: Pages) -> u64 {
    let mut step = match unit {
        Pages::GIB if most > 3 * unit.0 => unit.0,
        Pages::GIB => unit.0 / 20,
        _ => 10 * unit.0,
    };
    while most.div_ceil(step) > 6 {
        step *= 2;
    }
    step
}

/// One of the two curves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum With {
    Without,
    Max,
}

impl With {
    pub(crate) fn of(self, point: &Sized) -> Option<Pages> {
        match self {
            Self::Without => point.without.map(sim::memory::Costs::total),
            Self::Max => point.with_max.map(sim::memory::Costs::total),
        }
    }

    pub(crate) const fn role(self) -> Role {
        match self {
            Self::Without => Role::Descriptors,
            Self::Max => Role::Dom0,
        }
    }

    pub(crate) const fn dash(self) -> Dash {
        match self {
            Self::Without => Dash::Solid,
            Self::Max => Dash::Could,
        }
    }
}

/// The chart as shapes.
pub fn scene(sweep: &Sweep, view: &View) -> Scene {
    let area = PlotArea::new(sweep, view);
    let mut scene = Scene::new(clamp(view.width, 240.0, 4000.0), height(view));
    rules(&mut scene, &area);
    for with in [With::Max, With::Without] {
        let points = line(sweep, &area, with);
        scene.line(Key::Decor(Decor::Curve), with.role(), &points, with.dash(), 2.5);
        for p in points.into_iter().filter(|_| with == With::Without) {
            let dot = Rect { x: p.x - 3.0, y: p.y - 3.0, w: 6.0, h: 6.0 };
            scene.bar(
                Key::Decor(Decor::CurvePoint),
                Bar::solid(with.role(), crate::draw::shape::Pattern::Plain),
                dot,
            );
        }
    }
    notes(&mut scene, sweep, &area);
    scene
}

/// The points of a curve, left to right.
pub(crate) fn line(sweep: &Sweep, area: &PlotArea, with: With) -> Vec<Point> {
    sweep.points.iter().filter_map(|p| area.at(p, with)).collect()
}

/// Draws the axes with their labels.
fn rules(scene: &mut Scene, area: &PlotArea) {
    let key = Key::Decor(Decor::Rule);
    let plot = area.plot;
    let mut cost = 0.0;
    while cost <= area.most {
        let y = area.y(cost);
        let role = if cost > 0.0 { Role::Hair } else { Role::Rule };
        let level = [at(plot.x, y), at(plot.right(), y)];
        scene.line(key, role, &level, Dash::Solid, 1.0);
        let text = cost_tick(Pages(cost as u64), area.unit);
        scene.text(key, Role::Ink2, Label::new(plot.x - 8.0, y + 4.0, &text, 12.0).end());
        cost += area.step;
    }
    for gib in ram_ticks(area) {
        let x = area.x(Pages(gib << 18));
        let tick = [at(x, plot.bottom()), at(x, plot.bottom() + 5.0)];
        scene.line(key, Role::Rule, &tick, Dash::Solid, 1.0);
        let text = words::figure::ram_tick(gib);
        let label = Label::new(x, plot.bottom() + 19.0, &text, 12.0).middle();
        let over = label.rect().right() - scene.width;
        let label = Label { at: at(x - over.max(0.0), label.at.y), ..label };
        scene.text(key, Role::Ink2, label);
    }
    let caption = Label::new(plot.x, plot.bottom() + 38.0, words::figure::SWEEP_AXIS, 12.0);
    scene.text(Key::Decor(Decor::Caption), Role::Ink2, caption);
    let title = Label::new(0.0, 16.0, words::figure::SWEEP_TITLE, 14.0).strong();
    scene.text(Key::Decor(Decor::Caption), Role::Ink, title);
}

/// Every power of two on the axis; every other one if it is short.
pub(crate) fn ram_ticks(area: &PlotArea) -> Vec<u64> {
    let [low, high] = area.ram.map(|n| n as u64);
    let every = if area.plot.w < 420.0 { 2 } else { 1 };
    (0..20).step_by(every).map(|n| low.max(1) << n).filter(|&n| n <= high).collect()
}

/// Draws names at the ends of the curves, the reader's machine, and where the cost becomes flat.
fn notes(scene: &mut Scene, sweep: &Sweep, area: &PlotArea) {
    here(scene, sweep, area);
    let wide = scene.width >= NARROW;
    let name = words::figure::with_ceiling(sweep.dom0);
    for (i, (with, what)) in
        [(With::Without, words::figure::SWEEP_WITHOUT), (With::Max, name.as_str())]
            .into_iter()
            .enumerate()
    {
        let Some(last) = sweep.points.last() else { continue };
        let (Some(p), Some(cost)) = (area.at(last, with), with.of(last)) else { continue };
        let key = Key::Decor(Decor::CurveName);
        let amount = words::figure::region_amount(cost, sweep.dom0);
        if wide {
            let x = p.x + 12.0;
            let y = p.y.min(area.plot.bottom() - 14.0);
            scene.text(key, with.role(), Label::new(x, y, what, 13.0).strong());
            scene.text(key, Role::Ink2, Label::new(x, y + 17.0, &amount, 13.0));
        } else {
            let y = 36.0 + 17.0 * i as f64;
            let sample = [at(0.0, y - 4.0), at(22.0, y - 4.0)];
            scene.line(key, with.role(), &sample, with.dash(), 2.5);
            let text = words::figure::up_to(what, cost, sweep.dom0);
            scene.text(key, Role::Ink, Label::new(28.0, y, &text, 12.0));
        }
    }
    flat_from(scene, sweep, area);
}

/// The reader's own machine: a line over the whole height, and its cost.
fn here(scene: &mut Scene, sweep: &Sweep, area: &PlotArea) {
    let Some(here) = sweep.here else { return };
    let key = Key::Decor(Decor::Here);
    let (x, y) = (area.x(here.ram), area.y(here.costs.total().0 as f64));
    let rule = [at(x, area.plot.y), at(x, area.plot.bottom())];
    scene.line(key, Role::Ink2, &rule, Dash::Trace, 1.0);
    let dot = Rect { x: x - 5.0, y: y - 5.0, w: 10.0, h: 10.0 };
    scene.bar(key, Bar::chip(Role::Xen), dot);
    let [long, short] = words::figure::your_machine(here.costs.total(), sweep.dom0);
    let anchor = if x < area.plot.centre().x { Anchor::Start } else { Anchor::End };
    let dx = if anchor == Anchor::Start { 10.0 } else { -10.0 };
    let places =
        [&long, &short].into_iter().flat_map(|t| [-10.0, 22.0, -28.0, 40.0].map(|d| (t, d)));
    for (text, dy) in places {
        let label = Label { anchor, ..Label::new(x + dx, y + dy, text, 13.0).strong() };
        let r = label.rect();
        let inside = r.y >= area.plot.y - 16.0 && r.bottom() <= area.plot.bottom();
        if inside && plated(scene, key, Role::Ink, label) {
            return;
        }
    }
}

/// Draws a text on a plate, so that no rule crosses it. Returns whether there was room.
fn plated(scene: &mut Scene, key: Key, role: Role, label: Label<'_>) -> bool {
    let r = label.rect();
    if !scene.takes(r) {
        return false;
    }
    let plate = Rect { x: r.x - 3.0, y: r.y - 1.0, w: r.w + 6.0, h: r.h + 3.0 };
    scene.bar(key, Bar::fill(Role::Paper), plate);
    scene.text(key, role, label).is_some()
}

/// Marks where the cost stops growing.
fn flat_from(scene: &mut Scene, sweep: &Sweep, area: &PlotArea) {
    let Some(from) = sweep.flat_from() else { return };
    let Some(p) = area.at(&from, With::Without) else { return };
    let key = Key::Decor(Decor::FlatFrom);
    let text = words::figure::no_more_from(from.installed);
    let left = Label::new(p.x - 8.0, p.y - 12.0, &text, 12.0).end();
    let right = Label::new(p.x + 4.0, p.y - 12.0, &text, 12.0);
    let below = Label { at: at(p.x + 4.0, p.y + 22.0), ..right };
    for label in [right, left, below] {
        let r = label.rect();
        let inside = r.x >= area.plot.x && r.right() <= area.plot.right();
        if inside && plated(scene, key, Role::Ink2, label) {
            let line = [at(p.x, p.y - 9.0), at(p.x, p.y + 9.0)];
            scene.line(key, Role::Ink2, &line, Dash::Solid, 1.5);
            return;
        }
    }
}
