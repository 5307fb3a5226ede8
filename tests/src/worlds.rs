//! Short constructors for a kernel, a map and a run of the setup, for tests that build
//! their own worlds.

use sim::kernel::release::{Flavour, Support, of};
use sim::kernel::{Input, Kernel, Layout, MemorySetup, ReservationReply, set_up};
use sim::map::{Entry, Kind, RawMap, Table};
use sim::span::Span;
use sim::units::{Addr, Pages, Pfn};

use crate::xen_vectors::release;

/// The hypercall's return value if Xen has set no limit.
pub const NO_LIMIT: ReservationReply = ReservationReply(u32::MAX as i64);

/// The kernel of a release number; `None` if it has no dom0 support.
pub fn kernel(text: &str) -> Option<Kernel> {
    match of(release(text)?, Flavour::Pvops) {
        Support::Dom0(kernel, _) => Some(kernel),
        Support::NoDom0 => None,
    }
}

/// An entry from its ends in bytes (half-open) and its e820 type number.
pub fn entry((start, end, kind): (u64, u64, u32)) -> Entry {
    Entry::new(Addr(start), Addr(end), Kind::from_number(kind))
}

/// Page numbers from `start`, `count` of them; at least one.
///
/// # Panics
/// If `count` is 0.
pub fn pages(start: u64, count: u64) -> Span<Pfn> {
    match Span::of(Pfn(start), count) {
        Some(span) => span,
        None => unreachable!("a span of no page"),
    }
}

/// A table's entries as their ends and type numbers.
pub fn plain(table: &Table) -> Vec<(u64, u64, u32)> {
    table.entries.iter().map(|e| (e.start.0, e.end().0, e.kind.number())).collect()
}

/// The messages of a run, line by line.
pub fn lines(run: &MemorySetup) -> Vec<String> {
    run.messages.iter().flat_map(|m| m.clone().lines()).map(|m| m.to_string()).collect()
}

/// Everything a setup needs, owned.
#[derive(Clone, Debug)]
pub struct World {
    /// The kernel.
    pub kernel: Kernel,
    /// The machine's map.
    pub host: RawMap,
    /// Pages given.
    pub pages: u64,
    /// The return value of the maximum-reservation hypercall.
    pub maximum: ReservationReply,
    /// Where Xen placed what it loaded for dom0.
    pub layout: Option<Layout>,
}

impl World {
    /// A world without a limit and with nothing placed.
    pub fn new(kernel: Kernel, host: &[(u64, u64, u32)], pages: u64) -> Self {
        let host = RawMap { entries: host.iter().copied().map(entry).collect() };
        Self { kernel, host, pages, maximum: NO_LIMIT, layout: None }
    }

    /// Runs the model's setup.
    pub fn run(&self) -> MemorySetup {
        set_up(&Input {
            kernel: self.kernel,
            host: &self.host,
            pages: Pages(self.pages),
            maximum: self.maximum,
            layout: self.layout,
        })
    }
}
