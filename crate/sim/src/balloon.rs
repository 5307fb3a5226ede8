//! The balloon driver: what a target brings, what stops it, and the number to write.
//!
//! [`Plan::of`] takes a finished boot and a target. Semantics of `target_kb` differ by
//! kernel (spec/overhead.md 3, spec/kernel.md 9); each rule names its releases.
//! Checked against 90 real boots that wrote targets (`tests/tests/balloon.rs`); in two of
//! them, of Debian's 6.12.43, the driver counts a page less than here.
//! Not here: which pages of a region the driver takes first (nobody wrote that
//! down; the pieces start at the lowest), the toolstack's own limits
//! (`xen::toolstack`), and what to advise (`advice`). Of spec/overhead.md 3 and
//! spec/kernel.md 9 these are left out, because no boot showed them: that 5.9 gives up
//! after four failures in a row, that hotplug is blocked from 5.2 on until the first
//! target arrives, and that 6.19.9 refuses to start where the regions that reach it are
//! as large as what dom0 has.

mod pieces;
mod rules;
pub mod settings;

pub use pieces::step;
pub use rules::{extra_owner, unit};
pub use settings::{Balloon, Driver, Hotplug, Target};

use crate::boot::{Boot, Outcome};
use crate::kernel::{Era, MemorySetup};
use crate::memory::{Costs, SECTION};
use crate::span::total;
use crate::step::{MaxReservation, Phase, World};
use crate::units::{PAGE_SIZE, Pages};

/// Who may use the pages of the room (spec/kernel.md 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraOwner {
    /// The balloon: its pages can come.
    Balloon,
    /// The pool for mapped guest pages (`CONFIG_XEN_UNPOPULATED_ALLOC`): growing means
    /// hotplug.
    Pool,
}

/// The unit in which the kernel reads `target_kb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// KiB, as its name says.
    Kib,
    /// Bytes: classic kernels, whatever the name says.
    Bytes,
}

/// What dom0 has at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalloonState {
    /// What the driver believes: `info/current_kb`.
    pub current: Pages,
    /// What Xen counts: `xl list`.
    pub in_xen: Pages,
    /// Pages the driver can bring without adding memory: `info/low_kb`.
    pub ballooned: Pages,
}

/// What ends the growth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The target is reached.
    Reached,
    /// There is no driver.
    NoDriver,
    /// Xen does not give dom0 more than its maximum reservation.
    Ceiling,
    /// The driver has no more numbers, and cannot add memory.
    NoRoom,
    /// It could add memory, but dom0 has nothing free to describe it with.
    NothingToDescribeWith,
    /// Xen has no more free memory (an estimate).
    NothingFree,
}

/// One target written and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Before.
    pub before: BalloonState,
    /// After.
    pub after: BalloonState,
    /// The target in the driver's own count.
    pub target: Pages,
    /// What ends the growth.
    pub stop: StopReason,
    /// Sections of 128 MiB added for it.
    pub sections: u64,
    /// Pages that come from Xen.
    pub gains: Pages,
    /// Pages that go to Xen, for a target below.
    pub returns: Pages,
    /// What dom0 fills for the new pages out of what is free in it: p2m pages to 3.18,
    /// descriptors of added sections. `MemTotal` does not show it.
    pub costs: Costs,
    /// The unit of `target_kb`.
    pub unit: Unit,
}

impl Plan {
    /// The plan for the target in `boot`'s own configuration; `None` if there is no
    /// target or dom0 is not up.
    pub fn of(boot: &Boot, balloon: Balloon) -> Option<Self> {
        let wanted = match balloon.target {
            Target::None => return None,
            Target::Initial => boot.pages,
            Target::Size(pages) => pages,
        };
        let before = balloon_state(boot)?;
        // To 3.1 the driver still counts what was released: ask for as much more.
        let target = Pages(wanted.0.saturating_add(before.current.less(boot.kernel.pages_end).0));
        let target = rules::clamped(boot, target);
        let free = boot.available.less(before.in_xen);
        Some(Self::from(boot, balloon, before, target, free))
    }

    /// What a target does to a dom0 that stands at `before`, with so much free in Xen.
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

    /// The number to write to `target_kb`, in the unit the kernel reads it in.
    pub fn number(&self) -> u64 {
        match self.unit {
            Unit::Kib => self.target.0.saturating_mul(PAGE_SIZE / 1024),
            Unit::Bytes => self.target.0.saturating_mul(PAGE_SIZE),
        }
    }
}

/// The world before any target was written.
fn booted(boot: &Boot) -> Option<&World> {
    boot.steps.iter().find(|s| s.phase == Phase::ToolsReport).map(|s| &s.after)
}

/// The smallest of what is wanted and of the limits, and which it was.
fn least(wanted: Pages, limits: &[(Pages, StopReason)]) -> (Pages, StopReason) {
    let first = (wanted, StopReason::Reached);
    limits.iter().fold(first, |least, &limit| if limit.0 < least.0 { limit } else { least })
}

/// What Xen lets dom0 have.
fn ceiling(boot: &Boot) -> Pages {
    match boot.maximum() {
        MaxReservation::Unlimited => Pages(u64::MAX),
        MaxReservation::Pages(most) => most,
    }
}

/// Where dom0 stands when it is up; `None` where it is not.
pub fn balloon_state(boot: &Boot) -> Option<BalloonState> {
    if boot.outcome != Outcome::Up {
        return None;
    }
    let run = &boot.kernel;
    let era = boot.config.linux.variant.era();
    // To 3.1 released pages are not subtracted; to 3.4 Xen takes one page less back
    // than the kernel released (12 of 12 boots).
    let counted = if era <= Era::HolesReleased { boot.pages } else { run.pages_end };
    let current = Pages(counted.0.min(run.max_pfn.0));
    let one = Pages(u64::from(era == Era::Released && !run.released.is_empty()));
    let ballooned = match extra_owner(boot.config.linux) {
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
