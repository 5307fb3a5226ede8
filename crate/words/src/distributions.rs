//! Where to set the option, for each distribution: file, line, command, how to undo it, and
//! the memory that distribution gives dom0 by default (spec/xen.md 13).
//!
//! Not here: the option itself (`advice`), and what applies everywhere, such as checks.

mod grub_line;

use super::advice::Instruction;
use sim::boot::{Boot, Outcome};
use sim::units::{Bytes, Pages};
use sim::what_if::advice::{Advice, Change};
use sim::xen::option_size;
use sim::xen::reprint::reprinted;
use sim::xen::toolstack::xcp_ng_default;

use grub_line::{DEBIAN, FEDORA, GRUB, QUBES, Recipe, SUSE};

/// Instructions for one distribution.
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
}

const XCP_NG: &str = "/opt/xensource/libexec/xen-cmdline";

/// Every distribution, with the numbers of this advice. Empty if the option needs no
/// change.
pub fn distributions(boot: &Boot, advice: &Advice) -> Vec<Instructions> {
    if advice.change == Change::Keep {
        return Vec::new();
    }
    let recipe = |recipe: &Recipe| recipe.place(boot, advice);
    let mut all = vec![recipe(&DEBIAN), xcp_ng(boot, advice)];
    all.extend([QUBES, SUSE, FEDORA, GRUB].iter().map(recipe));
    all
}

fn option(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("dom0_mem={text}") }
}

/// How to undo it: the option for one boot, then the line as it was or without the option.
/// `line` shows an option in its place. Empty if nothing else boots. An option becomes part
/// of a command only after it was parsed and printed again.
fn undo(boot: &Boot, advice: &Advice, line: impl Fn(&str) -> String) -> Vec<Instruction> {
    let Some(text) = advice.way_back.clone() else { return Vec::new() };
    let printed = if text.is_empty() { Some(text) } else { reprinted(&text) };
    let Some(text) = printed else {
        return vec![Instruction::new(TYPE_ONCE, ""), Instruction::new(TYPE_ALWAYS, "")];
    };
    let old = option(&text);
    let once = if text.is_empty() { LEAVE_OUT_ONCE } else { EDIT_ONCE };
    let always = if boot.outcome == Outcome::Up {
        "Put the old line back."
    } else {
        "Leave the option out: dom0 then gets nearly all memory."
    };
    vec![Instruction::new(once, old.clone()), Instruction::new(always, line(&old))]
}

const REBOOT: &str = "Restart the host.";
const EDIT_ONCE: &str =
    "If it does not boot: press e in GRUB’s menu and change the option for one boot.";
const TYPE_ONCE: &str =
    "If it does not boot: press e in GRUB’s menu and type the old option for one boot.";
const TYPE_ALWAYS: &str = "Put the old line back. It holds more than sizes, so it is not shown here as a command: take it from a copy of the file.";
const LEAVE_OUT_ONCE: &str =
    "If it does not boot: press e in GRUB’s menu and delete dom0_mem=… for one boot.";

impl Recipe {
    fn place(&self, boot: &Boot, advice: &Advice) -> Instructions {
        let Self { id, name, file, regenerate, notes, .. } = *self;
        let again = || regenerate.iter().map(|[what, code]| Instruction::new(*what, *code));
        let reboot = || Instruction::new(REBOOT, "reboot");
        let set = Instruction::new(
            format!("In {file}; keep what else stands in the line."),
            self.line(&option(&advice.text)),
        );
        let undo = undo(boot, advice, |option| self.line(option));
        let last: Vec<Instruction> =
            if undo.is_empty() { Vec::new() } else { again().chain([reboot()]).collect() };
        Instructions {
            id,
            name,
            steps: [set].into_iter().chain(again()).chain([reboot()]).collect(),
            back: undo.into_iter().chain(last).collect(),
            notes: notes.iter().map(|&n| n.to_owned()).collect(),
        }
    }

    fn line(&self, option: &str) -> String {
        let [before, behind] = self.around;
        format!("{before}{option}{behind}")
    }
}

/// XCP-ng and `XenServer` have a command of their own.
fn xcp_ng(boot: &Boot, advice: &Advice) -> Instructions {
    let mut back = undo(boot, advice, |old| {
        if old.is_empty() {
            format!("{XCP_NG} --delete-xen dom0_mem")
        } else {
            format!("{XCP_NG} --set-xen {old}")
        }
    });
    if !back.is_empty() {
        back.push(Instruction::new(REBOOT, "reboot"));
    }
    Instructions {
        id: "xcp-ng",
        name: "XCP-ng, XenServer",
        steps: vec![
            Instruction::new(
                "Set Xen’s option; this command edits the boot loader’s file.",
                format!("{XCP_NG} --set-xen {}", option(&advice.text)),
            ),
            Instruction::new(REBOOT, "reboot"),
        ],
        back,
        notes: vec![
            installers_size(boot),
            "The installer’s own boot has dom0_mem=max:8192M (older: max:752M); XenServer 5.5 had dom0_mem=752M."
                .to_owned(),
        ],
    }
}

/// Memory that the installers, new and old, give dom0 on a host of this size.
fn installers_size(boot: &Boot) -> String {
    let ram = boot.ram();
    let new = option_size(xcp_ng_default(Bytes(ram.bytes().0)).whole_pages());
    let old = old_installers_mib(ram);
    format!(
        "Installed with dom0_mem={new},max:{new} on a host like this; platforms before 2.9.0 with dom0_mem={old}M,max:{old}M."
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
    use super::grub_line::MKCONFIG;
    use super::*;
    use sim::config::Config;
    use sim::config::made_up_machine;
    use sim::kernel::{Kernel, Variant};
    use sim::simulate::simulate;
    use sim::version::Version;

    fn run(dom0_mem: &str) -> Vec<Instructions> {
        let linux = Kernel::new(Variant::V32, Version::new(3, 2, 0));
        let machine = made_up_machine(Pages(64 << 18));
        let text = Some(dom0_mem.to_owned()).filter(|t| !t.is_empty());
        let boot = simulate(&Config::new(machine, text, Version::new(4, 1, 2), linux));
        distributions(&boot, &Advice::of(&boot))
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
        check(
            "debian",
            "4G",
            &[new, "update-grub", "reboot"],
            &["dom0_mem=4G", old, "update-grub", "reboot"],
        );
        check("suse", "4G", &[new, MKCONFIG, "reboot"], &["dom0_mem=4G", old, MKCONFIG, "reboot"]);
        check(
            "grub",
            "4G",
            &["multiboot2 /boot/xen.gz dom0_mem=4G,max:4G", "reboot"],
            &["dom0_mem=4G", "multiboot2 /boot/xen.gz dom0_mem=4G", "reboot"],
        );
        check(
            "xcp-ng",
            "",
            &["/opt/xensource/libexec/xen-cmdline --set-xen dom0_mem=4304M,max:4304M", "reboot"],
            &["", "/opt/xensource/libexec/xen-cmdline --delete-xen dom0_mem", "reboot"],
        );
        let ids: Vec<_> = run("4G").iter().map(|p| p.id).collect();
        assert_eq!(ids, ["debian", "xcp-ng", "qubes", "suse", "fedora", "grub"]);
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
