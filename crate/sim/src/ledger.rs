//! The ledger: rows that sum, to the page, to the usable RAM of the machine's map.
//!
//! Every row has its own formula; [`Account::Unexplained`] alone is a remainder. What
//! has not arisen yet at a step is still inside [`Account::Usable`]. Beside the rows
//! stands what is not RAM ([`beside`]). Not here: wording (`words`), and how the rows
//! come about (`memory`, `kernel`, `xen`).

use crate::boot::{Boot, Certainty, Config, Lacking};
use crate::memory::{Costs, Fixed, Part};
use crate::step::{Backing, World};
use crate::units::{PAGE_SHIFT, Pages};

pub use crate::memory::Sure;

/// Whose pages a row counts, in drawing order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Kept by Xen: its image, frame table and tables.
    XenItself,
    /// Free in Xen, for guests; without what came back from dom0.
    XenFree,
    /// Free in Xen: what dom0 released.
    FromDom0,
    /// Dom0's, for programs.
    Usable,
    /// `struct page`.
    StructPage,
    /// Page tables of the direct map and of `struct page`.
    PageTables,
    /// The list of machine frames.
    P2m,
    /// Dentry and inode hash tables.
    Hashes,
    /// The software IO TLB.
    Swiotlb,
    /// The kernel image.
    KernelImage,
    /// Other boot-time tables.
    Other,
    /// Dom0's, but nobody's: under reserved entries (2.6.32–3.1).
    Stranded,
    /// Not explained by this model.
    Unexplained,
}

impl Account {
    /// All accounts, in drawing order.
    pub const ALL: [Self; 13] = [
        Self::XenItself,
        Self::XenFree,
        Self::FromDom0,
        Self::Usable,
        Self::StructPage,
        Self::PageTables,
        Self::P2m,
        Self::Hashes,
        Self::Swiotlb,
        Self::KernelImage,
        Self::Other,
        Self::Stranded,
        Self::Unexplained,
    ];
}

/// A row of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose.
    pub account: Account,
    /// How many.
    pub pages: Pages,
    /// How sure.
    pub sure: Sure,
}

/// All rows after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    rows: Vec<Row>,
}

impl Ledger {
    /// The rows after `step` of `boot`; of the last step where there are fewer.
    pub fn of(boot: &Boot, step: usize) -> Self {
        let world = boot.steps.get(step).or(boot.steps.last()).map(|s| &s.after);
        let rows = world.map_or_else(Vec::new, |world| rows(boot, world));
        Self { rows }
    }

    /// The rows at the end.
    pub fn at_end(boot: &Boot) -> Self {
        Self::of(boot, usize::MAX)
    }

    /// Every account, in drawing order; those without pages too.
    pub fn rows(&self) -> &[Row] {
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
        let own = [self.pages(Account::Usable), self.descriptors(), self.fixed()];
        let rest = [Account::Stranded, Account::Unexplained];
        own.into_iter().sum::<Pages>().plus(self.sum(&rest))
    }

    /// What dom0 keeps for pages it might get.
    pub fn descriptors(&self) -> Pages {
        self.sum(&[Account::StructPage, Account::PageTables, Account::P2m, Account::Hashes])
    }

    /// What dom0 keeps whatever its size.
    pub fn fixed(&self) -> Pages {
        self.sum(&[Account::Swiotlb, Account::KernelImage, Account::Other])
    }

    fn sum(&self, accounts: &[Account]) -> Pages {
        self.rows.iter().filter(|r| accounts.contains(&r.account)).map(|r| r.pages).sum()
    }
}

/// Pages of dom0's own, without those that are nobody's.
pub(crate) fn own(world: &World) -> Pages {
    world.dom0_pages().less(world.pages_with(Backing::Stranded))
}

/// What is left for programs.
pub(crate) fn usable(world: &World) -> Pages {
    let costs = world.costs.map(Costs::total).unwrap_or_default();
    let fixed = world.fixed.map(Fixed::total).unwrap_or_default();
    own(world).less(costs).less(fixed)
}

