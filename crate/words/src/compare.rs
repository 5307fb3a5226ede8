//! Two boots side by side: only the rows in which they differ.

use super::ledger::{account_id, account_marked};
use super::printed::PrintedShares;
use super::seen::as_seen;
use super::{amount, linux, pages, several};
use sim::boot::{Boot, Outcome};
use sim::ledger::{Account, Ledger};
use sim::step::{Backing, MaxReservation, Phase};
use sim::units::Pages;

/// A row in which two boots differ.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ComparedRow {
    /// A name that never changes.
    pub id: &'static str,
    /// Label of the row, with marks.
    pub label: &'static str,
    /// Value in the first boot, as it is: it may have been typed.
    pub left: String,
    /// Value in the second boot.
    pub right: String,
}

/// A fact of a boot: its id, its label, and the function that formats it.
struct Fact {
    id: &'static str,
    label: &'static str,
    says: fn(&Boot) -> String,
}

const FACTS: [Fact; 15] = [
    Fact { id: "linux", label: "dom0’s kernel", says: linux },
    Fact { id: "xen", label: "Xen", says: |b| format!("Xen {}", b.config.xen) },
    Fact { id: "option", label: "`dom0_mem=`", says: option },
    Fact { id: "ram", label: "RAM in the machine’s map", says: |b| amount(b.ram()) },
    Fact { id: "outcome", label: "how it ends", says: outcome },
    Fact { id: "given", label: "pages Xen gives", says: |b| pages(b.pages) },
    Fact { id: "maximum", label: "ceiling", says: maximum },
    Fact { id: "released", label: "returned to Xen", says: |b| pages(b.kernel.released_pages()) },
    Fact { id: "refilled", label: "refilled", says: |b| pages(b.kernel.populated_pages()) },
    Fact { id: "moved", label: "moved", says: |b| pages(b.kernel.moved_pages()) },
    Fact { id: "windows", label: "identity windows", says: |b| pages(with(b, Backing::Identity)) },
    Fact { id: "room", label: "unused room", says: |b| pages(room(b)) },
    Fact { id: "mem-total", label: "MemTotal, about", says: mem_total },
    Fact { id: "messages", label: "kernel messages", says: |b| lines(b.kernel.messages.len()) },
    Fact { id: "ballooned", label: "brought by the balloon", says: |b| pages(ballooned(b)) },
];

/// The rows in which two boots differ: facts first, then the final ledgers.
pub fn compare(left: &Boot, right: &Boot) -> Vec<ComparedRow> {
    let facts = FACTS.iter().map(|f| ComparedRow {
        id: f.id,
        label: f.label,
        left: (f.says)(left),
        right: (f.says)(right),
    });
    let ledgers = (Ledger::at_end(left), Ledger::at_end(right));
    let accounts = Account::ALL.into_iter().map(|a| ComparedRow {
        id: account_id(a),
        label: account_marked(a),
        left: held(left, a, &ledgers.0),
        right: held(right, a, &ledgers.1),
    });
    facts.chain(accounts).filter(|row| row.left != row.right).collect()
}

/// Pages of an account. A dom0 that is not up can use none.
fn held(boot: &Boot, account: Account, ledger: &Ledger) -> String {
    let meant = account == Account::Usable && boot.outcome != Outcome::Up;
    let held = pages(ledger.pages(account));
    if meant { format!("{held} meant for it") } else { held }
}

fn option(boot: &Boot) -> String {
    boot.config.dom0_mem.as_deref().map_or_else(|| "not given".to_owned(), as_seen)
}

fn outcome(boot: &Boot) -> String {
    if boot.outcome == Outcome::Up { "dom0 is up".to_owned() } else { super::headline(boot) }
}

fn maximum(boot: &Boot) -> String {
    match boot.maximum() {
        MaxReservation::Unlimited => "none".to_owned(),
        MaxReservation::Pages(most) => pages(most),
    }
}

fn with(boot: &Boot, by: Backing) -> Pages {
    boot.end().map(|w| w.pages_with(by)).unwrap_or_default()
}

fn ballooned(boot: &Boot) -> Pages {
    with(boot, Backing::Ballooned)
}

/// The extra memory as the kernel set it up, before the balloon used any of it.
fn room(boot: &Boot) -> Pages {
    boot.pages_of(Phase::BalloonRoom)
}

fn mem_total(boot: &Boot) -> String {
    boot.tools().map_or_else(|| "none".to_owned(), |_| PrintedShares::of(boot).free.text())
}

fn lines(n: usize) -> String {
    several(n as u64, "line")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    const V3_2: Version = Version::new(3, 2, 0);

    fn check(left: &Boot, right: &Boot, expected: &[&str]) {
        let rows = compare(left, right);
        assert_eq!(rows.iter().map(|r| r.id).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn only_rows_that_differ_are_shown() {
        let open = run(64, "4G", V3_2);
        check(&open, &open, &[]);
        let limited = run(64, "4G,max:4G", V3_2);
        let costs = ["usable", "struct-page", "page-tables", "hashes", "other"];
        let expected = [&["option", "maximum", "room", "mem-total"][..], &costs].concat();
        check(&open, &limited, &expected);
        let newer = run(64, "4G,max:4G", Version::new(3, 6, 0));
        let rows = compare(&limited, &newer);
        let refilled = rows.iter().find(|r| r.id == "refilled").unwrap();
        assert!(refilled.left.starts_with("0 pages") && refilled.right.contains("1.01 GiB"));
    }

    #[test]
    fn a_dom0_that_does_not_boot_is_a_row_and_not_an_error() {
        let rows = compare(&run(64, "512", V3_2), &run(64, "4G", V3_2));
        let ends = rows.iter().find(|r| r.id == "outcome").unwrap();
        assert!(ends.left.starts_with("Xen stops with a dom0 of 512\u{a0}KiB"), "{}", ends.left);
        assert_eq!(ends.right, "dom0 is up");
    }
}
