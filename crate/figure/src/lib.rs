//! From a boot to pictures.
//!
//! `scene` turns a boot, a time and a width into shapes with roles and CSS pixels;
//! it is pure, so state at (step, t) depends on nothing else. `svg` writes the
//! shapes as text, `paint` puts them on a canvas through plotters. Nothing here
//! decides a number or words a result.

// Pixels are floats; page counts below 2^53 fit them.
// Casts back to whole numbers saturate.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod charts;
mod draw;
mod paint;
pub mod scene;
mod story;

pub use charts::{answer, machine, sweep};
pub use draw::highlight::{Highlight, hit, rect, walk};
pub use draw::key::Key;
pub use draw::lane::Lane;
pub use draw::view::View;
pub use draw::{geometry, highlight, key, label, lane, pattern, role, shape, text_metrics, view};
#[cfg(feature = "plotters")]
pub use paint::plotters;
pub use paint::{surface, svg, theme};
pub use story::{axis, motion};
