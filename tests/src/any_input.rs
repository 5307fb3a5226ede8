//! Whatever the fields contain: an error with a message, or a boot whose pages add up,
//! never a panic. The numbers are the same in every run, natively and on wasm32.
//!
//! Not here: which rounds run in which place (`any_input` natively, the web package's tests
//! in a browser).

#![allow(clippy::missing_panics_doc, reason = "a check panics to say that something is wrong")]
#![allow(clippy::panic, reason = "a check fails by panicking")]

use std::fmt::Write;

use crate::dice::Dice;
use figure::scene::{Time, figure};
use figure::view::View;
use read::presets::PRESETS;
use read::{Field, Form, link};
use sim::boot::{Boot, Outcome};
use sim::ledger::Ledger;
use sim::simulate::simulate;
use sim::step::Change;
use sim::units::Pages;
use sim::what_if::Comparisons;
use sim::what_if::advice::{Advice, OptionChange::Keep};
use sim::xen::dom0_build::BuildResult;

const SCRAPS: [&str; 40] = [
    "",
    "0",
    "-",
    "4G",
    "2G,max:2G",
    "max:",
    "min:1G",
    "10%",
    "99999999999999999999",
    "0x",
    "é",
    "<b>",
    "\n",
    "\u{0}",
    "usable",
    "reserved",
    "0-9f000 usable",
    "4.17",
    "3.2",
    "2.6.32",
    "64G",
    "-1",
    "1T",
    "4096T",
    "a0000-100000 reserved",
    "ffffffffff000-10000000000000 usable",
    "7.3",
    "2.6.18",
    "6.12-deb",
    "4.4",
    "3.18",
    "-xen",
    "1-2 type 4294967295",
    "100000-100001 usable",
    "max:-100G",
    "512K",
    "3.4",
    "8192",
    ";",
    "%41",
];

const KERNELS: [&str; 12] = [
    "2.6.18", "2.6.32", "2.6.39", "3.0.1", "3.1", "3.2", "3.5", "3.17", "3.18", "4.2", "4.3",
    "6.12",
];

/// A map that nobody drew.
pub fn random_map(dice: &mut Dice) -> String {
    let kinds = ["usable", "usable", "reserved", "ACPI data", "ACPI NVS", "unusable", "type 9"];
    let mut map = String::new();
    for _ in 0..=dice.roll(40) {
        let wide = dice.roll(40) + 12;
        let start = dice.roll(1 << wide.min(51));
        let length = dice.roll(38) + 1;
        let size = 1 + dice.roll(1 << length);
        let grain = if dice.roll(3) == 0 { 1 } else { 4096 };
        let (start, end) = (start / grain * grain, (start + size) / grain * grain + grain);
        let _ = writeln!(map, "{start:x}-{end:x} {}", dice.of(&kinds));
    }
    map
}

/// Pages that the balloon added beyond those that dom0 had released.
fn grown(boot: &Boot, step: usize) -> u64 {
    let (here, before) = (boot.steps.get(step), boot.steps.get(step.wrapping_sub(1)));
    match here.zip(before).map(|(here, before)| (&here.change, before.after.returned)) {
        Some((Change::BalloonedUp { plan, .. }, returned)) => plan.gains.less(returned).0,
        _ => 0,
    }
}

/// Every text shown next to the story, for any boot.
fn check_told(boot: &Boot) {
    let compared = Comparisons::of(boot);
    let texts = words::advice::texts(&compared);
    assert!(texts.lead.ends_with('.'), "{texts:?}");
    let fix = words::fix::fix(&compared, boot);
    assert!(fix.lines.len() <= 2 && (fix.why.is_empty() || fix.why.ends_with('.')), "{fix:?}");
    assert!((1..=3).contains(&words::scenarios::scenarios(&compared).len()));
    assert!(words::summary::summary(boot).len() >= 9);
    for place in words::distributions::distributions(&compared, &texts) {
        assert!(place.steps.iter().all(|s| !s.what.is_empty() && !s.code.is_empty()));
    }
    assert!(words::xen::option_warnings(boot).iter().all(|t| t.sentence.ends_with('.')));
    assert!(!words::groups::group_rows(boot).is_empty());
    words::difference::explained(boot, &compared.differences);
    words::sensitivity::worse(boot);
    words::balloon::rows(boot);
    words::sensitivity::why_flat(boot);
    words::ledger::not_ram_rows(boot);
    words::ledger::disagreement(boot);
    assert_eq!(words::compare::compare(boot, boot), []);
    assert_eq!(words::line_keys(boot).len(), boot.kernel.messages.len());
    words::phrase_anchors(boot);
    let told = words::xen_reports(boot).unwrap_or_default();
    assert!(told.is_empty() || told.ends_with('.'), "{told}");
    for (i, s) in boot.steps.iter().enumerate() {
        assert!(words::export::to_csv(boot, i).lines().count() >= 2);
        assert!(!words::export::to_text(boot, i).is_empty());
        words::ledger_rows(boot, i);
        words::describe_bucket(s);
        assert!(
            !words::title(s.phase(), boot).is_empty() && !words::why(s.phase(), boot).is_empty()
        );
    }
    assert!(!words::machine(boot).is_empty() && !words::given(boot).is_empty());
}

