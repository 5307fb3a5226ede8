//! Each distribution’s lines, commands, releases and ways back.

use super::*;
use crate::advice::texts;
use sim::config::{Config, made_up_machine};
use sim::kernel::{Kernel, Variant};
use sim::simulate::simulate;
use sim::units::Pages;
use sim::version::Version;

fn run(dom0_mem: &str) -> Vec<Instructions> {
    let linux = Kernel::new(Variant::V32, Version::new(3, 2, 0));
    let machine = made_up_machine(Pages(64 << 18));
    let text = Some(dom0_mem.to_owned()).filter(|t| !t.is_empty());
    let config = Config::new(machine, text, Version::new(4, 1, 2), linux);
    let compared = Comparisons::of(&simulate(&config));
    distributions(&compared, &texts(&compared))
}

fn codes(steps: &[Instruction]) -> Vec<&str> {
    steps.iter().map(|s| s.code.as_str()).collect()
}

fn check(id: &str, dom0_mem: &str, steps: &[&str], back: &[&str]) {
    let all = run(dom0_mem);
    let place = all.iter().find(|p| p.id == id).unwrap();
    assert_eq!(codes(&place.steps), steps, "{id}");
    assert_eq!(codes(&place.back), back, "{id}");
    assert!(!place.notes.is_empty());
}

#[test]
fn every_distribution_has_its_line_its_command_and_its_way_back() {
    let new = "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=4G,max:4G\"";
    let old = "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=4G\"";
    for (id, commands) in [
        ("debian", "update-grub &&\nreboot"),
        ("suse", "grub2-mkconfig -o /boot/grub2/grub.cfg &&\nreboot"),
        ("arch", "grub-mkconfig -o /boot/grub/grub.cfg &&\nreboot"),
        ("qubes", "sudo grub2-mkconfig -o /boot/grub2/grub.cfg &&\nsudo reboot"),
    ] {
        check(id, "4G", &[new, commands], &["dom0_mem=4G", old, commands]);
    }
    let mkconfig = "grub-mkconfig -o /boot/grub/grub.cfg &&\nreboot";
    for (id, before, after, commands) in [
        ("grub", "multiboot2 /boot/xen.gz ", "", mkconfig),
        ("alpine", "xen_opts=\"", "\"", "update-extlinux &&\nreboot"),
        ("eve-os", "set_global hv_dom0_mem_settings \"", "\"", "reboot"),
        ("efi", "options=", "", "reboot"),
    ] {
        let [new, old] = ["4G,max:4G", "4G"].map(|text| format!("{before}dom0_mem={text}{after}"));
        check(id, "4G", &[&new, commands], &["dom0_mem=4G", &old, commands]);
    }
    check(
        "nixos",
        "4G",
        &[
            "virtualisation.xen.boot.params = [ \"dom0_mem=4G,max:4G\" ];",
            "nixos-rebuild boot &&\nreboot",
        ],
        &["", "", "nixos-rebuild boot &&\nreboot"],
    );
    check(
        "xcp-ng",
        "",
        &[
            "xe host-disable host=$HOSTNAME &&\nxe host-evacuate host=$HOSTNAME",
            "/opt/xensource/libexec/xen-cmdline --set-xen dom0_mem=4304M,max:4304M",
            "xe host-reboot host=$HOSTNAME",
        ],
        &["", "/opt/xensource/libexec/xen-cmdline --delete-xen dom0_mem", "reboot"],
    );
    let ids: Vec<_> = run("4G").iter().map(|p| p.id).collect();
    let all = ["debian", "xcp-ng", "qubes", "suse", "fedora", "alpine", "arch", "nixos"];
    assert_eq!(ids, [&all[..], &["eve-os", "grub", "efi"]].concat());
}

