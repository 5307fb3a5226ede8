//! The form's sliders and choices: what they show of each option, and what they write.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use read::controls::{Ceiling, Controls, Edit, edits, is_unfinished};
use read::presets::PRESETS;
use read::{Field, Form, timeline};
use sim::units::Pages;
use sim::xen::grammar::Report;
use tests::booted::boot_of;
use words::Act;

fn article() -> Form {
    Form::from(&PRESETS[0])
}

fn with_option(xen: &str, option: &str) -> Form {
    article().with(Field::Xen, xen).with(Field::Dom0Mem, option)
}

fn moved(form: &Form, control: &str, value: &str) -> Form {
    let edits = edits(form, &boot_of(form), control, value).unwrap();
    apply(form, &edits)
}

fn apply(form: &Form, edits: &[Edit]) -> Form {
    edits.iter().fold(form.clone(), |form, (field, text)| form.with(*field, text))
}

/// What the controls show: size, choice, ceiling.
fn shown(form: &Form) -> (String, Ceiling, String) {
    let controls = Controls::of(&boot_of(form));
    (controls.size, controls.ceiling, controls.maximum)
}

fn check(xen: &str, option: &str, size: &str, ceiling: Ceiling, maximum: &str) {
    let expected = (size.to_owned(), ceiling, maximum.to_owned());
    assert_eq!(shown(&with_option(xen, option)), expected, "Xen {xen}, {option}");
}

#[test]
fn controls_show_what_this_xen_reads() {
    check("4.1.2", "4G", "4G", Ceiling::None, "");
    check("4.1.2", "4G,max:4G", "4G", Ceiling::Size, "4G");
    check("4.17", "4096M,max:5G", "4G", Ceiling::Gap, "5G");
    check("4.17", "max:16G,4G", "4G", Ceiling::Other, "16G");
    check("4.17", "min:1G,4G,max:6G", "4G", Ceiling::Other, "6G");
    // Xen cuts the size at the maximum.
    check("4.17", "8G,max:4G", "8G", Ceiling::Size, "4G");
    check("4.17", "max:4G", "", Ceiling::Size, "4G");
    check("4.17", "", "", Ceiling::None, "");
    check("4.17", "10%,max:10%", "10%", Ceiling::Size, "10%");
    check("4.17", "1G+5%", "1G+5%", Ceiling::None, "");
    check("4.17", "-512M,max:-512M", "-512M", Ceiling::Size, "-512M");
    check("4.1.2", "-2G", "-2G", Ceiling::None, "");
    // What is not read is not shown.
    check("4.17", "4GB", "", Ceiling::None, "");
    check("4.17", "rubbish", "", Ceiling::None, "");
    check("4.11", "4GB", "4G", Ceiling::None, "");
    check("4.11", "max:", "", Ceiling::None, "");
    // Before 4.1.2 the maximum limits only the size, and is shown as typed.
    check("4.1.1", "4G,max:4G", "4G", Ceiling::Size, "4G");
}

fn check_ticks(host_mem: &str, expected: &[&str]) {
    let controls = Controls::of(&boot_of(&article().with(Field::HostMem, host_mem)));
    let texts: Vec<_> = controls.ticks.iter().map(|t| t.text.as_str()).collect();
    assert_eq!(texts, expected, "{host_mem}");
    let places: Vec<_> = controls.ticks.iter().map(|t| t.at).collect();
    assert!(places.windows(2).all(|w| w[1] - w[0] >= 150), "{places:?}");
    assert_eq!((places.first(), places.last()), (Some(&0), Some(&1000)));
}

#[test]
fn labels_of_the_sizes_have_room() {
    check_ticks("64G", &["256M", "1G", "4G", "16G", "48G"]);
    check_ticks("8G", &["256M", "1G", "6G"]);
    check_ticks("1T", &["256M", "4G", "64G", "768G"]);
    check_ticks("12T", &["256M", "4G", "64G", "1T", "8T"]);
    check_ticks("300M", &["16M", "64M", "256M"]);
}

