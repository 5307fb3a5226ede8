//! The variant of each release, looked up in the boundaries of [`super::rules`].
//!
//! A release between two pieces of evidence uses the older variant and is marked as such
//! ([`Evidence::Between`]). Text as people type it is read elsewhere.

use super::rules::NEWEST;
use super::{Ibft, Kernel, Variant};
use crate::version::Version;

pub use super::rules::{BOUNDARIES, Boundary};

/// The last release of each major number that has ended, oldest first: of 2 the last 2.6.y, of the
/// others the last minor.
pub const LAST_OF_MAJOR: [Version; 5] =
    [v(2, 6, 39), v(3, 19, 0), v(4, 20, 0), v(5, 19, 0), v(6, 19, 0)];

/// The origin of a kernel tree; a version alone does not always identify one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// kernel.org releases, and the 2.6.32 pvops tree for that number.
    Pvops,
    /// Classic kernels: 2.6.18-xen and the `-xen` forward ports, at any number.
    Classic,
}

/// How certain it is that a release behaves like its variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Both sides of the boundary below were read or run.
    Known,
    /// The change came somewhere between these two; the older behaviour is used.
    Between(Version, Version),
    /// Only how the map is printed changed between these two; the older print-out is
    /// used, and nothing else is in doubt.
    PrintedBetween(Version, Version),
    /// Newer than every release that was read or run.
    Newer(Version),
}

/// The meaning of a release number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// A dom0 kernel.
    Dom0(Kernel, Evidence),
    /// No dom0 support in this release (mainline 2.6.19–2.6.36).
    NoDom0,
}

/// The kernel that `version` of `flavour` denotes.
pub fn of(version: Version, flavour: Flavour) -> Support {
    match flavour {
        Flavour::Classic => Support::Dom0(Kernel::new(Variant::Classic, version), Evidence::Known),
        Flavour::Pvops => pvops(version),
    }
}

const fn v(major: u32, minor: u32, patch: u32) -> Version {
    Version::new(major, minor, patch)
}

fn pvops(version: Version) -> Support {
    if version < v(2, 6, 19) {
        return of(version, Flavour::Classic);
    }
    if version == v(2, 6, 32) {
        return Support::Dom0(Kernel::new(Variant::Pvops2632, version), Evidence::Known);
    }
    let Some(i) = BOUNDARIES.iter().rposition(|b| b.from <= version) else {
        return Support::NoDom0;
    };
    let (Some(row), next) = (BOUNDARIES.get(i), BOUNDARIES.get(i + 1)) else {
        return Support::NoDom0;
    };
    let mut kernel = Kernel::new(row.variant, version);
    if row.variant == Variant::V34Stable && version < v(3, 3, 0) {
        kernel.limit = Variant::V32.rules().domain_limit;
    }
    let evidence = match next.and_then(|n| Some((n.older_seen?, n.from))) {
        _ if version > NEWEST => Evidence::Newer(NEWEST),
        Some((old, new)) if version > old && version.series() >= old.series() => {
            if next.is_some_and(|n| n.variant == row.variant) {
                Evidence::PrintedBetween(old, new)
            } else {
                Evidence::Between(old, new)
            }
        }
        Some(_) | None => Evidence::Known,
    };
    Support::Dom0(kernel, evidence)
}

impl Kernel {
    /// The kernel of this variant with default options and the wording of `release`.
    pub const fn new(variant: Variant, release: Version) -> Self {
        Self { variant, release, limit: variant.rules().domain_limit, ibft: Ibft::Off }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Pages;

    fn check(version: Version, variant: Variant, evidence: Evidence) {
        match of(version, Flavour::Pvops) {
            Support::Dom0(kernel, found) => {
                assert_eq!((kernel.variant, found), (variant, evidence), "{version}");
            }
            Support::NoDom0 => panic!("{version} has no dom0"),
        }
    }

    #[test]
    fn boundaries_fall_where_the_evidence_puts_them() {
        use Evidence::{Between, Known, Newer, PrintedBetween};
        check(v(2, 6, 18), Variant::Classic, Known);
        check(v(2, 6, 32), Variant::Pvops2632, Known);
        check(v(2, 6, 38), Variant::V2637, Known);
        check(v(3, 0, 4), Variant::V30, Known);
        check(v(3, 0, 5), Variant::V305, Known);
        check(v(3, 2, 0), Variant::V32, Known);
        check(v(3, 2, 50), Variant::V32, Between(v(3, 2, 7), v(3, 2, 71)));
        check(v(3, 2, 71), Variant::V34Stable, Known);
        check(v(3, 9, 6), Variant::V36, Known);
        check(v(3, 10, 50), Variant::V36, Between(v(3, 9, 6), v(3, 10, 99)));
        check(v(4, 5, 3), Variant::V44, Between(v(4, 5, 0), v(4, 5, 7)));
        check(v(4, 15, 18), Variant::V46, Known);
        check(v(4, 19, 5), Variant::V46, PrintedBetween(v(4, 15, 18), v(4, 20, 0)));
        check(v(4, 20, 0), Variant::V46, Known);
        check(v(6, 1, 0), Variant::V46, Known);
        check(v(6, 6, 0), Variant::V46, Between(v(6, 4, 6), v(6, 8, 0)));
        check(v(6, 10, 0), Variant::V68, Between(v(6, 8, 1), v(6, 12, 0)));
        check(v(6, 12, 0), Variant::V612, Known);
        check(v(7, 1, 0), Variant::V612, PrintedBetween(v(6, 19, 9), v(7, 3, 0)));
        check(v(7, 3, 0), Variant::V612, Known);
        check(v(8, 0, 0), Variant::V612, Newer(NEWEST));
    }

    #[test]
    fn mainline_between_the_trees_has_no_dom0() {
        assert_eq!(of(v(2, 6, 30), Flavour::Pvops), Support::NoDom0);
        assert!(matches!(of(v(2, 6, 30), Flavour::Classic), Support::Dom0(..)));
    }

    #[test]
    fn the_table_rises_and_3_2_71_keeps_the_old_domain_limit() {
        assert!(BOUNDARIES.windows(2).all(|w| w[0].from < w[1].from));
        let Support::Dom0(kernel, _) = of(v(3, 2, 71), Flavour::Pvops) else { panic!() };
        assert_eq!(kernel.limit, Pages(128 << 18));
    }
}
