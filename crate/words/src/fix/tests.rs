//! What each kind of reader gets to copy.

use super::*;
use sim::balloon::{Balloon, Driver, Target};
use sim::config::{Config, made_up_machine};
use sim::kernel::release::{Flavour, Support, of};
use sim::simulate::simulate;
use sim::units::Pages;
use sim::version::Version;

const XEN: Version = Version::new(4, 17, 0);

fn compared(config: &Config) -> Comparisons {
    Comparisons::of(&simulate(config))
}

fn config(gib: u64, dom0_mem: &str, xen: Version, linux: Version) -> Config {
    let Support::Dom0(kernel, _) = of(linux, Flavour::Pvops) else { panic!("{linux}") };
    let text = Some(dom0_mem.to_owned()).filter(|t| !t.is_empty());
    Config::new(made_up_machine(Pages(gib << 18)), text, xen, kernel)
}

fn said(config: &Config) -> Fix {
    fix(&compared(config), &simulate(config))
}

/// Title, and each line as `code gain`; without lines to copy, the reason.
fn check(config: &Config, title: &str, lines: &[&str]) {
    let fix = said(config);
    assert_eq!(fix.title, title, "{fix:?}");
    let line = |l: &FixLine| {
        let first = if l.code.is_empty() { &l.what } else { &l.code };
        format!("{first} {}", l.gain).trim().replace('\u{a0}', " ")
    };
    let mut found: Vec<String> = fix.lines.iter().map(line).collect();
    found.extend(Some(fix.why.replace('\u{a0}', " ")).filter(|w| !w.is_empty()));
    assert_eq!(found, lines);
}

fn on(dom0_mem: &str, linux: Version) -> Config {
    config(64, dom0_mem, XEN, linux)
}

#[test]
fn the_article_gets_its_two_lines() {
    check(
        &config(64, "4G", Version::new(4, 1, 2), Version::new(3, 2, 0)),
        "Get it back",
        &["dom0_mem=4G,max:4G +0.77 GiB", "xl mem-set 0 4096m +1.01 GiB"],
    );
}

/// An option that is there is changed, not added a second time; what was typed is quoted only
/// where it can break neither the line nor its marks.
#[test]
fn an_option_is_added_only_where_there_is_none() {
    let v6_1 = Version::new(6, 1, 0);
    for (typed, what) in [
        ("", "Add to Xen’s options, then reboot"),
        ("2G", "Change `dom0_mem=2G` to this, then reboot"),
        ("4096M:max=4096M", "Change `dom0_mem=4096M:max=4096M` to this, then reboot"),
        ("2GB`", "Change Xen’s `dom0_mem=` to this, then reboot"),
        ("0000000000000000000000002G", "Change Xen’s `dom0_mem=` to this, then reboot"),
    ] {
        assert_eq!(said(&on(typed, v6_1)).lines[0].what, what, "{typed}");
    }
}

#[test]
fn what_is_right_already_is_not_to_be_copied() {
    let v3_2 = Version::new(3, 2, 0);
    check(
        &on("4G,max:4G", v3_2),
        "Get it back",
        &["Xen’s option is already right.", "xl mem-set 0 4096m +1.01 GiB"],
    );
    // A ceiling below the size is not.
    check(&on("5G,max:4G", v3_2), "Get it back", &["xl mem-set 0 4096m +1.01 GiB"]);
    let balloon = Balloon { target: Target::Initial, ..Balloon::default() };
    check(
        &Config { balloon, ..on("4G", v3_2) },
        "Get it back",
        &[
            "dom0_mem=4G,max:4G +0.77 GiB",
            "The balloon target is already set and brings back 1.01 GiB.",
        ],
    );
    // Nor does a sentence say that what the balloon has brought stays with Xen.
    check(
        &Config { balloon, ..on("4G,max:4G", v3_2) },
        "Get it back",
        &[
            "Xen’s option is already right.",
            "The balloon target is already set and brings back 1.01 GiB.",
        ],
    );
}

/// A target below the size is a choice, unless it leaves dom0 too little.
#[test]
fn a_low_target_may_be_raised() {
    let low = |mib: u64, config| Config {
        balloon: Balloon { target: Target::Size(Pages(mib << 8)), ..Balloon::default() },
        ..config
    };
    let right = "Xen’s option is already right.";
    let v6_12 = Version::new(6, 12, 0);
    check(
        &low(256, on("4G,max:4G", v6_12)),
        "Raise the balloon target",
        &[right, "xl mem-set 0 4096m +3.75 GiB"],
    );
    check(
        &low(2048, on("4G,max:4G", v6_12)),
        "Raise the balloon target?",
        &[right, "xl mem-set 0 4096m +2 GiB"],
    );
    // Old Xens set no ceiling, and the target is in KiB.
    check(
        &low(1024, config(64, "4G", Version::new(3, 4, 0), Version::new(3, 6, 0))),
        "Raise the balloon target",
        &["xm mem-set 0 4096 +2.87 GiB"],
    );
    // The advice is another size, for which the target is no more too low.
    check(
        &low(4096, on("", v6_12)),
        "Set dom0’s size",
        &["dom0_mem=4304M,max:4304M +59.04 GiB for guests"],
    );
}

