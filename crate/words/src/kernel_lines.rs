//! What the kernel prints during a step: the lines of its log that are about that step, at most
//! two of them.
//!
//! Not here: the lines of the map (`map_lines`) and the log as a whole.

use super::hover::line_key;
use sim::boot::Boot;
use sim::kernel::Message;
use sim::step::Phase;

/// A line of the kernel's log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KernelLine {
    /// The line without time stamp and leading blanks.
    pub text: String,
    /// The region of the figure that it is about; empty if it names no pages.
    pub key: String,
}

/// The lines that the kernel prints in this step, at most two: the one about the most pages, then
/// the last total, or the last two totals. None if it prints nothing about it.
pub fn kernel_lines(phase: Phase, boot: &Boot) -> Vec<KernelLine> {
    let about = boot.kernel.messages.iter().filter(|m| phase_of(m) == Some(phase));
    let mut largest: Option<(u64, &Message)> = None;
    let mut totals = Vec::new();
    for message in about {
        match pages(message) {
            Some(n) if largest.is_none_or(|(most, _)| n > most) => largest = Some((n, message)),
            Some(_) => {}
            None => totals.push(message),
        }
    }
    let room = 2 - usize::from(largest.is_some());
    let skipped = totals.len().saturating_sub(room);
    let lines = largest.map(|(_, m)| m).into_iter().chain(totals.into_iter().skip(skipped));
    lines
        .map(|m| KernelLine { text: m.to_string().trim_start().to_owned(), key: line_key(m) })
        .collect()
}

/// The step that a line is about; `None` for the map's lines and for faults.
const fn phase_of(message: &Message) -> Option<Phase> {
    match message {
        Message::LookingAt(..)
        | Message::FreeingTwoBlanks(..)
        | Message::Freeing(..)
        | Message::ReleasedUnusedSmall(_)
        | Message::ReleasedUnused(_) => Some(Phase::PagesReleased),
        Message::Populating(..) => Some(Phase::PagesRepopulated),
        Message::Released(_) | Message::RemappedLast(..) | Message::Remapped(_) => {
            Some(Phase::PagesMoved)
        }
        Message::OneToOne(..) | Message::SetIdentityStop(_) | Message::SetIdentity(_) => {
            Some(Phase::IdentityMapped)
        }
        Message::MapHeader(_) => Some(Phase::MapRewritten),
        Message::TooManyEntries(..)
        | Message::TooManyEmpty(..)
        | Message::RemappedNonRam(_)
        | Message::NoRoom
        | Message::MapLine(..)
        | Message::MapGap(_)
        | Message::NoSwapArea
        | Message::TooManySwaps
        | Message::Conflict(_)
        | Message::NoInitrdRoom
        | Message::InitrdMoved(..) => None,
    }
}

/// The pages of a line about one range; `None` for a total.
fn pages(message: &Message) -> Option<u64> {
    match *message {
        Message::LookingAt(_, n)
        | Message::FreeingTwoBlanks(_, n)
        | Message::Freeing(_, n)
        | Message::Populating(_, n) => Some(n.0),
        Message::OneToOne(from, to) => Some(to.0.saturating_sub(from.0)),
        Message::TooManyEntries(..)
        | Message::TooManyEmpty(..)
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
        | Message::MapLine(..)
        | Message::MapGap(_)
        | Message::NoSwapArea
        | Message::TooManySwaps
        | Message::Conflict(_)
        | Message::NoInitrdRoom
        | Message::InitrdMoved(..) => None,
    }
}
