//! Where Xen put kernel and initrd: whole logs tell it, the form is filled with it, and a boot
//! with it comes up as the real one did.

#![allow(clippy::unwrap_used)]

use read::log::{Item, Verdict, Whose, read, read_boot};
use read::{Field, link};
use sim::boot::Outcome;
use sim::simulate::simulate;
use tests::booted::boot_of;
use tests::pastes::texts;

/// The range after `head` on the last line that has one, in dom0's own addresses, found by
/// plain means.
fn after(log: &str, head: &str) -> Option<(u64, u64)> {
    let line = log.lines().rfind(|line| line.contains(head) && line.contains("->ffffffff"))?;
    let range = line.split(head).nth(1)?.trim();
    let (start, end) = range.split_once("->")?;
    let own = |text: &str| Some(u64::from_str_radix(text.trim(), 16).ok()? - 0xffff_ffff_8000_0000);
    Some((own(start)?, own(end)?))
}

fn range((start, end): (u64, u64)) -> String {
    format!("{start:x}-{end:x}")
}

#[test]
fn whole_logs_fill_the_field_and_the_boot_comes_up() {
    let mut seen = 0;
    for (name, log) in texts("consoles").unwrap() {
        let reading = read(&log);
        let form = reading.form(&link::decode("").form);
        let layout = form.get(Field::Layout);
        let kernel = after(&log, "Loaded kernel:").unwrap();
        let tables = after(&log, "Page tables:").unwrap();
        assert!(layout.starts_with(&format!("kernel {}", range(kernel))), "{name}: {layout}");
        assert!(layout.ends_with(&format!("page-tables {}", range(tables))), "{name}: {layout}");
        assert!(layout.contains(", initrd ") && layout.contains(", start-info "), "{name}");
        let config = form.read().unwrap().config;
        let there = config.layout.unwrap().kernel.unwrap();
        assert_eq!((there.start().0, there.end().0), kernel, "{name}");
        // The same form from its link, and without the field.
        let shared = link::decode(&link::encode(&form, "")).form;
        assert_eq!(shared.read().unwrap().config, config, "{name}");
        let with = simulate(&config);
        let bare = boot_of(&form.with(Field::Layout, ""));
        assert_eq!(with.outcome, bare.outcome, "{name}");
        let up = reading.facts.linux_panic.is_none() && reading.facts.xen_panic.is_none();
        assert!(!up || with.outcome == Outcome::Up, "{name}: {:?}", with.outcome);
        // The lines that gave it are used for it.
        let used = |v: &&Verdict| **v == Verdict::Used(Item::Layout);
        let lines = &reading.facts.layout.as_ref().unwrap().lines;
        assert_eq!(reading.lines.iter().filter(used).count(), lines.len(), "{name}");
        assert!(reading.place(Item::Layout).is_some() && lines.len() >= 4, "{name}");
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn the_place_stops_no_boot_that_comes_up_without_it() {
    let mut seen = 0;
    for (name, log) in texts("pastes").unwrap() {
        let form = read(&log).form(&link::decode("").form);
        if form.get(Field::Layout).is_empty() {
            continue;
        }
        let Ok(made) = form.read() else { continue };
        let bare = form.with(Field::Layout, "").read().unwrap();
        assert_eq!(simulate(&made.config).outcome, simulate(&bare.config).outcome, "{name}");
        seen += 1;
    }
    assert!(seen >= 8, "{seen}");
}

#[test]
fn of_two_boots_only_the_chosen_one_tells_its_places() {
    let boot = |kernel: &str, pages: &str| {
        format!(
            "(XEN) Xen version 4.17.5 (a@b)\n(XEN) Command line: x dom0_mem={pages}\n\
             (XEN)  Dom0 kernel: 64-bit, PAE, lsb, paddr 0x1000000 -> 0x{kernel}\n\
             (XEN)  Dom0 alloc.:   0000000278000000->000000027a000000 (253619 pages to be allocated)\n\
             (XEN) VIRTUAL MEMORY ARRANGEMENT:\n\
             (XEN)  Loaded kernel: ffffffff81000000->ffffffff8{kernel}\n"
        )
    };
    let log = boot("1400000", "1G") + &boot("1500000", "2G");
    let layout = |number| {
        let filled = read_boot(&log, number).fields();
        filled.into_iter().find(|(field, _)| *field == Field::Layout).unwrap().1
    };
    assert_eq!(layout(0), "kernel 1000000-1500000");
    assert_eq!(layout(1), "kernel 1000000-1400000");
    let typed = link::decode("").form.with(Field::Layout, &log).read().unwrap().config;
    assert_eq!(typed.layout.unwrap().kernel.unwrap().end().0, 0x150_0000);
}

#[test]
fn linux_alone_places_no_initrd_in_dom0() {
    let line = "[    0.000000] RAMDISK: [mem 0x08000000-0x0815bfff]\n";
    let map = "[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009efff] usable\n\
               [    0.000000] BIOS-e820: [mem 0x0000000000100000-0x00000000bf77ffff] usable\n";
    let reading = read(&format!("{map}{line}"));
    assert_eq!(reading.whose, Whose::BareMetal);
    assert!(reading.facts.layout.is_some());
    assert!(reading.fields().iter().all(|(field, _)| *field != Field::Layout));
}
