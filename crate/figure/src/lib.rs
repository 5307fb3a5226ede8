//! From a boot to pictures.
//!
//! [`scene`] turns a boot, a time and a view into a [`shape::Scene`]: a flat list of shapes
//! with keys, roles and CSS pixels. It is pure, so the picture at (step, t) depends on
//! nothing else. [`svg`] writes a scene as text, [`surface`] paints it on anything that
//! draws lines and text: through plotters or on a canvas. Nothing here decides a number or
//! words a result.
//!
//! Reading order: `draw` (shapes and what they need), `story` (the figure: one frame, one
//! function for each lane), `charts` (the other pictures), `paint` (colours, SVG, surfaces).
//! `change` is the way from one picture to another. `draw` knows none of the others; `story` and `charts` do not paint.
//!
//! ```
//! use figure::scene::{Time, figure};
//! use figure::{Highlight, View, svg};
//! use sim::config::Config;
//! use sim::simulate::simulate;
//! use sim::kernel::release::{Flavour, Support, of};
//! use sim::units::Pages;
//! use sim::version::Version;
//!
//! // The article's machine: 64 GiB of RAM, of which dom0 gets 4 GiB.
//! let machine = sim::config::made_up_machine(Pages(64 << 18));
//! let Support::Dom0(linux, _) = of(Version::new(3, 2, 0), Flavour::Pvops) else { return };
//! let boot = simulate(&Config::new(machine, Some("4G".into()), Version::new(4, 1, 2), linux));
//!
//! // Half of the way through the step in which pages return to Xen, 936 pixels wide.
//! let step = boot.index_of(sim::step::Phase::PagesReleased);
//! let view = View::new(936.0).highlighting(Highlight::named("released"));
//! let scene = figure(&boot, Time { step, t: 0.5 }, &view);
//!
//! // Every page of dom0 is drawn once: in lane D, in flight or in Xen's bucket.
//! assert_eq!(scene.carried(), boot.pages.0);
//! assert!(svg::write(&scene, "Pages return to Xen").starts_with("<svg"));
//! ```

// Pixels are floats; page counts below 2^53 fit them.
// Casts back to whole numbers saturate.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

mod draw;
mod story;
mod charts;
mod paint;
pub mod change;
pub mod scene;

pub use charts::{answer, machine, slim, sweep};
pub use draw::highlight::{Highlight, hit, rect, walk};
pub use draw::key::Key;
pub use draw::lane::Lane;
pub use draw::view::View;
pub use draw::{geometry, highlight, key, label, lane, pattern, role, shape, text_metrics, view};
#[cfg(feature = "plotters")]
pub use paint::plotters;
pub use paint::{surface, svg, theme};
pub use story::{axis, motion, reach};
