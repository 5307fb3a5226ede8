//! What the integration tests and the runners share: reading vectors, running the
//! model on them, comparing every key.
//!
//! The truth lives in `tests/data` and is never written by anything here.

pub mod boots;
pub mod kernel_vectors;
pub mod logs;
pub mod moving;
pub mod pictures;
pub mod targets;
pub mod twin;
pub mod vectors;
pub mod worlds;
pub mod xen_vectors;

/// The first key in which a vector and the model differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The key.
    pub key: String,
    /// What the vector says.
    pub expected: String,
    /// What the model says.
    pub got: String,
}
