//! One boot, computed once: [`simulate`] turns a [`Config`] into the whole story.
//!
//! Run first, look later: a [`Boot`] contains every step with the world after it, the pages Xen
//! gave, the result of the kernel's setup and the outcome. Nothing is computed lazily and nothing
//! depends on time. Not here: the data ([`crate::boot`]), and the ledger, which is counted from a
//! step's world ([`crate::ledger`]).

mod calibrate;
mod rewrite;
mod story;

use calibrate::{Calibrated, calibrate};
use story::Story;

use crate::balloon::{self, Target};
use crate::boot::{Boot, Outcome, PagesOrigin, Shortfall};
use crate::config::Config;
use crate::count::{Work, count};
use crate::kernel::{self, Input, MemorySetup, ReservationReply};
use crate::ledger::account::Account;
use crate::memory;
use crate::step::{Allocation, Phase};
use crate::units::Pages;
use crate::xen::dom0_build::{self, BuildResult};
use crate::xen::reservation::Dom0Size;

pub use calibrate::contradiction;
pub use rewrite::rewrite;

/// Runs one boot.
pub fn simulate(config: &Config) -> Boot {
    count(Work::Boot);
    let machine = config.machine.resolved();
    let Calibrated { available, xen } = calibrate(config, machine.ram_pages());
    let keeps_all = dom0_build::built(xen.size, config.need(), available) == BuildResult::KeepsAll;
    let computed = if keeps_all { Pages::ZERO } else { xen.size.pages_or_zero() };
    let pages = config.pages_given.unwrap_or(computed);
    let pages_origin = match config.pages_given {
        None if keeps_all => PagesOrigin::Estimated,
        Some(_) | None => pages_origin(config, &xen, available, pages),
    };
    let fits_at_all = pages <= machine.ram_pages();
    let mut story = Story::new(machine);
    if fits_at_all {
        story.dom0_built(Allocation { pages, maximum: xen.maximum });
    }
    let mut boot = Boot {
        config: config.clone(),
        steps: Vec::new(),
        pages,
        pages_origin,
        xen,
        available,
        kernel: MemorySetup::default(),
        outcome: Outcome::Up,
    };
    boot.outcome = stopped_early(&boot).unwrap_or_else(|| {
        boot.kernel = set_up(config, pages, boot.xen.returned);
        story.tell(config, &boot.kernel, pages)
    });
    boot.steps = story.steps;
    boot.steps.extend(balloon::step(&boot));
    boot
}

/// The same boot with another balloon target, which changes nothing before its own step.
pub(crate) fn set_target(boot: &Boot, target: Target) -> Boot {
    let mut boot = boot.clone();
    boot.config.balloon.target = target;
    boot.steps.retain(|s| s.phase() != Phase::BalloonedUp);
    boot.steps.extend(balloon::step(&boot));
    boot
}

/// The reason the kernel never runs, if there is one: Xen is checked first, then the kernel's own
/// room. A log that states the pages proves that dom0 was built.
fn stopped_early(boot: &Boot) -> Option<Outcome> {
    stopped_by_xen(boot).or_else(|| {
        let image = boot.config.facts.kernel_image.map(memory::rounded_pages)?;
        let shortfall = Shortfall { account: Account::KernelImage, needed: image, has: boot.pages };
        (image > boot.pages).then_some(Outcome::NoRoom(shortfall))
    })
}

fn stopped_by_xen(boot: &Boot) -> Option<Outcome> {
    let (config, pages) = (&boot.config, boot.pages);
    if config.pages_given.is_some() {
        let ram = config.machine.resolved().ram_pages();
        return (pages > ram).then_some(Outcome::NotBuilt(BuildResult::NotEnoughRam));
    }
    match dom0_build::built(boot.xen.size, config.need(), boot.available) {
        BuildResult::Fits if pages == boot.xen.spendable => Some(Outcome::NothingLeft),
        BuildResult::Fits => None,
        stopped @ (BuildResult::TooSmall { .. }
        | BuildResult::NotEnoughRam
        | BuildResult::KeepsAll
        | BuildResult::Undefined) => Some(Outcome::NotBuilt(stopped)),
    }
}

/// The result of an option that was read already, with another amount of memory left in Xen.
fn size(config: &Config, xen: &Dom0Size, available: Pages) -> Dom0Size {
    xen.with_available(&config.env(available))
}

/// A size is exact if it does not change with the memory Xen has left, within the spread.
fn pages_origin(config: &Config, xen: &Dom0Size, available: Pages, pages: Pages) -> PagesOrigin {
    if config.pages_given.is_some() {
        return PagesOrigin::Given;
    }
    let spread = Pages(available.0 / 1000 * crate::xen::estimate::SPREAD_PER_MILLE + 1);
    let near = [available.plus(spread), available.less(spread)];
    if near.iter().all(|&a| size(config, xen, a).size.pages_or_zero() == pages) {
        PagesOrigin::Exact
    } else {
        PagesOrigin::Estimated
    }
}

fn set_up(config: &Config, pages: Pages, maximum: ReservationReply) -> MemorySetup {
    let (kernel, host) = (config.linux, &config.machine);
    kernel::set_up(&Input { kernel, host, pages, maximum, layout: config.layout })
}
