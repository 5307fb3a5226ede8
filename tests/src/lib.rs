//! Shared code of the integration tests and the runners: reading vectors, running the model
//! on them, comparing every key.
//!
//! The truth is in `tests/data`, and nothing here ever writes to it.

pub mod any_input;
pub mod booted;
pub mod boots;
pub mod dice;
pub mod differences;
pub mod hostile;
mod json;
pub mod kernel_vectors;
pub mod ledgers;
pub mod log_targets;
pub mod logs;
pub mod pastes;
pub mod pictures;
pub mod prints;
pub mod readings;
pub mod runner;
pub mod scenes;
pub mod seeds;
pub mod sentences;
pub mod targets;
pub mod twin;
pub mod vectors;
pub mod worlds;
pub mod xen_vectors;

pub use differences::Mismatch;
