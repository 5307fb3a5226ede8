//! What is wrong with a text of `dom0_mem=`, one sentence per slip, and what Xen prints about the
//! words that a blank cut off.
//!
//! Not here: what Xen makes of the text (`warning`).

use crate::marks;
use sim::version::Version;
use sim::xen::Group;
use sim::xen::intent::typo::Typo;

/// The first release that prints the names of options it does not know.
const PRINTS_UNKNOWN: Version = Version::new(4, 10, 0);

/// Why Xen reads the text differently; at most two sentences, empty if no slip is known. Begins
/// with a space.
pub(super) fn reasons(text: &str, xen: Version) -> String {
    let mut out = String::new();
    for typo in Typo::all(text, xen).into_iter().take(2) {
        out.push(' ');
        out.push_str(reason(typo, xen));
    }
    out
}

fn reason(typo: Typo, xen: Version) -> &'static str {
    match typo {
        Typo::Name => "The option is called `dom0_mem`.",
        Typo::Separator => "A comma separates the parts.",
        Typo::Equals => "A colon follows `min` and `max`.",
        Typo::UpperCase => "`min:` and `max:` are written in lower case.",
        Typo::OtherOption => "A blank separates options, and a comma only the parts of one.",
        Typo::Blank => "The option ends at the first blank.",
        Typo::Point => "Xen reads whole numbers only.",
        Typo::Comma => "Xen reads whole numbers only, and a comma starts the next part.",
        Typo::Thousands => "A comma starts the next part, also between digits.",
        Typo::LongUnit if Group::of(xen) < Group::V4_5 => {
            "Units are single letters: `K`, `M` or `G`."
        }
        Typo::LongUnit => "Units are single letters: `K`, `M`, `G` or `T`.",
        Typo::Tera => "`T` is a unit since Xen 4.5.",
        Typo::Percent => "Xen knows percentages since 4.12.",
        Typo::Octal => "A number with a zero in front is octal.",
        Typo::Empty => "No part may be empty.",
        Typo::NoUnit => "A number without a unit is in KiB.",
    }
}

/// What Xen prints about each word after a blank that was meant as part of the option.
pub(super) fn printed(text: &str, xen: Version) -> Option<String> {
    if xen < PRINTS_UNKNOWN {
        return None;
    }
    let key = |word: &str| word.split('=').next().unwrap_or("").to_owned();
    let words = text.split(' ').skip(1).filter(|word| is_of_option(word)).map(key);
    let lines: Vec<String> =
        words.map(|key| marks::typed(&format!("parameter \"{key}\" unknown!"))).collect();
    (!lines.is_empty()).then(|| lines.join(" and "))
}

/// Whether a word after a blank looks like a part of the option: a size, a unit, `min`, `max`.
fn is_of_option(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let unit = ["k", "m", "g", "t", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib"];
    let first = lower.split(',').next().unwrap_or("");
    let bound = lower.starts_with("min") || lower.starts_with("max");
    lower.starts_with(|c: char| c.is_ascii_digit()) || unit.contains(&first) || bound
}
