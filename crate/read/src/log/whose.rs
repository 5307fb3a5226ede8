//! Whose log a paste is.

use sim::map::{Entry, Kind};

use super::boots::{LinuxBoot, Tools, XenBoot};
use super::command_line::is_pvh;
use super::facts::{Logged, Stops};
use super::gather::{Gathered, Mark};
use crate::scope::Scope;
use crate::text::has;

/// Whose log it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Dom0 on Xen, or Xen below it.
    Dom0,
    /// A dom0 in the hardware's own modes: the rules for PV do not apply.
    Pvh,
    /// A guest.
    Guest,
    /// A guest's own hypervisor.
    Shim,
    /// Linux without Xen.
    BareMetal,
    /// Xen on Arm.
    Arm,
    /// A 32-bit dom0, or a 32-bit Xen.
    Bits32,
    /// `/proc/iomem` alone.
    Iomem,
    /// The EFI table alone.
    EfiTable,
    /// Lines of Xen, but none of its start that can be used.
    RingTail,
    /// Nothing of Xen or of Linux on Xen.
    #[default]
    NoDom0,
}

impl Whose {
    /// A permanent name for data.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Dom0 => "dom0",
            Self::Pvh => "pvh",
            Self::Guest => "guest",
            Self::Shim => "shim",
            Self::BareMetal => "bare-metal",
            Self::Arm => "arm",
            Self::Bits32 => "32-bit",
            Self::Iomem => "iomem",
            Self::EfiTable => "efi-table",
            Self::RingTail => "ring-tail",
            Self::NoDom0 => "no-dom0",
        }
    }

    /// What a reader should know first, as a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Dom0 => "This is the log of a PV dom0 on Xen.",
            Self::Pvh => "This dom0 is PVH. This page covers PV only.",
            Self::Guest => {
                "This is the log of a guest, not of dom0. Its map and its counts say nothing about dom0’s memory."
            }
            Self::Shim => {
                "These are lines of a guest’s own hypervisor, not of the machine’s Xen. They say nothing about dom0’s memory."
            }
            Self::BareMetal => {
                "This is the log of Linux without Xen. Xen’s release and the option are not in it."
            }
            Self::Arm => {
                "This is Xen on Arm. This page covers a PV dom0, which exists on x86 only."
            }
            Self::Bits32 => "This dom0 is 32-bit. This page covers 64 bits only.",
            Self::Iomem => {
                "This is `/proc/iomem`, which is dom0’s own view and not the machine’s map."
            }
            Self::EfiTable => {
                "This is the EFI table; the e820 lines, which Xen uses, come after it."
            }
            Self::RingTail => {
                "These are Xen’s lines, but none reports how much memory dom0 gets. Xen prints that at boot, and later lines overwrite it in the ring buffer."
            }
            Self::NoDom0 => "No line in this paste is from Xen, or from Linux on Xen.",
        }
    }
}

/// Whose log it is, by the boots that were chosen.
pub(super) fn whose(all: &Gathered, xen: &XenBoot, linux: &LinuxBoot) -> Whose {
    let tools = &all.tools;
    let named = |scope| tools.built_for == Some(scope) || linux.built_for == Some(scope);
    if xen.arm || named(Scope::Arm) {
        return Whose::Arm;
    }
    let line = xen.command_line.as_ref().or(tools.command_line.as_ref());
    let hypervisor = xen.weight() > 0 || tools.info_seen && tools.xen.is_some() || line.is_some();
    let pvh = linux.hardware.is_some() && is_hardware_dom0(linux, core::slice::from_ref(tools));
    let loaders = tools.loaders.line();
    let line_says = line.or(loaders.as_ref()).is_some_and(|l| is_pvh(&l.value));
    if pvh || xen.pvh.is_some() || line_says {
        return Whose::Pvh;
    }
    if xen.bits32 || named(Scope::Bits32) && !is_guest(linux) {
        return Whose::Bits32;
    }
    if hypervisor || tools.listed.is_some() {
        return Whose::Dom0;
    }
    if all.shim {
        return Whose::Shim;
    }
    if is_guest(linux) {
        return Whose::Guest;
    }
    if !linux.own.entries.is_empty()
        || linux.on_xen
        || linux.released.is_some()
        || linux.remapped.is_some()
        || tools.target.is_some()
    {
        return Whose::Dom0;
    }
    let guests = all.marks.contains(&Mark::Guests);
    let others = all.marks.iter().any(|mark| matches!(mark, Mark::Gave(..)));
    if guests && !others && linux.is_empty() && !all.ring {
        return Whose::Guest;
    }
    if !linux.firmware.entries.is_empty() {
        return Whose::BareMetal;
    }
    if !tools.iomem.entries.is_empty() || tools.iomem_seen {
        return Whose::Iomem;
    }
    if all.efi > 0 {
        return Whose::EfiTable;
    }
    if all.ring {
        // Both speak on one console, so the kernel is dom0's.
        return if linux.linux.is_some() { Whose::Dom0 } else { Whose::RingTail };
    }
    if linux.linux.is_some() { Whose::BareMetal } else { Whose::NoDom0 }
}

