//! 3.5–3.17: released pages are populated again, in RAM higher up (spec/kernel.md 4 step 4b).

use super::gaps::{pfn_down, pfn_up};
use super::p2m::P2m;
use super::rules::PopulateRounding;
use super::{MemorySetup, Message};
use crate::map::Entry;
use crate::span::Span;
use crate::units::{Pages, Pfn};

/// The pages that were populated.
pub(super) struct Populated {
    pub(super) pages: Pages,
    /// One past the last populated page number; 0 if there was none.
    pub(super) end: Pfn,
}

/// Free pages in one RAM entry, to be populated.
struct PopulateTarget {
    at: Pfn,
    want: Pages,
}

pub(super) fn populate(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    rounding: PopulateRounding,
    map: &[Entry],
    given_end: Pfn,
    released: Pages,
) -> Populated {
    let mut left = released;
    let mut populated = Populated { pages: Pages::ZERO, end: Pfn(0) };
    for entry in map.iter().filter(|e| e.is_ram()) {
        if left.is_zero() {
            break;
        }
        let target = match rounding {
            PopulateRounding::Outwards => free_rounding_out(*entry, given_end, left, populated.end),
            PopulateRounding::Inwards => free_rounding_in(*entry, given_end, left),
        };
        let Some(PopulateTarget { at, want }) = target else { continue };
        let wanted = Span::new(at, at.plus(want));
        let got = wanted.map_or(Pages::ZERO, |wanted| p2m.populate(run, wanted));
        populated.end = at.plus(got);
        populated.pages = populated.pages.plus(got);
        if let Some(wanted) = wanted.filter(|_| !got.is_zero()) {
            run.messages.push(Message::Populating(wanted, got));
        }
        if rounding == PopulateRounding::Inwards && got < want {
            break;
        }
        left = left.less(got);
    }
    populated
}

/// 3.5 rounds entries outwards and continues where it stopped.
fn free_rounding_out(
    entry: Entry,
    given_end: Pfn,
    left: Pages,
    filled_to: Pfn,
) -> Option<PopulateTarget> {
    let (first, end) = (pfn_down(entry.start), pfn_up(entry.end()));
    if end <= given_end {
        return None;
    }
    let at = match () {
        () if first <= given_end => given_end,
        () if filled_to != Pfn(0) && end >= filled_to => filled_to,
        () => first,
    };
    let free = Span::new(at, end)?;
    Some(PopulateTarget { at, want: free.pages().min(left) })
}

/// Since 3.6, entries are rounded inwards; an entry without a whole page counts as endlessly many
/// free pages.
fn free_rounding_in(entry: Entry, given_end: Pfn, left: Pages) -> Option<PopulateTarget> {
    let (first, end) = (pfn_up(entry.start), pfn_down(entry.end()));
    if end <= given_end {
        return None;
    }
    let at = first.max(given_end);
    let want = if end < at { left } else { end.pages_from(at).min(left) };
    Some(PopulateTarget { at, want })
}
