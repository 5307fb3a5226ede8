//! Advice for every text there is: it boots, it holds, and it takes no second reading.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use read::Field;
use sim::boot::{Boot, Outcome};
use sim::config::Config;
use sim::config::made_up_machine;
use sim::simulate::simulate;
use sim::step::MaxReservation;
use sim::units::Pages;
use sim::what_if::Comparisons;
use sim::what_if::advice::{Advice, Gate, OptionChange};
use tests::booted::booted;
use tests::vectors::load;
use tests::xen_vectors::release;

fn run(text: &str, xen: &str, linux: &str) -> Boot {
    let machine = made_up_machine(Pages(16 << 18));
    let linux = read::version::linux(linux, None).unwrap().kernel;
    let text = Some(text.to_owned()).filter(|t| !t.is_empty());
    simulate(&Config::new(machine, text, release(xen).unwrap(), linux))
}

/// The advised option brings dom0 up, is its own advice, and where a maximum can help
/// it sets one that does.
fn check(boot: &Boot) {
    let advice = Advice::of(boot);
    let what =
        format!("{:?} {} {}", boot.config.dom0_mem, boot.config.xen, boot.config.linux.release);
    assert_eq!(advice.after.outcome, Outcome::Up, "{what}: {advice:?}");
    let again = Advice::of(&advice.after);
    assert_eq!((&again.text, again.change), (&advice.text, OptionChange::Keep), "{what}");
    let limit = advice.after.maximum();
    if advice.gate == Gate::Open && advice.change == OptionChange::Suggest {
        assert_eq!(limit, MaxReservation::Pages(advice.after.pages), "{what}");
    }
    if let Some(larger) = &advice.larger {
        assert!(larger.text != advice.text, "{what}");
    }
}

#[test]
fn advice_holds_for_every_text_of_the_vectors() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/xen/dom0_mem.json.gz");
    let mut texts: Vec<String> = load(&path)
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|v| v["dom0_mem"].as_str().map(str::to_owned))
        .collect();
    texts.sort();
    texts.dedup();
    assert!(texts.len() > 300, "{}", texts.len());
    for text in texts {
        for (xen, linux) in [
            ("3.4", "2.6.18"),
            ("4.0.4", "3.0.1"),
            ("4.1.2", "3.2"),
            ("4.11", "3.6"),
            ("4.17", "6.1"),
        ] {
            check(&run(&text, xen, linux));
        }
    }
}

/// A step to another option clears what the old one gave; `words` knows the field by name only.
#[test]
fn what_a_step_clears_is_a_field_of_the_form() {
    let boot = booted(&[]);
    let found = words::recovery::recovery(&boot, &Comparisons::of(&boot));
    let cleared: Vec<&str> = found.steps.iter().map(|step| step.clears).collect();
    assert_eq!(cleared.first(), Some(&Field::NrPages.name()), "{found:?}");
}
