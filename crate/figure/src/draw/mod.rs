//! What a picture is made of: shapes with keys, roles and pixels, and the geometry,
//! texts and patterns they need. Knows nothing of a story's steps.

pub mod geometry;
pub mod role;
pub mod lane;
pub mod key;
pub mod text_metrics;
pub mod label;
pub mod shape;
pub mod pattern;
pub mod highlight;
pub mod view;
