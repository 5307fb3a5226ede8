//! Rows that were wrapped at a fixed column, inside words too, as terminals and forms do it.
//!
//! A row ends inside a word only where the two halves prove it: as one they are an address, an
//! option or a word of a log, and by themselves they are none. A paste is undone as a whole only
//! if its longest rows go on and one of them proves it. Not here: rows that a mail program
//! wrapped between words ([`super::lines`]).

use std::iter::Peekable;

use super::clean::{unquoted, width as columns};
use super::heads::{Speaker, parts};
use super::prompt::prompt;
use crate::line::Line;
use crate::printed::printed;

/// Columns of the narrowest paste that is taken as wrapped.
pub(super) const NARROWEST: usize = 40;
/// Bytes of a joined line from which on nothing more belongs to it: no log has one as long.
pub(super) const LONGEST: usize = 4096;
/// Blanks that a copy may have lost at the end of a row.
const LOST: usize = 4;

/// The width of a paste wrapped at a fixed column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Width(usize);

impl Width {
    /// The width of these rows, given without quoting marks; `None` if nothing proves one.
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let width = rows.clone().map(columns).max().filter(|&width| width >= NARROWEST)?;
        let (mut ends, mut goes_on, mut begins, mut proven) = (0_usize, 0_usize, false, false);
        for (row, next) in rows.clone().zip(rows.skip(1).chain([""])) {
            if columns(row) != width {
                continue;
            }
            if is_end(next) {
                goes_on += 1;
                begins |= has_head(row);
                proven |= is_cut(row, next);
            } else {
                ends += 1;
            }
        }
        (begins && proven && ends * 2 <= goes_on).then_some(Self(width))
    }

    /// `row` with the rows that go on with it, which are taken from `rest`, and their number;
    /// `None` if none does.
    pub(super) fn joined<'a>(
        self,
        row: &str,
        rest: &mut Peekable<impl Iterator<Item = &'a str>>,
    ) -> Option<(String, usize)> {
        let mut whole = has_head(row).then(|| row.trim_ascii_end().to_owned())?;
        let mut last = columns(row);
        let mut taken = 0;
        while whole.len() < LONGEST
            && let Some(lost) = self.0.checked_sub(last).filter(|&lost| lost <= LOST)
            && let Some(next) = rest.next_if(|next| is_end(unquoted(next).1))
        {
            let next = unquoted(next).1;
            whole.push_str(&" ".repeat(lost));
            whole.push_str(next.trim_ascii_end());
            last = columns(next);
            taken += 1;
        }
        (taken > 0).then_some((whole, taken))
    }
}

/// Whether a row can be the end of the one before it.
fn is_end(row: &str) -> bool {
    !row.trim_ascii().is_empty() && !has_head(row)
}

/// Whether a row begins a line: by its speaker, a label of `xl info` or `/proc/meminfo`, or a
/// prompt.
fn has_head(row: &str) -> bool {
    let named = |row: &str| {
        let name = row.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"_()".contains(b));
        let rest = row.get(name.count()..).unwrap_or_default();
        // A half of a word has no blanks before the colon, and one after it.
        let info = rest.starts_with(' ') && rest.trim_ascii_start().starts_with(": ");
        rest.len() < row.len() && (info || rest.starts_with(":  "))
    };
    let speaks =
        parts(Line::new(row)).first().is_some_and(|(speaker, _)| *speaker != Speaker::Other);
    speaks || named(row) || prompt(row).is_some()
}

/// Whether a row ends inside a word that `next` ends.
pub(super) fn is_cut(row: &str, next: &str) -> bool {
    let (row, next) = (row.trim_ascii_end(), next.trim_ascii_end());
    let (before, half) = last_word(row);
    let (rest, after) = first_word(next);
    // A blank at the cut, or nothing on one side of it.
    if next.starts_with(' ') || row.is_empty() || next.is_empty() {
        return false;
    }
    is_option(row, next)
        || is_name(before, half, next)
        || !half.is_empty()
            && !rest.is_empty()
            && (is_word(before, half, rest)
                || is_count(before, half, rest, after)
                || is_address(row, next, half, rest))
}

