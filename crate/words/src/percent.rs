//! Shares of the machine's RAM as percentages with one decimal, so that the rows of the ledger
//! add up to 100.0 % as printed, and a row that sums others shows the sum of theirs.
//!
//! Not here: amounts (`printed`), and the percentage that the headline names.

use super::amounts::fixed;
use super::printed::apportion;
use sim::ledger::{Account, Ledger};

/// Tenths of a percent in the whole.
const WHOLE: u64 = 1000;

/// The share of every account.
pub(crate) struct Shares {
    /// Tenths of a percent, in the order of [`Account::ALL`]; empty where there is no RAM.
    tenths: Vec<u64>,
}

impl Shares {
    /// The shares of a ledger's rows.
    pub(crate) fn of(ledger: &Ledger) -> Self {
        let all = ledger.total().0;
        if all == 0 {
            return Self { tenths: Vec::new() };
        }
        let split = |account| {
            let scaled = ledger.pages(account).0.saturating_mul(WHOLE);
            (scaled / all, scaled % all)
        };
        Self { tenths: apportion(&Account::ALL.map(split), WHOLE) }
    }

    /// What these accounts have together: `1.6 %`; empty where there is no RAM.
    pub(crate) fn text(&self, accounts: &[Account]) -> String {
        if self.tenths.is_empty() {
            return String::new();
        }
        let all = Account::ALL.iter().zip(&self.tenths);
        let own = all.filter(|(account, _)| accounts.contains(account));
        fixed(own.map(|(_, tenths)| tenths).sum(), 10, 1) + " %"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    fn tenths(text: &str) -> u64 {
        text.trim_end_matches(" %").replace('.', "").parse().unwrap()
    }

    #[test]
    fn any_ledger_adds_up_to_the_whole_and_no_row_is_a_tenth_off() {
        for linux in [Version::new(2, 6, 18), Version::new(3, 2, 0), Version::new(6, 12, 0)] {
            for (gib, option) in [(1, "512M"), (7, "1500M"), (64, "4G"), (12288, "8G,max:64G")] {
                let boot = run(gib, option, linux);
                for step in 0..boot.steps.len() {
                    let ledger = Ledger::of(&boot, step);
                    let shares = Shares::of(&ledger);
                    let texts = Account::ALL.map(|account| shares.text(&[account]));
                    assert_eq!(texts.iter().map(|text| tenths(text)).sum::<u64>(), WHOLE);
                    for (account, text) in Account::ALL.iter().zip(&texts) {
                        let exact = ledger.pages(*account).0 * WHOLE / ledger.total().0;
                        assert!(tenths(text).abs_diff(exact) <= 1, "{account:?} {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_sum_shows_the_sum_of_its_rows() {
        let shares = Shares::of(&Ledger::at_end(&run(64, "4G", Version::new(3, 2, 0))));
        let parts: u64 = Account::FIXED.iter().map(|a| tenths(&shares.text(&[*a]))).sum();
        assert_eq!(tenths(&shares.text(&Account::FIXED)), parts);
        assert_eq!(shares.text(&Account::ALL), "100.0 %");
    }
}
