//! spec/kernel.md 5, e4a (3.18): pages in gaps move at once, whole leaves of 512 first.

use super::own::{Above, own};
use super::{Kinds, Toy, TwinResult, limit_to_4_2};

const LEAF: u64 = 512;

pub(super) fn twin(toy: &Toy) -> TwinResult {
    let kinds = Kinds::of(toy).unusable_as_ram();
    let m = toy.limit.min(toy.nr);
    let mut last = m;
    let (mut moved, mut released) = (Vec::new(), Vec::new());
    let identity = kinds.gap_pages();
    let mut page = 0;
    while page < kinds.end().min(m) {
        if !kinds.in_gap(page) {
            page += 1;
            continue;
        }
        let left = (page..m).take_while(|&p| kinds.in_gap(p)).count() as u64;
        let room = room(&kinds, &mut last);
        if room == 0 {
            released.extend(page..page + left);
            page += left;
            continue;
        }
        let size = left.min(room);
        moved.extend(in_leaves(page, last, size));
        page += size;
        last += size;
    }
    moved.sort_unstable();
    let base = if last > m { toy.limit.min(last) } else { m };
    let extra = limit_to_4_2(toy).saturating_sub(m) + released.len() as u64;
    let own = own(&kinds, base, extra.min(10 * base), Above::Unusable);
    TwinResult {
        table: own.table,
        max_pfn: own.max_pfn,
        pages_end: toy.nr - released.len() as u64,
        calls: [released.len() as u64, 0, moved.len() as u64],
        rest: (kinds.end() > 0).then(|| kinds.end()),
        reported: identity.len() as u64,
        released,
        identity,
        moved,
        room_first: own.room.clone(),
        room: own.room,
        ..TwinResult::default()
    }
}

/// Free pages at the point where the search stops; it also stops at RAM that ends at
/// `last`.
fn room(kinds: &Kinds, last: &mut u64) -> u64 {
    let Some((start, end)) = kinds.ram().into_iter().find(|&(_, end)| end >= *last) else {
        return 0;
    };
    *last = start.max(*last);
    end - *last
}

/// Pairs of old and new numbers: aligned leaves first, then the pages before and after
/// them.
fn in_leaves(from: u64, to: u64, size: u64) -> Vec<(u64, u64)> {
    let (source_end, target_end) = (from + size, to + size);
    let (first, goal) = (from.next_multiple_of(LEAF), to.next_multiple_of(LEAF));
    let (mut source, mut target) = (first, goal);
    let mut pairs = Vec::new();
    while source < source_end / LEAF * LEAF && target < target_end / LEAF * LEAF {
        pairs.extend((source..source + LEAF).zip(target..));
        source += LEAF;
        target += LEAF;
    }
    let old = (from..first.min(source_end)).chain(source..source_end);
    let new = (to..goal.min(target_end)).chain(target..target_end);
    pairs.extend(old.zip(new));
    pairs
}
