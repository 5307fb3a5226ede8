//! spec/kernel.md 5 (e4b) and spec/kernel.md 6: moves are recorded first, and subtracted
//! from the balloon's pages later.

use sim::kernel::{KernelPanic, Variant};

use super::own::{Above, end_of, own};
use super::{Kinds, RAM, Toy, TwinResult, limit_to_4_2};

pub(super) fn twin(variant: Variant, toy: &Toy) -> TwinResult {
    let kinds = Kinds::of(toy).unusable_as_ram();
    let checked = variant >= Variant::V43;
    let m = if checked { toy.nr } else { toy.limit.min(toy.nr) };
    let identity = kinds.gap_pages();
    let Noted { moved, released } = note(variant, &kinds, m);
    let extra = if checked {
        let below = identity.iter().filter(|&&page| page < m).count() as u64;
        (limit_from_4_3(toy) + below).saturating_sub(m)
    } else {
        limit_to_4_2(toy).saturating_sub(m) + (released.len() + moved.len()) as u64
    };
    let above = if variant < Variant::V44 { Above::Unusable } else { Above::LeftOut };
    let own = own(&kinds, m, extra.min(10 * m), above);
    let (room, panic) = match take_out(&own.room, &moved) {
        Ok(room) => (room, None),
        Err(panic) => (if checked { Vec::new() } else { own.room.clone() }, Some(panic)),
    };
    let acpi_too = |kind| kind == RAM || kind == 3;
    TwinResult {
        max_pfn: if variant == Variant::V612 {
            end_of(toy.base, &own.table, acpi_too)
        } else {
            own.max_pfn
        },
        table: own.table,
        pages_end: toy.nr - released.len() as u64,
        calls: [released.len() as u64, 0, if panic.is_none() { moved.len() as u64 } else { 0 }],
        rest: (kinds.end() > 0).then(|| kinds.end()),
        reported: identity.len() as u64,
        released,
        identity,
        moved,
        room_first: own.room,
        room,
        panic,
        ..TwinResult::default()
    }
}

fn limit_from_4_3(toy: &Toy) -> u64 {
    match u64::try_from(toy.maximum) {
        Ok(0) | Err(_) => 1 << 34,
        Ok(pages) => pages.min(1 << 34),
    }
}

struct Noted {
    moved: Vec<(u64, u64)>,
    released: Vec<u64>,
}

/// Each page of a gap moves to the next free page; if there is none, the rest of the gap is
/// released.
fn note(variant: Variant, kinds: &Kinds, m: u64) -> Noted {
    let mut noted = Noted { moved: Vec::new(), released: Vec::new() };
    let mut last = m;
    let mut stuck = false;
    let ram = kinds.ram();
    for page in 0..kinds.end().min(m) {
        if !kinds.in_gap(page) {
            stuck = false;
            continue;
        }
        let found = ram
            .iter()
            .find(|(_, end)| if variant < Variant::V44 { *end >= last } else { *end > last });
        let mut room = 0;
        if let (false, Some(&(start, end))) = (stuck, found) {
            last = last.max(start);
            room = end - last;
        }
        if room == 0 {
            stuck = true;
            noted.released.push(page);
        } else {
            noted.moved.push((page, last));
            last += 1;
        }
    }
    noted
}

/// Removes the moved pages' new numbers from the balloon's, highest run first.
fn take_out(room: &[u64], moved: &[(u64, u64)]) -> Result<Vec<u64>, KernelPanic> {
    let targets: Vec<u64> = moved.iter().map(|&(_, to)| to).collect();
    let mut left = room.to_vec();
    for (start, end) in runs(&targets).into_iter().rev() {
        for (first, behind) in runs(&left) {
            let touches = first == start || behind == end;
            if touches && end - start > behind - first {
                return Err(KernelPanic::RunTooLong);
            }
            if !touches && first < start && start < behind && end > behind {
                return Err(KernelPanic::RunPassesEnd);
            }
            if touches || (first < start && start < behind) {
                left.retain(|&page| page < start || page >= end);
                break;
            }
        }
    }
    Ok(left)
}

fn runs(pages: &[u64]) -> Vec<(u64, u64)> {
    let mut out: Vec<(u64, u64)> = Vec::new();
    for &page in pages {
        match out.last_mut() {
            Some((_, end)) if *end == page => *end += 1,
            _ => out.push((page, page + 1)),
        }
    }
    out
}
