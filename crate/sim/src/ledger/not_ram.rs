//! Amounts listed separately from the ledger because they are not RAM.

use crate::boot::Boot;
use crate::map::Kind;
use crate::span::Span;
use crate::step::{Backing, World};
use crate::units::{PAGE_SHIFT, Pages};

/// Kinds of ranges and amounts that are not RAM, listed separately from the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotRam {
    /// Page numbers below the end of the map where it lists no RAM.
    Holes,
    /// Page numbers of dom0 that map to hardware.
    Windows,
    /// Page numbers of dom0 that may get pages later.
    Room,
    /// Page numbers that dom0's map marks unusable, most of them RAM that Linux cut off.
    Unusable,
    /// Installed RAM that firmware left out of the map.
    Firmware,
}

/// An amount that is not RAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotRamRow {
    /// The kind.
    pub what: NotRam,
    /// Page numbers, or pages of installed RAM.
    pub pages: Pages,
}

/// Everything that is not RAM, in drawing order. Unusable RAM is included only if there is any,
/// firmware's share only if the installed size is known.
pub fn not_ram_rows(boot: &Boot) -> Vec<NotRamRow> {
    let Some(world) = boot.end() else { return Vec::new() };
    let ram = world.machine.ram_pages();
    let end = world.machine.ram().last().map_or(0, |s| s.end().0 >> PAGE_SHIFT);
    let room = world.own.iter().flat_map(|o| o.room.iter()).map(|s| s.pages()).sum();
    let row = |what, pages| NotRamRow { what, pages };
    let mut list = vec![
        row(NotRam::Holes, Pages(end).less(ram)),
        row(NotRam::Windows, world.pages_with(Backing::Identity)),
        row(NotRam::Room, room),
    ];
    let unusable = unusable(world);
    list.extend((!unusable.is_zero()).then(|| row(NotRam::Unusable, unusable)));
    list.extend(boot.config.facts.installed.map(|n| row(NotRam::Firmware, n.less(ram))));
    list
}

/// Whole pages that dom0's own map marks unusable.
fn unusable(world: &World) -> Pages {
    let own = world.own.iter().flat_map(|own| own.map.regions());
    let marked = own.filter(|r| r.kind == Kind::Unusable);
    marked.filter_map(|r| r.span.round_in()).map(Span::pages).sum()
}
