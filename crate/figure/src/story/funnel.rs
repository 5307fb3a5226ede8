//! The funnel from all the page numbers that have a descriptor to the pages that hold the
//! descriptors, and where it would end with `max:`.

use crate::draw::geometry::{Point, at, between, lerp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Dash, Decor, Key, Label, Role, Scene};
use crate::story::descriptors::Descriptors;
use crate::story::frame::Frame;
use crate::story::lane_names::name_end;
use crate::story::layout::Sheet;
use crate::story::motion::ease;

/// Draws the funnel.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let shown = frame.now.shown(0.0, 0.5);
    let Some(made) = frame.made.filter(|_| shown > 0.0) else { return };
    let Some(end) = possible_end(frame) else { return };
    // Between lanes that lie close together there is no room for it.
    if !frame.layout.shows(Lane::Backing)
        || foot(frame) - frame.layout.lane(Lane::OwnMap).bottom() < 20.0
    {
        return;
    }
    let right = frame.axis.x(end.min(frame.axis.drawn_end()));
    let filled = made.home.filled(&frame.axis, made.costs.total());
    let key = Key::Decor(Decor::Funnel);
    let left_side = curve(frame, frame.layout.axis_x0, filled.x, shown);
    let right_side = curve(frame, right, filled.right(), shown);
    scene.area(key, Role::Funnel, &between(&left_side, &right_side));
    for side in [left_side, right_side] {
        scene.line(key, Role::Descriptors, &side, Dash::Solid, 1.2);
    }
    if made.with_max_end.0 < end && frame.now.shown(0.85, 1.0) > 0.0 {
        ends_here(frame, scene, made, right);
    }
}

/// End of the page numbers that may get a page (exclusive).
fn possible_end(frame: &Frame<'_>) -> Option<u64> {
    let own = frame.now.step.after.own.as_ref()?;
    own.map.ram().last().map(|s| s.end().pfn_containing().0)
}

/// Where the funnel ends: on lane D, or above its name if that is in the way.
fn foot(frame: &Frame<'_>) -> f64 {
    let d = frame.layout.lane(Lane::Backing).y;
    let name = name_end(&frame.layout, Lane::Backing) + 8.0;
    let left = frame.made.map(|made| made.home.filled(&frame.axis, made.costs.total()).x);
    let free = !frame.layout.open(Lane::Backing) || left.is_some_and(|x| x > name);
    d - if free { 3.0 } else { 28.0 }
}

/// One side of the funnel, from the top down to the fraction `shown`.
fn curve(frame: &Frame<'_>, x0: f64, x1: f64, shown: f64) -> Vec<Point> {
    const STEPS: u32 = 20;
    let top = frame.layout.lane(Lane::OwnMap).bottom() + 3.0;
    let foot = foot(frame);
    (0..=STEPS)
        .map(|i| {
            let u = f64::from(i) / f64::from(STEPS) * shown;
            // Upright where lane D's name is.
            at(lerp(x0, x1, ease(u, 0.0, 0.75)), lerp(top, foot, u))
        })
        .collect()
}

/// Where the page numbers would end with `max:`, on lane C and in the funnel.
fn ends_here(frame: &Frame<'_>, scene: &mut Scene, made: Descriptors, right: f64) {
    let key = Key::Decor(Decor::Funnel);
    let x = frame.axis.x(made.with_max_end.0);
    let small = made.home.filled(&frame.axis, made.with_max.total());
    for (from, to) in [(frame.layout.axis_x0, small.x), (x, small.right())] {
        let side = curve(frame, from, to, 1.0);
        scene.line(key, Role::Descriptors, &side, Dash::Trace, 1.2);
    }
    let c = frame.layout.lane(Lane::OwnMap).bottom();
    let tick = [at(x, c - 2.0), at(x, c + 9.0)];
    scene.line(key, Role::Descriptors, &tick, Dash::Solid, 2.5);
    let (text, [with, second]) = words::figure::ends_with_max(frame.now.boot);
    let beside = Label::new(right + 10.0, c + 21.0, &with, 12.0).strong();
    if frame.layout.sheet == Sheet::Wide && beside.rect().right() < frame.layout.text_end() {
        let y = c + 25.0;
        let leader = [at(x + 3.0, y), at(right + 5.0, y)];
        scene.line(key, Role::Ink2, &leader, Dash::NotYet, 1.0);
        scene.text(key, Role::Ink2, beside);
        let second = Label::new(right + 10.0, c + 37.0, &second, 12.0);
        scene.text(key, Role::Ink2, second);
        return;
    }
    // Near the bottom, where the funnel is narrow.
    let y = frame.layout.lane(Lane::Backing).y - 12.0;
    let label = Label::new(frame.layout.text_end(), y, &text, 12.0).strong().end();
    let side = curve(frame, right, made.home.filled(&frame.axis, made.costs.total()).right(), 1.0);
    let low = side.iter().filter(|p| p.y > y - 14.0).map(|p| p.x);
    if low.fold(name_end(&frame.layout, Lane::Backing), f64::max) + 4.0 > label.rect().x {
        return;
    }
    if label.rect().x <= x && scene.text(key, Role::Ink2, label).is_some() {
        let leader = [at(x, c + 9.0), at(x, y - 12.0)];
        scene.line(key, Role::Ink2, &leader, Dash::NotYet, 1.0);
    }
}
