//! The texts that each kind of reader gets.

use super::*;
use sim::config::{Config, made_up_machine};
use sim::kernel::release::{Flavour, Support, of};
use sim::simulate::simulate;
use sim::units::Pages;
use sim::version::Version;

const V3_2: Version = Version::new(3, 2, 0);

fn run(dom0_mem: &str, xen: Version, linux: Version) -> Boot {
    let Support::Dom0(kernel, _) = of(linux, Flavour::Pvops) else { panic!("{linux}") };
    let machine = made_up_machine(Pages(64 << 18));
    let text = Some(dom0_mem.to_owned()).filter(|t| !t.is_empty());
    simulate(&Config::new(machine, text, xen, kernel))
}

fn said(boot: &Boot) -> AdviceTexts {
    texts(&Comparisons::of(boot))
}

fn check_lead(dom0_mem: &str, xen: Version, linux: Version, expected: &str) {
    assert_eq!(said(&run(dom0_mem, xen, linux)).lead.replace('\u{a0}', " "), expected);
}

/// A `MemTotal` that was typed keeps the advice's amounts: it is of the option that was typed.
#[test]
fn a_typed_total_leaves_no_amount_out() {
    for (option, kib, total, expected) in [
        (
            "4G",
            2_100_000,
            "about 2\u{202f}910\u{202f}384, then 3\u{202f}968\u{202f}048 kB in total",
            "A ceiling on Xen’s command line recovers 0.78 GiB. A balloon target after each boot brings back the other 1.01 GiB.",
        ),
        (
            "4G,max:8G",
            2_800_000,
            "about 2\u{202f}800\u{202f}000, then 3\u{202f}857\u{202f}668 kB in total",
            "The unused room below the ceiling costs 78 MiB. Lower `max:` if dom0 never needs it. A balloon target after each boot brings back the other 1.01 GiB.",
        ),
    ] {
        let mut config = run(option, LIMIT_XEN, V3_2).config;
        config.facts.mem_total = Some(Pages(kib / 4));
        let found = said(&simulate(&config));
        assert_eq!(found.lead.replace('\u{a0}', " "), expected);
        assert_eq!(found.checks[0].what, total);
    }
}

#[test]
fn a_low_target_is_said_and_the_checks_are_those_of_the_boot() {
    for (gib, lead) in [
        (2, "The balloon target of 2 GiB leaves 2 GiB with Xen. Raise it if dom0 needs more."),
        (0, "The balloon target of 256 MiB leaves dom0 only 65 MiB, so it needs a higher one."),
    ] {
        let mut config = run("4G,max:4G", Version::new(4, 19, 0), Version::new(6, 12, 0)).config;
        let wanted = Pages(if gib == 0 { 256 << 8 } else { gib << 18 });
        config.balloon.target = sim::balloon::Target::Size(wanted);
        let found = said(&simulate(&config));
        assert_eq!(found.lead.replace('\u{a0}', " "), lead);
        assert_eq!(codes(&found.target), ["xl mem-set 0 4096m"]);
        for check in &found.checks[..3] {
            assert!(check.what.starts_with("at boot, before the balloon target: "), "{check:?}");
        }
    }
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
        "A ceiling on Xen’s command line recovers 0.77 GiB. A balloon target after each boot brings back the other 1.01 GiB.",
    );
    check_lead(
        "4G,max:4G",
        LIMIT_XEN,
        V3_2,
        "A balloon target after each boot brings back 1.01 GiB. Xen’s option is right as it is.",
    );
    check_lead(
        "4G,max:4G",
        new,
        Version::new(3, 6, 0),
        "Linux 3.6 replaces the pages it returns, and the ceiling is right.",
    );
    check_lead(
        "4G,max:4G",
        new,
        Version::new(6, 12, 0),
        "Linux 6.12 moves pages out of holes and loses none, and the ceiling is right.",
    );
    check_lead(
        "4G",
        new,
        Version::new(2, 6, 18),
        "Linux 2.6.18 keeps page records only for the pages it has, and returns none.",
    );
    check_lead(
        "",
        new,
        Version::new(6, 1, 0),
        "Give dom0 a size of its own: `dom0_mem=4304M,max:4304M`.",
    );
    check_lead(
        "2GB",
        new,
        Version::new(6, 1, 0),
        "With `dom0_mem=2G,max:2G` on Xen’s command line dom0 gets 2 GiB instead of 63.25 GiB.",
    );
    check_lead(
        "512",
        new,
        Version::new(6, 1, 0),
        "This dom0 does not boot. With `dom0_mem=512M,max:512M` it does.",
    );
}

