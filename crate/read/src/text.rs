//! Searching for words in text, in little code.
//!
//! The standard library's text search is made for long texts, and its panics quote the text
//! they cut, which pulls in the tables of all letters: about 10 kB of the module.

/// Whether `word` occurs in `text`.
pub(crate) fn has(text: &str, word: &str) -> bool {
    last(text, word).is_some()
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

/// The text before the first `mark`, and the text after it.
#[allow(clippy::manual_pattern_char_comparison)]
pub(crate) fn halves(text: &str, mark: char) -> (&str, &str) {
    text.split_once(|c| c == mark).unwrap_or((text, ""))
}

fn last(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len().max(1)).rposition(|w| w == word.as_bytes())
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
