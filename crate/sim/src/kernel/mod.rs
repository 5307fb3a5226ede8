//! What each dom0 kernel does with the machine's map while it sets up memory.
//!
//! [`set_up`] runs one kernel on one map: an enum of variants, one match, a file
//! for each era. Everything works on ranges. Rules and order of steps are those of
//! spec/kernel.md; the numbers in comments are its sections. Where the real code
//! wraps, this code wraps; nothing here panics: a kernel's BUG is data.
//! Not here: which release is which variant ([`release`]), what the run costs
//! (`memory`), how it is told (`boot`, `words`).

mod build;
mod checks;
mod classic;
mod gaps;
mod late_move;
mod message;
mod move_now;
mod p2m;
mod pvops1;
mod pvops2;
mod pvops5;
mod refill;
pub mod release;
mod table;

use crate::map::{RawMap, Table};
use crate::span::Span;
use crate::step::{Move, NonRamMove};
use crate::units::{Addr, Pages, Pfn};
use crate::version::Version;

pub use message::{MapStyle, Message, Placed, Prefix};

/// The behaviour variants, named for the first release known to behave so
/// (spec/kernel.md 6b; the key in brackets).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variant {
    /// Classic kernels, 2.6.18-xen and the forward ports (e0).
    Classic,
    /// The 2.6.32 pvops tree (e1a).
    Pvops2632,
    /// 2.6.37–2.6.38 (e1b).
    V2637,
    /// 2.6.39 (e1c).
    V2639,
    /// 3.0.0–3.0.4 (e1d).
    V30,
    /// 3.0.5 on: honours the maximum reservation (e1e).
    V305,
    /// 3.1 (e1f).
    V31,
    /// 3.2 (e2a).
    V32,
    /// 3.3–3.4 (e2b).
    V33,
    /// 3.4.111, 3.2.71: unusable counts as RAM (e2c).
    V34Stable,
    /// 3.5: released pages come back (e3a).
    V35,
    /// 3.6–3.9 (e3b).
    V36,
    /// 3.10.99, 3.11–3.15 (e3c).
    V311,
    /// 3.16–3.17 (e3d).
    V316,
    /// 3.18: pages move (e4a).
    V318,
    /// 3.19–4.2 (e4b).
    V319,
    /// 4.3 (e5a).
    V43,
    /// 4.4–4.5.0 (e5b).
    V44,
    /// 4.5.7, 4.6–6.4 (e5c).
    V46,
    /// 6.8 (e5d).
    V68,
    /// 6.12 on (e5e).
    V612,
}

impl Variant {
    /// All variants, oldest first.
    pub const ALL: [Self; 21] = [
        Self::Classic,
        Self::Pvops2632,
        Self::V2637,
        Self::V2639,
        Self::V30,
        Self::V305,
        Self::V31,
        Self::V32,
        Self::V33,
        Self::V34Stable,
        Self::V35,
        Self::V36,
        Self::V311,
        Self::V316,
        Self::V318,
        Self::V319,
        Self::V43,
        Self::V44,
        Self::V46,
        Self::V68,
        Self::V612,
    ];

    /// The short key of spec/kernel.md.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Classic => "e0",
            Self::Pvops2632 => "e1a",
            Self::V2637 => "e1b",
            Self::V2639 => "e1c",
            Self::V30 => "e1d",
            Self::V305 => "e1e",
            Self::V31 => "e1f",
            Self::V32 => "e2a",
            Self::V33 => "e2b",
            Self::V34Stable => "e2c",
            Self::V35 => "e3a",
            Self::V36 => "e3b",
            Self::V311 => "e3c",
            Self::V316 => "e3d",
            Self::V318 => "e4a",
            Self::V319 => "e4b",
            Self::V43 => "e5a",
            Self::V44 => "e5b",
            Self::V46 => "e5c",
            Self::V68 => "e5d",
            Self::V612 => "e5e",
        }
    }

    /// The era, which decides the story told.
    pub const fn era(self) -> Era {
        match self {
            Self::Classic => Era::Classic,
            Self::Pvops2632 | Self::V2637 | Self::V2639 | Self::V30 | Self::V305 | Self::V31 => {
                Era::HolesReleased
            }
            Self::V32 | Self::V33 | Self::V34Stable => Era::Released,
            Self::V35 | Self::V36 | Self::V311 | Self::V316 => Era::Refilled,
            Self::V318 => Era::MovedNow,
            Self::V319 => Era::MovedLate,
            Self::V43 | Self::V44 | Self::V46 | Self::V68 | Self::V612 => Era::Checked,
        }
    }
}

