//! What the integration tests and the runners share: reading vectors, running the
//! model on them, comparing every key.
//!
//! The truth lives in `tests/data` and is never written by anything here.

pub mod any_input;
pub mod boots;
pub mod dice;
pub mod differences;
pub mod hostile;
mod json;
pub mod kernel_vectors;
pub mod ledgers;
pub mod logs;
pub mod moving;
pub mod pictures;
pub mod runner;
pub mod seeds;
pub mod targets;
pub mod twin;
pub mod vectors;
pub mod worlds;
pub mod xen_vectors;

pub use differences::Mismatch;
