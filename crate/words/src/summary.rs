//! The ledger in six rows: what is Xen's, and what is dom0's, with the bookkeeping as one sum,
//! the same that the headline names.
//!
//! Rows that exist on few machines (page numbers that nobody can use, what a typed `MemTotal`
//! leaves unexplained) appear only where they have pages. Not here: every single account with
//! its formula (`ledger`).

use super::count;
use super::ledger::{fixed_sure, sure};
use super::percent::Shares;
use super::place;
use super::printed::{Printed, PrintedMachine};
use super::setup::of_tool;
use sim::balloon::Plan;
use sim::boot::{Boot, Outcome};
use sim::ledger::{Account, AccountRow, Confidence, Ledger};

/// Whether a row sums others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum Rank {
    /// The sum of the rows under it.
    Group,
    /// A part.
    Part,
    /// The sum of all.
    Total,
}

/// A row; texts have marks ([`super::marks`]).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SummaryRow {
    /// A name that never changes.
    pub id: &'static str,
    /// The region of the figure that it is about; empty for a sum.
    pub key: String,
    /// Whether it sums others.
    pub rank: Rank,
    /// What it is.
    pub name: &'static str,
    /// What is in it; empty if the name says it.
    pub holds: &'static str,
    /// With its unit.
    pub amount: String,
    /// Share of the machine's usable RAM: `1.6 %`.
    pub share: String,
    /// Pages, with separated thousands.
    pub pages: String,
    /// `exact`, `calculated`, `estimated` or `remainder`; empty for a sum.
    pub sure: &'static str,
    /// The tool that shows it; empty if none does.
    pub shown_by: &'static str,
}

/// The rows at the end of a boot.
pub fn summary(boot: &Boot) -> Vec<SummaryRow> {
    let all = Rows::of(boot);
    let mut rows = all.xens();
    rows.extend(all.dom0s());
    rows.push(all.total());
    rows
}

/// What a part is that has no formula of its own.
const REMAINDER: &str = "remainder";

/// What the rows are made from.
struct Rows<'a> {
    boot: &'a Boot,
    ledger: Ledger,
    shares: Shares,
    machine: PrintedMachine,
}

impl<'a> Rows<'a> {
    fn of(boot: &'a Boot) -> Self {
        let ledger = Ledger::at_end(boot);
        let machine = PrintedMachine::after(boot, usize::MAX);
        Self { boot, shares: Shares::of(&ledger), ledger, machine }
    }

    fn xens(&self) -> Vec<SummaryRow> {
        let machine = &self.machine;
        let free = self.tool(["`xl info`, free_memory", "`xm info`, free_memory"]);
        let mut rows = vec![
            self.row("xen", &Account::XENS, "Xen", machine.xens()),
            self.part("xen-itself", &[Account::XenItself], "Xen itself", machine.xen),
        ];
        if !machine.crashkernel.is_zero() {
            let about = &[Account::CrashKernel];
            let name = "Set aside for a crash kernel";
            rows.push(self.part("crash-kernel", about, name, machine.crashkernel));
        }
        let left = self.part("xen-free", &[Account::XenFree], "Free, for guests", machine.free);
        rows.push(SummaryRow { sure: REMAINDER, shown_by: free, ..left });
        let returned = machine.dom0.returned;
        let back = self.part("returned", &[Account::FromDom0], "Free, returned by dom0", returned);
        rows.push(SummaryRow { shown_by: free, ..back });
        rows
    }

    fn dom0s(&self) -> Vec<SummaryRow> {
        let dom0 = &self.machine.dom0;
        let up = self.boot.outcome == Outcome::Up;
        let usable = if up { "Usable" } else { "Meant for dom0" };
        let mut rows = vec![
            SummaryRow {
                // The rows are those of the boot.
                holds: if self.lowered() { "at boot, before the balloon target" } else { "" },
                shown_by: self.tool(["`xl list`, at boot", "`xm list`, at boot"]),
                ..self.row("dom0", &Account::DOM0, "dom0", dom0.dom0())
            },
            SummaryRow {
                sure: REMAINDER,
                shown_by: self.free(),
                ..self.part("usable", &[Account::Usable], usable, dom0.usable)
            },
            SummaryRow {
                holds: "page records, page tables, p2m, hash tables",
                ..self.part("bookkeeping", &Account::DESCRIPTORS, "Bookkeeping", dom0.bookkeeping)
            },
            SummaryRow {
                // There is always an image, not always a buffer.
                key: place::account(Account::KernelImage),
                sure: fixed_sure(&self.ledger).name(),
                shown_by: if up { "`dmesg`" } else { "" },
                ..self.part("fixed", &Account::FIXED, "Kernel and boot buffers", dom0.fixed)
            },
        ];
        if !dom0.stranded.is_zero() {
            let name = "Under reserved entries, unusable";
            rows.push(self.part("stranded", &[Account::Stranded], name, dom0.stranded));
        }
        if !dom0.unexplained.is_zero() {
            let about = &[Account::Unexplained];
            let rest = self.part("unexplained", about, "Not explained", dom0.unexplained);
            rows.push(SummaryRow { sure: REMAINDER, ..rest });
        }
        rows
    }

