//! From a boot to pictures.
//!
//! `scene` turns a boot, a time and a width into shapes with roles and CSS pixels;
//! it is pure, so state at (step, t) depends on nothing else. `svg` writes the
//! shapes as text, `paint` puts them on a canvas through plotters. Nothing here
//! decides a number or words a result.

// Pixels are floats; page counts below 2^53 fit them.
// Casts back to whole numbers saturate.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod accounts;
pub mod advance;
mod allocation;
pub mod answer;
pub mod axis;
mod backing;
mod callout;
pub mod chart;
mod count;
mod descriptors;
mod flags;
mod flights;
mod fly;
mod frame;
mod funnel;
mod gain;
pub mod geometry;
mod items;
pub mod key;
pub mod label;
mod labels;
pub mod lane;
mod layout;
mod ledger;
pub mod light;
pub mod machine;
mod machine_map;
pub mod motion;
mod not_yet;
mod notes;
mod own_map;
#[cfg(feature = "plotters")]
pub mod paint;
pub mod pattern;
mod place;
#[cfg(feature = "plotters")]
pub mod plot;
mod pool;
mod regions;
mod ruler;
pub mod scene;
pub mod shape;
mod stopped;
mod story_axis;
pub mod svg;
pub mod theme;
mod titles;
mod tools;
pub mod view;

pub use key::Key;
pub use lane::Lane;
pub use light::{Light, hit, rect, walk};
pub use view::View;
