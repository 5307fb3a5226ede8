//! What a line can be used for.

/// What a line is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Whose log it is.
    Whose,
    /// The machine's map.
    MachineMap,
    /// Dom0's own map.
    Dom0Map,
    /// A map before or after changes.
    ChangedMap,
    /// Dom0's view of the machine.
    Iomem,
    /// Xen's release.
    Xen,
    /// Linux's release.
    Linux,
    /// The option.
    Option,
    /// Pages Xen gave.
    Pages,
    /// Where Xen put kernel and initrd.
    Layout,
    /// The Memory line, and the kernel's image in it.
    MemoryLine,
    /// The software IO TLB.
    Swiotlb,
    /// The dentry and inode tables.
    HashTables,
    /// `MemTotal`.
    MemTotal,
    /// The IOMMU.
    Iommu,
    /// Dom0's vCPUs.
    Vcpus,
    /// Usable RAM as Xen counts it.
    SystemRam,
    /// Pages released.
    Released,
    /// Pages marked 1:1.
    Identity,
    /// Pages populated.
    Populated,
    /// Pages moved.
    Remapped,
    /// The last page number.
    LastPfn,
    /// `xl list`.
    XlList,
    /// The machine's RAM in `xl info`.
    XlTotal,
    /// Free memory in `xl info`.
    XlFree,
    /// The balloon's target.
    Target,
    /// Dom0's current size.
    Current,
    /// How the boot ended.
    Outcome,
}

impl Item {
    /// Its name in a list, without a full stop.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whose => "whose log it is",
            Self::MachineMap => "the machine’s map",
            Self::Dom0Map => "dom0’s own map",
            Self::ChangedMap => "a map before or after changes",
            Self::Iomem => "dom0’s view of the machine",
            Self::Xen => "Xen’s release",
            Self::Linux => "Linux’s release",
            Self::Option => "the option",
            Self::Pages => "pages given",
            Self::Layout => "where kernel and initrd are",
            Self::MemoryLine => "the Memory line",
            Self::Swiotlb => "the software IO TLB",
            Self::HashTables => "the hash tables",
            Self::MemTotal => "MemTotal",
            Self::Iommu => "the IOMMU",
            Self::Vcpus => "vCPUs",
            Self::SystemRam => "System RAM",
            Self::Released => "pages released",
            Self::Identity => "pages marked 1:1",
            Self::Populated => "pages populated",
            Self::Remapped => "pages moved",
            Self::LastPfn => "the last page number",
            Self::XlList => "xl list",
            Self::XlTotal => "xl info: total",
            Self::XlFree => "xl info: free",
            Self::Target => "the balloon target",
            Self::Current => "the current size",
            Self::Outcome => "how the boot ended",
        }
    }

    /// A permanent name for data.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Whose => "whose",
            Self::MachineMap => "machine-map",
            Self::Dom0Map => "dom0-map",
            Self::ChangedMap => "changed-map",
            Self::Iomem => "iomem",
            Self::Xen => "xen",
            Self::Linux => "linux",
            Self::Option => "option",
            Self::Pages => "nr-pages",
            Self::Layout => "layout",
            Self::MemoryLine => "memory-line",
            Self::Swiotlb => "swiotlb",
            Self::HashTables => "hash-tables",
            Self::MemTotal => "mem-total",
            Self::Iommu => "iommu",
            Self::Vcpus => "vcpus",
            Self::SystemRam => "system-ram",
            Self::Released => "released",
            Self::Identity => "identity",
            Self::Populated => "populated",
            Self::Remapped => "remapped",
            Self::LastPfn => "last-pfn",
            Self::XlList => "xl-list",
            Self::XlTotal => "xl-total",
            Self::XlFree => "xl-free",
            Self::Target => "target",
            Self::Current => "current",
            Self::Outcome => "outcome",
        }
    }
}
