//! Every sentence that contains something from a run.
//!
//! Plain words first, term second. Numbers come from the run, never typed; all
//! rounding is done on whole numbers. No markup: places that show a sentence put
//! its code-like parts in the right type themselves.

pub mod advice;
mod amounts;
pub mod balloon;
pub mod claims;
pub mod compare;
pub mod difference;
pub mod export;
mod formula;
pub mod groups;
mod headline;
pub mod html;
pub mod ledger;
pub mod numbers;
pub mod places;
mod regions;
pub mod seen;
mod setup;
mod spots;
mod story;
pub mod sweep;
#[cfg(test)]
mod test_boot;
mod warning;
mod why;
pub mod worse;
pub mod xen;

pub use amounts::{amount, count, fixed, gib, pages};
pub use headline::{headline, sum};
pub use ledger::{
    LedgerRow, account, account_id, beside_rows, disagreement, fixed_sure, ledger_rows,
    ledger_total, share, sure,
};
pub use regions::{RegionRow, backing, kind, rows};
pub use setup::{certainty, cure, given, linux, machine, typed_option, xen_reports};
pub use spots::{
    Description, PhraseAnchor, account_place, bucket_place, line_keys, lines_over, marks, place,
    rows_over,
};
pub use story::{caption, title};
pub use warning::sentence;
pub use why::why;
