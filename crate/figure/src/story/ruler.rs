//! The axis with its ticks, the bands that carry holes through the lanes, and the
//! hairlines of identity mappings.

use sim::units::Pages;
use words::figure::{TickUnit, gib_tick, mib_tick};

use crate::draw::geometry::{Rect, at};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Decor, Key, Label, Role, Scene};
use crate::story::frame::Frame;
use crate::story::lane_names::name_end;
use crate::story::layout::{Layout, Sheet};
use crate::story::regions::tears;

/// Draws the axis and its ticks.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
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
    let mut ticks = ticks_every(frame, Pages::GIB);
    // Where the lanes' RAM is in MiB, so is the axis. Where no whole GiB fits, 0 alone is no scale.
    let small = frame.now.boot.ram() < Pages::GIB || ticks.iter().all(|&n| n == 0);
    let (unit_pages, tick_text): (Pages, fn(u64, TickUnit) -> String) =
        if small { (Pages::MIB, mib_tick) } else { (Pages::GIB, gib_tick) };
    if small {
        ticks = ticks_every(frame, Pages::MIB);
    }
    let end = ticks.last().copied().unwrap_or(0);
    for n in ticks {
        let x = frame.axis.x(n * unit_pages.0);
        let named = n == 0 || n == end && frame.layout.sheet == Sheet::Wide;
        let unit = if named { TickUnit::Named } else { TickUnit::LeftOut };
        let text = tick_text(n, unit);
        let label = Label::new(x, y - 10.0, &text, 12.0);
        let label = if n == 0 { label } else { label.middle() };
        let rect = label.rect();
        if rect.x < last + 8.0 {
            continue;
        }
        if scene.text(key, Role::Ink2, label).is_some() {
            last = rect.right();
            let tick = [at(x, y - 5.0), at(x, y)];
            scene.line(key, Role::Rule, &tick, Dash::Solid, 1.0);
        }
    }
}

/// The ticks in this unit, a power of two apart: in each piece with RAM as many as it has room
/// for, but none where the scale changes.
fn ticks_every(frame: &Frame<'_>, unit: Pages) -> Vec<u64> {
    let axis = &frame.axis;
    let mut ticks = Vec::new();
    for piece in axis.pieces().into_iter().filter(|p| p.start < axis.end_of_ram()) {
        let width = axis.x(piece.end) - axis.x(piece.start);
        let units = (piece.end - piece.start) as f64 / unit.0 as f64;
        // Numbers of MiB have more digits.
        let pitch = if unit == Pages::MIB { 44.0 } else { 30.0 };
        let least = pitch * units / width.max(1.0);
        let every = (least.ceil() as u64).checked_next_power_of_two().unwrap_or(1 << 63);
        let (first, end) = (piece.start.div_ceil(unit.0), piece.end / unit.0);
        let mut next = first.checked_next_multiple_of(every);
        while let Some(n) = next.filter(|&n| n <= end) {
            let x = axis.x(n * unit.0);
            if !axis.folds().any(|f| f.x0 - 6.0 <= x && x <= f.x1 + 6.0) {
                ticks.push(n);
            }
            next = n.checked_add(every);
        }
    }
    ticks
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
