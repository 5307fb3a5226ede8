//! The axis of a story: one for all of its steps, and for all stories that share it.
//!
//! Nothing may move on the axis when a step changes, so its folds depend on every step.

use sim::boot::Boot;
use sim::ledger::{Account, Ledger};
use sim::span::Span;
use sim::step::{Backing, Change, World};
use sim::units::Pfn;

use crate::draw::view::View;
use crate::story::axis::{Axis, Folding};
use crate::story::count::{Work, count};
use crate::story::layout::Layout;

/// A dom0 with fewer pages than this (64 MiB) does not determine the scale.
const LEAST: u64 = 64 << 8;

/// One axis for all the stories that share it.
pub(crate) fn story_axis(boots: &[&Boot], layout: &Layout, view: &View) -> Axis {
    count(Work::Axis);
    let mut edges: Vec<u64> = boots.iter().flat_map(|b| edges(b)).collect();
    // Identity mappings far above all RAM would only push everything aside.
    let top = boots.iter().map(|b| top(b)).max().unwrap_or(1);
    edges.retain(|&e| e <= top);
    edges.push(top);
    let given = boots.iter().map(|b| backed_end(b)).max().unwrap_or(0).min(top);
    // Holes that would be pins anyway need no folds.
    let pieces = boots.iter().flat_map(|b| holes(b));
    let largest = pieces.map(|s| s.count()).max().unwrap_or(0);
    let mark = if largest >= given / 200 { largest } else { 0 };
    // A dom0 too small to be seen beside RAM is a pin, not half of the sheet.
    let keep = if given < LEAST { top.min(1 << 20) } else { given };
    let fold = Folding { keep, mark, size: layout.fold };
    Axis::new(&edges, [layout.axis_x0, layout.axis_x1], fold, view.scale)
}

/// The pieces of dom0 that lie on holes; empty if this story finds none.
pub(crate) fn holes(boot: &Boot) -> &[Span<Pfn>] {
    let found = boot.steps.iter().find_map(|s| {
        let Change::HolesFound { pieces } = &s.change else { return None };
        Some(pieces.as_slice())
    });
    found.unwrap_or_default()
}

/// The longest of the [`holes`].
pub(crate) fn largest_hole(boot: &Boot) -> Option<Span<Pfn>> {
    holes(boot).iter().copied().max_by_key(|s| s.count())
}

/// Where something begins or ends in any lane of any step.
fn edges(boot: &Boot) -> Vec<u64> {
    let mut edges: Vec<u64> = Vec::new();
    let spans = |edges: &mut Vec<u64>, s: Span<Pfn>| edges.extend([s.start().0, s.end().0]);
    for step in &boot.steps {
        step.after.backing.iter().for_each(|b| spans(&mut edges, b.span));
        if let Some(own) = &step.after.own {
            own.room.iter().for_each(|&s| spans(&mut edges, s));
            edges.push(own.map.end().pfn_at_or_above().0);
        }
        if let Change::Descriptors { with_max_end, .. } = step.change {
            edges.push(with_max_end.0);
        }
    }
    if let Some(first) = boot.steps.first() {
        let regions = first.after.machine.regions().iter();
        regions.for_each(|r| spans(&mut edges, r.span.as_own().round_out()));
    }
    edges.extend(ledger_edges(boot));
    edges
}

/// The highest end of dom0's pages in any step (exclusive).
fn backed_end(boot: &Boot) -> u64 {
    let backed = boot.steps.iter().flat_map(|s| &s.after.backing);
    let ends = backed.filter(|b| b.by.has_frame()).map(|b| b.span.end().0);
    ends.max().unwrap_or(0)
}

/// Where the ledger's strip changes colour at the end of the story.
fn ledger_edges(boot: &Boot) -> [u64; 2] {
    let ledger = Ledger::at_end(boot);
    let usable = ledger.pages(Account::Usable);
    [usable.0, usable.plus(ledger.descriptors()).0]
}

/// The end of what is worth showing (exclusive): of RAM, room and dom0's pages.
fn top(boot: &Boot) -> u64 {
    let ram = |w: &World| w.machine.ram().map(|s| s.end().mfn_at_or_above().0).max().unwrap_or(0);
    let own = |w: &World| w.own.as_ref().and_then(|o| o.room.last().map(|s| s.end().0));
    let backed = |w: &World| {
        w.backing.iter().filter(|b| b.by != Backing::Identity).map(|b| b.span.end().0).max()
    };
    let each = boot.steps.iter().map(|s| {
        let w = &s.after;
        ram(w).max(own(w).unwrap_or(0)).max(backed(w).unwrap_or(0))
    });
    each.max().unwrap_or(1)
}
