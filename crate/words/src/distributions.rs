//! Where to set the option, for each distribution: file, line, command, how to undo it, and
//! the memory that distribution gives dom0 by default (spec/xen.md 13).
//!
//! Not here: the option itself (`advice`), and what applies everywhere, such as checks.

mod grub_line;
mod instructions;
mod own_syntax;
mod undo;

use super::advice::{AdviceTexts, Instruction};
use super::marks::plain;
use sim::what_if::Comparisons;
use sim::what_if::advice::Remedy;

pub use instructions::Instructions;

use grub_line::{ALPINE, ARCH, DEBIAN, EFI, EVE, FEDORA, GRUB, QUBES, Recipe, SUSE};
use instructions::option;
use own_syntax::{nixos, xcp_ng};
use undo::undo;

/// Every distribution, with the numbers of this advice. Empty if the option needs no
/// change.
pub fn distributions(compared: &Comparisons, texts: &AdviceTexts) -> Vec<Instructions> {
    let Some(remedy) = &compared.remedy else { return Vec::new() };
    let boot = &compared.scenarios.configured;
    let back = compared.advice.way_back.as_deref();
    let recipe = |recipe: &Recipe| recipe.place(remedy, back);
    let mut all = vec![recipe(&DEBIAN), xcp_ng(boot, remedy, back)];
    all.extend([QUBES, SUSE, FEDORA, ALPINE, ARCH].iter().map(recipe));
    all.push(nixos(remedy, back));
    all.extend([EVE, GRUB, EFI].iter().map(recipe));
    for place in &mut all {
        place.before.splice(0..0, texts.before.iter().cloned());
        place.all = script(place.steps.iter().chain(texts.target.first()));
    }
    all
}

/// Instructions over what is to be typed, all of it as comments: lines for a file and a reboot
/// are among it, so a shell that it is pasted into must run nothing.
fn script<'a>(steps: impl Iterator<Item = &'a Instruction>) -> String {
    let mut out = String::new();
    for step in steps {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str("# ");
        out.push_str(&plain(&step.what));
        for line in step.code.lines() {
            out.push_str("\n#     ");
            out.push_str(line);
        }
    }
    out
}

impl Recipe {
    fn place(&self, remedy: &Remedy, way_back: Option<&str>) -> Instructions {
        let Self { id, name, file, apply, menu, holds, once, notes, remove, .. } = *self;
        let [what, commands] = apply;
        let set = Instruction::new(file, self.line(&option(&remedy.text)));
        let again = Instruction::new(what, commands);
        let mut back = undo(way_back, menu, remove, |option| self.line(option));
        if !back.is_empty() {
            back.push(again.clone());
        }
        let owned = |texts: &[&str]| texts.iter().map(|&n| n.to_owned()).collect();
        let (mut before, notes): (Vec<String>, _) = (owned(self.before), owned(notes));
        before.extend((!once.is_empty()).then(|| try_once(once)));
        let steps = vec![set, again];
        Instructions { id, name, steps, back, holds, before, notes, all: String::new() }
    }

    /// The line with an option. Without one there is no line to show: an empty one would remove the
    /// other options.
    fn line(&self, option: &str) -> String {
        if option.is_empty() {
            return String::new();
        }
        let [before, after] = self.around;
        format!("{before}{option}{after}")
    }
}

/// A way to try a line remotely, where GRUB makes the menu.
fn try_once(command: &str) -> String {
    format!(
        "To try it remotely, add an entry with the new line to `/etc/grub.d/40_custom`, regenerate the GRUB menu, and run `{command}` with the entry’s title. GRUB then boots it once and afterwards the default entry again, also after a power cycle. Do this only if GRUB can write to `/boot`, otherwise it boots the entry every time. It cannot write to LVM, RAID or ZFS, and seldom to btrfs."
    )
}

#[cfg(test)]
mod tests;
