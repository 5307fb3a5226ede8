//! A map on one line, for links and attributes: `0-9f:u,f0-100:r,100-bf780:u`.
//!
//! Page numbers are hexadecimal with an exclusive end. If an edge is not page-aligned, both
//! are written in bytes: `0x9ec00-0xa0000:r`. Kinds: `u` usable, `r` reserved, `a` ACPI
//! data, `n` ACPI NVS, `x` unusable, any other type by its number.

use core::fmt::Write;

use sim::map::{Entry, Kind, RawMap};
use sim::units::Addr;

use crate::Error;
use crate::error::quoted;
use crate::limits::{ADDRESS_END, MAX_ENTRIES};
use crate::text::{halves, pieces};

/// Letters of the kinds.
const LETTERS: [(Kind, &str); 5] = [
    (Kind::Usable, "u"),
    (Kind::Reserved, "r"),
    (Kind::AcpiData, "a"),
    (Kind::AcpiNvs, "n"),
    (Kind::Unusable, "x"),
];

/// Page size in bits.
const PAGE_SHIFT: u32 = 12;

/// Whether `text` is in this form: one line of pieces, each with a colon.
pub fn is_compact(text: &str) -> bool {
    let text = text.trim();
    let odd = |b: u8| !(b.is_ascii_alphanumeric() || b"-:,".contains(&b));
    !text.bytes().any(odd) && pieces(text, ',').any(|p| !halves(p, b':').1.is_empty())
}

/// The map in `text`.
///
/// # Errors
/// The first piece that is not a region, or too many of them.
pub fn parse(text: &str) -> Result<RawMap, Error> {
    let mut entries = Vec::new();
    for piece in pieces(text.trim(), ',').filter(|p| !p.is_empty()) {
        if entries.len() == MAX_ENTRIES {
            return Err(Error::new(format!(
                "a map has at most {MAX_ENTRIES} regions: join or drop some"
            )));
        }
        entries.push(region(piece).ok_or_else(|| wrong(piece))?);
    }
    Ok(RawMap { entries })
}

fn wrong(piece: &str) -> Error {
    Error::new(format!(
        "{} is not a region; write page numbers and a kind, like 100-bf780:u",
        quoted(piece)
    ))
}

fn region(piece: &str) -> Option<Entry> {
    let (range, kind) = halves(piece, b':');
    let (start, end) = halves(range, b'-');
    let bytes = start.strip_prefix("0x").zip(end.strip_prefix("0x"));
    let (start, end, shift) = match bytes {
        Some((start, end)) => (start, end, 0),
        None => (start, end, PAGE_SHIFT),
    };
    let (start, end) = (address(start, shift)?, address(end, shift)?);
    (start < end).then_some(())?;
    Some(Entry::new(Addr(start), Addr(end), kind_of(kind)?))
}

fn address(digits: &str, shift: u32) -> Option<u64> {
    let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let number = u64::from_str_radix(digits, 16).ok().filter(|_| plain)?;
    (number <= ADDRESS_END >> shift).then_some(number << shift)
}

fn kind_of(text: &str) -> Option<Kind> {
    let letter = LETTERS.iter().find(|(_, letter)| *letter == text).map(|(kind, _)| *kind);
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    let number = || text.parse().ok().filter(|&n| n > 0 && plain).map(Kind::from_number);
    letter.or_else(number)
}

/// The map in this form; [`parse`] reads it back unchanged.
pub fn write(map: &RawMap) -> String {
    let mut out = String::new();
    for e in &map.entries {
        let (start, end) = (e.start.0, e.end().0);
        let whole = (start | end).trailing_zeros() >= PAGE_SHIFT;
        let (mark, shift) = if whole { ("", PAGE_SHIFT) } else { ("0x", 0) };
        let comma = if out.is_empty() { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(out, "{comma}{mark}{:x}-{mark}{:x}:", start >> shift, end >> shift);
        let letter = LETTERS.iter().find(|(kind, _)| *kind == e.kind);
        let _ = match letter {
            Some((_, letter)) => write!(out, "{letter}"),
            None => write!(out, "{}", e.kind.number()),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_bytes_and_kinds_are_read() {
        let map =
            parse("0-9f:u,0x9ec00-0xa0000:r,f0-100:a,100-bf780:n,bf780-c0000:x,c0000-c0001:7");
        let edges = |e: &Entry| (e.start.0, e.end().0, e.kind.number());
        let read: Vec<_> = map.unwrap().entries.iter().map(edges).collect();
        assert_eq!(
            read,
            [
                (0, 0x9f000, 1),
                (0x9ec00, 0xa0000, 2),
                (0xf0000, 0x100000, 3),
                (0x100000, 0xbf780000, 4),
                (0xbf780000, 0xc0000000, 5),
                (0xc0000000, 0xc0001000, 7),
            ]
        );
    }

    #[test]
    fn what_is_written_reads_back() {
        for p in crate::presets::PRESETS.iter().filter(|p| !p.e820.is_empty()) {
            let map = crate::e820::parse(p.e820).unwrap();
            let line = write(&map);
            assert!(is_compact(&line), "{line}");
            assert_eq!(parse(&line), Ok(map));
        }
    }

    #[test]
    fn what_is_no_region_is_named() {
        for bad in ["0-9f:q", "9f-0:u", "0-10000000001:u", "0x0-9f:u", "-9f:u", "+1-2:u", "0-9f:0"]
        {
            let error = parse(bad).unwrap_err().to_string();
            assert!(error.contains("is not a region"), "{bad}: {error}");
        }
        let many = vec!["0-1:u"; 129].join(",");
        assert!(parse(&many).unwrap_err().to_string().contains("at most 128"));
        assert!(!is_compact("0-9f000 usable") && !is_compact("") && !is_compact("[mem 0-1] a:b"));
    }
}
