//! The first screen for every era, option and host: the sentence, the bars, the panel to copy
//! from and the ledger say the same, and what can be recovered has a way or a reason.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sim::boot::{Boot, Outcome};
use sim::config::{Config, made_up_machine};
use sim::simulate::simulate;
use sim::units::Pages;
use sim::what_if::Comparisons;
use words::fix::fix;
use words::scenarios::{Which, scenarios};

const LINUX: [&str; 12] = [
    "2.6.18", "2.6.32", "2.6.37", "3.0.1", "3.0.8", "3.2", "3.6", "3.18", "4.1", "4.4", "6.1",
    "6.12",
];

const OPTIONS: [&str; 10] =
    ["", "4G", "4G,max:4G", "2G,max:8G", "700M", "512", "2GB", "1G+10%,max:64G", "max:3G", "-1G"];

/// Every machine there is, with what is compared about it.
fn each(mut check: impl FnMut(&Boot, &Comparisons, &str)) {
    for gib in [8, 64, 300] {
        for linux in LINUX {
            for option in OPTIONS {
                for xen in ["4.1.1", "4.1.2", "4.17"] {
                    let kernel = read::version::linux(linux, None).unwrap().kernel;
                    let xen_version = read::version::xen(xen).unwrap();
                    let text = Some(option.to_owned()).filter(|t| !t.is_empty());
                    let machine = made_up_machine(Pages(gib << 18));
                    let boot = simulate(&Config::new(machine, text, xen_version, kernel));
                    let name = format!("{gib}G {linux} {option:?} {xen}");
                    check(&boot, &Comparisons::of(&boot), &name);
                }
            }
        }
    }
}

#[test]
fn the_sentence_leads_with_free_and_never_with_what_costs_nothing() {
    each(|boot, _, name| {
        let text = words::headline(boot);
        for word in ["moved", "moves", "refilled", "populated"] {
            assert!(!text.contains(word), "{name}: {text}");
        }
        if boot.outcome == Outcome::Up {
            let (first, _) = text.split_once(". ").unwrap();
            let starts = first.starts_with("You gave dom0 ") || first.starts_with("Xen gave dom0 ");
            assert!(starts && first.contains("; free shows "), "{name}: {text}");
        }
        assert!(text.chars().count() < 230, "{name}: {text}");
    });
}

#[test]
fn sentence_bars_panel_and_ledger_name_the_same_amounts() {
    each(|boot, compared, name| {
        let lead = words::headline(boot);
        let bars = scenarios(compared);
        let own = bars.iter().find(|b| b.which == Which::Configured).unwrap();
        if boot.outcome == Outcome::Up {
            let shows = format!("free shows {}.", own.shares.free.text());
            assert!(lead.contains(&shows), "{name}: {lead} {shows}");
        }
        let fix = fix(compared, boot);
        let advice = words::advice::texts(compared);
        let copied = fix.lines.iter().find(|l| l.id == "option").map_or("", |l| l.code.as_str());
        assert_eq!(copied, advice.option, "{name}");
        if let Some(with) = bars.iter().find(|b| b.which == Which::WithOption) {
            assert_eq!(with.option, copied, "{name}");
            if let Some(gain) = with.gain {
                let line = fix.lines.iter().find(|l| l.id == "option").unwrap();
                assert_eq!(line.gain, format!("+{}", gain.text()), "{name}");
            }
        }
        let rows = words::summary::summary(boot);
        let spent = rows.iter().find(|r| r.id == "bookkeeping").unwrap();
        assert_eq!(spent.amount, own.shares.bookkeeping.full(), "{name}");
    });
}

#[test]
fn what_can_be_recovered_has_a_way_or_a_reason() {
    each(|boot, compared, name| {
        let lead = words::headline(boot);
        let fix = fix(compared, boot);
        let way = fix.lines.iter().any(|l| !l.code.is_empty());
        assert!(way || !fix.why.is_empty(), "{name}: {fix:?}");
        if lead.contains("% of it for") {
            assert!(way || fix.why.contains("max:"), "{name}: {lead} {fix:?}");
        }
        if fix.title == "Nothing to recover here" {
            assert!(!way || fix.lines.iter().all(|l| l.gain.is_empty()), "{name}: {fix:?}");
        }
        // Nobody types as many digits as that, unless they did.
        for line in &fix.lines {
            let digits = line.code.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
            let option = line.id == "option";
            assert!(!option || digits.unwrap_or(0) <= 6, "{name}: {line:?}");
        }
    });
}
