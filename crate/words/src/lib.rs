//! Every sentence that contains something from a run.
//!
//! Plain words first, technical term second. Numbers are inserted from the run and never
//! typed; all rounding uses whole numbers. No markup: each place that shows a sentence sets
//! its code-like parts in code type itself.

pub mod advice;
mod amounts;
pub mod balloon;
pub mod claims;
pub mod compare;
pub mod difference;
pub mod distributions;
pub mod export;
pub mod figure;
mod formula;
pub mod groups;
mod headline;
mod hover;
pub mod html;
pub mod ledger;
mod log_strip;
pub mod numbers;
mod pace;
mod regions;
mod related;
pub mod seen;
pub mod sensitivity;
mod setup;
mod story;
pub mod sweep;
#[cfg(test)]
mod test_boot;
mod warning;
mod why;
pub mod xen;

pub use amounts::{amount, count, fixed, gib, pages};
pub use headline::{headline, sum};
pub use hover::{Description, describe, describe_account, describe_bucket};
pub use ledger::{
    LedgerRow, account, account_id, beside_rows, disagreement, fixed_sure, ledger_rows,
    ledger_total, share, sure,
};
pub use log_strip::{LogLine, log_strip};
pub use pace::{act, dwell_ms, label, missing_step, motion_ms};
pub use regions::{RegionRow, backing, kind, rows};
pub use related::{PhraseAnchor, line_keys, lines_over, phrase_anchors, rows_over};
pub use setup::{certainty, cure, given, linux, machine, typed_option, xen_reports};
pub use story::{caption, title};
pub use warning::sentence;
pub use why::why;
