//! What stands behind a page number, in words and as table rows.

use super::{amount, count, pages};
use crate::boot::Boot;
use crate::map::{Kind, Map};
use crate::span::Span;
use crate::step::{Backing, Step};
use crate::units::Pfn;

/// A row of the regions table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub what: &'static str,
    /// First page number, hexadecimal.
    pub first: String,
    /// Page number behind the last, hexadecimal.
    pub end: String,
    /// How many pages.
    pub pages: String,
    /// The same as an amount.
    pub amount: String,
}

/// Dom0's page numbers at the end of the story: what stands behind each, and the room.
pub fn rows(boot: &Boot) -> Vec<Row> {
    let Some(world) = boot.end() else { return Vec::new() };
    let mut found: Vec<(Span<Pfn>, &'static str)> =
        world.backing.iter().map(|b| (b.span, backing(b.by))).collect();
    let room = world.own.iter().flat_map(|o| o.room.iter());
    found.extend(room.map(|&span| (span, "room for the balloon, no pages yet")));
    crate::order::sort_by_key(&mut found, |(span, _)| *span);
    found
        .into_iter()
        .map(|(span, what)| Row {
            what,
            first: format!("{:x}", span.start().0),
            end: format!("{:x}", span.end().0),
            pages: count(span.count()),
            amount: amount(span.pages()),
        })
        .collect()
}

/// What stands behind a page, in plain words.
pub const fn backing(by: Backing) -> &'static str {
    match by {
        Backing::Ram => "dom0’s RAM, in frames Xen chose",
        Backing::OnHole => "dom0’s RAM, on a hole of the map",
        Backing::Stranded => "dom0’s RAM that nobody can use",
        Backing::Released => "nothing: released to Xen",
        Backing::Refilled => "dom0’s RAM, fresh from Xen",
        Backing::Ballooned => "dom0’s RAM, brought by the balloon",
        Backing::Vacated => "nothing: its page moved",
        Backing::Moved => "dom0’s RAM, moved here",
        Backing::Window => "1:1 window to the hardware, no RAM",
    }
}

/// What a region of the map is, in plain words.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Usable => "RAM",
        Kind::Reserved => "reserved by firmware or devices",
        Kind::AcpiData => "ACPI tables",
        Kind::AcpiNvs => "ACPI memory kept over sleep",
        Kind::Unusable => "RAM that must not be used",
        Kind::Other(_) => "of a type this map does not explain",
    }
}

/// One sentence about the stretch of `lane` that starts at page `start`, after `step`.
pub fn region(step: &Step, lane: char, start: Pfn) -> Option<String> {
    let world = &step.after;
    let found = match lane {
        'A' => in_map(&world.machine, start),
        'C' => in_map(&world.own.as_ref()?.map, start),
        'D' => {
            let at = world.backing.iter().find(|b| b.span.contains(start))?;
            Some((at.span, backing(at.by)))
        }
        _ => None,
    };
    let (span, what) = found?;
    let (first, end) = (span.start().0, span.end().0);
    Some(format!("pfn {first:x}–{end:x}: {}, {what}", pages(span.pages())))
}

fn in_map(map: &Map, start: Pfn) -> Option<(Span<Pfn>, &'static str)> {
    let spans = map.regions().iter().map(|r| (r.span.round_out(), kind(r.kind)));
    let mut last = Pfn(0);
    for (span, what) in spans {
        if span.contains(start) {
            return Some((span, what));
        }
        if let Some(hole) = Span::new(last, span.start()).filter(|h| h.contains(start)) {
            return Some((hole, "a hole: nothing listed"));
        }
        last = span.end();
    }
    None
}
