//! What each line gives to the part it belongs to.

use super::body::{LinuxLine, Part, ToolLine, XenLine};
use super::boots::{Arrangement, LinuxBoot, Tools, Under, XenBoot};
use super::doubt::Doubt;
use super::facts::{Logged, LoggedRange, MemoryLine};
use super::gather::{add, logged};
use super::item::Item;
use super::layout;
use super::lines::LogLine;
use super::loader::LoaderLine;
use crate::scope::{self, Scope};
use crate::text::{counted, has};

impl XenBoot {
    /// Takes what a line gives; what for, if anything is used.
    pub(super) fn take(&mut self, said: XenLine, line: &LogLine) -> Option<Item> {
        match said {
            XenLine::Version(release) => {
                self.arm |= has(&line.said, "aarch64") || has(&line.said, "arm-linux");
                self.xen = Some(logged(release, line));
                return Some(Item::Xen);
            }
            XenLine::CommandLine(text) => {
                self.command_line = Some(logged(text, line));
                return Some(Item::Option);
            }
            XenLine::MapHeader { used } => {
                self.under = if used { Under::Machine } else { self.under.then_changed() };
                return Some(Item::MachineMap);
            }
            XenLine::PvhMap | XenLine::Pvh => {
                if said == XenLine::PvhMap {
                    self.under = self.under.then_changed();
                }
                self.pvh = self.pvh.take().or_else(|| Some(logged((), line)));
                return Some(Item::Whose);
            }
            XenLine::SystemRam(kib) => {
                self.system_ram = Some(logged(kib, line));
                return Some(Item::SystemRam);
            }
            XenLine::Alloc(block, more) => {
                self.alloc = Some(logged((block, more), line));
                return Some(Item::Pages);
            }
            XenLine::Ramdisk(extent)
                if self.arrangement != Arrangement::Virtual
                    && self.alloc.is_some()
                    && extent.start < PHYSICAL_END
                    && extent.end > extent.start =>
            {
                self.ramdisk = Some(logged(extent, line));
                return Some(Item::Pages);
            }
            // The same in dom0's own addresses, if it is mapped.
            XenLine::Ramdisk(extent) if layout::mapped(extent).is_some() => {
                let place = layout::mapped(extent)?;
                return Some(self.layout.take(Part::Initrd, place, line.first..=line.last));
            }
            XenLine::Placed(part, place) => {
                return Some(self.layout.take(part, place, line.first..=line.last));
            }
            // Its line was cut off: without it the pages are too few.
            XenLine::Ramdisk(extent)
                if self.arrangement != Arrangement::Virtual && extent.end < extent.start =>
            {
                self.alloc = None;
            }
            XenLine::PhysMach(extent) => {
                self.phys_mach = Some(logged(extent, line));
                return if self.alloc.is_none() { Some(Item::Pages) } else { None };
            }
            XenLine::Virtual => self.arrangement = Arrangement::Virtual,
            XenLine::Vcpus(count) => {
                self.vcpus = Some(logged(count, line));
                return Some(Item::Vcpus);
            }
            XenLine::Iommu(on) => {
                self.iommu = Some(logged(on, line));
                return Some(Item::Iommu);
            }
            XenLine::Passthrough => {
                self.passthrough = Some(logged((), line));
                return Some(Item::Iommu);
            }
            XenLine::Arm => {
                self.arm = true;
                return Some(Item::Whose);
            }
            XenLine::Bits32 => {
                self.bits32 = true;
                return Some(Item::Whose);
            }
            XenLine::Panic => {
                self.panic = self.panic.take().or_else(|| Some(logged((), line)));
                return Some(Item::Outcome);
            }
            XenLine::Banner(release) if !release.is_empty() => {
                self.banner = Some(logged(release, line));
                return Some(Item::Xen);
            }
            XenLine::Ramdisk(_) | XenLine::Banner(_) | XenLine::Efi => {}
        }
        None
    }
}

/// Virtual addresses of a 64-bit dom0 are above this.
const PHYSICAL_END: u64 = 1 << 52;

