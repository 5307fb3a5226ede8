//! Lines of boot loaders that have the option: whose line it is, and the words on it.
//!
//! Xen gets `GRUB_CMDLINE_XEN`, then `GRUB_CMDLINE_XEN_DEFAULT`; what follows its file on a
//! line of a boot menu; and `options=` of `xen.cfg`. What Linux gets, Xen does not see. A line
//! after `#` counts for nothing. Not here: what the words mean ([`super::command_line`]).

use super::command_line::{mentions_option, option};
use super::facts::Logged;
use crate::text::{after_last, before_first, first, has};

/// A line of a boot loader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LoaderLine {
    /// Words for Xen.
    Xen(Place, String),
    /// The option among words for Linux.
    Linux,
}

/// Where words for Xen are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// `GRUB_CMDLINE_XEN`, for every entry of the menu.
    Every,
    /// `GRUB_CMDLINE_XEN_DEFAULT`, for the usual entries.
    Usual,
    /// The menu itself.
    Menu,
}

/// Words that begin a line for Linux.
const LINUX: [&str; 5] =
    ["GRUB_CMDLINE_LINUX", "kernel=", "BOOT_IMAGE=", "root=", "placeholder root="];

/// Commands of a menu that load a file for Linux.
const LOAD: [&str; 6] = ["module", "module2", "linux", "linux16", "linuxefi", "kernel"];

impl LoaderLine {
    /// A line that has the option, by whatever name.
    pub(super) fn of(said: &str) -> Option<Self> {
        if !mentions_option(said) {
            return None;
        }
        let at = |head: &str| first(said, head).and_then(|at| begun(said, at));
        if let Some(line) = first(said, "GRUB_CMDLINE_XEN").and_then(|at| quoted(said, at)) {
            return variable(line);
        }
        if let Some(line) = at("options=") {
            return Some(Self::Xen(Place::Menu, line.get("options=".len()..)?.to_owned()));
        }
        let commands = ["multiboot", "kernel", "append", "APPEND"];
        if let Some(words) = commands.into_iter().filter_map(at).find_map(after_xens_file) {
            return Some(Self::Xen(Place::Menu, words));
        }
        let loaded = |command: &&str| at(command).is_some_and(|line| loads(line, command));
        let linux = LINUX.iter().any(|head| at(head).is_some()) || LOAD.iter().any(loaded);
        (linux && option(said, None).is_none_or(|value| !value.is_empty())).then_some(Self::Linux)
    }
}

/// The line from `at` on, if a line begins there: after blanks and a file's name, as `grep`
/// prints it, and not after `#`.
fn begun(said: &str, at: usize) -> Option<&str> {
    let (before, line) = said.split_at_checked(at)?;
    let named = before.trim_ascii().is_empty() || before.trim_ascii_end().ends_with(':');
    let set = before.ends_with("export ");
    ((named || set) && !has(before, "#")).then_some(line)
}

/// The line from `at` on, as somebody quotes it: in a sentence, a list or a change that adds it.
/// Neither after `#` nor where a change takes it away.
fn quoted(said: &str, at: usize) -> Option<&str> {
    let (before, line) = said.split_at_checked(at)?;
    let apart = before.ends_with([' ', '\t', '+']);
    begun(said, at).or_else(|| (apart && !has(before, "#")).then_some(line))
}

/// Whether a line is this command and the path of a file.
fn loads(line: &str, command: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    words.next() == Some(command) && words.next().is_some_and(|file| file.starts_with(['/', '(']))
}

/// `GRUB_CMDLINE_XEN="…"`, and `…_DEFAULT`.
fn variable(line: &str) -> Option<LoaderLine> {
    let name = before_first(line, "=");
    let place = match name.strip_suffix('+').unwrap_or(name) {
        "GRUB_CMDLINE_XEN" => Place::Every,
        "GRUB_CMDLINE_XEN_DEFAULT" => Place::Usual,
        _ => return None,
    };
    let value = line.get(name.len() + 1..)?;
    let quote = ["\"", "'"].into_iter().find(|quote| value.starts_with(quote));
    let words = match quote {
        Some(quote) => before_first(value.get(1..)?, quote),
        None => before_first(value, " "),
    };
    Some(LoaderLine::Xen(place, words.to_owned()))
}

