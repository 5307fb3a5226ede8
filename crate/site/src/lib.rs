//! The parts of the site that need the engine: the prerendered page, the pictures that play
//! without script, and the command for a terminal.
//!
//! Not here: bundling, packing and serving, which need npm's tools (`www/build`).
//!
//! ```
//! let made = read::Form::from(&read::presets::PRESETS[0]).read().unwrap();
//! let boot = sim::simulate::simulate(&made.config);
//! let svg = site::pictures::playing(&boot, site::pictures::NARROW);
//! assert!(svg.starts_with("<svg ") && !svg.contains("<script"));
//! ```

pub mod command;
pub mod pictures;
pub mod prerender;
