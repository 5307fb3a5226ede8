//! Outlines of the lanes that are still empty.

use sim::step::Phase;

use crate::draw::geometry::Rect;
use crate::draw::lane::Lane;
use crate::draw::pattern::outline;
use crate::draw::shape::{Dash, Decor, Key, Role, Scene};
use crate::draw::view::Extent;
use crate::story::frame::Frame;

/// Draws dotted outlines where lanes are still empty.
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
