//! How the kernel builds its map: base, balloon room, and what lies above
//! (spec/kernel.md 3 step 6, spec/kernel.md 6 step 6).

use super::e820_table::{self, MAX_PFN};
use super::extra_mem::{ExtraMem, Unit};
use super::gaps::{pfn_down, pfn_phys, pfn_up};
use super::p2m::P2m;
use super::rules::{Extra, ExtraWarnings, RamAbove, Rules};
use super::{Input, MemorySetup, Message, Prefix, Warning};
use crate::map::{Entry, Kind};
use crate::span::Span;
use crate::units::{Bytes, PAGE_SIZE, Pages, Pfn};

/// Maximum ratio of extra pages to the base.
const RATIO: u64 = 10;

/// Era 1: base and extra together are at most 10 times the base.
pub(super) fn clamp_whole(base: Pages, extra: Pages) -> Pages {
    ten_times(base).min(base.plus(extra)).less(base)
}

/// Since era 2, extra alone is at most 10 times the base.
pub(super) fn clamp_extra(base: Pages, extra: Pages) -> Pages {
    extra.min(ten_times(base))
}

fn ten_times(base: Pages) -> Pages {
    Pages(base.0.min(MAX_PFN.0).saturating_mul(RATIO))
}

/// Records the extra pages that the 10× clamp allows, if it removes any.
pub(super) fn note_ratio_limit(run: &mut MemorySetup, wanted: Pages, allowed: Pages) {
    run.ratio_limit = (allowed < wanted).then_some(allowed);
}

/// The limit as kernels up to 4.2 compute it: the reservation is read as a signed 32-bit number,
/// and the build's own limit is used if that is not positive.
pub(super) fn signed_limit(input: &Input<'_>) -> Pages {
    let low = input.maximum.0.cast_unsigned() & 0xffff_ffff;
    let positive = (1..1 << 31).contains(&low);
    if positive { Pages(low).min(input.kernel.limit) } else { input.kernel.limit }
}

/// The warning texts that the balloon may still print.
#[derive(Default)]
struct Warned {
    identity: u64,
    frame: u64,
}

/// Builds the kernel's table from its copy of the machine's map: RAM below the base, then
/// room for `extra` pages, then the rest, as the variant treats it.
pub(super) fn build(
    run: &mut MemorySetup,
    input: &Input<'_>,
    p2m: &P2m,
    map: &[Entry],
    base: Pfn,
    extra: Pages,
) -> ExtraMem {
    let rules = input.kernel.variant.rules();
    let unit = if rules.extra == Extra::InRamByPages { Unit::Pages } else { Unit::Bytes };
    let mut extra_mem = ExtraMem::new(unit);
    let mut warned = Warned::default();
    let prefix = input.kernel.prefix();
    let mem_end = pfn_phys(base);
    let mut extra = extra;
    for entry in map {
        if !entry.is_ram() {
            e820_table::append(run, prefix, *entry);
            continue;
        }
        let mut rest = *entry;
        // An empty entry, which survives only in an unsorted map, is one piece of no bytes.
        loop {
            let piece;
            if rest.start < mem_end {
                (piece, rest) = split(rest, Bytes(mem_end.0 - rest.start.0));
            } else if !extra.is_zero() {
                if let Some(pages) = empty_entry_pages(run, &extra_mem, rest, extra) {
                    run.messages.push(Message::TooManyEmpty(prefix, pages));
                    (_, rest) = split(rest, pages.pages().bytes());
                }
                (piece, rest) = split(rest, extra.bytes());
                let counted = extra_mem.add(piece.start, piece.size);
                extra = Pages(extra.0.wrapping_sub(counted.0));
                if !extra_mem.is_in_pages() {
                    warn(run, p2m, &mut warned, piece, rules);
                }
            } else {
                if rules.ram_above == RamAbove::Unusable {
                    let unusable = Entry { kind: Kind::Unusable, ..rest };
                    e820_table::append(run, prefix, unusable);
                }
                break;
            }
            append_whole_pages(run, prefix, piece);
            if rest.size == Bytes(0) {
                break;
            }
        }
    }
    extra_mem
}

/// The first `size` bytes of an entry, or all of it, and what is left.
fn split(entry: Entry, size: Bytes) -> (Entry, Entry) {
    let piece = Entry { size: entry.size.min(size), ..entry };
    (piece, Entry { start: piece.end(), size: Bytes(entry.size.0 - piece.size.0), ..entry })
}

/// Since 4.3, a region that starts mid-page never hands its last page to the balloon. A piece one
/// page long contains no whole page, so the kernel walks the rest of the region page by page with
/// an empty entry for each. Once the table is full, each page only causes one printed line. The
/// function returns those pages, except the last, if the kernel reaches that state.
fn empty_entry_pages(
    run: &MemorySetup,
    extra_mem: &ExtraMem,
    rest: Entry,
    extra: Pages,
) -> Option<Span<Pfn>> {
    let start = rest.start;
    let yields_no_page =
        extra_mem.is_in_pages() && extra == Pages(1) && !start.0.is_multiple_of(PAGE_SIZE);
    if !yields_no_page || !e820_table::is_full(run) {
        return None;
    }
    let to_the_top = Bytes(u64::MAX - start.0);
    let after = rest.size.min(to_the_top).whole_pages().less(Pages(1));
    Span::new(pfn_up(start), pfn_up(start).plus(after))
}

fn append_whole_pages(run: &mut MemorySetup, prefix: Prefix, piece: Entry) {
    let (first, end) = (pfn_phys(pfn_up(piece.start)), pfn_phys(pfn_down(piece.end())));
    e820_table::append(run, prefix, Entry::new(first, end, Kind::Usable));
}

/// Warns of balloon pages that are not empty. spec/kernel.md 3 step 6 lists the variants that warn
/// and those that print each text only once.
fn warn(run: &mut MemorySetup, p2m: &P2m, warned: &mut Warned, piece: Entry, rules: &Rules) {
    let once = match rules.extra_warnings {
        ExtraWarnings::Silent => return,
        ExtraWarnings::Once => 1,
        ExtraWarnings::Each => u64::MAX,
    };
    let Some(piece) = Span::new(pfn_down(piece.start), pfn_down(piece.end())) else { return };
    let identity = p2m.identity_within(piece);
    let full = p2m.full_within(piece);
    let mut found: Vec<_> = identity
        .iter()
        .map(|&s| (s, Warning::OverwritesIdentity as fn(Pfn) -> Warning))
        .chain(full.iter().map(|&s| (s, Warning::RemovesFrame as fn(Pfn) -> Warning)))
        .collect();
    crate::sort::sort_by_key(&mut found, |(s, _)| *s);
    for (pages, make) in found {
        let seen = match make(Pfn(0)) {
            Warning::OverwritesIdentity(_) => &mut warned.identity,
            Warning::RemovesFrame(_) | Warning::ReleaseRefused(_) | Warning::Bare => {
                &mut warned.frame
            }
        };
        let count = pages.count().min(once.saturating_sub(*seen));
        *seen = seen.saturating_add(count);
        run.warn_for(&[pages], make, count);
    }
}
