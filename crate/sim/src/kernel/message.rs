//! Messages the kernel prints during memory setup, in the era's exact wording.
//!
//! A message is data until it is shown: creating one costs nothing, and [`core::fmt::Display`]
//! produces the line without time stamp and level (spec/kernel.md 0.5 and 7). Each era chooses its
//! own messages.

use core::fmt;

use crate::map::{Entry, Kind};
use crate::span::Span;
use crate::units::{Addr, Bytes, PAGE_SIZE, Pages, Pfn};

/// The format in which a kernel prints its map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapStyle {
    /// Up to 3.4: exclusive ends, type in brackets.
    Bracketed,
    /// Since 3.5: `[mem …]`, inclusive ends.
    Mem,
    /// Seen in 7.3: like `Mem`, with new type names; gaps are listed too.
    MemAndGaps,
}

/// Whether a line starts with `e820: ` (3.5 to 4.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// No prefix.
    Bare,
    /// `e820: ` in front.
    E820,
}

/// The item that conflicts with the machine's map (since 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The kernel image.
    Kernel,
    /// The start-info page.
    StartInfo,
    /// The initial page tables.
    PageTables,
}

/// One line of the kernel's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The table is full; this entry is dropped.
    TooManyEntries(Prefix, Entry),
    /// The same for an empty entry at each of these pages, one line per page.
    TooManyEmpty(Prefix, Span<Pfn>),
    /// 2.6.36–3.0: a hole being examined.
    LookingAt(Span<Pfn>, Pages),
    /// 3.1–3.4: pages freed, with two spaces.
    FreeingTwoBlanks(Span<Pfn>, Pages),
    /// 3.5–3.18: pages freed, with one space.
    Freeing(Span<Pfn>, Pages),
    /// Up to 3.1: total, with a lower-case r.
    ReleasedUnusedSmall(Pages),
    /// 3.2–3.17: total.
    ReleasedUnused(Pages),
    /// Since 3.18: total.
    Released(Pages),
    /// 2.6.39–3.16: a range marked 1:1 (may be empty).
    OneToOne(Pfn, Pfn),
    /// 2.6.39–3.1: total marked 1:1, with a full stop.
    SetIdentityStop(Pages),
    /// 3.2–3.18: total marked 1:1.
    SetIdentity(Pages),
    /// 3.5–3.17: pages populated again (range requested, pages obtained).
    Populating(Span<Pfn>, Pages),
    /// 3.18: total moved and one past the last page number.
    RemappedLast(Pages, Pfn),
    /// Since 3.19: total moved.
    Remapped(Pages),
    /// Since 6.12: machine frames moved that are not RAM.
    RemappedNonRam(Pages),
    /// Since 3.18: no free RAM to move to.
    NoRoom,
    /// Header of the printed map.
    MapHeader(Prefix),
    /// One entry of the printed map.
    MapLine(MapStyle, Entry),
    /// A hole of the printed map (7.3).
    MapGap(Span<Addr>),
    /// Since 6.12: no RAM to swap with an NVS region.
    NoSwapArea,
    /// Since 6.12: more NVS regions to swap than the kernel can remember.
    TooManySwaps,
    /// Since 4.3: something Xen placed lies outside RAM.
    Conflict(Placed),
    /// Since 4.3: no RAM to move the initrd to.
    NoInitrdRoom,
    /// Since 4.3: the initrd moved (ends exclusive).
    InitrdMoved(Span<Addr>, Span<Addr>),
}

