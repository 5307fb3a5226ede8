//! The story of one boot, as data: every step with the world after it, what Xen gave,
//! what the kernel did and how it ended.
//!
//! Not here: what was asked ([`crate::config`]) and running it ([`crate::simulate`]).

use crate::config::Config;
use crate::kernel::{KernelPanic, MemorySetup};
use crate::ledger::account::Account;
use crate::step::{MaxReservation, Phase, Step, World};
use crate::units::Pages;
use crate::xen::dom0_build::BuildResult;
use crate::xen::reservation::{Dom0Size, Env};

/// Where the number of pages Xen gave dom0 comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagesOrigin {
    /// Typed from a log.
    Given,
    /// Follows from the option alone, whatever Xen has left.
    Exact,
    /// Depends on the estimate of what Xen leaves (spec/xen.md 14).
    Estimated,
}

/// How the boot ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Dom0 is up.
    Up,
    /// Xen stops while it builds dom0. Too small rests on what such a kernel needed at
    /// least where it was seen, because its file is not known here; a size that is not
    /// below that boots in this model and may still be too small for a larger one.
    NotBuilt(BuildResult),
    /// Xen gives dom0 every page it has and stops for want of more. Seen in the one boot
    /// that tried (Xen 4.17, `dom0_mem=1G,max:1G` on a host of 1 GiB); of other releases
    /// only known that it may fail (spec/xen.md 6), so the story ends here for all.
    NothingLeft,
    /// The kernel stops.
    Panicked(KernelPanic),
    /// The kernel does not find room for what it must keep from boot.
    NoRoom(Shortfall),
}

/// What a kernel has no room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// What.
    pub account: Account,
    /// How much it is.
    pub needed: Pages,
    /// What is left for it.
    pub has: Pages,
}

/// The whole story of one boot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boot {
    /// What was asked.
    pub config: Config,
    /// The steps; at least the machine's map.
    pub steps: Vec<Step>,
    /// Pages Xen gives dom0 at first; none where it keeps more than there is.
    pub pages: Pages,
    /// How sure that number is.
    pub pages_origin: PagesOrigin,
    /// What Xen made of the option.
    pub xen: Dom0Size,
    /// Pages Xen has for dom0 at most: an estimate, moved to where told pages fit.
    pub available: Pages,
    /// What the kernel did; empty where it never ran.
    pub kernel: MemorySetup,
    /// How it ended.
    pub outcome: Outcome,
}

impl Boot {
    /// The step of this phase; where this kernel has none, the last one before it.
    pub fn index_of(&self, phase: Phase) -> usize {
        self.steps.iter().rposition(|s| s.phase <= phase).unwrap_or(0)
    }

    /// The world at the end.
    pub fn end(&self) -> Option<&World> {
        self.steps.last().map(|s| &s.after)
    }

    /// What Xen computed dom0's size from.
    pub fn env(&self) -> Env<'_> {
        self.config.env(self.available)
    }

    /// The room, where it ends because it would be more than ten times the initial pages
    /// (base and room together, to 3.1): more RAM changes nothing.
    pub fn ceiling(&self) -> Option<Pages> {
        let run = &self.kernel;
        let list = if run.extra_initial.is_empty() { &run.extra } else { &run.extra_initial };
        let room: i64 = list.iter().map(|e| e.pages.max(0)).fold(0, i64::saturating_add);
        // A region can lose a partial page at each end.
        let whole = Pages(room.unsigned_abs().saturating_add(2 * list.len() as u64));
        run.ceiling.filter(|most| whole >= *most)
    }

    /// Dom0's maximum reservation.
    pub fn maximum(&self) -> MaxReservation {
        self.xen.maximum
    }
}
