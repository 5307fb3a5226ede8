//! How each dom0 kernel uses the machine's map during memory setup.
//!
//! [`set_up`] runs one kernel on one map: an enum of variants, one match, one file per era.
//! Everything works on ranges. The rules and the order of steps are those of spec/kernel.md, cited
//! by section and step. This code wraps where the real code wraps, and nothing here panics: a
//! kernel's BUG is data. Not here: the mapping of releases to variants ([`release`]), the memory
//! cost of a run (`memory`), its steps (`simulate`), and
//! its wording (`words`).

mod checks;
mod classic;
mod e820_build;
mod e820_table;
mod extra_mem;
mod from_2_6_32;
mod from_3_2;
mod from_4_3;
mod gaps;
mod message;
mod p2m;
mod populate;
pub mod release;
mod remap;
mod remap_deferred;
mod remap_immediate;
pub mod rules;
mod setup;
mod vacate;
mod variant;

use crate::map::RawMap;
use crate::span::Span;
use crate::units::{Addr, Pages};
use crate::version::Version;

pub(crate) use e820_table::MAX_PFN;
pub use message::{MapStyle, Message, Placed, Prefix};
pub use setup::{ExtraRegion, Hypercalls, KernelPanic, MemorySetup, Warning};
pub use variant::{Era, Variant};

/// The option `CONFIG_ISCSI_IBFT_FIND`, which reserves 512 KiB since 6.8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ibft {
    /// Not set.
    Off,
    /// Set, as in Debian since 6.12.
    On,
}

/// A dom0 kernel: a variant, the release whose wording it uses, and the build
/// options that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kernel {
    /// Its behaviour.
    pub variant: Variant,
    /// Its release, for the wording of messages.
    pub release: Version,
    /// `CONFIG_XEN_MAX_DOMAIN_MEMORY` in pages; not used by classic kernels or since 4.3.
    pub limit: Pages,
    /// Whether the iBFT area is reserved.
    pub ibft: Ibft,
}

/// Where Xen placed the items it loaded for dom0 (bytes, half-open). Needed since 4.3: a conflict
/// with the machine's map moves an item or stops the kernel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The kernel image.
    pub kernel: Option<Span<Addr>>,
    /// The initrd.
    pub initrd: Option<Span<Addr>>,
    /// The start-info structure.
    pub start_info: Option<Span<Addr>>,
    /// The initial page tables.
    pub page_tables: Option<Span<Addr>>,
}

/// The result of the maximum-reservation hypercall, as the bits a 64-bit dom0 sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReservationReply(pub i64);

/// All inputs of a kernel's setup.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The kernel.
    pub kernel: Kernel,
    /// The map Xen hands over (`XENMEM_machine_memory_map`).
    pub host: &'a RawMap,
    /// Number of pages Xen gave dom0: page numbers from 0 up to this (exclusive) have frames.
    pub pages: Pages,
    /// The value `XENMEM_maximum_reservation` returns.
    pub maximum: ReservationReply,
    /// Where Xen placed things. If `None` (unknown), no conflict is assumed.
    pub layout: Option<Layout>,
}

/// Runs the kernel's memory setup.
pub fn set_up(input: &Input<'_>) -> MemorySetup {
    match input.kernel.variant.era() {
        Era::Classic => classic::set_up(input),
        Era::HolesReleased => from_2_6_32::set_up(input),
        Era::Released | Era::Populated | Era::MovedNow | Era::MovedLate => from_3_2::set_up(input),
        Era::Checked => from_4_3::set_up(input),
    }
}
