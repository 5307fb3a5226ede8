//! Every sentence that contains something from a run.
//!
//! Plain words first, technical term second. Numbers are inserted from the run and never
//! typed; all rounding uses whole numbers. No markup: each place that shows a sentence sets
//! its code-like parts in code type itself.
//!
//! ```
//! use sim::config::Config;
//! use sim::kernel::release::{Flavour, Support, of};
//! use sim::simulate::simulate;
//! use sim::step::Phase;
//! use sim::units::Pages;
//! use sim::version::Version;
//!
//! let machine = sim::config::made_up_machine(Pages(64 << 18));
//! let Support::Dom0(linux, _) = of(Version::new(6, 1, 0), Flavour::Pvops) else { return };
//! let boot = simulate(&Config::new(machine, Some("4G".into()), Version::new(4, 17, 0), linux));
//!
//! // Titles, captions and rows are made from what the run gave.
//! let moved = boot.index_of(Phase::PagesMoved);
//! assert!(words::caption(&boot.steps[moved], &boot).contains("264\u{202f}417 pages"));
//! let rows = words::ledger_rows(&boot, boot.steps.len() - 1);
//! assert!(rows.iter().any(|row| row.name == "dom0: usable"));
//! ```

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
pub mod numbers;
mod regions;
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
pub use hover::{
    Description, PhraseAnchor, describe, describe_account, describe_bucket, line_keys, lines_over,
    phrase_anchors, rows_over,
};
pub use ledger::{
    LedgerRow, account, account_id, beside_rows, disagreement, fixed_sure, ledger_rows,
    ledger_total, share, sure,
};
pub use regions::{RegionRow, backing, kind, rows};
pub use setup::{certainty, cure, given, linux, machine, typed_option, xen_reports};
pub use story::{caption, title};
pub use warning::sentence;
pub use why::why;
