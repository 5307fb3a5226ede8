//! Outlines of the lanes that are still empty.

use sim::step::Phase;

use crate::frame::Frame;
use crate::geometry::Rect;
use crate::lane::Lane;
use crate::pattern::outline;
use crate::shape::{Dash, Decor, Key, Role, Scene};
use crate::view::Extent;

/// Dotted outlines where lanes will be that are still empty: what will come.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let phase = frame.now.phase;
    let until = |last: Phase| phase < last || phase == last && frame.now.t < 1.0;
    let x0 = frame.layout.axis_x0;
    let given = frame.axis.x(frame.now.boot.pages.0);
    let f =
        Rect { y: frame.layout.ledger, h: frame.layout.bar, ..frame.layout.lane(Lane::Machine) };
    let row = |lane| frame.layout.lane(lane);
    let lanes = [
        (until(Phase::Dom0Built), row(Lane::Allocation), given),
        (until(Phase::MapRead), row(Lane::OwnMap), frame.layout.axis_x1),
        (until(Phase::Dom0Built), row(Lane::Backing), given),
        (frame.extent == Extent::Whole && until(Phase::Dom0Built), f, given),
    ];
    for (empty, row, end) in lanes {
        if empty && end - x0 > frame.layout.pin {
            let rect = Rect { w: end - x0, ..row };
            scene.line(Key::Decor(Decor::NotYet), Role::Rule, &outline(rect), Dash::NotYet, 1.0);
        }
    }
}
