//! What has to be said beside a result, because it is easily overlooked.
//!
//! Not here: what is noted while fields are read (`read`), and warnings about the option with a
//! text to write instead (`xen`). What Xen reports about the option ([`crate::xen_reports`]) is
//! one of those, so it is noted only where the warnings are not shown.

use super::balloon::shrinks;
use super::ledger::disagreement;
use sim::boot::Boot;

/// A target that takes memory away and a `MemTotal` that does not fit; with marks.
pub fn notes(boot: &Boot) -> Vec<String> {
    [shrinks(boot), disagreement(boot)].into_iter().flatten().collect()
}
