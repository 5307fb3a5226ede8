//! The balloon driver: the effect of a target, what stops it, and the number to write.
//!
//! [`Plan::of`] takes a finished boot and a target. The meaning of `target_kb` differs by kernel
//! (spec/overhead.md 3, spec/kernel.md 9); each rule names its releases. Checked against 90 real
//! boots that wrote targets (`tests/tests/balloon.rs`); in two of them, of Debian's 6.12.43, the
//! driver counts one page less than this code. Not here: the order in which the driver fills a
//! region (undocumented; the pieces start at the lowest page number), the toolstack's own limits
//! (`xen::toolstack`), and the advice (`advice`). Three rules of spec/overhead.md 3 and
//! spec/kernel.md 9 are left out because no boot showed them: 5.9 gives up after four failures in
//! a row, hotplug is blocked since 5.2 until the first target arrives, and 6.19.9 refuses to start
//! if the regions that reach it are as large as dom0's memory.

mod pieces;
mod rules;
pub mod settings;

pub use pieces::step;
pub use rules::unit;
pub use settings::{Balloon, Driver, Hotplug, Target};

use crate::boot::{Boot, Outcome};
use crate::kernel::rules::ExtraOwner;
use crate::kernel::{Era, MemorySetup};
use crate::memory::{Costs, SECTION};
use crate::span::total;
use crate::step::{MaxReservation, Phase, World};
use crate::units::{PAGE_SIZE, Pages};

/// The unit in which the kernel reads `target_kb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// KiB, as its name says.
    Kib,
    /// Bytes: classic kernels, despite the name.
    Bytes,
}

/// Dom0's memory at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalloonState {
    /// The driver's own count: `info/current_kb`.
    pub current: Pages,
    /// Xen's count: `xl list`.
    pub in_xen: Pages,
    /// Pages the driver can populate without adding memory: `info/low_kb`.
    pub ballooned: Pages,
}

/// The reason the growth stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The target is reached.
    Reached,
    /// There is no driver.
    NoDriver,
    /// Xen does not give dom0 more than its maximum reservation.
    Ceiling,
    /// The driver has no more page numbers and cannot add memory.
    NoRoom,
    /// The driver could add memory, but dom0 has no free memory for its bookkeeping.
    NothingToDescribeWith,
    /// Xen has no more free memory (an estimate).
    NothingFree,
}

/// A target that is written, and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Before.
    pub before: BalloonState,
    /// After.
    pub after: BalloonState,
    /// The target in the driver's own count.
    pub target: Pages,
    /// The reason the growth stops.
    pub stop: StopReason,
    /// Sections of 128 MiB added for it.
    pub sections: u64,
    /// Pages obtained from Xen.
    pub gains: Pages,
    /// Pages returned to Xen, for a lower target.
    pub returns: Pages,
    /// Free memory of dom0 used for the new pages: p2m pages up to 3.18, bookkeeping of added
    /// sections. `MemTotal` does not show it.
    pub costs: Costs,
    /// The unit of `target_kb`.
    pub unit: Unit,
}

impl Plan {
    /// The plan for `balloon`'s target after `boot`; `None` if there is no target or dom0 is
    /// not up.
    pub fn of(boot: &Boot, balloon: Balloon) -> Option<Self> {
        let wanted = match balloon.target {
            Target::None => return None,
            Target::Initial => boot.pages,
            Target::Size(pages) => pages,
        };
        let before = balloon_state(boot)?;
        // Up to 3.1, the driver still counts released pages, so the target must be larger by them.
        let target = Pages(wanted.0.saturating_add(before.current.less(boot.kernel.pages_end).0));
        let target = rules::clamped(boot, target);
        let free = boot.available.less(before.in_xen);
        Some(Self::from(boot, balloon, before, target, free))
    }

    /// The plan for dom0's initial size as the target, whatever the configuration's own target is;
    /// `None` if dom0 is not up.
    pub fn to_initial(boot: &Boot) -> Option<Self> {
        Self::of(boot, Balloon { target: Target::Initial, ..boot.config.balloon })
    }

    /// The plan for the initial size with a target as people type it, in whole MiB: less than a MiB
    /// below that size. `None` if dom0 is not up.
    pub fn restoring(boot: &Boot) -> Option<Self> {
        let exact = Self::to_initial(boot)?;
        let odd = Pages(exact.target.0 % (1 << 8));
        if odd.is_zero() {
            return Some(exact);
        }
        let target = Target::Size(boot.pages.less(odd));
        Self::of(boot, Balloon { target, ..boot.config.balloon })
    }

