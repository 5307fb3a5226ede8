//! Labels of regions, the longest first.

use sim::boot::Boot;
use sim::map::Kind;
use sim::step::{Allocation, Backing, MaxReservation, Phase};
use sim::units::{Pages, Pfn};

use super::{beside, max_option, region_amount};
use crate::{count, several};

fn own<const N: usize>(labels: [&str; N]) -> Vec<String> {
    labels.map(str::to_owned).to_vec()
}

/// RAM of a map beside `whole`: the machine's RAM, or dom0's pages.
pub fn ram(pages: Pages, whole: Pages) -> Vec<String> {
    let amount = region_amount(pages, whole);
    vec![format!("RAM, {amount}"), amount, "RAM".to_owned()]
}

/// RAM in a map that has only been copied: its pages are not there yet.
pub fn copied_ram() -> Vec<String> {
    own(["RAM"])
}

/// A range that no entry of the map lists.
pub fn hole() -> Vec<String> {
    own(["hole, no RAM", "hole"])
}

/// An entry of the map beside `whole`.
pub fn entry(kind: Kind, pages: Pages, whole: Pages) -> Vec<String> {
    match kind {
        Kind::Usable => ram(pages, whole),
        Kind::Reserved => own(["reserved", "res."]),
        Kind::AcpiData => own(["ACPI tables", "ACPI"]),
        Kind::AcpiNvs => own(["ACPI NVS", "NVS"]),
        Kind::Unusable => own([UNUSABLE_RAM[0], "unusable"]),
        Kind::Other(_) => own(["other"]),
    }
}

/// RAM that Linux cut off: its name, and what that means.
pub const UNUSABLE_RAM: [&str; 2] = ["unusable RAM", "Linux may not use it"];
/// RAM of dom0's map that the new map does not list.
pub const LEFT_OUT: &str = "left out of the map";
/// RAM of dom0's map without pages, while that map is made.
pub const NO_PAGES_YET: &str = "no pages yet";

/// Where RAM is cut off in a dom0 of `dom0` pages.
pub fn cut_at(pfn: Pfn, dom0: Pages) -> String {
    format!("cut at {}", region_amount(Pages(pfn.0), dom0))
}

/// What the RAM of dom0's own map is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RamNames {
    /// RAM, as the map lists it: in the step that makes the map.
    AsListed,
    /// By what it is for: in the other steps.
    ByUse,
}

/// RAM of dom0's map that has pages, in a dom0 of `dom0` pages.
pub fn with_pages(pages: Pages, names: RamNames, dom0: Pages) -> Vec<String> {
    match names {
        RamNames::AsListed => ram(pages, dom0),
        RamNames::ByUse => {
            let amount = region_amount(pages, dom0);
            vec![format!("{amount} with pages"), amount]
        }
    }
}

/// RAM of dom0's map without pages, kept for the balloon.
pub fn room(pages: Pages, names: RamNames, dom0: Pages) -> Vec<String> {
    match names {
        RamNames::AsListed => ram(pages, dom0),
        RamNames::ByUse => {
            let amount = region_amount(pages, dom0);
            vec![format!("{amount} unused room"), format!("{amount} of room"), "room".to_owned()]
        }
    }
}

/// The pages that Xen gave.
pub fn given_pages(pages: Pages) -> Vec<String> {
    let number = count(pages.0);
    let named = several(pages.0, "page");
    vec![format!("{named}, {}", given_amount(pages)), named, number, region_amount(pages, pages)]
}

/// The pages that Xen gave, beside a bar too short for a label.
pub fn given(pages: Pages) -> String {
    format!("{} given", given_amount(pages))
}

/// The pages that Xen gave, as lane F prints them.
fn given_amount(pages: Pages) -> String {
    beside(pages, pages)
}

/// What is above the pages that Xen gave, up to the ceiling.
pub fn up_to_ceiling(allocation: &Allocation) -> Vec<String> {
    match allocation.maximum {
        MaxReservation::Unlimited => own(["no ceiling set", "no ceiling", "open"]),
        MaxReservation::Pages(most) => {
            let amount = region_amount(most, allocation.pages);
            vec![format!("ceiling {amount}"), amount]
        }
    }
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not yet at its end.
    UnderWay,
    /// At its end.
    Done,
}

/// What happens to dom0's plain pages in a step, after their number; may be empty.
pub const fn plain_pages_verb(phase: Phase, progress: Progress) -> &'static str {
    match phase {
        // Until the holes are found, all pages count.
        Phase::HolesFound => match progress {
            Progress::UnderWay => "",
            Progress::Done => " on RAM",
        },
        Phase::PagesReleased | Phase::PagesRepopulated | Phase::PagesMoved | Phase::BalloonedUp => {
            " stay"
        }
        Phase::FirmwareMap
        | Phase::Dom0Built
        | Phase::MapRead
        | Phase::IdentityMapped
        | Phase::MapRewritten
        | Phase::BalloonRoom
        | Phase::Descriptors
        | Phase::ToolsReport => "",
    }
}

