//! One line of a printed memory map, as Xen and Linux print it
//! (spec/log-formats.md E2, E3, E5 and E6).
//!
//! The form is looked for anywhere in a line, so any prefix and any residue are allowed
//! around it. Not here: which lines belong together ([`crate::paste`]).

use sim::map::Kind;

use crate::line::Line;
use crate::pair::{DIGITS, Form, Pair, Rest, pairs};

/// Owner of the map according to a line, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The firmware's map as printed by Linux without Xen.
    Firmware,
    /// Dom0's own.
    Dom0,
    /// A map before or after changes: `Initial`, `user:`, `modified:`, a PVH dom0's.
    Changed,
}

/// A printed region, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// According to the label before it; Xen prints none.
    pub(crate) owner: Option<Owner>,
    pub(crate) start: u64,
    /// Exclusive; not above the start if the line is broken.
    pub(crate) end: u64,
    pub(crate) kind: Kind,
}

/// Labels before a region, and the owner of the map each stands for.
const LABELS: [(&[u8], Owner); 4] = [
    (b"Xen:", Owner::Dom0),
    (b"BIOS-e820:", Owner::Firmware),
    (b"user:", Owner::Changed),
    (b"modified:", Owner::Changed),
];

/// The kinds' names, including the two new ones of 7.3, and their numbers.
const KINDS: [(&[u8], u32); 7] = [
    (b"usable", 1),
    (b"System RAM", 1),
    (b"reserved", 2),
    (b"device reserved", 2),
    (b"ACPI data", 3),
    (b"ACPI NVS", 4),
    (b"unusable", 5),
];

/// What every kind has in its name, and `type` in front of a number.
const WORDS: [&str; 5] = ["usable", "reserved", "ACPI ", "System RAM", "type "];

/// End of the message that old kernels print about a change to their own map: `e820 remove
/// range:`.
const CHANGE: &[u8] = b" range:";

/// The region in `line`.
pub(crate) fn printed(line: Line<'_>) -> Option<Printed> {
    // Addresses are in every second line of a log, kinds in few.
    if !WORDS.iter().any(|word| line.may_have(word)) {
        return None;
    }
    pairs(line.text()).find_map(region).filter(|_| !is_guests(line))
}

fn region(pair: Pair<'_>) -> Option<Printed> {
    let Pair { before, start, end, digits, form, mut rest } = pair;
    if form != Form::Bare {
        rest.take(b"]")?;
    }
    let bare = rest.take(b"(").is_some();
    let kind = kind(&mut rest)?;
    let owner = label(before);
    if before.trim_ascii_end().ends_with(CHANGE) {
        return None;
    }
    // Xen's lines: whole addresses, and the kind in brackets if it has a name.
    let named = bare || matches!(kind, Kind::Other(_));
    let xens = named && digits == DIGITS && form != Form::Mem;
    (xens || owner.is_some()).then_some(Printed { owner, start, end, kind })
}

fn kind(rest: &mut Rest<'_>) -> Option<Kind> {
    if let Some((_, number)) = KINDS.iter().find(|(name, _)| rest.take(name).is_some()) {
        return Some(Kind::from_number(*number));
    }
    rest.take(b"type ")?;
    let mut number: u32 = 0;
    while let [byte @ b'0'..=b'9', more @ ..] = rest.0 {
        number = number.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
        rest.0 = more;
    }
    (number > 0).then_some(Kind::from_number(number))
}

/// Whether a text is the name of a kind or the beginning of one.
pub(crate) fn begins_a_kind(text: &str) -> bool {
    KINDS.iter().any(|(name, _)| name.starts_with(text.as_bytes()))
}

/// Owner of the map that the label at the end of `text` announces.
pub(crate) fn label(text: &[u8]) -> Option<Owner> {
    let text = text.trim_ascii_end();
    LABELS.iter().find(|(label, _)| text.ends_with(label)).map(|(_, owner)| *owner)
}

/// Whether a line was meant to be a region, even if it is broken.
pub(crate) fn looks_like_one(line: Line<'_>) -> bool {
    // The last ones have no kind, because a paste may end anywhere.
    let parts = [
        "(usable)",
        "(reserved)",
        "(unusable)",
        "(ACPI ",
        "Xen: [mem",
        "e820: [mem 0x",
        "  [0000",
        "Xen: 0000",
    ];
    parts.into_iter().any(|part| line.has(part)) && !is_other(line)
}

/// Whether a line with addresses and kinds is no entry of a map: a change to one, a sum, a
/// guest's.
pub(crate) fn is_other(line: Line<'_>) -> bool {
    let words = ["available", "e820 update", "e820 remove", "==>"];
    words.into_iter().any(|word| line.has(word)) || is_guests(line)
}

/// Lines of a guest on Xen's console.
fn is_guests(line: Line<'_>) -> bool {
    line.has("HVM") || line.has("(d")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(u64, u64, Kind, Option<Owner>)>) {
        let found = printed(Line::new(line)).map(|p| (p.start, p.end, p.kind, p.owner));
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
            "e820 update range: 0000000000000000 - 0000000000010000 (usable) ==> (reserved)",
            "[    0.0] e820 remove range: 00000000000a0000 - 0000000000100000 (usable)",
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
        let broken = |line| looks_like_one(Line::new(line));
        assert!(broken("(XEN)  00000000001000 - 0000000000002000 (usable)"));
        assert!(broken("Xen: [mem 0x0000-0x00"));
        assert!(broken("(XEN)  [0000000100000000, 00000002"));
        assert!(broken(" Xen: 0000000100000000 - 0000"));
        assert!(!broken("(XEN) [0000001b48040516] Bootloader: GRUB"));
        assert!(!broken("e820 remove range: 00000000000a0000 - 0000000000100000 (usable)"));
        assert!(!broken("(usable) ==> (reserved)"));
        assert!(!broken("e820: remove [mem 0x000a0000-0x000fffff] usable"));
    }
}
