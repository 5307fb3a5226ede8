//! The note row: what a step changed, in numbers.

use sim::join::joined;
use sim::step::{Allocation, MaxReservation, Travel};
use sim::units::{Pages, Pfn};

use super::Progress;
use crate::{MapLines, WhichMap, count, gib, several};

/// After a 0, if no page lies on a hole.
pub const HAVE_TO_GO: [&str; 1] = ["pages must leave"];
/// After the number of identity-mapped pages, the longest first.
pub const IDENTITY_MAPPED: [&str; 2] =
    ["page numbers mapped 1:1 to hardware, no RAM", "page numbers mapped 1:1"];
/// Under the number of pages in flight.
pub const ON_THE_WAY: &str = "on the way";
/// Under the number of pages of room, while the axis is unfolded.
pub const TRUE_SCALE: &str = "True scale for a moment. Each of these page numbers gets a record.";
/// Under the bracket of dom0's pages, while the axis is unfolded.
pub const DOM0_TODAY: &str = "dom0 today";
/// Under the bracket of the room, while the axis is unfolded.
pub const ROOM_WITHOUT_PAGES: &str = "page numbers without pages";
/// Under the number of pages that neither leave nor arrive.
pub const STAY: &str = "stay in dom0";
/// After the number of moved pages.
pub const MOVE_UP: &str = "pages move to free page numbers";
/// After the number of pages that have moved.
pub const HAVE_LANDED: &str = "have landed, 0 go to Xen";
/// Over the page numbers that pages leave, and over those they get, in a dom0 of `dom0` pages.
pub const fn move_ends(dom0: Pages) -> [&'static str; 2] {
    if dom0.0 >= Pages::GIB.0 { ["from (GiB)", "to (GiB)"] } else { ["from (MiB)", "to (MiB)"] }
}

/// After the number of pages that Xen gave, the longest first.
pub const fn numbered_from_0(allocation: &Allocation) -> [&'static str; 2] {
    let long = match allocation.maximum {
        MaxReservation::Unlimited => "pages, numbered from 0; no ceiling",
        MaxReservation::Pages(_) => "pages, numbered from 0; and a ceiling",
    };
    [long, "pages, numbered from 0"]
}

/// What the kernel has done when it has read the machine's map.
pub const MAP_READ: &str = "Nothing has moved. dom0 has only read a list.";
/// Over the lines of the map.
pub const PRINTED_MAP: &str = "The map as the kernel prints it";

/// Before a line of the map.
pub const fn line_state(map: WhichMap) -> &'static str {
    match map {
        WhichMap::Old => "was",
        WhichMap::New => "now",
    }
}

/// Beside [`PRINTED_MAP`]: how many lines there are besides those shown, the longest first.
pub fn other_lines(lines: &MapLines) -> Vec<String> {
    let (unchanged, short) = match lines.unchanged {
        0 => ("no lines unchanged".to_owned(), "none unchanged".to_owned()),
        1 => ("1 line unchanged".to_owned(), "1 line unchanged".to_owned()),
        n => (format!("{n} lines unchanged"), format!("{n} unchanged")),
    };
    let all = match lines.more {
        0 => unchanged.clone(),
        1 => format!("{unchanged}, 1 more line changed"),
        n => format!("{unchanged}, {n} more lines changed"),
    };
    vec![all, unchanged, short]
}

/// A line of the map without what all have in common: its start and leading zeros.
pub fn short_line(line: &str) -> String {
    let rest = line.strip_prefix("Xen: ").unwrap_or(line);
    let mut out = String::with_capacity(rest.len());
    let mut zeros = true;
    for (i, c) in rest.char_indices() {
        let next = rest.get(i + 1..).and_then(|r| r.chars().next());
        let digit = next.is_some_and(|n| n.is_ascii_hexdigit());
        if zeros && c == '0' && digit {
            continue;
        }
        zeros = !c.is_ascii_alphanumeric() || c == 'x';
        out.push(c);
    }
    out
}

/// After the number of pages of room, the longest first.
pub const fn room_note(room: Pages) -> [&'static str; 2] {
    let short = "pages of unused room";
    [if room.is_zero() { short } else { "pages of unused room, no RAM yet" }, short]
}

/// Under the number of pages that have arrived.
pub const fn have_arrived(travel: Travel, progress: Progress) -> &'static str {
    match (travel, progress) {
        (Travel::Release, Progress::UnderWay) => "arrived at Xen",
        (Travel::Release, Progress::Done) => "returned to Xen",
        (Travel::Populate | Travel::Move, Progress::UnderWay | Progress::Done) => "back in dom0",
    }
}

/// `264 417 pages`.
pub fn number_of_pages(n: Pages) -> String {
    several(n.0, "page")
}

/// Under the sum of all pages, the longest first.
pub const fn all_pages(travel: Travel) -> [&'static str; 2] {
    let long = match travel {
        Travel::Release => "as many as Xen gave",
        Travel::Populate | Travel::Move => "in dom0 in the end",
    };
    [long, "in all"]
}

/// The terms and the sum on one line, with the unit and without.
pub fn sum_line(terms: &[Pages], all: Pages) -> [String; 2] {
    let numbers: Vec<String> = terms.iter().map(|n| count(n.0)).collect();
    let short = format!("{} = {}", joined(&numbers, " + "), count(all.0));
    [format!("{short} pages"), short]
}

/// A range of page numbers in the unit of [`move_ends`]: `5.00 to 6.01`.
pub fn range(first: Pfn, pages: Pages, dom0: Pages) -> String {
    let [start, end] = [Pages(first.0), end_of(first, pages)];
    if dom0.0 >= Pages::GIB.0 {
        format!("{} to {}", gib(start), gib(end))
    } else {
        format!("{} to {}", count(start.0 / Pages::MIB.0), count(end.0 / Pages::MIB.0))
    }
}

const fn end_of(first: Pfn, pages: Pages) -> Pages {
    Pages(first.0.saturating_add(pages.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_note_on_other_lines_leaves_lines_out() {
        for (n, unchanged, short) in [
            (0, "no lines unchanged", "none unchanged"),
            (1, "1 line unchanged", "1 line unchanged"),
            (12, "12 lines unchanged", "12 unchanged"),
        ] {
            let lines = MapLines { unchanged: n, ..MapLines::default() };
            assert_eq!(other_lines(&lines), [unchanged, unchanged, short]);
            let lines = MapLines { more: 4, ..lines };
            let all = format!("{unchanged}, 4 more lines changed");
            assert_eq!(other_lines(&lines), [all.as_str(), unchanged, short]);
        }
    }

    #[test]
    fn a_short_line_has_no_leading_zeros() {
        for (line, short) in [
            (
                "Xen: 0000000100000000 - 0000001040880000 (usable)",
                "100000000 - 1040880000 (usable)",
            ),
            ("Xen: 0000000000000000 - 000000000009f000 (usable)", "0 - 9f000 (usable)"),
            (
                "Xen: [mem 0x0000000100000000-0x0000000affffffff] usable",
                "[mem 0x100000000-0xaffffffff] usable",
            ),
        ] {
            assert_eq!(short_line(line), short);
        }
    }
}
