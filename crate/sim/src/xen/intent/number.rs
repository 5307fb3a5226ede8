//! Numbers and units as people write them: `1.5 GiB`, `08M`, `0x10`, `2048`.
//!
//! Not here: how Xen reads them (`xen::number`).

use super::{IntentPart, strip, target};
use crate::xen::number::number;

/// Bare numbers below this cannot sensibly be KiB (128 MiB), so MiB was meant.
const BARE_KIB: u64 = 131_072;

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
        let (whole, _, rest) = decimal(text)?;
        let fraction = rest.strip_prefix(b".").and_then(decimal);
        let (tail, digits, rest) = fraction.unwrap_or((0, 0, rest));
        Some((Self { whole, tail, digits }, rest))
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
        if self.whole < BARE_KIB { 20 } else { 10 }
    }
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
    if let (IntentPart::Min | IntentPart::Max, _) = target(text) {
        return None;
    }
    UNITS.iter().find_map(|&(name, shift)| Some((shift, strip(text.trim_ascii_start(), name)?)))
}
