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

/// The whole number at the start of `text`, whose thousands may be parted by commas or points,
/// and the text after it; `None` if digits follow such a mark in any other way.
#[cfg(feature = "paste")]
pub(crate) fn grouped(text: &str) -> Option<(u64, &str)> {
    let (mut value, mut rest) = number(text)?;
    let short = text.len() - rest.len() <= 3;
    let mark = rest.chars().next().filter(|mark| matches!(mark, ',' | '.'));
    while let Some(more) = mark.and_then(|mark| rest.strip_prefix(mark)) {
        let Some((group, after)) = number(more) else { break };
        if !short || more.len() - after.len() != 3 {
            return None;
        }
        value = value.saturating_mul(1000).saturating_add(group);
        rest = after;
    }
    Some((value, rest))
}

/// The whole number that is a value, before its end or a blank.
#[cfg(feature = "paste")]
pub(crate) fn counted(value: &str) -> Option<u64> {
    let (count, rest) = grouped(value)?;
    (rest.is_empty() || rest.starts_with(' ')).then_some(count)
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

    #[cfg(feature = "paste")]
    #[test]
    fn thousands_may_be_parted_and_digits_are_never_lost() {
        for (text, value) in [
            ("130724", (130_724, "")),
            ("130,724", (130_724, "")),
            ("54.067", (54_067, "")),
            ("1,022,144 pages", (1_022_144, " pages")),
            ("12,300K kernel code", (12_300, "K kernel code")),
            ("12, 4194304 bytes", (12, ", 4194304 bytes")),
            ("3947.", (3947, ".")),
            ("1,022,144,", (1_022_144, ",")),
        ] {
            assert_eq!(grouped(text), Some(value), "{text}");
        }
        for text in ["3.8", "1,022,1", "1022,144", "1,0221", "12,30K", "", ",144", "x"] {
            assert_eq!(grouped(text), None, "{text}");
        }
        // Marks of two kinds are no thousands.
        assert_eq!(grouped("1,022.144 pages"), Some((1022, ".144 pages")));
    }
}
