//! The figure of a boot: a frame computed once for each picture, and one function for
//! each lane that draws it.

pub mod axis;
mod count;
pub(crate) mod frame;
pub(crate) mod layout;
pub(crate) mod moment;
pub mod motion;
pub(crate) mod story_axis;

mod items;
mod not_yet;
mod placement;
mod regions;
mod ruler;
mod titles;

mod allocation;
mod backing;
mod bucket;
mod machine_map;
mod own_map;
mod strip;
mod strip_parts;

mod descriptors;
mod draw_flights;
mod flights;
mod funnel;
mod hole_labels;
mod note;
mod tool_brackets;

use crate::draw::shape::Scene;
use crate::draw::view::Extent;
use frame::Frame;

/// Draws every lane, back to front.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    ruler::draw_bands(frame, scene);
    not_yet::draw(frame, scene);
    ruler::draw_hairlines(frame, scene);
    ruler::draw(frame, scene);
    machine_map::draw(frame, scene);
    allocation::draw(frame, scene);
    own_map::draw(frame, scene);
    funnel::draw(frame, scene);
    backing::draw(frame, scene);
    bucket::draw(frame, scene);
    note::draw(frame, scene);
    if frame.extent == Extent::Whole {
        strip::draw(frame, scene);
    }
    draw_flights::draw(frame, scene);
}
