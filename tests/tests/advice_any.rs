//! Advice for random machines, options, kernels, Xens and balloon targets: it boots, leaves no
//! less memory, suits a dom0, obeys the target, and asked again has nothing to change. Where the
//! headline names an amount that can be recovered, the advice names a way or a reason.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sim::balloon::{Balloon, Driver, Target};
use sim::boot::{Boot, Outcome};
use sim::config::{Config, made_up_machine};
use sim::ledger::Ledger;
use sim::simulate::simulate;
use sim::step::MaxReservation;
use sim::units::Pages;
use sim::what_if::advice::{Advice, Kind, LEAST, OptionChange, Remedy};
use sim::what_if::scenarios::Shares;
use sim::what_if::{Comparisons, WhatIf};
use tests::dice::Dice;
use words::advice::AdviceTexts;
use words::fix::Fix;

const MACHINES: u64 = 700;

const LINUX: [&str; 18] = [
    "2.6.18", "2.6.32", "2.6.37", "2.6.39", "3.0.1", "3.0.8", "3.1", "3.2", "3.4", "3.6", "3.18",
    "4.1", "4.4", "5.2", "5.8", "5.10", "6.1", "6.12",
];
const XEN: [&str; 9] = ["3.4", "4.0.4", "4.1.1", "4.1.2", "4.4", "4.9", "4.11", "4.12", "4.17"];
const GIB: [u64; 11] = [1, 2, 3, 4, 8, 16, 24, 64, 96, 256, 1024];
const SIZES: [&str; 20] = [
    "256M", "512M", "700M", "1G", "1234M", "2G", "4G", "5G", "8G", "30G", "10%", "1G+10%", "-1G",
    "50%", "2048", "3,5G", "-100", "100", "010G", "4096K",
];
const BOUNDS: [&str; 9] =
    ["", "", "max:2G", "max:4G", "max:64G", "max:25%", "min:1G", "max=4G", "max:8T"];

/// A machine of the model, from its number.
fn config(seed: u64) -> Config {
    let mut dice = Dice::new(seed);
    let kernel = read::version::linux(dice.of(&LINUX), None).unwrap().kernel;
    let xen = read::version::xen(dice.of(&XEN)).unwrap();
    let machine = made_up_machine(Pages(dice.of(&GIB) << 18));
    let (size, bound) = (dice.of(&SIZES), dice.of(&BOUNDS));
    let text = match dice.roll(8) {
        0 => None,
        1 if !bound.is_empty() => Some(bound.to_owned()),
        2 => Some(format!("{size},max:{size}")),
        _ if bound.is_empty() => Some(size.to_owned()),
        _ => Some(format!("{size},{bound}")),
    };
    let target = match dice.roll(4) {
        0 => Target::Initial,
        1 => Target::Size(Pages(dice.of(&[1, 3, 4, 6, 12, 40]) << 18)),
        _ => Target::None,
    };
    let driver = if dice.roll(8) == 0 { Driver::Off } else { Driver::On };
    let balloon = Balloon { driver, target, ..Balloon::default() };
    Config { balloon, ..Config::new(machine, text, xen, kernel) }
}

struct Case {
    boot: Boot,
    compared: Comparisons,
    fix: Fix,
    texts: AdviceTexts,
    name: String,
}

/// Every machine with its advice; returns how many there were for which `check` said yes.
fn each(mut check: impl FnMut(&Case) -> bool) -> usize {
    let case = |seed| {
        let boot = simulate(&config(seed));
        let compared = Comparisons::of(&boot);
        let (fix, texts) = (words::fix::fix(&compared, &boot), words::advice::texts(&compared));
        let Config { dom0_mem, xen, linux, balloon, .. } = &boot.config;
        let ram = boot.ram().0 >> 18;
        let name =
            format!("machine {seed}: {ram}G {dom0_mem:?} Xen {xen} {} {balloon:?}", linux.release);
        Case { boot, compared, fix, texts, name }
    };
    (0..MACHINES).map(case).filter(|case| check(case)).count()
}

