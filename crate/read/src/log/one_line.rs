//! What one line says: the readers of lines, each asked in turn.
//!
//! Whose line it is and which lines belong together is decided later ([`super::gather`]).

use super::body::Body;
use super::doubt::Doubt;
use super::heads::Speaker;
use super::lines::LogLine;
use super::{linux, tools, xen};
use crate::printed::{looks_like_one, printed};
use crate::text::has;

/// Beginnings of lines that are used for a number, and what tells them from other messages.
const COUNTED: [(&str, &str); 12] = [
    ("Dom0 alloc", "("),
    ("System RAM:", "("),
    ("Memory: ", "available"),
    ("MemTotal:", ""),
    ("Mem:", ""),
    ("total_memory", ":"),
    ("free_memory", ":"),
    ("nr_cpus", ":"),
    ("Released ", " page"),
    ("Remapped ", " page"),
    ("Dentry cache hash", " bytes"),
    ("Inode-cache hash", " bytes"),
];

/// Whether a line, which no reader took, has a number that is meant to be used.
fn is_miscounted(said: &str) -> bool {
    let counts = |rest: &str, word: &str| {
        (word.is_empty() || has(rest, word)) && rest.bytes().any(|b| b.is_ascii_digit())
    };
    COUNTED.iter().any(|(head, word)| said.strip_prefix(head).is_some_and(|r| counts(r, word)))
}

/// What a line says.
pub(super) fn body(line: &LogLine) -> Body {
    let whole = line.line();
    let said = whole.trimmed();
    if said.is_empty() {
        return Body::Unknown;
    }
    if let Some(iomem) = tools::iomem(&line.said).filter(|_| line.speaker == Speaker::Other) {
        return Body::Tool(iomem);
    }
    if let Some(region) = printed(said) {
        return Body::Region(region);
    }
    let found = xen::line(said, line.speaker)
        .map(Body::Xen)
        .or_else(|| linux::line(said, line.speaker).map(Body::Linux))
        .or_else(|| tools::line(&said, line.speaker).map(Body::Tool));
    if let Some(found) = found {
        return found;
    }
    if is_miscounted(&said) {
        return Body::Doubtful(Doubt::Number);
    }
    if let Some(doubt) = tools::foreign(said) {
        return Body::Doubtful(doubt);
    }
    if looks_like_one(whole) {
        return Body::Doubtful(Doubt::Region);
    }
    match line.speaker {
        Speaker::Xen | Speaker::Linux | Speaker::Guest => Body::Known,
        Speaker::Other => tools::rest(&said),
    }
}