/// The option that a control writes.
fn check_written(xen: &str, option: &str, [control, value]: [&str; 2], expected: &str) {
    let form = moved(&with_option(xen, option), control, value);
    let context = format!("Xen {xen}, {option}: {control} {value}");
    assert_eq!(form.get(Field::Dom0Mem), expected, "{context}");
}

#[test]
fn a_new_size_keeps_the_rest_of_the_option() {
    check_written("4.17", "4G", ["size", "2G"], "2G");
    check_written("4.17", "4G", ["size", " 2500 MiB "], "2500M");
    check_written("4.17", "4G", ["size", ""], "");
    check_written("4.17", "4G,max:4G", ["size", "2G"], "2G,max:2G");
    check_written("4.17", "4G,max:4G", ["size", "10%"], "10%,max:10%");
    check_written("4.17", "4G,max:4G", ["size", "1G+10%"], "1G+10%,max:1G+10%");
    check_written("4.17", "4G,max:5G", ["size", "8G"], "8G,max:9G");
    check_written("4.17", "min:1G,4G,max:16G", ["size", "2G"], "2G,min:1G,max:16G");
    // Neither bound may undo the new size.
    check_written("4.17", "min:3G,4G", ["size", "2G"], "2G,min:2G");
    check_written("4.17", "4G,max:16G", ["size", "32G"], "32G,max:32G");
    check_written("4.17", "rubbish", ["size", "2G"], "2G");
    check_written("4.17", "4GB", ["size", "2G"], "2G");
    check_written("4.17", "4G,max:4G", ["size", ""], "max:4G");
}

#[test]
fn a_new_ceiling_keeps_the_rest_of_the_option() {
    check_written("4.1.2", "4G", ["ceiling", "size"], "4G,max:4G");
    check_written("4.1.2", "4G", ["ceiling", "gap"], "4G,max:5G");
    check_written("4.1.2", "4G", ["ceiling", "other"], "4G,max:6G");
    check_written("4.1.2", "4G,max:16G", ["ceiling", "other"], "4G,max:16G");
    check_written("4.1.2", "min:1G,4G,max:16G", ["ceiling", "none"], "4G,min:1G");
    check_written("4.1.2", "4G", ["maximum", "12G"], "4G,max:12G");
    check_written("4.1.2", "4G,max:12G", ["maximum", ""], "4G");
    check_written("4.17", "10%", ["ceiling", "size"], "10%,max:10%");
    check_written("4.17", "-512M", ["ceiling", "size"], "-512M,max:-512M");
    // A size that Xen does not read, but is clear, becomes one that it reads.
    check_written("4.17", "4GB", ["ceiling", "size"], "4G,max:4G");
    check_written("4.17", "4G", ["ceiling", "nothing of the kind"], "4G");
}

#[test]
fn a_size_that_was_not_given_is_written_with_the_ceiling() {
    let form = moved(&with_option("4.17", ""), "ceiling", "size");
    let (size, ceiling, maximum) = shown(&form);
    assert_eq!((ceiling, &size), (Ceiling::Size, &maximum));
    assert!(size.ends_with('M') || size.ends_with('G'), "{size}");
    check_written("4.17", "max:4G", ["ceiling", "gap"], "4G,max:5G");
}

#[test]
fn typed_sizes_that_are_none_are_refused_with_what_to_write() {
    for (xen, text) in [("4.17", "4"), ("4.17", "many"), ("4.17", "2G,max:2G"), ("4.1.2", "10%")] {
        let form = with_option(xen, "4G");
        let error = edits(&form, &boot_of(&form), "size", text).unwrap_err();
        assert!(error.to_string().contains("write"), "{error}");
    }
}