impl Message {
    /// Whether this is a total, in contrast to a line for one range.
    pub const fn is_total(&self) -> bool {
        match self {
            Self::ReleasedUnusedSmall(_)
            | Self::ReleasedUnused(_)
            | Self::Released(_)
            | Self::SetIdentityStop(_)
            | Self::SetIdentity(_)
            | Self::RemappedLast(..)
            | Self::Remapped(_)
            | Self::RemappedNonRam(_) => true,
            Self::TooManyEntries(..)
            | Self::TooManyEmpty(..)
            | Self::LookingAt(..)
            | Self::FreeingTwoBlanks(..)
            | Self::Freeing(..)
            | Self::OneToOne(..)
            | Self::Populating(..)
            | Self::NoRoom
            | Self::MapHeader(_)
            | Self::MapLine(..)
            | Self::MapGap(_)
            | Self::NoSwapArea
            | Self::TooManySwaps
            | Self::Conflict(_)
            | Self::NoInitrdRoom
            | Self::InitrdMoved(..) => false,
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooManyEntries(prefix, e) => too_many(f, prefix, e),
            Self::TooManyEmpty(prefix, pages) => {
                too_many(f, prefix, nothing_at(pages.start()))?;
                write!(f, " (and so on, {} lines in all)", pages.count())
            }
            Self::LookingAt(s, n) => write!(
                f,
                "xen_release_chunk: looking at area pfn {:x}-{:x}: {} pages freed",
                s.start().0,
                s.end().0,
                n.0
            ),
            Self::FreeingTwoBlanks(s, n) => range(f, "Freeing  ", s, n, "freed"),
            Self::Freeing(s, n) => range(f, "Freeing ", s, n, "freed"),
            Self::ReleasedUnusedSmall(n) => write!(f, "released {} pages of unused memory", n.0),
            Self::ReleasedUnused(n) => write!(f, "Released {} pages of unused memory", n.0),
            Self::Released(n) => write!(f, "Released {} page(s)", n.0),
            Self::OneToOne(a, b) => write!(f, "1-1 mapping on {:x}->{:x}", a.0, b.0),
            Self::SetIdentityStop(n) => write!(f, "Set {} page(s) to 1-1 mapping.", n.0),
            Self::SetIdentity(n) => write!(f, "Set {} page(s) to 1-1 mapping", n.0),
            Self::Populating(s, n) => range(f, "Populating ", s, n, "added"),
            Self::RemappedLast(n, last) => {
                write!(f, "Remapped {} page(s), last_pfn={}", n.0, last.0)
            }
            Self::Remapped(n) => write!(f, "Remapped {} page(s)", n.0),
            Self::RemappedNonRam(n) => write!(f, "Remapped {} non-RAM page(s)", n.0),
            Self::NoRoom => {
                f.write_str("Unable to find available pfn range, not remapping identity pages")
            }
            Self::MapHeader(prefix) => write!(f, "{prefix}BIOS-provided physical RAM map:"),
            Self::MapLine(style, e) => map_line(f, style, e),
            Self::MapGap(s) => {
                write!(f, "Xen: [gap {:#018x}-{:#018x}]", s.start().0, s.end().0.wrapping_sub(1))
            }
            Self::NoSwapArea => {
                f.write_str("No suitable area found for required E820 entry remapping action")
            }
            Self::TooManySwaps => {
                f.write_str("Number of required E820 entry remapping actions exceed maximum value")
            }
            Self::Conflict(what) => {
                write!(f, "Xen hypervisor allocated {what} memory conflicts with E820 map")
            }
            Self::NoInitrdRoom => {
                f.write_str("Can't find new memory area for initrd needed due to E820 map conflict")
            }
            Self::InitrdMoved(from, to) => write!(
                f,
                "initrd moved from [mem {:#010x}-{:#010x}] to [mem {:#010x}-{:#010x}]",
                from.start().0,
                from.end().0,
                to.start().0,
                to.end().0
            ),
        }
    }
}

impl Message {
    /// The message as single lines: itself, unless it represents several lines.
    pub fn lines(self) -> impl Iterator<Item = Self> {
        let many =
            if let Self::TooManyEmpty(prefix, pages) = self { Some((prefix, pages)) } else { None };
        let single = many.is_none().then_some(self);
        let repeated = many.into_iter().flat_map(|(prefix, pages)| {
            let at = move |pfn| Self::TooManyEntries(prefix, nothing_at(Pfn(pfn)));
            (pages.start().0..pages.end().0).map(at)
        });
        single.into_iter().chain(repeated)
    }
}

/// An empty entry at the start of a page.
fn nothing_at(page: Pfn) -> Entry {
    let start = Addr(page.0.wrapping_mul(PAGE_SIZE));
    Entry { start, size: Bytes(0), kind: Kind::Usable }
}

fn too_many(f: &mut fmt::Formatter<'_>, prefix: Prefix, e: Entry) -> fmt::Result {
    let (start, last) = (e.start.0, e.end().0.wrapping_sub(1));
    write!(f, "{prefix}too many entries; ignoring [mem {start:#010x}-{last:#010x}]")
}

fn range(
    f: &mut fmt::Formatter<'_>,
    verb: &str,
    s: Span<Pfn>,
    n: Pages,
    done: &str,
) -> fmt::Result {
    write!(f, "{verb}{:x}-{:x} pfn range: {} pages {done}", s.start().0, s.end().0, n.0)
}

fn map_line(f: &mut fmt::Formatter<'_>, style: MapStyle, e: Entry) -> fmt::Result {
    let (start, end) = (e.start.0, e.end().0);
    match style {
        MapStyle::Bracketed => {
            write!(f, " Xen: {start:016x} - {end:016x} ({})", e.kind)
        }
        MapStyle::Mem => {
            write!(f, "Xen: [mem {start:#018x}-{:#018x}] {}", end.wrapping_sub(1), e.kind)
        }
        MapStyle::MemAndGaps => {
            write!(f, "Xen: [mem {start:#018x}-{:#018x}]  ", end.wrapping_sub(1))?;
            new_kind_name(f, e.kind)
        }
    }
}

fn new_kind_name(f: &mut fmt::Formatter<'_>, kind: Kind) -> fmt::Result {
    match kind {
        Kind::Usable => f.write_str("System RAM"),
        Kind::Reserved => f.write_str("device reserved"),
        Kind::AcpiData | Kind::AcpiNvs | Kind::Unusable | Kind::Other(_) => write!(f, "{kind}"),
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bare => Ok(()),
            Self::E820 => f.write_str("e820: "),
        }
    }
}

impl fmt::Display for Placed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kernel => "kernel",
            Self::StartInfo => "xen_start_info",
            Self::PageTables => "page table",
        })
    }
}
