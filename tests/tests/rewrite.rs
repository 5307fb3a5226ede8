//! How each era's kernel rewrites the machine's map, in its data, in words and in its own lines.

#![allow(clippy::unwrap_used)]

use read::{Field, Form};
use sim::boot::Boot;
use sim::kernel::{Kernel, Layout, Variant};
use sim::map::Kind;
use sim::span::Span;
use sim::step::{Change, Fate, MapState, Phase, Rewrite};
use sim::units::{Addr, Pages, Pfn};
use sim::version::Version;
use tests::booted::{boot_of, preset_booted};
use tests::worlds::World;
use words::WhichMap;
use words::figure::line_state;
use words::place::Lane;

fn with(linux: &str, dom0_mem: &str) -> Boot {
    preset_booted("server-64g", &[(Field::Linux, linux), (Field::Dom0Mem, dom0_mem)])
}

fn rewrite(boot: &Boot) -> &Rewrite {
    let found = boot.steps.iter().find_map(|s| {
        if let Change::MapRewritten(rewrite) = &s.change { Some(rewrite) } else { None }
    });
    found.unwrap()
}

fn caption(boot: &Boot) -> String {
    words::caption(&boot.steps[boot.index_of(Phase::MapRewritten)], boot)
}

/// Each line as `was` or `now`, the line and what it means.
fn lines(boot: &Boot) -> Vec<String> {
    let all = words::map_lines(boot).unwrap().lines;
    all.iter().map(|l| format!("{} {} / {}", line_state(l.map), l.text, l.meaning)).collect()
}

#[test]
fn the_step_stands_between_the_windows_and_the_room_in_every_era() {
    for linux in ["2.6.18", "2.6.32", "3.0.4", "3.2", "3.6", "3.18", "4.2", "6.1", "6.12"] {
        let boot = with(linux, "4G");
        let ids: Vec<_> = boot.steps.iter().map(|s| s.phase().id()).collect();
        let at = ids.iter().position(|id| *id == "map-rewritten").unwrap();
        assert_eq!(ids[at + 1], "balloon-room", "{linux}");
        if ids.contains(&"identity-mapped") {
            assert_eq!(ids[at - 1], "identity-mapped", "{linux}");
        }
        let (before, after) = (&boot.steps[at - 1].after, &boot.steps[at].after);
        let (old, new) = (before.own.as_ref().unwrap(), after.own.as_ref().unwrap());
        assert_eq!(
            (&old.map, old.state),
            (&before.machine.read_as_own(), MapState::Copied),
            "{linux}"
        );
        assert_eq!(new.map, boot.kernel.table.resolved(), "{linux}");
        assert_eq!(rewrite(&boot).applied(), new.map, "{linux}");
        assert!(
            new.room.is_empty() && !boot.steps[at + 1].after.own.as_ref().unwrap().room.is_empty()
        );
        // Nothing but the map changes.
        assert_eq!((&before.backing, before.returned), (&after.backing, after.returned), "{linux}");
    }
}

#[test]
fn ram_above_the_limit_is_unusable_up_to_4_3_and_left_out_since() {
    for (linux, now) in
        [("3.2", Some(Kind::Unusable)), ("4.3", Some(Kind::Unusable)), ("4.4", None)]
    {
        let boot = with(linux, "4G");
        let last = rewrite(&boot).entries.last().unwrap();
        let tail = last.parts.last().unwrap();
        assert_eq!((tail.fate, tail.now), (Fate::CutOff, now), "{linux}");
        assert_eq!(tail.span.start(), Addr(44 << 30), "{linux}");
        assert_eq!(last.cuts().collect::<Vec<_>>(), [Addr(44 << 30)], "{linux}");
    }
    assert_eq!(
        caption(&with("3.2", "4G")),
        "Linux keeps three entries, cuts the map’s last entry at 44 GiB and marks the rest unusable."
    );
    assert_eq!(
        caption(&with("6.1", "4G")),
        "Linux keeps three entries, cuts the map’s last entry at 44 GiB and leaves out the rest."
    );
    assert_eq!(words::map_summary(&with("3.2", "4G")), "three entries kept, one cut in two");
    assert_eq!(words::map_summary(&with("6.1", "4G")), "three entries kept, one cut short");
}