/// The letters and digits at the end of a text, and what is before them.
fn last_word(text: &str) -> (&str, &str) {
    let word = text.bytes().rev().take_while(|b| is_of_word(*b)).count();
    text.split_at_checked(text.len() - word).unwrap_or((text, ""))
}

/// The letters and digits at the start of a text, and what is after them.
fn first_word(text: &str) -> (&str, &str) {
    let word = text.bytes().take_while(|b| is_of_word(*b)).count();
    text.split_at_checked(word).unwrap_or(("", text))
}

const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Words that logs print.
const WORDS: [&str; 43] = [
    "ACPI",
    "Command",
    "Dom0",
    "Init",
    "Linux",
    "Loaded",
    "Mach",
    "Memory",
    "Page",
    "Phys",
    "Start",
    "absent",
    "alloc",
    "allocated",
    "available",
    "bootscrub",
    "bss",
    "bytes",
    "code",
    "console",
    "data",
    "dom0_max_vcpus",
    "entries",
    "guest_loglvl",
    "info",
    "init",
    "iommu",
    "kernel",
    "linear",
    "loglvl",
    "mapped",
    "order",
    "pages",
    "placeholder",
    "ramdisk",
    "reserved",
    "rodata",
    "rwdata",
    "software",
    "tables",
    "unusable",
    "usable",
    "version",
];

/// Two halves of a word of a log. Neither is one, or the place before them shows that they are
/// one: `520K ro|data`, `(un|usable)`.
fn is_word(before: &str, half: &str, rest: &str) -> bool {
    let known = |word: &str| WORDS.contains(&word);
    let whole = |word: &&str| word.strip_prefix(half).is_some_and(|end| end == rest);
    let placed = match (half, rest) {
        ("ro" | "rw", "data") => before.ends_with("K "),
        ("un", "usable") => before.ends_with('(') || before.ends_with("] "),
        _ => !known(half) && !known(rest),
    };
    placed && WORDS.iter().any(whole)
}

/// The option's name, with its value after it.
const NAME: &str = "dom0_mem=";

/// The option's name in two.
fn is_name(before: &str, half: &str, next: &str) -> bool {
    let starts = before.is_empty() || before.ends_with([' ', ',']);
    let end = NAME.strip_prefix(half).filter(|end| end.len() < NAME.len() && !end.is_empty());
    starts && !half.is_empty() && end.is_some_and(|end| next.starts_with(end))
}

/// A number in two that a unit or a noun follows: `(1048|576 pages`, `22|868K kernel code`.
fn is_count(before: &str, half: &str, rest: &str, after: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let noun = after.trim_ascii_start();
    let counts = ["kernel", "data", "rwdata", "rodata", "init", "bss", "reserved", "absent", "cma"];
    let unit = rest.strip_suffix(['k', 'K']);
    before.ends_with(['(', ' '])
        && is_number(half)
        && (is_number(rest) && before.ends_with('(') && noun.starts_with("page")
            || unit.is_some_and(|n| n.is_empty() || is_number(n))
                && counts.iter().any(|word| noun.starts_with(word)))
}

/// An entry of a map, cut inside an address of 16 digits.
fn is_address(row: &str, next: &str, half: &str, rest: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    let hex = |text: &str| text.strip_prefix("0x").map_or(text.len(), str::len);
    let bare = half.strip_prefix("0x").unwrap_or(half);
    let entry = |text: &str| printed(Line::new(text)).is_some();
    hex(half) + rest.len() == 16
        && digits(bare)
        && digits(rest)
        && entry(&[row, next].concat())
        && !entry(next)
        && !entry(&[row, " ", next].concat())
}