impl LinuxBoot {
    /// Takes what a line gives; what for, if anything is used.
    pub(super) fn take(&mut self, said: LinuxLine, line: &LogLine) -> Option<Item> {
        let about_pages = matches!(
            said,
            LinuxLine::Released(_)
                | LinuxLine::Range { .. }
                | LinuxLine::Identity(_)
                | LinuxLine::Remapped { .. }
        );
        // A log of more is no log of one boot.
        if about_pages && self.messages.len() < 4096 {
            self.messages.push((words_of(&line.said), line.first));
        }
        match said {
            LinuxLine::Version(release) => {
                self.built_for = self.built_for.or_else(|| super::linux::built_for(&line.said));
                self.linux = Some(logged(release, line));
                Some(Item::Linux)
            }
            LinuxLine::CommandLine(text) => {
                self.command_line = Some(logged(text, line));
                None
            }
            LinuxLine::Ramdisk(extent) => {
                self.ramdisk = Some(logged(extent, line));
                Some(Item::Layout)
            }
            LinuxLine::MapHeader => None,
            LinuxLine::Released(pages) => {
                self.released = Some(logged(pages, line));
                Some(Item::Released)
            }
            LinuxLine::Range { populated, start, end, pages } => {
                let range = (LoggedRange { start, end, pages }, line.first);
                if populated {
                    self.populated.push(range);
                } else {
                    self.ranges.push(range);
                }
                Some(if populated { Item::Populated } else { Item::Released })
            }
            LinuxLine::Identity(pages) => {
                self.identity = Some(logged(pages, line));
                Some(Item::Identity)
            }
            LinuxLine::Remapped { nonram: false, pages } => {
                self.remapped = Some(logged(pages, line));
                Some(Item::Remapped)
            }
            LinuxLine::Remapped { nonram: true, pages } => {
                self.nonram = Some(logged(pages, line));
                Some(Item::Remapped)
            }
            LinuxLine::LastPfn(pfn) => self.last_page(pfn, line),
            LinuxLine::Memory { available, total, image, bss } => {
                if image == 0 {
                    self.doubts.push(logged(Doubt::List, line));
                }
                self.memory = Some(logged(MemoryLine { available, total, image, bss }, line));
                Some(Item::MemoryLine)
            }
            LinuxLine::Swiotlb(mib) => {
                self.swiotlb = self.swiotlb.take().or_else(|| Some(logged(mib, line)));
                Some(Item::Swiotlb)
            }
            LinuxLine::Dentry(bytes) => {
                self.dentry = Some(logged(bytes, line));
                Some(Item::HashTables)
            }
            LinuxLine::Inode(bytes) => {
                self.inode = Some(logged(bytes, line));
                Some(Item::HashTables)
            }
            LinuxLine::Guest => {
                self.guest = self.guest.take().or_else(|| Some(logged((), line)));
                Some(Item::Whose)
            }
            LinuxLine::InHvm => {
                self.in_hvm = true;
                Some(Item::Whose)
            }
            LinuxLine::Hardware => {
                self.hardware = self.hardware.take().or_else(|| Some(logged((), line)));
                Some(Item::Whose)
            }
            LinuxLine::BuiltFor(processor) => {
                self.built_for = Some(processor);
                Some(Item::Whose)
            }
            LinuxLine::OnXen(release) => {
                self.on_xen = true;
                self.xen = Some(logged(release?, line));
                Some(Item::Xen)
            }
            LinuxLine::Panic => {
                self.panic = self.panic.take().or_else(|| Some(logged((), line)));
                Some(Item::Outcome)
            }
        }
    }

    /// Takes the last page number, which is printed again when the firmware's tables are read later.
    fn last_page(&mut self, pfn: u64, line: &LogLine) -> Option<Item> {
        let list = self.last_pfn.get_or_insert_default();
        let kept = list.value.len() < 2 && !list.value.contains(&pfn);
        if kept {
            list.value.push(pfn);
            list.lines.push(line.first);
        }
        kept.then_some(Item::LastPfn)
    }
}