#[test]
fn pages_from_a_log_leave_with_the_option_of_that_log() {
    let log = article().with(Field::Dom0Mem, "").with(Field::NrPages, "1756005");
    assert_eq!(moved(&log, "size", "2G").get(Field::NrPages), "");
    assert_eq!(moved(&log, "ceiling", "none").get(Field::NrPages), "1756005");
    let capped = moved(&log, "ceiling", "size");
    assert_eq!(capped.get(Field::NrPages), "");
    assert_eq!(capped.get(Field::Dom0Mem), "6848M,max:6848M");
    // A ceiling alone does not change what Xen gave.
    let sized = log.with(Field::Dom0Mem, "4G").with(Field::NrPages, "1048500");
    for choice in ["none", "size", "gap"] {
        assert_eq!(moved(&sized, "ceiling", choice).get(Field::NrPages), "1048500", "{choice}");
    }
    assert_eq!(moved(&sized, "size", "4G").get(Field::NrPages), "");
}

/// Every machine with every kind of option, in every grammar of Xen.
fn forms() -> Vec<Form> {
    let options = [
        "",
        "4G",
        "4G,max:4G",
        "1G,max:2G",
        "min:2G,4G,max:8G",
        "max:4G",
        "10%",
        "1G+10%,max:50%",
        "-512M",
        "4GB",
        "max:",
        "rubbish",
        "0",
        "64G",
        "99999G",
    ];
    let machines = PRESETS.iter().map(Form::from).chain([
        article().with(Field::HostMem, "64M"),
        article().with(Field::HostMem, "300M"),
        article().with(Field::HostMem, "12T"),
    ]);
    let all =
        machines.flat_map(|form| options.map(|option| form.clone().with(Field::Dom0Mem, option)));
    let xens = ["3.4", "4.0.2", "4.1.1", "4.1.2", "4.4", "4.8", "4.11", "4.14", "4.17"];
    all.zip(xens.into_iter().cycle()).map(|(form, xen)| form.with(Field::Xen, xen)).collect()
}

#[test]
fn every_stop_and_choice_makes_a_machine_that_reads_as_the_control_shows() {
    for form in forms() {
        let start = boot_of(&form);
        let controls = Controls::of(&start);
        let context = |what: &str| format!("{:?}: {what}", form.get(Field::Dom0Mem));
        for (i, size) in controls.sizes.iter().enumerate() {
            let next = moved(&form, "size-slider", &i.to_string());
            let boot = boot_of(&next);
            assert_eq!(boot.xen.parsed.report, Report::Silent, "{}", context("size"));
            assert_eq!(boot.pages, *size, "{}", context(next.get(Field::Dom0Mem)));
            assert_eq!(Controls::of(&boot).size_at, i, "{}", context("position"));
            assert!(boot.pages < boot.available, "something is left for Xen");
        }
        for choice in Ceiling::ALL {
            let next = moved(&form, "ceiling", choice.name());
            let boot = boot_of(&next);
            assert_eq!(boot.xen.parsed.report, Report::Silent, "{}", context("ceiling"));
            let found = Controls::of(&boot).ceiling;
            // A machine that is all Xen's has no size to put a ceiling at.
            let as_chosen = found == choice || start.pages == Pages::ZERO;
            assert!(as_chosen, "{} {choice:?} {found:?}", context(next.get(Field::Dom0Mem)));
        }
    }
}

#[test]
fn every_release_on_the_timeline_makes_a_machine_of_its_act() {
    for preset in PRESETS {
        let form = Form::from(preset).with(Field::Flavour, "classic");
        for stop in timeline::stops() {
            let next = moved(&form, "timeline", &stop.at.to_string());
            let boot = boot_of(&next);
            assert_eq!(Act::of(boot.config.linux.variant.era()), stop.act(), "{}", stop.release);
            assert_eq!(Controls::of(&boot).linux_at, stop.at, "{}", stop.release);
        }
    }
}

#[test]
fn an_option_that_ends_inside_an_item_is_unfinished() {
    for text in ["4G,", "4G,m", "4G,max", "4G,max:", "min:", "4G,MAX:", "m"] {
        assert!(is_unfinished(text), "{text}");
    }
    for text in ["", "4", "4G", "4G,max:4", "4G,max:4G", "512M", "4Gm", "max:1G"] {
        assert!(!is_unfinished(text), "{text}");
    }
}
