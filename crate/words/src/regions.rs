//! What backs each page number, in words and as table rows.

use super::place::{Lane, region};
use super::{amount, count};
use sim::boot::Boot;
use sim::map::Kind;
use sim::span::Span;
use sim::step::{Backing, OwnMap};
use sim::units::Pfn;

/// A row of the regions table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegionRow {
    /// Its place in the figure: lane and first page number, `D:9f`.
    pub key: String,
    /// Kind of the region.
    pub what: &'static str,
    /// First page number, hexadecimal.
    pub first: String,
    /// Page number after the last, hexadecimal (exclusive end).
    pub end: String,
    /// Number of pages.
    pub pages: String,
    /// The same as an amount.
    pub amount: String,
}

/// A range of dom0's page numbers at the end of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BackedRange {
    pub(super) span: Span<Pfn>,
    what: &'static str,
    lane: Lane,
}

/// Dom0's page numbers at the end of the story: what backs each, the extra memory, and RAM that
/// the map marks unusable.
pub(super) fn ranges(boot: &Boot) -> Vec<BackedRange> {
    let Some(world) = boot.end() else { return Vec::new() };
    let backed = world.backing.iter().map(|b| BackedRange {
        span: b.span,
        what: backing(b.by),
        lane: Lane::Backing,
    });
    let mut found: Vec<_> = backed.collect();
    let room = world.own.iter().flat_map(|o| o.room.iter());
    let what = "unused room, no pages yet";
    found.extend(room.map(|&span| BackedRange { span, what, lane: Lane::OwnMap }));
    let taken: Vec<_> = found.iter().map(|s| s.span).collect();
    let taken = sim::span::sorted_joined(taken);
    let marked = world.own.iter().flat_map(unusable).collect::<Vec<_>>();
    let what = "unusable RAM, Linux may not use it";
    let marked = sim::span::without(&marked, &taken);
    found.extend(marked.into_iter().map(|span| BackedRange { span, what, lane: Lane::OwnMap }));
    sim::sort::sort_by_key(&mut found, |s| s.span);
    found
}

/// What dom0's map marks unusable, in page numbers.
fn unusable(own: &OwnMap) -> Vec<Span<Pfn>> {
    let marked = own.map.regions().iter().filter(|r| r.kind == Kind::Unusable);
    marked.map(|r| r.span.round_out()).collect()
}

/// The rows of the regions table.
pub fn rows(boot: &Boot) -> Vec<RegionRow> {
    let row = |s: BackedRange| RegionRow {
        key: region(s.lane, s.span.start()),
        what: s.what,
        first: format!("{:x}", s.span.start().0),
        end: format!("{:x}", s.span.end().0),
        pages: count(s.span.count()),
        amount: amount(s.span.pages()),
    };
    ranges(boot).into_iter().map(row).collect()
}

/// What backs a page, in plain words.
pub const fn backing(by: Backing) -> &'static str {
    match by {
        Backing::Ram => "dom0’s RAM, in frames Xen chose",
        Backing::OnHole => "dom0’s RAM, on a hole of the map",
        Backing::Stranded => "dom0’s RAM, unusable under a reserved entry",
        Backing::Released => "nothing, returned to Xen",
        Backing::Populated => "dom0’s RAM, new from Xen",
        Backing::Ballooned => "dom0’s RAM, brought by the balloon",
        Backing::Vacated => "nothing, its page moved",
        Backing::Moved => "dom0’s RAM, moved here",
        Backing::Identity => "identity window to hardware, no RAM",
    }
}

/// Kind of a region of the map, in plain words.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Usable => "RAM",
        Kind::Reserved => "reserved by firmware or devices",
        Kind::AcpiData => "ACPI tables",
        Kind::AcpiNvs => "ACPI NVS, kept over sleep",
        Kind::Unusable => "unusable RAM",
        Kind::Other(_) => "of a type this map does not explain",
    }
}
