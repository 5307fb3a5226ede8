//! The axis with its ticks, the bands that carry holes through the lanes, and the
//! hairlines of identity mappings.

use sim::step::{Change, Phase};

use crate::draw::geometry::{Rect, at};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Role, Scene};
use crate::story::axis::Axis;
use crate::story::frame::Frame;
use crate::story::layout::{Layout, Sheet};
use crate::story::moment::Moment;
use crate::story::motion::ease;
use crate::story::regions::tears;
use crate::story::story_axis::holes;
use crate::story::titles::name_end;

/// Narrower bands are not drawn, in pixels.
const BAND: f64 = 12.0;

/// Draws the axis and its ticks.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    const GIB: f64 = (1u64 << 18) as f64;
    let (x0, y) = (frame.layout.axis_x0, frame.layout.axis_y);
    let key = Key::Decor(Decor::Axis);
    let mut from = x0;
    let folds: Vec<_> = frame.axis.folds().collect();
    for (start, end) in
        folds.iter().map(|f| (f.x0 - 3.0, f.x1 + 3.0)).chain([(frame.layout.line_end, 0.0)])
    {
        scene.line(key, Role::Rule, &[at(from, y), at(start, y)], Dash::Solid, 1.0);
        from = end;
    }
    tears(frame, scene, Rect { x: x0, y: y - 1.0, w: 0.0, h: 2.0 }, f64::MAX);
    let mut last = f64::MIN;
    let ticks = ticks(frame);
    let end = ticks.last().copied().unwrap_or(0);
    for n in ticks {
        let x = frame.axis.x((n as f64 * GIB) as u64);
        let torn = frame.axis.folds().any(|f| f.x0 - 6.0 <= x && x <= f.x1 + 6.0);
        let unit = n == 0 || n == end && frame.layout.sheet == Sheet::Wide;
        let text = words::count(n) + if unit { " GiB" } else { "" };
        let label = Label::new(x, y - 10.0, &text, 12.0);
        let label = if n == 0 { label } else { label.middle() };
        let rect = label.rect();
        if torn || rect.x < last + 8.0 {
            continue;
        }
        if scene.text(key, Role::Ink2, label).is_some() {
            last = rect.right();
            let tick = [at(x, y - 5.0), at(x, y)];
            scene.line(key, Role::Rule, &tick, Dash::Solid, 1.0);
        }
    }
}

/// The visible ticks in GiB, a power of two apart.
fn ticks(frame: &Frame<'_>) -> Vec<u64> {
    const GIB: u64 = 1 << 18;
    let least = 30.0 / (frame.axis.scale() * GIB as f64);
    let every = (least.ceil() as u64).checked_next_power_of_two().unwrap_or(1 << 63);
    let mut ticks = Vec::new();
    for part in frame.axis.visible() {
        let (first, end) = (part.start.div_ceil(GIB), part.end / GIB);
        let before = ticks.len();
        let first_tick = first.checked_next_multiple_of(every).filter(|&n| n <= end);
        let next = |n: &u64| n.checked_add(every).filter(|&n| n <= end);
        ticks.extend(core::iter::successors(first_tick, next));
        // A stub after a tear still gets a tick.
        if ticks.len() == before && first <= end {
            ticks.push(end);
        }
    }
    ticks.dedup();
    ticks
}

/// How much of the band is drawn, from the axis down: it grows when holes are found
/// and shrinks in the first step after the pages have moved.
fn band_grown(now: &Moment<'_>) -> f64 {
    let next = now.boot.steps.iter().find(|s| s.phase() > Phase::PagesMoved);
    match next {
        _ if now.phase < Phase::HolesFound => 0.0,
        _ if now.phase == Phase::HolesFound => (now.t / 0.5).min(1.0),
        _ if now.phase <= Phase::PagesMoved => 1.0,
        Some(step) if step.phase() == now.phase => 1.0 - ease(now.t, 0.0, 0.3),
        Some(_) | None => 0.0,
    }
}

/// The bands of the holes that can be seen, as far down as they are drawn.
pub(crate) fn bands(now: &Moment<'_>, axis: &Axis, layout: &Layout) -> Vec<Rect> {
    let (top, bottom) = (layout.axis_y, layout.lane(Lane::Backing).bottom());
    let shown = band_grown(now);
    let mut bands = Vec::new();
    for span in holes(now.boot) {
        let (x0, x1) = (axis.x(span.start().0), axis.x(span.end().0));
        let band = Rect::between(x0, x1, top, (bottom - top) * shown);
        if shown > 0.0 && band.w >= BAND {
            bands.push(band);
        }
    }
    bands
}

/// Draws the bands, which show that page numbers are the same in every lane.
pub(crate) fn draw_bands(frame: &Frame<'_>, scene: &mut Scene) {
    for &rect in &frame.bands {
        scene.bar(Key::Decor(Decor::Band), Bar::fill(Role::Band), rect);
        for x in [rect.x, rect.right()] {
            let side = [at(x, rect.y), at(x, rect.bottom())];
            scene.line(Key::Decor(Decor::Band), Role::Band, &side, Dash::NotYet, 1.0);
        }
    }
}

/// The lines through the lanes, one for each identity mapping that can be seen.
pub(crate) struct Hairlines {
    pub(crate) xs: Vec<f64>,
    /// They are drawn down to here.
    until: f64,
}

impl Hairlines {
    pub(crate) fn of(now: &Moment<'_>, axis: &Axis, layout: &Layout) -> Self {
        let found = Self::found(now, axis, layout);
        found.unwrap_or(Self { xs: Vec::new(), until: 0.0 })
    }

    fn found(now: &Moment<'_>, axis: &Axis, layout: &Layout) -> Option<Self> {
        let index = now.boot.steps.iter().position(|s| s.phase() == Phase::IdentityMapped)?;
        let shown = match now.index {
            i if i == index => ease(now.t, 0.3, 1.0),
            i if i == index + 1 => 1.0 - ease(now.t, 0.0, 0.3),
            _ => return None,
        };
        let Change::IdentityMapped { identity: windows } = &now.boot.steps.get(index)?.change
        else {
            return None;
        };
        let top = layout.lane(Lane::Machine).bottom();
        let bottom = layout.lane(Lane::Backing).y;
        let end = axis.end();
        let mut xs = Vec::new();
        for span in windows.iter().filter(|s| s.start().0 < end) {
            let (x0, x1) = (axis.x(span.start().0), axis.x(span.end().0.min(end)));
            if x1 - x0 >= BAND && shown > 0.0 {
                xs.push(f64::midpoint(x0, x1));
            }
        }
        Some(Self { xs, until: top + (bottom - top) * shown })
    }
}

/// Draws the lines of the identity mappings.
pub(crate) fn draw_hairlines(frame: &Frame<'_>, scene: &mut Scene) {
    for &x in &frame.hairlines.xs {
        hairline(&frame.layout, scene, x, frame.hairlines.until);
    }
}

/// From lane A down to `until`, but not through a lane's name.
fn hairline(layout: &Layout, scene: &mut Scene, x: f64, until: f64) {
    let mut from = layout.lane(Lane::Machine).bottom();
    for lane in [Lane::Allocation, Lane::OwnMap, Lane::Backing] {
        let y = layout.lane(lane).y;
        let stop = if x < name_end(layout, lane) { y - 27.0 } else { y };
        let to = stop.min(until);
        if to > from {
            let line = [at(x, from), at(x, to)];
            scene.line(Key::Decor(Decor::Hairline), Role::Hole, &line, Dash::Solid, 1.0);
        }
        from = layout.lane(lane).bottom();
    }
}
