//! Names of lanes and their subtitles.

use sim::boot::Boot;
use sim::step::{MapState, OwnMap, Phase, Travel};
use sim::units::Pages;

use super::on_scale;

/// Lane A.
pub const MACHINE: &str = "The machine’s map";
/// Lane B.
pub const ALLOCATION: &str = "What Xen gives dom0";
/// Lane C.
pub const OWN_MAP: &str = "dom0’s own map";
/// Lane D.
pub const BACKING: &str = "What backs each page";
/// Lane D where there is little room.
pub const BACKING_SHORT: &str = "Backing";
/// Lane E.
pub const BUCKET: &str = "Xen’s free memory";
/// Lane E on two lines.
pub const BUCKET_LINES: [&str; 2] = ["Xen’s free", "memory"];
/// Lane F before dom0 has pages.
pub const LEDGER: &str = "dom0’s pages";

/// Lane A's subtitle.
pub const MACHINE_SUBTITLE: &str = "from firmware";
/// Lane B's subtitle.
pub const ALLOCATION_SUBTITLE: &str = "pages and ceiling";
/// The subtitle of a lane with nothing in it.
pub const NONE_YET: &str = "none yet";
/// The mark after dom0's last page.
pub const NO_PAGES: &str = "no pages";

/// Lane F's name: all pages of the strip.
pub fn dom0s(pages: Pages) -> String {
    format!("dom0’s {}", on_scale(pages))
}

/// Lane C's subtitle.
pub fn own_map_subtitle(own: Option<&OwnMap>, boot: &Boot) -> String {
    match own.map(|own| own.state) {
        None => NONE_YET.to_owned(),
        Some(MapState::Copied) => "a plain copy of A so far".to_owned(),
        Some(MapState::Rewritten) => format!("rewritten by {}", crate::linux(boot)),
        Some(MapState::OwnMaking) => "made from the page count".to_owned(),
    }
}

/// Lane D's subtitle; may be empty.
pub const fn backing_subtitle(phase: Phase) -> &'static str {
    match phase {
        Phase::FirmwareMap => "no pages yet",
        Phase::Dom0Built | Phase::MapRead | Phase::HolesFound => "RAM, so far",
        Phase::PagesReleased
        | Phase::PagesRepopulated
        | Phase::PagesMoved
        | Phase::IdentityMapped
        | Phase::BalloonRoom
        | Phase::Descriptors
        | Phase::ToolsReport
        | Phase::BalloonedUp => "",
    }
}

/// Lane F's subtitle while pages fly and at rest; may be empty.
pub const fn ledger_subtitle(phase: Phase, flying: bool) -> &'static str {
    match (phase, flying) {
        (Phase::FirmwareMap, _) => NONE_YET,
        (Phase::Dom0Built | Phase::MapRead | Phase::HolesFound, _) => "nothing has left yet",
        (Phase::PagesReleased, true) => "what is left when the pages have gone",
        (Phase::PagesReleased, false) => "what is left, and what has gone",
        (Phase::PagesRepopulated, true) => "fills up as pages land",
        (Phase::PagesRepopulated, false) => "filled up again",
        (Phase::PagesMoved, _) => "every page is kept",
        (Phase::IdentityMapped, _) => "windows cost none of it",
        (Phase::BalloonRoom, _) => "room adds nothing to it",
        (Phase::Descriptors, _) => "it adds up to the page",
        (Phase::ToolsReport, _) => "",
        (Phase::BalloonedUp, true) => "grows as pages land",
        (Phase::BalloonedUp, false) => "with what has come back",
    }
}

/// In the bucket on a wide sheet, if no page ever lies in it: two lines.
pub const fn bucket_empty(nothing_arrives: bool) -> [&'static str; 2] {
    if nothing_arrives { ["nothing", "arrives"] } else { ["nothing yet", "from dom0"] }
}

/// On a narrow sheet, in place of the bucket, if no page ever lies in it.
pub const BUCKET_ROW: &str = "0 pages from dom0";
/// The label of what lies in the bucket.
pub const IN_BUCKET: &str = "from dom0";

/// The bucket's number.
pub fn bucket_amount(pages: Pages) -> String {
    if pages.is_zero() { "0 pages".to_owned() } else { on_scale(pages) }
}

/// What the bucket's number counts while pages `travel`, and at rest.
pub const fn bucket_counts(travel: Option<Travel>) -> &'static str {
    match travel {
        Some(Travel::Release) => "will arrive here",
        Some(Travel::Populate) => "goes back to dom0",
        Some(Travel::Move) | None => "returned by dom0",
    }
}
