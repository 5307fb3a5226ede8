//! The reader's description of a machine: the whole input of a boot.
//!
//! Not here: reading it from text (the package `read`), and running it
//! ([`crate::simulate`]).

use crate::balloon::settings::Balloon;
use crate::kernel::{Kernel, Layout};
use crate::map::{Entry, Kind, RawMap};
use crate::memory::Facts;
use crate::units::{Pages, Pfn};
use crate::version::Version;
use crate::xen::dom0_build::BuildMinimum;
use crate::xen::estimate::Host;
use crate::xen::reservation::{Env, Iommu, Text};

/// The machine and its options as the reader gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The machine's map as Xen passes it to dom0.
    pub machine: RawMap,
    /// The text after `dom0_mem=`; `None` if the option is absent.
    pub dom0_mem: Option<String>,
    /// Xen's version.
    pub xen: Version,
    /// The dom0 kernel.
    pub linux: Kernel,
    /// Pages that Xen gave dom0, if a log states them; overrides the result of the option.
    pub pages_given: Option<Pages>,
    /// Dom0's vCPUs, at least 1.
    pub vcpus: u32,
    /// Whether Xen maintains I/O page tables; the memory left for dom0 depends on it.
    pub iommu: Iommu,
    /// RAM that Xen reserves for `crashkernel=` before anything else.
    pub crashkernel: Pages,
    /// Where Xen put kernel and initrd; no conflict with the map is assumed if it is not known.
    pub layout: Option<Layout>,
    /// The balloon driver and its target.
    pub balloon: Balloon,
    /// Other facts the reader knows; they override estimates.
    pub facts: Facts,
}

impl Config {
    /// A machine with one vCPU, no IOMMU and no crash kernel.
    pub fn new(machine: RawMap, dom0_mem: Option<String>, xen: Version, linux: Kernel) -> Self {
        Self {
            machine,
            dom0_mem,
            xen,
            linux,
            pages_given: None,
            vcpus: 1,
            iommu: Iommu::Off,
            crashkernel: Pages::ZERO,
            layout: None,
            balloon: Balloon::default(),
            facts: Facts::default(),
        }
    }

    /// Smallest allocation Xen can build this kernel with (estimated, spec/xen.md 10); none if a
    /// log shows that it was built.
    pub fn need(&self) -> BuildMinimum {
        match self.pages_given {
            Some(_) => BuildMinimum { block: Pages::ZERO, initrd: Pages::ZERO },
            None => BuildMinimum::seen(self.linux.release, self.facts.kernel_image),
        }
    }

    /// The inputs of the estimate of Xen's own memory.
    pub fn host(&self) -> Host {
        let (cpus, crashkernel, iommu) = (self.vcpus, self.crashkernel, self.iommu);
        Host { ram: self.machine.resolved().ram_pages(), cpus, crashkernel, iommu }
    }

    /// The inputs from which Xen computes dom0's size, with `available` pages to spend.
    pub fn env(&self, available: Pages) -> Env<'_> {
        let text = self.dom0_mem.as_deref().map_or(Text::Absent, Text::Value);
        let ram = self.machine.entries.iter().filter(|e| e.is_ram()).filter_map(|e| e.span());
        let top = ram.map(|s| s.end().pfn_containing().0).max().unwrap_or(0);
        let (vcpus, iommu, max_pdx) = (self.vcpus, self.iommu, Pages(top));
        Env { vcpus, iommu, max_pdx, ..Env::plain(self.xen, text, available) }
    }
}

/// The made-up map, labelled as such: RAM with one hole from bf780000 to 4 GiB and the BIOS
/// area below 1 MiB. RAM past the hole's start is moved above 4 GiB.
pub fn made_up_machine(installed: Pages) -> RawMap {
    const LOW_END: Pfn = Pfn(0xbf780);
    let page = |pfn: u64| Pfn(pfn).addr();
    let low = installed.0.min(LOW_END.0);
    let above = installed.0 - low;
    let mut entries = vec![
        Entry::new(page(0), page(0x9f), Kind::Usable),
        Entry::new(page(0x9f), page(0x100), Kind::Reserved),
        Entry::new(page(0x100), page(low.max(0x101)), Kind::Usable),
    ];
    if above > 0 {
        entries.push(Entry::new(page(1 << 20), page((1 << 20) + above), Kind::Usable));
    }
    RawMap { entries }
}
