//! One line of a printed memory map, as Xen and Linux print it
//! (the forms E2, E3, E5 and E6 of spec/log-formats.md).
//!
//! The form is looked for anywhere in a line, so that any prefix may stand before it and
//! any residue behind. Not here: which lines belong together ([`crate::paste`]).

use sim::map::Kind;

use crate::text::has;

/// Whose map a line says it is of, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
const LABELS: [(&str, Owner); 4] = [
    ("Xen:", Owner::Dom0),
    ("BIOS-e820:", Owner::Firmware),
    ("user:", Owner::Changed),
    ("modified:", Owner::Changed),
];

/// Digits of an address without `0x`.
const DIGITS: usize = 16;

/// The region in `line`.
pub(crate) fn printed(line: &str) -> Option<Printed> {
    let bytes = line.as_bytes();
    let starts = |i: usize| {
        let before = i.checked_sub(1).and_then(|i| bytes.get(i));
        !before.is_some_and(u8::is_ascii_alphanumeric)
    };
    let found = (0..bytes.len()).filter(|&i| starts(i)).find_map(|i| at(line, i))?;
    (!is_guests(line)).then_some(found)
}

/// Whose map the label at the end of `text` announces.
pub(crate) fn label(text: &str) -> Option<Owner> {
    let found = LABELS.iter().find(|(label, _)| text.trim_end().ends_with(label));
    found.map(|(_, owner)| *owner)
}

/// Whether a line was meant to be a region, though it may be broken.
pub(crate) fn looks_like_one(line: &str) -> bool {
    let kinds = ["(usable)", "(reserved)", "(unusable)", "(ACPI "];
    let labels = ["Xen: [mem", "BIOS-e820: [mem"];
    kinds.into_iter().chain(labels).any(|part| has(line, part)) && !is_guests(line)
}

/// Lines of a guest that Xen's console shows.
fn is_guests(line: &str) -> bool {
    has(line, "HVM") || has(line, "(d")
}

/// The region whose first address stands at byte `i`.
fn at(line: &str, i: usize) -> Option<Printed> {
    let (before, rest) = line.split_at_checked(i)?;
    let first = Address::of(rest)?;
    let (inclusive, mark, before) = match before.strip_suffix('[') {
        Some(before) => (true, ',', before),
        None => match before.strip_suffix("[mem ") {
            Some(before) => (true, '-', before),
            None => (false, '-', before),
        },
    };
    let second = Address::of(first.rest.trim_start().strip_prefix(mark)?.trim_start())?;
    let behind = if inclusive { second.rest.strip_prefix(']')? } else { second.rest };
    let behind = behind.trim_start();
    let bare = behind.strip_prefix('(');
    let kind = kind(bare.unwrap_or(behind))?;
    let owner = label(before);
    // Xen's lines: whole addresses, and the kind in brackets unless it has no name.
    let plain = || {
        let named = bare.is_some() || matches!(kind, Kind::Other(_));
        !(inclusive && mark == '-') && first.digits == DIGITS && second.digits == DIGITS && named
    };
    if owner.is_none() && !plain() {
        return None;
    }
    let end = if inclusive { second.value.saturating_add(1) } else { second.value };
    Some(Printed { owner, start: first.value, end, kind })
}

/// A hexadecimal number at the start of a text.
struct Address<'a> {
    value: u64,
    digits: usize,
    rest: &'a str,
}

impl<'a> Address<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let bare = text.strip_prefix("0x").unwrap_or(text);
        let digits = bare.bytes().take_while(u8::is_ascii_hexdigit).count();
        let (number, rest) = bare.split_at_checked(digits)?;
        Some(Self { value: u64::from_str_radix(number, 16).ok()?, digits, rest })
    }
}

fn kind(text: &str) -> Option<Kind> {
    let names = [
        ("usable", Kind::Usable),
        ("System RAM", Kind::Usable),
        ("reserved", Kind::Reserved),
        ("device reserved", Kind::Reserved),
        ("unusable", Kind::Unusable),
    ];
    if let Some((_, kind)) = names.into_iter().find(|(name, _)| text.starts_with(name)) {
        return Some(kind);
    }
    if let Some(rest) = text.strip_prefix("ACPI") {
        let (data, nvs) =
            (rest.trim_start().starts_with("data"), rest.trim_start().starts_with("NVS"));
        return data.then_some(Kind::AcpiData).or(nvs.then_some(Kind::AcpiNvs));
    }
    let number = text.strip_prefix("type ")?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let number = number.split_at_checked(digits)?.0.parse().ok()?;
    (number > 0).then_some(Kind::from_number(number))
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
