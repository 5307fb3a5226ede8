//! spec/kernel.md 2: pages in true holes above 1 MiB are released (2.6.32 pvops to 3.1).

use sim::kernel::Variant;

use super::own::{end_of, joined, with_isa};
use super::{Kinds, RAM, Region, Toy, TwinResult, UNUSABLE, limit_to_4_2};

const ONE_MIB: u64 = 0x100;
const FOUR_GIB: u64 = 0x100000;

pub(super) fn twin(variant: Variant, toy: &Toy) -> TwinResult {
    let m = toy.limit.min(toy.nr);
    let Copied { pages, mut extra, mut x } = copy(variant, toy, m);
    if variant >= Variant::V30 {
        x = x.max(FOUR_GIB);
    }
    if variant >= Variant::V305 {
        extra = extra.min(limit_to_4_2(toy).saturating_sub(m));
    }
    let table = with_isa(toy.base, pages);
    let taken = |page| table.iter().any(|&(start, end, _)| start <= page && page < end);
    let first = toy.base.max(ONE_MIB);
    let released: Vec<u64> = (first..toy.nr).filter(|&p| !taken(p) && p < m).collect();
    let extra = (10 * m).min(m + extra + released.len() as u64) - m;
    let room: Vec<u64> = (x..x + extra).collect();
    let table = with_room(table, &room);
    let identity = if variant >= Variant::V2639 { windows(toy) } else { Vec::new() };
    TwinResult {
        max_pfn: end_of(toy.base, &table, |kind| kind == RAM),
        table,
        pages_end: toy.nr - released.len() as u64,
        calls: [released.len() as u64, 0, 0],
        released,
        reported: identity.len() as u64,
        identity,
        room,
        ..TwinResult::default()
    }
}

struct Copied {
    pages: Vec<(u64, u32)>,
    extra: u64,
    x: u64,
}

/// spec/kernel.md 2 steps 0 and 1, entry by entry and page by page.
fn copy(variant: Variant, toy: &Toy, m: u64) -> Copied {
    let x = if variant == Variant::V2639 { m.max(FOUR_GIB) } else { m };
    let mut copied = Copied { pages: Vec::new(), extra: 0, x: x.max(toy.base) };
    for &Region { start, end, kind } in &toy.regions {
        for page in start..end {
            let kept = kind != RAM || page < m;
            let marked = start.max(m) < FOUR_GIB && variant != Variant::V2637;
            match (kept, marked) {
                (true, _) => copied.pages.push((page, kind)),
                (false, true) => copied.pages.push((page, UNUSABLE)),
                (false, false) => {}
            }
            copied.extra += u64::from(!kept);
            copied.x = if kept { copied.x.max(page + 1) } else { copied.x };
        }
    }
    copied
}

fn with_room(table: Vec<(u64, u64, u32)>, room: &[u64]) -> Vec<(u64, u64, u32)> {
    let mut pages: Vec<(u64, u32)> =
        table.into_iter().flat_map(|(s, e, kind)| (s..e).map(move |page| (page, kind))).collect();
    for &page in room {
        if !pages.iter().any(|&(at, _)| at == page) {
            pages.push((page, RAM));
        }
    }
    pages.sort_unstable();
    joined(&pages)
}

/// Every page below the map's end that is neither RAM nor unusable.
fn windows(toy: &Toy) -> Vec<u64> {
    let kinds = Kinds::of(toy).unusable_as_ram();
    kinds.gap_pages()
}
