//! The story of a boot as data: phases, what each changed, the world after it.
//!
//! Every [`Step`] keeps the whole [`World`], so a reader can look at any step
//! without running the others. The vectors are short (one item a range); nothing
//! here is per page. No wording (see `words`) and no coordinates (see the figure).

mod change;

use crate::map::Map;
use crate::memory::{Costs, FixedCosts};
use crate::span::Span;
use crate::units::{Mfn, Pages, Pfn};

pub use change::{Change, Travel};

/// The phases of the story. Their ids never change: links and embeds hold them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// The machine's map, as firmware and Xen hand it on.
    FirmwareMap,
    /// Xen builds dom0: pages from number 0, a maximum, and the machine's map.
    Dom0Built,
    /// Linux reads the machine's map as its own (classic kernels do not).
    MapRead,
    /// Pages whose numbers lie where the map has no RAM.
    HolesFound,
    /// Those pages go back to Xen.
    PagesReleased,
    /// Fresh pages from Xen at other numbers (3.5–3.17).
    PagesRepopulated,
    /// The pages move to other numbers instead (3.18 on).
    PagesMoved,
    /// Page numbers without RAM become windows to the hardware.
    IdentityMapped,
    /// Room for pages that may come later, up to the maximum.
    BalloonRoom,
    /// A descriptor for every page that may ever come.
    Descriptors,
    /// What `free` and `xl list` say now.
    ToolsReport,
    /// The balloon brings pages back, when the reader asks for it.
    BalloonedUp,
}

impl Phase {
    /// All phases, in the order a boot meets them.
    pub const ALL: [Self; 12] = [
        Self::FirmwareMap,
        Self::Dom0Built,
        Self::MapRead,
        Self::HolesFound,
        Self::PagesReleased,
        Self::PagesRepopulated,
        Self::PagesMoved,
        Self::IdentityMapped,
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
    /// At most so many pages.
    Pages(Pages),
}

/// What stands behind a stretch of dom0's page numbers (lane D).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backing {
    /// A RAM frame that Xen chose.
    Ram,
    /// A RAM frame still, but the number lies where the kernel's map has no RAM.
    OnHole,
    /// Dom0's own frame that nobody can use: under a reserved entry (2.6.32–3.1).
    Stranded,
    /// Nothing: the frame went back to Xen.
    Released,
    /// A fresh frame that Xen gave in exchange (3.5–3.17).
    Populated,
    /// A fresh frame that the balloon took from Xen.
    Ballooned,
    /// Nothing: the frame now stands behind another number (3.18 on).
    Vacated,
    /// The frame that used to stand behind another number (3.18 on).
    Moved,
    /// No RAM: the hardware at the same machine address (1:1).
    Identity,
}

impl Backing {
    /// Whether a frame of dom0's own stands there.
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

/// A stretch of page numbers with one kind of backing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backed {
    /// The page numbers.
    pub span: Span<Pfn>,
    /// What stands behind them.
    pub by: Backing,
}

/// Pages that changed their number: page `from + k` became page `to + k`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// First old number.
    pub from: Pfn,
    /// First new number.
    pub to: Pfn,
    /// How many.
    pub pages: Pages,
}

/// Machine frames that are not dom0's RAM, entered at other page numbers
/// (ACPI NVS from 6.12 on).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NonRamMove {
    /// First machine frame.
    pub frame: Mfn,
    /// First page number it now stands behind.
    pub to: Pfn,
    /// How many.
    pub pages: Pages,
}

/// Whether dom0's map is still the machine's or already the kernel's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapState {
    /// A plain copy of the machine's map.
    Copied,
    /// Rewritten by the kernel: clipped, with room for the balloon.
    Rewritten,
    /// Made by the kernel from its page count alone (classic kernels).
    OwnMaking,
}

/// Dom0's own map (lane C).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnMap {
    /// The map; addresses are dom0's.
    pub map: Map,
    /// How it came about.
    pub state: MapState,
    /// Usable stretches without pages: room for the balloon. Sorted.
    pub room: Vec<Span<Pfn>>,
}

/// What Xen gave dom0 (lane B).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// Pages, numbered from 0.
    pub pages: Pages,
    /// The maximum reservation.
    pub maximum: MaxReservation,
}

/// Everything there is to see after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// Lane A: the machine's map.
    pub machine: Map,
    /// Lane B; `None` until Xen has built dom0.
    pub allocation: Option<Allocation>,
    /// Lane C; `None` until the kernel has a map.
    pub own: Option<OwnMap>,
    /// Lane D: sorted, disjoint; numbers not listed have nothing behind them.
    pub backing: Vec<Backed>,
    /// Lane E: pages that dom0 gave back and Xen still holds.
    pub returned: Pages,
    /// What the kernel keeps for pages it might get; `None` until the step that makes
    /// the descriptors.
    pub costs: Option<Costs>,
    /// What the kernel keeps whatever its size; `None` until the same step.
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
}

/// One step of the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub phase: Phase,
    /// What it did.
    pub change: Change,
    /// The whole world after it.
    pub after: World,
}