/// Whether a kernel in the hardware's own modes is dom0's, because the tools of dom0 name it or
/// are all there is besides.
pub(super) fn is_hardware_dom0(linux: &LinuxBoot, tools: &[Tools]) -> bool {
    let own = linux.linux.as_ref().map(|release| &release.value);
    let named = |run: &Tools| match (&run.release, own) {
        (Some(release), Some(own)) => release.value == *own,
        // Beside other domains, the log may be of one of them.
        (None, _) => run.listed.is_some() && run.guests == 0,
        (Some(_), None) => false,
    };
    linux.guest.is_none() && tools.iter().any(named)
}

/// Whether a boot of Linux is a guest's.
pub(super) fn is_guest(linux: &LinuxBoot) -> bool {
    // A guest in the hardware's own modes has the firmware's map, not Xen's.
    let hvm = linux.in_hvm && !linux.is_on_xen();
    if linux.guest.is_some() || linux.hardware.is_some() || hvm {
        return true;
    }
    let line = linux.command_line.as_ref().is_some_and(|l| has(&l.value, "root=/dev/xvd"));
    let cloud = linux.linux.as_ref().is_some_and(|l| has(&l.value, "-ec2"));
    // Dom0's map has the firmware's regions; a classic kernel has one entry in dom0, too.
    let bare = linux.own.entries.iter().all(|e| e.kind == Kind::Usable);
    line || cloud && bare || has_a_guests_map(linux)
}

/// Whether the map is one that Xen makes up for a PV guest: RAM, and no hole but that of a PC's
/// first MiB. The firmware's, which dom0 gets, has tables or devices as well, which a map that
/// stops early may not have shown yet.
fn has_a_guests_map(linux: &LinuxBoot) -> bool {
    let map = &linux.own.entries;
    let hole = |e: &Entry| e.start.0 == 0xa_0000 && e.end().0 == 0x10_0000;
    let none = |pages: &Option<Logged<u64>>| pages.as_ref().is_none_or(|p| p.value == 0);
    let moved = !none(&linux.released) || !none(&linux.remapped) || !linux.ranges.is_empty();
    let (mut holes, mut high) = (0, false);
    for entry in map {
        if entry.kind == Kind::Usable {
            high |= entry.start.0 == 0x10_0000;
        } else if hole(entry) {
            holes += 1;
        } else {
            return false;
        }
    }
    holes == 1 && high && !moved && linux.stops() != Some(Stops::Map)
}

#[cfg(test)]
mod tests {
    use super::Whose;
    use crate::log::{WRAPPED_RING, read};

    #[track_caller]
    fn check(text: &str, expected: Whose) {
        let found = read(text);
        assert_eq!(found.whose, expected, "{text}");
        // Only a dom0 or a machine without Xen has a map for the form.
        let filled = found.fields().iter().any(|(field, _)| *field == crate::Field::E820);
        assert!(!filled || matches!(expected, Whose::Dom0 | Whose::BareMetal), "{text}");
    }

