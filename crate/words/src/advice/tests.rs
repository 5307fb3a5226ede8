//! The texts that each kind of reader gets.

use super::*;
use sim::config::Config;
use sim::config::made_up_machine;
use sim::kernel::release::{Flavour, Support, of};
use sim::simulate::simulate;
use sim::version::Version;
use sim::what_if::advice::Advice;

const V3_2: Version = Version::new(3, 2, 0);

fn run(dom0_mem: &str, xen: Version, linux: Version) -> Boot {
    let Support::Dom0(kernel, _) = of(linux, Flavour::Pvops) else { panic!("{linux}") };
    let machine = made_up_machine(Pages(64 << 18));
    let text = Some(dom0_mem.to_owned()).filter(|t| !t.is_empty());
    simulate(&Config::new(machine, text, xen, kernel))
}

fn said(boot: &Boot) -> AdviceTexts {
    texts(boot, &Advice::of(boot))
}

fn check_lead(dom0_mem: &str, xen: Version, linux: Version, expected: &str) {
    assert_eq!(said(&run(dom0_mem, xen, linux)).lead, expected);
}

fn codes(steps: &[Instruction]) -> Vec<&str> {
    steps.iter().map(|s| s.code.as_str()).collect()
}

#[test]
fn each_reader_gets_a_lead_and_no_more() {
    let new = Version::new(4, 17, 0);
    check_lead(
        "4G",
        LIMIT_XEN,
        V3_2,
        "Write dom0_mem=4G,max:4G on Xen’s line: it saves 791.3 MiB in dom0. Then set the balloon target: 1.01 GiB come back.",
    );
    check_lead(
        "4G,max:4G",
        LIMIT_XEN,
        V3_2,
        "The option is right as it is. Set the balloon target: 1.01 GiB come back.",
    );
    check_lead(
        "4G,max:4G",
        new,
        Version::new(3, 6, 0),
        "There is nothing to change: Linux 3.6 gets its released pages back by itself.",
    );
    check_lead(
        "4G,max:4G",
        new,
        Version::new(6, 12, 0),
        "There is nothing to change: Linux 6.12 moves the pages on holes and gives none back.",
    );
    check_lead(
        "4G",
        new,
        Version::new(2, 6, 18),
        "There is nothing to change: Linux 2.6.18 keeps descriptors only for the pages it has and gives none back.",
    );
    check_lead(
        "",
        new,
        Version::new(6, 1, 0),
        "Give dom0 a size of its own: dom0_mem=4304M,max:4304M.",
    );
    check_lead(
        "2GB",
        new,
        Version::new(6, 1, 0),
        "Write dom0_mem=2G,max:2G on Xen’s line: dom0 gets 2 GiB instead of 63.25 GiB.",
    );
    check_lead(
        "512",
        new,
        Version::new(6, 1, 0),
        "This dom0 does not come up; with dom0_mem=512M,max:512M it does.",
    );
}

#[test]
fn the_lead_says_where_versions_are_too_old_and_what_helps() {
    check_lead(
        "4G",
        Version::new(4, 1, 1),
        V3_2,
        "max: does nothing with Xen 4.1.1; with Xen 4.1.2 or later dom0_mem=4G,max:4G saves 791.3 MiB in dom0. Set the balloon target: 1.01 GiB come back.",
    );
    let check = |xen, linux, start: &str| {
        let lead = said(&run("4G,max:4G", xen, linux)).lead;
        assert!(lead.starts_with(start), "{lead}");
        assert!(!lead.contains("right as it is"), "{lead}");
    };
    check(
        LIMIT_XEN,
        Version::new(3, 0, 4),
        "max: does nothing with Linux 3.0.4; with Linux 3.0.5 or later dom0_mem=4G,max:4G saves ",
    );
    check(
        Version::new(4, 0, 0),
        Version::new(2, 6, 32),
        "max: does nothing with Xen 4.0 and Linux 2.6.32; with Xen 4.1.2 and Linux 3.0.5, or later dom0_mem=",
    );
}

#[test]
fn a_target_that_brings_a_trifle_is_not_asked_for() {
    check_lead(
        "2G",
        LIMIT_XEN,
        V3_2,
        "Write dom0_mem=2G,max:2G on Xen’s line: it saves 405.7 MiB in dom0.",
    );
    check_lead(
        "2G,max:2G",
        LIMIT_XEN,
        V3_2,
        "There is nothing to change: Linux 3.2 gives back less than a MiB.",
    );
}

