//! What a kernel variant can do, field by field; what each one does is in [`super`].
//!
//! A field that an era does not ask for has the value of the variant before it.

use crate::kernel::{Era, Message, Variant};
use crate::span::Span;
use crate::units::{Bytes, Pages, Pfn};
use crate::version::Version;

/// Everything in which the variants differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The steps of the setup.
    pub era: Era,
    /// The default of `CONFIG_XEN_MAX_DOMAIN_MEMORY`; not used by classic kernels or since 4.3.
    pub domain_limit: Pages,
    /// What it makes of entries of the kind "unusable".
    pub unusable: Unusable,
    /// Whether it reserves the iBFT area, if built with `CONFIG_ISCSI_IBFT_FIND`.
    pub reserves_ibft: bool,
    /// How it reads the maximum reservation.
    pub reservation: Reservation,
    /// What becomes of RAM of the machine's map above dom0's last page.
    pub ram_above: RamAbove,
    /// Where the extra region lies.
    pub extra: Extra,
    /// The warnings it prints while it lists extra pages.
    pub extra_warnings: ExtraWarnings,
    /// How it records the frames of its pages.
    pub p2m: P2mKind,
    /// The page numbers it marks 1:1.
    pub identity: Identity,
    /// What it does if Xen refuses to take a page.
    pub refusal: Refusal,
    /// The line it prints for each piece it releases.
    pub release_line: ReleaseLine,
    /// Whether it prints totals of 0 pages.
    pub totals: Totals,
    /// How it rounds RAM in which pages are populated again.
    pub populate: PopulateRounding,
    /// How it searches for RAM to which pages can be moved.
    pub target_search: TargetSearch,
    /// What it does if something Xen placed is not in RAM.
    pub conflicts: Conflicts,
    /// The kinds that count when it computes the end of RAM.
    pub end_of_ram: EndOfRam,
    /// The size of one `struct page`.
    pub struct_page: Bytes,
    /// The pages from which it sizes its hash tables.
    pub hash_pages: HashPages,
}

/// What becomes of entries of the kind "unusable": RAM that Xen's `mem=` cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// They stay as they are.
    Kept,
    /// They become usable.
    IsRam,
}

/// How the maximum reservation is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// The kernel does not ask for it.
    Ignored,
    /// As a signed 32-bit number; if that is not positive, the build's own limit holds.
    Signed32,
    /// As a signed 64-bit number, plus the pages that will move.
    Signed64(ToMove),
}

/// How pages that will move are counted beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToMove {
    /// One page short after RAM that ends mid-page.
    Short,
    /// Correctly.
    Exact,
}

/// What becomes of RAM above the pages that dom0 has or may get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RamAbove {
    /// It is not in the kernel's map.
    LeftOut,
    /// It is unusable if it starts below 4 GiB, and left out elsewhere.
    UnusableBelow4Gib,
    /// It is unusable.
    Unusable,
}

/// Where extra pages lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// A fixed number of pages after the last page.
    AfterPages,
    /// One region after the last entry of the map.
    AfterMap,
    /// The same, but not below 4 GiB.
    AfterMapFrom4Gib,
    /// In RAM of the machine's map, listed in bytes.
    InRamByBytes,
    /// In RAM of the machine's map, listed in whole pages.
    InRamByPages,
}

/// The warnings about extra pages that are not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraWarnings {
    /// None.
    Silent,
    /// Each text at its first page only.
    Once,
    /// One for each page.
    Each,
}

/// The p2m, the kernel's record of the frames of its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum P2mKind {
    /// Set up without regard to the machine's map.
    Plain,
    /// A tree up to 512 GiB; marking refuses a range that passes its end.
    Tree,
    /// The same; marking cuts such a range at the end.
    TreeCutting,
    /// A linear list without an end.
    Linear,
}

/// The page numbers that are marked 1:1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// None.
    Unmarked,
    /// Those that are not RAM, up to the end of the machine's map.
    Gaps,
    /// Those and everything above.
    GapsAndRest,
}

/// What happens if Xen refuses to take a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A warning without a text; the next page is tried.
    Bare,
    /// A warning that names the page; the next page is tried.
    Named,
    /// The same warning; the rest of the piece stays.
    NamedAndEnds,
}

/// The line printed for a piece whose pages are released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseLine {
    /// `xen_release_chunk: looking at area pfn …`.
    LookingAt,
    /// `Freeing  …`, with two spaces.
    FreeingTwoBlanks,
    /// `Freeing …`, only if a page went.
    Freeing,
    /// None.
    Silent,
}

impl ReleaseLine {
    /// The line about the pages `looked_at`, of which `gone` were released.
    pub(in crate::kernel) fn about(self, looked_at: Span<Pfn>, gone: Pages) -> Option<Message> {
        match self {
            Self::LookingAt => Some(Message::LookingAt(looked_at, gone)),
            Self::FreeingTwoBlanks => Some(Message::FreeingTwoBlanks(looked_at, gone)),
            Self::Freeing if !gone.is_zero() => Some(Message::Freeing(looked_at, gone)),
            Self::Freeing | Self::Silent => None,
        }
    }
}

/// Whether totals of 0 pages are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Totals {
    /// Printed even if 0.
    Always,
    /// Printed only if not 0.
    IfAny,
}

/// How RAM entries are rounded when pages are populated again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PopulateRounding {
    /// Outwards, and the next entry goes on where this one stopped.
    Outwards,
    /// Inwards, and the first shortage ends it.
    Inwards,
}

/// How the search for RAM to move pages to treats an entry that ends where the last move ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetSearch {
    /// It is found again, without free pages.
    StopsAtFullEntry,
    /// The next entry is used.
    SkipsFullEntry,
}

/// What happens if something Xen placed is not in RAM of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflicts {
    /// Nothing: the kernel does not look.
    Unchecked,
    /// The kernel stops, or moves the initrd.
    Checked,
    /// The same, after ACPI NVS regions have swapped places with RAM.
    CheckedAfterSwap,
}

/// The kinds of entries that count for the end of RAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndOfRam {
    /// Usable ones.
    Usable,
    /// Usable ones and ACPI data.
    UsableAndAcpiData,
}

/// The pages from which the hash tables are sized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashPages {
    /// Those dom0 has.
    Present,
    /// Those of the kernel's map, extra pages included.
    Mapped,
    /// Those dom0 has, without moved or (since 7.2) reserved ones.
    Unmoved,
}

/// Who may use extra pages (spec/kernel.md 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraOwner {
    /// The balloon: it can fill them.
    Balloon,
    /// The pool for mapped guest pages (`CONFIG_XEN_UNPOPULATED_ALLOC`): growth requires hotplug.
    Pool,
}

/// Where dom0 maps the pages of guests (spec/kernel.md 9, spec/xen.md 13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestMappings {
    /// Classic kernels: XSA-300 is not about them.
    Classic,
    /// Up to 5.2: in unused room below the ceiling, else over dom0's own pages.
    NeedsGap,
    /// 5.3–5.8, with the patch of XSA-300: over dom0's own pages at most as far as is safe.
    Mended,
    /// Since 5.9: at page numbers without RAM, with `CONFIG_XEN_UNPOPULATED_ALLOC`.
    Unpopulated,
}

/// A boundary: from this release on a variant holds, until the next row.
#[derive(Clone, Copy, Debug)]
pub struct Boundary {
    /// First release.
    pub from: Version,
    /// Its variant.
    pub variant: Variant,
    /// Last release known to behave as the row above; the change came between it
    /// and `from`. `None` where they follow each other.
    pub older_seen: Option<Version>,
}
