//! The formula of each row, and costs that do not fit.

use super::{Account, AccountRow, Confidence, MemTotalGap};
use crate::boot::{Boot, PagesOrigin, Shortfall};
use crate::config::Config;
use crate::kernel::Era;
use crate::memory::{Costs, FixedCost, FixedCosts, HashRule};
use crate::step::{Backing, World};
use crate::units::Pages;
use crate::xen::estimate::{self, Host};

/// Frames dom0 owns and can use, i.e. without stranded ones.
pub(crate) fn dom0_usable_frames(world: &World) -> Pages {
    world.dom0_pages().less(world.pages_with(Backing::Stranded))
}

/// Memory left for programs.
pub(crate) fn usable(world: &World) -> Pages {
    let costs = world.costs.map(Costs::total).unwrap_or_default();
    let fixed = world.fixed.map(FixedCosts::total).unwrap_or_default();
    dom0_usable_frames(world).less(costs).less(fixed)
}

/// `MemTotal` according to the rows.
pub(crate) fn free_shows(era: Era, world: &World) -> Pages {
    if era.counts_bookkeeping_in_mem_total() { dom0_usable_frames(world) } else { usable(world) }
}

/// The first typed or derived cost for which dom0 has no room. Estimates are cut instead, because
/// they are uncertain.
pub(crate) fn find_shortfall(world: &World, costs: Costs, config: &Config) -> Option<Shortfall> {
    let typed = config.facts.kernel_image.map(crate::memory::rounded_pages).unwrap_or_default();
    let swiotlb = config.facts.typed_swiotlb(config.linux.release).unwrap_or_default();
    let mut left = dom0_usable_frames(world);
    for (account, needed) in [
        (Account::KernelImage, typed),
        (Account::PageTables, costs.page_tables),
        (Account::StructPage, costs.struct_page),
        (Account::P2m, costs.p2m),
        (Account::Hashes, costs.hashes),
        (Account::Swiotlb, swiotlb),
    ] {
        if needed > left {
            return Some(Shortfall { account, needed, has: left });
        }
        left = left.less(needed);
    }
    None
}

/// The values from which the rows are calculated.
struct Sums<'a> {
    boot: &'a Boot,
    world: &'a World,
    ram: Pages,
    /// Dom0's pages plus those it returned.
    given: Pages,
    itself: Pages,
    crashkernel: Pages,
    unexplained: Pages,
}

pub(super) fn rows(boot: &Boot, world: &World) -> Vec<AccountRow> {
    let ram = world.machine.ram_pages();
    let given = world.dom0_pages().plus(world.returned);
    let host = Host { ram, ..boot.config.host() };
    let kept = estimate::itself(boot.config.xen, host).pages.0.min(ram.less(given).0);
    // Xen sets it aside before it takes anything for itself.
    let crashkernel = Pages(host.crashkernel.0.min(kept));
    let itself = Pages(kept).less(crashkernel);
    let gap = MemTotalGap::of(boot).unexplained().0.min(usable(world).0);
    let unexplained = Pages(if world.fixed.is_some() { gap } else { 0 });
    let sums = Sums { boot, world, ram, given, itself, crashkernel, unexplained };
    Account::ALL.into_iter().map(|account| sums.row(account)).collect()
}

impl Sums<'_> {
    fn row(&self, account: Account) -> AccountRow {
        let (pages, sure) = match account {
            Account::XenItself => (self.itself, Confidence::Estimated),
            Account::CrashKernel => (self.crashkernel, Confidence::Exact),
            Account::XenFree => (
                self.ram.less(self.itself).less(self.crashkernel).less(self.given),
                Confidence::Estimated,
            ),
            Account::FromDom0 => (self.world.returned, self.given_sure()),
            Account::Usable => (usable(self.world).less(self.unexplained), self.usable_sure()),
            Account::StructPage => self.cost(|c| c.struct_page),
            Account::PageTables => self.cost(|c| c.page_tables),
            Account::P2m => self.cost(|c| c.p2m),
            Account::Hashes => self.hashes(),
            Account::Swiotlb => self.part(|f| f.swiotlb),
            Account::KernelImage => self.part(|f| f.kernel_image),
            Account::Other => self.part(|f| f.other),
            Account::Stranded => (self.world.pages_with(Backing::Stranded), self.given_sure()),
            Account::Unexplained => (self.unexplained, self.usable_sure().max(Confidence::Derived)),
        };
        AccountRow { account, pages, sure }
    }

    fn cost(&self, pick: fn(Costs) -> Pages) -> (Pages, Confidence) {
        (self.world.costs.map(pick).unwrap_or_default(), Confidence::Derived.max(self.given_sure()))
    }

    /// Estimated if a rule was copied from another series or a few MiB decide.
    fn hashes(&self) -> (Pages, Confidence) {
        let (pages, sure) = self.cost(|c| c.hashes);
        let boot = self.boot;
        let rule = HashRule::of(boot.config.linux, &boot.kernel, boot.pages);
        (pages, if self.world.costs.is_some() { sure.max(rule.sure()) } else { sure })
    }

    fn part(&self, pick: fn(FixedCosts) -> FixedCost) -> (Pages, Confidence) {
        self.world.fixed.map_or((Pages::ZERO, Confidence::Exact), |f| (pick(f).pages, pick(f).sure))
    }

    /// The confidence in dom0's number of pages.
    fn given_sure(&self) -> Confidence {
        match self.boot.pages_origin {
            PagesOrigin::Given | PagesOrigin::Exact => Confidence::Exact,
            PagesOrigin::Estimated => Confidence::Estimated,
        }
    }

    /// Whether the typed `MemTotal` is more than the rows leave.
    fn contradicted(&self) -> bool {
        matches!(MemTotalGap::of(self.boot), MemTotalGap::More(_))
    }

    /// Exact if `MemTotal` was typed and the rows leave it; otherwise the confidence of the
    /// amounts subtracted.
    fn usable_sure(&self) -> Confidence {
        let kept = self.world.fixed.map_or(Confidence::Exact, FixedCosts::sure);
        match self.boot.config.facts.mem_total {
            Some(_) if self.world.fixed.is_some() && !self.contradicted() => Confidence::Exact,
            Some(_) | None => kept.max(Confidence::Derived).max(self.given_sure()),
        }
    }
}