/// spec/kernel.md 2 steps 1, 2 and 7: RAM from 1 GiB to 2.99 GiB is unusable, what is above
/// 4 GiB gives way to the balloon's region.
#[test]
fn up_to_3_1_one_region_takes_the_place_of_ram_above_dom0() {
    let boot = with("3.0.4", "1G");
    let made = rewrite(&boot);
    let (low, high, extra) = (0xbf780 - 0x40000, 0x104_0880 - 0x10_0000, 9 << 18);
    let ram = |fate| made.ram(fate).whole_pages();
    assert_eq!(ram(Fate::CutOff), Pages(low + high - extra));
    assert_eq!(ram(Fate::ExtraRegion), Pages(extra));
    assert_eq!(
        caption(&boot),
        "Linux keeps two entries, cuts off 63 GiB of RAM above dom0’s pages, marks 1.99 GiB of it unusable and adds 9 GiB for the balloon at 4 GiB."
    );
    // The balloon's region joins the RAM that it follows.
    let joined = preset_booted("msi-8g", &[(Field::Linux, "3.0.4")]);
    let line = lines(&joined).pop().unwrap();
    assert!(line.ends_with("unused room at its end, 3.30 GiB"), "{line}");
}

/// spec/kernel.md 1.
#[test]
fn a_classic_kernels_flat_map_replaces_the_machines() {
    let boot = with("2.6.18", "4G");
    let made = rewrite(&boot);
    assert!(made.is_replaced() && made.parts().all(|p| p.fate == Fate::Replaced));
    assert_eq!(made.changes().len(), 1);
    assert_eq!(words::title(Phase::MapRewritten, &boot), "Linux makes a map of its own");
    assert_eq!(
        caption(&boot),
        "Linux replaces the machine’s map with a single range of RAM, 4.01 GiB from address 0."
    );
    assert_eq!(
        lines(&boot).last().unwrap(),
        "now Xen: 0000000000000000 - 0000000100800000 (usable) / dom0’s pages and 8 MiB, 4.01 GiB"
    );
    assert_eq!(words::map_lines(&boot).unwrap().unchanged, 0);
}

#[test]
fn a_map_that_stays_is_said_to_stay() {
    let boot = preset_booted("msi-8g", &[(Field::Linux, "3.2")]);
    assert!(rewrite(&boot).is_unchanged());
    assert_eq!(words::title(Phase::MapRewritten, &boot), "Linux keeps the map as it is");
    assert_eq!(caption(&boot), "Linux keeps all 22 entries.");
    let lines = words::map_lines(&boot).unwrap();
    assert_eq!((lines.unchanged, lines.lines.len(), lines.more), (22, 0, 0));
}

/// spec/kernel.md 0.5: ends are exclusive up to 3.4, inclusive since.
#[test]
fn changed_lines_are_printed_as_the_kernel_of_the_day_prints_them() {
    assert_eq!(
        lines(&with("3.2", "4G")),
        [
            "was Xen: 0000000100000000 - 0000001040880000 (usable) / RAM above 4 GiB, 61.01 GiB",
            "now Xen: 0000000100000000 - 0000000b00000000 (usable) / ten times dom0’s size, 40 GiB",
            "now Xen: 0000000b00000000 - 0000001040880000 (unusable) / the rest of it, 21.01 GiB",
        ]
    );
    assert_eq!(
        lines(&with("6.1", "4G,max:4G")),
        [
            "was Xen: [mem 0x0000000100000000-0x000000104087ffff] usable / RAM above 4 GiB, 61.01 GiB",
            "now Xen: [mem 0x0000000100000000-0x00000001408e0fff] usable / up to the ceiling, 1.01 GiB",
        ]
    );
    let lines = words::map_lines(&with("7.3", "4G")).unwrap();
    let last = &lines.lines.last().unwrap();
    assert_eq!(last.text, "Xen: [mem 0x0000000100000000-0x0000000affffffff]  System RAM");
    assert_eq!(last.key, "C:100000");
    assert_eq!((lines.unchanged, lines.lines[0].key.as_str()), (3, "A:100000"));
}

