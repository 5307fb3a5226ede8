//! The ledger as table rows: names, amounts, confidence, and the tool that shows each.

use super::formula::formula;
use super::marks::plain;
use super::percent::Shares;
use super::printed::{Printed, PrintedMachine};
use super::setup::of_tool;
use super::{amount, count};
use sim::boot::{Boot, Outcome};
use sim::kernel::rules::ExtraOwner;
use sim::ledger::{Account, AccountRow, Confidence, Ledger, MemTotalGap, NotRam, NotRamRow};
use sim::units::Pages;

/// A row of the ledger's table, ready to show.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LedgerRow {
    /// The account's id: never changes.
    pub id: &'static str,
    /// The account in plain words.
    pub name: String,
    /// Pages, with separated thousands.
    pub pages: String,
    /// The same as an amount.
    pub amount: String,
    /// Share of the machine's usable RAM: `1.6 %`; empty if it is not RAM.
    pub share: String,
    /// `exact`, `calculated` or `estimated`.
    pub sure: &'static str,
    /// The tool or message that shows it; empty if none does.
    pub shown_by: String,
    /// The row's own formula.
    pub why: String,
}

/// The rows after `step`, without empty ones.
pub fn ledger_rows(boot: &Boot, step: usize) -> Vec<LedgerRow> {
    let mut rows = ledger_rows_marked(boot, step);
    for row in &mut rows {
        row.name = plain(&row.name);
        row.shown_by = plain(&row.shown_by);
        row.why = plain(&row.why);
    }
    rows
}

/// The same with marks in the names, tools and formulas.
pub fn ledger_rows_marked(boot: &Boot, step: usize) -> Vec<LedgerRow> {
    let ledger = Ledger::of(boot, step);
    let (shares, machine) = (Shares::of(&ledger), PrintedMachine::after(boot, step));
    let shown = ledger.rows().iter().filter(|r| !r.pages.is_zero());
    shown
        .map(|r| LedgerRow {
            id: account_id(r.account),
            name: account_of(r.account, boot).to_owned(),
            pages: count(r.pages.0),
            amount: printed(r.account, &machine).map_or_else(|| amount(r.pages), Printed::text),
            share: shares.text(&[r.account]),
            sure: sure(r.sure),
            shown_by: shown_by(r.account, boot).to_owned(),
            why: formula(r.account, boot),
        })
        .collect()
}

/// A row as the summary prints it; `None` for what the summary has in one row with others, which
/// is in MiB as under the figure's lens.
pub(crate) const fn printed(account: Account, machine: &PrintedMachine) -> Option<Printed> {
    match account {
        Account::XenItself => Some(machine.xen),
        Account::CrashKernel => Some(machine.crashkernel),
        Account::XenFree => Some(machine.free),
        Account::FromDom0 => Some(machine.dom0.returned),
        Account::Usable => Some(machine.dom0.usable),
        Account::Stranded => Some(machine.dom0.stranded),
        Account::Unexplained => Some(machine.dom0.unexplained),
        Account::StructPage
        | Account::PageTables
        | Account::P2m
        | Account::Hashes
        | Account::Swiotlb
        | Account::KernelImage
        | Account::Other => None,
    }
}

/// Sum of the rows after `step`.
pub fn ledger_total(boot: &Boot, step: usize) -> LedgerRow {
    let total = Ledger::of(boot, step).total();
    LedgerRow {
        id: "total",
        name: "usable RAM of the machine".to_owned(),
        pages: count(total.0),
        amount: amount(total),
        share: String::new(),
        sure: sure(Confidence::Exact),
        shown_by: String::new(),
        why: String::new(),
    }
}

/// Ranges listed next to the ledger because they are not RAM.
pub fn not_ram_rows(boot: &Boot) -> Vec<LedgerRow> {
    let row = |NotRamRow { what, pages }| {
        let (id, name, why) = not_ram_words(what, boot.config.linux.extra_owner());
        LedgerRow {
            id,
            name: name.to_owned(),
            pages: count(pages.0),
            amount: amount(pages),
            share: String::new(),
            sure: sure(Confidence::Exact),
            shown_by: String::new(),
            why: why.to_owned(),
        }
    };
    sim::ledger::not_ram_rows(boot).into_iter().map(row).collect()
}

