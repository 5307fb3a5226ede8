//! Where to set the option, for each distribution: file, line, command, how to undo it, and
//! the memory that distribution gives dom0 by default (spec/xen.md 13).
//!
//! Not here: the option itself (`advice`), and what applies everywhere, such as checks.

mod grub_line;

use super::advice::{AdviceTexts, Instruction};
use super::marks::plain;
use sim::boot::{Boot, Outcome};
use sim::step::MaxReservation;
use sim::units::{Bytes, Pages};
use sim::what_if::Comparisons;
use sim::what_if::advice::Remedy;
use sim::xen::option_size;
use sim::xen::reprint::reprinted;
use sim::xen::toolstack::xcp_ng_default;

use grub_line::{ALPINE, ARCH, DEBIAN, EFI, EVE, FEDORA, GRUB, QUBES, Recipe, SUSE};

/// Instructions for one distribution; texts have marks ([`super::marks`]).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Instructions {
    /// A name that never changes.
    pub id: &'static str,
    /// The distribution.
    pub name: &'static str,
    /// What to do, in order.
    pub steps: Vec<Instruction>,
    /// How to undo it.
    pub back: Vec<Instruction>,
    /// Defaults and traps of this distribution.
    pub notes: Vec<String>,
    /// All there is to type, with the instructions as comments.
    pub all: String,
}

const XCP_NG: &str = "/opt/xensource/libexec/xen-cmdline";

/// Every distribution, with the numbers of this advice. Empty if the option needs no
/// change.
pub fn distributions(compared: &Comparisons, texts: &AdviceTexts) -> Vec<Instructions> {
    let Some(remedy) = &compared.remedy else { return Vec::new() };
    let boot = &compared.scenarios.configured;
    let back = compared.advice.way_back.as_deref();
    let recipe = |recipe: &Recipe| recipe.place(boot, remedy, back);
    let mut all = vec![recipe(&DEBIAN), xcp_ng(boot, remedy, back)];
    all.extend([QUBES, SUSE, FEDORA, ALPINE, ARCH].iter().map(recipe));
    all.push(nixos(boot, remedy, back));
    all.extend([EVE, GRUB, EFI].iter().map(recipe));
    for place in &mut all {
        place.all = script(place.steps.iter().chain(texts.target.first()));
    }
    all
}

/// Instructions as comments over what is to be typed.
fn script<'a>(steps: impl Iterator<Item = &'a Instruction>) -> String {
    let mut out = String::new();
    for step in steps {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str("# ");
        out.push_str(&plain(&step.what));
        out.push('\n');
        out.push_str(&step.code);
    }
    out
}

fn option(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("dom0_mem={text}") }
}

/// How to undo it: the option for one boot, then the line as it was or without the option.
/// `back` is the text to revert to, and `line` shows an option in its place. Empty if nothing else boots. An option becomes part
/// of a command only after it was parsed and printed again.
fn undo(boot: &Boot, back: Option<&str>, line: impl Fn(&str) -> String) -> Vec<Instruction> {
    let Some(text) = back else { return Vec::new() };
    let printed = if text.is_empty() { Some(String::new()) } else { reprinted(text) };
    let Some(text) = printed else {
        return vec![Instruction::new(TYPE_ONCE, ""), Instruction::new(TYPE_ALWAYS, "")];
    };
    let old = option(&text);
    let once = if text.is_empty() { LEAVE_OUT_ONCE } else { EDIT_ONCE };
    let always = if boot.outcome == Outcome::Up {
        "Restore the old line."
    } else {
        "Leave the option out. dom0 then gets nearly all memory."
    };
    vec![Instruction::new(once, old.clone()), Instruction::new(always, line(&old))]
}

const EDIT_ONCE: &str =
    "If it does not boot, press `e` in the boot menu and change the option for one boot.";
const TYPE_ONCE: &str =
    "If it does not boot, press `e` in the boot menu and type the old option for one boot.";
