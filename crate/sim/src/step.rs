//! The story of a boot as data: phases, the change made by each, the world after it.
//!
//! Every [`Step`] stores the whole [`World`], so a reader can look at any step without running the
//! others. The vectors are short (one item per range); nothing here is per page. No wording (see
//! `words`) and no coordinates (see the figure).

mod change;
mod rewrite;

use crate::map::Map;
use crate::memory::{Costs, FixedCosts};
use crate::span::{Span, without};
use crate::units::{Addr, MachineAddr, Mfn, Pages, Pfn};

pub use change::{Change, Descriptors, ToolsReport, Travel};
pub use rewrite::{Fate, MapChange, OldEntry, Part, Rewrite};

/// The phases of the story. Their ids never change, because links and embeds contain them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// The machine's map, as firmware and Xen pass it on.
    FirmwareMap,
    /// Xen builds dom0: pages from number 0, a maximum, and the machine's map.
    Dom0Built,
    /// Linux reads the machine's map (classic kernels only for device resources).
    MapRead,
    /// Pages whose numbers lie where the map has no RAM.
    HolesFound,
    /// Those pages are returned to Xen.
    PagesReleased,
    /// New pages from Xen at other page numbers (3.5–3.17).
    PagesRepopulated,
    /// The pages are moved to other page numbers instead (since 3.18).
    PagesMoved,
    /// Page numbers without RAM become windows to the hardware.
    IdentityMapped,
    /// The map that Linux read becomes its own: entries are kept, cut, relabelled and added.
    MapRewritten,
    /// Room for pages that may be added later, up to the maximum.
    BalloonRoom,
    /// A page record for every page dom0 may ever get, with page tables, p2m and hash tables.
    Descriptors,
    /// The values that `free` and `xl list` now report.
    ToolsReport,
    /// The balloon recovers pages, if the reader sets a target.
    BalloonedUp,
}

impl Phase {
    /// All phases, in the order in which they occur in a boot.
    pub const ALL: [Self; 13] = [
        Self::FirmwareMap,
        Self::Dom0Built,
        Self::MapRead,
        Self::HolesFound,
        Self::PagesReleased,
        Self::PagesRepopulated,
        Self::PagesMoved,
        Self::IdentityMapped,
        Self::MapRewritten,
        Self::BalloonRoom,
        Self::Descriptors,
        Self::ToolsReport,
        Self::BalloonedUp,
    ];

    /// The id used in links, attributes and events.
    pub const fn id(self) -> &'static str {
        match self {
            Self::FirmwareMap => "firmware-map",
            Self::Dom0Built => "dom0-built",
            Self::MapRead => "map-read",
            Self::HolesFound => "holes-found",
            Self::PagesReleased => "pages-released",
            Self::PagesRepopulated => "pages-repopulated",
            Self::PagesMoved => "pages-moved",
            Self::IdentityMapped => "identity-mapped",
            Self::MapRewritten => "map-rewritten",
            Self::BalloonRoom => "balloon-room",
            Self::Descriptors => "descriptors",
            Self::ToolsReport => "tools-report",
            Self::BalloonedUp => "ballooned-up",
        }
    }

    /// The phase with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.id() == id)
    }
}

/// Dom0's maximum reservation as Xen holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxReservation {
    /// No limit was set: as large as the host, and beyond.
    Unlimited,
    /// At most this many pages.
    Pages(Pages),
}

/// The backing of a range of dom0's page numbers (lane D).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backing {
    /// A RAM frame that Xen chose.
    Ram,
    /// Still a RAM frame, but the page number lies where the kernel's map has no RAM.
    OnHole,
    /// Dom0's own frame that cannot be used: under a reserved entry (2.6.32–3.1).
    Stranded,
    /// Nothing: the frame was returned to Xen.
    Released,
    /// A new frame that Xen gave in exchange (3.5–3.17).
    Populated,
    /// A new frame that the balloon got from Xen.
    Ballooned,
    /// Nothing: the frame now backs another page number (since 3.18).
    Vacated,
    /// The frame that used to back another page number (since 3.18).
    Moved,
    /// No RAM: the hardware at the same machine address (1:1).
    Identity,
}

