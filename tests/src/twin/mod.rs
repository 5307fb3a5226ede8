//! Slow twins of the kernels: page by page, on toy worlds of a few pages.
//!
//! Written from spec/kernel.md alone and in a different form from the model, so that a
//! mistake in one is not repeated in the other: arrays and loops over pages, no ranges, no
//! sets. Maps are whole pages, sorted and disjoint; edges inside pages, overlaps and full
//! tables are left to the vectors and the facts. A toy world may start after `base` pages
//! of plain RAM, which places it at an address that matters.

mod classic;
mod holes;
mod late;
mod moved_now;
mod own;
mod released;
mod worlds;

pub use worlds::{ToySetting, worlds};

use sim::kernel::{Era, Kernel, KernelPanic, MemorySetup, ReservationReply, Variant};
use sim::span::Span;
use sim::units::Pfn;

use crate::worlds::World;

/// RAM's type number.
const RAM: u32 = 1;
/// The type number of reserved entries.
const RESERVED: u32 = 2;
/// The type number of unusable RAM.
const UNUSABLE: u32 = 5;

/// A region of a toy map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// First page.
    pub start: u64,
    /// One past the last page (exclusive end).
    pub end: u64,
    /// The e820 type number.
    pub kind: u32,
}

/// A toy world: all in pages.
#[derive(Clone, Debug)]
pub struct Toy {
    /// Pages of plain RAM below everything, a region of their own.
    pub base: u64,
    /// The regions above, rising and disjoint.
    pub regions: Vec<Region>,
    /// Pages given; at least `base`.
    pub nr: u64,
    /// What the maximum-reservation hypercall returns.
    pub maximum: i64,
    /// The domain limit of the build.
    pub limit: u64,
}

/// Result of a kernel, page by page; tables start at `base`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TwinResult {
    /// The kernel's table: first page, exclusive end, type number.
    pub table: Vec<(u64, u64, u32)>,
    /// Pages released.
    pub released: Vec<u64>,
    /// Pages marked 1:1.
    pub identity: Vec<u64>,
    /// All pages from here on are 1:1.
    pub rest: Option<u64>,
    /// How many pages the kernel reports as marked.
    pub reported: u64,
    /// Pages populated.
    pub populated: Vec<u64>,
    /// Pages moved: old and new number.
    pub moved: Vec<(u64, u64)>,
    /// The balloon's pages; unset if the kernel stopped.
    pub room: Vec<u64>,
    /// The same before the deferred move.
    pub room_first: Vec<u64>,
    /// One past the last page of RAM.
    pub max_pfn: u64,
    /// Pages at the end.
    pub pages_end: u64,
    /// Pages released, populated and moved with one hypercall each.
    pub calls: [u64; 3],
    /// Warnings.
    pub warnings: u64,
    /// Reason it stopped.
    pub panic: Option<KernelPanic>,
}

/// The result of this variant's twin.
pub fn twin(variant: Variant, toy: &Toy) -> TwinResult {
    match variant.era() {
        Era::Classic => classic::twin(toy),
        Era::HolesReleased => holes::twin(variant, toy),
        Era::Released | Era::Populated => released::twin(variant, toy),
        Era::MovedNow => moved_now::twin(toy),
        Era::MovedLate | Era::Checked => late::twin(variant, toy),
    }
}

/// The model's result for the same world.
pub fn model(variant: Variant, toy: &Toy) -> TwinResult {
    let whole = Region { start: 0, end: toy.base, kind: RAM };
    let regions = [whole].into_iter().filter(|r| r.end > 0).chain(toy.regions.iter().copied());
    let host: Vec<_> = regions.map(|r| (r.start << 12, r.end << 12, r.kind)).collect();
    let release = sim::version::Version::new(9, 9, 9);
    let mut kernel = Kernel::new(variant, release);
    kernel.limit = sim::units::Pages(toy.limit);
    let maximum = ReservationReply(toy.maximum);
    told(&World { maximum, ..World::new(kernel, &host, toy.nr) }.run(), toy.base)
}

