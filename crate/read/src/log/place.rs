//! Where a line's figure is in the story: the step that shows it, and its place in the figure.

use sim::ledger::Account;
use sim::step::Phase;
use sim::units::Pfn;
use words::place::{Lane, account, region};

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
        let lane = |lane: Lane| lane.id().to_owned();
        let (phase, key) = match item {
            Item::Whose | Item::Xen | Item::Linux | Item::Outcome | Item::ChangedMap => {
                return None;
            }
            Item::MachineMap | Item::Iomem | Item::SystemRam | Item::XlTotal => {
                (Phase::FirmwareMap, lane(Lane::Machine))
            }
            Item::Dom0Map | Item::LastPfn => (Phase::MapRewritten, lane(Lane::OwnMap)),
            Item::Option | Item::Pages | Item::Layout => (Phase::Dom0Built, lane(Lane::Allocation)),
            Item::Iommu => (Phase::ToolsReport, account(Account::XenItself)),
            Item::Vcpus => (Phase::ToolsReport, account(Account::Other)),
            Item::MemoryLine => (Phase::ToolsReport, account(Account::KernelImage)),
            Item::Swiotlb => (Phase::ToolsReport, account(Account::Swiotlb)),
            Item::HashTables => (Phase::ToolsReport, account(Account::Hashes)),
            Item::MemTotal | Item::Target | Item::Current => {
                (Phase::ToolsReport, account(Account::Usable))
            }
            Item::XlList => (Phase::ToolsReport, lane(Lane::Backing)),
            Item::XlFree => (Phase::ToolsReport, lane(Lane::Bucket)),
            Item::Released => {
                let first = self.facts.released_ranges.first();
                let first = first.map(|range| region(Lane::Backing, Pfn(range.start)));
                (Phase::PagesReleased, first.unwrap_or_else(|| "released".to_owned()))
            }
            Item::Identity => (Phase::IdentityMapped, lane(Lane::Backing)),
            Item::Populated => (Phase::PagesRepopulated, "moved".to_owned()),
            Item::Remapped => (Phase::PagesMoved, "moved".to_owned()),
        };
        Some(StoryPlace { phase, key })
    }
}
