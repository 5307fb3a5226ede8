//! Eras 2–4, 3.2 to 4.2: pages under everything that is not RAM are released or moved
//! (spec/kernel.md 3–5).
//!
//! One sequence with three middle parts: released (3.2–3.4), released and refilled (3.5–3.17),
//! moved (3.18–4.2).

use super::e820_build::{build, clamp_extra, note_ratio_limit, signed_limit};
use super::gaps::{gaps, pfn_down};
use super::p2m::P2m;
use super::rules::{Identity, Totals, Unusable};
use super::vacate::{Vacated, release_gap};
use super::{
    Era, Input, Kernel, MemorySetup, Message, e820_table, populate, remap_deferred, remap_immediate,
};
use crate::map::{Entry, Kind, sanitise};
use crate::units::{Pages, Pfn};

pub(super) fn set_up(input: &Input<'_>) -> MemorySetup {
    let mut run = MemorySetup::default();
    run.hypercalls.memory_map = 1;
    run.hypercalls.maximum_reservation = 1;
    let mut p2m = P2m::new(input);
    let map = read_map(input);
    let rules = input.kernel.variant.rules();
    let pages = input.kernel.limit.min(input.pages);
    let extra = signed_limit(input).less(pages);
    let given_end = pages.end();
    let vacated = match rules.era {
        Era::MovedNow => {
            remap_immediate::remap_gaps(&mut run, &mut p2m, &map, given_end, input.kernel)
        }
        Era::MovedLate => remap_deferred::remap_gaps(&mut run, &mut p2m, &map, given_end, rules),
        Era::Classic | Era::HolesReleased | Era::Released | Era::Populated | Era::Checked => {
            release_gaps(&mut run, &mut p2m, input, &map, given_end)
        }
    };
    let base = vacated.base;
    let wanted = extra.plus(vacated.extra);
    let extra = clamp_extra(base.pages_from(Pfn(0)), wanted);
    note_ratio_limit(&mut run, wanted, extra);
    let extra_mem = build(&mut run, input, &p2m, &map, base, extra);
    mark_rest(&mut run, input, &map);
    e820_table::finish(&mut run, input);
    e820_table::print(&mut run, input.kernel);
    run.extra = extra_mem.listed();
    if matches!(rules.era, Era::MovedNow | Era::MovedLate) {
        run.extra_initial.clone_from(&run.extra);
    }
    if rules.era == Era::MovedLate {
        remap_deferred::apply_chunks(&mut run, extra_mem, &vacated.chunks);
    }
    p2m.into_setup(&mut run, input.pages);
    run
}

/// The machine's map becomes the kernel's own, sorted and disjoint
/// (spec/kernel.md 3 steps 1 and 2).
fn read_map(input: &Input<'_>) -> Vec<Entry> {
    let mut map = input.host.read_as_own().entries;
    unusable_to_ram(&mut map, input.kernel);
    let capacity = map.len();
    sanitise(&map, capacity)
}

/// RAM that Xen's `mem=` cut off counts as RAM in some kernels.
pub(super) fn unusable_to_ram(map: &mut [Entry], kernel: Kernel) {
    if kernel.variant.rules().unusable == Unusable::Kept {
        return;
    }
    for entry in map.iter_mut().filter(|e| e.kind == Kind::Unusable) {
        entry.kind = Kind::Usable;
    }
}

/// Releases the pages in the gaps and marks them 1:1 (spec/kernel.md 3 step 4), then populates
/// pages again (spec/kernel.md 4 step 4b).
fn release_gaps(
    run: &mut MemorySetup,
    p2m: &mut P2m,
    input: &Input<'_>,
    map: &[Entry],
    given_end: Pfn,
) -> Vacated {
    let rules = input.kernel.variant.rules();
    let mut released = Pages::ZERO;
    for gap in gaps(map) {
        if gap.start() < given_end {
            released = released.plus(release_gap(run, p2m, rules, gap, given_end));
        }
        p2m.mark_identity(run, gap.start(), gap.end());
    }
    let quiet = rules.totals == Totals::IfAny;
    if !quiet || !released.is_zero() {
        run.messages.push(Message::ReleasedUnused(released));
    }
    if !quiet || !p2m.reported().is_zero() {
        run.messages.push(Message::SetIdentity(p2m.reported()));
    }
    if rules.era != Era::Populated {
        return Vacated { base: given_end, extra: released, chunks: Vec::new() };
    }
    let populated = populate::populate(run, p2m, rules.populate, map, given_end, released);
    let extra = released.less(populated.pages);
    let limit = input.kernel.limit.end();
    let base = if populated.end > given_end { limit.min(populated.end) } else { given_end };
    Vacated { base, extra, chunks: Vec::new() }
}

/// In some kernels, everything after the last entry is 1:1 as well.
pub(super) fn mark_rest(run: &mut MemorySetup, input: &Input<'_>, map: &[Entry]) {
    if input.kernel.variant.rules().identity == Identity::GapsAndRest {
        run.identity_rest = map.last().map(|e| pfn_down(e.end()));
    }
}
