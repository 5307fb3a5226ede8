//! Era 5, since 4.3: late moves, a 64-bit limit, conflict checks (spec/kernel.md 6).

use super::e820_build::{build, clamp_extra, note_ratio_limit};
use super::e820_table::MAX_PFN;
use super::from_3_2::{mark_rest, unusable_to_ram};
use super::gaps::{gaps, pfn_down, pfn_up};
use super::p2m::P2m;
use super::rules::{Conflicts, Reservation, ToMove};
use super::{Ibft, Input, MemorySetup, checks, e820_table, remap_deferred};
use crate::map::{Entry, Kind, sanitise};
use crate::units::{Addr, Pages, Pfn};

pub(super) fn set_up(input: &Input<'_>) -> MemorySetup {
    let rules = input.kernel.variant.rules();
    let mut run = MemorySetup::default();
    run.hypercalls.memory_map = 1;
    let base = input.pages.end().min(MAX_PFN);
    let base_pages = base.pages_from(Pfn(0));
    let mut map = read_map(input);
    let mut swaps = Vec::new();
    let swaps_nvs = rules.conflicts == Conflicts::CheckedAfterSwap;
    if swaps_nvs {
        match checks::swap_nvs(&mut run, input, &map, base) {
            Ok(swapped) => (map, swaps) = (swapped.map, swapped.pairs),
            Err(panic) => {
                run.panic = Some(panic);
                return run;
            }
        }
    }
    run.hypercalls.maximum_reservation = 1;
    let mut p2m = P2m::new(input);
    let wanted = limit(input, &map, base).less(base_pages);
    let extra = clamp_extra(base_pages, wanted);
    note_ratio_limit(&mut run, wanted, extra);
    let extra_mem = build(&mut run, input, &p2m, &map, base, extra);
    run.extra_initial = extra_mem.listed();
    mark_rest(&mut run, input, &map);
    e820_table::finish(&mut run, input);
    if let Err(panic) = checks::place(&mut run, input, &map) {
        return stopped(run, panic);
    }
    let vacated = remap_deferred::remap_gaps(&mut run, &mut p2m, &map, base, rules);
    e820_table::print(&mut run, input.kernel);
    remap_deferred::apply_chunks(&mut run, extra_mem, &vacated.chunks);
    if swaps_nvs && run.panic.is_none() {
        checks::remap_nonram(&mut run, &swaps);
    }
    p2m.into_setup(&mut run, input.pages);
    run
}

/// A kernel that stops in a check has messages but no map.
fn stopped(run: MemorySetup, panic: super::KernelPanic) -> MemorySetup {
    MemorySetup {
        messages: run.messages,
        hypercalls: run.hypercalls,
        panic: Some(panic),
        ..MemorySetup::default()
    }
}

/// The host's map as the kernel reads it (spec/kernel.md 6 steps 1 and 2).
fn read_map(input: &Input<'_>) -> Vec<Entry> {
    let kernel = input.kernel;
    let mut map = input.host.read_as_own().entries;
    unusable_to_ram(&mut map, kernel);
    if kernel.variant.rules().reserves_ibft && kernel.ibft == Ibft::On {
        let (start, end) = (Addr(0x80000), Addr(0x100000));
        map.push(Entry::new(start, end, Kind::Reserved));
    }
    sanitise(&map, kernel.host_map_capacity())
}

/// The reservation, plus the pages that will move (spec/kernel.md 6 step 4).
fn limit(input: &Input<'_>, map: &[Entry], base: Pfn) -> Pages {
    let returned = u64::try_from(input.maximum.0).ok().filter(|&n| n > 0);
    let limit = Pages(returned.map_or(MAX_PFN.0, |n| n.min(MAX_PFN.0)));
    let moving = if input.kernel.variant.rules().reservation == Reservation::Signed64(ToMove::Short)
    {
        to_move_counted_short(map, base)
    } else {
        gaps(map).map(|g| g.end().min(base).pages_from(g.start())).sum()
    };
    limit.plus(moving)
}

/// The count in 4.3 to 4.5: one page short after RAM that ends mid-page.
fn to_move_counted_short(map: &[Entry], base: Pfn) -> Pages {
    let mut count: u64 = 0;
    let mut end = Pfn(0);
    for entry in map {
        let start = pfn_down(entry.start);
        end = start.min(end);
        if start >= base {
            return Pages(count.wrapping_add(base.0 - end.0));
        }
        count = count.wrapping_add(start.0 - end.0);
        end = pfn_up(entry.end()).min(base);
        if !entry.is_ram() {
            count = count.wrapping_add(end.0.wrapping_sub(start.0));
        }
    }
    Pages(count)
}
