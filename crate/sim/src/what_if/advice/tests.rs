//! The advice for each kind of reader.

use super::*;
use crate::simulate::simulate;
use crate::test_boot::config_on;
use crate::what_if::WhatIf;

const V4_17: Version = Version::new(4, 17, 0);
const V3_2: Version = Version::new(3, 2, 0);

fn run(gib: u64, dom0_mem: &str, xen: Version, linux: Version) -> Boot {
    simulate(&config_on(xen, gib, dom0_mem, linux))
}

/// The text to write, whether it is new, and the number for `target_kb`.
fn check(boot: &Boot, text: &str, change: OptionChange, gate: Gate, target: Option<u64>) {
    let found = Advice::of(boot);
    let number = found.target.as_ref().map(Plan::number);
    assert_eq!(
        (found.text.as_str(), found.change, found.gate, number),
        (text, change, gate, target),
        "{:?}",
        boot.config.dom0_mem
    );
    assert_eq!(found.after.outcome, Outcome::Up);
}

#[test]
fn the_articles_reader_gets_the_articles_advice() {
    let boot = run(64, "4G", LIMIT_XEN, V3_2);
    check(&boot, "4G,max:4G", OptionChange::Write, Gate::Open, Some(4 << 20));
    let advice = Advice::of(&boot);
    // 791.3 MiB.
    assert_eq!(advice.saves.0 / 256, 791);
    let larger = advice.larger.unwrap();
    assert_eq!(larger.text, "5129M,max:5129M");
    assert!(!larger.costs.is_zero());
}

#[test]
fn what_is_right_is_kept_and_what_needs_nothing_gets_nothing() {
    let write = |linux| run(64, "4G,max:4G", V4_17, linux);
    check(&write(V3_2), "4G,max:4G", OptionChange::Keep, Gate::Open, Some(4 << 20));
    for linux in [Version::new(3, 6, 0), Version::new(3, 18, 0), Version::new(6, 12, 0)] {
        check(&write(linux), "4G,max:4G", OptionChange::Keep, Gate::Open, None);
        assert!(Advice::of(&write(linux)).worth_a_target().is_none());
    }
}

/// Xen 4.17 reads the size and rejects the rest.
#[test]
fn a_size_that_xen_reads_before_rubbish_is_kept() {
    for text in ["4G,max:4Gzz!", "4G,max:4O96M"] {
        check(
            &run(64, text, V4_17, V3_2),
            "4G,max:4G",
            OptionChange::Write,
            Gate::Open,
            Some(4 << 20),
        );
    }
    let nothing_read = Advice::of(&run(64, "4Gzz!", V4_17, V3_2));
    assert_eq!(nothing_read.change, OptionChange::Suggest);
}

#[test]
fn classic_kernels_have_nothing_to_gain() {
    let v = Version::new(2, 6, 18);
    check(&run(64, "4G", V4_17, v), "4G", OptionChange::Keep, Gate::Classic, None);
    check(&run(64, "4GB", V4_17, v), "4G", OptionChange::Write, Gate::Classic, None);
}

#[test]
fn old_versions_keep_the_option_and_name_what_is_locked() {
    let old_xen = run(64, "4G", Version::new(4, 1, 1), V3_2);
    check(&old_xen, "4G", OptionChange::Keep, Gate::Xen, Some(4 << 20));
    assert_eq!(Advice::of(&old_xen).locked.0 / 256, 791);
    let old_linux = run(64, "4G", V4_17, Version::new(3, 0, 1));
    // In whole MiB, as people type it.
    let missing = (old_linux.kernel.released_pages().0 * 4) & !1023;
    check(&old_linux, "4G", OptionChange::Keep, Gate::Linux, Some((4 << 20) + missing));
    assert!(!Advice::of(&old_linux).locked.is_zero());
    let both = run(64, "4G", Version::new(4, 0, 0), Version::new(2, 6, 37));
    assert_eq!(Advice::of(&both).gate, Gate::Both);
}

#[test]
fn typos_are_corrected_and_limited() {
    for text in ["4GB", "4G,max=4G", "4096M:max=4096M", "4096", "4G,max:64T"] {
        let boot = run(64, text, V4_17, Version::new(6, 1, 0));
        check(&boot, "4G,max:4G", OptionChange::Write, Gate::Open, None);
    }
}

#[test]
fn without_a_usable_option_a_size_is_suggested() {
    let check = |gib, text, expected: &str| {
        let advice = Advice::of(&run(gib, text, V4_17, Version::new(6, 1, 0)));
        assert_eq!(
            (advice.text.as_str(), advice.change),
            (expected, OptionChange::Suggest),
            "{text}"
        );
    };
    for text in ["", "max:", "0", "foo", "max:64T"] {
        check(64, text, "4304M,max:4304M");
    }
    // About half of a small host, and never less than a dom0 needs.
    check(3, "", "1184M,max:1184M");
    check(2, "", "1G,max:1G");
    check(1, "", "512M,max:512M");
}

