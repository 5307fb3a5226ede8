//! Maps of which it is not known whether they are whole, and logs that stop anywhere.

#![allow(clippy::unwrap_used)]

use read::log::reconcile::{Overall, reconcile};
use read::log::{Cut, Logged, Whose, read};
use sim::map::RawMap;
use tests::pastes::text;

use crate::readings_mixed::INFO;

pub(crate) fn map(by: &str, entries: &[(u64, u64, &str)]) -> String {
    let line = |(start, last, kind): &(u64, u64, &str)| {
        format!("[    0.000000] {by}: [mem 0x{start:016x}-0x{last:016x}] {kind}\n")
    };
    entries.iter().map(line).collect()
}

pub(crate) const LOW: [(u64, u64, &str); 4] = [
    (0, 0x9_ffff, "usable"),
    (0xf_0000, 0xf_ffff, "reserved"),
    (0x10_0000, 0x7aa0_6fff, "usable"),
    (0x7aa0_7000, 0x7bff_ffff, "reserved"),
];
const HIGH: (u64, u64, &str) = (0x1_0000_0000, 0x4_7fff_ffff, "usable");
pub(crate) const TOP: &str = "[    0.000000] Linux version 6.1.0-38-amd64 (a@b) #1 SMP
[    0.000000] Command line: root=/dev/sda1
[    0.000000] BIOS-provided physical RAM map:
";
pub(crate) const AFTER: &str = "[    0.000000] NX (Execute Disable) protection: active\n";

/// What a map lacks; the form gets it only if that is nothing.
#[track_caller]
fn check_cut(text: &str, expected: Option<Cut>) {
    let reading = read(text);
    assert_eq!(reading.facts.cut, expected, "{text}");
    let filled = reading.fields().iter().any(|(field, _)| *field == read::Field::E820);
    assert_eq!(filled, expected.is_none(), "{text}");
}

/// `dmesg | head`, and what people paste on purpose.
#[test]
fn a_log_that_stops_with_its_map_has_perhaps_not_all_of_it() {
    for by in ["BIOS-e820", "Xen"] {
        let low = map(by, &LOW);
        check_cut(&[TOP, &low].concat(), Some(Cut::Open));
        check_cut(&["$ dmesg | head -7\n", TOP, &low, "$ uptime\n"].concat(), Some(Cut::Open));
        check_cut(&[TOP, &low, "\nThat is all.\n"].concat(), Some(Cut::Open));
        check_cut(&[TOP, &low, AFTER].concat(), None);
        check_cut(&[TOP, &low, &map(by, &[HIGH])].concat(), None);
        // Only the map's lines, with their header or without.
        check_cut(&low, None);
        check_cut(&["[    0.000000] BIOS-provided physical RAM map:\n", &low].concat(), None);
        // Without stamps, what follows at once is of the same log.
        let bare = |text: &str| text.replace("[    0.000000] ", "");
        check_cut(&bare(&[TOP, &low].concat()), Some(Cut::Open));
        check_cut(&bare(&[TOP, &low, AFTER].concat()), None);
    }
    let note = read(&[TOP, &map("BIOS-e820", &LOW)].concat()).notes.join(" ");
    assert!(
        note.contains("The log stops where the map does") && note.contains("`dmesg`"),
        "{note}"
    );
}

#[test]
fn xens_log_that_stops_with_its_map_has_perhaps_not_all_of_it() {
    let top = "(XEN) Xen version 4.17.5 (a@b)\n(XEN) Command line: placeholder dom0_mem=2G\n(XEN) Xen-e820 RAM map:\n";
    let entry = |(start, last, kind): (u64, u64, &str)| {
        format!("(XEN)  [{start:016x}, {last:016x}] ({kind})\n")
    };
    let low: String = LOW.into_iter().map(entry).collect();
    check_cut(&[top, &low].concat(), Some(Cut::Open));
    check_cut(&[top, &low, &entry(HIGH)].concat(), None);
    check_cut(&[top, &low, "(XEN) ACPI: RSDP 000F05B0, 0024\n"].concat(), None);
    check_cut(&low, None);
    // A tool counts as much, or more.
    let total = |mib: u64| format!("total_memory           : {mib}\n");
    check_cut(&[top, &low, &total(1962)].concat(), None);
    check_cut(&[&*low, &total(16290)].concat(), Some(Cut::Middle));
    check_cut(&[&*low, &total(1962)].concat(), None);
}