#[test]
fn the_articles_commands_carry_the_runs_numbers() {
    let texts = said(&run("4G", LIMIT_XEN, V3_2));
    assert_eq!(texts.option, "dom0_mem=4G,max:4G");
    assert_eq!(
        codes(&texts.now),
        [
            "grep CONFIG_XEN_BALLOON= /boot/config-$(uname -r)",
            "xl info | grep free_memory",
            "echo 4194304 > /sys/devices/system/xen_memory/xen_memory0/target_kb",
            "xl mem-set 0 4096m",
            "xm mem-set 0 4096",
        ]
    );
    assert_eq!(
        codes(&texts.after_reboot),
        [
            "echo 4194304 > /sys/devices/system/xen_memory/xen_memory0/target_kb",
            "w /sys/devices/system/xen_memory/xen_memory0/target_kb - - - - 4194304",
            "dom0_mem=5129M,max:5129M",
        ]
    );
    assert_eq!(
        codes(&texts.toolstack),
        ["autoballoon=0", "(enable-dom0-ballooning no)\n(dom0-min-mem 4096)"]
    );
    let kernel = texts.checks.last().map(|s| s.what.as_str());
    assert_eq!(
        kernel,
        Some(
            "The kernel said: Released 264417 pages of unused memory; Set 264417 page(s) to 1-1 mapping"
        )
    );
}

#[test]
fn to_3_1_more_is_written_and_xl_refuses_it_below_a_maximum() {
    let v3_1 = Version::new(3, 1, 0);
    let boot = run("4G,max:4G", Version::new(4, 1, 2), v3_1);
    let texts = said(&boot);
    let number = (4 << 20) + boot.kernel.released_pages().0 * 4;
    assert_eq!(
        texts.now[2].code,
        format!("echo {number} > /sys/devices/system/xen_memory/xen_memory0/target_kb")
    );
    assert!(texts.now[2].what.contains("still counts"), "{:?}", texts.now[2]);
    assert!(texts.now[3].what.contains("static-max is 4G"), "{:?}", texts.now[3]);
}

#[test]
fn versions_that_are_too_old_are_named_with_what_helps() {
    let check = |xen, linux, part: &str| {
        let texts = said(&run("4G", xen, linux));
        assert!(texts.reasons.iter().any(|r| r.contains(part)), "{:?}", texts.reasons);
    };
    check(Version::new(4, 1, 1), V3_2, "update Xen to 4.1.2 or later. It would save 791.3 MiB");
    check(LIMIT_XEN, Version::new(3, 0, 1), "update Linux to 3.0.5 or later. It would save");
    check(Version::new(4, 0, 0), Version::new(2, 6, 37), "4.1.2 and Linux 3.0.5 or later");
    check(LIMIT_XEN, Version::new(2, 6, 18), "changes nothing for a classic kernel");
}

#[test]
fn a_size_from_a_log_is_kept_where_no_option_is_typed() {
    let boot = run("", Version::new(4, 14, 0), Version::new(4, 19, 0));
    let config = Config { pages_given: Some(Pages(1 << 20)), ..boot.config };
    let texts = said(&simulate(&config));
    assert_eq!(texts.lead, "Give dom0 a size of its own: dom0_mem=4G,max:4G.");
    assert_eq!(texts.reasons, ["The size is what the log gave dom0."]);
}

#[test]
fn without_a_driver_a_larger_size_is_offered() {
    use sim::balloon::Balloon;
    let boot = run("4G", LIMIT_XEN, V3_2);
    let balloon = Balloon { driver: Driver::Off, ..Balloon::default() };
    let texts = said(&simulate(&Config { balloon, ..boot.config }));
    assert_eq!(texts.now, []);
    assert_eq!(codes(&texts.after_reboot), ["dom0_mem=5129M,max:5129M"]);
    assert!(texts.reasons[0].contains("no balloon driver"), "{:?}", texts.reasons);
}

#[test]
fn the_price_of_a_gap_is_named() {
    let texts = said(&run("4G", Version::new(4, 17, 0), Version::new(6, 1, 0)));
    assert!(texts.trade_offs[0].starts_with("XSA-300"), "{:?}", texts.trade_offs);
    assert!(texts.trade_offs[0].contains("Each GiB of it costs dom0 "), "{:?}", texts.trade_offs);
    assert!(texts.toolstack.is_empty());
}
