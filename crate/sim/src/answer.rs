//! The article's question as three boots of one machine: before, after, cured.

use crate::advice::{Advice, Remedy};
use crate::balloon::{Balloon, Target};
use crate::boot::Boot;
use crate::config::Config;
use crate::kernel::{Era, Kernel, Variant};
use crate::ledger::{Account, Ledger};
use crate::simulate::simulate;
use crate::units::{Pages, Pfn};
use crate::version::Version;

/// The three boots, and what helps.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The classic kernel, 2.6.18.
    pub before: Boot,
    /// The reader's kernel, as configured, before any balloon target.
    pub after: Boot,
    /// The same with the maximum at the initial size.
    pub cured: Boot,
    /// The advice for `after`.
    pub advice: Advice,
    /// The option that helps `after`; `None` if it is right as it is, or nothing helps.
    pub remedy: Option<Remedy>,
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

/// Boots the machine of `config` three times.
pub fn answer(config: &Config) -> Answer {
    let target = config.balloon.target;
    let balloon = Balloon { target: Target::None, ..config.balloon };
    let config = &Config { balloon, ..config.clone() };
    let after = simulate(config);
    let classic = Kernel::new(Variant::Classic, Version::new(2, 6, 18));
    let before = simulate(&Config { linux: classic, ..config.clone() });
    // There is nothing to cap if Xen gives nothing.
    let limit = match after.pages {
        Pages::ZERO => config.dom0_mem.clone(),
        pages => Some(format!("{}K,max:{0}K", pages.kib())),
    };
    let cured = simulate(&Config { dom0_mem: limit, ..config.clone() });
    let advice = Advice::of(&after);
    let remedy = Remedy::of(&after, &advice, target);
    Answer { before, after, cured, advice, remedy }
}

impl Shares {
    /// The shares of `boot` at its end, from its ledger.
    pub fn of(boot: &Boot) -> Self {
        Self::from(&Ledger::at_end(boot))
    }

    /// The total that `free` shows, as far as this model covers it: classic kernels show every
    /// page, pvops kernels the pages the page allocator received.
    pub fn free_shows(self, era: Era) -> Pages {
        match era {
            Era::Classic => self.usable.plus(self.descriptors).plus(self.fixed),
            Era::HolesReleased
            | Era::Released
            | Era::Populated
            | Era::MovedNow
            | Era::MovedLate
            | Era::Checked => self.usable,
        }
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

/// The made-up map, labelled as such: RAM with one hole from bf780000 to 4 GiB and the BIOS
/// area below 1 MiB. RAM past the hole's start is moved above 4 GiB.
pub fn made_up_machine(installed: Pages) -> crate::map::RawMap {
    use crate::map::{Entry, Kind, RawMap};
    const LOW_END: Pfn = Pfn(0xbf780);
    let page = |pfn: u64| Pfn(pfn).addr();
    let low = installed.0.min(LOW_END.0);
    let above = installed.0 - low;
    let mut entries = vec![
        Entry::new(page(0), page(0x9f), Kind::Usable),
        Entry::new(page(0x9f), page(0x100), Kind::Reserved),
        Entry::new(page(0x100), page(low.max(0x101)), Kind::Usable),
    ];
    if above > 0 {
        entries.push(Entry::new(page(1 << 20), page((1 << 20) + above), Kind::Usable));
    }
    RawMap { entries }
}
