//! One line of a printed memory map, as Xen and Linux print it
//! (the forms E2, E3, E5 and E6 of spec/log-formats.md).
//!
//! The form is looked for anywhere in a line, so that any prefix may stand before it and
//! any residue behind. Not here: which lines belong together ([`crate::paste`]).

use sim::map::Kind;

use crate::text::has;

/// Whose map a line says it is of, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Xen's print-out of the machine's map.
    Machine,
    /// The firmware's map as Linux without Xen prints it.
    Firmware,
    /// Dom0's own.
    Dom0,
    /// One before or after changes: `Initial`, `user:`, `modified:`, a PVH dom0's.
    Changed,
}

/// A printed region, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// By the label before it; Xen prints none.
    pub(crate) owner: Option<Owner>,
    pub(crate) start: u64,
    /// Exclusive; not above the start in a broken line.
    pub(crate) end: u64,
    pub(crate) kind: Kind,
}

/// Labels before a region, and whose map they tell.
const LABELS: [(&[u8], Owner); 4] = [
    (b"Xen:", Owner::Dom0),
    (b"BIOS-e820:", Owner::Firmware),
    (b"user:", Owner::Changed),
    (b"modified:", Owner::Changed),
];

/// The kinds' names, with the two new ones of 7.3, and their numbers.
const KINDS: [(&[u8], u32); 7] = [
    (b"usable", 1),
    (b"System RAM", 1),
    (b"reserved", 2),
    (b"device reserved", 2),
    (b"ACPI data", 3),
    (b"ACPI NVS", 4),
    (b"unusable", 5),
];

/// Digits of an address without `0x`.
const DIGITS: usize = 16;

/// The region in `line`.
pub(crate) fn printed(line: &str) -> Option<Printed> {
    pairs(line).find_map(Pair::printed).filter(|_| !is_guests(line))
}

/// All pairs of addresses in a line.
pub(crate) fn pairs(line: &str) -> impl Iterator<Item = Pair<'_>> {
    let mut inside = false;
    let starts =
        line.bytes().map(move |byte| core::mem::replace(&mut inside, byte.is_ascii_alphanumeric()));
    let bytes = line.as_bytes();
    starts.enumerate().filter_map(|(i, inside)| if inside { None } else { Pair::at(bytes, i) })
}

/// Whose map the label at the end of `text` announces.
pub(crate) fn label(text: &[u8]) -> Option<Owner> {
    let text = text.trim_ascii_end();
    LABELS.iter().find(|(label, _)| text.ends_with(label)).map(|(_, owner)| *owner)
}

/// Whether a line was meant to be a region, though it may be broken.
pub(crate) fn looks_like_one(line: &str) -> bool {
    let parts = ["(usable)", "(reserved)", "(unusable)", "(ACPI ", "Xen: [mem", "e820: [mem 0x"];
    parts.into_iter().any(|part| has(line, part)) && !has(line, "available") && !is_guests(line)
}

/// Lines of a guest that Xen's console shows.
fn is_guests(line: &str) -> bool {
    has(line, "HVM") || has(line, "(d")
}

/// Two addresses with `-` or `,` and blanks between them.
pub(crate) struct Pair<'a> {
    before: &'a [u8],
    /// The first one.
    pub(crate) start: u64,
    /// The second one, as an exclusive end.
    pub(crate) end: u64,
    /// Digits of the shorter one.
    digits: usize,
    form: Form,
    rest: Rest<'a>,
}

/// How a pair stands there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Without brackets: the end is exclusive.
    Bare,
    /// `[mem a-b]`.
    Mem,
    /// `[a, b]`.
    Brackets,
}