/// How a typed `MemTotal` differs from the rows, with marks; `None` if they agree.
pub fn disagreement(boot: &Boot) -> Option<String> {
    match MemTotalGap::of(boot) {
        MemTotalGap::Agrees => None,
        MemTotalGap::Less(pages) => Some(format!(
            "The MemTotal you entered is {} less than these rows leave. This model does not explain the difference.",
            amount(pages)
        )),
        MemTotalGap::More(pages) if pages <= guessed(boot) => Some(format!(
            "The MemTotal you entered is {} more than these rows leave, so an estimated row is too large by that.",
            amount(pages)
        )),
        MemTotalGap::More(pages) => Some(format!(
            "The MemTotal you entered is {} more than these rows leave, and the estimates together are less than that. Check `dom0_mem=`, the kernel and the unit.",
            amount(pages)
        )),
    }
}

/// All estimates that `MemTotal` leaves out: what a better one could explain at most.
fn guessed(boot: &Boot) -> Pages {
    let ledger = Ledger::at_end(boot);
    let own = |row: &&AccountRow| Account::DOM0.contains(&row.account);
    let rows = ledger.rows().iter().filter(own);
    let guesses =
        rows.filter(|row| row.account != Account::Usable && row.sure == Confidence::Estimated);
    guesses.map(|row| row.pages).sum()
}

/// Confidence of a row, in a word.
pub const fn sure(sure: Confidence) -> &'static str {
    match sure {
        Confidence::Exact => "exact",
        Confidence::Derived => "calculated",
        Confidence::Estimated => "estimated",
    }
}

/// Confidence of the fixed costs taken together; part of them may be user input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixedSure {
    /// All of them are user input or not there.
    Typed,
    /// Some are user input.
    Partly,
    /// None is.
    Estimated,
}

impl FixedSure {
    /// In a word or two.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Typed => "as typed",
            Self::Partly => "partly estimated",
            Self::Estimated => sure(Confidence::Estimated),
        }
    }

    /// After a number, with a blank before it; empty if it is no guess.
    pub const fn after_number(self) -> &'static str {
        match self {
            Self::Typed => "",
            Self::Partly => " (partly estimated)",
            Self::Estimated => " (estimate)",
        }
    }
}

/// How sure the fixed costs of a ledger are.
pub fn fixed_sure(ledger: &Ledger) -> FixedSure {
    let fixed = |row: &&AccountRow| Account::FIXED.contains(&row.account) && !row.pages.is_zero();
    let kept = || ledger.rows().iter().filter(fixed).map(|row| row.sure);
    if kept().all(|sure| sure == Confidence::Exact) {
        FixedSure::Typed
    } else if kept().any(|sure| sure == Confidence::Exact) {
        FixedSure::Partly
    } else {
        FixedSure::Estimated
    }
}

/// The account's id, for links and attributes.
pub const fn account_id(account: Account) -> &'static str {
    match account {
        Account::XenItself => "xen-itself",
        Account::CrashKernel => "crash-kernel",
        Account::XenFree => "xen-free",
        Account::FromDom0 => "from-dom0",
        Account::Usable => "usable",
        Account::StructPage => "struct-page",
        Account::PageTables => "page-tables",
        Account::P2m => "p2m",
        Account::Hashes => "hashes",
        Account::Swiotlb => "swiotlb",
        Account::KernelImage => "kernel-image",
        Account::Other => "other",
        Account::Stranded => "stranded",
        Account::Unexplained => "unexplained",
    }
}

/// Label of a row, in plain words.
pub const fn account(account: Account) -> &'static str {
    match account {
        Account::XenItself => "Xen itself",
        Account::CrashKernel => "set aside for a crash kernel",
        Account::XenFree => "free in Xen, for guests",
        Account::FromDom0 => "free in Xen: returned by dom0",
        Account::Usable => "dom0: usable",
        Account::StructPage => "dom0: page records (struct page)",
        Account::PageTables => "dom0: page tables",
        Account::P2m => "dom0: list of machine frames (p2m)",
        Account::Hashes => "dom0: dentry and inode hash tables",
        Account::Swiotlb => "dom0: DMA bounce buffers (swiotlb)",
        Account::KernelImage => "dom0: kernel image",
        Account::Other => "dom0: other boot-time tables",
        Account::Stranded => "dom0: under reserved entries, unusable",
        Account::Unexplained => "not explained by this model",
    }
}

