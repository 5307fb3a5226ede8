//! Each row's own formula, with the numbers of the run.

use super::{amount, count};
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

/// How a row is calculated.
pub(super) fn formula(account: Account, boot: &Boot) -> String {
    let classic = boot.config.linux.variant.era() == Era::Classic;
    match account {
        Account::XenItself => xen_itself(boot),
        Account::CrashKernel => crashkernel(boot),
        Account::XenFree => {
            "RAM without what Xen keeps, what dom0 has and what it gave back.".to_owned()
        }
        Account::FromDom0 => "Pages released and not taken again.".to_owned(),
        Account::Usable if boot.outcome != Outcome::Up => {
            "dom0’s pages; it did not come up, so nobody used them.".to_owned()
        }
        Account::Usable if classic => {
            "dom0’s pages without the rows below; free shows all of dom0’s pages.".to_owned()
        }
        Account::Usable => "dom0’s pages without the rows below.".to_owned(),
        Account::StructPage => descriptors(boot, classic),
        Account::PageTables => tables(boot),
        Account::P2m => p2m(boot),
        Account::Hashes => hashes(boot),
        Account::Swiotlb => swiotlb(boot),
        Account::KernelImage => image(boot),
        Account::Other => other(boot),
        Account::Stranded => {
            "Pages below dom0’s last that are not under RAM and not released.".to_owned()
        }
        Account::Unexplained => "What the typed MemTotal is less than the rows leave.".to_owned(),
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
        Iommu::Off => " If Xen uses an IOMMU, it is up to 0.3 % of RAM more. Set the IOMMU field.",
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
        "crashkernel= on Xen’s command line: {}. Xen reserves it before it builds dom0, and nobody else can use it.",
        amount(asked)
    )
}

fn descriptors(boot: &Boot, classic: bool) -> String {
    let each = boot.config.linux.variant.rules().struct_page.0;
    if classic {
        let last = count(boot.kernel.max_pfn.0);
        return format!("{each} bytes for each of {last} page numbers.");
    }
    let (n, pages) = (count(sections(&boot.kernel)), count(32_768));
    format!("{n} sections of 128 MiB with RAM or room, {pages} pages each, {each} bytes a page.")
}

fn tables(boot: &Boot) -> String {
    let mapped = total(&direct_map(boot.config.linux, &boot.kernel));
    format!(
        "8 bytes for each of {} directly mapped pages and for each page of descriptors, in whole table pages of every level.",
        count(mapped.0)
    )
}

fn p2m(boot: &Boot) -> String {
    match boot.config.linux.variant.era() {
        Era::Classic => {
            format!(
                "8 bytes for each of {} page numbers, and the list’s own list.",
                count(boot.kernel.max_pfn.0)
            )
        }
        Era::HolesReleased | Era::Released | Era::Populated | Era::MovedNow => format!(
            "8 bytes for each of the {} pages that Xen gave; room shares one page.",
            count(boot.pages.0)
        ),
        Era::MovedLate | Era::Checked => format!(
            "8 bytes for each of {} pages of RAM in dom0’s map, room included.",
            count(boot.kernel.table.resolved().ram_pages().0)
        ),
    }
}

fn hashes(boot: &Boot) -> String {
    let (linux, run) = (boot.config.linux, &boot.kernel);
    let tables = HashTables::of(linux, run, boot.pages);
    let sizes = format!(
        "{} for file names and {} for files: powers of two for the pages counted at boot.",
        amount(tables.dentry.whole_pages()),
        amount(tables.inode.whole_pages())
    );
    match HashRule::of(linux, run, boot.pages) {
        HashRule::Known => sizes,
        HashRule::TakenOver(series) => format!(
            "{sizes} How Linux {}.{} counts them was not measured; this is the rule of {series}.",
            linux.release.major, linux.release.minor
        ),
        HashRule::NearDoubling => format!(
            "{sizes} This is close to where they double: the size of the kernel and of its initrd may halve or double them. See “Dentry cache” in dmesg for yours."
        ),
    }
}

fn swiotlb(boot: &Boot) -> String {
    match boot.config.facts.swiotlb {
        Some(typed) => format!("{} as typed, and its lists.", amount(typed.whole_pages())),
        None => {
            "64 MiB, Linux’s default, and its lists. Your log tells it: software IO TLB.".to_owned()
        }
    }
}

fn image(boot: &Boot) -> String {
    match boot.config.facts.kernel_image {
        Some(_) => {
            "Code, data and bss as typed; the part freed after boot is not counted.".to_owned()
        }
        None => format!("Code, data and bss {}; your log tells them: Memory.", image_source(boot)),
    }
}

fn other(boot: &Boot) -> String {
    let source = match usual(boot).origin {
        Origin::Series => format!("as in a boot of Linux {}", series(boot)),
        Origin::Between(older, newer) => {
            format!("on a line between boots of Linux {older} and {newer}")
        }
        Origin::Minimal(minimal, first) => format!(
            "between a minimal build of Linux {minimal} and a distribution’s {first}; no distribution kernel before {first} was measured"
        ),
        Origin::Nearest(release) => {
            format!("as in a boot of Linux {release}, the nearest release that was booted so")
        }
        Origin::Nothing => "not known".to_owned(),
    };
    format!("What no formula tells, {source}.")
}

/// Source of the image's size: boots and public logs alike.
fn image_source(boot: &Boot) -> String {
    match usual(boot).image_origin {
        Origin::Series => format!("as a kernel of Linux {} printed them", series(boot)),
        Origin::Between(older, newer) | Origin::Minimal(older, newer) => {
            format!("on a line between what kernels of Linux {older} and {newer} printed")
        }
        Origin::Nearest(release) => {
            format!("as a kernel of Linux {release} printed them, the nearest release known")
        }
        Origin::Nothing => "are not known".to_owned(),
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
