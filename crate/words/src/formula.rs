//! Each row's own formula, with the numbers of the run.

use super::{amount, count, several};
use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::ledger::Account;
use sim::memory::measured_boots::{
    BootContext, Build, MEASURED, Origin, TypicalOverhead, estimate,
};
use sim::memory::{HashRule, HashTables, direct_map, sections};
use sim::span::total;
use sim::xen::env::Iommu;
use sim::xen::estimate::{iommu_tables, itself, spread_per_mille};

/// How a row is calculated, with marks.
pub(super) fn formula(account: Account, boot: &Boot) -> String {
    let classic = boot.config.linux.variant.is_classic();
    match account {
        Account::XenItself => xen_itself(boot),
        Account::CrashKernel => crashkernel(boot),
        Account::XenFree => "What remains after Xen, dom0 and the pages dom0 returned.".to_owned(),
        Account::FromDom0 => "Returned by dom0 and not reclaimed.".to_owned(),
        Account::Usable if boot.outcome != Outcome::Up => {
            "dom0’s pages. It did not come up, so they stayed unused.".to_owned()
        }
        Account::Usable if classic => {
            "dom0’s pages minus the rows below. On this kernel, `free` shows all of them."
                .to_owned()
        }
        Account::Usable => "dom0’s pages minus the rows below.".to_owned(),
        Account::StructPage => descriptors(boot, classic),
        Account::PageTables => tables(boot),
        Account::P2m => p2m(boot),
        Account::Hashes => hashes(boot),
        Account::Swiotlb => swiotlb(boot),
        Account::KernelImage => image(boot),
        Account::Other => other(boot),
        Account::Stranded => {
            "Pages under reserved entries, neither usable nor returned.".to_owned()
        }
        Account::Unexplained => {
            "Difference between these rows and the MemTotal you entered.".to_owned()
        }
    }
}

/// Memory that Xen keeps, and how far measured machines differed from the formula.
fn xen_itself(boot: &Boot) -> String {
    let config = &boot.config;
    let host = config.host();
    let rule = itself(config.xen, host).rule;
    let iommu = match config.iommu {
        Iommu::Off => ", without an IOMMU".to_owned(),
        Iommu::On => {
            format!(", and {} for the IOMMU’s page tables", amount(iommu_tables(host.ram)))
        }
        Iommu::Passthrough => ", and no page tables for an IOMMU in passthrough mode".to_owned(),
    };
    let more = match config.iommu {
        Iommu::Off => " An IOMMU takes up to 0.3 % of RAM more; set it in the IOMMU field.",
        Iommu::On | Iommu::Passthrough => "",
    };
    format!(
        "{} bytes per page of RAM plus {}{iommu}. Fitted to real boots; within 0.{} % of RAM.{more}",
        rule.bytes_per_page,
        amount(rule.settled),
        spread_per_mille(config.iommu)
    )
}

/// What `crashkernel=` reserves.
fn crashkernel(boot: &Boot) -> String {
    let asked = boot.config.crashkernel;
    format!(
        "`crashkernel=` on Xen’s command line: {}. Xen reserves it before it builds dom0, so it is not dom0’s.",
        amount(asked)
    )
}

fn descriptors(boot: &Boot, classic: bool) -> String {
    let each = boot.config.linux.variant.rules().struct_page.0;
    if classic {
        let last = count(boot.kernel.max_pfn.0);
        return format!("{each} bytes for each of {last} page numbers.");
    }
    let (n, pages) = (several(sections(&boot.kernel), "section"), count(32_768));
    format!("{n} of 128 MiB, {pages} pages per section, {each} bytes per page.")
}

fn tables(boot: &Boot) -> String {
    let mapped = total(&direct_map(boot.config.linux, &boot.kernel));
    format!(
        "8 bytes per mapped page ({}, plus the page records), rounded up to whole pages at each level.",
        count(mapped.0)
    )
}

