//! What a picture is made of: shapes with keys, roles and pixels, and the geometry,
//! texts and patterns they need. Knows nothing of a story's steps.

pub(crate) mod format;
pub mod geometry;
pub mod highlight;
pub mod key;
pub mod label;
pub mod lane;
pub mod pattern;
pub mod role;
pub mod shape;
pub mod text_metrics;
pub mod view;
