//! A typed `MemTotal` compared with the rows: the only place where a remainder can arise.

use core::cmp::Ordering;

use super::rows::free_shows;
use crate::boot::Boot;
use crate::step::Phase;
use crate::units::Pages;

/// The difference between a typed `MemTotal` and the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemTotalGap {
    /// No `MemTotal` was typed, or it equals the result of the rows.
    Agrees,
    /// Less by this amount, which is unexplained.
    Less(Pages),
    /// More by this amount: an estimated row is too large by it.
    More(Pages),
}

impl MemTotalGap {
    /// The typed total of `free` compared with the result of the rows. The typed number is from
    /// the end of `boot`, before the balloon added any pages.
    pub fn of(boot: &Boot) -> Self {
        let step = boot.step(Phase::ToolsReport);
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

    /// What `free` would show where the rows leave `shown`, with the same difference, and at most
    /// the `most` pages that dom0 has.
    pub(crate) fn applied(self, shown: Pages, most: Pages) -> Pages {
        match self {
            Self::Agrees => shown,
            Self::Less(pages) => shown.less(pages),
            Self::More(pages) => shown.plus(pages).min(most.max(shown)),
        }
    }

    /// The amount shown as a row of its own.
    pub(super) const fn unexplained(self) -> Pages {
        match self {
            Self::Less(pages) => pages,
            Self::Agrees | Self::More(_) => Pages::ZERO,
        }
    }
}
