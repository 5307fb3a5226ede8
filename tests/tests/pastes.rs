//! Maps of public logs, written again in every form and behind every prefix of
//! spec/log-formats.md: reading finds the same regions.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::path::Path;

use read::e820::{Pasted, parse, read};
use read::{Field, Form};
use serde_json::Value;
use sim::map::{Entry, Kind, RawMap};
use sim::units::Addr;
use tests::vectors::load;

fn logs() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/logs/open.json.gz");
    load(&path).unwrap().as_array().unwrap().clone()
}

/// The maps of the logs under this key.
fn maps(key: &str) -> Vec<Vec<Entry>> {
    let entry = |e: &Value| {
        let kind = match e["type"].as_str().unwrap() {
            "usable" => Kind::Usable,
            "reserved" => Kind::Reserved,
            "acpi" => Kind::AcpiData,
            "nvs" => Kind::AcpiNvs,
            "unusable" => Kind::Unusable,
            other => Kind::Other(other.strip_prefix("type ").unwrap().parse().unwrap()),
        };
        let at = |key: &str| Addr(e[key].as_u64().unwrap());
        Entry::new(at("start"), at("end"), kind)
    };
    // A guest's map is not taken.
    let guests = |log: &&Value| log["kind"].as_str().is_some_and(|kind| kind.contains("domU"));
    let entries = |log: &Value| log[key]["entries"].as_array().cloned();
    let logs = logs();
    let lists = logs.iter().filter(|log| !guests(log)).filter_map(entries);
    lists.map(|list| list.iter().map(entry).collect::<Vec<_>>()).filter(|l| !l.is_empty()).collect()
}

type Written = fn(&Entry) -> String;

fn named(e: &Entry) -> String {
    if let Kind::Other(n) = e.kind { format!("type {n}") } else { format!("({})", e.kind) }
}

/// E2 and E3; E6 and E5.
const XENS: [Written; 2] = [
    |e| format!(" {:016x} - {:016x} {}", e.start.0, e.end().0, named(e)),
    |e| format!(" [{:016x}, {:016x}] {}", e.start.0, e.end().0 - 1, named(e)),
];
const LINUX: [Written; 2] = [
    |e| format!(" Xen: {:016x} - {:016x} {}", e.start.0, e.end().0, named(e)),
    |e| format!("Xen: [mem {:#018x}-{:#018x}] {}", e.start.0, e.end().0 - 1, e.kind),
];

/// X1 to X6, behind Q1, Q2 and Q4's logger.
const XEN_PREFIXES: [&str; 10] = [
    "(XEN) ",
    "(XEN) [2024-01-02 03:04:05.678] ",
    "(XEN) [0000001b00000000] ",
    "(XEN) [    5.090182] ",
    "[2020-12-24 08:34:49] (XEN) ",
    "Oct  4 12:05:25.087462 (XEN) ",
    "> > (XEN) ",
    "    (XEN) ",
    "\u{1b}[32m(XEN)\u{1b}[0m ",
    "(XEN)\u{a0}",
];

/// L1 to L5 and L7.
const LINUX_PREFIXES: [&str; 9] = [
    "[    0.000000] ",
    "[ 0.000000] ",
    "",
    "May 02 08:02:43 dom0 kernel: ",
    "May  2 08:02:43.123 dom0 kernel: [    0.000000] ",
    "HP-Z240 kernel: [    0.000000] ",
    "[    0.000000] dom0 kernel: ",
    "2024-01-02T03:04:05+0000 dom0 kernel: ",
    ">> [    0.000000] ",
];

fn text(map: &[Entry], form: Written, prefix: &str, end: &str) -> String {
    map.iter().fold(String::new(), |mut text, e| {
        write!(text, "{prefix}{}{end}", form(e)).unwrap();
        text
    })
}

fn check(text: &str, map: &[Entry]) -> Pasted {
    let found = read(text).unwrap();
    assert_eq!(found.map, RawMap { entries: map.to_vec() }, "{text}");
    assert_eq!(parse(text), Ok(found.map.clone()));
    found
}

fn each(key: &str, forms: [Written; 2], prefixes: &[&str], mut tried: impl FnMut(&[Entry], &str)) {
    let maps = maps(key);
    assert!(maps.len() > 8, "{key}");
    for map in &maps {
        for form in forms {
            for prefix in prefixes {
                for end in ["\n", "\r\n", "          \n"] {
                    tried(map, &text(map, form, prefix, end));
                }
            }
        }
    }
}

