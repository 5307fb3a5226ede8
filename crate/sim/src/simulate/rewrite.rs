//! Finds how a kernel turned the machine's map into its own: the two maps compared piece by
//! piece, each piece with what the run says about it.
//!
//! Nothing is computed anew: both maps, the balloon's region and the moved frames are those of
//! the run. Not here: the result's type ([`crate::step::Rewrite`]).

use crate::kernel::rules::{Conflicts, Reservation};
use crate::kernel::{Era, Kernel, MemorySetup};
use crate::map::{Kind, Map, Region};
use crate::span::Span;
use crate::step::{Fate, NonRamMove, OldEntry, Part, Rewrite};
use crate::units::{Addr, PAGE_SIZE, Pages, Pfn};

/// How `kernel`, which Xen gave `pages`, made its map out of `old`.
pub fn rewrite(kernel: Kernel, run: &MemorySetup, pages: Pages, old: &Map<Addr>) -> Rewrite {
    let new = run.table.resolved();
    let base = match kernel.variant.rules().reservation {
        Reservation::Ignored | Reservation::Signed32 => kernel.limit.min(pages),
        Reservation::Signed64(_) => pages,
    };
    let extra = match kernel.variant.era() {
        Era::HolesReleased => run.extra.first(),
        Era::Classic
        | Era::Released
        | Era::Populated
        | Era::MovedNow
        | Era::MovedLate
        | Era::Checked => None,
    };
    let extra = extra.and_then(|e| Span::of(e.start.addr(), bytes(e.pages.unsigned_abs())));
    let swaps = kernel.variant.rules().conflicts == Conflicts::CheckedAfterSwap;
    let moved = if swaps { run.nonram_moved.as_slice() } else { &[] };
    let finder = Finder { kernel, base: Pfn(base.0).addr(), extra, moved };
    let mut rewrite = Rewrite { after: new.regions().to_vec(), ..Rewrite::default() };
    let whole = |region: &Region<Addr>| OldEntry { region: *region, parts: Vec::new() };
    rewrite.entries.extend(old.regions().iter().map(whole));
    let borders = borders(&[old.regions(), new.regions()], extra);
    for (&start, &end) in borders.iter().zip(borders.iter().skip(1)) {
        let Some(span) = Span::new(start, end) else { continue };
        let at = |r: &Region<Addr>| r.span.end() <= start;
        let entry = rewrite.entries.partition_point(|e| at(&e.region));
        let entry = rewrite.entries.get_mut(entry).filter(|e| e.region.span.contains(start));
        let now = new.regions().get(new.regions().partition_point(at));
        let now = now.filter(|r| r.span.contains(start)).map(|r| r.kind);
        let was = entry.as_ref().map(|e| e.region.kind);
        if was.is_none() && now.is_none() {
            continue;
        }
        let part = Part { span, now, fate: finder.fate(span, was, now) };
        push_part(entry.map_or(&mut rewrite.added, |e| &mut e.parts), part);
    }
    rewrite
}

fn bytes(pages: u64) -> u64 {
    pages.saturating_mul(PAGE_SIZE)
}

/// Every address at which something begins or ends, rising, each once.
fn borders(maps: &[&[Region<Addr>]], extra: Option<Span<Addr>>) -> Vec<Addr> {
    let spans = maps.iter().flat_map(|m| m.iter().map(|r| r.span)).chain(extra);
    let mut all: Vec<Addr> = spans.flat_map(|s| [s.start(), s.end()]).collect();
    crate::sort::sort_by_key(&mut all, |&addr| addr);
    all.dedup();
    all
}

/// Appends a part, joined to the last one if that touches it and came out the same.
fn push_part(parts: &mut Vec<Part>, part: Part) {
    let last = parts
        .last_mut()
        .filter(|p| (p.span.end(), p.now, p.fate) == (part.span.start(), part.now, part.fate));
    match last.and_then(|p| Some((Span::new(p.span.start(), part.span.end())?, p))) {
        Some((span, last)) => last.span = span,
        None => parts.push(part),
    }
}

/// What decides the fate of a range.
struct Finder<'a> {
    kernel: Kernel,
    /// End of the pages that the kernel counts as its own; RAM below is not cut off.
    base: Addr,
    /// The one region for the balloon (up to 3.1).
    extra: Option<Span<Addr>>,
    /// Frames under ACPI NVS entered elsewhere (since 6.12).
    moved: &'a [NonRamMove],
}

impl Finder<'_> {
    fn fate(&self, span: Span<Addr>, was: Option<Kind>, now: Option<Kind>) -> Fate {
        if self.kernel.variant.is_classic() {
            return Fate::Replaced;
        }
        let extra = self.extra.is_some_and(|e| e.contains(span.start()));
        match (was, now) {
            (_, Some(Kind::Usable)) if extra => Fate::ExtraRegion,
            (was, now) if was == now => Fate::Kept,
            (_, Some(Kind::Reserved)) => Fate::Claimed,
            (was, Some(Kind::Usable)) => self.made_ram(span, was),
            (Some(Kind::Usable), Some(Kind::AcpiNvs)) => self.moved_from(span),
            (Some(Kind::Usable | Kind::Unusable), None | Some(Kind::Unusable)) => self.gone(span),
            (_, _) => Fate::Overflowed,
        }
    }

    fn made_ram(&self, span: Span<Addr>, was: Option<Kind>) -> Fate {
        let frames = |m: &&NonRamMove| holds(m.frame.0, m.pages, span);
        match self.moved.iter().find(frames) {
            Some(m) => Fate::MovedTo(m.to.addr()),
            None if was == Some(Kind::Unusable) => Fate::MadeRam,
            None if self.extra.is_some() => Fate::ExtraRegion,
            None => Fate::Overflowed,
        }
    }

    /// An unaligned NVS entry lies up to a page below its frames' new place.
    fn moved_from(&self, span: Span<Addr>) -> Fate {
        let place = |m: &&NonRamMove| holds(m.to.0.saturating_sub(1), m.pages.plus(Pages(1)), span);
        let found = self.moved.iter().find(place);
        found.map_or(Fate::Overflowed, |m| Fate::MovedFrom(Pfn(m.frame.0).addr()))
    }

    /// RAM that is listed no longer, or as unusable.
    fn gone(&self, span: Span<Addr>) -> Fate {
        if span.round_in().is_none() {
            Fate::Rounded
        } else if span.start() >= self.base {
            Fate::CutOff
        } else {
            Fate::Overflowed
        }
    }
}

/// Whether the pages from `first` hold the start of `span`.
fn holds(first: u64, pages: Pages, span: Span<Addr>) -> bool {
    Span::of(Addr(bytes(first)), bytes(pages.0)).is_some_and(|s| s.contains(span.start()))
}
