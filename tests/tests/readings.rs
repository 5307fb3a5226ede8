//! Whole logs: every console agrees with the model, every paste yields what it must, and a
//! log with an altered count differs.

#![allow(clippy::unwrap_used)]

use read::log::reconcile::{Compared, Overall, reconcile};
use read::log::{Cut, IommuLogged, Item, Logged, Reading, Verdict, Whose, WhyNot, read};
use serde_json::Value;
use sim::map::RawMap;
use tests::pastes::{expected, text, texts};
use tests::readings::ReadFile;

#[test]
fn every_console_is_read_and_agrees_with_the_model() {
    let consoles = texts("consoles").unwrap();
    assert_eq!(consoles.len(), 21);
    for (name, text) in consoles {
        let file = ReadFile::of(&name, &text);
        assert_eq!(
            file.compared.overall,
            Overall::Agrees,
            "{name}\n{}",
            file.rows(true).join("\n")
        );
        let facts = &file.reading.facts;
        let there = [
            facts.machine_map.is_some(),
            facts.dom0_map.is_some(),
            facts.xen.is_some(),
            facts.linux.is_some(),
            facts.option.is_some(),
            facts.pages.is_some(),
            facts.memory_line.is_some(),
            facts.dentry.is_some() && facts.inode.is_some(),
            facts.swiotlb.is_some(),
            facts.iommu.is_some(),
            facts.vcpus.is_some(),
            facts.last_pfn.is_some(),
            facts.system_ram.is_some(),
        ];
        assert_eq!(there, [true; 13], "{name}");
        assert_eq!((file.reading.boots, file.reading.two_machines), (1, false), "{name}");
        assert!(file.compared.rows.len() >= 9, "{name} {:?}", file.compared.rows);
    }
}

/// Digits of a count in a line of each kind, changed one at a time.
#[test]
fn a_console_with_one_altered_count_differs_and_names_it() {
    let altered = [
        ("System RAM: ", "kB)", Item::SystemRam),
        ("alloc.:", " pages to be", Item::Pages),
        ("Released ", " page", Item::Released),
        ("Remapped ", " page", Item::Remapped),
        ("] Set ", " page", Item::Identity),
        ("Populating ", " pages added", Item::Populated),
        ("Freeing ", " pages freed", Item::Released),
        ("Dentry cache", " bytes", Item::HashTables),
        ("Inode-cache", " bytes", Item::HashTables),
        ("Memory: ", "K available", Item::MemoryLine),
        ("Xen: [mem 0x", "fff] usable", Item::Dom0Map),
        ("last_pfn = 0x", " max_arch", Item::LastPfn),
    ];
    let mut tried = [0; 12];
    for (name, text) in texts("consoles").unwrap() {
        for (i, (start, end, item)) in altered.into_iter().enumerate() {
            let found = text.lines().find(|l| l.contains(start) && l.contains(end));
            let Some(line) = found else { continue };
            // By the option alone, pages are an estimate.
            if item == Item::Pages && name.contains("dnone") {
                continue;
            }
            let at = line.find(end).unwrap() - 1;
            let digit = if line.as_bytes()[at] == b'7' { "6" } else { "7" };
            let other = format!("{}{digit}{}", &line[..at], &line[at + 1..]);
            let log = text.replacen(line, &other, 1);
            let found = reconcile(&read(&log));
            let named = found.rows.iter().any(|r| r.verdict == Compared::Differs && r.item == item);
            assert!(
                found.overall == Overall::Differs && named,
                "{name} {other}: {:#?}",
                found.rows
            );
            tried[i] += 1;
        }
    }
    assert!(tried.iter().all(|n| *n > 0), "{tried:?}");
}

