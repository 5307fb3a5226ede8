//! What has to be said beside a result, because it is easily overlooked.
//!
//! Not here: what is noted while fields are read (`read`), and warnings about the option with a
//! text to write instead (`xen`).

use super::balloon::shrinks;
use super::ledger::disagreement;
use super::setup::xen_reports;
use sim::boot::Boot;

/// A target that takes memory away, an option that Xen calls invalid, and a `MemTotal` that does
/// not fit; with marks.
pub fn notes(boot: &Boot) -> Vec<String> {
    [shrinks(boot), xen_reports(boot), disagreement(boot)].into_iter().flatten().collect()
}
