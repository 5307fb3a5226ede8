//! Each answer follows the kernel, the Xen and the option of the form.

use super::*;
use sim::config::{Config, made_up_machine};
use sim::kernel::release::{Flavour, Support, of};
use sim::simulate::simulate;
use sim::units::Pages;
use sim::version::Version;

fn run(option: &str, xen: (u32, u32), linux: (u32, u32, u32)) -> Boot {
    let release = Version::new(linux.0, linux.1, linux.2);
    let flavour = if linux.0 == 2 { Flavour::Classic } else { Flavour::Pvops };
    let Support::Dom0(kernel, _) = of(release, flavour) else { panic!("{release}") };
    let text = Some(option.to_owned()).filter(|t| !t.is_empty());
    let machine = made_up_machine(Pages(64 << 18));
    simulate(&Config::new(machine, text, Version::new(4, xen.0, xen.1), kernel))
}

/// Whether the answer says each part that starts with `yes`, and none that starts with `no`.
fn check(id: &str, boot: &Boot, parts: &[(&str, bool)]) {
    let answer = guide(boot).into_iter().find(|a| a.id == id).unwrap();
    let text = answer.says.join("\n").replace('\u{a0}', " ");
    for (part, said) in parts {
        assert_eq!(text.contains(part), *said, "{part}: {text}");
    }
}

#[test]
fn who_owns_the_room_is_the_models_word() {
    let pool = "is for mapped guest pages";
    for (linux, said) in
        [((5, 8, 0), false), ((5, 10, 0), true), ((6, 1, 0), false), ((6, 12, 0), true)]
    {
        check("grow", &run("2G,max:4G", (17, 0), linux), &[(pool, said)]);
    }
    check("grow", &run("2G,max:4G", (17, 0), (6, 1, 0)), &[("unused room of 2 GiB", true)]);
    check("grow", &run("2G", (1, 2), (2, 6, 18)), &[("8 MiB more", true), ("hotplug,", false)]);
}

#[test]
fn hotplug_names_what_this_kernel_has() {
    let file = "auto_online_blocks";
    for (linux, said) in [((3, 2, 0), false), ((6, 1, 0), true)] {
        check("grow", &run("2G", (17, 0), linux), &[(file, said)]);
    }
    check("grow", &run("2G", (17, 0), (3, 2, 0)), &[("CONFIG_XEN_BALLOON_MEMORY_HOTPLUG", true)]);
}

#[test]
fn the_toolstack_is_that_of_this_xen_and_this_option() {
    let linux = (3, 2, 0);
    check(
        "grow",
        &run("2G", (0, 0), linux),
        &[("*xend* shrinks", true), ("libvirt", false), ("xm mem-set", true)],
    );
    check("grow", &run("2G", (2, 0), linux), &[("autoballoon=0", true), ("libvirt", true)]);
    check("grow", &run("2G", (17, 0), linux), &[("*xl* leaves dom0 alone", true)]);
    check("grow", &run("", (17, 0), linux), &[("*xl* shrinks dom0", true)]);
    check("grow", &run("2G,max:4G", (17, 0), linux), &[("when xl first looked (4G here).", true)]);
}

#[test]
fn faults_are_named_only_where_they_are() {
    let (spin, drift) = ("xen-balloon", "87af633689ce");
    for (option, linux, spins, drifts) in [
        ("2G,max:2G", (5, 9, 0), false, false),
        ("2G,max:2G", (5, 10, 0), true, false),
        ("2G,max:4G", (5, 10, 0), false, false),
        ("2G,max:2G", (5, 15, 0), false, false),
        ("2G,max:2G", (6, 1, 0), false, false),
        ("2G,max:2G", (6, 12, 0), false, true),
        ("2G,max:2G", (7, 3, 0), false, false),
    ] {
        check("grow", &run(option, (17, 0), linux), &[(spin, spins), (drift, drifts)]);
    }
}

#[test]
fn what_xl_list_shows_with_guests_ends_with_5_9() {
    for (linux, said) in [((2, 6, 18), false), ((3, 2, 0), true), ((5, 10, 0), false)] {
        check("grow", &run("4G", (17, 0), linux), &[("4090 or 4024", said)]);
    }
}

#[test]
fn what_dom0_needs_has_a_floor_and_the_rules_for_this_host() {
    let parts =
        [("1 GiB for a server", true), ("gives dom0 4304M", true), ("SUSE’s Xen 7.3", true)];
    check("need", &run("4G", (1, 2), (3, 2, 0)), &parts);
    check(
        "need",
        &run("4G", (1, 2), (3, 2, 0)),
        &[("0.86 GiB of this dom0 for bookkeeping", true)],
    );
    check("need", &run("512", (1, 2), (3, 2, 0)), &[("of this dom0 for bookkeeping", false)]);
}

/// Not only old devices: every transfer over pages that are apart in the machine.
#[test]
fn bounce_buffers_are_for_every_device() {
    for linux in [(2, 6, 18), (3, 2, 0), (6, 12, 0)] {
        let parts = [("not contiguous", true), ("NVMe", true), ("10 GbE", true), ("old", false)];
        check("swiotlb", &run("4G", (17, 0), linux), &parts);
    }
    let label = crate::account(sim::ledger::Account::Swiotlb);
    assert_eq!(label, "dom0: DMA bounce buffers (swiotlb)");
}

#[test]
fn every_answer_has_a_point_or_more_and_each_ends() {
    for linux in [(2, 6, 18), (3, 0, 1), (3, 6, 0), (5, 10, 0), (7, 3, 0)] {
        for answer in guide(&run("2G", (17, 0), linux)) {
            assert!(answer.says.len() >= 3, "{}", answer.id);
            for say in answer.says {
                assert!(say.starts_with('*') && say.ends_with('.'), "{say}");
                assert!(say.matches('`').count().is_multiple_of(2), "{say}");
            }
        }
    }
}