/// What `free` shows in the end, with the balloon's target of `like`; nothing if dom0 is not up.
fn free(boot: &Boot, like: &Boot) -> Pages {
    if boot.outcome != Outcome::Up {
        return Pages::ZERO;
    }
    let boot = boot.with([WhatIf::Target(like.config.balloon.target)]);
    let Shares { usable, descriptors, fixed, .. } = Shares::from(&Ledger::at_end(&boot));
    let all_counted = boot.config.linux.variant.era().counts_bookkeeping_in_mem_total();
    if all_counted { usable.plus(descriptors).plus(fixed) } else { usable }
}

#[test]
fn the_advised_option_boots_and_leaves_no_less_memory() {
    let smaller = |case: &Case, remedy: &Remedy| {
        assert_eq!(remedy.boot.outcome, Outcome::Up, "{}", case.name);
        // Rounded by less than a MiB; by less than a GiB where the target takes all that Xen has.
        let all = case.boot.available >= Pages(8 << 18)
            && matches!(case.boot.config.balloon.target, Target::Size(n) if n > case.boot.available);
        let most = if all { Pages(1 << 18) } else { Pages(1 << 8) };
        let less = |like| free(&case.boot, like).less(free(&remedy.boot, like)) > most;
        // Another size may cost less at boot, or after the balloon reached its target.
        let at_boot = remedy.kind != Kind::Size || less(&remedy.boot);
        let less = less(&case.boot) && at_boot;
        let by_choice = remedy.kind == Kind::Size && remedy.boot.pages < case.boot.pages;
        assert!(!less || by_choice, "{}: {}", case.name, remedy.text);
        by_choice
    };
    let advised = each(|case| {
        let Some(remedy) = &case.compared.remedy else { return false };
        // Another size is smaller only where dom0 got more than it was meant to.
        if smaller(case, remedy) {
            let advice = &case.compared.advice;
            let meant = case.boot.config.dom0_mem.as_deref().is_some_and(|text| {
                let warned = words::xen::option_warnings(&case.boot);
                warned.iter().any(|w| w.id == "misread") && !text.is_empty()
            });
            assert!(
                advice.change == OptionChange::Suggest || meant,
                "{}: {}",
                case.name,
                remedy.text
            );
        }
        true
    });
    assert!(advised > 300, "{advised}");
}

/// A warning may offer another text than the advice, but none that stops dom0.
#[test]
fn with_every_text_that_a_warning_offers_dom0_boots() {
    let offered = each(|case| {
        // What distributions write is offered as what it is.
        let warned = words::xen::option_warnings(&case.boot).into_iter();
        let meant = warned.filter(|w| !w.id.starts_with("default-"));
        let texts: Vec<String> = meant.filter_map(|w| w.write).collect();
        for text in &texts {
            let after = case.boot.with([WhatIf::Option(Some(text.clone()))]);
            assert_eq!(after.outcome, Outcome::Up, "{}: {text}", case.name);
        }
        !texts.is_empty()
    });
    assert!(offered > 300, "{offered}");
}

#[test]
fn the_advised_size_suits_a_dom0_wherever_the_machine_has_that_much() {
    let seen = each(|case| {
        let Some(remedy) = &case.compared.remedy else {
            // What is kept and too small is said to be.
            let small = case.boot.outcome == Outcome::Up && case.boot.pages < LEAST;
            let told = |texts: &[String]| texts.iter().any(|t| t.contains("run out of memory"));
            assert!(!small || told(&case.texts.reasons), "{}", case.name);
            return false;
        };
        let enough = remedy.boot.pages >= LEAST || remedy.boot.available <= LEAST;
        assert!(enough, "{}: {}", case.name, remedy.text);
        remedy.boot.pages == LEAST && case.boot.pages < LEAST
    });
    assert!(seen > 10, "{seen}");
}

