//! From shapes to something a reader sees: colours, SVG text, and painting on a surface.

#[cfg(feature = "plotters")]
pub mod plotters;
pub mod surface;
pub mod svg;
pub mod theme;