/// The option's value in two.
fn is_option(row: &str, next: &str) -> bool {
    let Some(at) = row.rfind(NAME) else { return false };
    let value = row.get(at + NAME.len()..).unwrap_or_default();
    if value.contains(' ') {
        return false;
    }
    let part = next.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+%-".contains(b)).count();
    let (part, after) = next.split_at_checked(part).unwrap_or((next, ""));
    let ends = after.is_empty() || after.starts_with([' ', ',', '"', '\'']);
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let is_size = ends && part.len() <= digits + 1 && part.len() - digits <= 1;
    let number = value.ends_with(|c: char| c.is_ascii_digit());
    match value.rsplit(',').next().unwrap_or_default() {
        // Before, between or after the digits of a size.
        "" | "max:" | "min:" => {
            digits > 0 && is_size
                || part == "max" && after.starts_with(':')
                || part == "min" && after.starts_with(':')
        }
        "m" => part == "ax" || part == "in",
        "ma" => part == "x",
        "mi" => part == "n",
        "max" | "min" => next.starts_with(':'),
        _ => next.starts_with(',') || number && !part.is_empty() && is_size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(text: &str) -> Option<usize> {
        Width::of(text.lines()).map(|width| width.0)
    }

    /// `text` in rows of `width` columns, as a terminal shows them.
    fn wrapped(text: &str, width: usize) -> String {
        let rows = text.lines().flat_map(|line| {
            let all: Vec<char> = line.chars().collect();
            all.chunks(width).map(|row| row.iter().collect::<String>()).collect::<Vec<_>>()
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn halves_prove_a_cut_only_together() {
        for (row, next) in [
            ("(XEN) Command line: placeholder dom0_", "mem=4G loglvl=all"),
            ("(XEN) Command line: placeholder dom0_mem", "=4G loglvl=all"),
            ("(XEN) Command line: placeholder dom0_mem=4096", "M,max:4096M"),
            ("(XEN) Command line: placeholder dom0_mem=40", "96M"),
            ("(XEN) Command line: placeholder dom0_mem=4096M", ",max:4096M"),
            ("(XEN) Command line: placeholder dom0_mem=4096M,", "max:4096M"),
            ("(XEN) Command line: placeholder dom0_mem=4096M,ma", "x:4096M"),
            ("(XEN) Command line: placeholder dom0_mem=4096M,max:", "4096M"),
            (
                "(XEN)  Dom0 alloc.:   0000000254000000->0000000258000000 (1048",
                "576 pages to be allocated)",
            ),
            ("[    0.1] Memory: 3947k/4194304k available (1", "2300K kernel code, 2300K rwdata"),
            ("[    0.0] Xen: [mem 0x0000000000000000-0x00000000000", "9efff] usable"),
            (
                "[    0.1] Memory: 3947k/4194304k available (12300K kernel code, 520K ro",
                "data, 1K init",
            ),
            ("(XEN)  [0000000000100000, 000000007aa06fff] (un", "usable)"),
            ("(XEN)  Init. ramd", "isk: 000000043ee2c000->000000043ffff1a8"),
        ] {
            assert!(is_cut(row, next), "{row}|{next}");
        }
        for (row, next) in [
            ("(XEN) Command line: dom0_mem=2G", "2024-01-02 12:00:00 up 3 days"),
            ("(XEN) Command line: dom0_mem=2G", "29 hello"),
            ("(XEN) Command line: dom0_mem=2", " 4G"),
            ("(XEN) Command line: dom0_mem=2G loglvl=all", "max:4G"),
            ("all lines of the kernel", "data is here"),
            ("[    0.0] This part is ro", "data is not"),
            ("[    0.0] Xen: [mem 0x0000000000000000-0x000000000009efff] usable", "0"),
            ("", "mem"),
        ] {
            assert!(!is_cut(row, next), "{row}|{next}");
        }
    }

    #[test]
    fn a_width_needs_rows_that_go_on_and_a_proof() {
        let log = "(XEN) Xen version 4.17.5 (a@b) (gcc 12) debug=n\n(XEN) Command line: placeholder loglvl=all guest_loglvl=all dom0_mem=4096M,max:4096M ucode=scan\n(XEN) Bootloader: GRUB 2.06";
        assert_eq!(width(log), None);
        // At 68 columns the cut is in `dom0_mem`, at 57 before a word.
        assert_eq!(width(&wrapped(log, 68)), Some(68));
        assert_eq!(width(&wrapped(log, 57)), None);
        // Too narrow for a terminal.
        assert_eq!(width(&wrapped(log, 30)), None);
    }
}
