//! What each step is called.
//!
//! Not here: what a step changed (`story`) and why it happens (`why`).

use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::step::Phase;

/// A step's title: the state, in at most seven words.
pub fn title(phase: Phase, boot: &Boot) -> &'static str {
    titled(phase, boot, boot.pages_of(phase).is_zero())
}

/// What a step is called in other boots that this one does not have.
pub(super) fn usual_title(phase: Phase, boot: &Boot) -> &'static str {
    match phase {
        Phase::Dom0Built => "Xen builds dom0 from page 0",
        Phase::PagesReleased => "Linux returns those pages",
        Phase::MapRewritten => "Linux rewrites its map",
        Phase::FirmwareMap
        | Phase::MapRead
        | Phase::HolesFound
        | Phase::PagesRepopulated
        | Phase::PagesMoved
        | Phase::IdentityMapped
        | Phase::BalloonRoom
        | Phase::Descriptors
        | Phase::ToolsReport
        | Phase::BalloonedUp => titled(phase, boot, false),
    }
}

/// The title of a step that is about no pages, or about some.
fn titled(phase: Phase, boot: &Boot, nothing: bool) -> &'static str {
    let era = boot.config.linux.variant.era();
    match phase {
        Phase::FirmwareMap => "The firmware’s memory map",
        Phase::Dom0Built if boot.outcome == Outcome::NothingLeft => "Xen may stop building dom0",
        Phase::Dom0Built if !is_built(boot) => "Xen stops building dom0",
        Phase::Dom0Built => "Xen builds dom0 from page 0",
        Phase::MapRead => "Linux reads the machine’s map",
        Phase::HolesFound if nothing => "No pages have to leave",
        Phase::HolesFound => "Some pages sit on holes",
        Phase::PagesReleased if nothing => "Nothing is returned to Xen",
        Phase::PagesReleased if era >= Era::MovedNow => "Linux returns pages without a place",
        Phase::PagesReleased => "Linux returns those pages",
        Phase::PagesRepopulated if nothing => "No pages are replaced",
        Phase::PagesRepopulated => "Returned, then replaced higher up",
        Phase::PagesMoved if nothing && boot.kernel.released.is_empty() => "No pages have to move",
        Phase::PagesMoved if nothing => "Those pages find no place",
        Phase::PagesMoved => "Linux moves those pages up",
        Phase::IdentityMapped if nothing => "No holes become windows",
        Phase::IdentityMapped => "Holes become windows to devices",
        Phase::MapRewritten => map_title(boot, era),
        Phase::BalloonRoom if nothing => "No room to grow",
        Phase::BalloonRoom => "Empty room to grow",
        Phase::Descriptors => "A record for every possible page",
        Phase::ToolsReport => "What the tools report",
        Phase::BalloonedUp if nothing => "The balloon has no effect",
        Phase::BalloonedUp => "The balloon brings pages back",
    }
}

fn map_title(boot: &Boot, era: Era) -> &'static str {
    if era == Era::Classic {
        "Linux makes a map of its own"
    } else if super::is_map_kept(boot) {
        "Linux keeps the map as it is"
    } else {
        "Linux rewrites its map"
    }
}

/// Whether Xen got far enough to start dom0.
pub(super) fn is_built(boot: &Boot) -> bool {
    match boot.outcome {
        Outcome::Up | Outcome::Panicked(_) | Outcome::NoRoom(_) => true,
        Outcome::NotBuilt(_) | Outcome::NothingLeft => false,
    }
}
