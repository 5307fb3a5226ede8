//! A run for programs: permanent names and plain numbers.
//!
//! The same in every form that exports it: the element, the engine, the page's dialog and
//! the command for a terminal. Not here: how it is written; each of them serialises it.

use super::{caption, headline, ledger_rows, machine, title};
use sim::boot::{Boot, Outcome};
use sim::ledger::Ledger;

/// The largest number up to which JavaScript holds every whole one.
const EXACT: u64 = 1 << 53;

/// A run with the ledger after one step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Run {
    /// The fragment of a link that restores it.
    pub link: String,
    /// The machine and its releases.
    pub machine: String,
    /// The headline.
    pub headline: String,
    /// Whether dom0 boots.
    pub up: bool,
    /// Dom0's pages as Xen gives them.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub pages: u64,
    /// The id of the step that the ledger is of; empty if there is no such step.
    pub step: &'static str,
    /// Every step, in order.
    pub steps: Vec<RunStep>,
    /// The accounts that have pages after that step; their sum is the machine's usable RAM.
    pub ledger: Vec<RunAccount>,
    /// What was said of the inputs.
    pub notes: Vec<String>,
}

/// A step of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RunStep {
    /// Its permanent name.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What happens in it.
    pub caption: String,
}

/// An account of a run's ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RunAccount {
    /// Its permanent name.
    pub account: &'static str,
    /// Its name for readers.
    pub name: String,
    /// Pages.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub pages: u64,
    /// The same in KiB, at most 2^53.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub kib: u64,
    /// How sure that is, in a word.
    pub sure: &'static str,
}

impl Run {
    /// The run with the ledger after `step`; the ledger is empty if there is no such step.
    /// `link` is the fragment that restores it, `notes` what was said of the inputs.
    pub fn of(boot: &Boot, step: usize, link: String, notes: Vec<String>) -> Self {
        let ledger = Ledger::of(boot, step);
        let shown = ledger.rows().iter().filter(|row| !row.pages.is_zero());
        let accounts = shown.zip(ledger_rows(boot, step)).map(|(row, texts)| RunAccount {
            account: texts.id,
            name: texts.name,
            pages: row.pages.0,
            kib: row.pages.kib().min(EXACT),
            sure: texts.sure,
        });
        let steps = boot.steps.iter().map(|s| RunStep {
            id: s.phase().id(),
            title: title(s.phase(), boot),
            caption: caption(s, boot),
        });
        Self {
            link,
            machine: machine(boot),
            headline: headline(boot),
            up: boot.outcome == Outcome::Up,
            pages: boot.pages.0,
            step: boot.steps.get(step).map(|s| s.phase().id()).unwrap_or_default(),
            steps: steps.collect(),
            ledger: accounts.collect(),
            notes,
        }
    }
}
