//! The one error of this package.

use core::fmt;

use words::marks;

/// What could not be read, the place, and what to write instead. Lower case, no full stop; shown
/// without its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
}

impl Error {
    /// An error with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    /// The message with marks.
    pub fn marked(&self) -> &str {
        &self.message
    }

    /// The same at line `line` (from 1).
    #[must_use]
    pub fn at_line(self, line: usize) -> Self {
        Self { message: format!("line {line}: {}", self.message) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&marks::plain(&self.message))
    }
}

/// At most 40 characters of the typed text, quoted for a sentence with marks; invisible ones are
/// shown by their code points.
pub(crate) fn quoted(text: &str) -> String {
    let short: String = text.trim().chars().take(40).collect();
    let more = if text.trim().chars().nth(40).is_some() { "…" } else { "" };
    marks::quoted(&(short + more))
}