impl Backing {
    /// Whether the page numbers are backed by a frame of dom0's own.
    pub const fn has_frame(self) -> bool {
        match self {
            Self::Ram
            | Self::OnHole
            | Self::Stranded
            | Self::Populated
            | Self::Ballooned
            | Self::Moved => true,
            Self::Released | Self::Vacated | Self::Identity => false,
        }
    }
}

/// A range of page numbers with one kind of backing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backed {
    /// The page numbers.
    pub span: Span<Pfn>,
    /// Their backing.
    pub by: Backing,
}

/// Pages that changed their number: page `from + k` became page `to + k`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// First old number.
    pub from: Pfn,
    /// First new number.
    pub to: Pfn,
    /// Number of pages.
    pub pages: Pages,
}

/// Machine frames that are not dom0's RAM, entered at other page numbers (ACPI NVS since 6.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NonRamMove {
    /// First machine frame.
    pub frame: Mfn,
    /// First page number it now backs.
    pub to: Pfn,
    /// Number of pages.
    pub pages: Pages,
}

/// Whether dom0's map is still the machine's or already the kernel's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapState {
    /// The machine's map as it was read.
    Copied,
    /// The machine's map as the kernel rewrote it.
    Rewritten,
    /// Made by the kernel from its page count alone (classic kernels).
    OwnMaking,
}

/// Dom0's own map (lane C).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnMap {
    /// The map.
    pub map: Map<Addr>,
    /// Its origin.
    pub state: MapState,
    /// Usable ranges without pages: room for the balloon. Sorted; empty until that step.
    pub room: Vec<Span<Pfn>>,
}

/// Dom0's allocation from Xen (lane B).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Pages, numbered from 0.
    pub pages: Pages,
    /// The maximum reservation.
    pub maximum: MaxReservation,
}

/// The complete state after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// Lane A: the machine's map.
    pub machine: Map<MachineAddr>,
    /// Lane B; `None` until Xen has built dom0.
    pub allocation: Option<Allocation>,
    /// Lane C; `None` until the kernel has a map.
    pub own: Option<OwnMap>,
    /// Lane D: sorted, disjoint; page numbers not listed have no backing.
    pub backing: Vec<Backed>,
    /// Lane E: pages that dom0 returned and Xen still has.
    pub returned: Pages,
    /// Bookkeeping for pages the kernel might get; `None` until the step that creates it.
    pub costs: Option<Costs>,
    /// Memory the kernel uses regardless of its size; `None` until the same step.
    pub fixed: Option<FixedCosts>,
}

impl World {
    /// Pages of dom0 that have a frame.
    pub fn dom0_pages(&self) -> Pages {
        self.backing.iter().filter(|b| b.by.has_frame()).map(|b| b.span.pages()).sum()
    }

    /// Pages with this backing.
    pub fn pages_with(&self, by: Backing) -> Pages {
        self.backing.iter().filter(|b| b.by == by).map(|b| b.span.pages()).sum()
    }

    /// Sets the backing of `spans` to `by`, replacing any previous backing.
    pub(crate) fn back(&mut self, spans: &[Span<Pfn>], by: Backing) {
        let old = core::mem::take(&mut self.backing);
        let kept = old.into_iter().flat_map(|b| {
            let rest = without(&[b.span], spans);
            rest.into_iter().map(move |span| Backed { span, by: b.by })
        });
        self.backing = kept.chain(spans.iter().map(|&span| Backed { span, by })).collect();
        crate::sort::sort_by_key(&mut self.backing, |b| b.span);
    }
}

/// One step of the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The change it made.
    pub change: Change,
    /// The whole world after it.
    pub after: World,
}

impl Step {
    /// The phase, which follows from the change.
    pub const fn phase(&self) -> Phase {
        self.change.phase()
    }
}
