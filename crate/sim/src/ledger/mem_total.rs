//! A typed `MemTotal` against the rows: the only place where something can be left over.

use core::cmp::Ordering;

use super::rows::free_shows;
use crate::boot::Boot;
use crate::step::Phase;
use crate::units::Pages;

/// What a typed `MemTotal` says beyond the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemTotalGap {
    /// Nothing, or just what the rows leave.
    Agrees,
    /// So much less: nobody knows where it is.
    Less(Pages),
    /// So much more: an estimated row is too large by that.
    More(Pages),
}

impl MemTotalGap {
    /// What `free` is said to show in `boot`, against what the rows leave. The typed
    /// number is of the boot's end, before the balloon brought anything.
    pub fn of(boot: &Boot) -> Self {
        let step = boot.steps.iter().find(|s| s.phase == Phase::ToolsReport);
        let (Some(typed), Some(step)) = (boot.config.facts.mem_total, step) else {
            return Self::Agrees;
        };
        let shown = free_shows(boot.config.linux.variant.era(), &step.after);
        match typed.cmp(&shown) {
            Ordering::Less => Self::Less(shown.less(typed)),
            Ordering::Equal => Self::Agrees,
            Ordering::Greater => Self::More(typed.less(shown)),
        }
    }

    /// What becomes a row of its own.
    pub(super) const fn unexplained(self) -> Pages {
        match self {
            Self::Less(pages) => pages,
            Self::Agrees | Self::More(_) => Pages::ZERO,
        }
    }
}