/// The warning beside it says that the ceiling is below the size.
#[test]
fn a_ceiling_below_the_size_is_not_called_right() {
    let new = Version::new(4, 17, 0);
    check_lead(
        "3G,max:2G",
        new,
        Version::new(6, 1, 0),
        "Linux 6.1 moves pages out of holes and loses none. `max:` holds dom0 at 2 GiB, and `dom0_mem=3G,max:3G` would give it 3 GiB.",
    );
    check_lead(
        "3G,max:2G",
        new,
        V3_2,
        "Linux 3.2 returns less than 1 MiB here. `max:` holds dom0 at 2 GiB, and `dom0_mem=3G,max:3G` would give it 3 GiB.",
    );
    check_lead(
        "5G,max:4G",
        new,
        V3_2,
        "A balloon target after each boot brings back 1.01 GiB. `max:` holds dom0 at 4 GiB, and `dom0_mem=5G,max:5G` would give it 5 GiB.",
    );
    // More than this host has is no size to write.
    check_lead(
        "100G,max:2G",
        new,
        Version::new(6, 1, 0),
        "Linux 6.1 moves pages out of holes and loses none. `max:` holds dom0 at 2 GiB.",
    );
    let logged = run("3G,max:2G", new, Version::new(6, 1, 0));
    let logged = Config { pages_given: Some(Pages(3 << 18)), ..logged.config };
    assert!(!said(&simulate(&logged)).lead.contains("holds dom0"));
    let written = run("3G,max:3G", new, Version::new(6, 1, 0));
    assert_eq!((written.outcome, written.pages), (Outcome::Up, Pages(3 << 18)));
}

#[test]
fn the_lead_says_where_versions_are_too_old_and_what_helps() {
    check_lead(
        "4G",
        Version::new(4, 1, 1),
        V3_2,
        "A balloon target after each boot brings back 1.01 GiB. `max:` sets no ceiling with Xen 4.1.1. With Xen 4.1.2 or later, `dom0_mem=4G,max:4G` frees 0.77 GiB.",
    );
    let check = |xen, linux, start: &str| {
        let lead = said(&run("4G,max:4G", xen, linux)).lead;
        assert!(lead.contains(start), "{lead}");
        assert!(!lead.contains("right as it is"), "{lead}");
    };
    check(
        LIMIT_XEN,
        Version::new(3, 0, 4),
        "`max:` sets no ceiling with Linux 3.0.4. With Linux 3.0.5 or later, `dom0_mem=4G,max:4G` frees ",
    );
    check(
        Version::new(4, 0, 0),
        Version::new(2, 6, 32),
        "`max:` sets no ceiling with Xen 4.0 and Linux 2.6.32. With Xen 4.1.2 and Linux 3.0.5, or later, `dom0_mem=",
    );
}

#[test]
fn no_reason_repeats_the_lead() {
    for option in ["", "4G", "4G,max:4G", "300M", "3G,max:2G"] {
        for xen in [Version::new(4, 1, 1), Version::new(4, 17, 0)] {
            for linux in [(2, 6, 32), (3, 0, 1), (3, 2, 0), (6, 1, 0)] {
                let found = said(&run(option, xen, Version::new(linux.0, linux.1, linux.2)));
                let again = found.reasons.iter().find(|reason| found.lead.contains(*reason));
                assert_eq!(again, None, "{option} {xen} {linux:?}: {}", found.lead);
            }
        }
    }
    let old = said(&run("4G", Version::new(4, 17, 0), Version::new(3, 0, 1)));
    assert!(
        old.lead.contains("`max:` sets no ceiling with Linux 3.0.1.") && old.reasons.is_empty()
    );
}