#[test]
fn asked_again_the_advice_has_nothing_to_change() {
    each(|case| {
        let Some(remedy) = &case.compared.remedy else { return false };
        let balloon = WhatIf::Target(case.boot.config.balloon.target);
        let again = Comparisons::of(&remedy.boot.with([balloon]));
        // Room below the ceiling that the reader asked for may be given up next.
        let chosen = |r: &Remedy| r.kind == Kind::LowerCeiling && remedy.kind != r.kind;
        let more = again.remedy.filter(|r| !chosen(r)).map(|r| r.text);
        assert_eq!(more, None, "{}: {}", case.name, remedy.text);
        assert_eq!(again.advice.change, OptionChange::Keep, "{}: {}", case.name, remedy.text);
        true
    });
}

#[test]
fn no_advised_ceiling_forbids_the_balloon_target() {
    let obeyed = each(|case| {
        let Target::Size(target) = case.boot.config.balloon.target else { return false };
        if case.boot.config.balloon.driver == Driver::Off {
            return false;
        }
        let advice = &case.compared.advice;
        let texts = [&advice.text].into_iter().chain(advice.larger.as_ref().map(|l| &l.text));
        for text in texts.chain(case.compared.remedy.as_ref().map(|r| &r.text)) {
            let with =
                case.boot.with([WhatIf::Option(Some(text.clone())), WhatIf::PagesGiven(None)]);
            let MaxReservation::Pages(most) = with.maximum() else { continue };
            // Of 8 GiB and more, people type no MiB.
            let unit = if with.available >= Pages(8 << 18) { 1 << 18 } else { 1 << 8 };
            let reachable = target.min(Pages(with.available.0 & !(unit - 1)));
            assert!(most >= reachable, "{}: {text} {most:?}", case.name);
        }
        case.boot.pages < target && case.compared.remedy.is_some()
    });
    assert!(obeyed > 50, "{obeyed}");
}

/// What the headline calls lost, a line to copy brings back, or a sentence says why none can.
#[test]
fn what_the_headline_names_has_a_way_or_a_reason() {
    let mut named = [0; 3];
    each(|case| {
        let lead = words::headline(&case.boot);
        let line = |id| case.fix.lines.iter().any(|l| l.id == id && !l.code.is_empty());
        let reasons = case.texts.reasons.join(" ") + &case.fix.why + &case.texts.lead;
        let fail = || format!("{}: {lead} {:?} {reasons}", case.name, case.fix);
        if lead.contains("% of it for") {
            named[0] += 1;
            // A ceiling that the balloon target needs is not lowered.
            let target = case.boot.config.balloon.target;
            let used = matches!(target, Target::Size(pages) if pages > case.boot.pages);
            let way = line("option") || used;
            assert!(way || reasons.contains("`max:` sets no ceiling"), "{}", fail());
        }
        // What a target below the size returns was asked for.
        let lost = lead.split(" The balloon then").next().unwrap_or_default();
        if lost.contains(" returned ") {
            named[1] += 1;
            let set = case.fix.lines.iter().any(|l| l.id == "target");
            let why = ["no balloon driver", "cannot bring it back", "less than 1\u{a0}MiB"];
            let larger = case.compared.advice.after.pages != case.boot.pages;
            let asked = case.compared.advice.low_target.is_some();
            assert!(
                set || larger || asked || why.iter().any(|w| reasons.contains(w)),
                "{}",
                fail()
            );
        }
        if lead.contains("unusable under reserved entries") {
            named[2] += 1;
            let resized = case.compared.advice.after.pages != case.boot.pages;
            assert!(resized || reasons.contains("under reserved entries"), "{}", fail());
        }
        true
    });
    assert!(named.into_iter().all(|n| n > 2), "{named:?}");
}

