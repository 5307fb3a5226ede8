//! The bookkeeping explained by subtraction: ready texts.
//!
//! Not here: what would make it grow (`sensitivity`).

use super::ledger::{account_id, account_marked, printed};
use super::printed::{Printed, PrintedMachine, PrintedShares};
use super::{amount, linux};
use sim::boot::Boot;
use sim::ledger::Account;
use sim::units::Pages;
use sim::what_if::difference::{Between, Subtraction};

/// A comparison with its table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Explained {
    /// A name that never changes.
    pub id: &'static str,
    /// What is compared, with marks.
    pub title: String,
    /// The first column's head.
    pub left: String,
    /// The second column's head.
    pub right: String,
    /// The accounts that differ.
    pub rows: Vec<DifferenceRow>,
    /// The result, in a sentence with marks.
    pub sum: String,
}

/// A row that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DifferenceRow {
    /// A name that never changes.
    pub id: &'static str,
    /// Label of the row, with marks.
    pub name: &'static str,
    /// The first amount.
    pub left: String,
    /// The second.
    pub right: String,
    /// Second minus first, with its sign: `+1.01 GiB`.
    pub difference: String,
}

/// The comparisons that say something about this boot, from its
/// [`Comparisons`](sim::what_if::Comparisons).
pub fn explained(boot: &Boot, differences: &[Subtraction]) -> Vec<Explained> {
    differences.iter().map(|found| explain(found, boot)).collect()
}

fn explain(found: &Subtraction, boot: &Boot) -> Explained {
    let linux = linux(boot);
    let given = amount(boot.pages);
    let (id, title, left, right) = match found.between {
        Between::Maximum => (
            "maximum",
            format!("What `max:` changes for {linux}"),
            "as configured".to_owned(),
            format!("with a ceiling of {given}"),
        ),
        Between::Kernels => (
            "kernels",
            format!("Bookkeeping of a classic kernel and of {linux}"),
            "classic 2.6.18".to_owned(),
            linux.clone(),
        ),
        Between::Balloon => (
            "balloon",
            "What the balloon brings back".to_owned(),
            "after boot".to_owned(),
            "after writing the target".to_owned(),
        ),
    };
    let machine = PrintedMachine::after(boot, usize::MAX);
    let rows = found.rows().into_iter().map(|d| {
        let sum = printed(d.account, &machine);
        let [left, right, apart] = in_unit_of(sum, d.left, d.right);
        // A true minus.
        let sign = if d.right >= d.left { '+' } else { '−' };
        let difference = format!("{sign}{apart}");
        DifferenceRow {
            id: account_id(d.account),
            name: account_marked(d.account),
            left,
            right,
            difference,
        }
    });
    Explained { id, title, left, right, rows: rows.collect(), sum: sum(found, boot) }
}

/// Two amounts and how far they are apart, in the unit of the sum they are part of on this page;
/// each in its own if they are part of none.
fn in_unit_of(sum: Option<Printed>, left: Pages, right: Pages) -> [String; 3] {
    match sum {
        Some(sum) => {
            let [left, right] = [left, right].map(|pages| Printed::part_of(pages, sum));
            [left, right, left.apart(right)].map(Printed::text)
        }
        None => [left, right, Pages(left.0.abs_diff(right.0))].map(amount),
    }
}

fn sum(found: &Subtraction, boot: &Boot) -> String {
    let linux = linux(boot);
    let shares = PrintedShares::before_balloon(boot);
    let (left, right) = (found.left.descriptors(), found.right.descriptors());
    let said = |pages| Printed::part_of(pages, shares.all).text();
    match found.between {
        Between::Maximum if left > right => {
            // As the headline has it: by what becomes usable.
            let usable = [&found.left, &found.right].map(|ledger| ledger.pages(Account::Usable));
            let [_, _, saved] = in_unit_of(Some(shares.all), usable[0], usable[1]);
            format!("`max:` at the initial size saves {saved} in dom0.")
        }
        Between::Maximum if boot.config.linux.variant.is_classic() => {
            format!(
                "{linux} keeps page records only for the pages it has, so `max:` has no effect."
            )
        }
        Between::Maximum if !boot.config.linux.variant.reads_maximum() => {
            format!("{linux} does not ask for the ceiling, so `max:` has no effect.")
        }
        Between::Maximum => "The ceiling is already as low as is useful.".to_owned(),
        Between::Kernels if !is_mostly_for_room(boot) => format!(
            "{linux} spends {} on bookkeeping, the classic kernel {}. MemTotal means something different in each, so compare MemFree.",
            spent(right, &shares),
            said(left)
        ),
        Between::Kernels => format!(
            "{linux} spends {} on pages it might get; the classic kernel spent {} on those it had. Their MemTotal differs in meaning, so compare MemFree.",
            spent(right, &shares),
            said(left)
        ),
        Between::Balloon => {
            let back = found.right.dom0().less(found.left.dom0());
            let filled = right.less(left);
            let p2m = if filled.is_zero() {
                String::new()
            } else {
                format!("; {} of it is used for bookkeeping", said(filled))
            };
            format!("{} comes back from Xen{p2m}.", shares.brought(back).text())
        }
    }
}

/// Bookkeeping, as the headline prints it if it is the boot's own.
fn spent(pages: Pages, shares: &PrintedShares) -> String {
    let own = shares.bookkeeping;
    if own.pages == pages { own.text() } else { Printed::part_of(pages, shares.all).text() }
}

/// Whether most of the bookkeeping is for pages beyond the initial size.
fn is_mostly_for_room(boot: &Boot) -> bool {
    boot.descriptors().is_some_and(|made| made.with_max.total().0 < made.costs.total().0 / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;
    use sim::what_if::Comparisons;

    const V3_2: Version = Version::new(3, 2, 0);

    /// With a ceiling at the size, nearly all records are for pages that dom0 has.
    #[test]
    fn bookkeeping_for_what_dom0_has_is_not_for_what_it_might_get() {
        let boot = run(64, "2G,max:2G", Version::new(6, 12, 0));
        let all = explained(&boot, &Comparisons::of(&boot).differences);
        let kernels = all.iter().find(|e| e.id == "kernels").unwrap();
        assert_eq!(
            kernels.sum,
            "Linux 6.12 spends 45\u{a0}MiB on bookkeeping, the classic kernel 39\u{a0}MiB. MemTotal means something different in each, so compare MemFree."
        );
    }

    #[test]
    fn the_articles_bookkeeping_is_said_in_a_sentence_each() {
        let boot = run(64, "4G", V3_2);
        let all = explained(&boot, &Comparisons::of(&boot).differences);
        let sums: Vec<_> = all.iter().map(|e| (e.id, e.sum.as_str())).collect();
        assert_eq!(
            sums,
            [
                ("maximum", "`max:` at the initial size saves 0.77\u{a0}GiB in dom0."),
                (
                    "kernels",
                    "Linux 3.2 spends 0.86\u{a0}GiB on pages it might get; the classic kernel spent 78\u{a0}MiB on those it had. Their MemTotal differs in meaning, so compare MemFree."
                ),
                (
                    "balloon",
                    "1.01\u{a0}GiB comes back from Xen; 2\u{a0}MiB of it is used for bookkeeping."
                ),
            ]
        );
        let struct_page = all[0].rows.iter().find(|r| r.id == "struct-page").unwrap();
        assert_eq!(struct_page.difference, "−622 MiB");
    }
}
