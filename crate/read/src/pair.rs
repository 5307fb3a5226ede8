//! Two addresses anywhere in a line: `100000-bf780000`, `[mem 0x…-0x…]`, `[…, …]`.
//!
//! Not here: the kind of region they bound ([`crate::e820`], and `printed` for printouts).

/// Maximum number of digits of an address.
pub(crate) const DIGITS: usize = 16;

/// All pairs of addresses in a line, each from the start of its first address. Blanks are
/// passed only once, however many a line has.
pub(crate) fn pairs(line: &str) -> impl Iterator<Item = Pair<'_>> {
    let bytes = line.as_bytes();
    let mut inside = false;
    bytes.iter().enumerate().filter_map(move |(i, byte)| {
        let word = byte.is_ascii_alphanumeric();
        let starts = !core::mem::replace(&mut inside, word) && word;
        // Most words begin like no number.
        if starts && byte.is_ascii_hexdigit() { Pair::at(bytes, i) } else { None }
    })
}

/// Two addresses separated by `-` or `,` and blanks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<'a> {
    /// The text before them and their bracket.
    #[cfg_attr(not(feature = "paste"), allow(dead_code, reason = "asked of pasted lines only"))]
    pub(crate) before: &'a [u8],
    /// The first one.
    pub(crate) start: u64,
    /// The second one, as an exclusive end.
    pub(crate) end: u64,
    /// Number of digits of the shorter one.
    #[cfg_attr(not(feature = "paste"), allow(dead_code, reason = "asked of pasted lines only"))]
    pub(crate) digits: usize,
    /// How they are written.
    #[cfg_attr(not(feature = "paste"), allow(dead_code, reason = "asked of pasted lines only"))]
    pub(crate) form: Form,
    /// The text after the second one.
    #[cfg_attr(not(feature = "paste"), allow(dead_code, reason = "asked of pasted lines only"))]
    pub(crate) rest: Rest<'a>,
}

/// How a pair is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Without brackets: the end is exclusive.
    Bare,
    /// `[mem a-b]`.
    Mem,
    /// `[a, b]`.
    Brackets,
}

impl<'a> Pair<'a> {
    /// The pair whose first address begins at byte `i`.
    fn at(line: &'a [u8], i: usize) -> Option<Self> {
        let (before, rest) = line.split_at_checked(i)?;
        let mut rest = Rest(rest);
        let (start, digits) = rest.address()?;
        let before = before.trim_ascii_end();
        let (form, before) = if let Some(before) = before.strip_suffix(b"[mem") {
            (Form::Mem, before)
        } else if let Some(before) = before.strip_suffix(b"[") {
            (Form::Brackets, before)
        } else {
            (Form::Bare, before)
        };
        rest.take(b"-").or_else(|| rest.take(b","))?;
        let (last, more) = rest.address()?;
        let end = last.saturating_add(u64::from(form != Form::Bare));
        Some(Self { before, start, end, digits: digits.min(more), form, rest })
    }
}

/// The unread part of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rest<'a>(pub(crate) &'a [u8]);

impl Rest<'_> {
    /// Passes blanks and `mark`.
    pub(crate) fn take(&mut self, mark: &[u8]) -> Option<()> {
        self.0 = self.0.trim_ascii_start().strip_prefix(mark)?;
        Some(())
    }

    /// Passes blanks and a hexadecimal number; returns the number and how many digits it
    /// has.
    fn address(&mut self) -> Option<(u64, usize)> {
        self.0 = self.0.trim_ascii_start();
        if let [b'0', b'x' | b'X', rest @ ..] = self.0 {
            self.0 = rest;
        }
        let (mut value, mut digits) = (0, 0);
        while let [byte, rest @ ..] = self.0
            && let Some(digit) = char::from(*byte).to_digit(16)
        {
            value = value << 4 | u64::from(digit);
            digits += 1;
            self.0 = rest;
        }
        let whole = !self.0.first().is_some_and(u8::is_ascii_alphanumeric);
        (whole && (1..=DIGITS).contains(&digits)).then_some((value, digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_blanks_takes_no_longer_than_any_other() {
        let line = " ".repeat(1 << 20) + "1-2" + &" ".repeat(1 << 20) + "[mem  3-4]";
        let found: Vec<_> = pairs(&line).map(|p| (p.start, p.end, p.form)).collect();
        assert_eq!(found, [(1, 2, Form::Bare), (3, 5, Form::Mem)]);
    }
}
