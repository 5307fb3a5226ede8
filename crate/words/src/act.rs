//! What a kernel does with dom0's pages on holes, as the timeline names it.
//!
//! Coarser than [`Era`]: one name for each act that a reader sees in the figure. Not here:
//! the releases on the timeline (`read::timeline`).

use sim::kernel::Era;

/// The four acts, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Classic kernels: the machine's map is not used, and no page leaves.
    Classic,
    /// 2.6.32–3.4: returned to Xen.
    Returns,
    /// 3.5–3.17: returned, then populated higher up.
    Refills,
    /// Since 3.18: moved.
    Moves,
}

impl Act {
    /// All acts, oldest first.
    pub const ALL: [Self; 4] = [Self::Classic, Self::Returns, Self::Refills, Self::Moves];

    /// The act of an era.
    pub const fn of(era: Era) -> Self {
        match era {
            Era::Classic => Self::Classic,
            Era::HolesReleased | Era::Released => Self::Returns,
            Era::Populated => Self::Refills,
            Era::MovedNow | Era::MovedLate | Era::Checked => Self::Moves,
        }
    }

    /// Its name on the timeline, which is also its name in style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Returns => "returns",
            Self::Refills => "refills",
            Self::Moves => "moves",
        }
    }
}
