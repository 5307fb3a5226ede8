//! What is about the same pages: table rows, log lines, phrases of a page.
//!
//! Not here: what a place is (`hover`), and which lines belong to a step (`log_strip`).

use super::place::{Lane, account, region};
use super::regions::ranges;
use sim::boot::Boot;
use sim::kernel::Message;
use sim::ledger::Account;
use sim::span::Span;
use sim::step::Change;
use sim::units::Pfn;

/// Rows of the regions table about pages in `span`.
pub fn rows_over(boot: &Boot, span: Span<Pfn>) -> Vec<usize> {
    let all = ranges(boot).into_iter().enumerate();
    all.filter(|(_, s)| touches(Some(s.span), span)).map(|(i, _)| i).collect()
}

/// Lines of the kernel's log about pages in `span`.
pub fn lines_over(boot: &Boot, span: Span<Pfn>) -> Vec<usize> {
    let lines = boot.kernel.messages.iter().enumerate();
    lines.filter(|(_, m)| touches(about(m), span)).map(|(i, _)| i).collect()
}

fn touches(a: Option<Span<Pfn>>, b: Span<Pfn>) -> bool {
    a.is_some_and(|a| a.overlap(b).is_some())
}

/// The page numbers in a line, if it names a range.
fn about(message: &Message) -> Option<Span<Pfn>> {
    match *message {
        Message::LookingAt(span, _)
        | Message::FreeingTwoBlanks(span, _)
        | Message::Freeing(span, _)
        | Message::Populating(span, _) => Some(span),
        Message::OneToOne(from, to) => Span::new(from, to),
        Message::MapLine(_, entry) => Span::new(entry.start, entry.end()).map(Span::round_out),
        Message::MapGap(gap) => Some(gap.round_out()),
        Message::TooManyEntries(..)
        | Message::ReleasedUnusedSmall(_)
        | Message::ReleasedUnused(_)
        | Message::Released(_)
        | Message::SetIdentityStop(_)
        | Message::SetIdentity(_)
        | Message::RemappedLast(..)
        | Message::Remapped(_)
        | Message::RemappedNonRam(_)
        | Message::NoRoom
        | Message::MapHeader(_)
        | Message::NoSwapArea
        | Message::TooManySwaps
        | Message::Conflict(_)
        | Message::NoInitrdRoom
        | Message::InitrdMoved(..)
        | Message::TooManyEmpty(..) => None,
    }
}

/// The place in the figure that a phrase of a page refers to: `D:bf780`, `E`, `F:p2m`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PhraseAnchor {
    /// The phrase's name.
    pub name: &'static str,
    /// The place.
    pub key: String,
}

/// The places that phrases refer to on this machine; phrases without a place are left out.
pub fn phrase_anchors(boot: &Boot) -> Vec<PhraseAnchor> {
    let anchor = |name, key: String| PhraseAnchor { name, key };
    let whole = |name, lane: Lane| anchor(name, lane.id().to_owned());
    let at = |name, lane, start| anchor(name, region(lane, start));
    let mut found = vec![
        whole("map", Lane::Machine),
        whole("xen", Lane::Bucket),
        anchor("descriptors", account(Account::StructPage)),
        at("given", Lane::Allocation, Pfn(0)),
        at("ceiling", Lane::Allocation, Pfn(boot.pages.0)),
    ];
    for step in &boot.steps {
        if let Change::HolesFound { pieces } = &step.change {
            let longest = pieces.iter().max_by_key(|p| p.count());
            found.extend(longest.map(|p| at("flagged", Lane::Backing, p.start())));
            found.extend(longest.map(|p| at("holes", Lane::Machine, p.start())));
        }
        if let Change::BalloonRoom { room } = &step.change {
            found.extend(room.first().map(|r| at("room", Lane::OwnMap, r.start())));
        }
    }
    found
}

/// The place that each line of the kernel's log is about; empty if it names no pages.
pub fn line_keys(boot: &Boot) -> Vec<String> {
    boot.kernel.messages.iter().map(line_key).collect()
}

/// The place that a line of the log is about: a region of dom0's own map for a line of the map,
/// otherwise what backs the pages; empty if it names none.
pub(super) fn line_key(message: &Message) -> String {
    let is_map_line = matches!(message, Message::MapLine(..));
    let lane = if is_map_line { Lane::OwnMap } else { Lane::Backing };
    about(message).map(|s| region(lane, s.start())).unwrap_or_default()
}
