//! The systems that set the option by a command or a syntax of their own: XCP-ng and NixOS
//! (spec/xen.md 13).
//!
//! Not here: those with a line in a file (`grub_line`).

use super::super::advice::Instruction;
use super::instructions::{Instructions, option};
use super::undo::{Menu, undo};
use sim::boot::Boot;
use sim::what_if::advice::Remedy;
use sim::xen::option_size;
use sim::xen::shipped;

/// How to remove the option by the command, and what dom0 gets then.
const REMOVE: &str = "Remove the option. dom0 then gets nearly all memory.";
const XCP_NG: &str = "/opt/xensource/libexec/xen-cmdline";

/// XCP-ng and `XenServer` have a command of their own.
pub(super) fn xcp_ng(boot: &Boot, remedy: &Remedy, way_back: Option<&str>) -> Instructions {
    let command = |old: &str| {
        if old.is_empty() {
            format!("{XCP_NG} --delete-xen dom0_mem")
        } else {
            format!("{XCP_NG} --set-xen {old}")
        }
    };
    let restart = || Instruction::new("Restart the host.", "xe host-reboot host=$HOSTNAME");
    let mut back = undo(way_back, Menu::Grub, REMOVE, command);
    if !back.is_empty() {
        back.push(Instruction::new("Restart the host.", "reboot"));
    }
    Instructions {
        id: "xcp-ng",
        name: "XCP-ng",
        steps: vec![
            Instruction::new(
                "Disable the host and move its VMs away. Shut down those that cannot move.",
                "xe host-disable host=$HOSTNAME &&\nxe host-evacuate host=$HOSTNAME",
            ),
            Instruction::new(
                "Set the option. This command edits the boot loader’s file.",
                command(&option(&remedy.text)),
            ),
            restart(),
        ],
        back,
        holds: "Applies to XCP-ng 7 and 8 and XenServer 7 and 8, where a host’s name in XAPI is its host name.",
        before: vec![
            "With High Availability, disabling the host keeps the pool from treating the reboot as a crash. The host enables itself again when it starts."
                .to_owned(),
        ],
        notes: vec![
            installers_size(boot),
            "XAPI and its `squeezed` own dom0’s balloon target, so a target set by hand does not last. XOSTOR is reported to need 16\u{a0}GiB in dom0."
                .to_owned(),
            "The installer’s own boot has `dom0_mem=max:8192M` (older: `max:752M`); XenServer 5.5 had `dom0_mem=752M`."
                .to_owned(),
        ],
        all: String::new(),
    }
}

/// `NixOS` writes Xen's command line from its configuration. Its own options for dom0's memory
/// cannot say a ceiling at the size: with equal amounts they write a size alone.
pub(super) fn nixos(remedy: &Remedy, way_back: Option<&str>) -> Instructions {
    let again = || {
        Instruction::new(
            "Rebuild the system and restart the host.",
            "nixos-rebuild boot &&\nreboot",
        )
    };
    let line = |text: &str| format!("virtualisation.xen.boot.params = [ \"{}\" ];", option(text));
    let mut back = Vec::new();
    if way_back.is_some() {
        let what = "If it does not boot, choose the previous generation in the boot menu.";
        back.push(Instruction::new(what, ""));
        back.push(Instruction::new("Then remove the option, or put the old one back.", ""));
        back.push(again());
    }
    Instructions {
        id: "nixos",
        name: "NixOS",
        steps: vec![
            Instruction::new(
                "Add this to the configuration, and remove `dom0Resources.memory` and `dom0Resources.maxMemory`. With equal amounts these set no ceiling.",
                line(&remedy.text),
            ),
            again(),
        ],
        back,
        holds: "Applies to NixOS 24.11 and later. The first of them call the option `virtualisation.xen.bootParams`.",
        before: vec![
            "The previous generation stays in the boot menu, with the old option.".to_owned(),
        ],
        notes: vec![
            "To set the balloon target at each boot, put its line into `systemd.tmpfiles.rules`."
                .to_owned(),
            "Many configurations for NixOS also set `dom0=pvh`. This model covers PV only."
                .to_owned(),
        ],
        all: String::new(),
    }
}

/// Memory that the installers, new and old, give dom0 on a host of this size.
fn installers_size(boot: &Boot) -> String {
    let ram = boot.ram();
    let new = option_size(shipped::xcp_ng(ram));
    let old = shipped::xcp_ng_before_2_9(ram).0 >> 8;
    format!(
        "The installer writes `dom0_mem={new},max:{new}` on a host like this. Platforms before 2.9.0 had `dom0_mem={old}M,max:{old}M`."
    )
}
