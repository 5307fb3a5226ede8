//! Estimate of the memory Xen has left for dom0, used if no log states it (spec/xen.md 14).
//!
//! Fitted to real boots: Xen uses a fixed amount plus a number of bytes per page of RAM (frame
//! table and machine-to-phys tables). It is shown as an estimate wherever it is used and is never
//! part of an exact row.

use super::env::Iommu;
use crate::units::{PAGE_SIZE, Pages};
use crate::version::Version;

/// Largest deviation of real boots from the estimate of what Xen has for dom0, per mille of it.
pub const SPREAD_PER_MILLE: u64 = 1;

/// Largest deviation of Xen's own memory from the estimate, per mille of RAM. It is larger with an
/// IOMMU, because its page tables depend on the hardware and on what it maps.
pub const fn spread_per_mille(iommu: Iommu) -> u64 {
    match iommu {
        Iommu::Off => 1,
        Iommu::On | Iommu::Passthrough => 2,
    }
}

/// Inputs of the estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host {
    /// Usable RAM (Xen's "System RAM").
    pub ram: Pages,
    /// The machine's CPUs.
    pub cpus: u32,
    /// An area reserved by `crashkernel=`.
    pub crashkernel: Pages,
    /// Whether Xen maintains page tables for an IOMMU.
    pub iommu: Iommu,
}

/// Memory Xen uses for itself, as fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// First release the rule applies to.
    pub from: Version,
    /// Bytes per page of RAM.
    pub bytes_per_page: u64,
    /// Fixed number of pages while dom0 is built.
    pub fixed: Pages,
    /// The same once dom0 runs: Xen's own start-up code is free by then, dom0's structures are
    /// not.
    pub settled: Pages,
    /// Pages per CPU above [`CPUS_INCLUDED`].
    pub per_cpu: Pages,
}

/// CPUs that the fixed amount covers.
pub const CPUS_INCLUDED: u32 = 4;

/// The rules, oldest first; each rule's comment names the boots it was fitted to.
pub static RULES: [Rule; 4] = [
    // From four public logs, 4.1.1 to 4.16: within 0.05 %.
    Rule {
        from: Version::new(0, 0, 0),
        bytes_per_page: 44,
        fixed: Pages(600),
        settled: Pages(600),
        per_cpu: Pages(150),
    },
    // From public logs of 4.16, and 40 boots of 4.14 on hosts of 4 and 8 GiB once dom0 ran.
    Rule {
        from: Version::new(4, 14, 0),
        bytes_per_page: 44,
        fixed: Pages(600),
        settled: Pages(1068),
        per_cpu: Pages(150),
    },
    // From boots of 4.17 with one CPU, 1 to 64 GiB: within 0.0033 %.
    Rule {
        from: Version::new(4, 17, 0),
        bytes_per_page: 40,
        fixed: Pages(975),
        settled: Pages(813),
        per_cpu: Pages(150),
    },
    // From boots of 4.20 with one CPU, 4 to 64 GiB: within 0.0033 %.
    Rule {
        from: Version::new(4, 20, 0),
        bytes_per_page: 40,
        fixed: Pages(975),
        settled: Pages(788),
        per_cpu: Pages(150),
    },
];

/// A fitted number of pages and the rule it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The pages.
    pub pages: Pages,
    /// The rule.
    pub rule: &'static Rule,
}

/// Pages Xen has for dom0 before deductions.
pub fn estimate(version: Version, host: Host) -> Estimate {
    let rule = rule(version);
    Estimate { pages: host.ram.less(kept(rule, rule.fixed, host)), rule }
}

/// Pages Xen uses for itself once dom0 runs, including an IOMMU's page tables, which Xen creates
/// while it builds dom0.
pub fn itself(version: Version, host: Host) -> Estimate {
    let rule = rule(version);
    let tables = match host.iommu {
        Iommu::Off | Iommu::Passthrough => Pages::ZERO,
        Iommu::On => iommu_tables(host.ram),
    };
    let kept = kept(rule, rule.settled, host).plus(tables);
    Estimate { pages: Pages(kept.0.min(host.ram.0)), rule }
}

/// Page tables that map this amount of RAM for dom0's devices, 512 entries per table at each
/// level: about 1/512 of it (spec/xen.md 5 and 14).
pub fn iommu_tables(ram: Pages) -> Pages {
    Pages((1..8).map(|level| ram.0 >> (9 * level)).sum())
}

fn rule(version: Version) -> &'static Rule {
    RULES.iter().rev().find(|r| r.from <= version).unwrap_or(&RULES[0])
}

fn kept(rule: &Rule, fixed: Pages, host: Host) -> Pages {
    let tables = Pages(host.ram.0.saturating_mul(rule.bytes_per_page) / PAGE_SIZE);
    let cpus = u64::from(host.cpus.saturating_sub(CPUS_INCLUDED));
    let cpus = Pages(rule.per_cpu.0.saturating_mul(cpus));
    [tables, fixed, cpus, host.crashkernel].into_iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(minor: u32, ram: u64, cpus: u32, crashkernel: u64, expected: u64) {
        let host =
            Host { ram: Pages(ram), cpus, crashkernel: Pages(crashkernel), iommu: Iommu::Off };
        assert_eq!(estimate(Version::new(4, minor, 0), host).pages, Pages(expected));
    }

    #[test]
    fn the_rule_changes_at_4_17() {
        check(16, 1 << 20, 1, 0, (1 << 20) - 11264 - 600);
        check(17, 1 << 20, 1, 0, (1 << 20) - 10240 - 975);
    }

    #[test]
    fn cpus_above_four_and_a_crash_kernel_cost_extra() {
        check(16, 1 << 20, 6, 1000, (1 << 20) - 11264 - 600 - 300 - 1000);
    }

    #[test]
    fn tiny_and_enormous_hosts_do_not_overflow() {
        check(16, 10, 1, 0, 0);
        check(16, 10, u32::MAX, u64::MAX, 0);
        let most =
            Host { ram: Pages(u64::MAX), cpus: 1, crashkernel: Pages::ZERO, iommu: Iommu::On };
        assert!(estimate(Version::new(4, 20, 0), most).pages < most.ram);
    }

    #[test]
    fn an_iommu_adds_one_512th_of_ram_and_only_where_it_has_tables() {
        let kept = |iommu| {
            let host = Host { ram: Pages(1 << 21), cpus: 1, crashkernel: Pages::ZERO, iommu };
            itself(Version::new(4, 14, 0), host).pages.0
        };
        assert_eq!(iommu_tables(Pages(1 << 21)), Pages(4096 + 8));
        assert_eq!(kept(Iommu::Off), 22_528 + 1068);
        assert_eq!(kept(Iommu::On), kept(Iommu::Off) + 4104);
        assert_eq!(kept(Iommu::Passthrough), kept(Iommu::Off));
        assert_eq!(iommu_tables(Pages(511)), Pages::ZERO);
    }
}
