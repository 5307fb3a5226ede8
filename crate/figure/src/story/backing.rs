//! Lane D's places before and after a step.

use sim::step::World;

use crate::draw::lane::Lane;
use crate::story::axis::Axis;
use crate::story::count::{Work, count};
use crate::story::items::backing_items;
use crate::story::layout::Layout;
use crate::story::moment::Moment;
use crate::story::placement::{Placed, place_on};

/// Where lane D's regions are, before and after the step.
pub(crate) struct Placement {
    pub(crate) before: Vec<Placed>,
    pub(crate) after: Vec<Placed>,
}

impl Placement {
    pub(crate) fn of(now: &Moment<'_>, axis: &Axis, layout: &Layout) -> Self {
        let after = placed(now, now.after(), axis, layout);
        let earlier = now.earlier().map(|world| placed(now, world, axis, layout));
        Self { before: earlier.unwrap_or_else(|| after.clone()), after }
    }

    /// The places in the step that is drawn, at rest.
    pub(crate) fn at(&self, now: &Moment<'_>) -> &[Placed] {
        if now.t <= 0.0 { &self.before } else { &self.after }
    }
}

/// Lane D's places in `world`.
pub(crate) fn placed(now: &Moment<'_>, world: &World, axis: &Axis, layout: &Layout) -> Vec<Placed> {
    count(Work::Placement);
    let verb = words::figure::plain_pages_verb(now.phase, now.progress());
    place_on(axis, layout, Lane::Backing, backing_items(world, verb))
}
