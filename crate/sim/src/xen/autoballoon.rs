//! Whether the toolstack as shipped balloons dom0 down to start guests (spec/xen.md 12).
//!
//! Since 4.3, xl matches Xen's command line against its own pattern, which covers less than Xen's
//! parser. It is matched here byte by byte, in one pass, with a set of states, because an item may
//! be read in several ways (`2048%` can be 20 and 48%).

use super::command_line::line_of_value;
use super::reservation::Text;
use super::toolstack::has_xl;
use crate::version::Version;

/// Reaction of the toolstack as shipped when a guest needs memory that Xen does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Autoballoon {
    /// Before 4.1: xend lowers dom0's balloon target.
    Xend,
    /// xl 4.1–4.2 lowers it, whatever Xen's command line says.
    Always,
    /// Since 4.3: xl lowers it, because it recognises no `dom0_mem=` on that line.
    AutoOn,
    /// Since 4.3: xl leaves dom0 alone, because it recognises one.
    AutoOff,
}

impl Autoballoon {
    /// Whether dom0's target is lowered.
    pub const fn shrinks_dom0(self) -> bool {
        match self {
            Self::Xend | Self::Always | Self::AutoOn => true,
            Self::AutoOff => false,
        }
    }
}

/// The effect of the shipped default with this Xen command line.
pub fn autoballoon(xl: Version, line: &[u8]) -> Autoballoon {
    if !has_xl(xl) {
        return Autoballoon::Xend;
    }
    if xl < Version::new(4, 3, 0) {
        return Autoballoon::Always;
    }
    let pattern = Pattern::of(xl);
    let seen = |word: &[u8]| word.strip_prefix(b"dom0_mem=").is_some_and(|v| pattern.matches(v));
    if line.split(|&b| b == b' ').any(seen) { Autoballoon::AutoOff } else { Autoballoon::AutoOn }
}

