//! From text as people type it to a configuration: form fields, maps, versions, links.
//!
//! Tolerant of form, strict about meaning: text that is not understood is an error that
//! gives the place, the text and what to write instead; nothing is guessed. Byte matchers
//! only. Not here: how Xen reads `dom0_mem=` (that grammar is Xen's own, in `sim::xen`).
//! Logs are read by one reader ([`log`]), which fields use too; only values leave it. It is more
//! than a third of this package, so the page begins without it (feature `waits`): a text that may
//! be of a log waits for an engine that has it.
//!
//! ```
//! use read::{Field, Form, link};
//!
//! // A link is a form; keys that it leaves out have the values of version 1.
//! let form = link::decode("#v=1&dom0-mem=2G,max:2G&linux=3.6").form;
//! let config = form.read().expect("every field can be read").config;
//! assert_eq!(config.dom0_mem.as_deref(), Some("2G,max:2G"));
//!
//! // What cannot be read names its field and what to write instead.
//! let wrong = form.with(Field::Linux, "three").read().expect_err("no release");
//! assert_eq!(wrong[0].field, Field::Linux);
//! assert!(wrong[0].error.to_string().contains("write"));
//! ```

pub mod ceiling;
pub mod chips;
pub mod compact;
mod crashkernel;
pub mod e820;
pub mod embed_options;
pub mod controls;
mod error;
pub mod example;
mod field;
pub mod form;
pub mod held;
mod layout;
pub mod left_out;
mod limits;
pub mod link;
#[cfg(feature = "paste")]
pub mod log;
mod notes;
pub mod options;
mod outside;
#[cfg(feature = "paste")]
mod line;
mod pair;
mod percent;
mod plain;
pub mod presets;
#[cfg(feature = "paste")]
mod printed;
pub mod scope;
pub mod size;
pub mod snippets;
mod text;
pub mod timeline;
mod typed;
pub mod version;

pub use error::Error;
pub use field::Field;
pub use form::Form;
