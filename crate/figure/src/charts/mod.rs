//! Pictures beside the figure: the three scenarios, the whole machine's ledger, and the
//! cost of descriptors on larger hosts. Each is a scene of its own.

pub(crate) mod accounts;
pub(crate) mod callout;
pub mod answer;
mod failed_boot;
mod bar_labels;
pub mod machine;
pub mod slim;
pub mod sweep;
