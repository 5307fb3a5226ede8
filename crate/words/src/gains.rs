//! What the option and the balloon bring, as printed: the same in the bars, in the panel to
//! copy from and in the advice.
//!
//! Not here: the decisions (`sim::advice`), and sentences.

use super::printed::{Printed, PrintedShares};
use sim::units::Pages;
use sim::what_if::Comparisons;
use sim::what_if::advice::{Kind, Remedy};

/// Gains below a MiB are not worth an action.
pub(super) const TRIFLE: Pages = Pages(1 << 8);

/// What the option and the balloon bring, as printed, and what `free` shows in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gains {
    /// By the option, with dom0's size as it is; `None` if nothing or another size.
    pub(super) option: Option<Printed>,
    /// By a balloon target after that.
    pub(super) target: Option<Printed>,
    /// What `free` shows with both.
    pub(super) end: Printed,
}

impl Gains {
    /// Whether anything comes back with dom0's size as it is.
    pub(super) const fn recovers(&self) -> bool {
        self.option.is_some() || self.target.is_some()
    }

    /// The gains of a machine.
    pub(super) fn of(compared: &Comparisons) -> Self {
        let Comparisons { scenarios, advice, remedy, .. } = compared;
        let remedy = remedy.as_ref();
        let now = PrintedShares::of(&scenarios.configured);
        let same_size = |r: &&Remedy| matches!(r.kind, Kind::Ceiling | Kind::LowerCeiling);
        let with = remedy.map(|r| PrintedShares::of(&r.boot));
        let gained = remedy.filter(same_size).and(with).map(|with| with.free.less(now.free));
        let option = gained.filter(|gain| gain.pages >= TRIFLE);
        let base = with.unwrap_or(now);
        let target = advice.worth_a_target().map(|plan| {
            let missing = base.returned;
            let all = missing.pages.0.abs_diff(plan.gains.0) < TRIFLE.0;
            if all { missing } else { Printed::part_of(plan.gains, base.all) }
        });
        let end = target.map_or(base.free, |gain| base.free.plus(gain));
        Self { option, target, end }
    }
}
