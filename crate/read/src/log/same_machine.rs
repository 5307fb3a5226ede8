//! Whether two parts of a paste are of one machine and one boot, by what they say of both.
//!
//! Only what both say can contradict. Releases are compared by their numbers, because tools and
//! logs add words of their own. Not here: maps of different machines ([`super::reading`]).

use super::boots::{LinuxBoot, Tools, XenBoot};
use super::facts::Logged;
use crate::version::numbers;

/// What two parts of a paste say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Same {
    /// Nothing contradicts.
    Yes,
    /// Another boot: other releases or another command line.
    OtherBoot,
    /// Another machine: another name, other CPUs or other RAM.
    OtherMachine,
}

/// Two runs of tools.
pub(super) fn runs(one: &Tools, other: &Tools) -> Same {
    let cpus = differ(one.cpus.as_ref(), other.cpus.as_ref(), |a, b| a == b);
    let hosts = differ(one.host.as_ref(), other.host.as_ref(), |a, b| a == b);
    let line = differ(one.command_line.as_ref(), other.command_line.as_ref(), |a, b| a == b);
    if hosts || cpus || differ(one.total.as_ref(), other.total.as_ref(), |a, b| close(*a, *b)) {
        Same::OtherMachine
    } else if line
        || differ(one.release.as_ref(), other.release.as_ref(), |a, b| is_release(a, b))
        || differ(one.xen.as_ref(), other.xen.as_ref(), |a, b| is_release(a, b))
    {
        Same::OtherBoot
    } else {
        Same::Yes
    }
}

/// Tools, and a boot of Xen and of Linux: releases alone, because RAM has a note of its own.
pub(super) fn run_of(tools: &Tools, xen: Option<&XenBoot>, linux: Option<&LinuxBoot>) -> Same {
    let seen = linux.and_then(|boot| boot.linux.as_ref());
    if differ(tools.release.as_ref(), seen, |a, b| is_release(a, b))
        || differ(tools.xen.as_ref(), xen_release(xen, linux), |a, b| is_release(a, b))
    {
        Same::OtherBoot
    } else {
        Same::Yes
    }
}

/// A boot of Xen and one of Linux, which names the Xen it runs on.
pub(super) fn boots(xen: &XenBoot, linux: &LinuxBoot) -> Same {
    let own = xen_release(Some(xen), None);
    if xen.host != linux.host {
        Same::OtherMachine
    } else if differ(own, linux.xen.as_ref(), |a, b| is_release(a, b)) {
        Same::OtherBoot
    } else {
        Same::Yes
    }
}

fn xen_release<'a>(
    xen: Option<&'a XenBoot>,
    linux: Option<&'a LinuxBoot>,
) -> Option<&'a Logged<String>> {
    let printed = xen.and_then(|boot| boot.xen.as_ref().or(boot.banner.as_ref()));
    printed.or_else(|| linux.and_then(|boot| boot.xen.as_ref()))
}

/// Whether both are there and are not the same.
fn differ<T>(
    one: Option<&Logged<T>>,
    other: Option<&Logged<T>>,
    same: impl Fn(&T, &T) -> bool,
) -> bool {
    one.zip(other).is_some_and(|(one, other)| !same(&one.value, &other.value))
}

/// Whether both are one release by their numbers; what has none contradicts nothing, nor does a
/// shorter number.
fn is_release(one: &str, other: &str) -> bool {
    numbers(one).zip(numbers(other)).is_none_or(|(one, other)| {
        let short = one.patch == 0 || other.patch == 0;
        one.series() == other.series() && (short || one.patch == other.patch)
    })
}

/// Whether two amounts of RAM are one: within 2 %, for what a crash kernel and rounding take.
pub(super) fn close(one: u64, other: u64) -> bool {
    one.abs_diff(other).saturating_mul(50) <= one.max(other)
}

#[cfg(test)]
mod tests {
    use super::super::reading::read;
    use crate::Field;

    fn info(host: &str, linux: &str, xen: &str, ram: u64) -> String {
        format!(
            "host                   : {host}\nrelease                : {linux}\nnr_cpus                : 4\ntotal_memory           : {ram}\nxen_version            : {xen}\n"
        )
    }

