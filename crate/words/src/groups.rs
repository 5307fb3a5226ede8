//! How every release of Xen reads the option that was typed, one row per group of releases.
//! Ready texts.
//!
//! Not here: the runs that the rows are made from (`xen::groups`).

use super::amount;
use sim::boot::Boot;
use sim::step::MaxReservation;
use sim::units::Pages;
use sim::xen::Group;
use sim::xen::dom0_build::BuildResult;
use sim::xen::grammar::Report;
use sim::xen::groups::{self, what_each_group_makes_of};
use sim::xen::reservation::Size;

/// A row of the table “How Xen reads”: adjacent releases that agree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupRow {
    /// The releases, such as `4.2–4.9`.
    pub releases: String,
    /// Dom0's initial size.
    pub size: String,
    /// Its maximum reservation.
    pub maximum: String,
    /// Whether Xen reports the text as invalid.
    pub reported: &'static str,
    /// Whether dom0 can be built.
    pub boots: &'static str,
    /// Whether the reader's release is in the row; a boolean for JavaScript.
    #[cfg_attr(feature = "ts", ts(type = "boolean"))]
    pub own: Own,
}

/// Whether the row includes the reader's release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// The row includes the reader's release.
    Yours,
    /// It does not.
    Other,
}

#[cfg(feature = "serde")]
impl serde::Serialize for Own {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(*self == Self::Yours)
    }
}

/// One row for neighbouring groups that read the option alike, oldest first. The host, the
/// vCPUs and the estimate of the memory left in Xen are the reader's.
pub fn group_rows(boot: &Boot) -> Vec<GroupRow> {
    let env = boot.env();
    let most = groups::default_size(&env);
    let own = Group::of(boot.config.xen);
    let mut rows: Vec<(GroupRow, &str)> = Vec::new();
    for found in what_each_group_makes_of(&env, boot.config.need()) {
        let row = group_row(&found, most, own);
        let last = found.group.releases().last;
        match rows.last_mut().filter(|(before, _)| before.agrees(&row)) {
            Some((before, end)) => {
                *end = last;
                if row.own == Own::Yours {
                    before.own = Own::Yours;
                }
            }
            None => rows.push((row, last)),
        }
    }
    let joined = rows.into_iter().map(|(row, last)| {
        let first = row.releases.clone();
        let releases = if first == last { first } else { format!("{first}–{last}") };
        GroupRow { releases, ..row }
    });
    joined.collect()
}

impl GroupRow {
    /// Whether two rows are equal except for their releases.
    fn agrees(&self, other: &Self) -> bool {
        self.size == other.size
            && self.maximum == other.maximum
            && self.reported == other.reported
            && self.boots == other.boots
    }
}

fn group_row(found: &groups::GroupResult, most: Size, own: Group) -> GroupRow {
    GroupRow {
        releases: found.group.releases().first.to_owned(),
        size: match found.built {
            BuildResult::KeepsAll => "nothing".to_owned(),
            BuildResult::Fits
            | BuildResult::TooSmall { .. }
            | BuildResult::NotEnoughRam
            | BuildResult::Undefined => size(found.size, most, found.spendable),
        },
        maximum: maximum(found.maximum),
        reported: match found.report {
            Report::Silent => "no",
            Report::Invalid => "yes",
        },
        boots: match found.built {
            BuildResult::Fits if takes_all(found) => "maybe not: nothing left for Xen",
            BuildResult::Fits => "yes",
            BuildResult::TooSmall { .. } => "no: too small for the kernel",
            BuildResult::NotEnoughRam => "no: not enough RAM",
            BuildResult::KeepsAll => "no: Xen keeps it all",
            BuildResult::Undefined => "undefined",
        },
        own: if found.group == own { Own::Yours } else { Own::Other },
    }
}

/// Whether Xen keeps no memory. The one boot that tried this did not come up.
fn takes_all(found: &groups::GroupResult) -> bool {
    matches!(found.size, Size::Pages(n) if n >= found.spendable)
}

/// Sizes that depend on the memory left in Xen are described in words, so that groups whose
/// deductions differ by a few pages agree.
fn size(size: Size, most: Size, spendable: Pages) -> String {
    match (size, most) {
        // spec/xen.md 6, E1: used as a huge unsigned number.
        (Size::BelowZero(n), _) => format!("{} less than none, read as a huge number", amount(n)),
        (Size::Pages(n), _) if n >= spendable => "all memory".to_owned(),
        (Size::Pages(n), Size::Pages(most)) if near(n, most) => "nearly all memory".to_owned(),
        (Size::Pages(n), _) => amount(n),
    }
}

/// Within the deductions of all groups, i.e. half a percent.
pub(super) fn near(a: Pages, b: Pages) -> bool {
    a.0.abs_diff(b.0) <= b.0 / 200
}

fn maximum(maximum: MaxReservation) -> String {
    match maximum {
        MaxReservation::Unlimited => "none".to_owned(),
        MaxReservation::Pages(pages) => amount(pages),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xen::tests::run;
    use sim::version::Version;

    fn check_rows(dom0_mem: &str, expected: &[[&str; 5]]) {
        let rows = group_rows(&run(Version::new(4, 11, 0), dom0_mem));
        let found: Vec<_> = rows
            .iter()
            .map(|r| [r.releases.as_str(), &r.size, &r.maximum, r.reported, r.boots])
            .collect();
        assert_eq!(found, expected, "{dom0_mem}");
        let own: Vec<_> = rows.iter().filter(|r| r.own == Own::Yours).collect();
        assert_eq!(own.len(), 1);
    }

    #[test]
    fn groups_that_agree_share_a_row() {
        check_rows("2G", &[["3.4–4.22", "2 GiB", "none", "no", "yes"]]);
        check_rows(
            "2G,max:2G",
            &[
                ["3.4–4.1.1", "2 GiB", "none", "no", "yes"],
                ["4.1.2–4.22", "2 GiB", "2 GiB", "no", "yes"],
            ],
        );
        check_rows(
            "2GB",
            &[
                ["3.4–4.9", "2 GiB", "none", "no", "yes"],
                ["4.10–4.11", "2 GiB", "none", "yes", "yes"],
                ["4.12–4.22", "nearly all memory", "none", "yes", "yes"],
            ],
        );
        check_rows(
            "max:",
            &[
                ["3.4–4.1.1", "0 KiB", "none", "no", "no: too small for the kernel"],
                ["4.1.2–4.11", "0 KiB", "0 KiB", "no", "no: too small for the kernel"],
                ["4.12–4.22", "nearly all memory", "none", "yes", "yes"],
            ],
        );
    }

    #[test]
    fn a_size_below_zero_is_said_with_its_number() {
        let found = group_rows(&run(Version::new(4, 11, 0), "max:-100G"));
        let first = found.first().map(|r| [r.releases.as_str(), &r.size, r.boots]);
        // 100 GiB minus what Xen has for dom0 on the host of 16 GiB.
        let size = "84.17 GiB less than none, read as a huge number";
        assert_eq!(first, Some(["3.4", size, "undefined"]));
        for row in &found {
            for text in [&row.size, &row.maximum] {
                assert!(!text.contains("undefined") && !text.contains("nothing"), "{text}");
            }
        }
    }

    #[test]
    fn whether_xen_reports_it_as_invalid_is_yes_or_no() {
        for text in ["2G", "2GB", "max:", "2G,max=2G", "-1G", "rubbish"] {
            for row in group_rows(&run(Version::new(4, 17, 0), text)) {
                assert!(matches!(row.reported, "yes" | "no"), "{text}: {}", row.reported);
            }
        }
    }
}
