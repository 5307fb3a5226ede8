//! The behaviour of each release: one table, with evidence for each boundary.
//!
//! A release between two pieces of evidence uses the older variant and is marked as such
//! ([`Evidence::Between`]). Text as people type it is read elsewhere.

use super::{Ibft, Kernel, Variant};
use crate::units::Pages;
use crate::version::Version;

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

/// A boundary: from this release on a variant holds, until the next row.
#[derive(Clone, Copy, Debug)]
pub struct Boundary {
    /// First release.
    pub from: Version,
    /// Its variant.
    pub variant: Variant,
    /// Last release known to behave as the row above; the change came between it
    /// and `from`. `None` where they follow each other.
    pub older_seen: Option<Version>,
}

const fn v(major: u32, minor: u32, patch: u32) -> Version {
    Version::new(major, minor, patch)
}

const fn row(from: Version, variant: Variant) -> Boundary {
    Boundary { from, variant, older_seen: None }
}

const fn gap(from: Version, variant: Variant, old: Version) -> Boundary {
    Boundary { from, variant, older_seen: Some(old) }
}

/// All boundaries of the pvops kernels, oldest first. Where a stable release has a backport, its
/// row is valid only within its series; the next row ends it. Each row's comment gives the change
/// and the evidence for it (spec/kernel.md 8).
pub static BOUNDARIES: [Boundary; 27] = [
    // dom0 uses the host's e820: commits 35ae11fd146, 9e9a5fcb04e
    row(v(2, 6, 37), Variant::V2637),
    // RAM ends rounded down: commit 7cb31b752c7
    row(v(2, 6, 38), Variant::V2637),
    // 1:1 mapping: commit 68df0da7f42; unusable below 4 GiB: commit 2f14ddc3a71
    row(v(2, 6, 39), Variant::V2639),
    // extra not below 4 GiB: commit acd049c6e99
    row(v(3, 0, 0), Variant::V30),
    // maximum reservation honoured: commit d312ae878b6; absent in 3.0.1, present in 3.0.8, in
    // 3.0.5 according to the article
    row(v(3, 0, 5), Variant::V305),
    // message wording: commit 8f3c5883d84
    row(v(3, 1, 0), Variant::V31),
    // pages under reserved entries released too: 3.1.10 and 3.2.0 read
    row(v(3, 2, 0), Variant::V32),
    // unusable treated as RAM: 3.2.71 read
    gap(v(3, 2, 71), Variant::V34Stable, v(3, 2, 7)),
    // domain limit 500 GiB: 3.2.71 and 3.3.8 read
    row(v(3, 3, 0), Variant::V33),
    // unusable treated as RAM: 3.4.111 read
    gap(v(3, 4, 111), Variant::V34Stable, v(3, 4, 2)),
    // released pages are refilled: 3.4.2 and 3.5.0 read
    row(v(3, 5, 0), Variant::V35),
    // rounding inwards: 3.5.0 and 3.6.0 read
    row(v(3, 6, 0), Variant::V36),
    // unusable treated as RAM: 3.10.99 read
    gap(v(3, 10, 99), Variant::V311, v(3, 9, 6)),
    // unusable treated as RAM: 3.9.6 and 3.11.0 read
    row(v(3, 11, 0), Variant::V311),
    // everything above the map 1:1: 3.15.5 and 3.16.0 read
    row(v(3, 16, 0), Variant::V316),
    // moved instead of released: 3.17.4 and 3.18.0 read
    row(v(3, 18, 0), Variant::V318),
    // late move, linear p2m: 3.18.30 and 3.19.8 read
    row(v(3, 19, 0), Variant::V319),
    // conflict checks, no domain limit: 4.2.8 and 4.3.0 read
    row(v(4, 3, 0), Variant::V43),
    // RAM above the limit left out: 4.3.0 and 4.4.0 read
    row(v(4, 4, 0), Variant::V44),
    // pages to move counted correctly: 4.5.7 read
    gap(v(4, 5, 7), Variant::V46, v(4, 5, 0)),
    // pages to move counted correctly: 4.6.2 read
    row(v(4, 6, 0), Variant::V46),
    // 320 entries for the host's map: 4.9.115 and 4.10.0 read
    row(v(4, 10, 0), Variant::V46),
    // no prefix before the map's header: 4.15.18 and 4.20.0 read
    gap(v(4, 20, 0), Variant::V46, v(4, 15, 18)),
    // unchanged: 5.2.1, 5.9.1, 6.2.1, 6.4.6 read
    row(v(5, 0, 0), Variant::V46),
    // iBFT reserved: 6.4.6 and 6.8.1 read
    gap(v(6, 8, 0), Variant::V68, v(6, 4, 6)),
    // NVS regions swap places: 6.8.1 and 6.12.0 read
    gap(v(6, 12, 0), Variant::V612, v(6, 8, 1)),
    // print-out with gaps: 6.19.9 read and 7.3.4 booted
    gap(v(7, 3, 0), Variant::V612, v(6, 19, 9)),
];

/// The newest release whose behaviour was observed.
const NEWEST: Version = v(7, 3, 4);

/// The kernel that `version` of `flavour` denotes.
pub fn of(version: Version, flavour: Flavour) -> Support {
    match flavour {
        Flavour::Classic => Support::Dom0(Kernel::new(Variant::Classic, version), Evidence::Known),
        Flavour::Pvops => pvops(version),
    }
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
        kernel.limit = Variant::V32.default_limit();
    }
    let evidence = match next.and_then(|n| Some((n.older_seen?, n.from))) {
        _ if version > NEWEST => Evidence::Newer(NEWEST),
        Some((old, new))
            if version > old && (version.major, version.minor) >= (old.major, old.minor) =>
        {
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

/// `CONFIG_XEN_MAX_DOMAIN_MEMORY` in GiB: default up to 3.2.
const DOMAIN_LIMIT_OLD: u64 = 128;
/// Default in 3.3–4.2.
const DOMAIN_LIMIT: u64 = 500;

impl Variant {
    /// The default of `CONFIG_XEN_MAX_DOMAIN_MEMORY` for this variant.
    pub const fn default_limit(self) -> Pages {
        let old = matches!(
            self,
            Self::Classic
                | Self::Pvops2632
                | Self::V2637
                | Self::V2639
                | Self::V30
                | Self::V305
                | Self::V31
                | Self::V32
        );
        Pages((if old { DOMAIN_LIMIT_OLD } else { DOMAIN_LIMIT }) << 18)
    }
}

impl Kernel {
    /// The kernel of this variant with default options and the wording of `release`.
    pub const fn new(variant: Variant, release: Version) -> Self {
        Self { variant, release, limit: variant.default_limit(), ibft: Ibft::Off }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