#[test]
fn nothing_to_recover_says_why() {
    check(
        &on("4G,max:4G", Version::new(6, 1, 0)),
        "Nothing to recover here",
        &["Linux 6.1 moves pages out of holes and loses none, and the ceiling is right."],
    );
    check(
        &on("4G,max:4G", Version::new(3, 6, 0)),
        "Nothing to recover here",
        &["Linux 3.6 replaces the pages it returns, and the ceiling is right."],
    );
    check(
        &on("4G", Version::new(2, 6, 18)),
        "Nothing to recover here",
        &["Linux 2.6.18 keeps page records only for the pages it has, and returns none."],
    );
    check(
        &on("2G,max:2G", Version::new(3, 2, 0)),
        "Nothing to recover here",
        &["Linux 3.2 returns less than 1 MiB here, and the ceiling is right."],
    );
    let balloon = Balloon { driver: Driver::Off, ..Balloon::default() };
    check(
        &Config { balloon, ..on("4G,max:4G", Version::new(3, 2, 0)) },
        "Give dom0 more",
        &[
            "Linux 3.2 returns 1.01 GiB at every boot, and this kernel has no balloon driver (`CONFIG_XEN_BALLOON`). Give dom0 that much more: `dom0_mem=5129M,max:5129M`.",
        ],
    );
    check(
        &config(64, "2G", Version::new(4, 1, 1), Version::new(6, 1, 0)),
        "Nothing to recover here",
        &[
            "`max:` sets no ceiling with Xen 4.1.1. With Xen 4.1.2 or later, `dom0_mem=2G,max:2G` frees 0.44 GiB.",
        ],
    );
}

#[test]
fn modern_kernels_get_the_ceiling_alone() {
    check(&on("4G", Version::new(6, 1, 0)), "Get it back", &["dom0_mem=4G,max:4G +0.85 GiB"]);
}

#[test]
fn a_ceiling_above_the_size_is_offered_with_its_condition() {
    let fix = said(&on("4G,max:16G", Version::new(6, 1, 0)));
    assert_eq!(fix.lines[0].what, "If dom0 never needs the room, lower the ceiling");
    check(
        &on("4G,max:16G", Version::new(6, 1, 0)),
        "Lower the ceiling?",
        &["dom0_mem=4G,max:4G +0.26 GiB"],
    );
    // A target that uses the room is obeyed.
    let balloon = Balloon { target: Target::Size(Pages(8 << 18)), ..Balloon::default() };
    check(
        &Config { balloon, ..on("4G,max:16G", Version::new(6, 1, 0)) },
        "Lower the ceiling?",
        &["dom0_mem=4G,max:8G +0.17 GiB"],
    );
    check(
        &Config { balloon, ..on("4G", Version::new(6, 1, 0)) },
        "Get it back",
        &["dom0_mem=4G,max:8G +0.76 GiB"],
    );
    check(
        &Config { balloon, ..on("4G,max:6G", Version::new(6, 1, 0)) },
        "Let dom0 grow",
        &["dom0_mem=4G,max:8G"],
    );
    let compared = compared(&Config { balloon, ..on("4G,max:6G", Version::new(6, 1, 0)) });
    assert_eq!(
        crate::advice::texts(&compared).lead,
        "The balloon target of 8 GiB is above the ceiling of 6 GiB, so Xen refuses it. Write `dom0_mem=4G,max:8G`."
    );
}

/// What a default of a distribution leaves unused is priced, not called waste.
#[test]
fn a_deliberate_gap_is_told_what_it_costs() {
    let v6_1 = Version::new(6, 1, 0);
    for (gib, text, to_type) in [
        (256, "1G+10%,max:64G", "dom0_mem=1G+10%,max:1G+10%"),
        (1024, "4G,max:64G", "dom0_mem=4G,max:4G"),
        (1024, "4G,min:2G,max:64G", "dom0_mem=4G,min:2G,max:4G"),
    ] {
        let config = config(gib, text, XEN, v6_1);
        let (fix, texts) = (said(&config), crate::advice::texts(&compared(&config)));
        assert_eq!((fix.title, fix.lines[0].code.as_str()), ("Lower the ceiling?", to_type));
        let gain = fix.lines[0].gain.trim_start_matches('+');
        assert!(texts.lead.contains(&format!("unused room below the ceiling costs {gain}.")));
        let lead = crate::headline(&simulate(&config));
        assert!(lead.contains("of unused room below the ceiling"), "{lead}");
    }
    // Above what Xen has, the ceiling is none.
    check(&on("1G+10%,max:64G", v6_1), "Get it back", &["dom0_mem=1G+10%,max:1G+10% +1.19 GiB"]);
}

#[test]
fn another_size_says_what_it_is_for() {
    check(
        &on("", Version::new(6, 1, 0)),
        "Set dom0’s size",
        &["dom0_mem=4304M,max:4304M +59.04 GiB for guests"],
    );
    check(
        &on("2GB", Version::new(6, 1, 0)),
        "Set dom0’s size",
        &["dom0_mem=2G,max:2G +61.25 GiB for guests"],
    );
}

#[test]
fn a_dom0_that_does_not_boot_gets_an_option_with_which_it_does() {
    check(&on("512", Version::new(6, 1, 0)), "Let dom0 boot", &["dom0_mem=512M,max:512M"]);
}

/// No amount to type has more digits than a person would type, if it was not typed.
#[test]
fn amounts_to_type_are_round() {
    for gib in [2, 7, 13, 16, 64, 300, 1024] {
        for linux in [Version::new(3, 2, 0), Version::new(4, 4, 0), Version::new(6, 12, 0)] {
            for text in ["", "4%", "1G+10%,max:64G", "min:1G", "-1G", "max:3G"] {
                for line in said(&config(gib, text, XEN, linux)).lines {
                    assert!(!line.code.contains('K'), "{gib} {text}: {line:?}");
                }
            }
        }
    }
}