/// A shell that the copy is pasted into runs nothing of it: not the line that belongs into a
/// file, and no reboot before anything has changed.
#[test]
fn one_copy_has_every_command_and_runs_none() {
    for place in run("4G") {
        assert!(place.all.lines().all(|l| l.is_empty() || l.starts_with('#')), "{}", place.id);
        for code in codes(&place.steps).iter().flat_map(|code| code.lines()) {
            assert!(place.all.contains(&format!("\n#     {code}\n")), "{}: {code}", place.id);
        }
        assert!(place.all.ends_with("\n#     xl mem-set 0 4096m"), "{}: {}", place.id, place.all);
    }
    let all = run("4G");
    let debian = all.iter().find(|p| p.id == "debian").unwrap();
    assert!(debian.all.starts_with("# Change this line in /etc/default/grub.d/xen.cfg and"));
    let lines: Vec<&str> = debian.all.lines().filter(|l| l.starts_with("#     ")).collect();
    assert_eq!(
        lines,
        [
            "#     GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=4G,max:4G\"",
            "#     update-grub &&",
            "#     reboot",
            "#     xl mem-set 0 4096m"
        ]
    );
}

/// Where the next command rests on the one before, it runs only if that one succeeded.
#[test]
fn no_host_restarts_after_a_command_that_failed() {
    for place in run("4G") {
        for code in codes(&place.steps).into_iter().chain(codes(&place.back)) {
            let lines: Vec<&str> = code.lines().collect();
            let Some((_, first)) = lines.split_last() else { continue };
            assert!(first.iter().all(|line| line.ends_with(" &&")), "{}: {code}", place.id);
        }
    }
}

/// With equal amounts the options of `NixOS` for dom0's memory write no `max:`.
#[test]
fn nixos_gets_the_option_whole() {
    for text in ["4G", "2G,max:8G", ""] {
        for place in run(text).iter().filter(|p| p.id == "nixos") {
            let set = &place.steps[0].code;
            assert!(set.contains("boot.params = [ \"dom0_mem=") && set.contains(",max:"), "{set}");
            assert!(place.steps[0].what.contains("remove `dom0Resources.memory`"));
        }
    }
}

/// A reboot stops guests everywhere; how to come back easily differs.
#[test]
fn each_says_its_releases_and_what_to_know_before_the_reboot() {
    for place in run("4G") {
        assert!(place.holds.starts_with("Applies ") && place.holds.ends_with('.'));
        assert!(place.before[0].contains("stops all guests"), "{:?}", place.before);
        let way = place.before.last().unwrap();
        assert!(place.before.len() >= 3 && way.ends_with('.'), "{}: {way}", place.id);
        let marks = [&place.before[..], &place.notes].concat().concat();
        assert!(marks.matches('`').count().is_multiple_of(2), "{}", place.id);
    }
    let all = run("4G");
    let says = |id: &str, part: &str| {
        let place = all.iter().find(|p| p.id == id).unwrap();
        let text = [&place.before[..], &place.notes].concat().join(" ");
        assert!(text.contains(part), "{id}: {part}: {text}");
    };
    says("debian", "uses only `GRUB_CMDLINE_XEN`");
    says("arch", "`grub-reboot`");
    says("suse", "`grub2-reboot`");
    says("qubes", "`qmemman`’s share");
    says("xcp-ng", "`squeezed`");
    says("alpine", "`/etc/local.d/dom0-target.start`");
    says("efi", "Secure Boot");
}

/// What Debian's file looks like depends on the release: each fact names its own.
#[test]
fn debians_facts_carry_their_release() {
    let all = run("4G");
    let debian = all.iter().find(|p| p.id == "debian").unwrap();
    let first = &debian.steps[0].what;
    assert!(first.contains("Debian 12 and later ship it commented out, so remove the `#`"));
    let colon = debian.notes.iter().find(|n| n.contains(":max=")).unwrap();
    assert!(colon.starts_with("In old packages") && colon.contains("Since Debian 12"), "{colon}");
    assert!(debian.holds.contains("Debian 8–13"), "{}", debian.holds);
}

