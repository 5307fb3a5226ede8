//! From shapes to something a reader sees: colours, SVG text, and painting on a surface.

pub mod theme;
pub mod svg;
pub mod surface;
#[cfg(feature = "plotters")]
pub mod plotters;
