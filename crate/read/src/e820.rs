//! Memory maps as text, one region per line.
//!
//! People type the short form `0-9f000 usable`, or paste text. Printouts of Xen and Linux
//! among other lines of a log belong to `log`, the one-line form of links to `compact`. A
//! line typed in another form may have brackets (their ends are inclusive). Blank lines,
//! headers and `#` comments are skipped.

use core::fmt::Write;

use sim::map::{Entry, Kind, RawMap};
use sim::units::Addr;

use crate::Error;
use crate::compact;
use crate::error::quoted;
use crate::pair::{Pair, pairs};
use crate::text::{after_last, has};

pub use crate::limits::{ADDRESS_END, MAX_ENTRIES};

/// A map, and what a reader should know about how it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The map.
    pub map: RawMap,
    /// Sentences; empty if everything was read as it is.
    pub notes: Vec<String>,
    /// What a map known to be cut lacks, as a sentence.
    pub cut: Option<String>,
}

/// The map in `text`.
///
/// # Errors
/// As [`read`].
pub fn parse(text: &str) -> Result<RawMap, Error> {
    read(text).map(|pasted| pasted.map)
}

/// The map in `text`, and notes on what was skipped of a pasted log.
///
/// # Errors
/// The first typed line that is not a region, with its number; or a fault of the whole map:
/// no region, more than 128, or one beyond 2^52.
pub fn read(text: &str) -> Result<Pasted, Error> {
    #[cfg(feature = "paste")]
    {
        let mut reading = None;
        read_as(text, || reading.insert(crate::log::read(text)))
    }
    #[cfg(not(feature = "paste"))]
    if compact::is_compact(text) { compact::parse(text) } else { lines(text) }.map(typed)
}

/// The same with what the text says as a log, which is only asked for where it may be one.
///
/// # Errors
/// As [`read`].
#[cfg(feature = "paste")]
pub(crate) fn read_as<'r>(
    text: &str,
    reading: impl FnOnce() -> &'r crate::log::Reading,
) -> Result<Pasted, Error> {
    if compact::is_compact(text) {
        return compact::parse(text).map(typed);
    }
    if let Some(pasted) = crate::log::find(text, reading()) {
        let pasted = pasted?;
        check_count(pasted.map.entries.len())?;
        return match pasted.map.entries.iter().find(|e| e.end().0 > ADDRESS_END) {
            Some(far) => Err(too_large(far.end().0)),
            None => Ok(pasted),
        };
    }
    lines(text).map(typed)
}

fn typed(map: RawMap) -> Pasted {
    Pasted { map, notes: Vec::new(), cut: None }
}

fn lines(text: &str) -> Result<RawMap, Error> {
    let mut entries = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if !is_skipped(line) {
            entries.push(region(line).map_err(|e| e.at_line(i + 1))?);
        }
    }
    if entries.is_empty() {
        return Err(Error::new("no region found; write one per line, like 0-9f000 usable"));
    }
    check_count(entries.len())?;
    Ok(RawMap { entries })
}

fn check_count(n: usize) -> Result<(), Error> {
    let wrong =
        || Error::new(format!("{n} regions; a map has at most {MAX_ENTRIES}: join or drop some"));
    if n > MAX_ENTRIES { Err(wrong()) } else { Ok(()) }
}

fn is_skipped(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#') || has(line, "RAM map:") || has(line, "[gap ")
}

/// Two numbers separated by `-` or `,`, followed by a type.
fn region(line: &str) -> Result<Entry, Error> {
    let wrong = || {
        Error::new(format!(
            "{} is not a region; write start-end and a type, like 100000-bf780000 usable",
            quoted(line)
        ))
    };
    let kind = kind(line).ok_or_else(|| {
        Error::new(format!(
            "{} has no type; write usable, reserved, ACPI data, ACPI NVS, unusable or type N",
            quoted(line)
        ))
    })?;
    let Pair { start, end, .. } = pairs(line).last().ok_or_else(wrong)?;
    if end > ADDRESS_END {
        return Err(too_large(end));
    }
    if end <= start {
        return Err(Error::new(format!("the end {end:x} is not above the start {start:x}")));
    }
    Ok(Entry::new(Addr(start), Addr(end), kind))
}

