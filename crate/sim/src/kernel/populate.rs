//! 3.5–3.17: released pages are populated again, in RAM higher up (spec/kernel.md 4 step 4b).

use super::gaps::{pfn_down, pfn_up};
use super::p2m::{P2m, span};
use super::rules::PopulateRounding;
use super::{MemorySetup, Message};
use crate::map::Entry;
use crate::units::Pages;

/// The pages that were populated.
pub(super) struct Populated {
    pub(super) pages: Pages,
    /// One past the last populated page number; 0 if there was none.
    pub(super) end: u64,
}

/// Room for populated pages in one RAM entry.
struct PopulateTarget {
    at: u64,
    want: u64,
}

pub(super) fn populate(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    rounding: PopulateRounding,
    map: &[Entry],
    given: u64,
    released: Pages,
) -> Populated {
    let mut left = released.0;
    let mut populated = Populated { pages: Pages::ZERO, end: 0 };
    for entry in map.iter().filter(|e| e.is_ram()) {
        if left == 0 {
            break;
        }
        let room = match rounding {
            PopulateRounding::Outwards => room_rounding_out(*entry, given, left, populated.end),
            PopulateRounding::Inwards => room_rounding_in(*entry, given, left),
        };
        let Some(PopulateTarget { at, want }) = room else { continue };
        let behind = at.saturating_add(want);
        let got = p2m.populate(run, at, behind);
        populated.end = at.saturating_add(got.0);
        populated.pages = populated.pages.plus(got);
        if let Some(wanted) = span(at, behind).filter(|_| !got.is_zero()) {
            run.messages.push(Message::Populating(wanted, got));
        }
        if rounding == PopulateRounding::Inwards && got.0 < want {
            break;
        }
        left -= got.0;
    }
    populated
}

/// 3.5 rounds entries outwards and continues where it stopped.
fn room_rounding_out(
    entry: Entry,
    given: u64,
    left: u64,
    filled_to: u64,
) -> Option<PopulateTarget> {
    let (first, end) = (pfn_down(entry.start.0), pfn_up(entry.end().0));
    if end <= given {
        return None;
    }
    let at = match () {
        () if first <= given => given,
        () if filled_to != 0 && end >= filled_to => filled_to,
        () => first,
    };
    let room = end.checked_sub(at).filter(|&room| room > 0)?;
    Some(PopulateTarget { at, want: room.min(left) })
}

/// Since 3.6, entries are rounded inwards; an entry without a whole page has endless room.
fn room_rounding_in(entry: Entry, given: u64, left: u64) -> Option<PopulateTarget> {
    let (first, end) = (pfn_up(entry.start.0), pfn_down(entry.end().0));
    if end <= given {
        return None;
    }
    let at = first.max(given);
    Some(PopulateTarget { at, want: end.checked_sub(at).map_or(left, |room| room.min(left)) })
}