    #[test]
    fn without_a_map_no_line_says_that_linux_runs_without_xen() {
        let says = |text: &str| read(text).says_whose();
        let unknown = "No line in this paste says whether this Linux runs on Xen.";
        let version = "[    0.000000] Linux version 6.1.0-50-amd64 (a@b)\n";
        for text in ["# uname -r\n6.1.0-50-amd64\n", version] {
            check(text, Whose::BareMetal);
            assert_eq!(says(text), unknown, "{text}");
        }
        let map = "[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable\n\
                   [    0.000000] BIOS-e820: [mem 0x0000000000100000-0x000000003fffffff] usable\n";
        let whole = format!("{version}[    0.000000] BIOS-provided physical RAM map:\n{map}");
        assert_eq!(says(&whole), Whose::BareMetal.sentence());
        assert_eq!(says(&format!("{version}{map}")), Whose::BareMetal.sentence(), "cut");
    }

    #[test]
    fn later_lines_of_xen_are_called_that() {
        for text in [
            "(XEN) d1v0 Unhandled: vec 14, #PF[0004]\n(XEN) grant_table.c:1861:d0v2 Expanding d1\n",
            "(XEN) d1v0 Unhandled: vec 14, #PF[0004]\n",
            "(XEN) Brought up 4 CPUs\n(XEN) Std. Loglevel: All\n",
            "(XEN) HVM1: HVM Loader\n(XEN) Brought up 4 CPUs\n",
        ] {
            check(text, Whose::RingTail);
            let reading = read(text);
            assert!(reading.notes.iter().any(|note| note == WRAPPED_RING), "{:?}", reading.notes);
            assert!(reading.missing.iter().any(|m| m.command == "xl dmesg"));
            assert!(reading.fields().is_empty());
        }
        check("(XEN) HVM1: HVM Loader\n", Whose::Guest);
        check("(d1) (XEN) Brought up 4 CPUs\n", Whose::Guest);
        let linux = "[    0.000000] Linux version 6.1.0 (a@b)\n";
        check(&format!("{linux}(XEN) Brought up 4 CPUs\n"), Whose::Dom0);
        check(linux, Whose::BareMetal);
        check("(XEN) \n", Whose::NoDom0);
        check("hello\n", Whose::NoDom0);
        check("(XEN) Brought up 4 CPUs\n(XEN) System RAM: 16261MB (16651320kB)\n", Whose::Dom0);
    }

    #[test]
    fn a_kernel_in_the_hardwares_modes_is_dom0s_where_dom0s_tools_name_it() {
        let linux = |mode: &str| {
            format!(
                "[    0.000000] Linux version 6.12.0 (a@b) #1 SMP\n[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x00000000ffffffff] usable\n[    0.000000] Hypervisor detected: Xen {mode}\n"
            )
        };
        let info = |release: &str| {
            format!("release                : {release}\nxen_version            : 4.20.0\n")
        };
        let list = "Name                                        ID   Mem VCPUs\tState\tTime(s)\nDomain-0                                     0  4096     4     r-----     366.8\n";
        check(&(linux("PVH") + &info("6.12.0")), Whose::Pvh);
        check(&(linux("PVH") + list), Whose::Pvh);
        let web =
            "web                                          3  1024     2     -b----      12.5\n";
        let beside = read(&(list.to_owned() + web + &linux("PVH")));
        assert_eq!(beside.whose, Whose::Dom0);
        assert!(beside.facts.machine_map.is_none() && beside.facts.linux.is_none());
        check(&(linux("PVH") + list + &info("6.12.0")), Whose::Pvh);
        // A guest's kernel beside dom0's tools.
        check(&(linux("PVH") + &info("6.1.0")), Whose::Dom0);
        check(&(linux("HVM") + &info("6.12.0")), Whose::Dom0);
        // By itself it is a guest's: nothing says otherwise.
        check(&linux("PVH"), Whose::Guest);
        check(&linux("HVM"), Whose::Guest);
    }

    #[test]
    fn xl_info_names_the_processor_in_two_lines() {
        let info = |caps: &str| {
            format!(
                "xen_version            : 4.17.5\nxen_caps               : {caps}\nxen_commandline        : dom0_mem=1024M\n"
            )
        };
        check(&info("xen-3.0-aarch64 xen-3.0-armv7l"), Whose::Arm);
        check(&info("xen-3.0-x86_64 hvm-3.0-x86_64"), Whose::Dom0);
    }
}
