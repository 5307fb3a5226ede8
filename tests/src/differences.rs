//! Compares a vector or a log with the model, key by key.

use std::fmt::Display;

use sim::map::Entry;

/// A key in which the truth and the model differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The key.
    pub key: String,
    /// Value in the vector or log.
    pub expected: String,
    /// Value in the model.
    pub got: String,
}

impl Mismatch {
    /// Both sides, as printed.
    pub fn new(key: &str, expected: impl Display, got: impl Display) -> Self {
        Self { key: key.to_owned(), expected: expected.to_string(), got: got.to_string() }
    }
}

/// All differences.
#[derive(Debug, Default)]
pub struct Differences {
    found: Vec<Mismatch>,
}

impl Differences {
    /// Records a key whose two sides differ.
    pub fn equal<T: Display + PartialEq>(&mut self, key: &str, expected: T, got: T) {
        if expected != got {
            self.note(key, expected, got);
        }
    }

    /// Records a key.
    pub fn note(&mut self, key: &str, expected: impl Display, got: impl Display) {
        self.found.push(Mismatch::new(key, expected, got));
    }

    /// All of them.
    pub fn into_list(self) -> Vec<Mismatch> {
        self.found
    }
}

/// A table as one word.
pub(crate) fn printed(table: &[Entry]) -> String {
    let line = |e: &Entry| format!("{:x}-{:x}:{}", e.start.0, e.end().0, e.kind);
    table.iter().map(line).collect::<Vec<_>>().join(",").replace(' ', "-")
}
