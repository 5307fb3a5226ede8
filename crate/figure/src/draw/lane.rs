//! The six lanes of the figure, top to bottom: those of `words`, which names their regions too.

pub use words::place::Lane;