fn p2m(boot: &Boot) -> String {
    match boot.config.linux.variant.era() {
        Era::Classic => {
            format!(
                "8 bytes for each of {} page numbers, plus an index of the list.",
                count(boot.kernel.max_pfn.0)
            )
        }
        Era::HolesReleased | Era::Released | Era::Populated | Era::MovedNow => format!(
            "8 bytes for each of dom0’s {} pages. Unused room shares one page.",
            count(boot.pages.0)
        ),
        Era::MovedLate | Era::Checked => format!(
            "8 bytes for each of {} pages of RAM in dom0’s map, unused room included.",
            count(boot.kernel.table.resolved().ram_pages().0)
        ),
    }
}

fn hashes(boot: &Boot) -> String {
    let (linux, run) = (boot.config.linux, &boot.kernel);
    let tables = HashTables::of(linux, run, boot.pages);
    let sizes = format!(
        "{} for dentries and {} for inodes, sized at boot.",
        amount(tables.dentry.whole_pages()),
        amount(tables.inode.whole_pages())
    );
    match HashRule::of(linux, run, boot.pages) {
        HashRule::Known => sizes,
        HashRule::TakenOver(series) => format!(
            "{sizes} Linux {}.{} was not measured; this is the rule of {series}.",
            linux.release.major, linux.release.minor
        ),
        HashRule::NearDoubling => format!(
            "{sizes} They are close to doubling here, so the size of kernel and initrd may halve or double them. See “Dentry cache” in `dmesg` for yours."
        ),
    }
}

fn swiotlb(boot: &Boot) -> String {
    match boot.config.facts.swiotlb {
        Some(typed) => format!("{} as typed, plus its tables.", amount(typed.whole_pages())),
        None => {
            "Linux’s default of 64 MiB plus its tables. See “software IO TLB” in `dmesg` for yours."
                .to_owned()
        }
    }
}

fn image(boot: &Boot) -> String {
    match boot.config.facts.kernel_image {
        Some(_) => "Code, data and bss as typed, without the part freed after boot.".to_owned(),
        None => {
            format!(
                "Code, data and bss, {}. See “Memory:” in `dmesg` for yours.",
                image_source(boot)
            )
        }
    }
}

fn other(boot: &Boot) -> String {
    let source = match usual(boot).origin {
        Origin::Series => format!("Linux {}", series(boot)),
        Origin::Between(older, newer) => {
            format!("interpolated between Linux {older} and {newer}")
        }
        Origin::Minimal(minimal, first) => format!(
            "between a minimal build of Linux {minimal} and a distribution’s {first}, the oldest measured"
        ),
        Origin::Nearest(release) => {
            format!("Linux {release}, the closest one measured")
        }
        Origin::Nothing => "not known".to_owned(),
    };
    format!("Measured, not calculated ({source}).")
}

/// Source of the image's size: boots and public logs alike.
fn image_source(boot: &Boot) -> String {
    match usual(boot).image_origin {
        Origin::Series => format!("as printed by Linux {}", series(boot)),
        Origin::Between(older, newer) | Origin::Minimal(older, newer) => {
            format!("interpolated between what Linux {older} and {newer} print")
        }
        Origin::Nearest(release) => {
            format!("as printed by Linux {release}, the closest release known")
        }
        Origin::Nothing => "not known".to_owned(),
    }
}

fn usual(boot: &Boot) -> TypicalOverhead {
    let build = Build::of(boot.config.facts.kernel_image);
    let place = BootContext::of(boot.config.linux.release, &boot.kernel, boot.config.vcpus);
    estimate(&MEASURED, build, place)
}

fn series(boot: &Boot) -> String {
    let release = boot.config.linux.release;
    // This is the only 2.6 release that was booted.
    if release.major == 2 {
        "2.6.32".to_owned()
    } else {
        format!("{}.{}", release.major, release.minor)
    }
}
