//! Warnings: the typos of the specification, and what holds for every text there is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use sim::step::MaxReservation;
use sim::units::Pages;
use sim::xen::dom0_build::BuildMinimum;
use sim::xen::env::{Env, Text};
use sim::xen::grammar::Report;
use sim::xen::groups::what_each_group_makes_of;
use sim::xen::reservation::dom0_size;
use sim::xen::warnings::{Fix, OptionPart, Quirk, Warning, warnings};
use tests::vectors::load;
use tests::xen_vectors::release;

/// A 16 GiB host.
const AVAILABLE: Pages = Pages(4147748);

fn env<'a>(xen: &str, text: &'a str) -> Env<'a> {
    Env::plain(release(xen).unwrap(), Text::Value(text), AVAILABLE)
}

fn all(env: &Env<'_>) -> Vec<Warning> {
    warnings(env, BuildMinimum::LEAST)
}

/// The correction that a test expects.
#[derive(Clone, Copy)]
enum ExpectedFix {
    Nothing,
    NoCure,
    LeaveOut,
    Write(&'static str),
}

fn check_fix(found: Option<Warning>, fix: ExpectedFix, what: &str) {
    let expected = match fix {
        ExpectedFix::Nothing => None,
        ExpectedFix::NoCure => Some(Fix::Nothing),
        ExpectedFix::LeaveOut => Some(Fix::LeaveOut),
        ExpectedFix::Write(text) => Some(Fix::Write(text.into())),
    };
    assert_eq!(found.map(|w| w.fix), expected, "{what}");
}

fn misread(env: &Env<'_>) -> Option<Warning> {
    all(env).into_iter().find(|w| matches!(w.quirk, Quirk::Misread { .. }))
}

/// The correction of a misread text; there is none where Xen reads it as meant.
fn check_misread(xen: &str, text: &str, fix: ExpectedFix) {
    check_fix(misread(&env(xen, text)), fix, &format!("{text} on Xen {xen}"));
}

fn check_quirk(xen: &str, text: &str, wanted: fn(&Quirk) -> bool, fix: ExpectedFix) {
    let found = all(&env(xen, text)).into_iter().find(|w| wanted(&w.quirk));
    check_fix(found, fix, &format!("{text} on Xen {xen}"));
}

#[test]
fn typos_are_corrected_where_xen_misreads_them() {
    check_misread("4.8", "2GB", ExpectedFix::Nothing);
    check_misread("4.11", "2GB", ExpectedFix::Write("2G"));
    check_misread("4.17", "2GB", ExpectedFix::Write("2G"));
    check_misread("4.17", "2048M:max=2048M", ExpectedFix::Write("2G,max:2G"));
    check_misread("4.1.2", "2G,max=2G", ExpectedFix::Write("2G,max:2G"));
    check_misread("4.8", "1024M,cpufreq=xen,console=vga", ExpectedFix::Write("1G"));
    check_misread("4.8", "2G,", ExpectedFix::Write("2G"));
    check_misread("4.8", "2G,,max:2G", ExpectedFix::Write("2G,max:2G"));
    check_misread("4.17", "1.5G", ExpectedFix::Write("1536M"));
    check_misread("4.8", "max:", ExpectedFix::LeaveOut);
    check_misread("4.17", "-0", ExpectedFix::LeaveOut);
    check_misread("4.4", "2T", ExpectedFix::Write("2048G"));
    check_misread("4.5", "2T", ExpectedFix::Nothing);
    check_misread("4.17", "08M", ExpectedFix::Write("8M"));
    check_misread("4.17", "2048", ExpectedFix::Write("2G"));
    check_misread("4.14.3", "min:6144,max:65536m", ExpectedFix::Write("min:6G,max:64G"));
    check_misread("4.11", "10%", ExpectedFix::Write("1620M"));
    check_misread("4.17", "2G max:2G", ExpectedFix::Write("2G,max:2G"));
    check_misread("4.17", " 2G", ExpectedFix::Write("2G"));
    check_misread("4.17", "100%", ExpectedFix::LeaveOut);
    check_misread("4.17", "1G+150%", ExpectedFix::LeaveOut);
    check_misread("4.8", "1G+150%", ExpectedFix::LeaveOut);
}

#[test]
fn right_texts_are_read_as_meant() {
    for text in ["2G", "2G,max:2G", "2048M", "2097152", "1024M,max:1024M", "min:1G,max:4G", "-512M"]
    {
        for xen in ["3.4", "4.1.2", "4.11", "4.12", "4.22"] {
            check_misread(xen, text, ExpectedFix::Nothing);
        }
    }
}

#[test]
fn a_misspelt_key_on_a_whole_line_is_seen() {
    for line in ["loglvl=all dom0-mem=2G", "Dom0_mem=2G", "dom0_mem= 2G", "dom0_mem =2G x=1"] {
        let env = Env { text: Text::Line(line), ..env("4.17", "") };
        check_fix(misread(&env), ExpectedFix::Write("2G"), line);
    }
    let env = Env { text: Text::Line("x=1 dom0_mem=2G -- dom0_mem=max:9G"), ..env("4.17", "") };
    assert_eq!(misread(&env), None);
}

#[test]
fn a_text_that_means_two_things_across_4_12_is_named() {
    let differs = |q: &Quirk| matches!(q, Quirk::DiffersAcross412 { .. });
    for xen in ["4.8", "4.11", "4.12", "4.20"] {
        check_quirk(xen, "2GB", differs, ExpectedFix::Write("2G"));
        check_quirk(xen, "2G,max=2G", differs, ExpectedFix::Write("2G,max:2G"));
        check_quirk(xen, "2G,max:2G", differs, ExpectedFix::Nothing);
    }
}

#[test]
fn the_missing_maximum_is_offered_from_4_1_2_on() {
    let no_limit = |q: &Quirk| *q == Quirk::NoLimit;
    check_quirk("4.1.1", "2G", no_limit, ExpectedFix::Nothing);
    check_quirk("4.1.2", "2G", no_limit, ExpectedFix::Write("2G,max:2G"));
    check_quirk("4.1.2", "2G,max:2G", no_limit, ExpectedFix::Nothing);
    // The minimum decides dom0's size, and no maximum may cut it.
    check_quirk("4.17", "1G,min:2G", no_limit, ExpectedFix::Write("1G,min:2G,max:2G"));
    let not_told = |q: &Quirk| *q == Quirk::LimitNotTold;
    check_quirk("4.1.1", "2G,max:2G", not_told, ExpectedFix::NoCure);
    check_quirk("4.1.2", "2G,max:2G", not_told, ExpectedFix::Nothing);
}

#[test]
fn a_limit_above_what_there_is_limits_nothing() {
    let above = |q: &Quirk| matches!(q, Quirk::LimitAboveHost { .. });
    check_quirk("4.14", "2G,max:64G", above, ExpectedFix::Write("2G,max:2G"));
    check_quirk("4.14", "2G,max:4G", above, ExpectedFix::Nothing);
    check_quirk("4.14", "2G,max:64T", above, ExpectedFix::Write("2G,max:2G"));
    check_quirk("4.14", "2G", above, ExpectedFix::Nothing);
    check_quirk("4.1.1", "2G,max:64T", above, ExpectedFix::Nothing);
}

#[test]
fn more_than_there_is_wraps_round_except_in_3_4() {
    let part = |part| move |q: &Quirk| matches!(q, Quirk::WrapsRound { part: p, .. } if *p == part);
    let found = |xen, text, wanted| all(&env(xen, text)).iter().any(|w| part(wanted)(&w.quirk));
    assert!(found("4.14", "-32G", OptionPart::Amount));
    assert!(found("4.2", "2G,max:-32G", OptionPart::Max));
    assert!(!found("4.14", "-8G", OptionPart::Amount));
    assert!(!found("3.4", "-32G", OptionPart::Amount));
}

#[test]
fn a_dom0_too_small_for_its_kernel_is_named() {
    let not_built = |q: &Quirk| matches!(q, Quirk::NotBuilt { .. });
    check_quirk("4.17", "512", not_built, ExpectedFix::NoCure);
    check_quirk("4.8", "max:", not_built, ExpectedFix::NoCure);
    check_quirk("4.17", "2G", not_built, ExpectedFix::Nothing);
}

#[test]
fn autoballooning_is_told_from_the_line() {
    let on = |q: &Quirk| *q == Quirk::BalloonedDown;
    check_quirk("4.17", "0x2G", on, ExpectedFix::Write("2G"));
    check_quirk("4.17", "2G", on, ExpectedFix::Nothing);
    check_quirk("4.2", "2G", on, ExpectedFix::NoCure);
    check_quirk("4.12", "10%", on, ExpectedFix::NoCure);
    let off = |q: &Quirk| *q == Quirk::NeverBalloonedDown;
    check_quirk("4.17", "min:1G", off, ExpectedFix::NoCure);
}

#[test]
fn the_smaller_things_are_told_too() {
    let cut = |q: &Quirk| matches!(q, Quirk::CutByMaximum { .. });
    check_quirk("4.17", "3G,max:2G", cut, ExpectedFix::Write("3G,max:3G"));
    check_quirk("4.17", "1G,min:3G,max:2G", cut, ExpectedFix::Write("1G,min:3G,max:3G"));
    check_quirk("4.17", "64G,max:2G", cut, ExpectedFix::NoCure);
    check_quirk("4.17", "2G,max:2G", cut, ExpectedFix::Nothing);
    check_quirk("4.8", "1G+10%,max:64G", cut, ExpectedFix::Nothing);
    let all = |q: &Quirk| matches!(q, Quirk::TakesAll { .. });
    check_quirk("4.17", "64G", all, ExpectedFix::NoCure);
    let gap = |q: &Quirk| *q == Quirk::NoGap;
    check_quirk("4.17", "2G,max:2G", gap, ExpectedFix::NoCure);
    check_quirk("4.17", "2G,max:3G", gap, ExpectedFix::Nothing);
    let long = "1G,".repeat(60) + "1G";
    let off = |q: &Quirk| matches!(q, Quirk::CutOff { kept: 90 });
    check_quirk("4.4", &long, off, ExpectedFix::Write("1G"));
    let built_in = Env { built_in: "1G", ..env("4.17", "") };
    assert!(
        warnings(&built_in, BuildMinimum::LEAST).iter().any(|w| w.quirk == Quirk::BuiltInIgnored)
    );
    let effective = Env { built_in: "1G", ..env("4.17", "2G") };
    assert!(
        warnings(&effective, BuildMinimum::LEAST).iter().all(|w| w.quirk != Quirk::BuiltInIgnored)
    );
    let absent = Env { text: Text::Absent, ..env("4.17", "") };
    let quirks: Vec<_> =
        warnings(&absent, BuildMinimum::LEAST).into_iter().map(|w| w.quirk).collect();
    assert!(matches!(quirks.as_slice(), [Quirk::NotGiven { .. }]), "{quirks:?}");
}

#[test]
fn a_built_in_text_counts_as_given_only_where_xen_uses_one() {
    let given = |xen| {
        let env = Env { text: Text::Absent, built_in: "1G", ..env(xen, "") };
        all(&env).iter().all(|w| !matches!(w.quirk, Quirk::NotGiven { .. }))
    };
    assert!(given("4.12"));
    assert!(!given("4.11") && !given("4.0.4"));
}

#[test]
fn the_sentence_names_what_happens_and_what_to_write() {
    let check = |xen, text, expected: &str| {
        let env = env(xen, text);
        assert_eq!(words::sentence(&misread(&env).unwrap(), &env), expected);
    };
    check(
        "4.17",
        "2GB",
        "Xen 4.17 rejects `2GB`, so dom0 gets nearly all memory (15.70 GiB). Units are single letters: `K`, `M`, `G` or `T`. Write `dom0_mem=2G`.",
    );
    check(
        "4.10",
        "2GB",
        "Xen 4.10 reports `2GB` as invalid, yet reads it as meant, so dom0 gets 2 GiB. Units are single letters: `K`, `M`, `G` or `T`. Write `dom0_mem=2G`.",
    );
    check(
        "4.17",
        "2G,max=2G",
        "Xen 4.17 rejects part of `2G,max=2G`, so dom0 gets 2 GiB and has no ceiling. A colon follows `min` and `max`. Write `dom0_mem=2G,max:2G`.",
    );
    check(
        "4.11",
        "2G,max=2G",
        "Xen 4.11 rejects `2G,max=2G`, so dom0 gets nearly all memory (15.70 GiB) and has no ceiling. A colon follows `min` and `max`. Write `dom0_mem=2G,max:2G`.",
    );
    check(
        "4.8",
        "2048",
        "Xen 4.8 silently misreads `2048`, so dom0 gets 2 MiB. A number without a unit is in KiB. Write `dom0_mem=2G`.",
    );
    check(
        "4.22",
        "-0",
        "Xen 4.22 silently misreads `-0`, so dom0 gets all memory (15.82 GiB). Write a size, such as `dom0_mem=4G`.",
    );
}

/// Each slip is named as what it is, with a text that keeps what was meant.
#[test]
fn a_slip_is_named_as_what_it_is() {
    let check = |xen, text, expected: &str| {
        let env = env(xen, text);
        assert_eq!(words::sentence(&misread(&env).unwrap(), &env), expected);
    };
    check(
        "4.17",
        "2,5G",
        "Xen 4.17 silently misreads `2,5G`, so dom0 gets 5 GiB. Xen reads whole numbers only, and a comma starts the next part. Write `dom0_mem=2560M`.",
    );
    check(
        "4.17",
        "2.5G",
        "Xen 4.17 rejects `2.5G`, so dom0 gets nearly all memory (15.70 GiB). Xen reads whole numbers only. Write `dom0_mem=2560M`.",
    );
    check(
        "4.17",
        "2 G",
        "Xen 4.17 misreads `2 G` and prints `parameter \"G\" unknown!`, so dom0 gets nearly all memory (15.70 GiB). The option ends at the first blank. Write `dom0_mem=2G`.",
    );
    check(
        "4.9",
        "2G max:2G",
        "Xen 4.9 silently misreads `2G max:2G`, so dom0 gets 2 GiB and has no ceiling. The option ends at the first blank. Write `dom0_mem=2G,max:2G`.",
    );
    check(
        "4.17",
        "2G max=2G",
        "Xen 4.17 misreads `2G max=2G` and prints `parameter \"max\" unknown!`, so dom0 gets 2 GiB and has no ceiling. A colon follows `min` and `max`. The option ends at the first blank. Write `dom0_mem=2G,max:2G`.",
    );
    check(
        "4.17",
        "dom_mem=2G",
        "Xen 4.17 has no option `dom_mem`, so dom0 gets nearly all memory (15.70 GiB). The option is called `dom0_mem`. Write `dom0_mem=2G`.",
    );
    check(
        "4.17",
        "4096M:max=4096M",
        "Xen 4.17 rejects `4096M:max=4096M`, so dom0 gets nearly all memory (15.70 GiB) and has no ceiling. A comma separates the parts. A colon follows `min` and `max`. Write `dom0_mem=4G,max:4G`.",
    );
    check(
        "4.11",
        "10%",
        "Xen 4.11 reports `10%` as invalid and uses what it read before the error, so dom0 gets 8 KiB. Xen knows percentages since 4.12. Write `dom0_mem=1620M`.",
    );
}

/// Two cases of a text that Xen reports: all of it is dropped, or a part of it counts.
#[test]
fn a_reported_text_says_whether_anything_of_it_was_read() {
    let said = |xen: &str, text: &str| {
        let machine = sim::config::made_up_machine(Pages(64 << 18));
        let linux = read::version::linux("6.1", None).unwrap().kernel;
        let text = Some(text.to_owned());
        let config = sim::config::Config::new(machine, text, release(xen).unwrap(), linux);
        words::xen_reports(&sim::simulate::simulate(&config)).unwrap_or_default()
    };
    for xen in ["4.12", "4.17", "4.22"] {
        let nothing = said(xen, "4096M:max=4096M");
        assert!(nothing.contains("reads nothing of it. Its default applies"), "{nothing}");
        assert!(!nothing.contains("stays in force"), "{nothing}");
        let part = said(xen, "4096M,max=4096M");
        assert!(part.contains("What it read before the error stays in force"), "{part}");
    }
    assert!(said("4.11", "4096M:max=4096M").contains("stays in force"));
    assert_eq!(said("4.9", "4096M:max=4096M"), "");
}

/// Whatever is typed: the correction is itself read as meant, silently, and to the
/// same end; no sentence is empty; every group has a row.
#[test]
fn corrections_of_every_text_need_no_correction() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/xen/dom0_mem.json.gz");
    let mut corrected = 0;
    for vector in load(&path).unwrap().as_array().unwrap() {
        let Some(text) = vector["dom0_mem"].as_str() else { continue };
        for xen in [vector["xen"].as_str().unwrap(), "3.4", "4.1.2", "4.11", "4.12", "4.22"] {
            let env = env(xen, text);
            assert_eq!(what_each_group_makes_of(&env, BuildMinimum::LEAST).len(), 12);
            for warning in all(&env) {
                assert!(words::sentence(&warning, &env).ends_with('.'), "{text} {warning:?}");
                let Fix::Write(better) = &warning.fix else { continue };
                let again = Env { text: Text::Value(better), ..env.clone() };
                assert_eq!(misread(&again), None, "{text} {better} {xen}");
                let run = dom0_size(&again);
                assert_eq!(run.parsed.report, Report::Silent, "{text} {better} {xen}");
                if let Quirk::Misread { meant, .. } = warning.quirk {
                    assert_eq!((run.size, run.maximum), (meant.size, meant.maximum), "{text}");
                    corrected += 1;
                }
                if warning.quirk == Quirk::NoLimit {
                    assert_ne!(run.maximum, MaxReservation::Unlimited, "{text} {better} {xen}");
                }
            }
        }
    }
    assert!(corrected > 500, "{corrected}");
}
