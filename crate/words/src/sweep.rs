//! The sweep over host sizes, as table rows and as a sentence.

use super::amount;
use super::printed::Printed;
use sim::memory::Costs;
use sim::units::Pages;
use sim::what_if::sweep::{Point, Sweep};

/// A row of the sweep's table, ready to show.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SweepRow {
    /// Installed RAM.
    pub installed: String,
    /// Cost of the bookkeeping without `max:`; empty if dom0 does not come up.
    pub without: String,
    /// The same with it.
    pub with_max: String,
    /// What `max:` saves; empty if it saves nothing.
    pub saved: String,
}

/// One row per size.
pub fn sweep_rows(sweep: &Sweep) -> Vec<SweepRow> {
    sweep.points.iter().map(|point| row(point, sweep.dom0)).collect()
}

/// One row, for a dom0 of `dom0` pages.
fn row(point: &Point, dom0: Pages) -> SweepRow {
    let sum = Printed::alone(dom0);
    let cost = |costs: Costs| Printed::beside(costs.total(), sum);
    let [without, with_max] = [point.without, point.with_max].map(|costs| costs.map(cost));
    let saved = without.zip(with_max).map(|(a, b)| a.less(b)).filter(|saved| !saved.is_zero());
    let [without, with_max, saved] =
        [without, with_max, saved].map(|cost| cost.map(Printed::text).unwrap_or_default());
    SweepRow { installed: amount(point.installed), without, with_max, saved }
}

/// Where the cost stops growing with the host; empty if it does not. The reason:
/// [`super::sensitivity::why_flat`].
pub fn flat_from(sweep: &Sweep) -> String {
    let Some(from) = sweep.flat_from() else { return String::new() };
    let Some(most) = from.without else { return String::new() };
    let (size, most) =
        (amount(from.installed), Printed::beside(most.total(), Printed::alone(sweep.dom0)).text());
    let dom0 = amount(sweep.dom0);
    let first = sweep.points.iter().find(|p| p.without.is_some());
    if first.is_some_and(|p| p.installed == from.installed) {
        return format!(
            "With dom0 at {dom0} and no ceiling, bookkeeping is {most} on a host of any size."
        );
    }
    format!("With dom0 at {dom0} and no ceiling, bookkeeping stays at {most} above {size} of RAM.")
}
