//! A line of a paste and the bytes that occur in it.
//!
//! A log has tens of thousands of lines and says something about memory in a few of them. Most
//! words that are looked for are known at once not to be in a line, by a byte that it lacks.

use core::ops::Deref;

use crate::text;

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bytes([u64; 4]);

impl Bytes {
    /// The bytes of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut all = [0; 4];
        for byte in text.bytes() {
            all[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        Self(all)
    }

    /// Whether this one is in it.
    pub(crate) fn has(self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    /// Whether any is not ASCII.
    pub(crate) fn foreign(self) -> bool {
        self.0[2] | self.0[3] != 0
    }

    /// These and the others.
    #[must_use]
    pub(crate) fn with(self, other: Self) -> Self {
        let mut all = self.0;
        for (own, more) in all.iter_mut().zip(other.0) {
            *own |= more;
        }
        Self(all)
    }
}

/// A text of one line, with its bytes and perhaps more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    text: &'a str,
    bytes: Bytes,
}

impl<'a> Line<'a> {
    /// A text by itself.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, bytes: Bytes::of(text) }
    }

    /// A text whose bytes are among these.
    pub(crate) fn within(text: &'a str, bytes: Bytes) -> Self {
        Self { text, bytes }
    }

    /// The text.
    pub(crate) fn text(self) -> &'a str {
        self.text
    }

    /// The line without blanks around it.
    pub(crate) fn trimmed(self) -> Self {
        Self { text: self.text.trim_ascii(), ..self }
    }

    /// Whether it can have this word; whether it has is another matter.
    pub(crate) fn may_have(self, word: &str) -> bool {
        word.bytes().all(|byte| self.bytes.has(byte))
    }

    /// Whether `word` occurs in it.
    pub(crate) fn has(self, word: &str) -> bool {
        self.may_have(word) && text::has(self.text, word)
    }

    /// The text after the first `word`.
    pub(crate) fn after_first(self, word: &str) -> Option<&'a str> {
        if self.may_have(word) { text::after_first(self.text, word) } else { None }
    }
}

impl Deref for Line<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_are_and_nowhere_else() {
        let line = Line::new("  Xen-e820 RAM map: é");
        assert!(line.has("RAM map:") && line.trimmed().has("é") && line.bytes.foreign());
        assert!(!line.has("map RAM") && line.may_have("map RAM") && !line.may_have("map=RAM"));
        assert_eq!(line.after_first("820"), Some(" RAM map: é"));
        assert_eq!((&*line.trimmed(), line.after_first("0 R=")), ("Xen-e820 RAM map: é", None));
    }

    #[test]
    fn every_byte_has_its_own_place() {
        for code in 0..=255_u8 {
            let one = char::from(code & 127).to_string();
            let found = Bytes::of(&one);
            assert_eq!(found.has(code), code < 128, "{code}");
        }
        let both = Bytes::of("ab").with(Bytes::of("c"));
        assert_eq!(both, Bytes::of("cab"));
        assert!(Bytes::of("\u{ff}").has(0xc3) && !both.foreign());
    }
}
