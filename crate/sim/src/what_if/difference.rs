//! The cost of each choice, by subtraction: the same machine with one thing changed.
//!
//! With and without `max:`, a classic kernel compared with a pvops one, before and after the
//! balloon. Each number is a difference of two runs. Not here: the effect of more RAM in the host
//! (`bookkeeping`), wording (`words::difference`).

use std::rc::Rc;

use super::change::WhatIf;
use super::runs::Runs;
use crate::balloon::{Plan, Target};
use crate::boot::{Boot, Outcome};
use crate::ledger::{Account, Ledger};
use crate::units::Pages;
use crate::xen::{Group, LIMIT_XEN};

/// The two things compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Between {
    /// As configured, and with the maximum at the initial size.
    Maximum,
    /// A classic kernel, and the one configured.
    Kernels,
    /// After the boot, and after the balloon has recovered the missing pages.
    Balloon,
}

/// Two ledgers of one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtraction {
    /// The two things compared.
    pub between: Between,
    /// The first.
    pub left: Ledger,
    /// The second.
    pub right: Ledger,
}

/// An account that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differs {
    /// The account.
    pub account: Account,
    /// Its pages in the first ledger.
    pub left: Pages,
    /// Its pages in the second.
    pub right: Pages,
}

impl Between {
    /// All of them, in the page's order.
    pub const ALL: [Self; 3] = [Self::Maximum, Self::Kernels, Self::Balloon];
}

impl Subtraction {
    /// Both ledgers for one comparison of `boot`; `None` if dom0 is not up in both, or there is
    /// nothing to compare.
    pub fn of(boot: &Boot, between: Between) -> Option<Self> {
        Self::from_runs(&mut Runs::of(boot), between)
    }

    /// The same, with boots shared between questions.
    pub(super) fn from_runs(runs: &mut Runs, between: Between) -> Option<Self> {
        let plain = runs.configured();
        let (left, right) = match between {
            Between::Maximum => {
                let limited = limited(runs);
                (plain, limited)
            }
            Between::Kernels => (classic(runs)?, plain),
            Between::Balloon => {
                let ballooned = ballooned(runs)?;
                (plain, ballooned)
            }
        };
        let up = |b: &Boot| b.outcome == Outcome::Up;
        let ledger = Ledger::at_end;
        if !up(&left) || !up(&right) {
            return None;
        }
        let (left, right) = (ledger(&left), ledger(&right));
        let brought = between != Between::Balloon || right.dom0() > left.dom0();
        brought.then_some(Self { between, left, right })
    }

    /// The accounts that differ, in drawing order.
    pub fn rows(&self) -> Vec<Differs> {
        let pages = |account| (self.left.pages(account), self.right.pages(account));
        let rows = Account::ALL.into_iter().map(|account| {
            let (left, right) = pages(account);
            Differs { account, left, right }
        });
        rows.filter(|d| d.left != d.right).collect()
    }
}

fn ballooned(runs: &mut Runs) -> Option<Rc<Boot>> {
    let plain = runs.configured();
    let back = Plan::to_initial(&plain)?;
    (!back.gains.is_zero()).then(|| runs.with(&plain, [WhatIf::Target(Target::Initial)]))
}

fn classic(runs: &mut Runs) -> Option<Rc<Boot>> {
    let plain = runs.configured();
    let pvops = !plain.config.linux.variant.is_classic();
    pvops.then(|| runs.with(&plain, [WhatIf::CLASSIC]))
}

/// The same with the maximum at the initial size, on a Xen that reports it. An older Xen gives way
/// to the first that does, with the same pages.
fn limited(runs: &mut Runs) -> Rc<Boot> {
    let plain = runs.configured();
    let limit = WhatIf::maximum_at(plain.pages);
    if Group::of(plain.config.xen).sets_maximum() {
        return runs.with(&plain, [limit]);
    }
    let pages = WhatIf::PagesGiven(Some(plain.pages));
    runs.with(&plain, [limit, WhatIf::Xen(LIMIT_XEN), pages])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use crate::version::Version;

    const V3_2: Version = Version::new(3, 2, 0);

    /// Every value is one of spec/overhead.md table B.
    #[test]
    fn leaving_max_out_costs_what_the_table_says() {
        let check = |gib, linux, tenths: u64| {
            let boot = run(gib, "2G", linux);
            let found = Subtraction::of(&boot, Between::Maximum).unwrap();
            let lost = found.left.descriptors().less(found.right.descriptors());
            // MiB with one decimal, rounded; one page of rounding per part is allowed.
            let off = (lost.0 * 10).abs_diff(tenths * 256);
            assert!(off <= 256, "{gib} {linux}: {lost:?} {tenths}");
        };
        for (gib, tenths) in [(4, 391), (8, 1172), (16, 2735), (32, 4057), (1024, 4057)] {
            check(gib, V3_2, tenths);
        }
        check(64, Version::new(4, 4, 0), 4457);
        check(64, Version::new(6, 12, 0), 4007);
        check(64, Version::new(3, 0, 1), 0);
    }

    #[test]
    fn the_balloon_moves_pages_between_accounts_and_loses_none() {
        let found = Subtraction::of(&run(64, "4G", V3_2), Between::Balloon).unwrap();
        assert_eq!(found.left.total(), found.right.total());
        let accounts: Vec<_> = found.rows().iter().map(|d| d.account).collect();
        assert_eq!(accounts, [Account::FromDom0, Account::Usable, Account::P2m]);
        assert_eq!(Subtraction::of(&run(64, "4G", Version::new(3, 6, 0)), Between::Balloon), None);
    }

    /// The room of a kernel up to 3.1 starts at 128 GiB at most, where a larger dom0 has RAM
    /// already. The ledger counts such a number once, so there is nothing to compare.
    #[test]
    fn room_that_is_ram_already_shows_nothing_brought_back() {
        let v = Version::new;
        let config = crate::test_boot::config_on(v(4, 1, 2), 1024, "", v(3, 0, 0));
        let boot = crate::simulate::simulate(&config);
        assert_eq!(Subtraction::of(&boot, Between::Balloon), None);
    }

    #[test]
    fn a_classic_kernel_keeps_descriptors_for_what_it_has() {
        let found = Subtraction::of(&run(64, "4G", V3_2), Between::Kernels).unwrap();
        assert!(found.left.descriptors() < found.right.descriptors());
        assert_eq!(found.left.total(), found.right.total());
    }
}
