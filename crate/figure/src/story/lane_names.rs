//! The lanes' names as they are drawn, and how long they are.

use crate::draw::lane::Lane;
use crate::draw::text_metrics::{Weight, width};
use crate::story::layout::{Layout, Sheet};

/// A lane's name as it is drawn.
pub(crate) fn name(layout: &Layout, lane: Lane) -> &'static str {
    // A narrow sheet needs the room for what flies past.
    let short = lane == Lane::Backing && layout.sheet == Sheet::Narrow;
    if short { words::figure::BACKING_SHORT } else { lane.title() }
}

/// Where a lane's name ends, in its usual place.
pub(crate) fn name_end(layout: &Layout, lane: Lane) -> f64 {
    let size = if layout.sheet == Sheet::Wide { 14.0 } else { 13.0 };
    layout.axis_x0 + layout.chip + 12.0 + width(name(layout, lane), size, Weight::Strong)
}
