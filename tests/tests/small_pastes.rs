//! The smallest pastes that once went wrong, each in the field it was pasted into: what a
//! field says or takes, and that no text of a log reaches a link.

#![allow(clippy::unwrap_used)]

use read::log::{Refusal, Whose, read};
use read::scope::Scope;
use read::{Field, Form, link};
use tests::pastes::text;

/// The usual machine with a paste in one field.
fn form(start: &str, field: Field) -> Form {
    link::decode("").form.with(field, &text("small", start).unwrap())
}

/// The error of that field.
#[track_caller]
fn check_error(start: &str, field: Field, parts: &[&str]) {
    let form = form(start, field);
    let wrong = form.read().unwrap_err();
    assert!(wrong.iter().all(|w| w.field == field), "{wrong:?}");
    let said = wrong[0].error.to_string();
    assert!(parts.iter().all(|part| said.contains(part)), "{start}: {said}");
    let link = link::encode(&form, "");
    // A cut map is still a map: its regions are values.
    if !start.starts_with("F19") {
        let bare = link::encode(&link::decode("").form.with(field, ""), "");
        assert_eq!(link, bare, "no text of the paste is in the link");
    }
}

/// What the form takes from that field.
#[track_caller]
fn check_taken(start: &str, field: Field, expected: &str) {
    let form = form(start, field);
    let made = form.read().unwrap();
    let config = &made.config;
    let got = if field == Field::Dom0Mem {
        config.dom0_mem.clone().unwrap_or_default()
    } else if field == Field::Xen {
        config.xen.to_string()
    } else if field == Field::MemTotal {
        config.facts.mem_total.unwrap().kib().to_string()
    } else if field == Field::NrPages {
        config.pages_given.unwrap().0.to_string()
    } else {
        config.machine.resolved().ram_pages().0.to_string()
    };
    assert_eq!(got, expected, "{start}");
    assert!(!link::encode(&form, "").contains("XEN"));
}

#[test]
fn words_that_are_no_option_never_become_one() {
    check_error("F02", Field::Dom0Mem, &["no dom0_mem= in this paste"]);
    check_taken("F03", Field::Dom0Mem, "2G,max:2G");
    check_error("F04", Field::Dom0Mem, &["no dom0_mem=", "a guest’s log", "xl info prints it"]);
    check_error("F23a", Field::Dom0Mem, &["dom_mem=", "write dom0_mem=3000M,max:3000M"]);
    check_error("F23b", Field::Dom0Mem, &["dom_mem=", "write dom0_mem=3000M,max:3000M"]);
}

#[test]
fn releases_are_not_mixed_up() {
    check_error("F05", Field::Linux, &["4.17.5", "is Xen’s release"]);
    check_taken("F06", Field::Xen, "4.19.3");
    check_error("F07", Field::Linux, &["no “Linux version” line in this paste"]);
    check_error("F07", Field::Xen, &["no “Xen version” line in this paste"]);
    check_taken("F24b", Field::Xen, "4.17.5");
}

#[test]
fn guests_and_hardware_dom0s_are_named() {
    check_error("F08", Field::E820, &["a guest, not of dom0"]);
    check_error("F09", Field::NrPages, &["a guest’s own hypervisor"]);
    for (start, field) in [("F10-pvh", Field::Dom0Mem), ("F10b", Field::E820)] {
        let form = form(start, field);
        let wrong = form.read().unwrap_err();
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        let said = wrong[0].error.to_string();
        assert!(wrong[0].field == field && said.contains("PVH"), "{said}");
        assert_eq!(form.found_scope(), Some((field, Scope::Pvh)));
    }
    // A link keeps what makes it one.
    let shared = link::decode(&link::encode(&form("F10-pvh", Field::Dom0Mem), "")).form;
    assert_eq!(shared.found_scope(), Some((Field::Dom0Mem, Scope::Pvh)));
}

#[test]
fn maps_of_other_kinds_are_said_to_be_that() {
    let ram =
        (0xa0000_u64 - 0x1000 + 0x7aa0_7000 - 0x10_0000 + 0x1_855f_9000 - 0x1_0000_0000) >> 12;
    check_taken("F13a", Field::E820, &ram.to_string());
    check_taken("F13b", Field::E820, &((0x7aa0_7000_u64 - 0x10_0000) >> 12).to_string());
    let notes = form("F13a", Field::E820).read().unwrap().notes;
    assert!(notes.iter().any(|n| n.contains("dom0’s own map")), "{notes:?}");
    check_error("F17", Field::E820, &["the EFI table", "come after it"]);
    check_error("F18", Field::E820, &["“nutzbar”, “reserviert”", "write usable"]);
    check_error("F19a", Field::E820, &["begins abruptly"]);
    check_error("F19b", Field::E820, &["ends abruptly"]);
}

