//! The ledger in six rows: what is Xen's, and what is dom0's, with the bookkeeping as one sum,
//! the same that the headline names.
//!
//! Rows that exist on few machines (page numbers that nobody can use, what a typed `MemTotal`
//! leaves unexplained) appear only where they have pages. Not here: every single account with
//! its formula (`ledger`).

use super::count;
use super::ledger::fixed_sure;
use super::percent::Shares;
use super::place;
use super::printed::{Printed, PrintedMachine};
use super::setup::of_tool;
use sim::balloon::Plan;
use sim::boot::{Boot, Outcome};
use sim::ledger::{Account, Ledger};

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
    let ledger = Ledger::at_end(boot);
    let machine = PrintedMachine::after(boot, usize::MAX);
    let dom0 = machine.dom0;
    let shares = Shares::of(&ledger);
    let up = boot.outcome == Outcome::Up;
    let tool = |name| if up { name } else { "" };
    // The rows are those of the boot.
    let lowered = Plan::of(boot, boot.config.balloon).is_some_and(|plan| !plan.returns.is_zero());
    let free = match (boot.config.linux.variant.is_classic(), lowered) {
        (true, _) => "",
        (false, false) => "`free`, total",
        (false, true) => "`free`, total, at boot",
    };
    let row = |id, rank, about: &[Account], texts: [&'static str; 3], amount: Printed| {
        let [name, sure, shown_by] = texts;
        SummaryRow {
            id,
            key: String::new(),
            rank,
            name,
            holds: "",
            amount: amount.full(),
            share: shares.text(about),
            pages: count(amount.pages.0),
            sure,
            shown_by,
        }
    };
    let part = |id, about: &[Account], texts, amount| SummaryRow {
        key: about.first().map(|account| place::account(*account)).unwrap_or_default(),
        ..row(id, Rank::Part, about, texts, amount)
    };
    let usable = if up { "Usable" } else { "Meant for dom0" };
    let fixed = fixed_sure(&ledger).name();
    let xl = |named| tool(of_tool(boot.config.xen, named));
    let info = xl(["`xl info`, free_memory", "`xm info`, free_memory"]);
    let list = xl(["`xl list`, at boot", "`xm list`, at boot"]);
    let mut rows = vec![
        row("xen", Rank::Group, &Account::XENS, ["Xen", "", ""], machine.xens()),
        part("xen-itself", &[Account::XenItself], ["Xen itself", "estimated", ""], machine.xen),
        part(
            "xen-free",
            &[Account::XenFree],
            ["Free, for guests", "remainder", info],
            machine.free,
        ),
        part(
            "returned",
            &[Account::FromDom0],
            ["Free, returned by dom0", "exact", info],
            dom0.returned,
        ),
        SummaryRow {
            holds: if lowered { "at boot, before the balloon target" } else { "" },
            ..row("dom0", Rank::Group, &Account::DOM0, ["dom0", "", list], dom0.dom0())
        },
        part("usable", &[Account::Usable], [usable, "remainder", tool(free)], dom0.usable),
        SummaryRow {
            holds: "page records, page tables, p2m, hash tables",
            ..part(
                "bookkeeping",
                &Account::DESCRIPTORS,
                ["Bookkeeping", "calculated", ""],
                dom0.bookkeeping,
            )
        },
        SummaryRow {
            // There is always an image, not always a buffer.
            key: place::account(Account::KernelImage),
            ..part(
                "fixed",
                &Account::FIXED,
                ["Kernel and boot buffers", fixed, tool("`dmesg`")],
                dom0.fixed,
            )
        },
    ];
    if !machine.crashkernel.is_zero() {
        let texts = ["Set aside for a crash kernel", "exact", ""];
        rows.insert(2, part("crash-kernel", &[Account::CrashKernel], texts, machine.crashkernel));
    }
    if !dom0.stranded.is_zero() {
        let texts = ["Under reserved entries, unusable", "exact", ""];
        rows.push(part("stranded", &[Account::Stranded], texts, dom0.stranded));
    }
    if !dom0.unexplained.is_zero() {
        rows.push(part(
            "unexplained",
            &[Account::Unexplained],
            ["Not explained", "remainder", ""],
            dom0.unexplained,
        ));
    }
    let info = xl(["`xl info`, total_memory", "`xm info`, total_memory"]);
    let texts = ["RAM in the machine’s map", "exact", info];
    let holds = left_out(boot);
    rows.push(SummaryRow { holds, ..row("total", Rank::Total, &Account::ALL, texts, machine.all) });
    rows
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
