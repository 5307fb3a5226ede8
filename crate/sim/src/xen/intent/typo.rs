//! What is wrong with a text that Xen reads differently from what was meant, as kinds of slips.
//!
//! Looks at the text alone. Not here: whether Xen misreads it ([`crate::xen::warnings`]), and
//! what was meant ([`super::Intent`]).

use super::number::{Comma, comma_in_number};
use super::strip;
use crate::version::Version;
use crate::xen::Group;

/// Names that people write for `dom0_mem`, in lower case.
const NAMES: [&str; 7] =
    ["dom_mem", "dom0-mem", "dom0mem", "domo_mem", "dom0_memory", "dom-0-mem", "dom0_men"];

/// A slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typo {
    /// The option's name is misspelt: `dom_mem=2G`.
    Name,
    /// An equals sign after `min` or `max`: `max=2G`.
    Equals,
    /// `MAX:` or `Min:`.
    UpperCase,
    /// Another separator than a comma before `min` or `max`: `2G:max:2G`.
    Separator,
    /// Another option after a comma: `2G,loglvl=all`.
    OtherOption,
    /// A blank: `2 G`, `2G max:2G`.
    Blank,
    /// A decimal point: `2.5G`.
    Point,
    /// A decimal comma: `2,5G`.
    Comma,
    /// A comma between thousands: `2,048M`.
    Thousands,
    /// A unit of several letters: `2GB`, `2 GiB`.
    LongUnit,
    /// `T` before Xen 4.5.
    Tera,
    /// A percentage before Xen 4.12.
    Percent,
    /// A zero in front, which makes the number octal: `08M`.
    Octal,
    /// An empty part: `2G,,max:2G`, `2G,`.
    Empty,
    /// A small number without a unit: `2048`.
    NoUnit,
}

impl Typo {
    /// The slips in a text under a release of Xen, those that explain most first.
    pub fn all(text: &str, xen: Version) -> Vec<Self> {
        let lower = text.to_ascii_lowercase();
        let found = |typo: &Self| typo.is_in(text, &lower, xen);
        Self::ALL.into_iter().filter(found).collect()
    }

    const ALL: [Self; 15] = [
        Self::Name,
        Self::Separator,
        Self::Equals,
        Self::UpperCase,
        Self::OtherOption,
        Self::Blank,
        Self::Point,
        Self::Comma,
        Self::Thousands,
        Self::LongUnit,
        Self::Tera,
        Self::Percent,
        Self::Octal,
        Self::Empty,
        Self::NoUnit,
    ];

    fn is_in(self, text: &str, lower: &str, xen: Version) -> bool {
        let has = |what: &str| lower.contains(what);
        let bound = |word: &str| ["min", "max"].iter().any(|b| word.starts_with(b));
        let mut parts = lower.split([',', ' ', ';']);
        match self {
            Self::Name => misspelt(text).is_some(),
            Self::Equals => has("min=") || has("max="),
            Self::UpperCase => {
                ["min:", "max:"].iter().any(|b| lower.matches(b).count() > text.matches(b).count())
            }
            Self::Separator => [":min", ":max", ";min", ";max", ".max"].into_iter().any(has),
            Self::OtherOption => {
                misspelt(text).is_none()
                    && parts.any(|p| {
                        p.contains('=') && !bound(p) && p.starts_with(|c: char| c.is_alphabetic())
                    })
            }
            Self::Blank => text.trim_end_matches(' ').contains(' '),
            Self::Point => pairs(lower).any(|[a, b, c]| is_digit(a) && b == b'.' && is_digit(c)),
            Self::Comma => numbers(lower).any(|n| comma_in_number(n) == Some(Comma::Decimal)),
            Self::Thousands => numbers(lower).any(|n| comma_in_number(n) == Some(Comma::Thousands)),
            Self::LongUnit => after_numbers(lower).any(|unit| {
                let letters = unit.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
                letters.len() > 1 && !bound(letters) && letters.ends_with(['b', 's'])
            }),
            Self::Tera => {
                Group::of(xen) < Group::V4_5 && after_numbers(lower).any(|u| u.starts_with('t'))
            }
            Self::Percent => !Group::of(xen).is_strict() && has("%"),
            Self::Octal => numbers(lower)
                .any(|n| matches!(n.as_bytes(), [b'0', next, ..] if next.is_ascii_digit())),
            Self::Empty => has(",,") || lower.starts_with(',') || lower.ends_with(','),
            Self::NoUnit => {
                let joined = |c: char| c.is_ascii_alphanumeric() || c == '%';
                let plain = numbers(lower).filter(|n| comma_in_number(n).is_none());
                let plain = plain.filter(|n| !n.starts_with('0'));
                plain.map(after_number).any(|unit| !unit.starts_with(joined))
            }
        }
    }
}