fn too_large(end: u64) -> Error {
    Error::new(format!("{end:x} is beyond 2^52; addresses must be below 10000000000000"))
}

fn kind(line: &str) -> Option<Kind> {
    let lower = line.to_ascii_lowercase();
    let has = |word: &str| has(&lower, word);
    if let Some(number) = after_last(&lower, "type ") {
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        return digits.parse().ok().filter(|&n| n > 0).map(Kind::from_number);
    }
    if has("unusable") {
        Some(Kind::Unusable)
    } else if has("usable") || has("system ram") {
        Some(Kind::Usable)
    } else if has("nvs") {
        Some(Kind::AcpiNvs)
    } else if has("acpi") {
        Some(Kind::AcpiData)
    } else if has("reserved") {
        Some(Kind::Reserved)
    } else {
        None
    }
}

/// The map as text in the short form with exclusive ends, as read by [`parse`].
pub fn write(map: &RawMap) -> String {
    let mut out = String::new();
    for e in &map.entries {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{:x}-{:x} {}", e.start.0, e.end().0, e.kind);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, start: u64, end: u64, kind: Kind) {
        let expected = RawMap { entries: vec![Entry::new(Addr(start), Addr(end), kind)] };
        assert_eq!(parse(line), Ok(expected), "{line}");
    }

    #[test]
    fn headings_and_gaps_are_no_regions() {
        for beside in ["BIOS-provided physical RAM map:", "[gap 9f000-100000]", "# mine", "  "] {
            let map = lines(&format!("{beside}\n0-9f000 usable"));
            assert_eq!(map.map(|m| m.entries.len()), Ok(1), "{beside}");
        }
    }

    #[test]
    fn print_outs_of_xen_and_linux_are_read_as_they_are() {
        check("0-9f000 usable", 0, 0x9f000, Kind::Usable);
        check(
            "(XEN)  [0000000000100000, 000000007ffdefff] (usable)",
            0x100000,
            0x7ffdf000,
            Kind::Usable,
        );
        check(
            "(XEN)  0000000000100000 - 000000007fe6d800 (usable)",
            0x100000,
            0x7fe6d800,
            Kind::Usable,
        );
        check(
            "[    0.000000] Xen: [mem 0x000000000009ec00-0x00000000000fffff] reserved",
            0x9ec00,
            0x100000,
            Kind::Reserved,
        );
        check(" Xen: 0000000000000000 - 000000001c382000 (usable)", 0, 0x1c382000, Kind::Usable);
        check(
            "BIOS-e820: [mem 0xbad80000-0xbadc8fff] ACPI NVS",
            0xbad80000,
            0xbadc9000,
            Kind::AcpiNvs,
        );
        check("1000-2000 type 12", 0x1000, 0x2000, Kind::Other(12));
    }

    #[test]
    fn a_print_out_of_7_3_with_its_gaps_is_read() {
        let text = "BIOS-provided physical RAM map:\n\
            Xen: [mem 0x0000000000000000-0x000000000007ffff]  System RAM\n\
            Xen: [gap 0x0000000000080000-0x00000000000fffff]\n\
            Xen: [mem 0x0000000000100000-0x00000000001fffff]  device reserved\n";
        let kinds: Vec<_> = parse(text).unwrap().entries.iter().map(|e| e.kind).collect();
        assert_eq!(kinds, [Kind::Usable, Kind::Reserved]);
    }

    #[test]
    fn errors_name_line_text_and_remedy() {
        for (text, part) in [
            ("0-9f000 usable\n5-3 reserved", "line 2: the end 3 is not above the start 5"),
            ("hello usable", "is not a region"),
            ("0-9f000", "has no type"),
            ("0-20000000000000 usable", "beyond 2^52"),
            ("\n# nothing\n", "no region found"),
            ("7-7 usable", "not above"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
        let many = "0-1000 usable\n".repeat(129);
        assert!(parse(&many).unwrap_err().to_string().contains("129 regions"));
    }

    #[test]
    fn what_is_written_reads_back() {
        let map = parse("0-9ec00 usable\nf0000-100000 reserved\n100000-200000 type 9").unwrap();
        assert_eq!(parse(&write(&map)), Ok(map));
    }
}
