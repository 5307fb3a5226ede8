//! Marks that people put in place of the lines they left out.

/// Whether someone wrote this in place of lines: dots, or a word for cutting, in brackets or not.
pub(super) fn is_elision(said: &str) -> bool {
    let inner = said.trim_matches(|c: char| " \t[](){}<>-=*".contains(c));
    let dots = inner.len() > 2 && inner.chars().all(|c| c == '.' || c == '…') || inner == "…";
    let words = ["snip", "snipped", "cut", "cut here", "omitted", "truncated", "skipped"];
    dots || said != inner && words.iter().any(|word| inner.eq_ignore_ascii_case(word))
}
