//! The layout of a moment: that of its step, or on the way there from the one before.

use crate::draw::geometry::{clamp, lerp};
use crate::draw::view::{Extent, Scale, View};
use crate::story::layout::Layout;
use crate::story::moment::Moment;
use crate::story::motion::ease;
use crate::story::{compact, wide};

/// Sheets narrower than this many CSS pixels are compact.
const WIDE: f64 = 680.0;

/// On sheets narrower than this many CSS pixels, Xen's bucket is a tray.
const TRAY: f64 = 560.0;
/// The most height in CSS pixels that a sheet with a tray takes where a view offers more than the
/// usual one: enough to open every lane.
const TALLEST: f64 = 430.0;

/// The size of the sheet in this view.
pub(crate) fn size(view: &View) -> [f64; 2] {
    let width = clamp(view.width, 240.0, 4000.0);
    let usual = match view.extent {
        _ if width < TRAY => 300.0,
        _ if width < WIDE => 336.0,
        Extent::Whole => wide::HEIGHT,
        Extent::Diagram => wide::DIAGRAM,
    };
    let most = if width < TRAY { usual.max(TALLEST) } else { usual };
    [width, view.height.map_or(usual, |h| clamp(h, 60.0, most))]
}

/// The layout of this moment in this view; a tray lies under `hole`, the middle of what
/// falls into it.
pub(crate) fn layout(now: &Moment<'_>, view: &View, hole: Option<f64>) -> Layout {
    let [width, height] = size(view);
    let full = match view.extent {
        Extent::Whole => wide::HEIGHT,
        Extent::Diagram => wide::DIAGRAM,
    };
    let layout = if width >= WIDE && height >= full {
        Layout { height, ..wide::layout(now, width) }
    } else {
        let of = |phase| compact::layout(phase, view.open, [width, height], hole);
        let before = now.before.map_or(now.phase, sim::step::Step::phase);
        of(before).towards(of(now.phase), ease(now.t, 0.0, 0.25))
    };
    let shrunk = |wide: f64| lerp(wide, 1.0, unfolded(now, view));
    Layout { pin: shrunk(layout.pin), ..layout }
}

/// How far the axis is unfolded to true scale, 0 to 1: in a view to scale, and for a while
/// in the step that is about empty room.
pub(crate) fn unfolded(now: &Moment<'_>, view: &View) -> f64 {
    match view.scale {
        Scale::ToScale => 1.0,
        Scale::Readable => now.zoomed_out(),
    }
}