impl Tools {
    /// Takes what a line gives; what for, if anything is used.
    pub(super) fn take(&mut self, said: ToolLine, line: &LogLine) -> Option<Item> {
        match said {
            ToolLine::Info(name, value) => return self.info(name, value, line),
            ToolLine::MemTotal(kib) => {
                remember(&mut self.mem_total, (self.place, logged(kib, line)));
                return Some(Item::MemTotal);
            }
            ToolLine::Free(row) => {
                remember(&mut self.free, (self.place, logged(row, line)));
                return Some(Item::MemTotal);
            }
            ToolLine::Dom0 { mib, vcpus } => {
                self.listed = Some(logged((mib, vcpus), line));
                return Some(Item::XlList);
            }
            ToolLine::Guest => {
                self.guests += 1;
                return Some(Item::XlList);
            }
            ToolLine::Iomem(Some(region)) => {
                return add(&mut self.iomem, region, line).map(|()| Item::Iomem);
            }
            ToolLine::Target(kib) => {
                self.target = Some(logged(kib, line));
                return Some(Item::Target);
            }
            ToolLine::Current(kib) => {
                self.current = Some(logged(kib, line));
                return Some(Item::Current);
            }
            ToolLine::Loader(LoaderLine::Xen(place, words)) => {
                self.loaders.take(place, logged(words, line));
                return Some(Item::Option);
            }
            ToolLine::Loader(LoaderLine::Linux) => self.loaders.linux = Some(logged((), line)),
            ToolLine::Iomem(None) => self.iomem_seen = true,
            ToolLine::FreeHeader | ToolLine::ListHeader | ToolLine::Asked(_) => {}
        }
        None
    }

    fn info(&mut self, name: &str, value: String, line: &LogLine) -> Option<Item> {
        let count = || counted(&value);
        self.info_seen = true;
        match name {
            "host" => {
                self.host = Some(logged(value, line));
                None
            }
            "release" => {
                self.release = Some(logged(value, line));
                Some(Item::Linux)
            }
            "machine" => {
                let arm = value.starts_with("arm").then_some(Scope::Arm);
                self.built_for = arm.or_else(|| scope::built_for(&value));
                None
            }
            "xen_caps" => {
                let arm = has(&value, "aarch64") || has(&value, "armv");
                self.built_for = self.built_for.or(arm.then_some(Scope::Arm));
                None
            }
            "nr_cpus" => {
                self.cpus = Some(logged(count()?, line));
                Some(Item::Vcpus)
            }
            "total_memory" => {
                self.total = Some(logged(count()?, line));
                Some(Item::XlTotal)
            }
            "free_memory" => {
                self.free_memory = Some(logged(count()?, line));
                Some(Item::XlFree)
            }
            "virt_caps" => {
                self.directio =
                    has(&value, "directio").then(|| Logged { value: (), lines: vec![line.first] });
                self.directio.is_some().then_some(Item::Iommu)
            }
            "xen_major" | "xen_minor" | "xen_extra" => {
                let at = ["xen_major", "xen_minor", "xen_extra"].iter().position(|n| *n == name)?;
                *self.numbers.get_mut(at)? = Some(value);
                let [Some(major), Some(minor), Some(rest)] = &self.numbers else { return None };
                if self.xen.is_none() {
                    self.xen = Some(logged(format!("{major}.{minor}{rest}"), line));
                }
                Some(Item::Xen)
            }
            "xen_version" => {
                self.xen = Some(logged(value, line));
                Some(Item::Xen)
            }
            "xen_commandline" => {
                self.command_line = Some(logged(value, line));
                Some(Item::Option)
            }
            _ => None,
        }
    }
}

/// Totals that are kept: a paste of more is a record of a long time, of which the last counts.
const TOTALS: usize = 64;

fn remember<T>(list: &mut Vec<T>, total: T) {
    if list.len() == TOTALS {
        list.remove(0);
    }
    list.push(total);
}

/// A line with single blanks, up to where its message ends.
pub(super) fn words_of(said: &str) -> String {
    let words: Vec<&str> = said.split_ascii_whitespace().collect();
    words.join(" ")
}