#[test]
fn a_map_that_lists_less_than_its_kernel_found_is_cut() {
    for by in ["BIOS-e820", "Xen"] {
        let log = |top: &str, pfn: &str| {
            format!(
                "{}[    0.0] e820: last_pfn = {pfn} max_arch_pfn = 0x400000000\n",
                map(by, &LOW) + top
            )
        };
        check_cut(&log("", "0x480000"), Some(Cut::End));
        check_cut(&log("", "0x7aa07"), None);
        check_cut(&log(&map(by, &[HIGH]), "0x480000"), None);
    }
    let memory = |kib: u64| {
        format!(
            "{}[    1.0] Memory: 5K/{kib}K available (1K kernel code)\n",
            map("BIOS-e820", &LOW)
        )
    };
    check_cut(&memory(16_000_000), Some(Cut::Middle));
    check_cut(&memory(2_009_000), None);
}

/// Xen makes up a PV guest's map: RAM, and the hole of a PC's first MiB.
#[test]
fn a_pv_guests_map_alone_is_not_dom0s() {
    let guests = [
        (0, 0x9_ffff, "usable"),
        (0xa_0000, 0xf_ffff, "reserved"),
        (0x10_0000, 0x1fff_ffff, "usable"),
    ];
    let own = map("Xen", &guests);
    assert_eq!(read(&own).whose, Whose::Guest);
    assert_eq!(read(&[TOP, &own, AFTER].concat()).whose, Whose::Guest);
    let beside = read(&[INFO, &own].concat());
    assert_eq!((beside.whose, beside.facts.dom0_map), (Whose::Dom0, None));
    // A dom0 releases pages, and its map has the firmware's regions.
    let released = "[    0.000000] Released 385 page(s)\n";
    assert_eq!(read(&[&*own, released].concat()).whose, Whose::Dom0);
    let dom0s = map("Xen", &[(0x1fff_0000, 0x1fff_ffff, "ACPI data")]);
    assert_eq!(read(&[&*own, &dom0s].concat()).whose, Whose::Dom0);
    // A map that stops early may be either; nothing of it is used.
    let head = read(&[TOP, &own].concat());
    assert_eq!((head.whose, head.facts.cut), (Whose::Dom0, Some(Cut::Open)));
    // Beside tools that name its kernel it is dom0's.
    let kernel = read(&[INFO, TOP, &own, AFTER].concat());
    assert!(kernel.facts.dom0_map.is_some());
}

/// Whole consoles that stop at any line: no figure is another than the whole one's, and nothing
/// differs from the model. Only a map's last entries above all RAM may be missing unseen.
#[test]
fn a_console_that_stops_anywhere_gives_no_other_figures() {
    for name in ["x4.14-k3.1-", "x4.14-k3.10", "x4.17-k6.1.0-50-m12G", "x4.20-k7.3.4"] {
        let whole = text("consoles", name).unwrap().replace('\r', "");
        let facts = read(&whole).facts;
        let lines: Vec<&str> = whole.lines().collect();
        for stop in (10..200).filter(|stop| *stop < lines.len()) {
            let head = lines[..stop].join("\n") + "\n";
            let found = read(&head);
            let pages = found.facts.pages.as_ref().map(|pages| pages.value);
            let given = facts.pages.as_ref().map(|pages| pages.value);
            assert!(pages.is_none() || pages == given, "{name} {stop} {pages:?}");
            let ram = |map: &Option<Logged<RawMap>>| {
                map.as_ref().map(|map| map.value.resolved().ram_pages())
            };
            let cut = found.facts.cut.is_some() || found.facts.machine_map.is_none();
            let all = ram(&found.facts.machine_map) == ram(&facts.machine_map);
            assert!(cut || all, "{name} {stop}");
            let compared = reconcile(&found);
            assert_ne!(compared.overall, Overall::Differs, "{name} {stop} {:#?}", compared.rows);
        }
    }
}

#[test]
fn an_entry_that_cannot_be_read_at_a_maps_end_is_missing() {
    let top = "(XEN) Xen-e820 RAM map:\n(XEN)  [0000000000000000, 000000000009fbff] (usable)\n(XEN)  [0000000000100000, 00000000dffdefff] (usable)\n";
    let ocr = "(XEN)  [0000000l00000000, 000000037fffffff] (usable)\n";
    let after = "(XEN) ACPI: RSDP 000F05B0, 0024\n";
    check_cut(&[top, ocr, after].concat(), Some(Cut::Middle));
    check_cut(&[top, after].concat(), None);
    let own = map("BIOS-e820", &LOW);
    let ocr = "[    0.000000] BIOS-e820: [mem 0x0000000l00000000-0x000000037fffffff] usable\n";
    check_cut(&[&*own, ocr, AFTER].concat(), Some(Cut::Middle));
}
