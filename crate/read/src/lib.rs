//! From text as people type it to a configuration: form fields, maps, versions, links.
//!
//! Tolerant of form, strict about meaning: text that is not understood is an error that
//! gives the place, the text and what to write instead; nothing is guessed. Byte matchers
//! only. Not here: how Xen reads `dom0_mem=` (that grammar is Xen's own, in `sim::xen`).
//! Only the values that a field asks for are read from a pasted log.

pub mod compact;
pub mod e820;
pub mod embed_options;
pub mod controls;
mod error;
mod field;
pub mod form;
pub mod left_out;
mod limits;
pub mod link;
#[cfg(feature = "paste")]
mod log_values;
mod notes;
pub mod options;
mod pair;
#[cfg(feature = "paste")]
mod paste;
mod percent;
pub mod presets;
#[cfg(feature = "paste")]
mod printed;
pub mod size;
pub mod snippets;
mod text;
pub mod timeline;
pub mod version;

pub use error::Error;
pub use field::Field;
pub use form::Form;
