//! What the page offers to type, without the marks of a page.
//!
//! Not here: where each distribution has its option; the page's tabs say that.

use sim::boot::Boot;
use sim::what_if::Comparisons;
use words::fix::{FixLine, fix};
use words::marks::plain;

/// The advice for a boot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Advice {
    /// In at most two sentences.
    pub(super) lead: String,
    /// What to type, the option first.
    pub(super) lines: Vec<Line>,
    /// Why it helps, or why nothing does.
    pub(super) reasons: Vec<String>,
}

/// A thing to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// `option` or `target`.
    pub(super) id: &'static str,
    /// Where, and when.
    pub(super) what: String,
    /// What to type; empty if it is done already.
    pub(super) code: String,
    /// What it brings: `+0.77 GiB`; empty if nothing.
    pub(super) gain: String,
}

impl Advice {
    /// The advice for a boot, as the first screen of the page has it.
    pub(super) fn of(boot: &Boot) -> Self {
        let compared = Comparisons::of(boot);
        let texts = words::advice::texts(&compared);
        let line = |FixLine { id, what, code, gain }| Line { id, what: plain(&what), code, gain };
        Self {
            lead: plain(&texts.lead),
            lines: fix(&compared, boot).lines.into_iter().map(line).collect(),
            reasons: texts.reasons.iter().map(|reason| plain(reason)).collect(),
        }
    }
}
