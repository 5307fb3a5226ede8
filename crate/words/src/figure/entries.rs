//! The firmware's map as a list: what the kernel prints of it, and amounts.

use sim::map::{Kind, Map};
use sim::span::Span;
use sim::units::{MachineAddr, Pages};

use super::region_amount;
use crate::count;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    /// The entry's kind; `None` for a hole.
    pub kind: Option<Kind>,
    /// The addresses and the kind as kernels print them (exclusive end), and the same
    /// without leading zeros, and without the kind; of a hole the addresses, with words first.
    pub text: [String; 3],
    /// How much it is.
    pub amount: String,
}

/// The heading of the list, and its subtitle.
pub fn entries_heading(map: &Map<MachineAddr>, holes: usize) -> [String; 2] {
    let entries = map.regions().len();
    let noun = |n: usize, one: &str, many: &str| {
        format!("{} {}", count(n as u64), if n == 1 { one } else { many })
    };
    let holes = match holes {
        0 => String::new(),
        n => format!(" and {}", noun(n, "hole", "holes")),
    };
    ["As the firmware lists it".to_owned(), noun(entries, "entry", "entries") + &holes]
}

/// The entries and the holes between them, from address 0 up.
pub fn entries(map: &Map<MachineAddr>) -> Vec<EntryLine> {
    let ram = map.ram_pages();
    let mut lines = Vec::new();
    let mut last = MachineAddr(0);
    for region in map.regions() {
        if let Some(hole) = Span::new(last, region.span.start()) {
            lines.push(hole_line(hole, ram));
        }
        last = region.span.end();
        let (start, end, kind) = (region.span.start().0, last.0, printed(region.kind));
        let pages = Pages(region.span.round_out().count());
        lines.push(EntryLine {
            kind: Some(region.kind),
            text: [
                format!("{start:016x} - {end:016x} ({kind})"),
                format!("{start:x} - {end:x} {kind}"),
                format!("{start:x} - {end:x}"),
            ],
            amount: region_amount(pages, ram),
        });
    }
    lines
}

fn hole_line(hole: Span<MachineAddr>, ram: Pages) -> EntryLine {
    let range = format!("{:x} - {:x}", hole.start().0, hole.end().0);
    let amount = region_amount(Pages(hole.round_out().count()), ram);
    let long = format!("not listed: {range}");
    let text = [long.clone(), long, range];
    EntryLine { kind: None, text, amount: format!("{amount}, a hole") }
}

/// A kind as kernels print it.
const fn printed(kind: Kind) -> &'static str {
    match kind {
        Kind::Usable => "usable",
        Kind::Reserved => "reserved",
        Kind::AcpiData => "ACPI data",
        Kind::AcpiNvs => "ACPI NVS",
        Kind::Unusable => "unusable",
        Kind::Other(_) => "other type",
    }
}

/// Under the list: all RAM of the map, and what it is.
pub fn ram_in_entries(map: &Map<MachineAddr>) -> [String; 2] {
    let entries = map.ram().count();
    let noun = if entries == 1 { "entry" } else { "entries" };
    [
        region_amount(map.ram_pages(), map.ram_pages()),
        format!("of RAM in {} {noun}", count(entries as u64)),
    ]
}

/// Entries that have no room in the list.
pub fn more_entries(n: usize) -> String {
    format!("and {} more", count(n as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::map::Entry;
    use sim::units::Addr;

    #[test]
    fn each_entry_and_each_hole_is_a_line() {
        let entry = |start, end, kind| Entry::new(Addr(start), Addr(end), kind);
        let map = Map::from_entries(&[
            entry(0, 0x9_f000, Kind::Usable),
            entry(0x9_f000, 0xa_0000, Kind::AcpiNvs),
            entry(0x10_0000, 0x20_0000, Kind::Other(9)),
        ]);
        let lines = entries(&map);
        let said = lines.iter().map(|line| line.text[1].as_str());
        let expected = [
            "0 - 9f000 usable",
            "9f000 - a0000 ACPI NVS",
            "not listed: a0000 - 100000",
            "100000 - 200000 other type",
        ];
        assert!(said.eq(expected), "{lines:?}");
        assert_eq!(lines[0].text[0], "0000000000000000 - 000000000009f000 (usable)");
        assert_eq!(lines[2].text[2], "a0000 - 100000");
        assert_eq!(lines[2].amount, "384 KiB, a hole");
    }
}
