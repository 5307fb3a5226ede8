//! What an advised option respects besides Xen's grammar: the least memory a dom0 needs, and the
//! balloon target the reader typed.
//!
//! Xen's own minimum ([`crate::xen::dom0_build`]) is only what it takes to start a kernel. These
//! are rules of thumb for what runs in it afterwards, and no result of the model.

use crate::balloon::{Balloon, Driver, Plan, Target};
use crate::boot::Boot;
use crate::step::MaxReservation;
use crate::units::Pages;
use crate::xen::Group;
use crate::xen::intent::{Intent, IntentItem};

/// Least memory of a dom0 that runs a minimal system: 512 MiB. With less, unpacking the initrd
/// or user space will probably run out of memory.
pub const LEAST: Pages = Pages(1 << 17);
/// Least memory of a server's dom0: 1 GiB.
pub const LEAST_FOR_A_SERVER: Pages = Pages::GIB;

/// Least memory that programs need beside what the kernel uses: 128 MiB.
const LEAST_FREE: Pages = Pages(1 << 15);

/// A balloon target below dom0's size, and what it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowTarget {
    /// The size it asks for.
    pub wanted: Pages,
    /// What it does.
    pub plan: Plan,
    /// The target that brings the initial size back.
    pub raise: Plan,
    /// What dom0 has in use at boot.
    pub in_use: Pages,
    /// What `free` shows with it; none if it is below what dom0 has in use.
    pub free: Pages,
    /// Whether dom0 is left with too little: with less than [`LEAST`] beside the bookkeeping of
    /// pages that it does not have, or with hardly any memory for its programs.
    pub starves: bool,
}

impl LowTarget {
    /// The effect of `target` on `boot`; `None` if it is not below dom0's size, or without a driver
    /// or a dom0 that is up.
    pub fn of(boot: &Boot, target: Target) -> Option<Self> {
        let Target::Size(wanted) = target else { return None };
        if wanted >= boot.pages || boot.config.balloon.driver == Driver::Off {
            return None;
        }
        let plan = Plan::of(boot, Balloon { target, ..boot.config.balloon })?;
        let raise = Plan::restoring(boot)?;
        let shown = boot.tools()?.free_total;
        let costs = boot.descriptors()?;
        let for_room = costs.costs.total().less(costs.with_max.total());
        let free = shown.plus(plan.gains).less(plan.returns);
        let starves = free < LEAST_FREE || plan.after.in_xen.less(for_room) < LEAST;
        let in_use = plan.before.in_xen.less(shown);
        Some(Self { wanted, plan, raise, in_use, free, starves })
    }
}

/// Of 8 GiB and more, people type no MiB.
const ROUGH: Pages = Pages(8 << 18);

/// The least that a suggested size may be on this machine: a server's, where it leaves a third of
/// the memory to guests.
pub(super) fn least_suggested(boot: &Boot) -> Pages {
    if boot.available >= Pages(3 << 17) { LEAST_FOR_A_SERVER } else { LEAST }
}

/// The size that a balloon target above the initial one asks for, as far as Xen has that much.
/// It is rounded as people type it: to whole MiB or, where Xen has 8 GiB and more, down to the
/// GiB that Xen has. `None` without a driver, which could not grow dom0.
pub fn target_above_size(boot: &Boot, initial: Pages) -> Option<Pages> {
    if boot.config.balloon.driver == Driver::Off {
        return None;
    }
    match boot.config.balloon.target {
        Target::Size(pages) if pages > initial => {
            let unit = if boot.available >= ROUGH { Pages::GIB } else { Pages::MIB };
            let most = Pages(boot.available.0 & !(unit.0 - 1));
            Some(pages.min(most).rounded_up(Pages::MIB)).filter(|target| *target > initial)
        }
        Target::None | Target::Initial | Target::Size(_) => None,
    }
}

/// The text with at least [`LEAST`], if dom0 would get less and the machine has that much;
/// `after` is the boot with the text.
pub(super) fn raised(after: &Boot, text: &str) -> Option<String> {
    if after.pages >= LEAST || after.available <= LEAST {
        return None;
    }
    let said = Intent::of(text.as_bytes());
    let spendable = after.xen.spendable;
    let least = |item: IntentItem| {
        if item.pages(spendable) < LEAST { IntentItem::plain(LEAST) } else { item }
    };
    let (amount, max) = (said.amount.map(least), said.max.map(least));
    Intent { amount, max, ..said }.written(Group::of(after.config.xen), spendable)
}

/// The text with a ceiling that allows the balloon target of `boot`, if its own forbids it, whether
/// or not the kernel asks for it; `after` is the boot with the text.
pub(super) fn allowing(boot: &Boot, after: &Boot, text: &str) -> Option<String> {
    let target = target_above_size(boot, after.pages)?;
    let MaxReservation::Pages(most) = after.maximum() else { return None };
    let said = Intent::of(text.as_bytes());
    if most >= target {
        return None;
    }
    // A ceiling that is lower than the amount, or alone, is also the size.
    let spendable = after.xen.spendable;
    let amount = said.amount.filter(|amount| amount.pages(spendable) <= most).or(said.max);
    let intent = Intent { amount, max: Some(IntentItem::plain(target)), ..said };
    intent.written(Group::of(after.config.xen), spendable)
}
