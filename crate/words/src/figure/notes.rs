//! The note row: what a step changed, in numbers.

use sim::step::{Allocation, MapState, MaxReservation, Travel};
use sim::units::{Pages, Pfn};

use super::bare;
use crate::count;

/// After the machine's amount of RAM.
pub const OF_RAM: &str = "of RAM, at these addresses";
/// After a 0, if no page lies on a hole.
pub const HAVE_TO_GO: &str = "pages have to go";
/// After the number of identity-mapped pages.
pub const IDENTITY_MAPPED: &str = "numbers lead 1:1 to the hardware; no RAM";
/// Under the number of pages in flight.
pub const ON_THE_WAY: &str = "on the way";
/// Under the number of pages that neither leave nor arrive.
pub const STAY: &str = "stay in dom0";
/// After the number of moved pages.
pub const MOVE_UP: &str = "pages move to free numbers";
/// After the number of pages that have moved.
pub const HAVE_LANDED: &str = "have landed; 0 go to Xen";
/// Over the page numbers that pages leave, and over those they get.
pub const MOVE_ENDS: [&str; 2] = ["from (GiB)", "to (GiB)"];

/// After the number of pages that Xen gave.
pub const fn numbered_from_0(allocation: &Allocation) -> &'static str {
    match allocation.maximum {
        MaxReservation::Unlimited => "pages, numbered from 0; no ceiling",
        MaxReservation::Pages(_) => "pages, numbered from 0; and a ceiling",
    }
}

/// What the kernel has done when it has its first map.
pub const fn map_read(state: MapState) -> &'static str {
    match state {
        MapState::Copied | MapState::Rewritten => "Nothing has moved: dom0 has only read a list.",
        MapState::OwnMaking => "Nothing has moved: dom0 has only written a list.",
    }
}

/// After the number of pages of room.
pub const fn room_note(room: Pages) -> &'static str {
    if room.is_zero() { "pages of room" } else { "pages of room; no memory yet" }
}

/// Under the number of pages that have arrived.
pub const fn have_arrived(travel: Travel) -> &'static str {
    match travel {
        Travel::Release => "arrived at Xen",
        Travel::Populate | Travel::Move => "back in dom0",
    }
}

/// `264 417 pages`.
pub fn number_of_pages(n: Pages) -> String {
    format!("{} pages", count(n.0))
}

/// Under the sum of all pages, the longest first.
pub const fn all_pages(travel: Travel) -> [&'static str; 2] {
    let long = match travel {
        Travel::Release => "the same before, during and after",
        Travel::Populate | Travel::Move => "in dom0 in the end",
    };
    [long, "in all"]
}

/// The terms and the sum on one line, with the unit and without.
pub fn sum_line(terms: &[Pages], all: Pages) -> [String; 2] {
    let numbers: Vec<String> = terms.iter().map(|n| count(n.0)).collect();
    let short = format!("{} = {}", numbers.join(" + "), count(all.0));
    [format!("{short} pages"), short]
}

/// A range of page numbers in GiB: `5.00 to 6.01`.
pub fn range_in_gib(first: Pfn, pages: Pages) -> String {
    format!("{} to {}", bare(Pages(first.0)), bare(end_of(first, pages)))
}

/// Where most of the moved pages are.
pub fn most_moved_to(first: Pfn, pages: Pages) -> String {
    format!("most of them to {}–{} GiB", bare(Pages(first.0)), bare(end_of(first, pages)))
}

const fn end_of(first: Pfn, pages: Pages) -> Pages {
    Pages(first.0.saturating_add(pages.0))
}