#[test]
fn xens_print_outs_are_read_behind_every_prefix() {
    each("machine_e820", XENS, &XEN_PREFIXES, |map, text| {
        let notes = check(text, map).notes;
        assert!(notes.iter().all(|n| n.contains("begin at 0")), "{notes:?}");
        assert_eq!(notes.is_empty(), map.iter().any(|e| e.start.0 == 0));
    });
}

#[test]
fn linux_print_outs_are_read_and_said_to_be_dom0s_own() {
    each("dom0_e820", LINUX, &LINUX_PREFIXES, |map, text| {
        let notes = check(text, map).notes;
        assert!(notes.iter().any(|n| n.contains("dom0’s own map")), "{notes:?}");
    });
}

/// The article's way: everything the console showed.
#[test]
fn of_a_whole_log_the_machines_map_is_taken_and_the_rest_counted() {
    let (machine, own) = (&maps("machine_e820")[0], &maps("dom0_e820")[0]);
    for (xen, linux) in XENS.into_iter().flat_map(|x| LINUX.map(|l| (x, l))) {
        let log = format!(
            "Loading Xen 4.17 ...\n\
             (XEN) Initial Xen-e820 RAM map:\n{}(XEN) Xen-e820 RAM map:\n{}\
             (XEN) System RAM: 4078MB (4176004kB)\n\
             (XEN) HVM4:  [0000000000000000, 000000000009efff] (usable)\n\
             (XEN)  0000000100000-0000001ffffff type=7 attr=000000000000000f\n\
             (XEN)  Dom0 alloc.:   0000000164000000->0000000168000000 (245760 pages to be allocated)\n\
             [    0.000000] Released 0 page(s)\n\
             Linux version 4.9 (#3 SMP)BIOS-provided physical RAM map:\n{}\
             [    0.000000] e820: update [mem 0x00000000-0x00000fff] usable ==> reserved\n\
             [    0.000000] user: [mem 0x0000000000000000-0x0000000000000fff] usable\n\
             [...]\n",
            text(&machine[1..], xen, "(XEN) ", "\n"),
            text(machine, xen, "(XEN) ", "\n"),
            text(own, linux, "[    0.000000] ", "\n"),
        );
        let notes = check(&log, machine).notes;
        let others = 8 + machine.len() - 1 + own.len() + 1;
        let expected = format!(
            "Taken from the paste: {} regions of Xen’s print-out. Other lines skipped: {others}.",
            machine.len()
        );
        assert_eq!((notes[0].as_str(), notes.len()), (expected.as_str(), 2));
        assert!(notes[1].contains("gives Linux’s release, pages given"), "{notes:?}");
    }
}

/// Lines broken in two at any blank, behind a quoting mark or not.
#[test]
fn wrapped_lines_are_joined() {
    let forms = XENS.into_iter().map(|f| ("machine_e820", f, "(XEN) "));
    let own = LINUX.into_iter().map(|f| ("dom0_e820", f, "[    0.000000] "));
    for (key, form, prefix) in forms.chain(own) {
        let map = &maps(key)[0];
        for (i, entry) in map.iter().enumerate() {
            let line = format!("{prefix}{}", form(entry));
            let blanks = line.match_indices(' ').map(|(at, _)| at).filter(|at| *at > prefix.len());
            for at in blanks {
                for quote in ["", "> "] {
                    let (head, tail) = line.split_at(at);
                    let broken = format!("{quote}{head}\n{quote}{}\n", tail.trim_start());
                    let before = text(&map[..i], form, prefix, "\n");
                    let after = text(&map[i + 1..], form, prefix, "\n");
                    check(&format!("{before}{broken}{after}"), map);
                }
            }
        }
    }
}

/// Web pages keep runs of blanks by one that is none in ASCII.
#[test]
fn blanks_of_web_pages_are_blanks() {
    let own = |form, prefix| text(&maps("dom0_e820")[0], form, prefix, "\n").replace(' ', "\u{a0}");
    for form in LINUX {
        check(&own(form, "[    0.000000] "), &maps("dom0_e820")[0]);
    }
}

#[test]
fn undecoded_quoted_printable_is_read() {
    let log = "(XEN)  [0000000000000000, 000000000009efff] (usable)\n\
               (XEN)  [00000000f8000000, 00000000fbffffff] (reserved=\n)\n\
               (XEN)  [0000000100000000, 00000001=\nffffffff] (usable)\n";
    let entry = |start, end, kind| Entry::new(Addr(start), Addr(end), kind);
    let map = [
        entry(0, 0x9f000, Kind::Usable),
        entry(0xf800_0000, 0xfc00_0000, Kind::Reserved),
        entry(1 << 32, 1 << 33, Kind::Usable),
    ];
    check(log, &map);
}

