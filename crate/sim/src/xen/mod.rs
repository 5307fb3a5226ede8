//! Xen's part: from the text after `dom0_mem=` to dom0's pages and maximum.
//!
//! Twelve behaviour groups cover 3.4 to 4.22 (spec/xen.md 1). No typed text is an error here:
//! however Xen reads a text is data, as it was at boot. Not here: how dom0's kernel uses the
//! result (`kernel`).
//!
//! Reading order: `command_line`, `grammar`, `number`, `deduction`, `reservation` (its
//! `dom0_size` joins them), `dom0_build`.

pub mod command_line;
pub mod grammar;
pub mod number;
mod option_size;
pub mod reprint;

mod deduction;
pub mod dom0_build;
pub mod env;
pub mod reservation;

pub mod autoballoon;
pub mod estimate;
pub mod machine_map;
pub mod shipped;
pub mod toolstack;

pub mod groups;
pub mod intent;
mod warning_checks;
mod warning;
pub mod warnings;

pub use option_size::{option_size, typed_size};

pub use reservation::{Dom0Size, Env, dom0_size};

use crate::version::Version;

/// The first Xen that makes `max:` dom0's maximum reservation (spec/xen.md 7).
pub const LIMIT_XEN: Version = Version::new(4, 1, 2);

/// The behaviour groups: two releases of one group give the same result for every input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 3.4: signed arithmetic, no limit.
    V3_4,
    /// 4.0.0–4.0.1: unsigned arithmetic.
    V4_0,
    /// 4.0.2–4.0.4: IOMMU tables deducted.
    V4_0_2,
    /// 4.1.0–4.1.1.
    V4_1,
    /// 4.1.2–4.1.6: `max:` becomes the maximum reservation.
    V4_1_2,
    /// 4.2–4.4.
    V4_2,
    /// 4.5: `T` suffix.
    V4_5,
    /// 4.6–4.8.
    V4_6,
    /// 4.9.
    V4_9,
    /// 4.10–4.11: bad strings are reported, yet partly applied.
    V4_10,
    /// 4.12–4.16: strict items, percentages.
    V4_12,
    /// 4.17–4.22.
    V4_17,
}

/// The start of a group.
#[derive(Clone, Copy, Debug)]
pub struct Boundary {
    /// First release.
    pub from: Version,
    /// The group that applies since then.
    pub group: Group,
}

const fn row(minor: u32, patch: u32, group: Group) -> Boundary {
    Boundary { from: Version::new(4, minor, patch), group }
}

/// All boundaries, oldest first (spec/xen.md 1). Each row's comment gives the change,
/// and the commit and date if known.
pub static BOUNDARIES: [Boundary; 12] = [
    // 3.4.0-rc3, 2009-04-30, represents 3.4: signed arithmetic, no deduction, no limit
    Boundary { from: OLDEST, group: Group::V3_4 },
    // vCPU deduction, unsigned: e03337ee24, 2010-03-11; 500 GiB clip: 55f3362de4, 2009-06-18
    row(0, 0, Group::V4_0),
    // IOMMU deduction: backport 09e5f79b22, 2010-12-15
    row(0, 2, Group::V4_0_2),
    // kernels with an unmapped initrd are recognised in the clip
    row(1, 0, Group::V4_1),
    // maximum reservation = max: backport a2776e5ecf, 2011-08-24
    row(1, 2, Group::V4_1_2),
    // vCPU structures fit one page: 9a70856bb2, 2011-04-05
    row(2, 0, Group::V4_2),
    // T suffix: c80f54169e, 2014-06-03; no- prefix: a0d52bfab4, 2014-08-04
    row(5, 0, Group::V4_5),
    // paging deduction: c4b7c3654b, 2015-02-27
    row(6, 0, Group::V4_6),
    // no paging deduction for a PV dom0
    row(9, 0, Group::V4_9),
    // bad values are reported: 63e8a1e5ff, 2017-08-28; 128-byte tokens: 97fd49a7e0
    row(10, 0, Group::V4_10),
    // strict items, percentages, built-in default: 76a68b9020, d2d71a5471, 2018-12
    row(12, 0, Group::V4_12),
    // paging and IOMMU rework: 5b226ca74b, 2021-12-15
    row(17, 0, Group::V4_17),
];

