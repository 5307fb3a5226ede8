//! The sweep over host sizes, as table rows and as a sentence.

use super::amount;
use sim::memory::Costs;
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
    sweep.points.iter().map(row).collect()
}

/// One row.
pub fn row(point: &Point) -> SweepRow {
    let shown = |costs: Option<Costs>| costs.map(|c| amount(c.total())).unwrap_or_default();
    let saved = point.without.zip(point.with_max).map(|(a, b)| a.total().less(b.total()));
    SweepRow {
        installed: amount(point.installed),
        without: shown(point.without),
        with_max: shown(point.with_max),
        saved: saved.filter(|s| !s.is_zero()).map(amount).unwrap_or_default(),
    }
}

/// Where the cost stops growing with the host; empty if it does not. The reason:
/// [`super::sensitivity::why_flat`].
pub fn flat_from(sweep: &Sweep) -> String {
    let Some(from) = sweep.flat_from() else { return String::new() };
    let Some(most) = from.without else { return String::new() };
    let (size, most) = (amount(from.installed), amount(most.total()));
    let dom0 = amount(sweep.dom0);
    let first = sweep.points.iter().find(|p| p.without.is_some());
    if first.is_some_and(|p| p.installed == from.installed) {
        return format!(
            "With dom0 at {dom0} and no ceiling, bookkeeping is {most} on a host of any size."
        );
    }
    format!("With dom0 at {dom0} and no ceiling, bookkeeping stays at {most} above {size} of RAM.")
}