    fn total(&self) -> SummaryRow {
        SummaryRow {
            rank: Rank::Total,
            holds: left_out(self.boot),
            sure: sure(Confidence::Exact),
            shown_by: self.tool(["`xl info`, total_memory", "`xm info`, total_memory"]),
            ..self.row("total", &Account::ALL, "RAM in the machine’s map", self.machine.all)
        }
    }

    /// A sum of what these accounts have.
    fn row(
        &self,
        id: &'static str,
        about: &[Account],
        name: &'static str,
        amount: Printed,
    ) -> SummaryRow {
        SummaryRow {
            id,
            key: String::new(),
            rank: Rank::Group,
            name,
            holds: "",
            amount: amount.full(),
            share: self.shares.text(about),
            pages: count(amount.pages.0),
            sure: "",
            shown_by: "",
        }
    }

    /// A part, as sure as the least sure of its accounts.
    fn part(
        &self,
        id: &'static str,
        about: &[Account],
        name: &'static str,
        amount: Printed,
    ) -> SummaryRow {
        let own = |row: &&AccountRow| about.contains(&row.account) && !row.pages.is_zero();
        let least = self.ledger.rows().iter().filter(own).map(|row| row.sure).max();
        SummaryRow {
            key: about.first().map(|account| place::account(*account)).unwrap_or_default(),
            rank: Rank::Part,
            sure: sure(least.unwrap_or(Confidence::Exact)),
            ..self.row(id, about, name, amount)
        }
    }

    /// Xen’s tool, which runs only where dom0 does.
    fn tool(&self, named: [&'static str; 2]) -> &'static str {
        let up = self.boot.outcome == Outcome::Up;
        if up { of_tool(self.boot.config.xen, named) } else { "" }
    }

    /// Where the usable part is shown.
    fn free(&self) -> &'static str {
        let classic = self.boot.config.linux.variant.is_classic();
        match (self.boot.outcome == Outcome::Up && !classic, self.lowered()) {
            (false, _) => "",
            (true, false) => "`free`, total",
            (true, true) => "`free`, total, at boot",
        }
    }

    /// Whether a balloon target takes pages from dom0 after the boot.
    fn lowered(&self) -> bool {
        let plan = Plan::of(self.boot, self.boot.config.balloon);
        plan.is_some_and(|plan| !plan.returns.is_zero())
    }
}

/// What the rows leave out, beside their sum.
const fn left_out(boot: &Boot) -> &'static str {
    if boot.config.crashkernel.is_zero() {
        "not modelled: guests and their pools, a crash kernel, drivers"
    } else {
        "not modelled: guests and their pools, drivers"
    }
}

