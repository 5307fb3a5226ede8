//! How xl and xend change dom0's limits after boot (spec/xen.md 12).
//!
//! Covers only what an administrator meets when setting dom0's memory. Not here: whether xl
//! balloons dom0 down by itself ([`super::autoballoon`]), guests.

use crate::step::MaxReservation;
use crate::units::Bytes;
use crate::version::Version;

const KIB: u64 = 1024;
/// The amount xl adds to the target when it sets the hypervisor's limit.
pub const LIMIT_SLACK: Bytes = Bytes(KIB * KIB);
/// The smallest dom0 that `xl mem-set 0` accepts.
pub const SMALLEST_TARGET: Bytes = Bytes(131_072 * KIB);

/// Whether this Xen ships xl.
pub fn has_xl(xen: Version) -> bool {
    xen >= Version::new(4, 1, 0)
}

/// Whether this Xen ships xm and xend.
pub fn has_xm(xen: Version) -> bool {
    xen < Version::new(4, 5, 0)
}

/// The effect of `xl mem-set 0 SIZE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemSet {
    /// The target is written, and the hypervisor's maximum reservation is replaced: the value set
    /// at boot is lost.
    Done {
        /// The balloon target.
        target: Bytes,
        /// The new maximum reservation.
        limit: Bytes,
    },
    /// Refused: below [`SMALLEST_TARGET`].
    TooSmall,
    /// Refused: above `memory/static-max`.
    AboveStaticMax {
        /// Its value.
        static_max: Bytes,
    },
}

/// The value of `memory/static-max` after its first use, derived from dom0's maximum reservation.
/// Without a limit it is 4 TiB − 4 KiB up to 4.7, where it is cut to 32 bits of KiB, and 16 TiB −
/// 4 KiB later.
pub fn static_max(xl: Version, maximum: MaxReservation) -> Bytes {
    let field = match maximum {
        MaxReservation::Unlimited => u64::from(u32::MAX),
        MaxReservation::Pages(pages) => pages.0.min(u64::from(u32::MAX)),
    };
    let kib = field * 4;
    let kept = if xl < Version::new(4, 8, 0) { kib & u64::from(u32::MAX) } else { kib };
    Bytes(kept * KIB)
}

/// The effect of `xl mem-set 0` with `target` (since 4.1).
pub fn mem_set(xl: Version, maximum: MaxReservation, target: Bytes) -> MemSet {
    let static_max = static_max(xl, maximum);
    if target < SMALLEST_TARGET {
        MemSet::TooSmall
    } else if target > static_max {
        MemSet::AboveStaticMax { static_max }
    } else {
        MemSet::Done { target, limit: Bytes(target.0.saturating_add(LIMIT_SLACK.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Pages;

    const V4_7: Version = Version::new(4, 7, 0);
    const V4_8: Version = Version::new(4, 8, 0);

    #[test]
    fn no_limit_shows_as_two_known_numbers() {
        let kib = |version| static_max(version, MaxReservation::Unlimited).0 / KIB;
        assert_eq!((kib(V4_7), kib(V4_8)), (4294967292, 17179869180));
        assert_eq!(static_max(V4_7, MaxReservation::Pages(Pages(512))), Bytes(2 << 20));
    }

    #[test]
    fn setting_the_target_sets_the_limit_a_mib_above() {
        let gib = 1 << 30;
        let check = |target, expected| {
            let maximum = MaxReservation::Pages(Pages(2 << 18));
            assert_eq!(mem_set(V4_8, maximum, Bytes(target)), expected);
        };
        check(gib, MemSet::Done { target: Bytes(gib), limit: Bytes(gib + (1 << 20)) });
        check((128 << 20) - 1, MemSet::TooSmall);
        check(2 * gib + 1, MemSet::AboveStaticMax { static_max: Bytes(2 * gib) });
    }
}
