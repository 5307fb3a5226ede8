//! What a log says: every figure with the lines it came from.

use sim::kernel::Layout;
use sim::map::RawMap;
use sim::units::Pages;

use super::doubt::Doubt;

/// A figure, and the paste's lines (from 1) that gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logged<T> {
    /// The figure.
    pub value: T,
    /// Lines of the paste, rising.
    pub lines: Vec<usize>,
}

/// Where the machine's map was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapSource {
    /// By Xen.
    Xen,
    /// By Linux without Xen: the firmware's.
    Firmware,
}

/// What a map lacks that is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Its first lines.
    Start,
    /// Lines between its first and its last.
    Middle,
    /// Its last lines.
    End,
    /// Perhaps its last lines: the log stops where the map does.
    Open,
}

/// What a log stops with, so that more of the same may have followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stops {
    /// An entry of a map.
    Map,
    /// A range of pages released or populated.
    Ranges,
    /// The pages that Xen gave without the initrd's.
    Alloc,
}

/// The IOMMU according to a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IommuLogged {
    /// Off.
    Off,
    /// On.
    On,
    /// On, and dom0 is not translated.
    Passthrough,
}

impl IommuLogged {
    /// The text of the form's field.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
            Self::Passthrough => "passthrough",
        }
    }
}

/// The two numbers of the Memory line, and the kernel's image from its list. KiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryLine {
    /// Pages the allocator has.
    pub available: u64,
    /// RAM as the kernel counts it.
    pub total: u64,
    /// Code and data without the part that is freed after boot; 0 if none is listed.
    pub image: u64,
    /// Whether the list has bss; up to 3.10 it has not.
    pub bss: bool,
}

/// A range of page numbers (half-open) and how many pages of it were released or populated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoggedRange {
    /// First page number.
    pub start: u64,
    /// One past the last.
    pub end: u64,
    /// Pages.
    pub pages: u64,
}

/// Everything a log says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The machine's map.
    pub machine_map: Option<Logged<RawMap>>,
    /// Who printed it.
    pub map_source: Option<MapSource>,
    /// What it lacks, if it is known to be cut.
    pub cut: Option<Cut>,
    /// Dom0's own map, as Linux printed it.
    pub dom0_map: Option<Logged<RawMap>>,
    /// A map that is neither: before or after changes, or a PVH dom0's.
    pub changed_map: Option<Logged<RawMap>>,
    /// Dom0's view of the machine in `/proc/iomem`.
    pub iomem: Option<Logged<RawMap>>,
    /// Xen's release as printed.
    pub xen: Option<Logged<String>>,
    /// Linux's release as printed.
    pub linux: Option<Logged<String>>,
    /// Xen's whole command line.
    pub command_line: Option<Logged<String>>,
    /// All `dom0_mem=` of Xen's command line, joined as Xen joins them; empty if the line
    /// has none.
    pub option: Option<Logged<String>>,
    /// Linux's command line.
    pub linux_command_line: Option<Logged<String>>,
    /// Pages Xen gave dom0.
    pub pages: Option<Logged<u64>>,
    /// The initrd as Xen loaded it, bytes.
    pub initrd: Option<Logged<u64>>,
    /// Where Xen put kernel, initrd, start info and page tables, in dom0's own addresses.
    pub layout: Option<Logged<Layout>>,
    /// The Memory line.
    pub memory_line: Option<Logged<MemoryLine>>,
    /// The software IO TLB, MiB.
    pub swiotlb: Option<Logged<u64>>,
    /// The dentry table, bytes.
    pub dentry: Option<Logged<u64>>,
    /// The inode table, bytes.
    pub inode: Option<Logged<u64>>,
    /// `MemTotal`, KiB.
    pub mem_total: Option<Logged<u64>>,
    /// Whether `MemTotal` is exact; `free -m` and the like round it.
    pub mem_total_exact: bool,
    /// What `crashkernel=` on Xen's line reserves.
    pub crashkernel: Option<Logged<Pages>>,
    /// The IOMMU.
    pub iommu: Option<Logged<IommuLogged>>,
    /// Dom0's vCPUs.
    pub vcpus: Option<Logged<u64>>,
    /// The machine's CPUs.
    pub cpus: Option<Logged<u64>>,
    /// Usable RAM as Xen counts it, KiB.
    pub system_ram: Option<Logged<u64>>,
    /// Pages released.
    pub released: Option<Logged<u64>>,
    /// The ranges they are from.
    pub released_ranges: Vec<LoggedRange>,
    /// The kernel's lines about pages, with single blanks, each with its line in the paste.
    pub messages: Vec<(String, usize)>,
    /// Pages marked 1:1.
    pub identity: Option<Logged<u64>>,
    /// Pages populated.
    pub populated: Option<Logged<u64>>,
    /// Pages moved.
    pub remapped: Option<Logged<u64>>,
    /// Frames moved that are not RAM.
    pub nonram: Option<Logged<u64>>,
    /// One past the last page number, then the same below 4 GiB.
    pub last_pfn: Option<Logged<Vec<u64>>>,
    /// Dom0's size in `xl list`, MiB.
    pub xl_list: Option<Logged<u64>>,
    /// Guests in `xl list`.
    pub guests: usize,
    /// The machine's RAM in `xl info`, MiB.
    pub xl_total: Option<Logged<u64>>,
    /// Xen's free memory in `xl info`, MiB.
    pub xl_free: Option<Logged<u64>>,
    /// The balloon's target, KiB.
    pub target: Option<Logged<u64>>,
    /// Dom0's current size as the balloon driver counts it, KiB.
    pub current: Option<Logged<u64>>,
    /// What the log of dom0's kernel stops with, if more of it may have followed.
    pub stops: Option<Stops>,
    /// The line in which Xen stopped.
    pub xen_panic: Option<Logged<()>>,
    /// The line in which Linux stopped.
    pub linux_panic: Option<Logged<()>>,
    /// Figures that lines have and that are not used, and why.
    pub doubts: Vec<Logged<Doubt>>,
}