fn check(form: &Form) {
    let made = match form.read() {
        Ok(made) => made,
        Err(wrong) => {
            assert!(wrong.iter().all(|w| w.error.to_string().len() > 10), "{form:?}");
            return;
        }
    };
    let compared = Comparisons::of(&simulate(&made.config));
    let scenarios = &compared.scenarios;
    for boot in [&scenarios.classic, &scenarios.configured, &scenarios.with_max] {
        words::headline(boot);
        words::rows(boot);
        for (step, s) in boot.steps.iter().enumerate() {
            assert!(!words::caption(s, boot).is_empty());
            for t in [0.0, 0.5, 1.0] {
                figure(boot, Time { step, t }, &View::new(700.0));
            }
            let given = s.after.allocation.map_or(0, |g| g.pages.0);
            let kept = s.after.dom0_pages().0 + s.after.returned.0;
            assert_eq!(kept, given + grown(boot, step), "{form:?} {:?}", s.phase());
            let ledger = Ledger::of(boot, step);
            assert_eq!(ledger.total(), s.after.machine.ram_pages(), "{form:?} {:?}", s.phase());
        }
        boot.kernel.messages.iter().for_each(|m| assert!(!m.to_string().is_empty()));
    }
    check_told(&scenarios.configured);
    assert!(!words::numbers::numbers(&compared).is_empty());
    figure::answer::strip(&compared, 700.0);
    assert_eq!(link::decode(&link::encode(form, "")).form.read(), form.read());
}

/// Whatever the fields contain: an error with a message, or a boot.
pub fn texts(rounds: u64) {
    let mut dice = Dice::new(0x9e37_79b9_7f4a_7c15);
    for _ in 0..rounds {
        let mut form = Form::from(&PRESETS[dice.index(PRESETS.len())]);
        for _ in 0..=dice.roll(2) {
            let field = dice.of(&Field::ALL);
            let text = dice.of(&SCRAPS).to_owned() + dice.of(&SCRAPS);
            form = form.with(field, &text);
        }
        check(&form);
    }
}

/// Any map boots on every kernel, or stops with an outcome.
pub fn maps(rounds: u64) {
    let mut dice = Dice::new(0x2545_f491_4f6c_dd1d);
    for _ in 0..rounds {
        let form = Form::default()
            .with(Field::E820, &random_map(&mut dice))
            .with(Field::Dom0Mem, dice.of(&["", "1G", "2G,max:2G", "600G", "16M", "max:3G"]))
            .with(Field::Xen, dice.of(&["3.4", "4.1.1", "4.1.2", "4.8", "4.11", "4.17"]))
            .with(Field::Linux, dice.of(&KERNELS))
            .with(Field::Balloon, dice.of(&["", "off", "initial", "1G", "8G", "600G"]))
            .with(Field::Hotplug, dice.of(&["", "on", "off"]));
        check(&form);
    }
}

/// A few pages of RAM and enough CPUs for Xen's own sums to wrap, as they do in Xen.
pub fn tiny_machines(linux: &[&str]) {
    let maps = ["0-1000000 usable", "0-2000000 usable", "0-1000 usable", "0-10 usable"];
    for &linux in linux {
        for xen in ["3.4", "4.0", "4.1.2", "4.8", "4.11", "4.17"] {
            for (map, vcpus) in maps.iter().flat_map(|m| ["1", "8192"].map(|v| (m, v))) {
                for option in ["", "1G", "-1G", "max:-1G", "-0", "8388608T", "min:99%"] {
                    let form = Form::default()
                        .with(Field::E820, map)
                        .with(Field::Dom0Mem, option)
                        .with(Field::Xen, xen)
                        .with(Field::Linux, linux)
                        .with(Field::Vcpus, vcpus);
                    let Ok(made) = form.read() else { panic!("{form:?}") };
                    let boot = simulate(&made.config);
                    check_told(&boot);
                    words::headline(&boot);
                    figure::answer::strip(&Comparisons::of(&boot), 700.0);
                    let advice = Advice::of(&boot);
                    let up = advice.after.outcome == Outcome::Up;
                    assert!(up || (advice.larger.is_none() && advice.target.is_none()));
                    assert!(up || advice.change == Keep, "{form:?} {advice:?}");
                }
            }
        }
    }
}

/// Machines with less RAM than Xen keeps for itself, as links: Xen's sum wraps around
/// (spec/xen.md 5), and none of the resulting numbers may reach the page.
pub const KEPT_WHOLE: [&str; 4] = [
    "v=1&dom0-mem=&e820=f0-100:r&vcpus=2",
    "v=1&dom0-mem=&e820=0-10:u&vcpus=64",
    "v=1&dom0-mem=&host-mem=64M&vcpus=8192&xen=4.17",
    "v=1&dom0-mem=&xen=4.1&e820=12-1f:u&vcpus=2",
];

/// Xen needs more than there is, stops, and reports it; the picture has no bar for dom0.
pub fn kept_whole() {
    for link in KEPT_WHOLE {
        let Ok(made) = link::decode(link).form.read() else { panic!("{link} cannot be read") };
        let compared = Comparisons::of(&simulate(&made.config));
        let scenarios = &compared.scenarios;
        let boot = &scenarios.configured;
        assert_eq!(boot.outcome, Outcome::NotBuilt(BuildResult::KeepsAll), "{link}");
        assert_eq!((boot.pages, boot.available), (Pages::ZERO, Pages::ZERO), "{link}");
        let said = words::headline(boot);
        assert!(
            said.ends_with("nothing is left for dom0: “Not enough RAM for DOM0 reservation”."),
            "{said}"
        );
        let told = words::xen::option_warnings(boot);
        let told: Vec<_> = told.iter().map(|t| t.id).collect();
        assert_eq!(told, ["not-built"], "{link}");
        assert!(words::given(boot).starts_with("Xen gives dom0 0 pages (0 KiB)"), "{link}");
        assert_eq!(scenarios.with_max.outcome, boot.outcome, "{link}");
        let picture = figure::svg::write(&figure::answer::strip(&compared, 900.0), &said);
        assert!(picture.contains("Xen stops"), "{picture}");
        check_told(boot);
    }
}