impl<'a> Pair<'a> {
    /// The pair whose first address stands at byte `i`.
    fn at(line: &'a [u8], i: usize) -> Option<Self> {
        let (before, rest) = line.split_at_checked(i)?;
        let mut rest = Rest(rest);
        let (start, digits) = rest.address()?;
        let (form, before) = if let Some(before) = before.strip_suffix(b"[mem ") {
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

    fn printed(mut self) -> Option<Printed> {
        if self.form != Form::Bare {
            self.rest.take(b"]")?;
        }
        let bare = self.rest.take(b"(").is_some();
        let kind = self.rest.kind()?;
        let owner = label(self.before);
        // Xen's lines: whole addresses, and the kind in brackets unless it has no name.
        let named = bare || matches!(kind, Kind::Other(_));
        let xens = named && self.digits == DIGITS && self.form != Form::Mem;
        let (start, end) = (self.start, self.end);
        (xens || owner.is_some()).then_some(Printed { owner, start, end, kind })
    }
}

/// What of a line is not read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    /// Passes blanks and `mark`.
    fn take(&mut self, mark: &[u8]) -> Option<()> {
        self.0 = self.0.trim_ascii_start().strip_prefix(mark)?;
        Some(())
    }

    /// Passes blanks and a hexadecimal number; how much, and how many digits.
    fn address(&mut self) -> Option<(u64, usize)> {
        let _ = self.take(b"0x");
        let _ = self.take(b"");
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

    fn kind(&mut self) -> Option<Kind> {
        if let Some((_, number)) = KINDS.iter().find(|(name, _)| self.take(name).is_some()) {
            return Some(Kind::from_number(*number));
        }
        self.take(b"type ")?;
        let mut number: u32 = 0;
        while let [byte @ b'0'..=b'9', rest @ ..] = self.0 {
            number = number.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
            self.0 = rest;
        }
        (number > 0).then_some(Kind::from_number(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(u64, u64, Kind, Option<Owner>)>) {
        let found = printed(line).map(|p| (p.start, p.end, p.kind, p.owner));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn every_form_is_found_behind_any_prefix() {
        for before in ["", "(XEN) ", "> (XEN) ", "(XEN) [0000001b48040516]  ", "    ", "`(XEN)\t"] {
            let line = |form: &str| format!("{before}{form}");
            let xen = Some((0x100000, 0x7fe6d800, Kind::Usable, None));
            check(&line("0000000000100000 - 000000007fe6d800 (usable)"), xen);
            check(&line("[0000000000100000, 000000007fe6d7ff] (usable)"), xen);
            check(&line("[0000000000100000, 000000007FE6D7FF] (usable)  residue"), xen);
            let dom0 = Some((0, 0x9f000, Kind::AcpiNvs, Some(Owner::Dom0)));
            check(&line("Xen: [mem 0x0000000000000000-0x000000000009efff] ACPI NVS"), dom0);
            check(&line(" Xen: 0000000000000000 - 000000000009f000 (ACPI NVS)"), dom0);
        }
        let other = Some((0x1000, 0x2000, Kind::Other(20), None));
        check("(XEN)  0000000000001000 - 0000000000002000 type 20", other);
    }

    #[test]
    fn what_only_looks_like_a_region_is_none() {
        for line in [
            "e820: update [mem 0x00000000-0x00000fff] usable ==> reserved",
            "e820: remove [mem 0x000a0000-0x000fffff] usable",
            "PM: Registered nosave memory: [mem 0x0009f000-0x000fffff]",
            "ACPI: Reserving FACP table memory at [mem 0x7ffe1a3d-0x7ffe1ab0]",
            "  node   0: [mem 0x0000000000001000-0x000000000009efff]",
            "reserve setup_data: [mem 0x0000000000000000-0x000000000009fbff] usable",
            "(XEN)  0000000100000-0000001ffffff type=7 attr=000000000000000f",
            "(XEN) HVM4:  [0000000000000000, 000000000009efff] (usable)",
            "(XEN) [    5.090182] (d1)  [0000000000000000, 000000000009efff] (usable)",
            "(XEN)  Dom0 alloc.:   0000000164000000->0000000168000000 (245760 pages to be allocated)",
            "Freeing 9e-100 pfn range: 98 pages freed",
            "[gap 0x0000000000080000-0x00000000000fffff]",
            "(XEN) [0000001b48040516] Xen-e820 RAM map:",
            "é [0000000000000000, é] (usable)",
        ] {
            check(line, None);
        }
    }

    #[test]
    fn broken_regions_are_told_from_other_lines() {
        assert!(looks_like_one("(XEN)  00000000001000 - 0000000000002000 (usable)"));
        assert!(looks_like_one("Xen: [mem 0x0000-0x00"));
        assert!(!looks_like_one("e820: remove [mem 0x000a0000-0x000fffff] usable"));
    }
}