/// A key of `expected.json` in a reading.
fn check_key(name: &str, reading: &Reading, key: &str, value: &Value) {
    let facts = &reading.facts;
    let number = |l: &Option<Logged<u64>>| l.as_ref().map(|l| l.value);
    let ram = |m: &Option<Logged<RawMap>>| m.as_ref().map(|m| m.value.resolved().ram_pages().0 * 4);
    let text = |l: &Option<Logged<String>>| l.as_ref().map(|l| l.value.clone()).unwrap_or_default();
    let got = match key {
        "kind" => return assert_eq!(reading.whose.id(), value, "{name}"),
        "xen" | "linux" => {
            let found = text(if key == "xen" { &facts.xen } else { &facts.linux });
            return assert!(found.starts_with(value.as_str().unwrap()), "{name} {key} {found}");
        }
        "option" => {
            return assert_eq!(
                Some(&facts.option.as_ref().unwrap().value[..]),
                value.as_str(),
                "{name}"
            );
        }
        "iommu" => return assert_eq!(facts.iommu.as_ref().unwrap().value.id(), value, "{name}"),
        "machine_map_cut" => {
            let cut = if value == "start" { Cut::Start } else { Cut::End };
            return assert_eq!(facts.cut, Some(cut), "{name}");
        }
        "note" => return,
        "boots" => Some(reading.boots as u64),
        "machine_map" => facts.machine_map.as_ref().map(|m| m.value.entries.len() as u64),
        "ram_kb" => number(&facts.system_ram),
        "dom0_ram_kb" => ram(&facts.iomem),
        "nr_pages" => number(&facts.pages),
        "mem_total_kb" => number(&facts.mem_total),
        "xl_total_mib" => number(&facts.xl_total),
        "xl_free_mib" => number(&facts.xl_free),
        "xl_list_mib" => number(&facts.xl_list),
        "vcpus" => number(&facts.vcpus),
        other => return assert_eq!(other, "a key of a reading", "{name}"),
    };
    assert_eq!(got, value.as_u64(), "{name} {key}");
}

