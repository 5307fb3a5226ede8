//! What the lanes of one picture share, computed once.
//!
//! A lane is a function of a [`Frame`] that draws on a scene. Whatever two of them need
//! (axis, places of lane D, flights, the bucket) is computed here and looked up there.

use sim::boot::Boot;
use sim::step::Travel;
use sim::units::Pages;

use crate::draw::lane::Lane;
use crate::draw::view::{Extent, View};
use crate::story::arrange;
use crate::story::axis::Axis;
use crate::story::backing::Placement;
use crate::story::bands::{Hairlines, bands};
use crate::story::bucket::{Bucket, most_returned};
use crate::story::descriptors::Descriptors;
use crate::story::flights::{self, Flight};
use crate::story::layout::Layout;
use crate::story::moment::{Moment, Time};
use crate::story::placement::{Placed, place_on};
use crate::story::story_axis::{largest_hole, story_axis};
use crate::story::strip::Strip;

use crate::draw::geometry::Rect;
use crate::story::items::Item;

/// One picture: a moment of a boot on a sheet.
pub(crate) struct Frame<'a> {
    pub(crate) now: Moment<'a>,
    pub(crate) extent: Extent,
    pub(crate) axis: Axis,
    pub(crate) layout: Layout,
    /// The bands that carry the holes through the lanes, as far as they are drawn.
    pub(crate) bands: Vec<Rect>,
    pub(crate) hairlines: Hairlines,
    /// Lane D before and after the step.
    pub(crate) backed: Placement,
    /// The descriptors, from their own step on.
    pub(crate) made: Option<Descriptors>,
    pub(crate) bucket: Bucket,
    /// Pages under way, the most first; empty before and after the step.
    pub(crate) flights: Vec<Flight>,
    /// Pages that have arrived: whole tiles only.
    pub(crate) arrived: Pages,
    /// Lane F.
    pub(crate) strip: Strip,
}

impl<'a> Frame<'a> {
    /// The frame of `boot` at `time` on an axis that suits every boot of `sharing`;
    /// `None` if the boot has no such step.
    pub(crate) fn of(boot: &'a Boot, sharing: &[&Boot], time: Time, view: &View) -> Option<Self> {
        let now = Moment::of(boot, time)?;
        let layout = arrange::layout(&now, view, None);
        let axis = story_axis(sharing, &layout, arrange::unfolded(&now, view));
        let most = most_returned(boot);
        let hole =
            largest_hole(boot).map(|h| f64::midpoint(axis.x(h.start().0), axis.x(h.end().0)));
        let layout = arrange::layout(&now, view, hole);
        let backed = Placement::of(&now, &axis, &layout);
        let made = Descriptors::of(&now, &backed, &axis, &layout);
        let mut bucket = Bucket::of(&now, most, &axis, &layout);
        let flights = flights::of(&now, &backed, &bucket, &layout);
        let arrived = flights::arrived(&now, &flights);
        bucket.fill(&now, !flights.is_empty());
        let bands = bands(&now, &axis, &layout);
        let hairlines = Hairlines::of(&now, &axis, &layout);
        let strip = Strip::of(&now, arrived);
        Some(Self {
            now,
            extent: view.extent,
            axis,
            layout,
            bands,
            hairlines,
            backed,
            made,
            bucket,
            flights,
            arrived,
            strip,
        })
    }

    /// How pages travel at this moment; `None` if none is under way.
    pub(crate) fn travel(&self) -> Option<Travel> {
        self.now.step.change.travel().filter(|_| self.flying())
    }

    /// Whether pages are under way.
    pub(crate) fn flying(&self) -> bool {
        !self.flights.is_empty()
    }

    /// The places of items on a lane.
    pub(crate) fn place(&self, lane: Lane, items: Vec<Item>) -> Vec<Placed> {
        place_on(&self.axis, &self.layout, lane, items)
    }

    /// Subtitles of lanes end before this: the first edge of a band or hairline.
    pub(crate) fn subtitle_end(&self) -> f64 {
        let mut end = f64::MAX;
        for band in &self.bands {
            end = end.min(band.x - 4.0);
        }
        for x in &self.hairlines.xs {
            end = end.min(x - 4.0);
        }
        end
    }

    /// Where the first `pages` pages of the strip end.
    pub(crate) fn strip_x(&self, pages: f64) -> f64 {
        self.axis.x_of(pages)
    }

    /// The widest part of a bar without a tear.
    pub(crate) fn label_room(&self, rect: Rect) -> Rect {
        let mut best = Rect { w: 0.0, ..rect };
        let mut from = rect.x;
        for fold in self.axis.folds().filter(|f| f.x1 > rect.x && f.x0 < rect.right()) {
            let part = Rect::between(from, fold.x0 - 2.0, rect.y, rect.h);
            best = if part.w > best.w + 0.01 { part } else { best };
            from = (fold.x1 + 2.0).min(rect.right());
        }
        let last = Rect::between(from, rect.right(), rect.y, rect.h);
        if last.w > best.w + 0.01 { last } else { best }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::count::{Work, counted};
    use sim::config::Config;
    use sim::config::made_up_machine;
    use sim::kernel::release::{Flavour, Support, of};
    use sim::simulate::simulate;
    use sim::version::Version;

    fn story(linux: Version) -> Boot {
        let Support::Dom0(kernel, _) = of(linux, Flavour::Pvops) else { panic!("{linux}") };
        let machine = made_up_machine(Pages(64 << 18));
        simulate(&Config::new(machine, Some("4G".to_owned()), Version::new(4, 1, 2), kernel))
    }

    /// What drawing the figure of this step computes, at `t`.
    fn work(boot: &Boot, step: usize, t: f64) -> Vec<Work> {
        counted(|| {
            crate::scene::figure(boot, Time { step, t }, &View::new(936.0));
        })
    }

    fn times(work: &[Work], what: Work) -> usize {
        work.iter().filter(|w| **w == what).count()
    }

    #[test]
    fn a_frame_in_mid_flight_computes_each_thing_once() {
        // Releases; releases and populates; moves.
        for linux in [Version::new(3, 2, 0), Version::new(3, 6, 0), Version::new(3, 18, 0)] {
            let boot = story(linux);
            let flying = boot.steps.iter().enumerate().filter(|(_, s)| s.change.travel().is_some());
            for (step, _) in flying {
                let work = work(&boot, step, 0.5);
                for once in [Work::Axis, Work::Flights, Work::Bucket] {
                    assert_eq!(times(&work, once), 1, "{linux} {step} {once:?}");
                }
                // One world before the step and one after it.
                assert_eq!(times(&work, Work::Placement), 2, "{linux} {step}");
                assert_eq!(times(&work, Work::Parts), 2, "{linux} {step}");
                let time = Time { step, t: 0.5 };
                let frame = Frame::of(&boot, &[&boot], time, &View::new(936.0)).unwrap();
                assert!(frame.flying(), "{linux} {step}");
                assert_eq!(times(&work, Work::Tiles), frame.flights.len(), "{linux} {step}");
            }
        }
    }

    #[test]
    fn no_step_places_a_world_twice() {
        let boot = story(Version::new(3, 2, 0));
        for step in 0..boot.steps.len() {
            for t in [0.0, 0.5, 1.0] {
                let work = work(&boot, step, t);
                assert_eq!(times(&work, Work::Axis), 1, "{step} {t}");
                let worlds = if step == 0 { 1 } else { 2 };
                assert_eq!(times(&work, Work::Placement), worlds, "{step} {t}");
            }
        }
    }
}