/// The first thing dom0 has no room for, of those that are typed or follow by formula.
/// Estimates are cut instead: nobody knows that they are right.
pub(crate) fn lacking(world: &World, costs: Costs, config: &Config) -> Option<Lacking> {
    let typed = config.facts.kernel_image.map(crate::memory::nearest).unwrap_or_default();
    let swiotlb = config.facts.typed_swiotlb(config.linux.release).unwrap_or_default();
    let mut left = own(world);
    for (account, needed) in [
        (Account::KernelImage, typed),
        (Account::PageTables, costs.page_tables),
        (Account::StructPage, costs.struct_page),
        (Account::P2m, costs.p2m),
        (Account::Hashes, costs.hashes),
        (Account::Swiotlb, swiotlb),
    ] {
        if needed > left {
            return Some(Lacking { account, needed, has: left });
        }
        left = left.less(needed);
    }
    None
}

fn rows(boot: &Boot, world: &World) -> Vec<Row> {
    let ram = world.machine.ram_pages();
    let built = world.gift.map(|g| g.pages).unwrap_or_default();
    let itself = Pages(ram.less(boot.available).0.min(ram.less(built).0));
    let costs = world.costs.unwrap_or_default();
    let fixed = world.fixed;
    let part = |pick: fn(Fixed) -> Part| {
        fixed.map_or((Pages::ZERO, Sure::Exact), |f| (pick(f).pages, pick(f).sure))
    };
    let (swiotlb, image, other) =
        (part(|f| f.swiotlb), part(|f| f.kernel_image), part(|f| f.other));
    let given = match boot.certainty {
        Certainty::Given | Certainty::Exact => Sure::Exact,
        Certainty::Estimated => Sure::Estimated,
    };
    let kept = fixed.map_or(Sure::Exact, Fixed::sure);
    let derived = Sure::Derived.max(given);
    let row = |account: Account| {
        let (pages, sure) = match account {
            Account::XenItself => (itself, Sure::Estimated),
            Account::XenFree => (ram.less(itself).less(built), Sure::Estimated),
            Account::FromDom0 => (world.returned, given),
            Account::Usable => (usable(world), kept.max(derived)),
            Account::StructPage => (costs.struct_page, derived),
            Account::PageTables => (costs.page_tables, derived),
            Account::P2m => (costs.p2m, derived),
            Account::Hashes => (costs.hashes, derived),
            Account::Swiotlb => swiotlb,
            Account::KernelImage => image,
            Account::Other => other,
            Account::Stranded => (world.pages_with(Backing::Stranded), given),
            Account::Unexplained => (Pages::ZERO, Sure::Derived),
        };
        Row { account, pages, sure }
    };
    Account::ALL.into_iter().map(row).collect()
}

/// What stands beside the ledger: numbers that are not RAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Beside {
    /// Numbers below the end of the map where it lists no RAM.
    Holes,
    /// Numbers of dom0 that lead to hardware.
    Windows,
    /// Numbers of dom0 that may get pages later.
    Room,
    /// Installed RAM that firmware kept from the map.
    Firmware,
}

/// What is not RAM, in drawing order; firmware's share only where the installed size
/// is known.
pub fn beside(boot: &Boot) -> Vec<(Beside, Pages)> {
    let Some(world) = boot.end() else { return Vec::new() };
    let ram = world.machine.ram_pages();
    let end = world.machine.ram().last().map_or(0, |s| s.end().0 >> PAGE_SHIFT);
    let room = world.own.iter().flat_map(|o| o.room.iter()).map(|s| s.pages()).sum();
    let mut list = vec![
        (Beside::Holes, Pages(end).less(ram)),
        (Beside::Windows, world.pages_with(Backing::Window)),
        (Beside::Room, room),
    ];
    list.extend(boot.config.facts.installed.map(|n| (Beside::Firmware, n.less(ram))));
    list
}
