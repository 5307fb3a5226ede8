//! Searching for words in text, in little code.
//!
//! The standard library's text search is made for long texts, and its panics quote the text
//! they cut, which pulls in the tables of all letters: about 10 kB of the module.

/// Whether `word` occurs in `text`.
pub(crate) fn has(text: &str, word: &str) -> bool {
    first(text, word).is_some()
}

/// The text after the last `word` in `text`.
pub(crate) fn after_last<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.get(last(text, word)? + word.len()..)
}

/// The parts of `text` between `mark`s.
// The standard library's search for a letter can panic; comparing each letter cannot.
#[allow(clippy::manual_pattern_char_comparison)]
pub(crate) fn pieces(text: &str, mark: char) -> impl Iterator<Item = &str> {
    text.split(move |c| c == mark)
}

/// The text before the first `mark`, an ASCII character, and the text after it.
pub(crate) fn halves(text: &str, mark: u8) -> (&str, &str) {
    let at = text.bytes().position(|b| b == mark).unwrap_or(text.len());
    (text.get(..at).unwrap_or(text), text.get(at + 1..).unwrap_or_default())
}

/// The text after the first `word` in `text`.
#[cfg(feature = "paste")]
pub(crate) fn after_first<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.get(first(text, word)? + word.len()..)
}

/// The text before the first `word` in `text`; all of it if there is none.
pub(crate) fn before_first<'a>(text: &'a str, word: &str) -> &'a str {
    first(text, word).and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Where `word` first begins in `text`, in bytes.
pub(crate) fn first(text: &str, word: &str) -> Option<usize> {
    let (start, _) = word.as_bytes().split_first()?;
    let mut from = 0;
    // The first byte is looked for by itself, because most lines do not have it.
    while let Some(rest) = text.as_bytes().get(from..) {
        let at = rest.iter().position(|b| b == start)?;
        if rest.get(at..).is_some_and(|t| t.starts_with(word.as_bytes())) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// The decimal number at the start of `text`, saturating, and the text after it.
#[cfg(feature = "paste")]
pub(crate) fn number(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).filter(|_| digits > 0)?;
    Some((number.parse().unwrap_or(u64::MAX), rest))
}

/// The hexadecimal number at the start of `text`, with or without `0x`, and the text after
/// it; `None` if it has more than 64 bits.
#[cfg(feature = "paste")]
pub(crate) fn hexadecimal(text: &str) -> Option<(u64, &str)> {
    let text = text.strip_prefix("0x").unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_hexdigit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    Some((u64::from_str_radix(number, 16).ok()?, rest))
}

/// Where `word` last begins in `text`, in bytes.
fn last(text: &str, word: &str) -> Option<usize> {
    let (start, _) = word.as_bytes().split_first()?;
    let mut rest = text.as_bytes();
    // As above: comparing every window with the word takes many times as long.
    loop {
        let at = rest.iter().rposition(|b| b == start)?;
        if text.as_bytes().get(at..).is_some_and(|t| t.starts_with(word.as_bytes())) {
            return Some(at);
        }
        rest = rest.get(..at)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_anywhere_and_the_last_one_counts() {
        assert!(has("Linux 2.6.32-5-xen-amd64", "-xen-amd64"));
        assert!(has("é", "é") && has("ab", "ab") && has("ab", "b"));
        assert!(!has("ab", "abc") && !has("", "a") && !has("ab", ""));
        assert_eq!(after_last("type 1 type 20", "type "), Some("20"));
        assert_eq!(after_last("type", "type "), None);
    }
}
