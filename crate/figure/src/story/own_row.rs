//! Dom0's own map as one row, whole or in part: what lane C and its rewriting share.

use sim::step::World;

use crate::draw::geometry::Rect;
use crate::draw::lane::Lane;
use crate::draw::shape::Scene;
use crate::story::frame::Frame;
use crate::story::items::own_items;
use crate::story::placement::Placed;
use crate::story::regions::{regions, tears};

/// Dom0's own map at rest.
pub(crate) fn map_c(frame: &Frame<'_>, scene: &mut Scene, world: &World) {
    let placed = frame.place(Lane::OwnMap, own_items(world, frame.now.phase));
    regions(frame, scene, Lane::OwnMap, &placed, f64::MAX);
    let end = placed.last().map_or(0.0, |p| p.rect.right());
    tears(frame, scene, frame.layout.lane(Lane::OwnMap), end);
}

/// The part of a region to the right of `until`; `None` if there is none. Labels do not travel.
pub(crate) fn right_of(until: f64, mut placed: Placed) -> Option<Placed> {
    let Rect { x, y, h, .. } = placed.rect;
    let right = placed.rect.right();
    if right <= until {
        return None;
    }
    if x < until {
        placed.item.labels.clear();
    }
    placed.rect = Rect::between(x.max(until), right, y, h);
    Some(placed)
}
