//! Amounts of memory: what Xen gave, what the kernel's tables take, what tools show.

use sim::boot::PagesOrigin;
use sim::ledger::{Account, Ledger};
use sim::memory::measured_boots::Origin;
use sim::memory::{Confidence, HashRule, HashTables, printed_total};
use sim::units::{PAGE_SIZE, Pages};
use sim::xen::estimate::{itself, spread_per_mille};

use super::super::facts::Logged;
use super::super::item::Item;
use super::super::reading::Reading;
use super::machine::Boots;
use super::{Compared, Row, count};
use crate::text::has;

const KIB_PER_PAGE: u64 = PAGE_SIZE >> 10;

/// System RAM, and the pages Xen gave.
pub(super) fn hypervisor(reading: &Reading, boots: &Boots, rows: &mut Vec<Row>) {
    let facts = &reading.facts;
    if let (Some(logged), Some(ram)) = (&facts.system_ram, boots.ram) {
        rows.push(count(
            Item::SystemRam,
            "System RAM",
            logged,
            ram.0.saturating_mul(KIB_PER_PAGE),
            "KiB",
        ));
    }
    let Some(pages) = &facts.pages else { return };
    let Some(by_option) = &boots.by_option else { return };
    let mut row = count(Item::Pages, "pages given", pages, by_option.pages.0, "pages");
    if by_option.pages_origin == PagesOrigin::Estimated && row.verdict == Compared::Differs {
        let off = pages.value.abs_diff(by_option.pages.0);
        let within = off.saturating_mul(1000) <= pages.value;
        row.verdict = if within { Compared::Agrees } else { Compared::CannotKnow };
        row.reason = format!(
            "The option leaves it to the memory that Xen has left, which is estimated: {} off. The log’s number is used below.",
            words::amount(Pages(off))
        );
    }
    rows.push(row);
}

/// The kernel's tables, its Memory line and `MemTotal`.
pub(super) fn kernel(reading: &Reading, boots: &Boots, rows: &mut Vec<Row>) {
    let facts = &reading.facts;
    let boot = &boots.boot;
    let (linux, run) = (boot.config.linux, &boot.kernel);
    if run.table.entries.is_empty() {
        return;
    }
    let tables = HashTables::of(linux, run, boot.pages);
    let sure = HashRule::of(linux, run, boot.pages).sure();
    let line = facts.linux_command_line.as_ref().map_or("", |l| l.value.as_str());
    let asked = has(line, "hash_entries=");
    for (name, logged, model) in [
        ("the dentry table", &facts.dentry, tables.dentry),
        ("the inode table", &facts.inode, tables.inode),
    ] {
        let Some(logged) = logged else { continue };
        let mut row = count(Item::HashTables, name, logged, model.0, "bytes");
        if row.verdict == Compared::Differs && (asked || sure == Confidence::Estimated) {
            row.verdict = Compared::CannotKnow;
            let why = if asked {
                "The kernel’s command line sets its size."
            } else {
                "The size for this kernel is an estimate from other series, or a few MiB decide."
            };
            why.clone_into(&mut row.reason);
        }
        rows.push(row);
    }
    if let Some(memory) = &facts.memory_line {
        let logged = Logged { value: memory.value.total, lines: memory.lines.clone() };
        let model = printed_total(linux, run).0.saturating_mul(KIB_PER_PAGE);
        rows.push(count(Item::MemoryLine, "the Memory line’s total", &logged, model, "KiB"));
    }
    if let Some(logged) = &facts.mem_total {
        rows.push(mem_total(reading, boots, logged));
    }
}

