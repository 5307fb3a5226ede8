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

/// Where the handle is and how its line is drawn; `None` if there is none.
fn place(frame: &Frame<'_>) -> Option<(f64, Dash)> {
    let allocation = frame.now.step.after.allocation?;
    Group::of(frame.now.boot.config.xen).sets_maximum().then(|| match allocation.maximum {
        MaxReservation::Pages(most) => (frame.axis.x(most.0.min(frame.axis.end())), Dash::Solid),
        MaxReservation::Unlimited => (frame.layout.line_end, Dash::Could),
    })
}

/// The part of a room for a label that the handle's frame leaves free while it is held.
pub(crate) fn free_of(frame: &Frame<'_>, room: Rect) -> Rect {
    let Some((x, _)) = place(frame) else { return room };
    let (left, right) = (x - GRASP / 2.0, x + GRASP / 2.0);
    if room.right() <= left || right <= room.x {
        return room;
    }
    let before = Rect { w: (left - room.x).max(0.0), ..room };
    let after = Rect::between(right.min(room.right()), room.right(), room.y, room.h);
    if after.w > before.w { after } else { before }
}

/// Draws the handle.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let Some((x, dash)) = place(frame) else { return };
    let row = frame.layout.lane(Lane::Allocation);
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
