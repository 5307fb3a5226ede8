//! Where a line's figure is in the story: the step that shows it, and its place in the figure.

use sim::step::Phase;

use super::item::Item;
use super::reading::Reading;

/// A step, and what it highlights: a region, an account, a kind of pages or a lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryPlace {
    /// The step that shows it.
    pub phase: Phase,
    /// What to highlight: `D:bf780`, `F:swiotlb`, `released`, `A`.
    pub key: String,
}

impl Reading {
    /// Where a figure of this log is in the story; `None` if the figure shows nothing of it.
    pub fn place(&self, item: Item) -> Option<StoryPlace> {
        let (phase, key) = match item {
            Item::Whose | Item::Xen | Item::Linux | Item::Outcome | Item::ChangedMap => {
                return None;
            }
            Item::MachineMap | Item::Iomem | Item::SystemRam | Item::XlTotal => {
                (Phase::FirmwareMap, "A")
            }
            Item::Dom0Map | Item::LastPfn => (Phase::MapRewritten, "C"),
            Item::Option | Item::Pages | Item::Layout => (Phase::Dom0Built, "B"),
            Item::Iommu => (Phase::ToolsReport, "F:xen-itself"),
            Item::Vcpus => (Phase::ToolsReport, "F:other"),
            Item::MemoryLine => (Phase::ToolsReport, "F:kernel-image"),
            Item::Swiotlb => (Phase::ToolsReport, "F:swiotlb"),
            Item::HashTables => (Phase::ToolsReport, "F:hashes"),
            Item::MemTotal | Item::Target | Item::Current => (Phase::ToolsReport, "F:usable"),
            Item::XlList => (Phase::ToolsReport, "D"),
            Item::XlFree => (Phase::ToolsReport, "E"),
            Item::Released => (Phase::PagesReleased, "released"),
            Item::Identity => (Phase::IdentityMapped, "D"),
            Item::Populated => (Phase::PagesRepopulated, "moved"),
            Item::Remapped => (Phase::PagesMoved, "moved"),
        };
        let first = self.facts.released_ranges.first().filter(|_| item == Item::Released);
        let key = first.map_or_else(|| key.to_owned(), |range| format!("D:{:x}", range.start));
        Some(StoryPlace { phase, key })
    }
}