#[test]
fn of_two_boots_the_last_counts_in_fields_too() {
    check_taken("F14a", Field::Dom0Mem, "4G,max:4G");
    check_taken("F14a", Field::NrPages, &(0x4000 + 1_032_192).to_string());
    let ram = (0x9f000_u64 + 0x7f78_0000 - 0x10_0000 + 0x4_8000_0000 - 0x1_0000_0000) >> 12;
    check_taken("F14b", Field::E820, &ram.to_string());
    let notes = form("F14b", Field::E820).read().unwrap().notes;
    assert!(notes.iter().any(|n| n.contains("2 boots")), "{notes:?}");
}

/// A browser's field of one line takes the ends of lines away; some put a blank in their place.
#[test]
fn output_of_tools_is_read_without_its_line_ends() {
    for end in ["", " "] {
        let one_line = |start: &str| text("small", start).unwrap().replace('\n', end);
        let form = link::decode("").form.with(Field::Xen, &one_line("F06"));
        assert_eq!(form.read().unwrap().config.xen.to_string(), "4.19.3", "{end:?}");
        let form = link::decode("").form.with(Field::MemTotal, &one_line("F15a"));
        let total = form.read().unwrap().config.facts.mem_total.unwrap();
        assert_eq!(total.kib(), 3947 * 1024, "{end:?}");
    }
}

#[test]
fn amounts_of_tools_are_read() {
    check_taken("F15a", Field::MemTotal, &(3947 * 1024).to_string());
    check_taken("F15b", Field::MemTotal, "4041728");
    check_error("F16", Field::KernelImage, &["no “Memory:” line", "dmesg prints it"]);
}

#[test]
fn a_whole_log_in_the_maps_field_says_what_else_it_gives() {
    let notes = form("F01", Field::E820).read().unwrap().notes;
    let all = notes.join(" ");
    assert!(
        all.contains("also")
            || all.contains(
                "The same paste gives the option, Xen’s release, Linux’s release, pages given"
            ),
        "{all}"
    );
    // All of it fills the form at once.
    let reading = read(&text("small", "F01").unwrap());
    let filled = reading.form(&link::decode("").form);
    let made = filled.read().unwrap().config;
    assert_eq!(made.dom0_mem.as_deref(), Some("min:1024M,max:4096M"));
    assert_eq!((made.xen.minor, made.linux.release.minor), (17, 6));
    assert_eq!(filled.get(Field::Linux), "6.6.77-1.qubes.fc37.x86_64");
}

#[test]
fn names_of_hosts_never_enter_a_link() {
    for field in Field::ALL {
        let form = form("F21", field);
        let link = link::encode(&form, "");
        assert!(!link.contains("secret") && !link.contains("192.0.2"), "{field:?} {link}");
        let whole = text("pastes", "EV-everything").unwrap();
        let link = link::encode(&link::decode("").form.with(field, &whole), "");
        assert!(!link.contains("root") && link.len() < 2000, "{field:?} {link}");
    }
}

#[test]
fn what_is_no_log_is_said_plainly() {
    for (paste, refusal) in [
        ("\u{fffd}PNG\r\n\u{1a}\n\u{0}\u{0}\u{0}\rIHDR\u{0}\u{0}\u{4}\u{0}", Refusal::Image),
        (
            "<!DOCTYPE html><html><body>a page about dom0 and its memory</body></html>",
            Refusal::Html,
        ),
        (
            "\u{fffd}\u{0}\u{fffd}\u{0}\u{fffd}\u{0}\u{fffd}\u{0}abc\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}",
            Refusal::Binary,
        ),
        ("   \n", Refusal::Empty),
    ] {
        let reading = read(paste);
        assert_eq!(reading.refusal, Some(refusal));
        assert_eq!(reading.notes, [refusal.sentence()]);
    }
    let long = "(XEN) x\n".repeat(50 << 17);
    assert_eq!(read(&long).refusal, Some(Refusal::TooLong));
    assert_eq!(read("hello\nworld").whose, Whose::NoDom0);
}
