//! Bars of a lane on the axis, and the tears where its scale changes.

use crate::draw::geometry::{Rect, at, between};
use crate::draw::lane::Lane;
use crate::draw::shape::{Dash, Decor, Key, Role, Scene, Style};
use crate::story::axis::Fold;
use crate::story::ceiling;
use crate::story::frame::Frame;
use crate::story::placement::Placed;

/// Draws regions up to `until`, and labels in those that are drawn completely.
pub(crate) fn regions(
    frame: &Frame<'_>,
    scene: &mut Scene,
    lane: Lane,
    placed: &[Placed],
    until: f64,
) {
    for p in placed {
        let rect = p.rect.clip_right(until);
        let start = p.item.span.start().0;
        let key = Key::Region { lane, start };
        scene.carrier(key, p.item.bar, rect, at(0.0, 0.0), p.item.carries);
        for m in &p.members {
            scene.target(Key::Region { lane, start: m.start().0 }, rect);
        }
    }
    let named = frame.layout.open(lane);
    for p in placed.iter().filter(|p| named && p.rect.right() <= until) {
        let key = Key::Region { lane, start: p.item.span.start().0 };
        let quiet =
            matches!(p.item.bar.role, Role::Hole | Role::Unusable | Role::Copied | Role::Room);
        let style = if quiet { Style::QUIET } else { Style::PLAIN };
        let room = frame.label_room(p.rect);
        let room = if lane == Lane::Allocation { ceiling::free_of(frame, room) } else { room };
        scene.inside(key, p.item.bar, room, &p.item.labels, style);
    }
}

/// Draws the tears through a bar that reaches to `until`; a bar that ends in a tear has only
/// its left edge.
pub(crate) fn tears(frame: &Frame<'_>, scene: &mut Scene, row: Rect, until: f64) {
    for fold in frame.axis.folds().filter(|f| f.x0 - 0.5 <= until) {
        tear(scene, row, fold, fold.x1 - 4.0 < until);
    }
}

/// Draws the tears through a bar that is not the whole row.
pub(crate) fn tears_in(frame: &Frame<'_>, scene: &mut Scene, bar: Rect) {
    for fold in frame.axis.folds().filter(|f| f.x1 > bar.x && f.x0 < bar.right()) {
        tear(scene, bar, fold, true);
    }
}

/// Draws one tear; its right edge only if the bar goes on after it.
fn tear(scene: &mut Scene, row: Rect, fold: Fold, through: bool) {
    let edge = |x: f64| -> Vec<_> {
        let teeth = ((row.h + 10.0) / 6.0).round() as u32;
        let pitch = (row.h + 10.0) / f64::from(teeth);
        let out = |i: u32| if i.is_multiple_of(2) { -2.0 } else { 2.0 };
        (0..=teeth).map(|i| at(x + out(i), row.y - 5.0 + f64::from(i) * pitch)).collect()
    };
    let (left, right) = (edge(fold.x0), edge(fold.x1));
    scene.area(Key::Decor(Decor::Tear), Role::Paper, &between(&left, &right));
    for side in core::iter::once(left).chain(through.then_some(right)) {
        scene.line(Key::Decor(Decor::Tear), Role::Rule, &side, Dash::Solid, 1.2);
    }
}
