//! Every sentence that contains something from a run.
//!
//! Plain words first, technical term second. Numbers are inserted from the run and never
//! typed; all rounding uses whole numbers. No markup but the marks of [`marks`], which each place
//! that shows a sentence turns into elements or leaves out.
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

mod act;
pub mod advice;
mod amounts;
pub mod balloon;
pub mod ceiling;
pub mod change;
pub mod claims;
pub mod compare;
mod conflict;
pub mod controls;
mod defaults;
pub mod difference;
pub mod distributions;
pub mod export;
pub mod figure;
pub mod fix;
mod formula;
mod gains;
pub mod groups;
pub mod guide;
mod headline;
mod hover;
pub mod html;
pub mod ledger;
mod log_strip;
mod map_lines;
pub mod marks;
mod notes;
pub mod numbers;
mod pace;
mod percent;
pub mod place;
pub mod printed;
pub mod recovery;
mod regions;
mod related;
mod rewrite;
pub mod run;
pub mod scenarios;
pub mod scope;
pub mod seen;
pub mod sensitivity;
mod setup;
mod story;
pub mod summary;
pub mod sweep;
#[cfg(test)]
mod test_boot;
mod titles;
mod typos;
mod warning;
mod why;
pub mod xen;

/// The question that the page answers.
pub const QUESTION: &str = "Where did dom0’s memory go?";

pub use act::Act;
pub use amounts::{amount, count, fixed, gib, in_gib, pages, several};
pub use headline::{headline, lead};
pub use hover::{Description, describe, describe_account, describe_bucket};
pub use ledger::{
    FixedSure, LedgerRow, account, account_id, disagreement, fixed_sure, ledger_rows,
    ledger_rows_marked, ledger_total, not_ram_rows, sure,
};
pub use log_strip::{LogLine, log_strip};
pub use map_lines::{MapLine, MapLines, WhichMap, map_lines};
pub use notes::notes;
pub use pace::{dwell_ms, label, missing_step, motion_ms, opening_step};
pub use regions::{RegionRow, backing, kind, rows};
pub use related::{PhraseAnchor, line_keys, lines_over, phrase_anchors, rows_over};
pub use rewrite::{is_map_kept, map_summary};
pub use setup::{certainty, given, linux, machine, typed_option, xen_reports};
pub use story::{caption, caption_marked};
pub use titles::title;
pub use warning::sentence;
pub use why::{why, why_marked};
