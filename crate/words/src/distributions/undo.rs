//! How to undo a change of the option: for one boot in the boot menu, then in the file.

use super::super::advice::Instruction;
use super::instructions::option;
use sim::xen::reprint::reprinted;

/// Where a line can be changed for one boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Menu {
    /// GRUB: `e` edits an entry.
    Grub,
    /// Extlinux: Tab edits an entry.
    Extlinux,
    /// No menu that edits: the firmware's shell edits the file.
    Firmware,
}

impl Menu {
    /// What to do if dom0 does not boot, up to what to change.
    const fn open(self) -> &'static str {
        match self {
            Self::Grub => "If it does not boot, press `e` in the boot menu and",
            Self::Extlinux => "If it does not boot, press Tab in the boot menu and",
            Self::Firmware => "If it does not boot, run `edit xen.cfg` in the firmware’s shell and",
        }
    }

    /// How long the change lasts.
    const fn lasts(self) -> &'static str {
        match self {
            Self::Grub | Self::Extlinux => " for one boot",
            Self::Firmware => "",
        }
    }
}

/// How to undo it: the option for one boot, then the line as it was or without the option.
/// `back` is the text to revert to, and `line` shows an option in its place; if the text is empty,
/// `remove` says how to remove the option and what dom0 gets then. Empty if nothing else boots. An
/// option becomes part of a command only after it was parsed and printed again.
pub(super) fn undo(
    back: Option<&str>,
    menu: Menu,
    remove: &str,
    line: impl Fn(&str) -> String,
) -> Vec<Instruction> {
    let Some(text) = back else { return Vec::new() };
    let printed = if text.is_empty() { Some(String::new()) } else { reprinted(text) };
    let Some(text) = printed else {
        let once = format!("{} type the old option{}.", menu.open(), menu.lasts());
        return vec![Instruction::new(once, ""), Instruction::new(TYPE_ALWAYS, "")];
    };
    let old = option(&text);
    let change = if text.is_empty() { "delete `dom0_mem=…`" } else { "change the option" };
    let once = format!("{} {change}{}.", menu.open(), menu.lasts());
    let always = if text.is_empty() {
        remove
    } else {
        "Put the old option back, and leave the other options as they are."
    };
    vec![Instruction::new(once, old.clone()), Instruction::new(always, line(&old))]
}

const TYPE_ALWAYS: &str = "Restore the old line from a copy of the file. It contains more than sizes, so no command is shown for it.";
