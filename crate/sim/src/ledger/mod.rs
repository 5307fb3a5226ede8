//! The ledger: rows that sum, to the page, to the usable RAM of the machine's map.
//!
//! Every row has its own formula; only [`Account::Unexplained`] is a remainder. Memory that is not
//! yet in use at a step is still counted in [`Account::Usable`]. Ranges that are not RAM are
//! listed separately ([`not_ram_rows`]). Not here: wording (`words`), and the calculation of costs
//! and pages (`memory`, `kernel`, `xen`).

pub mod account;
mod mem_total;
mod not_ram;
mod rows;

use crate::boot::Boot;
use crate::units::Pages;

pub use crate::memory::Confidence;
pub use account::Account;
pub use mem_total::MemTotalGap;
pub use not_ram::{NotRam, NotRamRow, not_ram_rows};
pub(crate) use rows::{dom0_usable_frames, find_shortfall, free_shows, usable};

/// A row of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// The account.
    pub account: Account,
    /// The number of pages.
    pub pages: Pages,
    /// The confidence.
    pub sure: Confidence,
}

/// All rows after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    rows: Vec<AccountRow>,
}

impl Ledger {
    /// The rows after `step` of `boot`, or after its last step if there are fewer.
    pub fn of(boot: &Boot, step: usize) -> Self {
        let world = boot.steps.get(step).or(boot.steps.last()).map(|s| &s.after);
        let rows = world.map_or_else(Vec::new, |world| rows::rows(boot, world));
        Self { rows }
    }

    /// The rows at the end.
    pub fn at_end(boot: &Boot) -> Self {
        Self::of(boot, usize::MAX)
    }

    /// Every account, in drawing order, including those without pages.
    pub fn rows(&self) -> &[AccountRow] {
        &self.rows
    }

    /// The row of an account.
    pub fn pages(&self, account: Account) -> Pages {
        self.sum(&[account])
    }

    /// Usable RAM of the machine's map.
    pub fn total(&self) -> Pages {
        self.rows.iter().map(|r| r.pages).sum()
    }

    /// All pages dom0 has.
    pub fn dom0(&self) -> Pages {
        self.sum(&Account::DOM0)
    }

    /// Bookkeeping for pages dom0 might get.
    pub fn descriptors(&self) -> Pages {
        self.sum(&Account::DESCRIPTORS)
    }

    /// Costs that do not depend on dom0's size.
    pub fn fixed(&self) -> Pages {
        self.sum(&Account::FIXED)
    }

    fn sum(&self, accounts: &[Account]) -> Pages {
        self.rows.iter().filter(|r| accounts.contains(&r.account)).map(|r| r.pages).sum()
    }
}