/// The eras of spec/kernel.md 1–6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// Section 1: the machine's map plays no part.
    Classic,
    /// Section 2 (2.6.32–3.1): pages under true holes are released.
    HolesReleased,
    /// Section 3 (3.2–3.4): pages under everything that is not RAM are released.
    Released,
    /// Section 4 (3.5–3.17): released, then taken again elsewhere.
    Refilled,
    /// Section 5 (3.18): moved at once.
    MovedNow,
    /// Section 5 (3.19–4.2): moved late.
    MovedLate,
    /// Section 6 (4.3 on): moved late, with conflict checks.
    Checked,
}

/// The option `CONFIG_ISCSI_IBFT_FIND`, which reserves 512 KiB from 6.8 on.
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
    /// How it behaves.
    pub variant: Variant,
    /// Its release, for the wording of messages.
    pub release: Version,
    /// `CONFIG_XEN_MAX_DOMAIN_MEMORY` in pages; plays no part in classic kernels
    /// and from 4.3 on.
    pub limit: Pages,
    /// Whether the iBFT area is reserved.
    pub ibft: Ibft,
}

/// Where Xen placed what it loaded for dom0 (bytes, half-open). Needed from 4.3 on,
/// where a conflict with the machine's map moves or stops the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// The answer of the maximum-reservation hypercall, as the bits a 64-bit dom0 sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Returned(pub i64);

/// Everything a kernel's set-up depends on.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The kernel.
    pub kernel: Kernel,
    /// The map Xen hands over (`XENMEM_machine_memory_map`).
    pub host: &'a RawMap,
    /// Pages Xen gave: numbers 0 up to this have frames.
    pub pages: Pages,
    /// What `XENMEM_maximum_reservation` returns.
    pub maximum: Returned,
    /// Where Xen placed things; `None` where that is not known: no conflict then.
    pub layout: Option<Layout>,
}

/// Why the kernel stopped (its own words through [`core::fmt::Display`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KernelPanic {
    /// Kernel, start info or initrd conflict with the map.
    MemorySetup,
    /// The page tables conflict (4.3–6.8).
    PageTables,
    /// Something conflicts (6.12 on).
    NotUsable,
    /// A moved run is longer than the balloon region it comes from.
    RunTooLong,
    /// A moved run passes the end of the balloon region it starts in.
    RunPassesEnd,
}

impl core::fmt::Display for KernelPanic {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::MemorySetup => "BUG in xen_memory_setup",
            Self::PageTables => "BUG in xen_pt_check_e820",
            Self::NotUsable => "BUG in xen_chk_is_e820_usable",
            Self::RunTooLong => "BUG in xen_del_extra_mem: run longer than the extra region",
            Self::RunPassesEnd => {
                "BUG in xen_del_extra_mem: run passes the end of the extra region"
            }
        })
    }
}

/// A region of the balloon's list. The count can be 0 or -1 where the machine's
/// map has RAM smaller than a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extra {
    /// First page number.
    pub start: Pfn,
    /// Pages, signed as in the kernel's arithmetic.
    pub pages: i64,
}

/// How often each hypercall was made (one page each but for the first two).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hypercalls {
    /// `XENMEM_machine_memory_map`.
    pub memory_map: u64,
    /// `XENMEM_maximum_reservation`.
    pub maximum_reservation: u64,
    /// `XENMEM_decrease_reservation` that took a page back.
    pub decrease_reservation: u64,
    /// The same, refused by Xen.
    pub decrease_failed: u64,
    /// `XENMEM_populate_physmap`.
    pub populate_physmap: u64,
    /// `mmu_update`.
    pub mmu_update: u64,
}

