//! Numbers and units as people write them: `1.5 GiB`, `08M`, `0x10`, `2048`.
//!
//! Not here: how Xen reads them (`xen::number`).

use super::{IntentPart, strip, target};
use crate::xen::number::number;

/// Bare numbers below this cannot sensibly be KiB (128 MiB), so MiB was meant.
const BARE_KIB: u64 = 131_072;
/// Bare numbers below this cannot sensibly be MiB either, so GiB was meant.
const BARE_MIB: u64 = 128;

/// What a comma in a number separates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comma {
    /// A fraction: `2,5G`.
    Decimal,
    /// Groups of three digits: `2,048M`.
    Thousands,
}

/// A decimal number `whole.tail`; the number of digits in `tail` is stored too.
#[derive(Clone, Copy)]
pub(super) struct Number {
    pub(super) whole: u64,
    tail: u64,
    digits: u32,
}

impl Number {
    /// The number at the start of a text, and the remaining text.
    pub(super) fn read(text: &[u8]) -> Option<(Self, &[u8])> {
        if let [b'0', b'x' | b'X', digit, ..] = text
            && digit.is_ascii_hexdigit()
        {
            let read = number(text);
            let rest = text.get(read.taken..).unwrap_or(&[]);
            return Some((Self { whole: read.value, tail: 0, digits: 0 }, rest));
        }
        if let Some(found) = Self::with_comma(text).or_else(|| Self::in_groups(text)) {
            return Some(found);
        }
        let (whole, _, rest) = decimal(text)?;
        let fraction = rest.strip_prefix(b".").and_then(decimal);
        let (tail, digits, rest) = fraction.unwrap_or((0, 0, rest));
        Some((Self { whole, tail, digits }, rest))
    }

    /// A number with a comma in it, as some write decimals and others thousands.
    fn with_comma(text: &[u8]) -> Option<(Self, &[u8])> {
        let (kind, whole, tail, digits, rest) = comma(text)?;
        let number = match kind {
            Comma::Decimal => Self { whole, tail, digits },
            Comma::Thousands => Self {
                whole: whole.checked_mul(10u64.checked_pow(digits)?)? + tail,
                tail: 0,
                digits: 0,
            },
        };
        Some((number, rest))
    }

    /// A number of K or M whose groups of three digits a blank, an apostrophe or a point separates:
    /// `4 096M`.
    fn in_groups(text: &[u8]) -> Option<(Self, &[u8])> {
        let (mut whole, _, mut rest) = decimal(text).filter(|&(whole, ..)| whole < 1000)?;
        let separator = *rest.first().filter(|b| matches!(b, b' ' | b'\'' | b'.'))?;
        while let [first, more @ ..] = rest
            && *first == separator
            && let Some((group, 3, more)) = decimal(more)
        {
            whole = whole.checked_mul(1000)?.checked_add(group)?;
            rest = more;
        }
        let (shift, _) = unit(rest)?;
        let grouped = !rest.starts_with(&[separator]) && rest.len() < text.len();
        (grouped && matches!(shift, 10 | 20)).then_some((Self { whole, tail: 0, digits: 0 }, rest))
    }

    /// In bytes, with the unit that follows.
    pub(super) fn bytes(self, rest: &[u8]) -> Option<(u64, &[u8])> {
        let (shift, rest) = unit(rest).unwrap_or_else(|| (self.unit_if_bare(), rest));
        let unit = 1u128 << shift;
        let part = u128::from(self.tail) * unit / 10u128.checked_pow(self.digits)?;
        let bytes = u128::from(self.whole).checked_mul(unit)?.checked_add(part)?;
        Some((u64::try_from(bytes).ok()?, rest))
    }

    fn unit_if_bare(self) -> u32 {
        match self.whole {
            0..BARE_MIB => 30,
            BARE_MIB..BARE_KIB => 20,
            _ => 10,
        }
    }
}

/// What a comma in the number at the start of a text separates.
pub(super) fn comma_in_number(text: &str) -> Option<Comma> {
    comma(text.as_bytes()).map(|found| found.0)
}

/// A number below 100 with commas in it and a unit after it: what the commas are, the digits
/// before and after them with the count of the latter, and the remaining text. Three digits before
/// K or M, or several groups of three, are thousands, as in `2,048M`; so are three before G or T
/// that do not end in 0, as in `1,024G`.
fn comma(text: &[u8]) -> Option<(Comma, u64, u64, u32, &[u8])> {
    let (whole, _, mut rest) = decimal(text).filter(|&(whole, ..)| whole < 100)?;
    let (mut tail, mut digits) = (0u64, 0);
    while let Some((group, n, more)) = rest.strip_prefix(b",").and_then(decimal) {
        if n > 3 || (digits > 0 && n != 3) || digits > 6 {
            return None;
        }
        (tail, digits, rest) = (tail * 10u64.pow(n) + group, digits + n, more);
    }
    let (shift, _) = unit(rest).filter(|_| digits > 0)?;
    let groups = digits > 3 || (digits == 3 && (shift < 30 || !tail.is_multiple_of(10)));
    Some((if groups { Comma::Thousands } else { Comma::Decimal }, whole, tail, digits, rest))
}

/// The value and number of the leading digits; `None` for none or too many.
fn decimal(text: &[u8]) -> Option<(u64, u32, &[u8])> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let (head, rest) = text.split_at_checked(digits)?;
    let value = core::str::from_utf8(head).ok()?.parse().ok()?;
    Some((value, u32::try_from(digits).ok()?, rest))
}

/// log2 of the unit at the start of the text. The `m` of `max:` is not a unit.
fn unit(text: &[u8]) -> Option<(u32, &[u8])> {
    const UNITS: [(&str, u32); 14] = [
        ("kib", 10),
        ("mib", 20),
        ("gib", 30),
        ("tib", 40),
        ("kb", 10),
        ("mb", 20),
        ("gb", 30),
        ("tb", 40),
        ("k", 10),
        ("m", 20),
        ("g", 30),
        ("t", 40),
        ("bytes", 0),
        ("b", 0),
    ];
    let text = text.trim_ascii_start();
    if let (IntentPart::Min | IntentPart::Max, _) = target(text) {
        return None;
    }
    UNITS.iter().find_map(|&(name, shift)| Some((shift, strip(text, name)?)))
}
