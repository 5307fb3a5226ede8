//! The parts of a paste: boots of Xen, boots of Linux, the output of tools.

use sim::map::Entry;

use super::body::Extent;
use super::doubt::Doubt;
use super::facts::{Logged, LoggedRange, MemoryLine, Stops};
use super::free::Row;
use super::heads::Speaker;
use super::layout::LoggedLayout;
use super::lines::LogLine;
use super::loader::Loaders;
use super::scene::Place;
use crate::scope::Scope;
use crate::text::has;

/// A map and its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MapLines {
    pub(super) entries: Vec<Entry>,
    pub(super) lines: Vec<usize>,
    /// Whether someone left lines out between its entries.
    pub(super) elided: bool,
}

/// The last line of a list that nothing else of the same log has followed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// What is listed.
    pub(super) with: Stops,
    /// The paste's last line of it.
    pub(super) line: usize,
    /// Who printed it.
    pub(super) speaker: Speaker,
}

impl End {
    /// That a list ends in this line, as far as is known.
    pub(super) const fn of(with: Stops, line: &LogLine) -> Self {
        Self { with, line: line.last, speaker: line.speaker }
    }
}

/// The headers of maps seen so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Under {
    /// None: the ring may have lost it.
    #[default]
    None,
    /// Only that of a changed map.
    Changed,
    /// That of the machine's map; its lines follow.
    Machine,
    /// That of the machine's map, then one of a changed map, whose lines follow.
    ChangedLater,
}

impl Under {
    /// Whether the header of the machine's map was seen.
    pub(super) fn header(self) -> bool {
        matches!(self, Self::Machine | Self::ChangedLater)
    }

    /// Whether lines that follow belong to a changed map.
    pub(super) fn changed(self) -> bool {
        matches!(self, Self::Changed | Self::ChangedLater)
    }

    /// After the header of a changed map.
    pub(super) fn then_changed(self) -> Self {
        if self.header() { Self::ChangedLater } else { Self::Changed }
    }
}

/// The headers of what Xen put into dom0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// None was seen.
    #[default]
    None,
    /// Of physical addresses.
    Physical,
    /// Of virtual addresses.
    Virtual,
}

/// One boot of Xen.
#[derive(Clone, Debug, Default)]
pub(super) struct XenBoot {
    /// Its first line in the paste.
    pub(super) first: Option<usize>,
    /// Its last line in the paste.
    pub(super) last: Option<usize>,
    /// The number of its host, if a logger names several.
    pub(super) host: usize,
    pub(super) xen: Option<Logged<String>>,
    /// The release in the banner.
    pub(super) banner: Option<Logged<String>>,
    pub(super) command_line: Option<Logged<String>>,
    /// Whether the map's header was seen, and lists which map.
    pub(super) under: Under,
    pub(super) map: MapLines,
    /// Where the log stops, if more of the same may follow.
    pub(super) end: Option<End>,
    pub(super) other: MapLines,
    pub(super) system_ram: Option<Logged<u64>>,
    pub(super) alloc: Option<Logged<(Extent, u64)>>,
    pub(super) ramdisk: Option<Logged<Extent>>,
    /// Where it put the parts of dom0.
    pub(super) layout: LoggedLayout,
    /// The header of what it put into dom0 that was seen last.
    pub(super) arrangement: Arrangement,
    pub(super) phys_mach: Option<Logged<Extent>>,
    pub(super) vcpus: Option<Logged<u64>>,
    pub(super) iommu: Option<Logged<bool>>,
    pub(super) passthrough: Option<Logged<()>>,
    pub(super) pvh: Option<Logged<()>>,
    pub(super) arm: bool,
    /// Whether dom0's kernel is 32-bit.
    pub(super) bits32: bool,
    pub(super) panic: Option<Logged<()>>,
}

impl XenBoot {
    /// Whether it came as far as building dom0.
    pub(super) fn is_complete(&self) -> bool {
        let built = self.alloc.is_some() || self.pvh.is_some() || self.panic.is_some();
        built && (self.under.header() || self.command_line.is_some())
    }

    /// What its log stops with, if it has its beginning: more of the same may follow.
    pub(super) fn stops(&self) -> Option<Stops> {
        let named = self.xen.is_some() || self.banner.is_some();
        let begins = named && self.command_line.is_some() && self.under.header();
        // Where lines were picked, nobody knows which are left out.
        let whole = |end: &End| {
            if end.with == Stops::Alloc { self.arrangement != Arrangement::None } else { begins }
        };
        self.end.filter(whole).map(|end| end.with)
    }

    /// How much of it there is.
    pub(super) fn weight(&self) -> usize {
        let parts = [
            self.xen.is_some() || self.banner.is_some(),
            self.command_line.is_some(),
            !self.map.entries.is_empty(),
            self.alloc.is_some(),
            self.phys_mach.is_some(),
            self.system_ram.is_some(),
            self.pvh.is_some(),
            self.arm || self.bits32,
            !self.other.entries.is_empty(),
            self.vcpus.is_some(),
        ];
        // A place alone is enough for Xen's log, and nothing that tells one boot from another.
        let placed = usize::from(!self.layout.lines.is_empty());
        parts.into_iter().filter(|p| *p).count().max(placed)
    }
}