/// `MemTotal`, which rests on an estimate of what else the kernel keeps.
fn mem_total(reading: &Reading, boots: &Boots, logged: &Logged<u64>) -> Row {
    let ledger = Ledger::at_end(&boots.boot);
    let model = ledger.pages(Account::Usable).0.saturating_mul(KIB_PER_PAGE);
    let mut row = count(Item::MemTotal, "MemTotal", logged, model, "KiB");
    if row.verdict == Compared::Agrees {
        return row;
    }
    let off = logged.value.abs_diff(model);
    let listed = reading.facts.xl_list.as_ref().map(|l| l.value);
    // A dom0 that shrank has less, one that grew has more.
    let at_boot = boots.boot.pages.0 >> 8;
    let moved =
        listed.is_some_and(|mib| mib != at_boot && (mib < at_boot) == (logged.value < model));
    let rounded = !reading.facts.mem_total_exact;
    let per_mille = off.saturating_mul(1000) / logged.value.max(1);
    let amount = words::amount(Pages(off / KIB_PER_PAGE));
    (row.verdict, row.reason) = match () {
        () if moved => (Compared::CannotKnow, "dom0’s size has changed since boot, as `xl list` shows. The model’s number is the one at boot.".to_owned()),
        () if per_mille < 3 => (Compared::Agrees, format!("Within 0.3\u{a0}% ({amount} off). How large the kernel’s small tables are is known from other boots.")),
        () if rounded => (Compared::CannotKnow, "It is rounded. `/proc/meminfo` has the exact number.".to_owned()),
        () if known(boots) => (Compared::Differs, format!("{amount} off. The small tables of this kernel are of another size than in the boots that were measured.")),
        () => (Compared::CannotKnow, format!("{amount} off. The size of this kernel’s small tables was not measured.")),
    };
    row
}

/// Whether "other" was measured in this kernel's own series.
fn known(boots: &Boots) -> bool {
    use sim::memory::measured_boots::{BootContext, Build, MEASURED, estimate};
    let boot = &boots.boot;
    let place = BootContext::of(boot.config.linux.release, &boot.kernel, boot.config.vcpus);
    estimate(&MEASURED, Build::of(boot.config.facts.kernel_image), place).origin == Origin::Series
}

/// What tools show, which may be long after boot.
pub(super) fn tools(reading: &Reading, boots: &Boots, rows: &mut Vec<Row>) {
    let facts = &reading.facts;
    let boot = &boots.boot;
    if let Some(logged) = &facts.xl_list {
        let mut row = count(Item::XlList, "xl list", logged, boot.pages.0 >> 8, "MiB");
        if row.verdict == Compared::Differs {
            row.verdict = Compared::CannotKnow;
            row.reason = format!(
                "{} The model’s number is the size at boot; the balloon, and the back ends of guests, change it later.",
                row.reason
            );
        }
        rows.push(row);
    }
    if let (Some(logged), Some(ram)) = (&facts.xl_total, boots.ram) {
        rows.push(count(Item::XlTotal, "xl info: total", logged, ram.0 >> 8, "MiB"));
    }
    if let Some(logged) = &facts.xl_free {
        let host = boot.config.host();
        let kept = itself(boot.config.xen, host).pages;
        let now = facts.xl_list.as_ref().map_or(boot.pages, |l| Pages(l.value << 8));
        let free = host.ram.less(kept).less(now);
        let mut row = count(Item::XlFree, "xl info: free", logged, free.0 >> 8, "MiB");
        let spread = (host.ram.0 / 1000 * spread_per_mille(host.iommu)) >> 8;
        let near = logged.value.abs_diff(free.0 >> 8) <= spread + 2;
        row.verdict = if near { Compared::Agrees } else { Compared::CannotKnow };
        row.reason = match () {
            () if near => "Within the estimate of what Xen keeps.".to_owned(),
            () if facts.guests > 0 => "Guests have the rest; the model has none.".to_owned(),
            () => "Guests may have the rest. Only a complete `xl list` would show it.".to_owned(),
        };
        rows.push(row);
    }
    for (item, logged) in [(Item::Target, &facts.target), (Item::Current, &facts.current)] {
        let Some(logged) = logged else { continue };
        let mut row =
            count(item, item.name(), logged, boot.pages.0.saturating_mul(KIB_PER_PAGE), "KiB");
        if row.verdict == Compared::Differs {
            row.verdict = Compared::CannotKnow;
            "Tools set it after boot; the model’s number is the size at boot."
                .clone_into(&mut row.reason);
        }
        rows.push(row);
    }
}