/// Each new line is one that the kernel's log has.
#[test]
fn new_lines_are_in_the_log_and_all_lines_are_accounted_for() {
    for preset in ["server-64g", "latitude-16g", "eve-4g", "apu2-4g", "q35-8g-6.12"] {
        for linux in ["2.6.18", "2.6.32", "3.1", "3.2", "3.6", "4.2", "4.4", "6.12", "7.3"] {
            let boot = preset_booted(preset, &[(Field::Linux, linux)]);
            let log: Vec<_> = boot.kernel.messages.iter().map(ToString::to_string).collect();
            let lines = words::map_lines(&boot).unwrap();
            assert!(lines.lines.len() <= 3, "{preset} {linux}");
            for line in lines.lines.iter().filter(|l| l.map == WhichMap::New) {
                assert!(
                    log.iter().any(|l| l.trim_start() == line.text),
                    "{preset} {linux} {line:?}"
                );
            }
            let changed: usize =
                rewrite(&boot).changes().iter().map(|c| c.old.len() + c.new.len()).sum();
            assert_eq!(lines.lines.len() + lines.more, changed, "{preset} {linux}");
        }
    }
}

/// spec/kernel.md 6 step 3: an image over ACPI NVS. The NVS gives way to RAM, and RAM above
/// dom0's pages gives its place to the NVS.
#[test]
fn since_6_12_acpi_nvs_moves_out_of_the_way() {
    let kernel = Kernel::new(Variant::V612, Version::new(6, 12, 0));
    let host = [
        (0, 0x9f000, 1),
        (0x10_0000, 0x200_0000, 1),
        (0x200_0000, 0x201_0000, 4),
        (0x201_0000, 0x1000_0000, 1),
    ];
    let mut world = World::new(kernel, &host, 0x4000);
    let image = Span::new(Addr(0x100_0000), Addr(0x300_0000));
    world.layout =
        Some(Layout { kernel: image, initrd: None, start_info: None, page_tables: None });
    let run = world.run();
    assert_eq!(run.panic, None);
    let made =
        sim::simulate::rewrite(kernel, &run, Pages(0x4000), &world.host.read_as_own().resolved());
    let fates = |kind| {
        let of = made.entries.iter().filter(move |e| e.region.kind == kind);
        of.flat_map(|e| e.parts.iter().map(|p| (p.span.start(), p.now, p.fate)))
    };
    let to = Addr(0x1000_0000 - 0x1_0000);
    let nvs: Vec<_> = fates(Kind::AcpiNvs).collect();
    assert_eq!(nvs, [(Addr(0x200_0000), Some(Kind::Usable), Fate::MovedTo(to))]);
    let ram: Vec<_> = fates(Kind::Usable).filter(|f| f.1 == Some(Kind::AcpiNvs)).collect();
    assert_eq!(ram, [(to, Some(Kind::AcpiNvs), Fate::MovedFrom(Addr(0x200_0000)))]);
    assert_eq!(made.applied(), run.table.resolved());
}

