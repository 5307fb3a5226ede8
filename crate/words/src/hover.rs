//! Descriptions for pointing: a place of the figure as how much, what and why, and where.
//!
//! Not here: which table rows and log lines are about the same pages (`related`).

use super::figure::region_amount;
use super::marks::plain;
use super::place::Lane;
use super::several;
use sim::boot::Boot;
use sim::ledger::{Account, Ledger};
use sim::map::{Kind, Map};
use sim::span::Span;
use sim::step::{Backing, MaxReservation, OwnMap, Step};
use sim::units::{Addr, Pages, Pfn};

/// A place of the figure in three parts, in the order a reader needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The page numbers; empty if it has none of its own.
    pub span: Option<Span<Pfn>>,
    /// How much: `264 320 pages, 1.01 GiB`.
    pub amount: String,
    /// What it is and why, in one or two sentences, with marks.
    pub what: String,
    /// The page numbers in hexadecimal, the last one included: `pfn bf780–fffff`; empty if
    /// it has none of its own.
    pub pfn: String,
}

impl Description {
    /// All parts as one line without marks, for reading aloud.
    pub fn line(&self) -> String {
        let stop = if self.pfn.is_empty() { "" } else { " " };
        format!("{}. {}{stop}{}", self.amount, plain(&self.what), self.pfn)
    }
}

/// The range of `lane` that contains page `at`, after `step`; `None` for the bucket and the
/// ledger, which have no ranges.
pub fn describe(step: &Step, lane: Lane, at: Pfn) -> Option<Description> {
    let found = of_lane(step, lane, at)?;
    let amount = found.span.map_or_else(String::new, |span| much(span.pages(), dom0(step)));
    Some(Description { amount, ..found })
}

/// What Xen gave dom0, or a GiB as long as it has none.
fn dom0(step: &Step) -> Pages {
    step.after.allocation.map_or(Pages::GIB, |allocation| allocation.pages)
}

/// The same without the amount.
fn of_lane(step: &Step, lane: Lane, at: Pfn) -> Option<Description> {
    let world = &step.after;
    match lane {
        Lane::Machine => {
            in_map(&world.machine.read_as_own(), at).map(|(span, what)| of_span(span, listed(what)))
        }
        Lane::Allocation => {
            let allocation = world.allocation?;
            let given = Span::new(Pfn(0), Pfn(allocation.pages.0)).filter(|s| s.contains(at));
            match (given, allocation.maximum) {
                (Some(span), _) => {
                    let what = "Given to dom0. Xen numbers the pages from 0 without gaps.";
                    Some(of_span(span, what))
                }
                (None, MaxReservation::Pages(most)) => {
                    let what = "Below the ceiling, not given. None of it is backed by RAM.";
                    Span::new(Pfn(allocation.pages.0), Pfn(most.0)).map(|s| of_span(s, what))
                }
                (None, MaxReservation::Unlimited) => None,
            }
        }
        Lane::OwnMap => in_own(world.own.as_ref()?, at),
        Lane::Backing => {
            let found = world.backing.iter().find(|b| b.span.contains(at))?;
            Some(of_span(found.span, backs(found.by)))
        }
        Lane::Bucket | Lane::Ledger => None,
    }
}

fn of_span(span: Span<Pfn>, what: &str) -> Description {
    Description { span: Some(span), amount: String::new(), what: what.to_owned(), pfn: range(span) }
}

/// `264 320 pages, 1.01 GiB`, in the unit of the lanes of a dom0 with `dom0` pages.
pub(crate) fn much(n: Pages, dom0: Pages) -> String {
    format!("{}, {}", several(n.0, "page"), region_amount(n, dom0))
}

/// `pfn bf780–fffff`, the last one included; one number for one page.
fn range(span: Span<Pfn>) -> String {
    let (first, last) = (span.start().0, span.end().0.saturating_sub(1));
    if first == last { format!("pfn {first:x}") } else { format!("pfn {first:x}–{last:x}") }
}

/// An account of the ledger after `step`; `None` if it has no pages.
pub fn describe_account(boot: &Boot, step: usize, account: Account) -> Option<Description> {
    let id = super::account_id(account);
    let row = super::ledger_rows_marked(boot, step).into_iter().find(|r| r.id == id)?;
    let pages = Ledger::of(boot, step).pages(account);
    Some(Description {
        span: None,
        amount: format!("{}, {}", several(pages.0, "page"), row.amount),
        what: format!("{}. {} This number is {}.", row.name, row.why, row.sure),
        pfn: String::new(),
    })
}

/// Xen's bucket after `step`.
pub fn describe_bucket(step: &Step) -> Description {
    Description {
        span: None,
        amount: much(step.after.returned, dom0(step)),
        what: "Returned by dom0, now free in Xen. Xen may give it to guests.".to_owned(),
        pfn: String::new(),
    }
}

/// What backs a page, and why.
const fn backs(by: Backing) -> &'static str {
    match by {
        Backing::Ram => "dom0’s RAM. Xen chose the machine frames.",
        Backing::OnHole => "dom0’s RAM, at page numbers where its map has none.",
        Backing::Stranded => "dom0’s RAM under a reserved entry. dom0 cannot use it.",
        Backing::Released => {
            "Returned to Xen because the machine has no RAM at these page numbers."
        }
        Backing::Ballooned => "dom0’s RAM. The balloon got it from Xen.",
        Backing::Populated => "New RAM from Xen, in place of the pages that were returned.",
        Backing::Vacated => "Empty: its RAM now has other page numbers. Nothing was lost.",
        Backing::Moved => "dom0’s RAM, moved here from page numbers without RAM.",
        Backing::Identity => "A window to the hardware at the same address. It uses no RAM.",
    }
}

/// What a map lists; `None` for a hole.
const fn listed(kind: Option<Kind>) -> &'static str {
    match kind {
        None => "A hole: the map lists nothing here. Devices may use it.",
        Some(Kind::Usable) => "RAM that the map lists as usable.",
        Some(Kind::Reserved) => "Reserved by the firmware, for itself or for devices.",
        Some(Kind::AcpiData) => "ACPI tables. Linux may reuse them once it has read them.",
        Some(Kind::AcpiNvs) => "ACPI NVS: the firmware keeps it, even during sleep.",
        Some(Kind::Unusable) => "RAM that the map marks unusable. Linux may not use it.",
        Some(Kind::Other(_)) => "A type that this map does not explain. Linux leaves it alone.",
    }
}

fn in_own(own: &OwnMap, at: Pfn) -> Option<Description> {
    if let Some(room) = own.room.iter().find(|r| r.contains(at)) {
        let what =
            "Empty room, for the balloon or for mapped guest pages. No RAM of dom0 backs it.";
        return Some(of_span(*room, what));
    }
    in_map(&own.map, at).map(|(span, kind)| {
        let with_pages = sim::span::without(&[span], &own.room);
        let part = with_pages.into_iter().find(|s| s.contains(at)).unwrap_or(span);
        of_span(part, listed(kind))
    })
}

/// The entry or hole of a map that contains a page; `None` as its kind for a hole.
fn in_map(map: &Map<Addr>, at: Pfn) -> Option<(Span<Pfn>, Option<Kind>)> {
    let mut last = Pfn(0);
    for region in map.regions() {
        let span = region.span.round_out();
        if span.contains(at) {
            return Some((span, Some(region.kind)));
        }
        if let Some(hole) = Span::new(last, span.start()).filter(|h| h.contains(at)) {
            return Some((hole, None));
        }
        last = span.end();
    }
    None
}
