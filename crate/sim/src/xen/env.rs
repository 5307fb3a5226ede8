//! What dom0's size depends on: the option and the host, the kernel and Xen's options.
//!
//! Only inputs. Where a log tells nothing of them, [`Env::plain`] is what most hosts
//! have.

use crate::units::{Addr, Bytes, Pages};
use crate::version::Version;

/// What kind of dom0 Xen builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 64-bit PV, the kind this product is about.
    Pv64,
    /// 32-bit PV.
    Pv32,
    /// PVH.
    Pvh,
}

/// How the IOMMU is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Iommu {
    /// Off.
    Off,
    /// On.
    On,
    /// On, passthrough for the hardware domain.
    Passthrough,
}

/// Whether a PVH dom0's IOMMU tables are the p2m's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// Shared (Intel with HAP).
    Shared,
    /// Apart (AMD, shadow).
    Apart,
}

/// Options that make Xen set a paging pool aside.
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

/// What the kernel image tells Xen about its initial p2m.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum P2mNote {
    /// The note is there: no clip.
    Present,
    /// No note (kernels of the article's days): clipped at about 500 GiB.
    Absent {
        /// The kernel's virtual base.
        base: Addr,
        /// End of the kernel image, virtual.
        end: Addr,
        /// The initrd's size.
        initrd: Bytes,
        /// Where the kernel wants it.
        placed: Initrd,
    },
}

/// Where a kernel accepts its initrd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initrd {
    /// Mapped behind the image.
    Mapped,
    /// Unmapped too; Xen makes use of that from 4.1.0 on.
    Unmapped,
}

/// Everything dom0's size depends on.
#[derive(Clone, Debug)]
pub struct Env<'a> {
    /// Xen's version.
    pub version: Version,
    /// What was typed.
    pub text: Text<'a>,
    /// `CONFIG_DOM0_MEM`, used from 4.12 on where no option was seen.
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
    /// Whose tables the IOMMU uses.
    pub tables: Tables,
    /// Paging options.
    pub shadow: Shadow,
    /// The kernel's note.
    pub note: P2mNote,
}

/// What was typed for Xen.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// No option.
    Absent,
    /// The text behind `dom0_mem=`.
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
