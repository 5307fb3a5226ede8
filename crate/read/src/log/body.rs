//! What one line can say (spec/log-formats.md E, N, R, M and C).
//!
//! Not here: finding it in a line (`one_line`).

use super::doubt::Doubt;
use super::free::Row;
use super::loader::LoaderLine;
use crate::printed::{Owner, Printed};
use crate::scope::Scope;

/// A range of addresses `start->end`, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) start: u64,
    pub(super) end: u64,
}

/// Something that Xen puts into dom0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Kernel,
    Initrd,
    StartInfo,
    PageTables,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// An entry of a memory map.
    Region(Printed),
    /// A line that may not mean what it says.
    Doubtful(Doubt),
    /// Lines of Xen.
    Xen(XenLine),
    /// Lines of Linux.
    Linux(LinuxLine),
    /// Output of tools.
    Tool(ToolLine),
    /// A line of Xen or Linux that says nothing about memory.
    Known,
    /// Nothing known.
    Unknown,
}

/// A line of Xen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum XenLine {
    /// Its release as printed.
    Version(String),
    /// The banner in front of it, with the release if it has one.
    Banner(String),
    /// Its command line.
    CommandLine(String),
    /// The header of a map: whether it is the machine's as Xen uses it.
    MapHeader { used: bool },
    /// The header of a PVH dom0's own map.
    PvhMap,
    /// Usable RAM, KiB.
    SystemRam(u64),
    /// Dom0's first block, and pages allocated later.
    Alloc(Extent, u64),
    /// The initrd; virtual addresses count for nothing.
    Ramdisk(Extent),
    /// A part that Xen placed, in dom0's own addresses.
    Placed(Part, Extent),
    /// The p2m that Xen makes.
    PhysMach(Extent),
    /// `VIRTUAL MEMORY ARRANGEMENT:`.
    Virtual,
    /// Dom0's vCPUs.
    Vcpus(u64),
    /// Whether the IOMMU is on.
    Iommu(bool),
    /// Dom0 does its own mapping.
    Passthrough,
    /// A PVH dom0.
    Pvh,
    /// The EFI table.
    Efi,
    /// Xen on Arm.
    Arm,
    /// A 32-bit dom0.
    Bits32,
    /// Xen stops.
    Panic,
}

/// A line of Linux.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LinuxLine {
    /// Its release as printed.
    Version(String),
    /// Its command line.
    CommandLine(String),
    /// The initrd, in dom0's own addresses.
    Ramdisk(Extent),
    /// The header of its map.
    MapHeader,
    /// Pages released, in all.
    Released(u64),
    /// A range of pages released or populated.
    Range { populated: bool, start: u64, end: u64, pages: u64 },
    /// Pages marked 1:1, in all.
    Identity(u64),
    /// Pages moved; whether frames that are not RAM.
    Remapped { nonram: bool, pages: u64 },
    /// One past the last page number.
    LastPfn(u64),
    /// The Memory line, KiB.
    Memory { available: u64, total: u64, image: u64, bss: bool },
    /// The software IO TLB, MiB.
    Swiotlb(u64),
    /// The dentry table, bytes.
    Dentry(u64),
    /// The inode table, bytes.
    Inode(u64),
    /// This is a guest.
    Guest,
    /// The firmware is that of a guest in the hardware's own modes.
    InHvm,
    /// A guest or a dom0 in the hardware's own modes, not PV.
    Hardware,
    /// Linux runs on Xen, perhaps with its release.
    OnXen(Option<String>),
    /// It was built for another processor than 64-bit x86.
    BuiltFor(Scope),
    /// Linux stops.
    Panic,
}

/// What a command prints without a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The balloon's file `target_kb`.
    Target,
    /// Its file `info/current_kb`.
    Current,
    /// The kernel's release.
    Release,
}

/// A line of a tool's output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ToolLine {
    /// `xl info`: a name and its value.
    Info(&'static str, String),
    /// `MemTotal` of `/proc/meminfo`, KiB.
    MemTotal(u64),
    /// The header of `free`.
    FreeHeader,
    /// The row `Mem:` of `free`.
    Free(Row),
    /// Dom0 in `xl list`: MiB and vCPUs.
    Dom0 { mib: u64, vcpus: u64 },
    /// Any other domain in `xl list`.
    Guest,
    /// The header of `xl list`.
    ListHeader,
    /// An entry of `/proc/iomem`; nested ones and devices are no RAM.
    Iomem(Option<Printed>),
    /// The balloon's target, KiB.
    Target(u64),
    /// Dom0's current size as the balloon driver counts it, KiB.
    Current(u64),
    /// What a command prints in the lines that follow.
    Asked(Vec<Asked>),
    /// A boot loader's line with the option.
    Loader(LoaderLine),
}

/// Whether a region belongs to a map that Linux prints.
pub(super) fn is_linux(region: &Printed) -> bool {
    matches!(region.owner, Some(Owner::Dom0 | Owner::Firmware | Owner::Changed))
}
