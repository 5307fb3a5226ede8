//! Era 1, 2.6.32 pvops to 3.1: only pages under true holes are released
//! (spec/kernel.md 2).
//!
//! Pages under reserved or ACPI entries still belong to dom0 but are unusable (stranded).

use super::gaps::{pfn_down, pfn_phys, pfn_up};
use super::p2m::P2m;
use super::rules::{Extra, Identity, RamAbove, Reservation, TABLE_CAPACITY};
use super::{ExtraRegion, Input, MemorySetup, Message, e820_table};
use crate::map::{Entry, Kind, sanitise};
use crate::span::Span;
use crate::units::{Addr, Bytes, PAGE_SIZE, Pages};

const FOUR_GIB: Addr = Addr(1 << 32);
const ONE_MIB: Addr = Addr(1 << 20);

pub(super) fn set_up(input: &Input<'_>) -> MemorySetup {
    let mut run = MemorySetup::default();
    run.hypercalls.memory_map = 1;
    let mut p2m = P2m::new(input);
    let base = input.kernel.limit.min(input.pages);
    let Copied { extra, past_all } = copy_host_map(&mut run, input, base);
    e820_table::finish(&mut run, input);
    let extra = limit_by_reservation(&mut run, input, base, extra);
    let released = release_holes(&mut run, &mut p2m, input);
    let wanted = extra.plus(released);
    let extra = super::e820_build::clamp_whole(base, wanted);
    super::e820_build::note_ratio_limit(&mut run, wanted, extra);
    add_extra_region(&mut run, input, past_all, extra);
    if input.kernel.variant.rules().identity != Identity::Unmarked {
        mark_identity(&mut run, &mut p2m, input);
        run.messages.push(Message::SetIdentityStop(p2m.reported()));
    }
    e820_table::print(&mut run, input.kernel);
    p2m.into_setup(&mut run, input.pages);
    run
}

/// Result of copying the host's map.
struct Copied {
    /// Pages of RAM above the base.
    extra: Pages,
    /// Start of the extra region.
    past_all: Addr,
}

/// The host's entries in their order, RAM clipped at the base (spec/kernel.md 2 steps 0–2).
fn copy_host_map(run: &mut MemorySetup, input: &Input<'_>, base: Pages) -> Copied {
    let rules = input.kernel.variant.rules();
    let prefix = input.kernel.prefix();
    let mem_end = pfn_phys(base.end());
    let low = rules.extra != Extra::AfterMapFrom4Gib;
    let mut past_all = if low { mem_end } else { mem_end.max(FOUR_GIB) };
    let mut extra = Pages::ZERO;
    for mut entry in input.host.read_as_own().entries {
        if entry.is_ram() && input.kernel.rounds_ram_ends() {
            entry.size = Bytes(entry.size.0.wrapping_sub(entry.end().0 % PAGE_SIZE));
        }
        if entry.is_ram() && entry.end() > mem_end {
            let above = entry.size.min(Bytes(entry.end().0 - mem_end.0));
            entry.size = Bytes(entry.size.0 - above.0);
            extra = Pages(extra.0.wrapping_add(above.whole_pages().0));
            let rest = Entry { start: entry.end(), size: above, kind: Kind::Unusable };
            let kept = rest.start < FOUR_GIB && rules.ram_above == RamAbove::UnusableBelow4Gib;
            if kept && above > Bytes(0) {
                e820_table::append(run, prefix, rest);
            }
        }
        if entry.size > Bytes(0) {
            past_all = past_all.max(entry.end());
            e820_table::append(run, prefix, entry);
        }
    }
    Copied { extra, past_all }
}

/// Since 3.0.5, the maximum reservation limits the extra pages (spec/kernel.md 2 step 4).
fn limit_by_reservation(
    run: &mut MemorySetup,
    input: &Input<'_>,
    base: Pages,
    extra: Pages,
) -> Pages {
    if input.kernel.variant.rules().reservation == Reservation::Ignored {
        return extra;
    }
    run.hypercalls.maximum_reservation = 1;
    extra.min(super::e820_build::signed_limit(input).less(base))
}

/// Holes of the new table between 1 MiB and the last page, rounded inwards
/// (spec/kernel.md 2 step 5).
fn release_holes(run: &mut MemorySetup, p2m: &mut P2m, input: &Input<'_>) -> Pages {
    let end = pfn_phys(input.pages.end());
    let mut last = ONE_MIB;
    let mut released = Pages::ZERO;
    let entries = run.table.entries.clone();
    let after_all = Entry::new(end, end, Kind::Reserved);
    for entry in entries.into_iter().chain([after_all]) {
        if last >= end {
            break;
        }
        let start = entry.start.min(end);
        let hole = Span::new(pfn_up(last), pfn_down(start)).filter(|_| last < start);
        if let Some(hole) = hole {
            let gone = p2m.release(run, hole);
            run.messages.extend(input.kernel.variant.rules().release_line.about(hole, gone));
            released = released.plus(gone);
        }
        last = last.max(entry.end());
    }
    run.messages.push(Message::ReleasedUnusedSmall(released));
    released
}

/// Adds one region for the balloon after everything else (spec/kernel.md 2 step 7).
fn add_extra_region(run: &mut MemorySetup, input: &Input<'_>, past_all: Addr, extra: Pages) {
    if extra.is_zero() {
        return;
    }
    let prefix = input.kernel.prefix();
    let size = Bytes(extra.0.wrapping_mul(PAGE_SIZE));
    e820_table::append(run, prefix, Entry { start: past_all, size, kind: Kind::Usable });
    run.table.entries = sanitise(&run.table.entries, TABLE_CAPACITY);
    run.max_pfn = e820_table::end_of_ram(input.kernel, &run.table);
    run.extra.push(ExtraRegion { start: pfn_down(past_all), pages: extra.0.cast_signed() });
}

/// Marks the host's entries as given 1:1, rounded inwards (spec/kernel.md 2 step 8).
fn mark_identity(run: &mut MemorySetup, p2m: &mut P2m, input: &Input<'_>) {
    let (mut start, mut last) = (Addr(0), Addr(0));
    for host in input.host.read_as_own().entries {
        let (x, y) = (host.start.max(last), host.end());
        if y <= x || last > y {
            continue;
        }
        if is_plain(host) {
            if x > start {
                p2m.mark_identity(run, pfn_up(start), pfn_down(x));
            }
            start = y;
        } else {
            start = x.min(start);
        }
        last = y;
    }
    if last > start {
        p2m.mark_identity(run, pfn_up(start), pfn_down(last));
    }
}

fn is_plain(entry: Entry) -> bool {
    matches!(entry.kind, Kind::Usable | Kind::Unusable)
}
