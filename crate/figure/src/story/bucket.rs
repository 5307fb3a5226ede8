//! Xen's bucket as it is filled: what rests in it, and the place of each page.

use sim::boot::Boot;
use sim::step::{Phase, Travel};
use sim::units::Pages;

use crate::draw::geometry::Rect;
use crate::story::axis::Axis;
use crate::story::count::{Work, count};
use crate::story::layout::Layout;
use crate::story::moment::Moment;

/// The most pages that ever lie in Xen's bucket.
pub(crate) fn most_returned(boot: &Boot) -> Pages {
    let each = boot.steps.iter().map(|s| match s.change.travel() {
        // The balloon may take more from Xen than dom0 ever returned.
        Some(Travel::Populate) => s.after.returned.plus(s.change.pages().unwrap_or_default()),
        Some(Travel::Release | Travel::Move) | None => s.after.returned,
    });
    each.max().unwrap_or_default()
}

/// What lies in the bucket, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    /// The most that it ever holds in this story.
    pub(crate) most: Pages,
    /// What rests in it now.
    pub(crate) content: Pages,
    /// Pixels per page.
    scale: f64,
    /// Where its first page lies; without a width.
    first: Rect,
    /// The level of what was already free in Xen.
    pub(crate) level: Rect,
}

impl Bucket {
    /// The bucket in a story in which it holds at most `most` pages: on the lanes' scale
    /// if these fit. Pages lie on the level.
    pub(crate) fn of(now: &Moment<'_>, most: Pages, axis: &Axis, layout: &Layout) -> Self {
        count(Work::Bucket);
        let (b, slot) = (layout.bucket, layout.slot);
        let all = most.0.max(1) as f64;
        let scale = axis.scale().max(layout.pin / all).min(slot.w / all);
        let risen = layout.level * now.done(Phase::Dom0Built, 0.3, 0.7);
        let level = Rect { y: b.bottom() - risen, h: risen, ..b };
        let first = Rect { x: slot.x + (slot.w - all * scale) * layout.centred, w: 0.0, ..slot };
        let (after, earlier) = (now.after().returned, now.earlier().map(|w| w.returned));
        let content = if now.t > 0.0 { after } else { earlier.unwrap_or_default() };
        Self { most, content, scale, first, level }
    }

    /// While pages are under way, only what rests before and after is in the bucket.
    pub(crate) fn fill(&mut self, now: &Moment<'_>, under_way: bool) {
        if under_way {
            let earlier = now.earlier().map_or(Pages::ZERO, |w| w.returned);
            self.content = Pages(earlier.0.min(now.after().returned.0));
        }
    }

    /// Where `pages` pages lie, after `before` others.
    pub(crate) fn slot(&self, before: Pages, pages: Pages) -> Rect {
        let x = self.first.x + before.0 as f64 * self.scale;
        Rect { x, w: pages.0 as f64 * self.scale, ..self.first }
    }
}