/// The words after Xen's file: `multiboot2 /boot/xen.gz …`, `kernel=/boot/xen.gz …`, and
/// `append xen.gz … --- vmlinuz …`.
fn after_xens_file(line: &str) -> Option<String> {
    let mut words = line.split(|c: char| c.is_ascii_whitespace() || c == '=');
    let known = ["multiboot", "multiboot2", "kernel", "append", "APPEND"];
    let command = words.next().filter(|command| known.contains(command))?;
    let rest = line.get(command.len() + 1..)?;
    let mut words = rest.split_ascii_whitespace().skip_while(|word| has(word, "mboot.c32"));
    if !is_xens(words.next()?) {
        return None;
    }
    let own = words.take_while(|word| *word != "---");
    Some(own.collect::<Vec<_>>().join(" "))
}

/// Whether a file is Xen's, by its name.
fn is_xens(file: &str) -> bool {
    after_last(file, "/").unwrap_or(file).starts_with("xen")
}

/// The words for Xen that boot loaders' lines gave, the last of each place.
#[derive(Clone, Debug, Default)]
pub(super) struct Loaders {
    every: Option<Logged<String>>,
    usual: Option<Logged<String>>,
    menu: Option<Logged<String>>,
    /// The option among words for Linux.
    pub(super) linux: Option<Logged<()>>,
}

impl Loaders {
    /// Takes the words for Xen of a line.
    pub(super) fn take(&mut self, place: Place, words: Logged<String>) {
        let slot = match place {
            Place::Every => &mut self.every,
            Place::Usual => &mut self.usual,
            Place::Menu => &mut self.menu,
        };
        *slot = Some(words);
    }

    /// Both together; what `later` has counts before what this has.
    pub(super) fn then(self, later: Self) -> Self {
        Self {
            every: later.every.or(self.every),
            usual: later.usual.or(self.usual),
            menu: later.menu.or(self.menu),
            linux: later.linux.or(self.linux),
        }
    }

    /// Xen's command line: the menu's, or what makes the menu in GRUB's order.
    pub(super) fn line(&self) -> Option<Logged<String>> {
        if self.menu.is_some() {
            return self.menu.clone();
        }
        let parts = || [&self.every, &self.usual].into_iter().flatten();
        let value = parts().map(|part| part.value.as_str()).collect::<Vec<_>>().join(" ");
        let lines: Vec<usize> = parts().flat_map(|part| part.lines.iter().copied()).collect();
        (!lines.is_empty()).then_some(Logged { value, lines })
    }
}