/// The form's result, the panel and the advice offer one option.
#[test]
fn every_place_offers_the_same_option() {
    let gains = each(|case| {
        let offered = case.fix.lines.iter().find(|l| l.id == "option").map_or("", |l| &l.code);
        assert_eq!(offered, case.texts.option, "{}", case.name);
        let result = words::recovery::recovery(&case.boot, &case.compared);
        // An option that was typed is offered as it is where no other one helps.
        let typed = words::typed_option(&case.boot);
        assert!(result.option.is_empty() || !offered.is_empty() || result.option == typed);
        if result.after.is_empty() {
            return false;
        }
        assert_eq!(result.option, offered, "{}", case.name);
        true
    });
    assert!(gains > 100, "{gains}");
}

/// The number that a command writes or sets, in KiB.
fn kib_of(code: &str, boot: &Boot) -> Option<u64> {
    let number = |text: &str| text.trim_end_matches(char::is_alphabetic).parse::<u64>().ok();
    let last = code.split(' ').next_back()?;
    if let Some(n) = code.strip_prefix("echo ") {
        // Classic kernels read bytes.
        let n = number(n.split(' ').next()?)?;
        let classic = boot.config.linux.variant.is_classic();
        return Some(if classic { n >> 10 } else { n });
    }
    match code {
        _ if code.starts_with("xm mem-set") => number(last).map(|n| n << 10),
        _ if last.ends_with('m') => number(last).map(|n| n << 10),
        _ if last.ends_with('k') => number(last),
        _ => None,
    }
}

/// Amounts as people type them: no KiB, unless the reader typed them, and no MiB in a ceiling that
/// only takes what Xen has left.
#[test]
fn amounts_to_type_are_round() {
    let mut set = 0;
    each(|case| {
        let texts = &case.texts;
        let all = [&texts.target, &texts.now, &texts.after_reboot].into_iter().flatten();
        let codes = all.map(|i| &i.code).chain(case.fix.lines.iter().map(|l| &l.code));
        for code in codes.filter(|code| code.contains("mem-set") || code.contains("target_kb")) {
            let Some(kib) = kib_of(code, &case.boot) else { continue };
            set += 1;
            assert_eq!(kib % 1024, 0, "{}: {code}", case.name);
        }
        let typed = case.boot.config.dom0_mem.as_deref().unwrap_or_default();
        let reasons = texts.reasons.join(" ") + &texts.lead;
        assert!(!reasons.contains("K,max:"), "{}: {typed} {reasons}", case.name);
        let codes = case.fix.lines.iter().map(|l| &l.code);
        let larger = case.compared.advice.larger.as_ref().map(|l| &l.text);
        for code in codes.chain(larger) {
            assert!(!code.contains('K'), "{}: {code}", case.name);
        }
        for number in words::numbers::numbers(&case.compared) {
            let typed = number.name == "size-and-max" && case.boot.pages >= Pages(1 << 8);
            assert!(!typed || !number.text.contains('K'), "{}: {}", case.name, number.text);
        }
        true
    });
    assert!(set > 200, "{set}");
}

/// A balloon target above all that Xen has leads to a ceiling that a person would type.
#[test]
fn a_target_above_what_xen_has_is_rounded_to_a_gib() {
    let kernel = read::version::linux("6.1", None).unwrap().kernel;
    let xen = read::version::xen("4.17").unwrap();
    let machine = made_up_machine(Pages(64 << 18));
    let balloon = Balloon { target: Target::Size(Pages(100 << 18)), ..Balloon::default() };
    let config = Config::new(machine, Some("2G".to_owned()), xen, kernel);
    let compared = Comparisons::of(&simulate(&Config { balloon, ..config }));
    assert_eq!(compared.advice.text, "2G,max:63G");
}

/// The advice of the boot alone and that of all comparisons are one.
#[test]
fn there_is_one_advice() {
    each(|case| {
        assert_eq!(Advice::of(&case.boot), case.compared.advice, "{}", case.name);
        true
    });
}