    const LINE: &str = "xen_commandline        : placeholder dom0_mem=2G\n";

    fn dmesg(linux: &str, xen: &str) -> String {
        format!(
            "[    0.000000] Linux version {linux} (a@b)\n[    0.000000] Xen version: {xen} (preserve-AD)\n"
        )
    }

    /// Linux, Xen, RAM and the option that go into the form, and whether two machines are named.
    #[track_caller]
    fn check(log: &str, expected: [&str; 4], two: bool) {
        let reading = read(log);
        let fields = reading.fields();
        let text = |field| fields.iter().find(|(f, _)| *f == field).map_or("", |(_, t)| t.as_str());
        let found = [Field::Linux, Field::Xen, Field::HostMem, Field::Dom0Mem].map(text);
        assert_eq!(found, expected, "{log}");
        assert_eq!(reading.two_machines, two, "{log}");
    }

    /// Whether the notes of a log say that `xl info` is left out.
    fn is_left_out(log: &str) -> bool {
        read(log).notes.iter().any(|note| note.starts_with("`xl info` reports different releases"))
    }

    #[test]
    fn nothing_of_one_machine_is_told_of_another() {
        let one = info("a", "5.10.3", "4.14.6", 16000) + LINE;
        let other = info("b", "6.1.38", "4.17.5", 32000);
        check(&[&*one, &other].concat(), ["6.1.38", "4.17.5", "32000M", ""], true);
        check(&[&*other, &one].concat(), ["5.10.3", "4.14.6", "16000M", "2G"], true);
        // The same machine after an update: its older boot says nothing of the present one.
        let update = info("a", "6.1.38", "4.17.5", 16000);
        check(&[&*one, &update].concat(), ["6.1.38", "4.17.5", "16000M", ""], false);
        // The same boot twice.
        let again = info("a", "5.10.3", "4.14.6", 16000);
        check(&[&*one, &again].concat(), ["5.10.3", "4.14.6", "16000M", "2G"], false);
    }

    #[test]
    fn tools_of_another_boot_add_nothing_to_a_log() {
        let old = info("a", "5.10.3", "4.14.6", 16000) + LINE;
        check(&(old.clone() + &dmesg("6.1.38", "4.17.5")), ["6.1.38", "4.17.5", "", ""], false);
        check(&(old.clone() + &dmesg("5.10.3", "4.17.5")), ["5.10.3", "4.17.5", "", ""], false);
        assert!(is_left_out(&(old.clone() + &dmesg("6.1.38", "4.14.6"))));
        assert!(!is_left_out(&(old.clone() + &dmesg("5.10.3", "4.14.6"))));
        // Nor where a tool without a release comes after both.
        let memory = "MemTotal:        4026000 kB\n";
        let later = [&*old, memory, &dmesg("6.1.38", "4.17.5"), memory].concat();
        check(&later, ["6.1.38", "4.17.5", "", ""], false);
        assert!(is_left_out(&later));
        let same = ["5.10.3", "4.14.6", "16000M", "2G"];
        check(&(old + &dmesg("5.10.3", "4.14.6")), same, false);
        // Linux names its Xen.
        check(&dmesg("6.1.38", "4.17.5"), ["6.1.38", "4.17.5", "", ""], false);
    }

    #[test]
    fn a_kernel_goes_with_no_other_xen_than_its_own() {
        let xen = |release| {
            format!(
                "(XEN) Xen version {release} (a@b)\n(XEN) Command line: x dom0_mem=1G\n(XEN)  Dom0 alloc.:   0000000000800000->0000000000c00000 (523264 pages to be allocated)\n"
            )
        };
        let boots = |log: &str| read(log).all_boots.len();
        let linux = dmesg("6.1.38", "4.17.5") + "[    0.000000] Released 1 page(s)\n";
        assert_eq!(boots(&(xen("4.17.5") + &linux)), 1);
        assert_eq!(boots(&(linux.clone() + &xen("4.17.5"))), 1);
        assert_eq!(boots(&(xen("4.14.6") + &linux)), 2);
        assert_eq!(boots(&(linux + &xen("4.14.6"))), 2);
    }
}