#[test]
fn a_target_that_brings_a_trifle_is_not_asked_for() {
    check_lead("2G", LIMIT_XEN, V3_2, "A ceiling on Xen’s command line recovers 0.40 GiB.");
    check_lead(
        "2G,max:2G",
        LIMIT_XEN,
        V3_2,
        "Linux 3.2 returns less than 1 MiB here, and the ceiling is right.",
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
        codes(&texts.target),
        [
            "xl mem-set 0 4096m",
            "w /sys/devices/system/xen_memory/xen_memory0/target_kb - - - - 4194304",
        ]
    );
    assert_eq!(
        codes(&texts.after_reboot),
        [
            "echo 4194304 > /sys/devices/system/xen_memory/xen_memory0/target_kb",
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
        Some("“Released 264417 pages of unused memory”, “Set 264417 page(s) to 1-1 mapping”")
    );
}

#[test]
fn to_3_1_more_is_written_and_xl_refuses_it_below_a_maximum() {
    let v3_1 = Version::new(3, 1, 0);
    let boot = run("4G,max:4G", Version::new(4, 1, 2), v3_1);
    let texts = said(&boot);
    // Whole MiB, as people type it.
    let number = ((4 << 20) + boot.kernel.released_pages().0 * 4) & !1023;
    assert_eq!(
        texts.now[2].code,
        format!("echo {number} > /sys/devices/system/xen_memory/xen_memory0/target_kb")
    );
    assert!(texts.now[2].what.contains("still counts"), "{:?}", texts.now[2]);
    assert_eq!(texts.target[0].code, texts.now[2].code);
    assert!(texts.now[3].what.contains("`memory/static-max` is 4G"), "{:?}", texts.now[3]);
}

#[test]
fn versions_that_are_too_old_are_named_with_what_helps() {
    let check = |xen, linux, part: &str| {
        let texts = said(&run("4G", xen, linux));
        let said = texts.lead + " " + &texts.reasons.join(" ");
        assert!(said.contains(part), "{said}");
    };
    check(
        Version::new(4, 1, 1),
        V3_2,
        "With Xen 4.1.2 or later, `dom0_mem=4G,max:4G` frees 0.77\u{a0}GiB.",
    );
    check(
        LIMIT_XEN,
        Version::new(3, 0, 1),
        "With Linux 3.0.5 or later, `dom0_mem=4G,max:4G` frees",
    );
    check(Version::new(4, 0, 0), Version::new(2, 6, 37), "4.1.2 and Linux 3.0.5, or later");
    check(LIMIT_XEN, Version::new(2, 6, 18), "changes nothing for a classic kernel");
}

#[test]
fn a_size_from_a_log_is_kept_where_no_option_is_typed() {
    let boot = run("", Version::new(4, 14, 0), Version::new(4, 19, 0));
    let config = Config { pages_given: Some(Pages(1 << 20)), ..boot.config };
    let texts = said(&simulate(&config));
    assert_eq!(texts.option, "dom0_mem=4G,max:4G");
    assert_eq!(texts.reasons, ["The size is the one in the log."]);
}

#[test]
fn without_a_driver_a_larger_size_is_offered() {
    use sim::balloon::Balloon;
    let boot = run("4G", LIMIT_XEN, V3_2);
    let balloon = Balloon { driver: Driver::Off, ..Balloon::default() };
    let texts = said(&simulate(&Config { balloon, ..boot.config }));
    assert_eq!(texts.now, []);
    assert_eq!(
        texts.reasons[0].replace('\u{a0}', " "),
        "1.01 GiB is missing and this kernel has no balloon driver (`CONFIG_XEN_BALLOON`). A kernel with the driver brings it back, or a larger size, `dom0_mem=5129M,max:5129M`."
    );
}

/// Only one boot showed what happens if Xen gives dom0 all it has, so nothing is certain there.
#[test]
fn a_boot_that_may_fail_is_nowhere_said_to_fail() {
    let xen = Version::new(4, 17, 0);
    let boot = run("64G,max:64G", xen, Version::new(6, 12, 0));
    assert_eq!(boot.outcome, Outcome::NothingLeft);
    let compared = Comparisons::of(&boot);
    let last = boot.steps.last().unwrap();
    let texts = [
        texts(&compared).lead,
        crate::headline(&boot),
        crate::caption(last, &boot),
        crate::title(last.phase(), &boot).to_owned(),
        crate::recovery::shown(&boot).amount,
    ];
    assert!(texts.iter().all(|t| t.contains(" may ") || t.starts_with("may ")), "{texts:?}");
}

/// Without a target there is no other way to set one.
#[test]
fn a_larger_size_replaces_only_a_target() {
    assert_eq!(
        codes(&said(&run("4G", LIMIT_XEN, V3_2)).after_reboot)[1],
        "dom0_mem=5129M,max:5129M"
    );
    assert_eq!(said(&run("512M,max:64G", LIMIT_XEN, V3_2)).after_reboot, []);
}

#[test]
fn the_title_names_a_ceiling_only_where_one_is_set() {
    for (linux, title) in
        [(Version::new(2, 6, 18), "Set the size"), (Version::new(6, 1, 0), "Set size and ceiling")]
    {
        assert_eq!(said(&run("garbage", Version::new(4, 17, 0), linux)).option_title, title);
    }
}

#[test]
fn the_price_of_a_gap_is_named() {
    let texts = said(&run("4G", LIMIT_XEN, V3_2));
    assert!(texts.trade_offs[0].starts_with("XSA-300"), "{:?}", texts.trade_offs);
    assert!(texts.trade_offs[0].contains("Each GiB of that room costs dom0 18 MiB"));
    let texts = said(&run("4G,max:8G", Version::new(4, 17, 0), Version::new(6, 1, 0)));
    let cost = "dom0 can grow by 4 GiB, up to the ceiling. Each GiB of that room costs dom0 ";
    assert!(texts.trade_offs[0].replace('\u{a0}', " ").starts_with(cost), "{texts:?}");
}

/// XSA-300's advice is for kernels up to 5.2.
#[test]
fn later_kernels_are_not_told_to_leave_a_gap() {
    let new = Version::new(4, 17, 0);
    let old = ["XSA-300 advises a ceiling above the size"; 2];
    let mended = ["can be equal. XSA-300 advised a gap for kernels up to 5.2"; 2];
    let pool = ["can be equal. With `CONFIG_XEN_UNPOPULATED_ALLOC`"; 3];
    let releases = [(4, 19), (5, 2), (5, 3), (5, 8), (5, 9), (6, 1), (6, 12)];
    for (linux, part) in releases.into_iter().zip(old.into_iter().chain(mended).chain(pool)) {
        let boot = run("4G", new, Version::new(linux.0, linux.1, 0));
        let told = said(&boot).trade_offs;
        assert!(told.iter().any(|t| t.contains(part)), "{linux:?} {told:?}");
        let limited = run("4G,max:4G", new, Version::new(linux.0, linux.1, 0));
        let warned = crate::xen::option_warnings(&limited).iter().any(|w| w.id == "no-gap");
        assert_eq!(warned, linux < (5, 3), "{linux:?}");
    }
    // A kernel that does not ask for the ceiling has room above it.
    let unread = run("2G,max:2G", LIMIT_XEN, Version::new(3, 0, 0));
    assert!(crate::xen::option_warnings(&unread).iter().all(|w| w.id != "no-gap"));
    assert!(said(&unread).trade_offs.iter().all(|t| !t.contains("XSA-300")));
}

#[test]
fn a_size_that_is_barely_enough_is_not_recommended_without_a_word() {
    let new = |text| said(&run(text, Version::new(4, 17, 0), Version::new(6, 1, 0)));
    let told = |texts: &AdviceTexts, part| texts.reasons.iter().any(|r| r.contains(part));
    let small = new("256M");
    assert_eq!(small.lead, "Give dom0 at least 512 MiB: `dom0_mem=512M,max:512M`.");
    assert!(told(&small, "With 256 MiB dom0 will probably run out of memory"), "{small:?}");
    assert!(told(&small, "enough for a minimal dom0"), "{small:?}");
    for text in ["512", "600M,max:600M"] {
        assert!(told(&new(text), "enough for a minimal dom0. A server’s dom0 needs about 1 GiB"));
    }
    let usual = said(&run("4G", LIMIT_XEN, V3_2));
    assert!(usual.before.iter().any(|b| b.contains("stops all guests")));
    assert!(!told(&usual, "run out of memory") && !told(&usual, "minimal"));
}

/// The unused room belongs to the balloon, or to a pool for guests' pages, with the option that
/// decides it on or off; the trade-off says which.
#[test]
fn whose_the_room_below_the_ceiling_is_follows_the_kernel() {
    use sim::kernel::rules::ExtraOwner;
    let grows = "dom0 can grow by 4\u{a0}GiB, up to the ceiling.";
    let pool = "maps guest pages into 4\u{a0}GiB of unused room. ";
    let hotplug = "With memory hotplug, dom0 can grow by 4\u{a0}GiB, up to the ceiling.";
    let mut owners = Vec::new();
    for linux in [(5, 8), (5, 9), (5, 16), (5, 17), (6, 1), (6, 11), (6, 12), (7, 0)] {
        let version = Version::new(linux.0, linux.1, 0);
        let boot = run("4G,max:8G", Version::new(4, 17, 0), version);
        let owner = boot.config.linux.extra_owner();
        let (says, never) = match owner {
            ExtraOwner::Balloon => (grows, "maps guest pages into"),
            ExtraOwner::Pool => (pool, ". dom0 can grow by"),
        };
        let told = said(&boot).trade_offs.join(" ");
        assert!(told.contains(says) && !told.contains(never), "{linux:?} {told}");
        let plugs = owner == ExtraOwner::Pool && linux >= (5, 10);
        assert_eq!(told.contains(hotplug), plugs, "{linux:?} {told}");
        owners.push(owner == ExtraOwner::Pool);
    }
    assert_eq!(owners, [false, true, true, false, false, false, true, true]);
}

/// A ceiling far above the size is not all room: the kernel prepares for about ten times the size,
/// and a classic one for 8 MiB.
#[test]
fn the_room_is_what_the_kernel_prepared() {
    for (option, linux, says) in [
        (
            "512M,max:32G",
            V3_2,
            "dom0 can grow by 5 GiB and no more, because Linux 3.2 has no page numbers for more. Each",
        ),
        (
            "512M,max:32G",
            Version::new(6, 12, 0),
            "Linux 6.12 maps guest pages into 5 GiB of unused room. With memory hotplug, dom0 can grow by",
        ),
        (
            "4G,max:8G",
            Version::new(2, 6, 18),
            "dom0 can grow by 8 MiB and no more, because Linux 2.6.18 has no page numbers for more.",
        ),
    ] {
        let told = said(&run(option, LIMIT_XEN, linux)).trade_offs;
        assert!(told[0].replace('\u{a0}', " ").starts_with(says), "{linux} {told:?}");
    }
}

/// What to write while dom0 runs is about that dom0: Xen without an option gave it nearly all, and
/// the next boot has another size.
#[test]
fn commands_for_now_have_the_numbers_of_the_running_dom0() {
    let boot = run("", LIMIT_XEN, V3_2);
    let texts = said(&boot);
    let next = said(&run("4304M,max:4304M", LIMIT_XEN, V3_2));
    assert_eq!(texts.option, "dom0_mem=4304M,max:4304M");
    let mib = boot.pages.0 >> 8;
    assert!(mib > 60_000);
    assert_eq!(texts.now[2].code, format!("echo {} > {}", mib << 10, crate::balloon::TARGET));
    assert!(texts.now[2].what.contains("of the running dom0"), "{:?}", texts.now[2]);
    assert_eq!(texts.now[3].code, format!("xl mem-set 0 {mib}m"));
    assert_eq!((&texts.target, &texts.checks), (&next.target, &next.checks));
    assert_ne!(texts.now, next.now);
}

/// A host of 4 GiB has no GiB to add to a dom0 of 3.5 GiB, so what it would add is no rate.
#[test]
fn a_gib_has_no_price_where_there_is_no_gib() {
    let price = |option| {
        let boot = crate::test_boot::run_on(Version::new(4, 17, 0), 4, option, V3_2);
        said(&boot).trade_offs.concat().contains("Each GiB")
    };
    assert!(price("2G,max:2G"));
    assert!(!price("3500M,max:3500M"));
}
