//! Deductions Xen makes before it computes dom0's size: vCPU structures, the IOMMU's tables, the
//! paging pool (spec/xen.md 5 and 9).

use super::Group;
use super::env::{Env, Iommu, Kind, Shadow, Tables};

/// 5.1: pages for the structures of all vCPUs but the first.
pub(super) fn vcpu_structures(env: &Env<'_>, group: Group) -> u64 {
    let each = if group < Group::V4_2 { 2 } else { 1 };
    let compat = u64::from(env.kind == Kind::Pv32);
    u64::from(env.vcpus.saturating_sub(1)) * (each + compat)
}

/// 5.2: pages for the IOMMU's tables.
pub(super) fn iommu_tables(env: &Env<'_>, group: Group) -> u64 {
    let iommu = match env.kind {
        Kind::Pvh => Iommu::On,
        Kind::Pv64 | Kind::Pv32 => env.iommu,
    };
    let deducted = match iommu {
        Iommu::Off => false,
        Iommu::On => group >= Group::V4_0_2,
        Iommu::Passthrough => (Group::V4_0_2..Group::V4_17).contains(&group),
    };
    if deducted { (1..8).map(|level| env.max_pdx.0 >> (9 * level)).sum() } else { 0 }
}

/// 9: pages for the paging pool.
pub(super) fn paging_pool(env: &Env<'_>, group: Group, pages: u64, iommu: u64) -> u64 {
    let pool = |factor: u64| {
        let mib = pages.wrapping_mul(4) / 1024;
        let kib =
            (256 * u64::from(env.vcpus)).wrapping_add(factor.wrapping_mul(mib)).wrapping_mul(4);
        kib.div_ceil(1024).wrapping_mul(256)
    };
    let pvh = env.kind == Kind::Pvh;
    let shadow = matches!(env.shadow, Shadow::On | Shadow::OnAndL1tf);
    let l1tf = matches!(env.shadow, Shadow::L1tf | Shadow::OnAndL1tf);
    let apart = env.tables == Tables::Apart;
    let needed = match group {
        Group::V3_4
        | Group::V4_0
        | Group::V4_0_2
        | Group::V4_1
        | Group::V4_1_2
        | Group::V4_2
        | Group::V4_5 => false,
        Group::V4_6 => shadow || (pvh && apart),
        Group::V4_9 | Group::V4_10 | Group::V4_12 => pvh && (shadow || apart),
        Group::V4_17 => pvh || shadow || l1tf,
    };
    if !needed {
        return 0;
    }
    if group < Group::V4_17 {
        return pool(2);
    }
    let cost = pool(1 + u64::from(pvh && shadow));
    let shared = pvh && !shadow && !apart;
    if shared { cost.saturating_sub(iommu) } else { cost }
}