/// Oldest release whose behaviour is known.
pub const OLDEST: Version = Version::new(3, 4, 0);
/// Newest series whose behaviour is known.
pub const NEWEST: Version = Version::new(4, 22, 0);

impl Group {
    /// The group of a release. Releases older or newer than the known ones belong to the nearest.
    pub fn of(version: Version) -> Self {
        BOUNDARIES.iter().rev().find(|b| b.from <= version).map_or(Self::V3_4, |b| b.group)
    }

    /// The releases it covers, as a label.
    pub const fn releases(self) -> Releases {
        let (first, last) = match self {
            Self::V3_4 => ("3.4", "3.4"),
            Self::V4_0 => ("4.0.0", "4.0.1"),
            Self::V4_0_2 => ("4.0.2", "4.0.4"),
            Self::V4_1 => ("4.1.0", "4.1.1"),
            Self::V4_1_2 => ("4.1.2", "4.1.6"),
            Self::V4_2 => ("4.2", "4.4"),
            Self::V4_5 => ("4.5", "4.5"),
            Self::V4_6 => ("4.6", "4.8"),
            Self::V4_9 => ("4.9", "4.9"),
            Self::V4_10 => ("4.10", "4.11"),
            Self::V4_12 => ("4.12", "4.16"),
            Self::V4_17 => ("4.17", "4.22"),
        };
        Releases { first, last }
    }

    /// Whether `max:` becomes dom0's maximum reservation (spec/xen.md 7).
    pub fn sets_maximum(self) -> bool {
        self >= Self::V4_1_2
    }

    /// Whether the strict grammar of 4.12 applies.
    pub fn is_strict(self) -> bool {
        self >= Self::V4_12
    }
}

/// The releases of a group, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Releases {
    /// The first, such as `4.2`.
    pub first: &'static str,
    /// The last known here; the same as the first if there is only one.
    pub last: &'static str,
}

/// Whether a release lies within what was read or run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// 3.4–4.22.
    Within,
    /// Older than 3.4, whose behaviour is used.
    Older,
    /// Newer than 4.22, whose behaviour is used.
    Newer,
}

/// Whether `version` lies within the evidence.
pub fn known(version: Version) -> Known {
    if version < OLDEST {
        Known::Older
    } else if version.series() > NEWEST.series() {
        Known::Newer
    } else {
        Known::Within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(version: Version, expected: Group) {
        assert_eq!(Group::of(version), expected, "{version}");
    }

    #[test]
    fn groups_begin_where_the_table_says_and_end_just_before_the_next() {
        for pair in BOUNDARIES.windows(2) {
            let [here, next] = pair else { panic!("two rows") };
            check(here.from, here.group);
            check(next.from, next.group);
            assert!(here.from < next.from && here.group < next.group);
        }
        check(Version::new(4, 0, 1), Group::V4_0);
        check(Version::new(4, 1, 1), Group::V4_1);
        check(Version::new(4, 1, 6), Group::V4_1_2);
        check(Version::new(4, 4, 9), Group::V4_2);
        check(Version::new(4, 11, 4), Group::V4_10);
        check(Version::new(4, 16, 7), Group::V4_12);
    }

    #[test]
    fn releases_outside_the_evidence_count_to_the_nearest_group() {
        check(Version::new(3, 0, 0), Group::V3_4);
        check(Version::new(5, 0, 0), Group::V4_17);
    }

    #[test]
    fn releases_outside_the_evidence_say_so() {
        let check = |major, minor, patch, expected| {
            assert_eq!(known(Version::new(major, minor, patch)), expected);
        };
        check(3, 3, 1, Known::Older);
        check(3, 4, 0, Known::Within);
        check(4, 22, 9, Known::Within);
        check(4, 23, 0, Known::Newer);
        check(5, 0, 0, Known::Newer);
    }
}
