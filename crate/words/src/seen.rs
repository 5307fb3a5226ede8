//! Text written by somebody else, made safe for a sentence: invisible characters are shown
//! by their code points, and very long text is cut.
//!
//! A link can hold anything. A mark that changes the writing direction would make a
//! sentence read differently from what is copied from it. Not here: which text a command
//! may contain (`xen::reprint`).

use core::fmt::Write;

/// Characters of a text that a sentence shows; the remaining ones are counted.
pub const LONGEST: usize = 120;

/// `text` for a sentence: `2G⟨U+00A0⟩`. Shows at most [`LONGEST`] characters, and the
/// number of further ones.
pub fn as_seen(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i == LONGEST {
            let more = text.chars().count() - LONGEST;
            let _ = write!(out, "… ({more} more)");
            break;
        }
        if is_unseen(c) {
            let _ = write!(out, "⟨{}⟩", number(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// A character's code point in Unicode's notation: `U+00A0`.
pub fn number(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Characters that show nothing, look like a plain blank, or change how others are shown.
/// Both ends are inclusive. Tab and line ends are included, the plain blank is not.
const UNSEEN: [(u32, u32); 24] = [
    (0x00, 0x1f),
    (0x7f, 0xa0),
    (0xad, 0xad),
    (0x34f, 0x34f),
    (0x600, 0x605),
    (0x61c, 0x61c),
    (0x6dd, 0x6dd),
    (0x70f, 0x70f),
    (0x115f, 0x1160),
    (0x1680, 0x1680),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x2000, 0x200f),
    (0x2028, 0x202f),
    (0x205f, 0x206f),
    (0x2800, 0x2800),
    (0x3000, 0x3000),
    (0x3164, 0x3164),
    (0xe000, 0xf8ff),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfffb),
    (0x1_bca0, 0x1_bca3),
];

/// Whether a reader would not see this character, or would see others wrongly because of
/// it.
pub fn is_unseen(c: char) -> bool {
    let c = u32::from(c);
    // Musical format marks, and all planes without letters.
    let far = (0x1_d173..=0x1_d17a).contains(&c) || c >= 0xe_0000;
    far || UNSEEN.iter().any(|&(first, last)| (first..=last).contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(as_seen(text), expected);
    }

    #[test]
    fn what_is_not_seen_is_shown_by_its_number() {
        check("2G,max:2G", "2G,max:2G");
        check("2G\u{a0}", "2G⟨U+00A0⟩");
        check("\u{202e}M4201:xam", "⟨U+202E⟩M4201:xam");
        check("a\tb\nc\0", "a⟨U+0009⟩b⟨U+000A⟩c⟨U+0000⟩");
        check("\u{200b}\u{feff}\u{e0041}\u{85}", "⟨U+200B⟩⟨U+FEFF⟩⟨U+E0041⟩⟨U+0085⟩");
        check(" ½ é 漢 \u{fffd}", " ½ é 漢 \u{fffd}");
    }

    #[test]
    fn a_long_text_is_cut_and_its_rest_counted() {
        let text = "A".repeat(21_000);
        check(&text, &format!("{}… (20880 more)", "A".repeat(120)));
        check(&"é".repeat(120), &"é".repeat(120));
    }
}
