//! Pastes that are no text of a log, said plainly.

use crate::text::first;

/// The longest paste that is read, in bytes: 16 MiB, a hundred times a whole ring.
pub const MOST_BYTES: usize = 16 << 20;

/// Why a paste was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing but blanks.
    Empty,
    /// Longer than [`MOST_BYTES`].
    TooLong,
    /// An image.
    Image,
    /// Bytes that are no text.
    Binary,
    /// The source of a web page.
    Html,
}

impl Refusal {
    /// The reason for not reading `text`.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.len() > MOST_BYTES {
            return Some(Self::TooLong);
        }
        let bare = text.trim_ascii();
        if bare.is_empty() {
            return Some(Self::Empty);
        }
        let head: String = bare.chars().take(64).collect();
        let lower = head.to_ascii_lowercase();
        let image = ["PNG\r\n", "PNG\n", "GIF8", "JFIF", "Exif", "WEBP"];
        if lower.starts_with("data:image/")
            || image.iter().any(|m| first(&head, m).is_some_and(|at| at < 12))
        {
            return Some(Self::Image);
        }
        if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
            return Some(Self::Html);
        }
        // Every second byte of a text in UTF-16 is empty; the others are read.
        let head = || bare.chars().filter(|c| *c != '\u{fffd}').take(256);
        let empty = head().filter(|c| *c == '\u{0}').count();
        let wide = empty * 5 > head().count() * 2
            && !bare.bytes().take(512).collect::<Vec<_>>().windows(2).any(|w| w == [0, 0]);
        // Serial lines lose a few characters; a tenth is no text.
        let odd = |c: char| c == '\u{fffd}' || c == '\u{0}' && !wide;
        let (all, bad) = text
            .chars()
            .take(1 << 16)
            .fold((0_usize, 0_usize), |(all, bad), c| (all + 1, bad + usize::from(odd(c))));
        (bad * 10 > all).then_some(Self::Binary)
    }

    /// The reason, as a sentence with what to do.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "Nothing was pasted.",
            Self::TooLong => {
                "This is longer than 16 MiB, so it is not read. Paste the lines of one boot."
            }
            Self::Image => "This is an image. Paste the text of the log, not a picture of it.",
            Self::Binary => "This is not text, so it is not read. Paste what the commands print.",
            Self::Html => "This is the source of a web page. Paste the text that it shows.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_log_is_named() {
        assert_eq!(Refusal::of(" \n\t"), Some(Refusal::Empty));
        assert_eq!(Refusal::of(&"x".repeat(MOST_BYTES)), None, "the longest");
        assert_eq!(Refusal::of(&"x".repeat(MOST_BYTES + 1)), Some(Refusal::TooLong));
        assert_eq!(Refusal::of("\u{fffd}PNG\r\n\u{1a}\nIHDR"), Some(Refusal::Image));
        assert_eq!(Refusal::of("data:image/png;base64,AAAA"), Some(Refusal::Image));
        assert_eq!(Refusal::of("\u{7f}ELF\u{2}\u{0}\u{0}\u{0}\u{0}"), Some(Refusal::Binary));
        assert_eq!(Refusal::of("<!DOCTYPE html><p>"), Some(Refusal::Html));
        let wide: String = "(XEN) Xen version 4.17.5\n".chars().flat_map(|c| [c, '\0']).collect();
        assert_eq!(Refusal::of(&format!("\u{fffd}\u{fffd}{wide}")), None);
        assert_eq!(Refusal::of("(XEN) lost \u{fffd} on a serial line, once"), None);
    }
}