/// Plain pages of dom0.
pub fn plain_pages(number: u64, verb: &str) -> Vec<String> {
    let (named, number) = (several(number, "page"), count(number));
    vec![format!("{named}{verb}"), format!("{number}{verb}"), named, number]
}

/// Labels of a range of lane D by what backs it. Empty for plain pages, which have
/// [`plain_pages`], and for ranges that have no label here.
pub fn backed(by: Backing, pages: Pages) -> Vec<String> {
    match by {
        Backing::Ram | Backing::OnHole | Backing::Released | Backing::Vacated => Vec::new(),
        Backing::Stranded => own(["unusable pages", "unusable"]),
        Backing::Populated | Backing::Ballooned => {
            let long = several(pages.0, "new page");
            vec![long, "new pages".to_owned(), "new".to_owned()]
        }
        Backing::Moved => own(["moved pages", "moved"]),
        Backing::Identity => own(["identity window", "window", "1:1"]),
    }
}

/// `97 pages`, and how many regions they lie in if these are several.
pub fn flying(pages: Pages, regions: u64) -> String {
    let number = several(pages.0, "page");
    match regions {
        1 => number,
        n => format!("{number}, {}", several(n, "region")),
    }
}

/// Whether a tick of an axis names its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TickUnit {
    /// The number and its unit.
    Named,
    /// The number alone.
    LeftOut,
}

/// A tick of an axis in GiB.
pub fn gib_tick(gib: u64, unit: TickUnit) -> String {
    match unit {
        TickUnit::Named => format!("{} GiB", count(gib)),
        TickUnit::LeftOut => count(gib),
    }
}

/// A tick of an axis that is too short for a whole GiB.
pub fn mib_tick(mib: u64, unit: TickUnit) -> String {
    match unit {
        TickUnit::Named => format!("{} MiB", count(mib)),
        TickUnit::LeftOut => count(mib),
    }
}

/// Where pages on a hole are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolePlace {
    /// In several small regions.
    Several,
    /// Below 1 MiB.
    Low,
    /// In the hole that ends at 4 GiB or above.
    BelowFourGib,
    /// Elsewhere.
    Elsewhere,
}

/// How many words a label has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Many.
    Long,
    /// Few.
    Short,
}

/// Describes pages on a hole, on one line or two, in a dom0 of `dom0` pages.
pub fn on_hole(place: HolePlace, pages: Pages, length: Length, dom0: Pages) -> Vec<String> {
    let amount = beside(pages, dom0);
    match (place, length) {
        (HolePlace::Several, Length::Long | Length::Short) => {
            vec![format!("in small regions, {amount};"), "drawn wider than they are".to_owned()]
        }
        (HolePlace::Low, Length::Long) => {
            own(["below 1 MiB, under the BIOS area;", "drawn wider than it is"])
        }
        (HolePlace::Low, Length::Short) => own(["below 1 MiB"]),
        (HolePlace::BelowFourGib, Length::Long) => vec![format!("{amount} under the PCI hole")],
        (HolePlace::BelowFourGib, Length::Short) => vec![format!("{amount}, PCI hole")],
        (HolePlace::Elsewhere, Length::Long | Length::Short) => vec![amount],
    }
}

/// All pages on holes, and how many of them, in how many regions, have no label.
pub fn on_holes_in_all(all: Pages, rest: Pages, regions: u64) -> [String; 2] {
    let unnamed = format!("{} of them in {}", count(rest.0), several(regions, "small region"));
    [format!("{} on holes in all", several(all.0, "page")), unnamed]
}

/// The mark where page numbers would end with a ceiling at dom0's size: on one line, and on
/// two.
pub fn ends_with_max(boot: &Boot) -> (String, [String; 2]) {
    let name = max_option(boot.pages);
    (format!("{name} ends here"), [format!("with {name}"), "it ends here".to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_on_a_hole_are_said_to_be_where_it_is() {
        let said = |place, length| on_hole(place, Pages(264_320), length, Pages(1 << 20)).join("|");
        assert_eq!(said(HolePlace::BelowFourGib, Length::Long), "1.01 GiB under the PCI hole");
        assert_eq!(said(HolePlace::BelowFourGib, Length::Short), "1.01 GiB, PCI hole");
        assert_eq!(said(HolePlace::Elsewhere, Length::Long), "1.01 GiB");
        assert_eq!(said(HolePlace::Low, Length::Short), "below 1 MiB");
        assert!(said(HolePlace::Several, Length::Long).starts_with("in small regions, 1.01 GiB;|"));
    }
}