/// A warning with a back-trace (the first 64 are kept, all are counted).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A release was refused.
    ReleaseRefused(Pfn),
    /// The same without a text of its own (before 3.2).
    Bare,
    /// A balloon page is marked 1:1.
    OverwritesIdentity(Pfn),
    /// A balloon page has a frame.
    RemovesFrame(Pfn),
}

impl core::fmt::Display for Warning {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::ReleaseRefused(pfn) => write!(f, "Failed to release pfn {:x} err=0", pfn.0),
            Self::Bare => Ok(()),
            Self::OverwritesIdentity(pfn) => {
                write!(f, "Trying to over-write 1-1 mapping (pfn: {:x})", pfn.0)
            }
            // The frame number is the model's own: which frame Xen chose is not known.
            Self::RemovesFrame(pfn) => {
                let frame = pfn.0.wrapping_add(1 << 41);
                write!(f, "Trying to remove {:x} which has {frame:x} mfn!", pfn.0)
            }
        }
    }
}

/// What the kernel did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Its own map afterwards; empty where it stopped before making one.
    pub table: Table,
    /// Pages Xen took back; sorted, joined.
    pub released: Vec<Span<Pfn>>,
    /// Pages marked 1:1 on purpose; sorted, joined.
    pub identity: Vec<Span<Pfn>>,
    /// From here on everything is 1:1 as well (3.16 on).
    pub identity_rest: Option<Pfn>,
    /// What the kernel says it marked (to 3.18 the sum of its reports).
    pub identity_pages: Pages,
    /// Pages taken from Xen again; sorted, joined.
    pub populated: Vec<Span<Pfn>>,
    /// Pages moved; sorted by old number, joined where both sides go on.
    pub moved: Vec<Move>,
    /// Machine frames entered elsewhere that are not dom0's RAM.
    pub nonram_moved: Vec<NonRamMove>,
    /// The balloon's regions at the end.
    pub extra: Vec<Extra>,
    /// The same before the late move took its pages out.
    pub extra_initial: Vec<Extra>,
    /// Room that ten times the initial pages allow, where that is less than everything
    /// else would.
    pub ceiling: Option<Pages>,
    /// First page number behind the last RAM, as the kernel computes it.
    pub max_pfn: Pfn,
    /// Pages dom0 has at the end.
    pub pages_end: Pages,
    /// How often Xen was called.
    pub hypercalls: Hypercalls,
    /// What it printed, in order.
    pub messages: Vec<Message>,
    /// The first 64 warnings.
    pub warnings: Vec<Warning>,
    /// All warnings.
    pub warnings_total: u64,
    /// Where the initrd ends up, if the layout is known.
    pub initrd: Option<Span<Addr>>,
    /// Why it stopped, if it did.
    pub panic: Option<KernelPanic>,
}

impl Run {
    /// Pages given back to Xen.
    pub fn released_pages(&self) -> Pages {
        crate::span::total(&self.released)
    }

    /// Pages taken from Xen again.
    pub fn populated_pages(&self) -> Pages {
        crate::span::total(&self.populated)
    }

    /// Pages moved.
    pub fn moved_pages(&self) -> Pages {
        self.moved.iter().map(|m| m.pages).sum()
    }

    /// Warns of the first `count` pages of `pages`; only 64 warnings are kept.
    fn warn_for(&mut self, pages: &[Span<Pfn>], make: fn(Pfn) -> Warning, count: u64) {
        let room = 64usize.saturating_sub(self.warnings.len());
        let numbers = pages.iter().flat_map(|s| s.start().0..s.end().0);
        let kept = usize::try_from(count).map_or(room, |n| n.min(room));
        self.warnings.extend(numbers.take(kept).map(|pfn| make(Pfn(pfn))));
        self.warnings_total = self.warnings_total.saturating_add(count);
    }
}

/// Runs the kernel's memory set-up.
pub fn set_up(input: &Input<'_>) -> Run {
    match input.kernel.variant.era() {
        Era::Classic => classic::set_up(input),
        Era::HolesReleased => pvops1::set_up(input),
        Era::Released | Era::Refilled | Era::MovedNow | Era::MovedLate => pvops2::set_up(input),
        Era::Checked => pvops5::set_up(input),
    }
}
