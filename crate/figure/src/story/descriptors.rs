//! The descriptors of a story: what they cost, and the pages that hold them.

use sim::memory::Costs;
use sim::span::Span;
use sim::step::{Backing, Change, Phase, World};
use sim::units::{Pages, Pfn};

use crate::draw::geometry::{Rect, clamp};
use crate::story::axis::Axis;
use crate::story::backing::{Placement, placed};
use crate::story::layout::Layout;
use crate::story::moment::Moment;
use crate::story::placement::find;

/// The costs that the descriptors' step reports, and the region that it draws them in.
#[derive(Clone, Copy)]
pub(crate) struct Descriptors {
    pub(crate) costs: Costs,
    pub(crate) with_max: Costs,
    pub(crate) with_max_end: Pfn,
    pub(crate) home: Home,
}

/// The region of lane D that holds the descriptors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub(crate) rect: Rect,
    pub(crate) span: Span<Pfn>,
}

impl Descriptors {
    /// The descriptors of this story; `None` before their step.
    pub(crate) fn of(
        now: &Moment<'_>,
        lane_d: &Placement,
        axis: &Axis,
        layout: &Layout,
    ) -> Option<Self> {
        let index = now.boot.steps.iter().position(|s| s.phase() == Phase::Descriptors)?;
        let step = now.boot.steps.get(index).filter(|_| index <= now.index)?;
        let Change::Descriptors(made) = step.change else { return None };
        let sim::step::Descriptors { costs, with_max, with_max_end } = made;
        let span = largest(&step.after)?;
        let elsewhere;
        let placed = if index == now.index {
            &lane_d.after
        } else if index + 1 == now.index {
            &lane_d.before
        } else {
            elsewhere = placed(now, &step.after, axis, layout);
            &elsewhere
        };
        let home = Home { rect: find(placed, span)?.rect, span };
        Some(Self { costs, with_max, with_max_end, home })
    }
}

/// The range that holds the descriptors: dom0's largest, or the last of equals.
fn largest(world: &World) -> Option<Span<Pfn>> {
    let own = |by: Backing| by.has_frame() && !matches!(by, Backing::Stranded | Backing::OnHole);
    let backing = world.backing.iter().filter(|b| own(b.by));
    Some(backing.max_by_key(|b| (b.span.count(), b.span.start()))?.span)
}

impl Home {
    /// The part that `pages` pages fill, from its end down.
    pub(crate) fn filled(self, axis: &Axis, pages: Pages) -> Rect {
        let Self { rect, span } = self;
        let from = Pages(span.end().0).less(pages).0.max(span.start().0);
        let x = clamp(axis.x(from), rect.x, rect.right());
        Rect { x, w: rect.right() - x, ..rect }
    }
}
