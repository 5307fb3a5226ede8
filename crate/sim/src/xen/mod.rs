//! Xen's part: from the text behind `dom0_mem=` to dom0's pages and maximum.
//!
//! Twelve behaviour groups cover 3.4 to 4.22 (spec/xen.md 1). Nothing typed is an
//! error here: whatever Xen makes of a text is data, as it was at boot.
//! Not here: what dom0's kernel does with the answer (`kernel`).

pub mod command_line;
pub mod estimate;
pub mod grammar;
pub mod number;
pub mod reservation;

pub use reservation::{Dom0Size, Env, dom0_size};

use crate::version::Version;

/// The behaviour groups: two releases of one group answer alike to every input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 3.4: signed arithmetic, no limit.
    E1,
    /// 4.0.0–4.0.1: unsigned arithmetic.
    E2,
    /// 4.0.2–4.0.4: IOMMU tables deducted.
    E3,
    /// 4.1.0–4.1.1.
    E4,
    /// 4.1.2–4.1.6: `max:` becomes the maximum reservation.
    E5,
    /// 4.2–4.4.
    E6,
    /// 4.5: `T` suffix.
    E7,
    /// 4.6–4.8.
    E8,
    /// 4.9.
    E9,
    /// 4.10–4.11: bad strings are reported, yet partly applied.
    E10,
    /// 4.12–4.16: strict items, percentages.
    E11,
    /// 4.17–4.22.
    E12,
}

/// First release of each group (spec/xen.md 1), oldest first.
const FIRST: [(Version, Group); 12] = [
    (Version::new(0, 0, 0), Group::E1),
    (Version::new(4, 0, 0), Group::E2),
    (Version::new(4, 0, 2), Group::E3),
    (Version::new(4, 1, 0), Group::E4),
    (Version::new(4, 1, 2), Group::E5),
    (Version::new(4, 2, 0), Group::E6),
    (Version::new(4, 5, 0), Group::E7),
    (Version::new(4, 6, 0), Group::E8),
    (Version::new(4, 9, 0), Group::E9),
    (Version::new(4, 10, 0), Group::E10),
    (Version::new(4, 12, 0), Group::E11),
    (Version::new(4, 17, 0), Group::E12),
];

/// Oldest release whose behaviour is known.
pub const OLDEST: Version = Version::new(3, 4, 0);
/// Newest series whose behaviour is known.
pub const NEWEST: Version = Version::new(4, 22, 0);

impl Group {
    /// The group of a release; older and newer ones than known count to the nearest.
    pub fn of(version: Version) -> Self {
        FIRST.iter().rev().find(|(first, _)| *first <= version).map_or(Self::E1, |(_, g)| *g)
    }

    /// Whether the strict grammar of 4.12 holds.
    pub fn is_strict(self) -> bool {
        self >= Self::E11
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_begin_where_the_table_says() {
        for (version, group) in FIRST {
            assert_eq!(Group::of(version), group);
        }
        assert_eq!(Group::of(Version::new(4, 1, 6)), Group::E5);
        assert_eq!(Group::of(Version::new(4, 4, 9)), Group::E6);
        assert_eq!(Group::of(Version::new(5, 0, 0)), Group::E12);
    }
}
