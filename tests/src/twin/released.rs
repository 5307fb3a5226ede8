//! spec/kernel.md 3 and 4: pages in gaps are released (since 3.2), and populated again at
//! the first free RAM above (3.5–3.17).

use sim::kernel::Variant;

use super::own::{Above, own};
use super::{Kinds, Toy, TwinResult, limit_to_4_2};

pub(super) fn twin(variant: Variant, toy: &Toy) -> TwinResult {
    let kinds = if variant == Variant::V34Stable || variant >= Variant::V311 {
        Kinds::of(toy).unusable_as_ram()
    } else {
        Kinds::of(toy)
    };
    let mut m = toy.limit.min(toy.nr);
    let first_m = m;
    let identity = kinds.gap_pages();
    let released: Vec<u64> = identity.iter().copied().filter(|&page| page < m).collect();
    let mut extra = limit_to_4_2(toy).saturating_sub(m) + released.len() as u64;
    let mut populated = Vec::new();
    if variant >= Variant::V35 {
        let filled = if variant == Variant::V35 {
            fill_from_where_it_stopped(&kinds, m, released.len())
        } else {
            fill(&kinds, m, released.len())
        };
        extra -= filled.pages.len() as u64;
        if filled.behind > m {
            m = toy.limit.min(filled.behind);
        }
        populated = filled.pages;
    }
    let own = own(&kinds, m, extra.min(10 * m), Above::Unusable);
    let full = |page: &&u64| **page < first_m || populated.contains(*page);
    let warned = own.room.iter().filter(full).count() as u64;
    populated.sort_unstable();
    TwinResult {
        table: own.table,
        max_pfn: own.max_pfn,
        pages_end: toy.nr - released.len() as u64 + populated.len() as u64,
        calls: [released.len() as u64, populated.len() as u64, 0],
        rest: (variant >= Variant::V316 && kinds.end() > 0).then(|| kinds.end()),
        reported: identity.len() as u64,
        warnings: warned.min(most_warnings(variant)),
        released,
        identity,
        populated,
        room: own.room,
        ..TwinResult::default()
    }
}

/// Some variants warn about each balloon page that is not empty, one of them only once.
fn most_warnings(variant: Variant) -> u64 {
    if [Variant::V34Stable, Variant::V36, Variant::V311].contains(&variant) {
        u64::MAX
    } else {
        u64::from(variant == Variant::V316)
    }
}

struct Filled {
    pages: Vec<u64>,
    /// One past the last page filled.
    behind: u64,
}

/// Since 3.6: the first `left` pages of RAM at or above `m`.
fn fill(kinds: &Kinds, m: u64, left: usize) -> Filled {
    let free = (m..kinds.end()).filter(|&page| !kinds.in_gap(page));
    let pages: Vec<u64> = free.take(left).collect();
    let behind = pages.last().map_or(0, |page| page + 1);
    Filled { pages, behind }
}

/// 3.5: after the first range of RAM it continues from where it stopped, through the gap,
/// whose pages it cannot fill.
fn fill_from_where_it_stopped(kinds: &Kinds, m: u64, left: usize) -> Filled {
    let mut filled = Filled { pages: Vec::new(), behind: 0 };
    let mut left = left as u64;
    for (start, end) in kinds.ram().into_iter().filter(|&(_, end)| end > m) {
        let mut at = start.max(m);
        if start > m && filled.behind > 0 && end >= filled.behind {
            at = filled.behind;
        }
        if left == 0 {
            break;
        }
        let mut got = 0;
        for page in (at..end).take(usize::try_from(left).unwrap_or(0)) {
            if !kinds.in_gap(page) && page >= m && !filled.pages.contains(&page) {
                filled.pages.push(page);
                got += 1;
            }
        }
        if end > at {
            filled.behind = at + got;
            left -= got;
        }
    }
    filled
}