/// A minimum is no fault: dom0 gets what is available, at least that.
#[test]
fn a_stated_minimum_is_kept() {
    let check = |text, expected: &str| {
        let advice = Advice::of(&run(64, text, V4_17, Version::new(6, 1, 0)));
        assert_eq!(
            (advice.text.as_str(), advice.change),
            (expected, OptionChange::Suggest),
            "{text}"
        );
        assert_eq!(advice.after.outcome, Outcome::Up);
    };
    check("min:1G", "min:1G,max:4304M");
    check("min:8G", "min:8G,max:8G");
    let sized = |text| Advice::of(&run(64, text, V4_17, Version::new(6, 1, 0))).sized;
    assert_eq!((sized("min:8G"), sized("min:1G")), (Sized::AsStated, Sized::ByTheHost));
    check("min:25%", "min:25%,max:16223M");
    // Here the minimum is what keeps dom0 from booting.
    check("min:64G", "4304M,max:4304M");
}

/// Xen's own minimum is not a dom0's.
#[test]
fn a_size_below_what_a_dom0_needs_is_raised_where_the_machine_has_more() {
    let check = |gib, text, expected: &str, sized| {
        let advice = Advice::of(&run(gib, text, V4_17, Version::new(6, 1, 0)));
        assert_eq!((advice.text.as_str(), advice.sized), (expected, sized), "{gib} {text}");
    };
    check(64, "256M", "512M,max:512M", Sized::Least);
    check(64, "256M,max:256M", "512M,max:512M", Sized::Least);
    check(64, "256M,max:1G", "512M,max:1G", Sized::Least);
    check(64, "max:300M", "max:512M", Sized::Least);
    check(64, "512M,max:512M", "512M,max:512M", Sized::AsTyped);
    check(64, "600M", "600M,max:600M", Sized::AsTyped);
}

/// The balloon target is the reader's wish: no advised ceiling forbids it.
#[test]
fn advice_obeys_the_balloon_target() {
    let check = |text: &str, target: u64, expected: &str| {
        let boot = run(64, text, V4_17, Version::new(6, 1, 0));
        let target = Target::Size(Pages(target << 18));
        let boot = boot.with([WhatIf::Target(target)]);
        assert_eq!(Advice::of(&boot).text, expected, "{text}");
    };
    check("2G", 4, "2G,max:4G");
    check("2GB,max=2GB", 4, "2G,max:4G");
    check("2G,max:2G", 4, "2G,max:4G");
    check("2G,max:8G", 4, "2G,max:8G");
    check("max:2G", 4, "2G,max:4G");
    check("", 8, "4304M,max:8G");
    check("4G", 2, "4G,max:4G");
    // There is no more than that, in whole GiB.
    check("2G", 500, "2G,max:63G");
}

/// Doubled hash tables are a step of their own.
#[test]
fn the_price_of_a_gib_has_no_step_in_it() {
    for (text, xen) in [("50%", 17), ("4G,max:16G", 17), ("2G,max:2G", 17), ("3G,max:7G", 11)] {
        let boot = run(64, text, Version::new(4, xen, 0), Version::new(6, 1, 0));
        // 16 MiB of page records and 2 MiB each of page tables and p2m.
        let cost = Advice::of(&boot).gap_cost.unwrap();
        assert!((5120..=5136).contains(&cost.0), "{text}: {cost:?}");
    }
}

/// A size too small for the kernel is not advised.
#[test]
fn a_suggested_size_boots_whatever_the_kernels_size() {
    let boot = run(64, "4G", V4_17, Version::new(6, 1, 0));
    let facts = crate::memory::Facts {
        kernel_image: Some(crate::units::Bytes(8 << 30)),
        ..crate::memory::Facts::default()
    };
    let large = simulate(&Config { facts, ..boot.config });
    assert_ne!(large.outcome, Outcome::Up);
    check(&large, "8608M,max:8608M", OptionChange::Suggest, Gate::Open, None);
    assert_eq!(Advice::of(&large).sized, Sized::Doubled);
    assert_eq!(Advice::of(&large).way_back.as_deref(), Some(""));
}

#[test]
fn a_gap_below_the_maximum_is_left_alone_and_priced() {
    let boot = run(64, "4G,max:8G", V4_17, Version::new(6, 1, 0));
    check(&boot, "4G,max:8G", OptionChange::Keep, Gate::Open, None);
    assert!(Advice::of(&boot).gap_cost.is_some());
}

/// A size typed from a log is retained as long as the option only gains a maximum.
#[test]
fn pages_from_a_log_stay_with_their_option() {
    // A log may show slightly less than the option requests.
    let given = Pages((1 << 20) - 96);
    let check = |text, better, pages| {
        let boot = run(64, text, V4_17, V3_2);
        let config = Config { pages_given: Some(given), ..boot.config };
        let advice = Advice::of(&simulate(&config));
        assert_eq!((advice.text.as_str(), advice.after.pages), (better, pages), "{text}");
    };
    check("4G", "4G,max:4G", given);
    check("4G,max:4G", "4G,max:4G", given);
    // A different text means a different size: the log's pages belong to the old one.
    check("4GB", "4G,max:4G", Pages(1 << 20));
    check("3G,max=3G", "3G,max:3G", Pages(3 << 18));
}

/// What a low target returns was asked for, so nothing is brought back.
#[test]
fn a_target_below_the_size_is_obeyed() {
    let boot = run(64, "8G", LIMIT_XEN, V3_2);
    let aimed = |pages: u64| boot.with([WhatIf::Target(Target::Size(Pages(pages << 18)))]);
    let less = Advice::of(&aimed(4));
    assert!(less.low_target.is_some() && less.target.is_none());
    assert_eq!(less.text, "8G,max:8G");
    let same = Advice::of(&aimed(8));
    assert!(same.low_target.is_none() && same.target.is_some());
}