#[test]
fn every_paste_yields_what_it_must() {
    let expected = expected().unwrap();
    let mut seen = 0;
    for (name, text) in texts("pastes").unwrap() {
        let reading = read(&text);
        let stem = name.trim_end_matches(".txt");
        for (key, value) in expected[stem].as_object().unwrap() {
            check_key(&name, &reading, key, value);
            seen += 1;
        }
        assert_eq!(reading.lines.len(), text.lines().count(), "{name}");
        if reading.whose == Whose::Dom0 {
            assert!(reading.used() > 0, "{name}");
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn only_what_is_a_dom0_s_is_compared_and_filled_in() {
    for (name, text) in texts("pastes").unwrap() {
        let reading = read(&text);
        let model = reconcile(&reading);
        if !matches!(reading.whose, Whose::Dom0 | Whose::Pvh | Whose::BareMetal) {
            assert!(reading.fields().is_empty() && model.rows.is_empty(), "{name}");
        }
        assert_ne!(model.overall, Overall::Differs, "{name} {:?}", model.rows);
        // Values only: no text of the log, and nothing that a link would refuse.
        for (field, value) in reading.fields() {
            let plain =
                value.lines().all(|l| l.len() < 80 && !l.contains("(XEN)") && !l.contains("host"));
            assert!(plain, "{name} {field:?} {value}");
        }
    }
}

#[test]
fn of_several_boots_the_last_complete_one_counts() {
    let one = text("pastes", "L1-xl-dmesg").unwrap();
    let head = one.lines().take(16).collect::<Vec<_>>().join("\n");
    let other = one.replace("max:4096M", "max:2048M").replace("1022144", "497856");
    let reading = read(&format!("{other}{one}{head}"));
    assert_eq!(reading.boots, 3);
    assert_eq!(reading.facts.option.as_ref().unwrap().value, "min:1024M,max:4096M");
    assert_eq!(reading.facts.machine_map.as_ref().unwrap().value.entries.len(), 11);
    assert!(reading.notes.iter().any(|n| n.contains("3 boots")), "{:?}", reading.notes);
    let first = reading.facts.option.as_ref().unwrap().lines[0];
    assert!(first > one.lines().count() && first < 2 * one.lines().count());
    // Another machine's map is said to be one.
    let larger = one.replace("0000000a7fffffff", "0000000b7fffffff");
    let reading = read(&format!("{larger}{one}"));
    assert!(reading.two_machines && reading.notes.iter().any(|n| n.contains("two machines")));
    assert_eq!(reading.facts.machine_map, read(&format!("{one}{one}")).facts.machine_map);
}

#[test]
fn a_guests_kernel_beside_xens_log_is_left_out() {
    let xen = text("pastes", "L1-xl-dmesg").unwrap();
    let guest = text("pastes", "D1-domU").unwrap();
    let reading = read(&format!("{xen}{guest}"));
    assert_eq!(reading.whose, Whose::Dom0);
    assert!(reading.facts.dom0_map.is_none() && reading.facts.linux.is_none());
    assert!(reading.notes.iter().any(|n| n.contains("a guest’s")), "{:?}", reading.notes);
    let last = reading.lines.last().unwrap();
    assert_eq!(last, &Verdict::NotNeeded(WhyNot::Guests));
}

#[test]
fn a_hardware_dom0_and_what_it_says_of_the_iommu() {
    let reading = read(&text("pastes", "B13").unwrap());
    assert!(reading.notes[0].contains("PVH"), "{:?}", reading.notes);
    let reading = read(&text("pastes", "B4").unwrap());
    assert_eq!(reading.facts.iommu.unwrap().value, IommuLogged::On);
}

#[test]
fn a_dom0_that_stops_is_compared_as_an_outcome() {
    let console = text("consoles", "x4.17-k6.1.0-50-m12G").unwrap();
    let until = console.find("Released 0 page(s)").unwrap();
    let panic = |line: &str| format!("{}\n{line}\n", &console[..until]);
    for line in ["[    0.100000] Kernel panic - not syncing: No memory", "(XEN) Panic on CPU 0:"] {
        let found = reconcile(&read(&panic(line)));
        let row = found.rows.iter().find(|r| r.item == Item::Outcome).unwrap();
        assert_eq!(row.verdict, Compared::Differs, "{row:?}");
        assert!(row.log.contains("stops") && row.model.contains("up"), "{row:?}");
    }
    // Xen stops where the model says so: dom0 is larger than the machine.
    let large = console.replace("dom0_mem=4G,max:4G", "dom0_mem=64G");
    let until = large.find("(XEN) PHYSICAL MEMORY").unwrap();
    let found = reconcile(&read(&format!(
        "{}(XEN) Panic on CPU 0:\n(XEN) Not enough RAM for domain 0\n",
        &large[..until]
    )));
    let row = found.rows.iter().find(|r| r.item == Item::Outcome).unwrap();
    assert_eq!(row.verdict, Compared::Agrees, "{row:?}");
}

/// The model has no guests: the list of tools tells what they have.
#[test]
fn what_guests_have_is_told_from_what_they_may_have() {
    let console = text("consoles", "x4.17-k6.1.0-50-m12G").unwrap();
    let info = "total_memory           : 12287\nfree_memory            : 5000\n";
    let list = "Name                 ID   Mem VCPUs      State   Time(s)\n\
        Domain-0              0  4096     4     r-----      12.3\n\
        mail                  1  2048     2     -b----       5.0\n";
    for (tools, says) in [(list, "Guests have the rest"), ("", "Guests may have the rest")] {
        let found = reconcile(&read(&format!("{console}{info}{tools}")));
        let row = found.rows.iter().find(|r| r.item == Item::XlFree).unwrap();
        assert!(row.reason.starts_with(says), "{row:?}");
        assert_eq!(row.verdict, Compared::CannotKnow, "{row:?}");
    }
}

/// `xm info` of old tools has Xen's release in parts; `dmesg -T` the day of the week.
#[test]
fn older_tools_and_readable_stamps_are_read() {
    let info = "release : 3.0.0-14-generic\nxen_major              : 4\nxen_minor              : 1\nxen_extra              : .1\nxen_commandline        : placeholder\ntotal_memory           : 2046\n";
    let facts = read(info).facts;
    assert_eq!(facts.xen.unwrap().value, "4.1.1");
    assert_eq!((facts.xl_total.unwrap().value, facts.option.unwrap().value), (2046, String::new()));
    let readable = "[Tue Nov 29 01:23:45 2026] Linux version 6.1.0-38-amd64 (builder@host) #1 SMP\n\
        [Tue Nov 29 01:23:45 2026] Released 0 page(s)\n\
        [Tue Nov 29 01:23:46 2026] Remapped 98 page(s)\n";
    let facts = read(readable).facts;
    assert_eq!(facts.linux.unwrap().value, "6.1.0-38-amd64");
    assert_eq!((facts.released.unwrap().value, facts.remapped.unwrap().value), (0, 98));
}
