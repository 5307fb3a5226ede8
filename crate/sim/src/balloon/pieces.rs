//! The page numbers the balloon fills, and the step of the story that shows it.

use super::{BalloonState, Plan};
use crate::boot::Boot;
use crate::kernel::{ExtraRegion, MemorySetup};
use crate::memory::SECTION;
use crate::span::{Span, without};
use crate::step::{Backing, Change, Step};
use crate::units::{Pages, Pfn};

/// The step for the target in `boot`'s own configuration. `None` if there is no target, dom0 is
/// not up, or it would shrink (the pages that would leave are unknown).
pub fn step(boot: &Boot) -> Option<Step> {
    let plan = Plan::of(boot, boot.config.balloon)?;
    if !plan.returns.is_zero() {
        return None;
    }
    let pieces = new(boot, plan.before, plan.gains);
    let mut after = boot.end()?.clone();
    after.back(&pieces, Backing::Ballooned);
    after.returned = after.returned.less(plan.gains);
    if let Some(costs) = &mut after.costs {
        *costs = costs.plus(plan.costs);
    }
    if let Some(own) = &mut after.own {
        own.room = without(&own.room, &pieces);
    }
    Some(Step { change: Change::BalloonedUp { pieces, plan }, after })
}

/// The page numbers for `gains` new pages: the room from its lowest number up, then whole sections
/// above everything.
pub(super) fn new(boot: &Boot, before: BalloonState, gains: Pages) -> Vec<Span<Pfn>> {
    let mut left = gains.0;
    let mut take = |span: Span<Pfn>| {
        let n = span.count().min(left);
        left -= n;
        Span::of(span.start(), n)
    };
    let own = if before.ballooned.is_zero() { Vec::new() } else { regions(&boot.kernel) };
    let mut out: Vec<_> = own.into_iter().filter_map(&mut take).collect();
    let host = boot.steps.first().map_or(0, |s| s.after.machine.end().mfn_at_or_above().0);
    let top = Pages(boot.kernel.max_pfn.0.max(host)).rounded_up(SECTION).0;
    out.extend(Span::of(Pfn(top), left));
    out
}

/// The balloon’s regions, cut at the last page number. If RAM starts and ends mid-page, 3.5 both
/// refills its last page and counts it as room; a page number that already has its page cannot get
/// another.
pub(super) fn regions(run: &MemorySetup) -> Vec<Span<Pfn>> {
    let regions = run.extra.iter().filter_map(ExtraRegion::span);
    let cut = regions.filter_map(|s| Span::new(s.start(), s.end().min(run.max_pfn)));
    without(&cut.collect::<Vec<_>>(), &run.populated)
}
