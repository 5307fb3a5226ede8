//! Inputs that determine dom0's size: the option, the host, the kernel and Xen's options.
//!
//! Inputs only. If no log gives them, [`Env::plain`] holds the values of most hosts.

use crate::units::{Addr, Bytes, Pages};
use crate::version::Version;

/// The kind of dom0 Xen builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 64-bit PV, the kind this product covers.
    Pv64,
    /// 32-bit PV.
    Pv32,
    /// PVH.
    Pvh,
}

/// The IOMMU's mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Iommu {
    /// Off.
    Off,
    /// On.
    On,
    /// On, passthrough for the hardware domain.
    Passthrough,
}

/// Whether the IOMMU of a PVH dom0 uses the p2m's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// Shared (Intel with HAP).
    Shared,
    /// Separate (AMD, shadow).
    Apart,
}

/// Options that make Xen reserve a paging pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shadow {
    /// None.
    Off,
    /// `dom0_shadow` or `dom0=shadow`.
    On,
    /// `pv-l1tf=dom0`.
    L1tf,
    /// Both.
    OnAndL1tf,
}

/// The kernel image's note to Xen about its initial p2m.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum P2mNote {
    /// The note is there: no clip.
    Present,
    /// No note (kernels at the time of the article): clipped at about 500 GiB.
    Absent {
        /// The kernel's virtual base.
        base: Addr,
        /// End of the kernel image, virtual.
        end: Addr,
        /// The initrd's size.
        initrd: Bytes,
        /// The placement the kernel accepts.
        placed: Initrd,
    },
}

/// The placement a kernel accepts for its initrd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initrd {
    /// Mapped after the image.
    Mapped,
    /// Unmapped is accepted too; Xen uses this since 4.1.0.
    Unmapped,
}

/// All inputs that determine dom0's size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Env<'a> {
    /// Xen's version.
    pub version: Version,
    /// The text as typed.
    pub text: Text<'a>,
    /// `CONFIG_DOM0_MEM`, used since 4.12 if no option was seen.
    pub built_in: &'a str,
    /// Free heap and boot modules, before deductions.
    pub available: Pages,
    /// Dom0's vCPUs, at least 1.
    pub vcpus: u32,
    /// The kind of dom0.
    pub kind: Kind,
    /// The IOMMU.
    pub iommu: Iommu,
    /// Page-index slots up to the top of RAM.
    pub max_pdx: Pages,
    /// Which tables the IOMMU uses.
    pub tables: Tables,
    /// Paging options.
    pub shadow: Shadow,
    /// The kernel's note.
    pub note: P2mNote,
}

/// The text typed for Xen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text<'a> {
    /// No option.
    Absent,
    /// The text after `dom0_mem=`.
    Value(&'a str),
    /// A whole command line.
    Line(&'a str),
}

impl<'a> Env<'a> {
    /// A 64-bit PV dom0 with one vCPU, no IOMMU and a recent kernel.
    pub fn plain(version: Version, text: Text<'a>, available: Pages) -> Self {
        Self {
            version,
            text,
            built_in: "",
            available,
            vcpus: 1,
            kind: Kind::Pv64,
            iommu: Iommu::Off,
            max_pdx: available,
            tables: Tables::Shared,
            shadow: Shadow::Off,
            note: P2mNote::Present,
        }
    }
}
