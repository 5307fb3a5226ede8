//! The bar of a dom0 that does not come up: the pages it was meant to get, and a wall
//! where the boot stops. The reason is in the headline, not here.

use sim::boot::Outcome;

use crate::draw::geometry::Rect;
use crate::draw::shape::{Bar, Dash, Key, Role, Scene, Style};

/// Width of the wall at which a boot stops.
const WALL: f64 = 7.0;

/// What stops the boot, if dom0 does not come up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoppedBy {
    /// Xen, while it builds dom0.
    Xen,
    /// Xen, perhaps: it has nothing left to build dom0 with.
    XenPerhaps,
    /// Dom0's kernel.
    Linux,
}

impl StoppedBy {
    pub(crate) const fn of(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Up => None,
            Outcome::NotBuilt(_) => Some(Self::Xen),
            Outcome::NothingLeft => Some(Self::XenPerhaps),
            Outcome::Panicked(_) | Outcome::NoRoom(_) => Some(Self::Linux),
        }
    }
}

/// Draws the bar; the text is short if the bar `above` stops for the same reason.
pub(crate) fn stopped(
    scene: &mut Scene,
    key: Key,
    whole: Rect,
    stop: StoppedBy,
    above: Option<StoppedBy>,
) {
    let room = Bar::outlined(Role::Room, Dash::Could);
    scene.bar(key, room, whole);
    let at_wall = match stop {
        StoppedBy::Xen | StoppedBy::XenPerhaps => whole.x,
        StoppedBy::Linux => whole.right() - WALL,
    };
    let wall = Rect { x: at_wall, y: whole.y - 6.0, w: WALL, h: whole.h + 12.0 };
    scene.bar(key, Bar::chip(Role::Xen), wall);
    let again = above == Some(stop);
    let first = match stop {
        StoppedBy::Xen => words::figure::XEN_STOPS,
        StoppedBy::XenPerhaps => words::figure::XEN_MAY_STOP,
        StoppedBy::Linux => words::figure::LINUX_STOPS,
    };
    let says = if again { [words::figure::STOPS_TOO; 2] } else { first };
    let style = if again { Style::QUIET } else { Style::STRONG };
    let inside = Rect { x: whole.x + WALL, w: whole.w - 2.0 * WALL, ..whole };
    scene.inside(key, room, inside, &says, style);
}
