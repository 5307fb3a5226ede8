//! Pictures beside the figure: the three scenarios, the whole machine's ledger, and the
//! cost of descriptors on larger hosts. Each is a scene of its own.

pub(crate) mod accounts;
pub mod answer;
pub(crate) mod callout;
mod cure_gain;
mod failed_boot;
pub mod machine;
pub mod sweep;
