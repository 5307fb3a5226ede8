//! What a reader should know about what was typed, even though it is valid.

use sim::config::Config;
use sim::kernel::{Era, Kernel};
use sim::map::RawMap;
use sim::simulate::contradiction;
use sim::units::{PAGE_SIZE, Pages};
use words::marks;
use words::seen;
use words::{amount, count};

use crate::{Field, Form, size};

/// The notes of a form without errors, with marks.
pub(crate) fn of(form: &Form, machine: &RawMap, kernel: Kernel) -> Vec<String> {
    [
        subpage(form, machine),
        domain_limit(form, kernel),
        ibft(form, kernel),
        installed(form, machine),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn is_said(form: &Form, field: Field) -> bool {
    !matches!(form.get(field).trim(), "" | "auto")
}

/// RAM smaller than a page, for which the kernels' own arithmetic is wrong.
fn subpage(form: &Form, machine: &RawMap) -> Option<String> {
    let small = |e: &&sim::map::Entry| e.is_ram() && e.size.0 < PAGE_SIZE;
    let first = machine.entries.iter().find(small)?;
    let typed = is_said(form, Field::E820);
    typed.then(|| {
        format!(
            "The map lists RAM smaller than a page at {:x}. Kernels miscount there, and this model repeats their mistake.",
            first.start.0
        )
    })
}

fn domain_limit(form: &Form, kernel: Kernel) -> Option<String> {
    let who = match kernel.variant.era() {
        Era::Classic => "classic kernels",
        Era::Checked => "kernels since 4.3",
        Era::HolesReleased | Era::Released | Era::Populated | Era::MovedNow | Era::MovedLate => {
            return None;
        }
    };
    is_said(form, Field::DomainLimit)
        .then(|| format!("`CONFIG_XEN_MAX_DOMAIN_MEMORY` has no effect in {who}."))
}

fn ibft(form: &Form, kernel: Kernel) -> Option<String> {
    let said = form.get(Field::Ibft).trim().eq_ignore_ascii_case("on");
    let no_part = !kernel.variant.rules().reserves_ibft;
    (said && no_part).then(|| "The iBFT area is reserved only since Linux 6.8.".to_owned())
}

/// The most that firmware reserves, graphics memory included. A larger difference means
/// that installed RAM and map belong to two machines.
const FIRMWARE_MOST: Pages = Pages(4 << 18);

/// The part of the installed RAM that firmware reserves; `None` if the two cannot belong
/// together.
pub(crate) fn kept_by_firmware(installed: Pages, machine: &RawMap) -> Option<Pages> {
    let listed = machine.resolved().ram_pages();
    let kept = installed.less(listed);
    (listed <= installed && kept <= FIRMWARE_MOST).then_some(kept)
}

fn installed(form: &Form, machine: &RawMap) -> Option<String> {
    let listed = machine.resolved().ram_pages();
    let said = |field| size::memory(form.get(field)).ok();
    let (installed, apart) = if let Some(installed) = said(Field::Installed) {
        (installed, installed < listed)
    } else {
        let installed = said(Field::HostMem).filter(|_| is_said(form, Field::E820))?;
        (installed, kept_by_firmware(installed, machine).is_none())
    };
    apart.then(|| {
        format!(
            "The map lists {} of RAM, but {} is entered as installed. They cannot belong to one machine, so only the map counts.",
            amount(listed),
            amount(installed)
        )
    })
}

/// Pages from a log that the option does not give on this machine. If no option was typed,
/// `words::xen` reports this.
pub(crate) fn given_pages(config: &Config) -> Option<String> {
    let (pages, option) = config.pages_given.zip(config.dom0_mem.as_deref())?;
    let gives = contradiction(config)?.size.pages_or_zero();
    Some(format!(
        "The log and the option disagree. The log shows {} pages, but {} gives {} on this machine. The log’s number is used, with a ceiling that allows it.",
        count(pages.0),
        marks::typed(&format!("dom0_mem={option}")),
        count(gives.0)
    ))
}

/// Characters of the option that a reader does not see and Xen does: it splits its line at
/// plain blanks and skips no others (spec/xen.md 2).
pub(crate) fn unseen(config: &Config) -> Option<String> {
    let option = config.dom0_mem.as_deref()?;
    let begins = option.starts_with(' ');
    let first = option.chars().find(|&c| seen::is_unseen(c));
    match (begins, first) {
        (true, _) => Some("The option begins with a blank (U+0020), where Xen splits its line, so `dom0_mem=` has no value.".to_owned()),
        (false, Some(c)) => Some(format!(
            "The option contains {}, which is invisible. Xen does not skip it, so the option is read as typed.",
            named(c)
        )),
        (false, None) => None,
    }
}

/// A character by its code point, and by its name if it is a common one.
fn named(c: char) -> String {
    let name = match c {
        '\t' => "a tab",
        '\n' | '\r' => "the end of a line",
        '\u{a0}' => "a no-break space",
        '\u{200b}' => "a zero-width space",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a mark for the direction of writing"
        }
        '\u{feff}' => "a byte order mark",
        _ => return seen::number(c),
    };
    format!("{name} ({})", seen::number(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(field: Field, text: &str, linux: &str, expected: &str) {
        let form = Form::default()
            .with(Field::HostMem, "8G")
            .with(Field::Xen, "4.17")
            .with(Field::Linux, linux)
            .with(field, text);
        let notes = form.read().unwrap().notes;
        match expected {
            "" => assert_eq!(notes, Vec::<String>::new()),
            part => assert!(notes.iter().any(|n| n.contains(part)), "{notes:?}"),
        }
    }

    #[test]
    fn what_a_reader_does_not_see_in_an_option_is_named() {
        for (unseen, name) in [
            ('\u{a0}', "a no-break space (U+00A0)"),
            ('\u{200b}', "a zero-width space (U+200B)"),
            ('\u{200f}', "a mark for the direction of writing (U+200F)"),
            ('\u{202a}', "a mark for the direction of writing (U+202A)"),
            ('\u{2069}', "a mark for the direction of writing (U+2069)"),
            ('\u{feff}', "a byte order mark (U+FEFF)"),
        ] {
            check(Field::Dom0Mem, &format!("2G{unseen},max:2G"), "6.1", name);
        }
    }

    #[test]
    fn installed_ram_that_cannot_belong_to_the_map_is_named() {
        check(
            Field::E820,
            "0-9f000 usable\n100000-80000000 usable",
            "6.1",
            "belong to one machine",
        );
        let map = "0-9f000 usable\n100000-1f0000000 usable";
        check(Field::E820, map, "6.1", "");
        let form = Form::default()
            .with(Field::HostMem, "8G")
            .with(Field::Xen, "4.17")
            .with(Field::Linux, "6.1")
            .with(Field::E820, map);
        let facts = form.read().unwrap().config.facts;
        assert_eq!(facts.installed, Some(Pages(8 << 18)));
        let facts = form.with(Field::HostMem, "64G").read().unwrap().config.facts;
        assert_eq!(facts.installed, None);
    }

    #[test]
    fn ram_smaller_than_a_page_is_named() {
        let map = "0-9f000 usable\n100000-40000000 usable\n40000800-40000c00 usable";
        check(Field::E820, map, "6.1", "smaller than a page at 40000800");
        check(Field::E820, "0-9fc00 usable\n100000-1f0000000 usable", "6.1", "");
    }

    #[test]
    fn given_pages_that_the_option_cannot_give_are_named() {
        let check = |option, pages, apart| {
            let form = Form::default()
                .with(Field::HostMem, "16G")
                .with(Field::Xen, "4.17")
                .with(Field::Linux, "6.1")
                .with(Field::Dom0Mem, option)
                .with(Field::NrPages, pages);
            let notes = form.read().unwrap().notes;
            let found = notes.iter().any(|n| n.contains("The log and the option disagree"));
            assert_eq!(found, apart, "{option} {pages} {notes:?}");
        };
        check("2G,max:1G", "524288", true);
        check("max:4G", "1048580", true);
        check("2G", "524200", true);
        check("", "524288", false);
        check("2G", "524288", false);
        check("max:4G", "1048576", false);
        check("max:50%", "2042827", false);
        check("-1G", "3870000", false);
        check("", "4100000", false);
        for preset in crate::presets::PRESETS {
            let notes = Form::from(preset).read().unwrap().notes;
            assert!(!notes.iter().any(|n| n.contains("together")), "{} {notes:?}", preset.id);
        }
    }

    #[test]
    fn a_target_below_what_dom0_has_is_named() {
        let check = |target, expected: &str| {
            let form = Form::default()
                .with(Field::HostMem, "64G")
                .with(Field::Xen, "4.17")
                .with(Field::Linux, "6.1")
                .with(Field::Dom0Mem, "4G")
                .with(Field::Balloon, target);
            let made = form.read().unwrap();
            assert_eq!(made.notes, Vec::<String>::new(), "a boot tells it");
            let boot = sim::simulate::simulate(&made.config);
            let said = words::balloon::shrinks(&boot).unwrap_or_default();
            assert_eq!(said.replace('\u{a0}', " "), expected, "{target}");
        };
        check(
            "1G",
            "A target of 1 GiB is below what dom0 has, so the balloon returns 3 GiB to Xen. Which pages leave is not known, so no step shows it.",
        );
        check("4G", "");
        check("8G", "");
        check("initial", "");
    }

    #[test]
    fn options_that_play_no_part_are_named() {
        check(Field::DomainLimit, "128", "6.1", "since 4.3");
        check(Field::DomainLimit, "128", "3.16", "");
        check(Field::DomainLimit, "auto", "6.1", "");
        check(Field::Ibft, "on", "6.1", "only since Linux 6.8");
        check(Field::Ibft, "on", "6.12", "");
    }
}