/// A misspelt name of the option at the start of a text, and the text after its equals sign.
pub fn misspelt(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.trim_start().split_once('=')?;
    is_misspelt(name.trim_end().as_bytes()).then_some((name, value))
}

/// Whether a key was probably meant as `dom0_mem` and is not.
pub(crate) fn is_misspelt(key: &[u8]) -> bool {
    let mut names = NAMES.iter().chain(["dom0_mem"].iter()).map(|n| n.as_bytes());
    key != b"dom0_mem" && names.any(|name| name.eq_ignore_ascii_case(key))
}

/// The text after a misspelt name of the option and its equals sign.
pub(super) fn after_misspelt(text: &[u8]) -> Option<&[u8]> {
    let mut names = NAMES.iter().chain(["dom0_mem"].iter());
    names.find_map(|name| strip(text, name)?.strip_prefix(b"="))
}

const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn pairs(text: &str) -> impl Iterator<Item = [u8; 3]> {
    text.as_bytes().windows(3).filter_map(|w| <[u8; 3]>::try_from(w).ok())
}

/// The text from each number on.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().filter(move |&(i, c)| {
        let before = text.get(..i).and_then(|t| t.chars().next_back());
        let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
        let (head, rest) = (text.get(..i).unwrap_or(""), text.get(i..).unwrap_or(""));
        let number = c.is_ascii_digit() && !before.is_some_and(joined);
        number && !is_inside(head, rest)
    });
    starts.filter_map(move |(i, _)| text.get(i..))
}

/// Whether the comma between two texts is part of a number: `2,` and `048M`.
fn is_inside(head: &str, rest: &str) -> bool {
    let start = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',').len();
    let number = head.get(start..).unwrap_or("");
    number.ends_with(',') && comma_in_number(&format!("{number}{rest}")).is_some()
}

fn after_numbers(text: &str) -> impl Iterator<Item = &str> {
    numbers(text).map(after_number)
}

/// The text after the number at the start; blanks between it and its unit are left out.
fn after_number(text: &str) -> &str {
    let part = |c: char| c.is_ascii_digit() || c == '.';
    text.trim_start_matches(part).trim_start_matches(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, xen: Version, expected: &[Typo]) {
        assert_eq!(Typo::all(text, xen), expected, "{text}");
    }

    #[test]
    fn each_slip_is_named_as_what_it_is() {
        let new = Version::new(4, 17, 0);
        check("dom_mem=2G", new, &[Typo::Name]);
        check("Dom0_mem=2G", new, &[Typo::Name]);
        check("2GB", new, &[Typo::LongUnit]);
        check("2 GiB", new, &[Typo::Blank, Typo::LongUnit]);
        check("2 G", new, &[Typo::Blank]);
        check("2G max:2G", new, &[Typo::Blank]);
        check("2.5G", new, &[Typo::Point]);
        check("2,5G", new, &[Typo::Comma]);
        check("2,048M", new, &[Typo::Thousands]);
        check("2G,max=2G", new, &[Typo::Equals]);
        check("4096M:max=4096M", new, &[Typo::Separator, Typo::Equals]);
        check("2G,MAX:2G", new, &[Typo::UpperCase]);
        check("1024M,cpufreq=xen", new, &[Typo::OtherOption]);
        check("08M", new, &[Typo::Octal]);
        check("2G,,max:2G", new, &[Typo::Empty]);
        check("2048", new, &[Typo::NoUnit]);
        check("2G,max:2048", new, &[Typo::NoUnit]);
        check("2T", Version::new(4, 4, 0), &[Typo::Tera]);
        check("10%", Version::new(4, 11, 0), &[Typo::Percent]);
    }

    #[test]
    fn right_texts_have_none() {
        for text in ["2G", "2G,max:2G", "512M,min:256M,max:1G", "1G+10%,max:64G", "-512M", "10%"] {
            check(text, Version::new(4, 17, 0), &[]);
        }
    }
}