/// One boot of Linux.
#[derive(Clone, Debug, Default)]
pub(super) struct LinuxBoot {
    /// Its first line in the paste.
    pub(super) first: Option<usize>,
    /// Its last line in the paste.
    pub(super) last: Option<usize>,
    /// The number of its host, if a logger names several.
    pub(super) host: usize,
    pub(super) linux: Option<Logged<String>>,
    /// The release of Xen that it runs on.
    pub(super) xen: Option<Logged<String>>,
    pub(super) command_line: Option<Logged<String>>,
    /// Where the initrd is.
    pub(super) ramdisk: Option<Logged<Extent>>,
    /// Dom0's own map, or a guest's.
    pub(super) own: MapLines,
    pub(super) firmware: MapLines,
    pub(super) changed: MapLines,
    /// Whether a header of a map was seen.
    pub(super) header: bool,
    /// Where the log stops, if more of the same may follow.
    pub(super) end: Option<End>,
    /// Lines about pages, as printed, each with its line in the paste.
    pub(super) messages: Vec<(String, usize)>,
    pub(super) released: Option<Logged<u64>>,
    pub(super) ranges: Vec<(LoggedRange, usize)>,
    pub(super) populated: Vec<(LoggedRange, usize)>,
    pub(super) identity: Option<Logged<u64>>,
    pub(super) remapped: Option<Logged<u64>>,
    pub(super) nonram: Option<Logged<u64>>,
    pub(super) last_pfn: Option<Logged<Vec<u64>>>,
    pub(super) memory: Option<Logged<MemoryLine>>,
    pub(super) swiotlb: Option<Logged<u64>>,
    pub(super) dentry: Option<Logged<u64>>,
    pub(super) inode: Option<Logged<u64>>,
    pub(super) guest: Option<Logged<()>>,
    /// Whether its firmware is that of a guest in the hardware's own modes. A dom0 may run in one.
    pub(super) in_hvm: bool,
    pub(super) hardware: Option<Logged<()>>,
    pub(super) on_xen: bool,
    /// The processor it was built for, if that is not 64-bit x86.
    pub(super) built_for: Option<Scope>,
    pub(super) panic: Option<Logged<()>>,
    /// Figures that lines have and that are not used.
    pub(super) doubts: Vec<Logged<Doubt>>,
}

impl LinuxBoot {
    /// Whether any map was printed.
    pub(super) fn has_map(&self) -> bool {
        !self.own.entries.is_empty() || !self.firmware.entries.is_empty()
    }

    /// What its log stops with, if it has its beginning: more of the same may follow.
    pub(super) fn stops(&self) -> Option<Stops> {
        let begins = self.linux.is_some() && self.command_line.is_some() && self.header;
        self.end.filter(|_| begins).map(|end| end.with)
    }

    /// Whether it is the kernel that saves a dump after a panic: its map is a small part of RAM.
    pub(super) fn is_crash(&self) -> bool {
        self.command_line.as_ref().is_some_and(|line| has(&line.value, "elfcorehdr="))
    }

    /// Whether a line names its release and nothing else is of it, as `uname -a` does.
    pub(super) fn is_named_alone(&self) -> bool {
        self.linux.is_some() && self.first == self.last
    }

    /// Whether it ran as dom0, by its map or by Xen's release.
    pub(super) fn is_on_xen(&self) -> bool {
        !self.own.entries.is_empty() || self.xen.is_some()
    }

    /// Whether there is anything of it.
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }
}

/// The output of tools; the last of each counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Tools {
    /// How many boots had begun above its first line.
    pub(super) begun: usize,
    pub(super) info_seen: bool,
    pub(super) host: Option<Logged<String>>,
    pub(super) release: Option<Logged<String>>,
    /// Xen's release in parts, as `xm info` prints it: major, minor, and the rest.
    pub(super) numbers: [Option<String>; 3],
    /// The machine that `xl info` names, if that is not 64-bit x86.
    pub(super) built_for: Option<Scope>,
    pub(super) cpus: Option<Logged<u64>>,
    pub(super) total: Option<Logged<u64>>,
    pub(super) free_memory: Option<Logged<u64>>,
    pub(super) directio: Option<Logged<()>>,
    pub(super) xen: Option<Logged<String>>,
    pub(super) command_line: Option<Logged<String>>,
    /// Each `MemTotal`, and whose terminal shows it.
    pub(super) mem_total: Vec<(Place, Logged<u64>)>,
    /// Each row of `free`, likewise.
    pub(super) free: Vec<(Place, Logged<Row>)>,
    /// Whose terminal the next line is of.
    pub(super) place: Place,
    pub(super) listed: Option<Logged<(u64, u64)>>,
    pub(super) guests: usize,
    pub(super) iomem: MapLines,
    pub(super) iomem_seen: bool,
    pub(super) target: Option<Logged<u64>>,
    pub(super) current: Option<Logged<u64>>,
    pub(super) loaders: Loaders,
}

impl Tools {
    /// Both together; what `later` has counts before what this has.
    pub(super) fn then(self, later: Self) -> Self {
        let map =
            |own: MapLines, later: MapLines| if later.entries.is_empty() { own } else { later };
        let mut numbers = self.numbers;
        for (number, later) in numbers.iter_mut().zip(later.numbers) {
            *number = later.or(number.take());
        }
        Self {
            begun: later.begun,
            info_seen: self.info_seen || later.info_seen,
            host: later.host.or(self.host),
            release: later.release.or(self.release),
            numbers,
            built_for: later.built_for.or(self.built_for),
            cpus: later.cpus.or(self.cpus),
            total: later.total.or(self.total),
            free_memory: later.free_memory.or(self.free_memory),
            directio: later.directio.or(self.directio),
            xen: later.xen.or(self.xen),
            command_line: later.command_line.or(self.command_line),
            mem_total: [self.mem_total, later.mem_total].concat(),
            free: [self.free, later.free].concat(),
            place: later.place,
            guests: if later.listed.is_some() { later.guests } else { self.guests },
            listed: later.listed.or(self.listed),
            iomem: map(self.iomem, later.iomem),
            iomem_seen: self.iomem_seen || later.iomem_seen,
            target: later.target.or(self.target),
            current: later.current.or(self.current),
            loaders: self.loaders.then(later.loaders),
        }
    }
}
