//! Era 1, 2.6.32 pvops to 3.1: only pages under true holes are released
//! (spec/kernel.md 2).
//!
//! Pages under reserved or ACPI entries still belong to dom0 but are unusable (stranded).

use super::gaps::{Gap, pfn_down, pfn_phys, pfn_up};
use super::p2m::P2m;
use super::rules::{Extra, Identity, ROOM, RamAbove, Reservation};
use super::{ExtraRegion, Input, MemorySetup, Message, e820_table};
use crate::map::{Entry, Kind, sanitise};
use crate::units::{PAGE_SIZE, Pages, Pfn};

const FOUR_GIB: u64 = 1 << 32;
const ONE_MIB: u64 = 1 << 20;

pub(super) fn set_up(input: &Input<'_>) -> MemorySetup {
    let mut run = MemorySetup::default();
    run.hypercalls.memory_map = 1;
    let mut p2m = P2m::new(input);
    let base = input.kernel.limit.0.min(input.pages.0);
    let Copied { extra, behind } = copy_host_map(&mut run, input, base);
    e820_table::finish(&mut run, input);
    let extra = limit_by_reservation(&mut run, input, base, extra);
    let released = release_holes(&mut run, &mut p2m, input);
    let wanted = extra.saturating_add(released);
    let extra = super::e820_build::clamp_whole(base, wanted);
    super::e820_build::note_ceiling(&mut run, wanted, extra);
    add_extra_region(&mut run, input, behind, extra);
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
    extra: u64,
    /// Start of the extra region, in bytes.
    behind: u64,
}

/// The host's entries in their order, RAM clipped at the base (spec/kernel.md 2 steps 0–2).
fn copy_host_map(run: &mut MemorySetup, input: &Input<'_>, base: u64) -> Copied {
    let rules = input.kernel.variant.rules();
    let prefix = input.kernel.prefix();
    let mem_end = pfn_phys(base);
    let low = rules.extra != Extra::AfterMapFrom4Gib;
    let mut behind = if low { mem_end } else { mem_end.max(FOUR_GIB) };
    let mut extra: u64 = 0;
    for host in &input.host.entries {
        let (start, mut size) = (host.start.0, host.size.0);
        if host.is_ram() && input.kernel.rounds_ram_ends() {
            size = size.wrapping_sub(start.wrapping_add(size) % PAGE_SIZE);
        }
        let mut end = start.wrapping_add(size);
        if host.is_ram() && end > mem_end {
            let above = size.min(end - mem_end);
            size -= above;
            end -= above;
            extra = extra.wrapping_add(pfn_down(above));
            if above > 0 && end < FOUR_GIB && rules.ram_above == RamAbove::UnusableBelow4Gib {
                e820_table::append(run, prefix, end, above, Kind::Unusable);
            }
        }
        if size > 0 {
            behind = behind.max(end);
            e820_table::append(run, prefix, start, size, host.kind);
        }
    }
    Copied { extra, behind }
}

/// Since 3.0.5, the maximum reservation limits the extra pages (spec/kernel.md 2 step 4).
fn limit_by_reservation(run: &mut MemorySetup, input: &Input<'_>, base: u64, extra: u64) -> u64 {
    if input.kernel.variant.rules().reservation == Reservation::Ignored {
        return extra;
    }
    run.hypercalls.maximum_reservation = 1;
    extra.min(super::e820_build::signed_limit(input).saturating_sub(base))
}

/// Holes of the new table between 1 MiB and the last page, rounded inwards
/// (spec/kernel.md 2 step 5).
fn release_holes(run: &mut MemorySetup, p2m: &mut P2m, input: &Input<'_>) -> u64 {
    let end = pfn_phys(input.pages.0);
    let mut last = ONE_MIB;
    let mut released: u64 = 0;
    let borders: Vec<(u64, u64)> =
        run.table.entries.iter().map(|e| (e.start.0, e.end().0)).chain([(end, end)]).collect();
    for (start, behind) in borders {
        if last >= end {
            break;
        }
        let hole = Gap { from: pfn_up(last), to: pfn_down(start.min(end)) };
        if last < start.min(end) && hole.from < hole.to {
            released = released.saturating_add(release_hole(run, p2m, input, hole).0);
        }
        last = last.max(behind);
    }
    run.messages.push(Message::ReleasedUnusedSmall(Pages(released)));
    released
}

fn release_hole(run: &mut MemorySetup, p2m: &mut P2m, input: &Input<'_>, hole: Gap) -> Pages {
    let gone = p2m.release(run, hole);
    if let Some(looked) = super::p2m::span(hole.from, hole.to) {
        run.messages.extend(input.kernel.variant.rules().release_line.about(looked, gone));
    }
    gone
}

/// Adds one region for the balloon after everything else (spec/kernel.md 2 step 7).
fn add_extra_region(run: &mut MemorySetup, input: &Input<'_>, behind: u64, extra: u64) {
    if extra == 0 {
        return;
    }
    let prefix = input.kernel.prefix();
    e820_table::append(run, prefix, behind, pfn_phys(extra), Kind::Usable);
    run.table.entries = sanitise(&run.table.entries, ROOM);
    run.max_pfn = e820_table::end_of_ram(input.kernel, &run.table);
    run.extra.push(ExtraRegion { start: Pfn(pfn_down(behind)), pages: extra.cast_signed() });
}

/// Marks the host's entries as given 1:1, rounded inwards (spec/kernel.md 2 step 8).
fn mark_identity(run: &mut MemorySetup, p2m: &mut P2m, input: &Input<'_>) {
    let (mut start, mut last) = (0, 0);
    for host in &input.host.entries {
        let (x, y) = (host.start.0.max(last), host.end().0);
        if y <= x || last > y {
            continue;
        }
        if is_plain(*host) {
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
