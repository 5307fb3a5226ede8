//! What the kernel prints while a step runs: its own messages, two lines at a time.
//!
//! Why: a reader who has the log beside the page finds the same lines in both. A function of
//! step and time, as the figure is. Not here: the whole log, which is the boot's own, and the
//! printed map, which the figure draws.

use sim::boot::Boot;
use sim::kernel::Message;
use sim::step::Phase;

/// The most lines at a time.
const LINES: usize = 2;

/// A line of the strip.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LogLine {
    /// Its index among the messages of the boot.
    pub index: usize,
    /// The text; cut after its colon and ended by `…` while its pages are on the way.
    pub text: String,
    /// The place in the figure it is about: `D:bf780`; empty if it names no pages.
    pub key: String,
}

/// The last lines printed in step `step` at `t` (0 before the step, 1 after it); empty if the
/// kernel prints nothing then.
pub fn log_strip(boot: &Boot, step: usize, t: f64) -> Vec<LogLine> {
    let Some(step) = boot.steps.get(step) else { return Vec::new() };
    let messages = boot.kernel.messages.iter().enumerate();
    let own: Vec<_> = messages.filter(|(_, m)| printed_in(m) == Some(step.phase())).collect();
    let pieces = own.iter().filter(|(_, m)| begun(&m.to_string()).is_some()).count();
    // Pieces that are on the way, and the total after them.
    let mut left = printed(pieces, t);
    let mut lines: Vec<LogLine> = Vec::new();
    for (index, message) in own {
        let whole = message.to_string();
        let text = match begun(&whole) {
            None if t < 1.0 => break,
            Some(start) if left == 0 => start,
            None | Some(_) => whole,
        };
        let under_way = t < 1.0 && left == 0;
        left = left.saturating_sub(1);
        let key = super::related::line_key(message);
        lines.push(LogLine { index, text, key });
        if under_way {
            break;
        }
    }
    let first = lines.len().saturating_sub(LINES);
    lines.split_off(first)
}

/// How many of `all` pieces are complete at `t`: each takes the same part of the time.
fn printed(all: usize, t: f64) -> usize {
    let all = u32::try_from(all).unwrap_or(u32::MAX);
    (1..=all).take_while(|i| f64::from(*i) <= t * f64::from(all)).count()
}

/// A line whose pages are on the way: up to its last colon. `None` if it has none, as totals
/// do: they are printed at once.
fn begun(text: &str) -> Option<String> {
    let colon = text.as_bytes().windows(2).rposition(|two| two == b": ")?;
    Some(format!("{}: …", text.get(..colon)?))
}

/// The step that prints a message; `None` for the printed map and for what stops a boot.
const fn printed_in(message: &Message) -> Option<Phase> {
    match message {
        Message::LookingAt(..)
        | Message::FreeingTwoBlanks(..)
        | Message::Freeing(..)
        | Message::ReleasedUnusedSmall(_)
        | Message::ReleasedUnused(_) => Some(Phase::PagesReleased),
        Message::Populating(..) => Some(Phase::PagesRepopulated),
        Message::Released(_)
        | Message::RemappedLast(..)
        | Message::Remapped(_)
        | Message::RemappedNonRam(_)
        | Message::NoRoom => Some(Phase::PagesMoved),
        Message::OneToOne(..) | Message::SetIdentityStop(_) | Message::SetIdentity(_) => {
            Some(Phase::IdentityMapped)
        }
        Message::TooManyEntries(..)
        | Message::TooManyEmpty(..)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    fn boot() -> Boot {
        run(64, "4G", Version::new(3, 2, 0))
    }

    fn at(phase: Phase, t: f64) -> Vec<String> {
        let boot = boot();
        let step = boot.steps.iter().position(|s| s.phase() == phase).unwrap();
        log_strip(&boot, step, t).into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn a_release_prints_line_after_line_and_then_its_total() {
        let released = |t| at(Phase::PagesReleased, t);
        assert_eq!(released(0.0), ["Freeing  9f-100 pfn range: …"]);
        let halfway =
            ["Freeing  9f-100 pfn range: 97 pages freed", "Freeing  bf780-100000 pfn range: …"];
        assert_eq!(released(0.5), halfway);
        let end = [
            "Freeing  bf780-100000 pfn range: 264320 pages freed",
            "Released 264417 pages of unused memory",
        ];
        assert_eq!(released(1.0), end);
    }

    #[test]
    fn a_line_names_its_place_and_its_index() {
        let boot = boot();
        let step = boot.steps.iter().position(|s| s.phase() == Phase::PagesReleased).unwrap();
        let lines = log_strip(&boot, step, 1.0);
        assert_eq!(lines[0].key, "D:bf780");
        assert_eq!(lines[1].key, "");
        for line in &lines {
            assert_eq!(boot.kernel.messages[line.index].to_string(), line.text);
        }
    }

    #[test]
    fn steps_without_messages_print_nothing() {
        assert!(at(Phase::FirmwareMap, 1.0).is_empty());
        assert!(log_strip(&boot(), 99, 1.0).is_empty());
    }
}
