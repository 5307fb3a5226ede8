//! Which bars each kind of machine gets.

use super::*;
use sim::balloon::{Balloon, Driver};
use sim::config::{Config, made_up_machine};
use sim::kernel::release::{Flavour, Support, of};
use sim::simulate::simulate;
use sim::units::Pages;
use sim::version::Version;

const XEN: Version = Version::new(4, 17, 0);

fn compared(config: &Config) -> Comparisons {
    Comparisons::of(&simulate(config))
}

fn on(dom0_mem: &str, linux: Version) -> Config {
    let Support::Dom0(kernel, _) = of(linux, Flavour::Pvops) else { panic!("{linux}") };
    let text = Some(dom0_mem.to_owned()).filter(|t| !t.is_empty());
    Config::new(made_up_machine(Pages(64 << 18)), text, XEN, kernel)
}

/// Each bar as `kernel option: free, gain, balloon`.
fn check(config: &Config, expected: &[&str]) {
    let all = compared(config);
    let gain = |g: Option<Printed>| g.map(|g| format!(" +{}", g.full())).unwrap_or_default();
    let found: Vec<String> = scenarios(&all)
        .iter()
        .map(|b| {
            let name = if b.option.is_empty() { b.says } else { &b.option };
            let balloon = gain(b.balloon);
            let text = format!("{} {name}: {}{}{balloon}", b.name, b.free(), gain(b.gain));
            text.replace('\u{a0}', " ")
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn an_old_kernel_stands_beside_the_classic_one_and_the_cure() {
    check(
        &on("4G", Version::new(3, 2, 0)),
        &[
            "Linux 2.6.18 classic kernel: 4.00 GiB",
            "Linux 3.2 dom0_mem=4G: 2.06 GiB",
            "Linux 3.2 dom0_mem=4G,max:4G: 2.83 GiB +0.77 GiB +1.01 GiB",
        ],
    );
}

#[test]
fn only_the_last_bar_promises_what_the_balloon_brings() {
    check(
        &on("4G,max:4G", Version::new(3, 2, 0)),
        &[
            "Linux 2.6.18 classic kernel: 4.00 GiB",
            "Linux 3.2 dom0_mem=4G,max:4G: 2.83 GiB +1.01 GiB",
        ],
    );
    let all = compared(&on("4G", Version::new(3, 2, 0)));
    let counts: Vec<_> = scenarios(&all).iter().map(|b| b.counts.clone()).collect();
    let expected =
        ["counts every page", "counts what it can allocate", "3.84\u{a0}GiB with the balloon"];
    assert_eq!(counts, expected);
}

#[test]
fn a_modern_kernel_has_two_bars() {
    check(
        &on("4G", Version::new(6, 1, 0)),
        &["Linux 6.1 dom0_mem=4G: 2.96 GiB", "Linux 6.1 dom0_mem=4G,max:4G: 3.81 GiB +0.85 GiB"],
    );
}

#[test]
fn nothing_to_recover_is_one_bar() {
    for (option, linux) in [
        ("4G,max:4G", Version::new(6, 1, 0)),
        ("4G,max:4G", Version::new(3, 6, 0)),
        ("4G", Version::new(2, 6, 18)),
        ("", Version::new(6, 1, 0)),
    ] {
        assert_eq!(scenarios(&compared(&on(option, linux))).len(), 1, "{option} {linux}");
    }
    let balloon = Balloon { driver: Driver::Off, ..Balloon::default() };
    let off = Config { balloon, ..on("4G,max:4G", Version::new(3, 2, 0)) };
    assert_eq!(scenarios(&compared(&off)).len(), 1);
}

#[test]
fn a_dom0_that_does_not_boot_has_a_bar_of_its_own_and_one_that_does() {
    let all = compared(&on("512", Version::new(6, 1, 0)));
    let bars = scenarios(&all);
    let found: Vec<_> = bars.iter().map(|b| (b.which, is_up(b.boot), b.option.as_str())).collect();
    assert_eq!(
        found,
        [
            (Which::Configured, false, "dom0_mem=512"),
            (Which::WithOption, true, "dom0_mem=512M,max:512M"),
        ]
    );
}

/// Where the options are too long for their place, the words in it tell them apart.
#[test]
fn a_lower_ceiling_is_called_so() {
    for (option, says) in [("4G,max:64G", "with a lower ceiling"), ("4G", "with max:")] {
        let all = compared(&on(option, Version::new(6, 1, 0)));
        assert_eq!(scenarios(&all).last().map(|bar| bar.says), Some(says), "{option}");
    }
}
