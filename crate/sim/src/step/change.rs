//! What a step changed: enough to animate it and to say it.
//!
//! Not here: the world after it ([`super::World`]).

use super::{Allocation, MapState, Move};
use crate::balloon::Plan;
use crate::memory::Costs;
use crate::span::Span;
use crate::units::{Pages, Pfn};

/// What a step changed: enough to animate it and to say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The map appeared: so much usable RAM.
    MapListed {
        /// Whole usable pages.
        ram: Pages,
    },
    /// Dom0 appeared.
    Dom0Built(Allocation),
    /// The kernel took the machine's map, or (classic) made its own.
    MapRead(MapState),
    /// Pages found on holes.
    HolesFound {
        /// Which, sorted.
        pieces: Vec<Span<Pfn>>,
    },
    /// Pages given back to Xen.
    Released {
        /// Which, sorted.
        pieces: Vec<Span<Pfn>>,
    },
    /// Pages taken from Xen again.
    Repopulated {
        /// Their numbers, sorted.
        pieces: Vec<Span<Pfn>>,
    },
    /// Pages moved to other numbers.
    Moved {
        /// Which, sorted by old number.
        moves: Vec<Move>,
    },
    /// Numbers turned into windows to the hardware.
    IdentityMapped {
        /// Which, sorted; cut at the end of the machine's map.
        identity: Vec<Span<Pfn>>,
    },
    /// Room for the balloon.
    BalloonRoom {
        /// Where, sorted.
        room: Vec<Span<Pfn>>,
    },
    /// Descriptors made.
    Descriptors {
        /// What this run keeps for the pages it might get.
        costs: Costs,
        /// The same if the maximum were the initial size.
        with_max: Costs,
        /// Where the numbers of possible pages would end then.
        with_max_end: Pfn,
    },
    /// The tools' view.
    ToolsReport {
        /// What `xl list` shows for dom0.
        xl_list: Pages,
        /// What `free` shows as total (`MemTotal`).
        free_total: Pages,
    },
    /// What the balloon brought for the target.
    BalloonedUp {
        /// Their numbers, sorted: first of the room, then of added memory.
        pieces: Vec<Span<Pfn>>,
        /// The target and what came of it.
        plan: Plan,
    },
}

impl Change {
    /// How pages travel in this step; `None` where none does.
    pub const fn travel(&self) -> Option<Travel> {
        match self {
            Self::Released { .. } => Some(Travel::Release),
            Self::Repopulated { .. } | Self::BalloonedUp { .. } => Some(Travel::Populate),
            Self::Moved { .. } => Some(Travel::Move),
            Self::MapListed { .. }
            | Self::Dom0Built(_)
            | Self::MapRead(_)
            | Self::HolesFound { .. }
            | Self::IdentityMapped { .. }
            | Self::BalloonRoom { .. }
            | Self::Descriptors { .. }
            | Self::ToolsReport { .. } => None,
        }
    }

    /// Pages this step is about (released, moved, found, …); `None` where it is about none.
    pub fn pages(&self) -> Option<Pages> {
        match self {
            Self::MapListed { ram } => Some(*ram),
            Self::Dom0Built(allocation) => Some(allocation.pages),
            Self::MapRead(_) => None,
            Self::HolesFound { pieces }
            | Self::Released { pieces }
            | Self::Repopulated { pieces } => Some(crate::span::total(pieces)),
            Self::BalloonedUp { plan, .. } => Some(plan.gains),
            Self::Moved { moves } => Some(moves.iter().map(|m| m.pages).sum()),
            Self::IdentityMapped { identity } => Some(crate::span::total(identity)),
            Self::BalloonRoom { room } => Some(crate::span::total(room)),
            Self::Descriptors { costs, .. } => Some(costs.total()),
            Self::ToolsReport { xl_list, .. } => Some(*xl_list),
        }
    }
}

/// How pages travel in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Travel {
    /// From dom0 to Xen.
    Release,
    /// From Xen to dom0.
    Populate,
    /// From one number to another.
    Move,
}