const TYPE_ALWAYS: &str = "Restore the old line from a copy of the file. It holds more than sizes, so it is not shown here as a command.";
const LEAVE_OUT_ONCE: &str =
    "If it does not boot, press `e` in the boot menu and delete `dom0_mem=…` for one boot.";

impl Recipe {
    fn place(&self, boot: &Boot, remedy: &Remedy, way_back: Option<&str>) -> Instructions {
        let Self { id, name, file, apply, notes, .. } = *self;
        let [what, commands] = apply;
        let set = Instruction::new(file, self.line(&option(&remedy.text)));
        let again = Instruction::new(what, commands);
        let mut back = undo(boot, way_back, |option| self.line(option));
        if !back.is_empty() {
            back.push(again.clone());
        }
        let notes = notes.iter().map(|&n| n.to_owned()).collect();
        Instructions { id, name, steps: vec![set, again], back, notes, all: String::new() }
    }

    fn line(&self, option: &str) -> String {
        let [before, after] = self.around;
        format!("{before}{option}{after}")
    }
}

/// XCP-ng and `XenServer` have a command of their own.
fn xcp_ng(boot: &Boot, remedy: &Remedy, way_back: Option<&str>) -> Instructions {
    let command = |old: &str| {
        if old.is_empty() {
            format!("{XCP_NG} --delete-xen dom0_mem")
        } else {
            format!("{XCP_NG} --set-xen {old}")
        }
    };
    let mut back = undo(boot, way_back, command);
    if !back.is_empty() {
        back.push(Instruction::new("Restart the host.", "reboot"));
    }
    Instructions {
        id: "xcp-ng",
        name: "XCP-ng",
        steps: vec![
            Instruction::new(
                "Disable the host and move its VMs away first. This command edits the boot loader’s file.",
                command(&option(&remedy.text)),
            ),
            Instruction::new("Restart the host.", "reboot"),
        ],
        back,
        notes: vec![
            installers_size(boot),
            "XAPI’s squeezed owns dom0’s balloon target, so a target set by hand does not last. XOSTOR needs 16\u{a0}GiB in dom0."
                .to_owned(),
            "The installer’s own boot has `dom0_mem=max:8192M` (older: `max:752M`); XenServer 5.5 had `dom0_mem=752M`."
                .to_owned(),
        ],
        all: String::new(),
    }
}

/// `NixOS` has an option of its own, in MiB.
fn nixos(boot: &Boot, remedy: &Remedy, way_back: Option<&str>) -> Instructions {
    let again = || {
        Instruction::new("Rebuild the system and restart the host.", "nixos-rebuild boot\nreboot")
    };
    let set = resources(&remedy.boot);
    let mut back = Vec::new();
    if way_back.is_some() {
        let what = "If it does not boot, choose the generation before it in the boot menu.";
        back.push(Instruction::new(what, ""));
        let old = if boot.outcome == Outcome::Up && boot.config.dom0_mem.is_some() {
            resources(boot)
        } else {
            String::new()
        };
        back.push(Instruction::new("Restore the old line, or remove it.", old));
        back.push(again());
    }
    Instructions {
        id: "nixos",
        name: "NixOS",
        steps: vec![Instruction::new("Set this in the configuration (MiB).", set), again()],
        back,
        notes: vec![
            "Many configurations for NixOS also set `dom0=pvh`. This model covers PV only."
                .to_owned(),
        ],
        all: String::new(),
    }
}

/// Size and ceiling of a boot as `NixOS` writes them.
fn resources(boot: &Boot) -> String {
    let mib = |pages: Pages| pages.0 >> 8;
    let most = match boot.maximum() {
        MaxReservation::Pages(pages) => format!(" maxMemory = {};", mib(pages)),
        MaxReservation::Unlimited => String::new(),
    };
    format!("virtualisation.xen.dom0Resources = {{ memory = {};{most} }};", mib(boot.pages))
}

