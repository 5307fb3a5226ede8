//! The article's question as three boots of one machine: a classic kernel, the reader's own, and
//! the reader's own with `max:`.

use std::rc::Rc;

use super::change::WhatIf;
use super::runs::Runs;
use crate::boot::Boot;
use crate::ledger::{Account, Ledger};
use crate::units::Pages;

/// The three boots.
#[derive(Clone, Debug)]
pub struct Scenarios {
    /// The classic kernel, 2.6.18.
    pub classic: Rc<Boot>,
    /// The reader's kernel, as configured, before any balloon target.
    pub configured: Rc<Boot>,
    /// The same with the maximum at the initial size.
    pub with_max: Rc<Boot>,
}

/// The use of dom0's pages at the end of a boot; the parts sum to the pages Xen gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// Left for programs.
    pub usable: Pages,
    /// Bookkeeping: memory the kernel uses for pages it might get.
    pub descriptors: Pages,
    /// Fixed costs, estimated unless typed.
    pub fixed: Pages,
    /// Dom0's, but unusable: under reserved entries (2.6.32–3.1).
    pub stranded: Pages,
    /// Not explained by this model, according to a typed `MemTotal`.
    pub unexplained: Pages,
    /// Returned to Xen.
    pub released: Pages,
}

impl Scenarios {
    /// The three boots of a machine.
    pub fn of(boot: &Boot) -> Self {
        Self::from_runs(&mut Runs::of(boot))
    }

    /// The same, with boots shared between questions.
    pub(super) fn from_runs(runs: &mut Runs) -> Self {
        let configured = runs.configured();
        let classic = runs.with(&configured, [WhatIf::CLASSIC]);
        // There is nothing to cap if Xen gives nothing.
        let with_max = match configured.pages {
            Pages::ZERO => runs.configured(),
            pages => runs.with(&configured, [WhatIf::maximum_at(pages)]),
        };
        Self { classic, configured, with_max }
    }
}

impl Shares {
    /// The shares of `boot` at its end, from its ledger.
    pub fn of(boot: &Boot) -> Self {
        Self::from(&Ledger::at_end(boot))
    }
}

impl From<&Ledger> for Shares {
    fn from(ledger: &Ledger) -> Self {
        Self {
            usable: ledger.pages(Account::Usable),
            descriptors: ledger.descriptors(),
            fixed: ledger.fixed(),
            stranded: ledger.pages(Account::Stranded),
            unexplained: ledger.pages(Account::Unexplained),
            released: ledger.pages(Account::FromDom0),
        }
    }
}
