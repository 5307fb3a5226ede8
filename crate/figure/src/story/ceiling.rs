//! The handle of the ceiling in lane B. It is drawn where the maximum reservation is, or at
//! the lane's right end if there is none. Not drawn for a Xen that ignores `max:`.

use sim::step::MaxReservation;
use sim::xen::Group;

use crate::draw::geometry::{Rect, at, clamp};
use crate::draw::lane::Lane;
use crate::draw::shape::{Bar, Dash, Key, Role, Scene};
use crate::story::frame::Frame;

/// The least width of what can be grabbed, in pixels.
const GRASP: f64 = 24.0;
/// How far the line sticks out of the lane above and below, in pixels.
const OUT: f64 = 6.0;

/// Draws the handle.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let Some(allocation) = frame.now.step.after.allocation else { return };
    if !Group::of(frame.now.boot.config.xen).sets_maximum() {
        return;
    }
    let row = frame.layout.lane(Lane::Allocation);
    let (x, dash) = match allocation.maximum {
        MaxReservation::Pages(most) => (frame.axis.x(most.0.min(frame.axis.end())), Dash::Solid),
        MaxReservation::Unlimited => (frame.layout.line_end, Dash::Could),
    };
    // On a rail it stays within the lane, so that it covers no other.
    let out = if frame.layout.open(Lane::Allocation) { OUT } else { 0.0 };
    let line = [at(x, row.y - out), at(x, row.bottom() + out)];
    scene.line(Key::Ceiling, Role::Ink, &line, dash, 2.0);
    let grip = Rect { x: x - 4.0, y: row.y, w: 8.0, h: row.h };
    let grip = if out > 0.0 { Rect { y: row.centre().y - 9.0, h: 18.0, ..grip } } else { grip };
    scene.bar(Key::Ceiling, Bar::chip(Role::Xen), grip);
    let left = clamp(x - GRASP / 2.0, 0.0, frame.layout.width - GRASP);
    let grasp = Rect { x: left, y: row.y - out, w: GRASP, h: row.h + 2.0 * out };
    scene.target(Key::Ceiling, grasp);
}