fn told(run: &MemorySetup, base: u64) -> TwinResult {
    let page = |byte: u64| if byte.is_multiple_of(4096) { byte >> 12 } else { u64::MAX };
    let table = run.table.entries.iter().map(|e| (page(e.start.0), page(e.end().0), e.kind));
    let above = table.filter(|&(_, end, _)| end > base);
    let calls = run.hypercalls;
    TwinResult {
        table: above.map(|(s, e, kind)| (s.max(base), e, kind.number())).collect(),
        released: numbers(&run.released),
        identity: numbers(&run.identity),
        rest: run.identity_rest.map(|pfn| pfn.0),
        reported: run.identity_pages.0,
        populated: numbers(&run.populated),
        moved: run.moved.iter().flat_map(each_move).collect(),
        room: room(&run.extra),
        room_first: room(&run.extra_initial),
        max_pfn: run.max_pfn.0,
        pages_end: run.pages_end.0,
        calls: [calls.decrease_reservation, calls.populate_physmap, calls.mmu_update],
        warnings: run.warnings_total,
        panic: run.panic,
    }
}

fn numbers(spans: &[Span<Pfn>]) -> Vec<u64> {
    spans.iter().flat_map(|s| s.start().0..s.end().0).collect()
}

fn each_move(m: &sim::step::Move) -> impl Iterator<Item = (u64, u64)> {
    (m.from.0..m.from.0 + m.pages.0).zip(m.to.0..)
}

fn room(extra: &[sim::kernel::ExtraRegion]) -> Vec<u64> {
    let mut pages: Vec<u64> =
        extra.iter().flat_map(|e| e.start.0..e.start.0.saturating_add_signed(e.pages)).collect();
    pages.sort_unstable();
    pages
}

/// The kinds of a toy world's pages.
struct Kinds {
    base: u64,
    above: Vec<u32>,
}

impl Kinds {
    /// As in the map.
    fn of(toy: &Toy) -> Self {
        let end = toy.regions.last().map_or(toy.base, |r| r.end);
        let kind = |page| toy.regions.iter().find(|r| r.start <= page && page < r.end);
        let above = (toy.base..end).map(|page| kind(page).map_or(0, |r| r.kind)).collect();
        Self { base: toy.base, above }
    }

    /// The same with unusable pages counted as RAM.
    fn unusable_as_ram(mut self) -> Self {
        for kind in self.above.iter_mut().filter(|k| **k == UNUSABLE) {
            *kind = RAM;
        }
        self
    }

    /// One past the last page of the map.
    fn end(&self) -> u64 {
        self.base + self.above.len() as u64
    }

    /// The kind of a page; 0 in a hole.
    fn at(&self, page: u64) -> u32 {
        if page < self.base {
            return RAM;
        }
        let index = usize::try_from(page - self.base).unwrap_or(usize::MAX);
        self.above.get(index).copied().unwrap_or(0)
    }

    /// Whether a page is below the map's end and is not RAM.
    fn in_gap(&self, page: u64) -> bool {
        page < self.end() && self.at(page) != RAM
    }

    /// All pages in gaps, in ascending order.
    fn gap_pages(&self) -> Vec<u64> {
        (self.base..self.end()).filter(|&page| self.in_gap(page)).collect()
    }

    /// First pages and exclusive ends of the ranges of RAM.
    fn ram(&self) -> Vec<(u64, u64)> {
        let mut out = if self.base > 0 { vec![(0, self.base)] } else { Vec::new() };
        for page in (self.base..self.end()).filter(|&page| self.at(page) == RAM) {
            match out.last_mut() {
                Some((_, end)) if *end == page => *end += 1,
                _ => out.push((page, page + 1)),
            }
        }
        out
    }
}

/// The reservation as read by kernels up to 4.2: a signed 32-bit number, or the build's
/// limit if that is not above 0.
fn limit_to_4_2(toy: &Toy) -> u64 {
    let low = u32::try_from(toy.maximum & 0xffff_ffff).unwrap_or(0).cast_signed();
    match u64::try_from(low) {
        Ok(0) | Err(_) => toy.limit,
        Ok(pages) => pages.min(toy.limit),
    }
}
