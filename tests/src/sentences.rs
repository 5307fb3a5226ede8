//! Every sentence and label that a reader can meet: what the engine says about a boot, the
//! texts of its sources, and those of the pages and guides.
//!
//! For the language rules of `tests/tests/english.rs`, and to be read aloud (`sentences`).

mod boot;
mod sources;

pub use boot::{OPTIONS, RELEASES, of_a_boot, set_ups};
pub use sources::{html_texts, literals, markdown_texts};

/// A text, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// The part of the page, or the file.
    pub place: String,
    /// The text as shown, with its marks.
    pub text: String,
}

impl Said {
    /// A text and its place.
    pub fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}
