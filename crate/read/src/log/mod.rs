//! The one reader of logs: from whatever people paste to facts, each with its lines.
//!
//! People arrive with a log, not with a table: Xen's ring, `dmesg`, a journal, the output of
//! tools, a mail that quotes all of them. [`read`] says whose log it is, what it says, what
//! was made of every line and what is missing. Of several boots the last complete one
//! counts unless a reader chooses another ([`read_boot`]), never a union. The fields of the form read lines of logs through the same reader.
//! Nothing of the text itself is kept: only values leave. Not here: what people type
//! ([`crate::form`]) and what the model makes of it ([`reconcile`]).

mod body;
mod boots;
mod choose;
mod clean;
pub(crate) mod command_line;
mod cut;
mod doubt;
mod elision;
mod ends;
mod facts;
mod fields;
mod found;
mod free;
mod gather;
mod heads;
mod item;
mod labels;
mod layout;
mod letters;
mod lines;
mod linux;
mod loader;
mod map_field;
mod markup;
mod missing;
mod one_line;
mod place;
mod prompt;
mod reading;
mod records;
pub mod reconcile;
mod refusal;
pub mod report;
mod scene;
mod scope;
mod same_machine;
mod several;
mod stamps;
mod take;
mod to_form;
mod tools;
mod totals;
mod verdict;
mod whose;
mod wrap;
mod xen;
mod xens_map;

pub use doubt::Doubt;
pub use facts::{Cut, Facts, IommuLogged, Logged, LoggedRange, MapSource, MemoryLine, Stops};
pub(crate) use fields::{note, pasted};
pub use found::Found;
pub use item::Item;
pub(crate) use map_field::find;
pub use missing::{COLLECT, Missing, WRAPPED_RING};
pub use place::StoryPlace;
pub use reading::{Reading, read, read_boot};
pub use refusal::{MOST_BYTES, Refusal};
pub(crate) use scope::{SHORTEST, scope};
pub use several::BootLogged;
pub use verdict::{Verdict, WhyNot};
pub use whose::Whose;
