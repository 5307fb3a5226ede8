//! The lanes' names as they are drawn, and how long they are.

use crate::draw::lane::Lane;
use crate::draw::text_metrics::{Weight, width};
use crate::story::layout::{Layout, Sheet};

/// The size of an open lane's name.
pub(crate) fn name_size(layout: &Layout) -> f64 {
    match layout.sheet {
        Sheet::Wide => 14.0,
        Sheet::Narrow => 13.0,
    }
}

/// Where an open lane's name starts.
pub(crate) fn name_start(layout: &Layout) -> f64 {
    match layout.sheet {
        Sheet::Wide => layout.axis_x0 + layout.chip + 7.0,
        Sheet::Narrow => layout.axis_x0,
    }
}

/// How far the name's baseline is above the bar.
pub(crate) fn name_lift(layout: &Layout) -> f64 {
    match layout.sheet {
        Sheet::Wide => 9.0,
        Sheet::Narrow => 6.0,
    }
}

/// Where a lane's name ends; the start of the axis if it is not drawn.
pub(crate) fn name_end(layout: &Layout, lane: Lane) -> f64 {
    if !layout.open(lane) {
        return layout.axis_x0;
    }
    name_start(layout) + width(lane.title(), name_size(layout), Weight::Strong)
}
