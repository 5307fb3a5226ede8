//! The form's fields, and their permanent names.

/// The fields, by their names in links and attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Installed RAM (a made-up map).
    HostMem,
    /// The machine's map.
    E820,
    /// Pages Xen gave dom0.
    NrPages,
    /// The option.
    Dom0Mem,
    /// Xen's release.
    Xen,
    /// Linux's release.
    Linux,
    /// The kernel's tree.
    Flavour,
    /// Dom0's vCPUs.
    Vcpus,
    /// `CONFIG_XEN_MAX_DOMAIN_MEMORY`.
    DomainLimit,
    /// `CONFIG_ISCSI_IBFT_FIND`.
    Ibft,
    /// `CONFIG_XEN_BALLOON` and the balloon target.
    Balloon,
    /// `CONFIG_XEN_BALLOON_MEMORY_HOTPLUG`.
    Hotplug,
    /// Xen's IOMMU.
    Iommu,
    /// What Xen sets aside for a crash kernel.
    Crashkernel,
    /// Where Xen put kernel and initrd.
    Layout,
    /// The printed size of the kernel image, without the part that is freed.
    KernelImage,
    /// The printed size of the software IO TLB.
    Swiotlb,
    /// Installed RAM that goes with a map.
    Installed,
    /// `MemTotal` seen by the reader.
    MemTotal,
}

impl Field {
    /// All fields, in the form's order.
    pub const ALL: [Self; 19] = [
        Self::HostMem,
        Self::E820,
        Self::NrPages,
        Self::Dom0Mem,
        Self::Xen,
        Self::Linux,
        Self::Flavour,
        Self::Vcpus,
        Self::DomainLimit,
        Self::Ibft,
        Self::Balloon,
        Self::Hotplug,
        Self::Iommu,
        Self::Crashkernel,
        Self::Layout,
        Self::KernelImage,
        Self::Swiotlb,
        Self::Installed,
        Self::MemTotal,
    ];

    /// The name in links, attributes and the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HostMem => "host-mem",
            Self::E820 => "e820",
            Self::NrPages => "nr-pages",
            Self::Dom0Mem => "dom0-mem",
            Self::Xen => "xen",
            Self::Linux => "linux",
            Self::Flavour => "flavour",
            Self::Vcpus => "vcpus",
            Self::DomainLimit => "domain-limit",
            Self::Ibft => "ibft",
            Self::Balloon => "balloon",
            Self::Hotplug => "hotplug",
            Self::Iommu => "iommu",
            Self::Crashkernel => "crashkernel",
            Self::Layout => "layout",
            Self::KernelImage => "kernel-image",
            Self::Swiotlb => "swiotlb",
            Self::Installed => "installed",
            Self::MemTotal => "mem-total",
        }
    }
}