/// Memory that the installers, new and old, give dom0 on a host of this size.
fn installers_size(boot: &Boot) -> String {
    let ram = boot.ram();
    let new = option_size(xcp_ng_default(Bytes(ram.bytes().0)).whole_pages());
    let old = old_installers_mib(ram);
    format!(
        "The installer writes `dom0_mem={new},max:{new}` on a host like this. Platforms before 2.9.0 had `dom0_mem={old}M,max:{old}M`."
    )
}

fn old_installers_mib(ram: Pages) -> u64 {
    const GIB: u64 = 1 << 18;
    // Installed RAM, which is a little more than the map lists.
    match ram.0.div_ceil(GIB) {
        0..24 => 752,
        24..48 => 2048,
        48..64 => 3072,
        _ => 4096,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advice::texts;
    use sim::config::{Config, made_up_machine};
    use sim::kernel::{Kernel, Variant};
    use sim::simulate::simulate;
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
            ("debian", "update-grub\nreboot"),
            ("suse", "grub2-mkconfig -o /boot/grub2/grub.cfg\nreboot"),
            ("arch", "grub-mkconfig -o /boot/grub/grub.cfg\nreboot"),
            ("qubes", "sudo grub2-mkconfig -o /boot/grub2/grub.cfg\nsudo reboot"),
        ] {
            check(id, "4G", &[new, commands], &["dom0_mem=4G", old, commands]);
        }
        let mkconfig = "grub-mkconfig -o /boot/grub/grub.cfg\nreboot";
        for (id, before, after, commands) in [
            ("grub", "multiboot2 /boot/xen.gz ", "", mkconfig),
            ("alpine", "xen_opts=\"", "\"", "update-extlinux\nreboot"),
            ("eve-os", "set_global hv_dom0_mem_settings \"", "\"", "reboot"),
            ("efi", "options=", "", "reboot"),
        ] {
            let [new, old] =
                ["4G,max:4G", "4G"].map(|text| format!("{before}dom0_mem={text}{after}"));
            check(id, "4G", &[&new, commands], &["dom0_mem=4G", &old, commands]);
        }
        check(
            "nixos",
            "4G",
            &[
                "virtualisation.xen.dom0Resources = { memory = 4096; maxMemory = 4096; };",
                "nixos-rebuild boot\nreboot",
            ],
            &[
                "",
                "virtualisation.xen.dom0Resources = { memory = 4096; };",
                "nixos-rebuild boot\nreboot",
            ],
        );
        check(
            "xcp-ng",
            "",
            &["/opt/xensource/libexec/xen-cmdline --set-xen dom0_mem=4304M,max:4304M", "reboot"],
            &["", "/opt/xensource/libexec/xen-cmdline --delete-xen dom0_mem", "reboot"],
        );
        let ids: Vec<_> = run("4G").iter().map(|p| p.id).collect();
        let all = ["debian", "xcp-ng", "qubes", "suse", "fedora", "alpine", "arch", "nixos"];
        assert_eq!(ids, [&all[..], &["eve-os", "grub", "efi"]].concat());
    }

    #[test]
    fn one_copy_has_every_command_and_says_what_each_is_for() {
        let all = run("4G");
        let debian = all.iter().find(|p| p.id == "debian").unwrap();
        let lines: Vec<&str> = debian.all.lines().filter(|l| !l.starts_with('#')).collect();
        let line = "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=4G,max:4G\"";
        assert_eq!(lines, [line, "", "update-grub", "reboot", "", "xl mem-set 0 4096m"]);
        assert!(debian.all.starts_with("# Change this line in /etc/default/grub.d/xen.cfg;"));
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
        for (gib, mib) in [(23, 752), (24, 2048), (47, 2048), (48, 3072), (64, 4096)] {
            assert_eq!(old_installers_mib(Pages(gib << 18)), mib);
        }
    }
}
