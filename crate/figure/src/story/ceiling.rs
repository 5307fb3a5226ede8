//! The handle of the ceiling in lane B. It is drawn where the maximum reservation is, or at
//! the lane's right end if there is none. Not drawn for a Xen that ignores `max:`.

use sim::step::MaxReservation;
use sim::xen::LIMIT_XEN;

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
    if frame.now.boot.config.xen < LIMIT_XEN {
        return;
    }
    let row = frame.layout.lane(Lane::Allocation);
    let (x, dash) = match allocation.maximum {
        MaxReservation::Pages(most) => (frame.axis.x(most.0.min(frame.axis.end())), Dash::Solid),
        MaxReservation::Unlimited => (frame.layout.line_end, Dash::Could),
    };
    let line = [at(x, row.y - OUT), at(x, row.bottom() + OUT)];
    scene.line(Key::Ceiling, Role::Ink, &line, dash, 2.0);
    let grip = Rect { x: x - 4.0, y: row.centre().y - 9.0, w: 8.0, h: 18.0 };
    scene.bar(Key::Ceiling, Bar::chip(Role::Xen), grip);
    let left = clamp(x - GRASP / 2.0, 0.0, frame.layout.width - GRASP);
    let grasp = Rect { x: left, y: row.y - OUT, w: GRASP, h: row.h + 2.0 * OUT };
    scene.target(Key::Ceiling, grasp);
}