#[cfg(test)]
mod tests {
    use crate::log::read;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let facts = read(text).facts;
        assert_eq!(facts.option.map(|o| o.value).as_deref(), expected, "{text}");
    }

    /// Whether a reader learns that the option is on a line for Linux.
    fn misplaced(text: &str) -> bool {
        read(text).notes.iter().any(|note| note.contains("on Linux’s line"))
    }

    #[test]
    fn xens_lines_give_the_option() {
        for line in [
            "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=4G,max:4G loglvl=all\"",
            "GRUB_CMDLINE_XEN='dom0_mem=4G,max:4G' # mine",
            "GRUB_CMDLINE_XEN=dom0_mem=4G,max:4G",
            "GRUB_CMDLINE_XEN_DEFAULT=“dom0_mem=4G,max:4G”",
            "export GRUB_CMDLINE_XEN=\"dom0_mem=4G,max:4G\"",
            "/etc/default/grub:GRUB_CMDLINE_XEN=\"dom0_mem=4G,max:4G\"",
            "GRUB_CMDLINE_XEN_DEFAULT+=\" dom0_mem=4G,max:4G\"",
            "\tmultiboot2\t/boot/xen-4.17-amd64.gz placeholder dom0_mem=4G,max:4G ${xen_rm_opts}",
            "multiboot /xen.gz dom0_mem=4G,max:4G",
            "kernel /boot/xen-4.0-amd64.gz dom0_mem=4G,max:4G",
            "options=dom0_mem=4G,max:4G loglvl=all",
            "options=console=vga dom0_mem=4G,max:4G",
            "  APPEND /boot/xen.gz dom0_mem=4G,max:4G --- /boot/vmlinuz-lts root=/dev/sda3",
            "append xen.gz dom0_mem=4G,max:4G",
            "APPEND mboot.c32 xen.gz dom0_mem=4G,max:4G --- vmlinuz",
            "kernel=/boot/xen.gz dom0_mem=4G,max:4G",
            "+GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=4G,max:4G\"",
            "- GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=4G,max:4G\"",
            "I have GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=4G,max:4G\" in /etc/default/grub.",
        ] {
            check(line, Some("4G,max:4G"));
            assert!(!misplaced(line), "{line}");
        }
    }

    #[test]
    fn both_of_grubs_variables_count_in_its_order() {
        let (every, usual) = (
            "GRUB_CMDLINE_XEN=\"dom0_mem=2G\"\n",
            "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=max:4G\"\n",
        );
        check(&format!("{every}{usual}"), Some("2G,max:4G"));
        check(&format!("{usual}{every}"), Some("2G,max:4G"));
        check(&format!("{every}{usual}multiboot2 /xen.gz dom0_mem=1G"), Some("1G"));
        check(&format!("{every}xen_commandline        : dom0_mem=3G\n"), Some("3G"));
    }

    #[test]
    fn comments_and_lines_for_linux_give_none() {
        for line in [
            "# GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=1024M,max:1024M\"",
            "#GRUB_CMDLINE_XEN=\"dom0_mem=1G\"",
            "/etc/default/grub:#GRUB_CMDLINE_XEN=\"dom0_mem=1G\"",
            "#options=dom0_mem=2G",
            "# multiboot2 /xen.gz dom0_mem=1G",
            "-GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=1G\"",
            "I took # GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=1G\" out.",
        ] {
            check(line, None);
            assert!(!misplaced(line), "{line}");
            let good = "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=4G\"";
            check(&format!("{good}\n{line}"), Some("4G"));
        }
        let info = "xen_version            : 4.17.5\n";
        for line in [
            "GRUB_CMDLINE_LINUX=\"quiet dom0_mem=4G,max:4G\"",
            "GRUB_CMDLINE_LINUX_XEN_REPLACE_DEFAULT=\"console=hvc0 dom0_mem=4G\"",
            "module2 /vmlinuz-6.1.0-38-amd64 placeholder root=/dev/sda2 dom0_mem=4G",
            "\tmodule\t/vmlinuz root=/dev/sda2 dom0_mem=4G",
            "linux (hd0,1)/vmlinuz root=/dev/sda2 dom0_mem=4G",
            "kernel=vmlinuz-6.1 root=/dev/sda2 dom0_mem=4G",
            "BOOT_IMAGE=/vmlinuz root=/dev/sda2 dom0_mem=4G",
            "[    0.000000] Command line: placeholder root=/dev/sda2 dom0_mem=4G",
        ] {
            check(&format!("{info}{line}"), None);
            assert!(misplaced(&format!("{info}{line}")), "{line}");
            let good = "GRUB_CMDLINE_XEN_DEFAULT=\"dom0_mem=2G\"";
            check(&format!("{info}{good}\n{line}"), Some("2G"));
        }
        assert!(!misplaced("module2 /vmlinuz placeholder root=/dev/sda2 nodom0_mem=4G"));
    }
}
