//! How the pages of a step look on their way.

use sim::step::Travel;

use crate::draw::shape::{Bar, Pattern, Role};

/// How the tiles of a step look before and after they turn, and when they turn.
pub(crate) struct TileLook {
    pub(crate) old: Bar,
    pub(crate) new: Bar,
    pub(crate) turn: [f64; 2],
    pub(crate) guide: Role,
}

pub(crate) fn tile_look(travel: Travel) -> TileLook {
    let on_hole = Bar::solid(Role::OnHole, Pattern::Slanted);
    let released = Bar::solid(Role::Released, Pattern::Slanted);
    match travel {
        Travel::Release => {
            TileLook { old: on_hole, new: released, turn: [0.0, 0.34], guide: Role::Socket }
        }
        Travel::Move => {
            let new = Bar::solid(Role::Moved, Pattern::Dotted);
            TileLook { old: on_hole, new, turn: [0.0, 0.34], guide: Role::SocketMoved }
        }
        Travel::Populate => {
            let new = Bar::solid(Role::Dom0, Pattern::Plain);
            TileLook { old: released, new, turn: [0.72, 1.0], guide: Role::SocketDom0 }
        }
    }
}
