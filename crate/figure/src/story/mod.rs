//! The figure of a boot: a frame computed once for each picture, and one function for
//! each lane that draws it.
//!
//! What is drawn where is computed in files that a frame holds (`bucket`, `flights`, `strip`
//! and others); the files that draw it from a frame use them and not the other way round. Of
//! a pair, `backing` computes and `draw_backing` draws; a file alone does both.

pub(crate) mod moment;
pub mod axis;
pub(crate) mod story_axis;
pub(crate) mod layout;
mod wide;
mod compact;
pub(crate) mod arrange;
pub(crate) mod frame;

mod items;
mod placement;
mod lane_names;
mod titles;
mod regions;
mod bands;
mod ruler;

// Lanes A to F.
mod machine_map;
mod entries;
mod allocation;
mod ceiling;
pub mod reach;
mod own_row;
mod own_map;
mod below_map;
mod rewrite;
mod backing;
mod draw_backing;
mod bucket;
mod draw_bucket;
mod strip;
mod strip_parts;
mod draw_strip;
mod strip_sum;

// What several lanes share, or what moves between them.
pub mod motion;
mod flights;
mod tile_look;
mod draw_flights;
mod descriptors;
mod draw_descriptors;
mod funnel;
mod room_brackets;
mod note;
mod map_lines;
mod hole_labels;
mod tool_brackets;

mod count;

use crate::draw::lane::Lane;
use crate::draw::shape::Scene;
use crate::draw::view::Extent;
use frame::Frame;

/// Draws every lane that there is room for, back to front.
pub(crate) fn draw(frame: &Frame<'_>, scene: &mut Scene) {
    let shows = |lane| frame.layout.shows(lane);
    ruler::draw_bands(frame, scene);
    ruler::draw_hairlines(frame, scene);
    ruler::draw(frame, scene);
    if shows(Lane::Machine) {
        machine_map::draw(frame, scene);
    }
    entries::draw(frame, scene);
    if shows(Lane::OwnMap) {
        own_map::draw_ghost(frame, scene);
    }
    if shows(Lane::Allocation) {
        allocation::draw(frame, scene);
    }
    if shows(Lane::OwnMap) {
        own_map::draw(frame, scene);
        funnel::draw(frame, scene);
        room_brackets::draw(frame, scene);
    }
    if shows(Lane::Backing) {
        draw_backing::draw(frame, scene);
    }
    if shows(Lane::Bucket) {
        draw_bucket::draw(frame, scene);
    }
    note::draw(frame, scene);
    if frame.extent == Extent::Whole && shows(Lane::Ledger) {
        draw_strip::draw(frame, scene);
    }
    draw_flights::draw(frame, scene);
}