/// spec/kernel.md 6 step 1, spec/kernel.md 0.7 and rounding to whole pages.
#[test]
fn entries_are_relabelled_claimed_and_rounded() {
    let map = "0-9fc00 usable\n100000-40000000 usable\n40000000-80000000 unusable";
    let fates = |linux| {
        let boot = with_map(map, linux);
        let all: Vec<_> = rewrite(&boot).parts().map(|p| (p.span.start().0, p.fate)).collect();
        all
    };
    let new = fates("6.1");
    for part in [
        (0, Fate::Kept),
        (0x9f000, Fate::Rounded),
        (0x4000_0000, Fate::MadeRam),
        (0xa_0000, Fate::Claimed),
    ] {
        assert!(new.contains(&part), "{part:?} {new:?}");
    }
    assert!(fates("3.2").contains(&(0x4000_0000, Fate::Kept)));
    assert_eq!(
        lines(&with_map("0-9fc00 usable\n100000-40000000 usable", "3.2"))[1],
        "now Xen: 0000000000000000 - 000000000009f000 (usable) / in whole pages, 636 KiB"
    );
    // RAM that the ISA area parts is still RAM on both sides of it.
    assert_eq!(
        lines(&with_map("0-40000000 usable", "3.2"))[1..],
        [
            "now Xen: 0000000000000000 - 00000000000a0000 (usable) / still RAM, 640 KiB",
            "now Xen: 0000000000100000 - 0000000040000000 (usable) / still RAM, 1\u{202f}023 MiB",
        ]
    );
    assert!(
        caption(&with_map(map, "6.1")).contains("counts 1 GiB that Xen marked unusable as RAM")
    );
}

fn with_map(map: &str, linux: &str) -> Boot {
    let form = Form::default().with(Field::E820, map).with(Field::Linux, linux);
    let form = form.with(Field::Dom0Mem, "512M").with(Field::Xen, "4.17");
    boot_of(&form)
}

/// The plainest case: what Linux cut off is no device anywhere.
#[test]
fn ram_that_linux_cut_off_is_unusable_ram_everywhere() {
    let link = "v=1&host-mem=8G&dom0-mem=4G,max:4G&xen=4.1.2&linux=3.2&step=balloon-room";
    let boot = boot_of(&read::link::decode(link).form);
    let own = boot.end().unwrap().own.as_ref().unwrap();
    let cut = own.map.regions().iter().find(|r| r.kind == Kind::Unusable).unwrap().span;
    let (start, pages) = (cut.start().pfn_containing(), cut.round_out().pages());
    for step in &boot.steps[boot.index_of(Phase::MapRewritten)..] {
        let hover = words::describe(step, Lane::OwnMap, start).unwrap();
        let amount = format!("{} pages, {}", words::count(pages.0), words::amount(pages));
        assert_eq!(hover.amount, amount);
        assert_eq!(hover.what, "RAM that the map marks unusable. Linux may not use it.");
    }
    let rows = words::rows(&boot);
    let row = rows.iter().find(|r| r.key == format!("C:{:x}", start.0)).unwrap();
    assert_eq!(row.what, "unusable RAM, Linux may not use it");
    let beside = words::not_ram_rows(&boot);
    let row = beside.iter().find(|r| r.id == "unusable").unwrap();
    assert_eq!(row.pages, words::count(pages.0));
    // Since 4.4 there is none, and no row says so.
    let since = with("6.1", "4G");
    assert!(words::not_ram_rows(&since).iter().all(|r| r.id != "unusable"));
    assert_eq!(words::describe(since.steps.last().unwrap(), Lane::OwnMap, Pfn(50 << 18)), None);
}

#[test]
fn each_step_has_one_word_on_the_scrubber() {
    let words: Vec<_> = with("3.2", "4G").steps.iter().map(|s| words::label(s.phase())).collect();
    let dots = "map build read holes return windows rewrite room records tools";
    assert_eq!(words.join(" "), dots);
}

#[test]
fn the_kernel_prints_at_most_two_lines_in_a_step() {
    let prints = |linux, phase| -> Vec<String> {
        let boot = with(linux, "4G");
        let lines = words::log_strip(&boot, boot.index_of(phase), 1.0);
        lines.into_iter().map(|l| l.text).collect()
    };
    assert_eq!(
        prints("3.2", Phase::PagesReleased),
        [
            "Freeing  bf780-100000 pfn range: 264320 pages freed",
            "Released 264417 pages of unused memory"
        ]
    );
    assert_eq!(
        prints("3.6", Phase::PagesRepopulated),
        ["Populating 100000-1408e1 pfn range: 264417 pages added"]
    );
    assert_eq!(prints("6.1", Phase::PagesMoved), ["Released 0 page(s)", "Remapped 264417 page(s)"]);
    assert_eq!(prints("6.1", Phase::BalloonRoom), [""; 0]);
}
