//! Numbers and sizes as Xen reads them (spec/xen.md 3): no sign, no blanks, octal
//! and hexadecimal, no overflow check; the default unit is KiB.

use super::Group;

/// A number and its length in the text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) value: u64,
    pub(crate) taken: usize,
}

/// The number at the start of `text`; wraps modulo 2^64, 0 if there is none.
pub(crate) fn number(text: &[u8]) -> Read {
    let (base, prefix) = match text {
        [b'0', b'x' | b'X', digit, ..] if digit.is_ascii_hexdigit() => (16, 2),
        [b'0', ..] => (8, 1),
        _ => (10, 0),
    };
    let mut read = Read { value: 0, taken: prefix };
    for &byte in text.iter().skip(prefix) {
        let Some(digit) = char::from(byte).to_digit(16).filter(|&d| d < base) else { break };
        read.value = read.value.wrapping_mul(base.into()).wrapping_add(digit.into());
        read.taken += 1;
    }
    read
}

/// The size in bytes at the start of `text`: a number and at most one suffix. Since 4.12, a number
/// before `%` is not scaled.
pub(crate) fn size(text: &[u8], group: Group) -> Read {
    let Read { value, taken } = number(text);
    let next = text.get(taken).copied().unwrap_or(0).to_ascii_lowercase();
    let shift = match next {
        b'b' => Some(0),
        b'k' => Some(10),
        b'm' => Some(20),
        b'g' => Some(30),
        b't' if group >= Group::V4_5 => Some(40),
        _ => None,
    };
    match shift {
        Some(shift) => Read { value: value << shift, taken: taken + 1 },
        None if next == b'%' && group.is_strict() => Read { value, taken },
        None => Read { value: value << 10, taken },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, group: Group, value: u64, taken: usize) {
        assert_eq!(size(text.as_bytes(), group), Read { value, taken }, "{text}");
    }

    #[test]
    fn octal_hexadecimal_and_digits_that_look_like_suffixes() {
        check("010B", Group::V4_2, 8, 4);
        check("08", Group::V4_2, 0, 1);
        check("0x", Group::V4_2, 0, 1);
        check("0x2B", Group::V4_2, 43 << 10, 4);
        check("0x1G", Group::V4_2, 1 << 30, 4);
        check("1e3", Group::V4_2, 1 << 10, 1);
    }

    #[test]
    fn the_default_unit_is_kib_and_t_is_new_in_4_5() {
        check("512", Group::V4_2, 512 << 10, 3);
        check("2T", Group::V4_2, 2 << 10, 1);
        check("2T", Group::V4_5, 2 << 40, 2);
    }

    #[test]
    fn numbers_wrap_and_bits_fall_off_the_top() {
        check("18446744073709551617B", Group::V4_2, 1, 21);
        check("17179869185G", Group::V4_2, 1 << 30, 12);
    }
}