/// The same with marks.
pub const fn account_marked(account: Account) -> &'static str {
    match account {
        Account::StructPage => "dom0: page records (`struct page`)",
        Account::XenItself
        | Account::CrashKernel
        | Account::XenFree
        | Account::FromDom0
        | Account::Usable
        | Account::PageTables
        | Account::P2m
        | Account::Hashes
        | Account::Swiotlb
        | Account::KernelImage
        | Account::Other
        | Account::Stranded
        | Account::Unexplained => self::account(account),
    }
}

/// Label of a row in this boot, with marks. A dom0 that never came up has nothing to use.
pub fn account_of(account: Account, boot: &Boot) -> &'static str {
    match account {
        Account::Usable if boot.outcome != Outcome::Up => "meant for dom0",
        Account::XenItself
        | Account::CrashKernel
        | Account::XenFree
        | Account::FromDom0
        | Account::Usable
        | Account::StructPage
        | Account::PageTables
        | Account::P2m
        | Account::Hashes
        | Account::Swiotlb
        | Account::KernelImage
        | Account::Other
        | Account::Stranded
        | Account::Unexplained => account_marked(account),
    }
}

/// The tool or message that shows a row, with marks. No tool runs if dom0 does not come up.
fn shown_by(account: Account, boot: &Boot) -> &'static str {
    if boot.outcome != Outcome::Up {
        return "";
    }
    let classic = boot.config.linux.variant.is_classic();
    match account {
        Account::XenFree | Account::FromDom0 => {
            of_tool(boot.config.xen, ["`xl info` (free_memory)", "`xm info` (free_memory)"])
        }
        Account::Usable if !classic => "`free` (total)",
        Account::Hashes => "`dmesg` (Dentry cache, Inode-cache)",
        Account::Swiotlb => "`dmesg` (software IO TLB)",
        Account::KernelImage => "`dmesg` (Memory:)",
        Account::Stranded => "`info/current_kb` counts it, `free` does not",
        Account::XenItself
        | Account::CrashKernel
        | Account::Usable
        | Account::StructPage
        | Account::PageTables
        | Account::P2m
        | Account::Other
        | Account::Unexplained => "",
    }
}

const fn not_ram_words(
    what: NotRam,
    owner: ExtraOwner,
) -> (&'static str, &'static str, &'static str) {
    match what {
        NotRam::Holes => (
            "holes",
            "holes in the machine’s map",
            "Addresses below the top of RAM with no RAM behind them.",
        ),
        NotRam::Windows => {
            ("windows", "identity windows", "dom0 page numbers mapped to devices. They use no RAM.")
        }
        NotRam::Unusable => (
            "unusable",
            "unusable RAM in dom0’s map",
            "Page numbers that dom0’s map marks unusable. Linux may not use the RAM there.",
        ),
        NotRam::Room => {
            let why = match owner {
                ExtraOwner::Balloon => "dom0 page numbers that may get pages later.",
                ExtraOwner::Pool => "dom0 page numbers for mapped guest pages.",
            };
            ("room", "unused room", why)
        }
        NotRam::Firmware => {
            ("firmware", "kept by firmware", "Installed RAM that the map does not list as usable.")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::test_boot::run;
    use sim::version::Version;

    /// Room that the kernel keeps for mapped guest pages gets no pages.
    #[test]
    fn whose_the_unused_room_is_follows_the_kernel() {
        for (minor, why) in [
            (1, "dom0 page numbers that may get pages later."),
            (12, "dom0 page numbers for mapped guest pages."),
        ] {
            let rows = super::not_ram_rows(&run(64, "4G,max:8G", Version::new(6, minor, 0)));
            assert_eq!(rows.iter().find(|r| r.id == "room").unwrap().why, why);
        }
    }
}