/// A recipe ends where it takes effect: what makes a menu of a file runs after the change, and
/// nothing is written to a file that the next update overwrites.
#[test]
fn every_recipe_ends_where_it_takes_effect() {
    let menus = ["update-grub", "grub-mkconfig -o", "grub2-mkconfig -o", "update-extlinux"];
    for place in run("4G") {
        let codes = codes(&place.steps);
        assert!(codes.last().unwrap().contains("reboot"), "{}: {codes:?}", place.id);
        let file = &place.steps[0].what;
        let made = ["/etc/default/grub", "40_custom", "update-extlinux.conf"];
        if made.iter().any(|name| file.contains(name)) {
            let again = codes.last().unwrap();
            assert!(menus.iter().any(|menu| again.contains(menu)), "{}: {again}", place.id);
        }
        assert!(!file.contains("grub.cfg`") || place.id == "eve-os", "{}: {file}", place.id);
        for text in place.before.iter().filter(|t| t.contains("40_custom")) {
            assert!(text.contains("regenerate the GRUB menu"), "{}: {text}", place.id);
            // Another default entry may be Linux without Xen.
            assert!(!text.contains("GRUB_DEFAULT"), "{}: {text}", place.id);
        }
    }
    let all = run("4G");
    let grub = all.iter().find(|p| p.id == "grub").unwrap();
    let notes = grub.notes.join(" ");
    assert!(notes.contains("kernel update overwrites changes in `grub.cfg`"), "{notes}");
    assert!(notes.contains("`GRUB_CMDLINE_XEN_DEFAULT` in `/etc/default/grub`"), "{notes}");
}

/// A setting that did not boot cannot be used to undo anything.
#[test]
fn the_way_back_is_never_an_option_that_does_not_boot() {
    for text in ["512", "max:", "1M"] {
        for place in run(text) {
            assert!(!place.back.is_empty(), "{text} {}", place.id);
            let told = codes(&place.back).concat();
            assert!(!told.contains(text), "{text} {}: {told}", place.id);
        }
    }
}

/// Where there was no option, or none that boots, it is removed and the rest of the line stays.
#[test]
fn an_option_that_never_was_is_not_put_back() {
    for typed in ["", "1M"] {
        for place in run(typed).iter().filter(|p| p.id != "nixos") {
            let told = codes(&place.back).concat();
            assert!(!told.contains("\"\""), "{}: {told}", place.id);
            let always = &place.back[1].what;
            assert!(!always.contains("old option"), "{}: {always}", place.id);
            let gets = match place.id {
                "suse" => {
                    "dom0 then gets SUSE’s default, 1\u{a0}GiB + 10\u{a0}% since SLES 15 SP1."
                }
                "eve-os" => "Delete the line. EVE-OS then uses its own size.",
                _ => "dom0 then gets nearly all memory.",
            };
            assert!(always.ends_with(gets), "{}: {always}", place.id);
        }
    }
}

#[test]
fn nothing_to_change_names_no_file() {
    assert_eq!(run("4G,max:4G"), []);
}

#[test]
fn the_installers_sizes_follow_the_host() {
    let all = run("4G");
    let xcp = all.iter().find(|p| p.id == "xcp-ng").unwrap();
    assert!(xcp.notes[0].contains("dom0_mem=4304M,max:4304M"), "{:?}", xcp.notes);
    assert!(xcp.notes[0].contains("dom0_mem=4096M,max:4096M"), "{:?}", xcp.notes);
}

#[test]
fn an_entry_is_tried_once_with_the_commands_of_its_grub() {
    let commands = [
        ("debian", "run `grub-reboot` with"),
        ("suse", "run `grub2-reboot` with"),
        ("fedora", "run `grub2-reboot` with"),
        ("arch", "run `grub-reboot` with"),
        ("qubes", ""),
        ("efi", ""),
    ];
    let all = run("4G");
    for (id, says) in commands {
        let place = all.iter().find(|place| place.id == id).unwrap();
        let tried: Vec<_> = place.before.iter().filter(|b| b.starts_with("To try it")).collect();
        assert_eq!(tried.len(), usize::from(!says.is_empty()), "{id}");
        assert!(tried.iter().all(|text| text.contains(says)), "{id} {tried:?}");
    }
}
