//! Names of lanes and their subtitles.

use sim::boot::Boot;
use sim::step::{MapState, OwnMap, Phase, Travel};
use sim::units::Pages;
use sim::version::Version;

use super::beside;
use crate::count;
use crate::setup::tool;

/// Lane A.
pub const MACHINE: &str = "The machine’s map";
/// Lane B.
pub const ALLOCATION: &str = "What Xen gives dom0";
/// Lane C.
pub const OWN_MAP: &str = "dom0’s own map";
/// Lane D.
pub const BACKING: &str = "What backs each page";
/// Lane E.
pub const BUCKET: &str = "Xen’s free memory";
/// Lane E on two lines.
pub const BUCKET_LINES: [&str; 2] = ["Xen’s free", "memory"];
/// Lane F before dom0 has pages.
pub const LEDGER: &str = "dom0’s pages";

/// Lane A's subtitle.
pub const MACHINE_SUBTITLE: &str = "from firmware";
/// Lane B's subtitle.
pub const ALLOCATION_SUBTITLE: &str = "pages, ceiling";
/// The subtitle of a lane with nothing in it.
pub const NONE_YET: &str = "none yet";
/// Over the rails of the lanes that are empty in the first step.
pub const STILL_TO_COME: &str = "Still to come";

/// Lane F's name: all pages of the strip.
pub fn dom0s(pages: Pages) -> String {
    format!("dom0’s {}", beside(pages, pages))
}

/// Lane C's subtitle.
pub fn own_map_subtitle(own: Option<&OwnMap>, phase: Phase, boot: &Boot) -> String {
    let classic = boot.config.linux.variant.is_classic();
    match own.map(|own| own.state) {
        None => NONE_YET.to_owned(),
        Some(MapState::Copied) if classic => "the machine’s map, for devices only".to_owned(),
        Some(MapState::Copied) => "a copy of A so far".to_owned(),
        Some(MapState::Rewritten) if phase == Phase::MapRewritten => crate::map_summary(boot),
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
        | Phase::MapRewritten
        | Phase::BalloonRoom
        | Phase::Descriptors
        | Phase::ToolsReport
        | Phase::BalloonedUp => "",
    }
}

/// Lane F's subtitle while pages `travel`, and at rest; may be empty.
pub fn ledger_subtitle(phase: Phase, travel: Option<Travel>, boot: &Boot) -> &'static str {
    match (phase, travel) {
        (Phase::MapRewritten, _) if crate::is_map_kept(boot) => "no page moved",
        (Phase::MapRewritten, _) => "the map changed; no page moved",
        (Phase::FirmwareMap, _) => NONE_YET,
        (Phase::Dom0Built | Phase::MapRead | Phase::HolesFound, _) => "nothing has left yet",
        (Phase::PagesReleased, Some(_)) => "what is left without the returned pages",
        (Phase::PagesReleased, None) => "what is left and what was returned",
        (Phase::PagesRepopulated, Some(_)) => "fills up as pages land",
        (Phase::PagesRepopulated, None) => "filled up again",
        (Phase::PagesMoved, _) => "every page is kept",
        (Phase::IdentityMapped, _) => "windows cost none of it",
        (Phase::BalloonRoom, _) => "room adds nothing to it",
        (Phase::Descriptors, _) => "it adds up to the page",
        (Phase::ToolsReport, _) => "",
        (Phase::BalloonedUp, Some(_)) => "grows as pages land",
        (Phase::BalloonedUp, None) => "with the pages that came back",
    }
}

/// Under the amount that was free in Xen before dom0 returned any.
pub const ALREADY_FREE: &str = "already free";
/// The label of what lies in the bucket.
pub const IN_BUCKET: &str = "from dom0";

/// The amount that was free in Xen before, on a machine with `ram` pages.
pub fn already_free(pages: Pages, ram: Pages) -> String {
    beside(pages, ram)
}

/// The bucket's number: what a dom0 of `dom0` pages returned.
pub fn bucket_amount(pages: Pages, dom0: Pages) -> String {
    if pages.is_zero() { "0 pages".to_owned() } else { beside(pages, dom0) }
}

/// What the bucket's number counts while pages `travel`, and at rest, the longest first.
pub const fn bucket_counts(travel: Option<Travel>) -> [&'static str; 2] {
    match travel {
        Some(Travel::Release) => [super::ON_THE_WAY; 2],
        Some(Travel::Populate) => ["back to dom0", "back"],
        Some(Travel::Move) | None => ["returned by dom0", "returned"],
    }
}

/// What went to Xen and came back.
pub fn round_trip(out: Pages, back: Pages) -> [String; 2] {
    [format!("{} out,", count(out.0)), format!("{} back", count(back.0))]
}

/// What `xl info` or `xm info` shows as free on a machine with `ram` pages, the longest first.
pub fn xl_info_free(free: Pages, ram: Pages, xen: Version) -> [String; 2] {
    let short = format!("{} info: {}", tool(xen), beside(free, ram));
    [format!("{short} free"), short]
}

/// What a dom0 of `dom0` pages has returned and what is free in Xen, on the bucket's rail.
pub fn bucket_rail([returned, dom0]: [Pages; 2], [free, ram]: [Pages; 2]) -> String {
    let free = beside(free, ram);
    match returned {
        Pages::ZERO => format!("{free} free in Xen"),
        n => format!("{} returned, {free} free", beside(n, dom0)),
    }
}