/// The same for the text as typed.
pub fn autoballoon_of(xl: Version, text: Text<'_>) -> Autoballoon {
    match text {
        Text::Absent => autoballoon(xl, b""),
        Text::Value(value) => autoballoon(xl, &line_of_value(value.as_bytes())),
        Text::Line(line) => autoballoon(xl, line.as_bytes()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pattern {
    /// 4.3 to 4.15: digits and one of `bBkKmMgG`.
    Sizes,
    /// Since 4.16: also a leading `-`, `t`, `T` and percentages.
    SizesAndPercent,
}

/// The position within an item; one bit each.
mod state {
    /// Before an item; a prefix is still possible.
    pub(super) const START: u16 = 1;
    /// After `min:` or `max:`.
    pub(super) const PREFIXED: u16 = 1 << 1;
    /// After the minus sign.
    pub(super) const MINUS: u16 = 1 << 2;
    /// After at least one digit of a size.
    pub(super) const DIGITS: u16 = 1 << 3;
    /// After a size's suffix.
    pub(super) const SUFFIX: u16 = 1 << 4;
    /// After `+`.
    pub(super) const PLUS: u16 = 1 << 5;
    /// After the first digit of a percentage.
    pub(super) const TENS: u16 = 1 << 6;
    /// After its second digit.
    pub(super) const ONES: u16 = 1 << 7;
    /// After `%`.
    pub(super) const PERCENT: u16 = 1 << 8;
    /// After an item's comma.
    pub(super) const COMMA: u16 = 1 << 9;
    /// The prefix letter by letter: `m`, `mi`, `min`, `ma`, `max`.
    pub(super) const M: u16 = 1 << 10;
    pub(super) const MI: u16 = 1 << 11;
    pub(super) const MIN: u16 = 1 << 12;
    pub(super) const MA: u16 = 1 << 13;
    pub(super) const MAX: u16 = 1 << 14;
    /// An item is complete.
    pub(super) const COMPLETE: u16 = DIGITS | SUFFIX | PERCENT;
    /// Digits or `-` may follow.
    pub(super) const NUMBER: u16 = START | PREFIXED;
}

impl Pattern {
    fn of(xl: Version) -> Self {
        if xl < Version::new(4, 16, 0) { Self::Sizes } else { Self::SizesAndPercent }
    }

    /// Whether the whole value consists of one or more items.
    fn matches(self, value: &[u8]) -> bool {
        let end = value.iter().fold(state::START, |states, &byte| self.step(states, byte));
        end & (state::COMPLETE | state::COMMA) != 0
    }

    /// All states reached by one more byte. A byte after a complete item may start the next one.
    fn step(self, states: u16, byte: u8) -> u16 {
        use state::{
            COMMA, COMPLETE, DIGITS, M, MA, MAX, MI, MIN, MINUS, NUMBER, ONES, PERCENT, PLUS,
            PREFIXED, START, SUFFIX, TENS,
        };
        let newer = self == Self::SizesAndPercent;
        let restart = if states & (COMPLETE | COMMA) != 0 { START } else { 0 };
        let states = states | restart;
        let to = |from: u16, to: u16| if states & from != 0 { to } else { 0 };
        match byte {
            b'0'..=b'9' => {
                let size = to(NUMBER | MINUS | DIGITS, DIGITS);
                let percent = to(NUMBER | PLUS, TENS) | to(TENS, ONES);
                size | if newer { percent } else { 0 }
            }
            b'-' if newer => to(NUMBER, MINUS),
            b'+' if newer => to(DIGITS | SUFFIX, PLUS),
            b'%' => to(TENS | ONES, PERCENT),
            b',' => to(COMPLETE, COMMA),
            b'm' => to(START, M) | to(DIGITS, SUFFIX),
            b'b' | b'B' | b'k' | b'K' | b'M' | b'g' | b'G' => to(DIGITS, SUFFIX),
            b't' | b'T' if newer => to(DIGITS, SUFFIX),
            b'i' => to(M, MI),
            b'n' => to(MI, MIN),
            b'a' => to(M, MA),
            b'x' => to(MA, MAX),
            b':' => to(MIN | MAX, PREFIXED),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(minor: u32, line: &str, expected: Autoballoon) {
        assert_eq!(autoballoon(Version::new(4, minor, 0), line.as_bytes()), expected, "{line}");
    }

    #[test]
    fn a_line_that_looks_like_dom0_mem_turns_it_off() {
        check(3, "loglvl=all dom0_mem=2G,max:2G sync", Autoballoon::AutoOff);
        check(3, "dom0_mem=min:1G", Autoballoon::AutoOff);
        check(3, "", Autoballoon::AutoOn);
        check(3, "xdom0_mem=2G", Autoballoon::AutoOn);
    }

    #[test]
    fn what_the_pattern_does_not_know_leaves_it_on() {
        for text in ["0x1G", "2GB", "2G,max=2G", "2G,,max:2G", "", ",", "1.5G"] {
            check(22, &format!("dom0_mem={text}"), Autoballoon::AutoOn);
        }
    }

    #[test]
    fn minus_tera_and_percent_are_known_from_4_16() {
        for text in ["-1G", "2T", "10%", "1G+10%", "1G+10%,max:64G", "-1G+5%"] {
            check(15, &format!("dom0_mem={text}"), Autoballoon::AutoOn);
            check(16, &format!("dom0_mem={text}"), Autoballoon::AutoOff);
        }
        check(16, "dom0_mem=1G+100%", Autoballoon::AutoOn);
        check(16, "dom0_mem=2048%", Autoballoon::AutoOff);
    }

    #[test]
    fn to_4_2_it_is_on_whatever_the_line_says() {
        for (minor, expected) in
            [(0, Autoballoon::Xend), (1, Autoballoon::Always), (2, Autoballoon::Always)]
        {
            check(minor, "dom0_mem=2G,max:2G", expected);
        }
    }

    /// What may follow one item, trying every possibility (the slow reference).
    fn after_an_item(text: &str, newer: bool) -> Vec<&str> {
        let prefixes = ["", "min:", "max:"].into_iter().filter_map(|p| text.strip_prefix(p));
        let mut found = Vec::new();
        for text in prefixes {
            let sizes = after_a_size(text, newer);
            if newer {
                let shares = sizes.iter().filter_map(|rest| rest.strip_prefix('+')).chain([text]);
                found.extend(shares.flat_map(after_a_percentage));
            }
            found.extend(sizes);
        }
        let commas: Vec<_> = found.iter().filter_map(|rest| rest.strip_prefix(',')).collect();
        found.extend(commas);
        found
    }

    fn after_a_size(text: &str, newer: bool) -> Vec<&str> {
        let digits = if newer { text.strip_prefix('-').unwrap_or(text) } else { text };
        let units = if newer { "bBkKmMgGtT" } else { "bBkKmMgG" };
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        let numbers = (1..=count).map(|n| &digits[n..]);
        numbers
            .flat_map(|rest| [Some(rest), rest.strip_prefix(|c| units.contains(c))])
            .flatten()
            .collect()
    }

    fn after_a_percentage(text: &str) -> Vec<&str> {
        let count = text.bytes().take_while(u8::is_ascii_digit).count().min(2);
        (1..=count).filter_map(|n| text[n..].strip_prefix('%')).collect()
    }

    fn twin(text: &str, newer: bool) -> bool {
        let rests = after_an_item(text, newer);
        rests.into_iter().any(|rest| rest.is_empty() || twin(rest, newer))
    }

    /// Every text of up to five of these pieces.
    #[test]
    fn one_pass_equals_trying_every_way_to_read_the_text() {
        const PIECES: [&str; 11] = ["1", "23", "G", "m", "T", "-", "+", "%", ",", "max:", "min:"];
        let mut texts = vec![String::new()];
        let mut from = 0;
        for _ in 0..5 {
            let end = texts.len();
            for at in from..end {
                texts.extend(PIECES.map(|piece| texts[at].clone() + piece));
            }
            from = end;
        }
        let mut off = 0;
        for text in &texts {
            for (minor, newer) in [(15, false), (16, true)] {
                let decided = autoballoon_of(Version::new(4, minor, 0), Text::Value(text));
                assert_eq!(decided == Autoballoon::AutoOff, twin(text, newer), "{text} 4.{minor}");
                off += usize::from(decided == Autoballoon::AutoOff);
            }
        }
        assert!(off > 1000, "{off}");
    }
}