/// The same as a sentence, with marks.
pub fn not_modelled(boot: &Boot) -> String {
    let crash = if boot.config.crashkernel.is_zero() {
        " a crash kernel unless `crashkernel=` is entered,"
    } else {
        ""
    };
    format!(
        "Not modelled: guests, what Xen keeps for them (p2m, shadow and HAP pools),{crash} and what drivers and backends take after boot."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headline;
    use crate::test_boot::run;
    use sim::config::Config;
    use sim::simulate::simulate;
    use sim::units::Pages;
    use sim::version::Version;

    fn check(boot: &Boot, expected: &[&str]) {
        let rows = summary(boot);
        let said = rows.iter().map(|r| format!("{}: {}", r.name, r.amount).replace('\u{a0}', " "));
        assert_eq!(said.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn six_rows_add_up_in_two_groups() {
        check(
            &run(64, "4G", Version::new(3, 2, 0)),
            &[
                "Xen: 61.01 GiB",
                "Xen itself: 0.69 GiB",
                "Free, for guests: 59.31 GiB",
                "Free, returned by dom0: 1.01 GiB",
                "dom0: 2.99 GiB",
                "Usable: 2.06 GiB",
                "Bookkeeping: 0.86 GiB",
                "Kernel and boot buffers: 79 MiB",
                "RAM in the machine’s map: 64.00 GiB",
            ],
        );
    }

    #[test]
    fn the_bookkeeping_is_the_headlines_number() {
        for option in ["4G", "4G,max:4G", "700M", "16G,max:32G", "3333M"] {
            for linux in [Version::new(3, 2, 0), Version::new(4, 4, 0), Version::new(6, 12, 0)] {
                let boot = run(64, option, linux);
                let rows = summary(&boot);
                let amount =
                    |id| rows.iter().find(|r| r.id == id).map_or("", |r| r.amount.as_str());
                let text = headline(&boot);
                let spent = format!("spent {} on bookkeeping", amount("bookkeeping"));
                assert!(text.contains(&spent), "{text} {spent}");
                let usable = amount("usable").replace(".00", "");
                assert!(text.contains(&format!("shows {usable}.")), "{text} {usable}");
            }
        }
    }

    /// A part is no surer than the least sure of the rows that it sums.
    #[test]
    fn no_part_is_surer_than_its_rows() {
        let said = |boot: &Boot, id| summary(boot).iter().find(|r| r.id == id).unwrap().sure;
        let typed = run(64, "4G", Version::new(3, 2, 0));
        for (id, sure) in [("returned", "exact"), ("bookkeeping", "calculated")] {
            assert_eq!(said(&typed, id), sure, "{id}");
        }
        // Without the option Xen's own use is an estimate, and all that dom0 makes of the rest.
        for (linux, ids) in [
            (Version::new(3, 2, 0), &["xen-itself", "returned", "bookkeeping"][..]),
            (Version::new(2, 6, 37), &["stranded", "bookkeeping"]),
        ] {
            let estimated = crate::test_boot::run_on(Version::new(4, 17, 0), 16, "", linux);
            assert!(ids.iter().all(|id| said(&estimated, id) == "estimated"), "{linux}");
        }
    }

    #[test]
    fn rare_rows_appear_only_where_they_have_pages() {
        let has = |boot: &Boot, id| summary(boot).iter().any(|r| r.id == id);
        let stranded = run(64, "4G", Version::new(3, 0, 1));
        assert!(has(&stranded, "stranded"));
        assert!(!has(&run(64, "4G", Version::new(6, 1, 0)), "stranded"));
    }

    #[test]
    fn a_crash_kernel_is_a_row_of_xens_and_no_longer_left_out() {
        let plain = run(64, "4G", Version::new(6, 1, 0));
        let with = Config { crashkernel: Pages(512 << 8), ..plain.config.clone() };
        let with = simulate(&with);
        let pages = |boot: &Boot, id| {
            summary(boot).iter().find(|r| r.id == id).map(|r| r.pages.replace('\u{202f}', ""))
        };
        assert_eq!(pages(&plain, "crash-kernel"), None);
        assert_eq!(pages(&with, "crash-kernel").as_deref(), Some("131072"));
        assert_eq!(pages(&with, "xen-itself"), pages(&plain, "xen-itself"));
        assert_eq!(pages(&with, "total"), pages(&plain, "total"));
        let free = |boot| pages(boot, "xen-free").unwrap().parse::<u64>().unwrap();
        assert_eq!(free(&with) + 131_072, free(&plain));
        let ids: Vec<_> = summary(&with).iter().take(4).map(|r| r.id).collect();
        assert_eq!(ids, ["xen", "xen-itself", "crash-kernel", "xen-free"]);
        let beside_sum = |boot| summary(boot).last().unwrap().holds;
        assert!(beside_sum(&plain).contains("guests and their pools, a crash kernel"));
        assert!(beside_sum(&with).contains("guests") && !beside_sum(&with).contains("crash"));
        assert!(
            not_modelled(&plain).contains("crashkernel=") && not_modelled(&plain).contains("HAP")
        );
        assert!(!not_modelled(&with).contains("crash"));
    }

    /// The rows are those of the boot, also where a balloon target takes from them afterwards.
    #[test]
    fn a_lower_target_comes_after_the_rows() {
        use sim::balloon::Target;
        let boot = run(64, "4G,max:4G", Version::new(6, 12, 0));
        let said = |target| {
            let rows = summary(&boot.with([sim::what_if::WhatIf::Target(target)]));
            let row = |id| rows.iter().find(|r| r.id == id).unwrap().clone();
            (row("dom0").holds, row("usable").shown_by)
        };
        let low = ("at boot, before the balloon target", "`free`, total, at boot");
        assert_eq!(said(Target::Size(Pages(1 << 18))), low);
        assert_eq!(said(Target::None), ("", "`free`, total"));
    }

    /// Xen before 4.1 has no xl.
    #[test]
    fn the_tools_are_those_that_this_xen_has() {
        for (xen, tool) in [(Version::new(3, 4, 0), "xm"), (Version::new(4, 1, 0), "xl")] {
            let boot = crate::test_boot::run_on(xen, 64, "4G", Version::new(3, 2, 0));
            let rows = summary(&boot);
            let last = crate::caption(boot.steps.last().unwrap(), &boot);
            let mut shown: Vec<&str> = rows.iter().map(|r| r.shown_by).collect();
            let every = crate::ledger_rows(&boot, usize::MAX);
            shown.extend(every.iter().map(|r| r.shown_by.as_str()));
            shown.push(&last);
            let why = crate::why(sim::step::Phase::ToolsReport, &boot);
            shown.push(&why);
            let other = if tool == "xm" { "xl " } else { "xm " };
            assert!(shown.iter().all(|s| !s.contains(other)), "{shown:?}");
            assert!(shown.iter().filter(|s| s.contains(tool)).count() > 5, "{shown:?}");
        }
    }

    #[test]
    fn no_tool_runs_in_a_dom0_that_does_not_boot() {
        let rows = summary(&run(64, "1M", Version::new(3, 2, 0)));
        assert!(rows.iter().all(|r| r.shown_by.is_empty()));
        assert!(rows.iter().any(|r| r.name == "Meant for dom0"));
    }
}