    /// The effect of a target on a dom0 in state `before`, with this much free memory in Xen.
    pub fn from(
        boot: &Boot,
        balloon: Balloon,
        before: BalloonState,
        target: Pages,
        free: Pages,
    ) -> Self {
        let kernel = boot.config.linux;
        let unit = unit(kernel);
        let wanted = target.less(before.current);
        let missing = wanted.less(before.ballooned);
        let adds = balloon.driver == Driver::On && balloon.hotplug.is_on(kernel);
        let spare = booted(boot).map(crate::ledger::usable).unwrap_or_default();
        let asked = if adds { missing.0.div_ceil(SECTION.0) } else { 0 };
        let sections = asked.min(spare.0 / rules::section(kernel).total().0.max(1));
        let no_room =
            if sections < asked { StopReason::NothingToDescribeWith } else { StopReason::NoRoom };
        let room = before.ballooned.plus(Pages(sections.saturating_mul(SECTION.0)));
        let (gains, stop) = match balloon.driver {
            Driver::Off => (Pages::ZERO, StopReason::NoDriver),
            Driver::On => least(
                wanted,
                &[
                    (room, no_room),
                    (ceiling(boot).less(before.in_xen), StopReason::Ceiling),
                    (free, StopReason::NothingFree),
                ],
            ),
        };
        let returns = match balloon.driver {
            Driver::Off => Pages::ZERO,
            Driver::On => before.current.less(target),
        };
        let moved = |n: Pages| n.plus(gains).less(returns);
        let after = BalloonState {
            current: moved(before.current),
            in_xen: moved(before.in_xen),
            ballooned: room.less(gains).plus(returns),
        };
        let pieces = pieces::new(boot, before, gains);
        let costs = rules::costs(boot, &pieces, sections);
        let costs = Costs { p2m: costs.p2m.min(spare.plus(gains)), ..costs };
        Self { before, after, target, stop, sections, gains, returns, costs, unit }
    }

    /// The number to write to `target_kb`, in the unit in which the kernel reads it.
    pub fn number(&self) -> u64 {
        match self.unit {
            Unit::Kib => self.target.0.saturating_mul(PAGE_SIZE / 1024),
            Unit::Bytes => self.target.0.saturating_mul(PAGE_SIZE),
        }
    }
}

/// The world before any target was written.
fn booted(boot: &Boot) -> Option<&World> {
    boot.step(Phase::ToolsReport).map(|s| &s.after)
}

/// The minimum of the wanted amount and the limits, and which of them it was.
fn least(wanted: Pages, limits: &[(Pages, StopReason)]) -> (Pages, StopReason) {
    let first = (wanted, StopReason::Reached);
    limits.iter().fold(first, |least, &limit| if limit.0 < least.0 { limit } else { least })
}

/// The number of pages Xen allows dom0.
fn ceiling(boot: &Boot) -> Pages {
    match boot.maximum() {
        MaxReservation::Unlimited => Pages(u64::MAX),
        MaxReservation::Pages(most) => most,
    }
}

/// The state of dom0 once it is up; `None` if it is not.
pub fn balloon_state(boot: &Boot) -> Option<BalloonState> {
    if boot.outcome != Outcome::Up {
        return None;
    }
    let run = &boot.kernel;
    let era = boot.config.linux.variant.era();
    // Up to 3.1, released pages are not subtracted. Up to 3.4, Xen takes back one page less than
    // the kernel released (12 of 12 boots).
    let counted = if era <= Era::HolesReleased { boot.pages } else { run.pages_end };
    let current = Pages(counted.0.min(run.max_pfn.0));
    let one = Pages(u64::from(era == Era::Released && !run.released.is_empty()));
    let ballooned = match boot.config.linux.extra_owner() {
        ExtraOwner::Balloon => room(run),
        ExtraOwner::Pool => Pages::ZERO,
    };
    Some(BalloonState { current, in_xen: run.pages_end.plus(one), ballooned })
}

/// Pages of the balloon's regions.
fn room(run: &MemorySetup) -> Pages {
    total(&pieces::regions(run))
}

#[cfg(test)]
mod tests;
