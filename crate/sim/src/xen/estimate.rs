//! What Xen has left for dom0, where no log tells: an estimate (spec/xen.md 14).
//!
//! Fitted to real boots: Xen keeps a fixed amount and so many bytes for each page of
//! RAM (frame table and machine-to-phys tables). Shown as an estimate wherever it is
//! used; never part of an exact row.

use crate::units::Pages;
use crate::version::Version;

/// Pages of the fit's spread around real boots: within 0.1 %.
pub const SPREAD_PER_MILLE: u64 = 1;

/// Pages Xen has for dom0 before deductions, on a host with `ram` usable pages.
pub fn available(version: Version, ram: Pages, vcpus: u32) -> Pages {
    let newer = version >= Version::new(4, 17, 0);
    let (bytes, fixed) = if newer { (40, 975) } else { (44, 600) };
    let tables = (u128::from(ram.0) * bytes / 4096).try_into().unwrap_or(u64::MAX);
    let cpus = 150 * u64::from(vcpus.saturating_sub(4));
    ram.less(Pages(tables)).less(Pages(fixed + cpus))
}