/// The ring can hold the end of an earlier boot's map, too.
#[test]
fn of_two_boots_in_one_ring_each_region_counts_once() {
    let map = &maps("machine_e820")[0];
    let header = "(XEN) Xen-e820 RAM map:\n";
    let whole = text(map, XENS[1], "(XEN) ", "\n");
    let head = text(&map[..3], XENS[1], "(XEN) ", "\n");
    check(&format!("{whole}{header}{whole}"), map);
    check(&format!("{head}{header}{whole}"), map);
    let tail = text(&map[3..], XENS[1], "(XEN) ", "\n");
    let read = parse(&format!("{tail}{header}{whole}")).unwrap();
    assert_eq!(read.resolved(), RawMap { entries: map.clone() }.resolved());
}

#[test]
fn a_broken_line_is_named_and_left_out() {
    let map = &maps("machine_e820")[0];
    let good = text(map, XENS[1], "(XEN) ", "\n");
    let broken = "(XEN)  [00000000f80000, 00000000fbffffff] (reserved)\n";
    let notes = check(&format!("{good}{broken}"), map).notes;
    assert_eq!(notes.len(), 1);
    assert!(notes[0].contains(&format!("Line {}", map.len() + 1)), "{notes:?}");
    let reversed = "(XEN)  [00000000f8000000, 00000000f7ffffff] (reserved)\n";
    let notes = check(&format!("{good}{reversed}"), map).notes;
    assert!(notes[0].contains("looks like a region"), "{notes:?}");
}

#[test]
fn a_pvh_dom0s_own_map_is_not_taken_for_the_machines() {
    let (machine, own) = (&maps("machine_e820")[0], &maps("machine_e820")[1]);
    let machines = text(machine, XENS[1], "(XEN) ", "\n");
    let owns = text(own, XENS[1], "(XEN) ", "\n");
    let log = format!("(XEN) Xen-e820 RAM map:\n{machines}(XEN) Dom0 memory map:\n{owns}");
    check(&log, machine);
}

/// The pages Xen gave, from its lines N1 and N2 behind every prefix, also where a field of
/// one line lost the ends of theirs.
#[test]
fn pages_given_are_read_from_xens_lines() {
    let mut seen = 0;
    for log in logs() {
        let told = |key: &str| log["nr_pages"][key].as_u64();
        let (Some(start), Some(end)) = (told("alloc_start"), told("alloc_end")) else { continue };
        let more = told("to_be_allocated").filter(|n| *n > 0);
        let more = more.map_or(String::new(), |n| format!(" ({n} pages to be allocated)"));
        let mut lines = vec![
            "PHYSICAL MEMORY ARRANGEMENT:".to_owned(),
            format!(" Dom0 alloc.:   {start:016x}->{end:016x}{more}"),
        ];
        if let Some(pages) = told("initrd_pages") {
            let first = end + 0x5000;
            let line =
                format!(" Init. ramdisk: {first:016x}->{:016x}", first + pages * 4096 - 0xa34);
            lines.push(line);
        }
        lines.push("VIRTUAL MEMORY ARRANGEMENT:".to_owned());
        lines.push(" Init. ramdisk: ffffffff82d23000->ffffffff82d24000".to_owned());
        for prefix in XEN_PREFIXES {
            for end in ["\n", "\r\n", ""] {
                let text = lines.iter().fold(String::new(), |text, l| text + prefix + l + end);
                let form = Form::default()
                    .with(Field::HostMem, "1T")
                    .with(Field::Xen, "4.17")
                    .with(Field::Linux, "6.1")
                    .with(Field::NrPages, &text);
                let given = form.read().unwrap().config.pages_given.unwrap();
                assert_eq!(Some(given.0), told("initial_total"), "{text}");
            }
        }
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
}

/// A map is refused by its size before each region is compared with every other.
#[test]
fn a_hundred_thousand_regions_are_refused_by_their_number() {
    let line = |i: u64| format!("(XEN)  {:016x} - {:016x} (usable)\n", i << 12, (i + 1) << 12);
    let many: String = (0..100_000).map(line).collect();
    let error = read::e820::parse(&many).unwrap_err().to_string();
    assert!(error.contains("100000 regions; a map has at most 128"), "{error}");
}
