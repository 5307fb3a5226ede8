//! Each row's own formula, with the numbers of the run.

use super::{amount, count};
use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::ledger::Account;
use sim::memory::other::{Build, MEASURED, Origin, Place, estimate};
use sim::memory::{HashTables, direct_map, sections, struct_page};
use sim::span::total;
use sim::units::Pages;
use sim::xen::estimate::{Host, itself};

/// How a row comes about.
pub(super) fn formula(account: Account, boot: &Boot) -> String {
    let classic = boot.config.linux.variant.era() == Era::Classic;
    match account {
        Account::XenItself => xen_itself(boot),
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

fn xen_itself(boot: &Boot) -> String {
    let ram = boot.config.machine.resolved().ram_pages();
    let host = Host { ram, cpus: boot.config.vcpus, crashkernel: Pages::ZERO };
    let rule = itself(boot.config.xen, host).rule;
    format!(
        "{} bytes for each page of RAM and {} more, as fitted on real boots: within 0.1 % of the RAM.",
        rule.bytes_per_page,
        amount(rule.settled)
    )
}

fn descriptors(boot: &Boot, classic: bool) -> String {
    let each = struct_page(boot.config.linux.variant).0;
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
        Era::HolesReleased | Era::Released | Era::Refilled | Era::MovedNow => format!(
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
    let tables = HashTables::of(boot.config.linux, &boot.kernel, boot.pages);
    format!(
        "{} for file names and {} for files: powers of two for the pages counted at boot.",
        amount(tables.dentry.whole_pages()),
        amount(tables.inode.whole_pages())
    )
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
        None => format!("Code, data and bss {}; your log tells them: Memory.", source(boot)),
    }
}

fn other(boot: &Boot) -> String {
    format!("What no formula tells, {}.", source(boot))
}

/// Where estimates come from: `as in boots of Linux 6.1`.
fn source(boot: &Boot) -> String {
    let build = Build::of(boot.config.facts.kernel_image);
    let place = Place::of(boot.config.linux.release, &boot.kernel, boot.config.vcpus);
    match estimate(&MEASURED, build, place).origin {
        Origin::Series => format!("as in a boot of Linux {}", series(boot)),
        Origin::Between(older, newer) => {
            format!("the mean of boots of Linux {older} and {newer}")
        }
        Origin::Nearest(release) => {
            format!("as in a boot of Linux {release}, the nearest release that was booted so")
        }
        Origin::Nothing => "not known".to_owned(),
    }
}

fn series(boot: &Boot) -> String {
    let release = boot.config.linux.release;
    // Of 2.6 only this one was booted.
    if release.major == 2 {
        "2.6.32".to_owned()
    } else {
        format!("{}.{}", release.major, release.minor)
    }
}
