//! How every behaviour group reads one text: rows ready for a table.

use super::dom0_build::{BuildMinimum, BuildResult, built};
use super::grammar::Report;
use super::reservation::{Env, Size, Text, dom0_size};
use super::{BOUNDARIES, Group};
use crate::step::MaxReservation;
use crate::units::Pages;

/// How one group reads the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupResult {
    /// The group.
    pub group: Group,
    /// Dom0's initial size.
    pub size: Size,
    /// Dom0's maximum reservation.
    pub maximum: MaxReservation,
    /// Whether Xen reports the text as invalid.
    pub report: Report,
    /// Pages Xen had for dom0 after deductions.
    pub spendable: Pages,
    /// The result of building dom0.
    pub built: BuildResult,
}

/// Runs every group, at its first release, on the text typed in `env`. The host and everything
/// else stay the same; only `env.version` is not used.
pub fn what_each_group_makes_of(env: &Env<'_>, need: BuildMinimum) -> Vec<GroupResult> {
    let row = |group: Group, version| {
        let run = dom0_size(&Env { version, ..env.clone() });
        GroupResult {
            group,
            size: run.size,
            maximum: run.maximum,
            report: run.parsed.report,
            spendable: run.spendable,
            built: built(run.size, need, env.available),
        }
    };
    BOUNDARIES.iter().map(|b| row(b.group, b.from)).collect()
}

/// Dom0's size if nothing is typed or built in: nearly all the memory there is.
pub fn default_size(env: &Env<'_>) -> Size {
    dom0_size(&Env { text: Text::Absent, built_in: "", ..env.clone() }).size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_row_a_group_and_each_is_its_own_run() {
        let env = Env::plain(crate::xen::NEWEST, Text::Value("2G,max=2G"), Pages(4147748));
        let rows = what_each_group_makes_of(&env, BuildMinimum::LEAST);
        let sizes: Vec<_> = rows.iter().map(|r| r.size == Size::Pages(Pages(524288))).collect();
        assert_eq!(sizes, [[false; 10].as_slice(), &[true; 2]].concat());
        let reported: Vec<_> = rows.iter().filter(|r| r.report == Report::Invalid).collect();
        let first = reported.first().map(|r| r.group);
        assert_eq!(first, Some(Group::V4_10));
        assert_eq!(reported.len(), 3);
    }
}
