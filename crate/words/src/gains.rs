//! What the option and the balloon bring, as printed: the same in the bars, in the panel to
//! copy from and in the advice.
//!
//! Not here: the decisions (`sim::what_if::advice`), and sentences.

use super::printed::{Printed, PrintedShares};
use sim::balloon::Plan;
use sim::balloon::Target;
use sim::what_if::advice::{Kind, LowTarget, Remedy};
use sim::what_if::{Comparisons, WhatIf};

/// What the option and the balloon bring, as printed, and what `free` shows in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gains {
    /// What the option brings if dom0 keeps its size; `None` if it brings nothing, or if the
    /// advice is another size.
    pub(super) option: Option<Printed>,
    /// What a target of the initial size then brings back. A command rounded to whole MiB brings up
    /// to 1 MiB less.
    pub(super) target: Option<Printed>,
    /// By the initial size as the target, where the reader's own is lower.
    pub(super) raised: Option<Printed>,
    /// What `free` shows with the first two.
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
        let option = remedy.filter(same_size).and(with).and_then(|with| with.free.gain(now.free));
        let base = with.unwrap_or(now);
        let whole = advice.worth_a_target().and_then(|_| Plan::to_initial(&advice.after));
        let target = whole.map(|plan| base.brought(plan.gains));
        let end = target.map_or(base.free, |gain| base.free.plus(gain));
        Self { option, target, raised: raised(compared), end }
    }
}

/// What the initial size as the target brings over the reader's own, which is lower. `None` if the
/// advice is another size, unless the target is too low for that too.
fn raised(compared: &Comparisons) -> Option<Printed> {
    let low = compared.advice.low_target.as_ref()?;
    let remedy = compared.remedy.as_ref();
    let resized = |r: &Remedy| matches!(r.kind, Kind::Size | Kind::Boots);
    if remedy.is_some_and(resized) && !low.starves {
        return None;
    }
    let base = remedy.map_or(&compared.scenarios.configured, |r| &r.boot);
    let free = |target| PrintedShares::of(&base.with([WhatIf::Target(target)])).free;
    free(Target::Initial).gain(free(Target::Size(low.wanted)))
}

/// The reader's own target, where a higher one brings something.
pub(super) fn worth_raising(compared: &Comparisons) -> Option<(&LowTarget, Printed)> {
    compared.advice.low_target.as_ref().zip(raised(compared))
}
