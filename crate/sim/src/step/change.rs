//! The change made by a step: enough to animate it and to describe it.
//!
//! Not here: the world after it ([`super::World`]).

use super::{Allocation, Move, Phase, Rewrite};
use crate::balloon::Plan;
use crate::memory::Costs;
use crate::span::Span;
use crate::units::{Pages, Pfn};

/// The change made by a step: enough to animate it and to describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The map appeared, with this much usable RAM.
    MapListed {
        /// Whole usable pages.
        ram: Pages,
    },
    /// Dom0 appeared.
    Dom0Built(Allocation),
    /// The kernel read the machine's map.
    MapRead,
    /// Pages found under holes.
    HolesFound {
        /// Their page numbers, sorted.
        pieces: Vec<Span<Pfn>>,
    },
    /// Pages returned to Xen.
    Released {
        /// Their page numbers, sorted.
        pieces: Vec<Span<Pfn>>,
    },
    /// Pages refilled by Xen.
    Repopulated {
        /// Their page numbers, sorted.
        pieces: Vec<Span<Pfn>>,
    },
    /// Pages moved to other page numbers.
    Moved {
        /// The moves, sorted by old number.
        moves: Vec<Move>,
    },
    /// Page numbers turned into windows to the hardware.
    IdentityMapped {
        /// The page numbers, sorted; cut at the end of the machine's map.
        identity: Vec<Span<Pfn>>,
    },
    /// The kernel turned the map that it read into its own.
    MapRewritten(Rewrite),
    /// Room for the balloon.
    BalloonRoom {
        /// The page numbers, sorted.
        room: Vec<Span<Pfn>>,
    },
    /// Bookkeeping created.
    Descriptors(Descriptors),
    /// The values the tools report.
    ToolsReport(ToolsReport),
    /// The pages the balloon added to reach the target.
    BalloonedUp {
        /// Their page numbers, sorted: first those of the room, then those of added memory.
        pieces: Vec<Span<Pfn>>,
        /// The target and its result.
        plan: Plan,
    },
}

/// The bookkeeping (`struct page`, page tables, p2m, hash tables) that the kernel set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Descriptors {
    /// For the pages the kernel might get.
    pub costs: Costs,
    /// The same if the maximum were the initial size.
    pub with_max: Costs,
    /// The end of the possible page numbers in that case.
    pub with_max_end: Pfn,
}

/// The values that the tools report once dom0 is up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToolsReport {
    /// The pages `xl list` shows for dom0.
    pub xl_list: Pages,
    /// The total that `free` shows (`MemTotal`).
    pub free_total: Pages,
}

impl Change {
    /// The phase of a boot in which this happens.
    pub const fn phase(&self) -> Phase {
        match self {
            Self::MapListed { .. } => Phase::FirmwareMap,
            Self::Dom0Built(_) => Phase::Dom0Built,
            Self::MapRead => Phase::MapRead,
            Self::HolesFound { .. } => Phase::HolesFound,
            Self::Released { .. } => Phase::PagesReleased,
            Self::Repopulated { .. } => Phase::PagesRepopulated,
            Self::Moved { .. } => Phase::PagesMoved,
            Self::IdentityMapped { .. } => Phase::IdentityMapped,
            Self::MapRewritten(_) => Phase::MapRewritten,
            Self::BalloonRoom { .. } => Phase::BalloonRoom,
            Self::Descriptors(_) => Phase::Descriptors,
            Self::ToolsReport(_) => Phase::ToolsReport,
            Self::BalloonedUp { .. } => Phase::BalloonedUp,
        }
    }

    /// The direction in which pages travel in this step; `None` if none do.
    pub const fn travel(&self) -> Option<Travel> {
        match self {
            Self::Released { .. } => Some(Travel::Release),
            Self::Repopulated { .. } | Self::BalloonedUp { .. } => Some(Travel::Populate),
            Self::Moved { .. } => Some(Travel::Move),
            Self::MapListed { .. }
            | Self::Dom0Built(_)
            | Self::MapRead
            | Self::HolesFound { .. }
            | Self::IdentityMapped { .. }
            | Self::MapRewritten(_)
            | Self::BalloonRoom { .. }
            | Self::Descriptors(_)
            | Self::ToolsReport(_) => None,
        }
    }

    /// Number of pages this step concerns (released, moved, found, …); `None` if it concerns none.
    pub fn pages(&self) -> Option<Pages> {
        match self {
            Self::MapListed { ram } => Some(*ram),
            Self::Dom0Built(allocation) => Some(allocation.pages),
            Self::MapRead | Self::MapRewritten(_) => None,
            Self::HolesFound { pieces }
            | Self::Released { pieces }
            | Self::Repopulated { pieces } => Some(crate::span::total(pieces)),
            Self::BalloonedUp { plan, .. } => Some(plan.gains),
            Self::Moved { moves } => Some(moves.iter().map(|m| m.pages).sum()),
            Self::IdentityMapped { identity } => Some(crate::span::total(identity)),
            Self::BalloonRoom { room } => Some(crate::span::total(room)),
            Self::Descriptors(made) => Some(made.costs.total()),
            Self::ToolsReport(report) => Some(report.xl_list),
        }
    }
}

/// The direction in which pages travel in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Travel {
    /// From dom0 to Xen.
    Release,
    /// From Xen to dom0.
    Populate,
    /// From one number to another.
    Move,
}
