//! The story of one boot, as data: every step with the world after it, the pages Xen gave, the
//! result of the kernel's setup and the outcome.
//!
//! Not here: the input ([`crate::config`]) and running it ([`crate::simulate`]).

use crate::config::Config;
use crate::kernel::{KernelPanic, MemorySetup};
use crate::ledger::account::Account;
use crate::step::{Change, Descriptors, MaxReservation, Phase, Step, ToolsReport, World};
use crate::units::Pages;
use crate::xen::dom0_build::BuildResult;
use crate::xen::reservation::{Dom0Size, Env};

/// The origin of the number of pages Xen gave dom0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagesOrigin {
    /// Typed from a log.
    Given,
    /// Follows from the option alone, regardless of the memory Xen has left.
    Exact,
    /// Depends on the estimate of the memory Xen has left (spec/xen.md 14).
    Estimated,
}

/// How the boot ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Dom0 is up.
    Up,
    /// Xen stops while it builds dom0. "Too small" is based on the smallest requirement seen for
    /// such a kernel, because its file is not known here. A size not below that boots in this
    /// model and may still be too small for a larger kernel.
    NotBuilt(BuildResult),
    /// Xen gives dom0 every page it has, then stops because it needs more. Seen in the one boot
    /// that tried it (Xen 4.17, `dom0_mem=1G,max:1G` on a host of 1 GiB). For other releases it is
    /// only known that this may fail (spec/xen.md 6), so the story ends here for all.
    NothingLeft,
    /// The kernel stops.
    Panicked(KernelPanic),
    /// The kernel has no room for the memory it must use from boot.
    NoRoom(Shortfall),
}

/// A cost for which the kernel has no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The account.
    pub account: Account,
    /// Pages it needs.
    pub needed: Pages,
    /// Pages left for it.
    pub has: Pages,
}

/// The whole story of one boot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boot {
    /// The input.
    pub config: Config,
    /// The steps; at least the machine's map.
    pub steps: Vec<Step>,
    /// Pages Xen gives dom0 at first; none if Xen needs more than there is.
    pub pages: Pages,
    /// The confidence in that number.
    pub pages_origin: PagesOrigin,
    /// How Xen read the option.
    pub xen: Dom0Size,
    /// Maximum number of pages Xen has for dom0: an estimate, shifted to fit logged pages.
    pub available: Pages,
    /// The result of the kernel's setup; empty if it never ran.
    pub kernel: MemorySetup,
    /// How it ended.
    pub outcome: Outcome,
}

impl Boot {
    /// The step of this phase, or the last one before it if this kernel does not have the phase.
    pub fn index_of(&self, phase: Phase) -> usize {
        self.steps.iter().rposition(|s| s.phase() <= phase).unwrap_or(0)
    }

    /// The step of this phase; `None` if this boot has no such step.
    pub fn step(&self, phase: Phase) -> Option<&Step> {
        self.steps.iter().find(|s| s.phase() == phase)
    }

    /// Pages that the step of this phase is about (released, moved, added …); none if there is no
    /// such step.
    pub fn pages_of(&self, phase: Phase) -> Pages {
        self.step(phase).and_then(|s| s.change.pages()).unwrap_or_default()
    }

    /// Usable RAM of the machine, in whole pages of its map.
    pub fn ram(&self) -> Pages {
        self.steps.first().map(|s| s.after.machine.ram_pages()).unwrap_or_default()
    }

    /// The bookkeeping as the kernel set it up, before the balloon added any; `None` if the kernel
    /// never got that far.
    pub fn descriptors(&self) -> Option<Descriptors> {
        let step = self.step(Phase::Descriptors)?;
        let Change::Descriptors(made) = step.change else { return None };
        Some(made)
    }

    /// What the tools report, before the balloon added any pages; `None` if dom0 is not up.
    pub fn tools(&self) -> Option<ToolsReport> {
        let step = self.step(Phase::ToolsReport)?;
        let Change::ToolsReport(report) = step.change else { return None };
        Some(report)
    }

    /// The world at the end.
    pub fn end(&self) -> Option<&World> {
        self.steps.last().map(|s| &s.after)
    }

    /// The inputs from which Xen computed dom0's size.
    pub fn env(&self) -> Env<'_> {
        self.config.env(self.available)
    }

    /// The room, if it is cut because it would exceed ten times the initial pages (base and room
    /// together, up to 3.1). More RAM changes nothing then.
    pub fn ratio_limit(&self) -> Option<Pages> {
        self.kernel.reached_ratio_limit()
    }

    /// Dom0's maximum reservation.
    pub fn maximum(&self) -> MaxReservation {
        self.xen.maximum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot;
    use crate::version::Version;

    fn run(option: &str) -> Boot {
        test_boot::run(64, option, Version::new(3, 2, 0))
    }

    #[test]
    fn a_boot_answers_what_is_asked_of_it() {
        let boot = run("4G");
        // Without the page at 9f000 and the BIOS area.
        assert_eq!(boot.ram(), Pages((64 << 18) - 97));
        assert_eq!(boot.pages_of(Phase::PagesReleased), Pages(264_417));
        assert_eq!(boot.pages_of(Phase::PagesMoved), Pages::ZERO);
        assert_eq!(boot.step(Phase::PagesMoved), None);
        let made = boot.descriptors().unwrap();
        assert_eq!(Some(made.costs), boot.end().unwrap().costs);
        assert!(made.with_max.total() < made.costs.total());
        assert_eq!(boot.tools().unwrap().xl_list, boot.kernel.pages_end);
    }

    #[test]
    fn a_boot_that_xen_stops_has_no_descriptors_and_no_tools() {
        let boot = run("16M");
        assert_ne!(boot.outcome, Outcome::Up);
        assert_eq!((boot.descriptors(), boot.tools()), (None, None));
        assert_eq!(boot.ram(), run("4G").ram());
    }
}
