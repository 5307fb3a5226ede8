//! Since 4.3, what Xen placed must lie in RAM. Since 6.12, NVS regions swap places
//! (spec/kernel.md 6 steps 3, 8 and 10).

use super::gaps::{pfn_down, pfn_phys, pfn_up};
use super::rules::Conflicts;
use super::{Input, KernelPanic, Layout, MemorySetup, Message, Placed};
use crate::map::{Entry, Kind, sanitise};
use crate::span::{Span, sorted_joined};
use crate::step::NonRamMove;
use crate::units::{Addr, Bytes, PAGE_SIZE, Pfn};

/// Pairs the kernel can remember; one more stops it.
const PAIRS: usize = 4;

/// The map after the NVS swap, and the pairs to enter in the p2m later.
pub(super) struct Swapped {
    pub(super) map: Vec<Entry>,
    pub(super) pairs: Vec<Pair>,
}

/// An NVS region (bytes) and where its frames are entered.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    from: Addr,
    to: Addr,
    size: Bytes,
}

/// Since 6.12: the kernel, start info and page tables are each moved out of the way of NVS regions
/// and then checked (spec/kernel.md 6 step 3).
pub(super) fn swap_nvs(
    run: &mut MemorySetup,
    input: &Input<'_>,
    map: &[Entry],
    base: Pfn,
) -> Result<Swapped, KernelPanic> {
    let mut swapped = Swapped { map: map.to_vec(), pairs: Vec::new() };
    let Some(layout) = input.layout else { return Ok(swapped) };
    let placed = [
        (Placed::Kernel, layout.kernel),
        (Placed::StartInfo, layout.start_info),
        (Placed::PageTables, layout.page_tables),
    ];
    for (what, range) in placed {
        let Some(range) = range else { continue };
        resolve(run, input, &mut swapped, range, base)?;
        if !in_one_ram_entry(&swapped.map, range) {
            run.messages.push(Message::Conflict(what));
            return Err(KernelPanic::NotUsable);
        }
    }
    Ok(swapped)
}

/// Swaps every NVS entry that overlaps `range` with RAM at or above the base.
fn resolve(
    run: &mut MemorySetup,
    input: &Input<'_>,
    swapped: &mut Swapped,
    range: Span<Addr>,
    base: Pfn,
) -> Result<(), KernelPanic> {
    let mut i = 0;
    while let Some(&nvs) = swapped.map.get(i) {
        if nvs.start >= range.end() {
            break;
        }
        i += 1;
        if nvs.kind != Kind::AcpiNvs || nvs.end() <= range.start() {
            continue;
        }
        let first = pfn_phys(pfn_down(nvs.start));
        let widened = Entry::new(first, pfn_phys(pfn_up(nvs.end())), Kind::Usable);
        let size = widened.size;
        let Some(host) = ram_to_give_up(&mut swapped.map, size, base) else {
            run.messages.push(Message::NoSwapArea);
            return Err(KernelPanic::NoSwap);
        };
        host.size = Bytes(host.size.0.wrapping_sub(size.0));
        let freed = host.end();
        let place = Addr(freed.0.wrapping_add(first.0).wrapping_sub(nvs.start.0));
        if let Some(old) = swapped.map.get_mut(i - 1) {
            *old = widened;
        }
        let capacity = input.kernel.host_map_capacity();
        // A full table accepts no further entry, so entries that wrap cannot make it grow for
        // ever.
        if swapped.map.len() < capacity {
            swapped.map.push(Entry { start: place, ..nvs });
        }
        if swapped.pairs.len() == PAIRS {
            run.messages.push(Message::TooManySwaps);
            return Err(KernelPanic::TooManySwaps);
        }
        swapped.pairs.push(Pair { from: first, to: freed, size });
        swapped.map = sanitise(&swapped.map, capacity);
    }
    Ok(())
}

fn ram_to_give_up(map: &mut [Entry], size: Bytes, base: Pfn) -> Option<&mut Entry> {
    map.iter_mut().find(|e| {
        e.is_ram() && e.size >= size && e.end().0.wrapping_sub(size.0) >= pfn_phys(base).0
    })
}

fn in_one_ram_entry(map: &[Entry], range: Span<Addr>) -> bool {
    map.iter().any(|e| e.is_ram() && e.start <= range.start() && range.end() <= e.end())
}

/// Checks the kernel and page tables (up to 6.8) and moves the initrd if it conflicts
/// (spec/kernel.md 6 step 8).
pub(super) fn place(
    run: &mut MemorySetup,
    input: &Input<'_>,
    map: &[Entry],
) -> Result<(), KernelPanic> {
    let Some(layout) = input.layout else { return Ok(()) };
    if input.kernel.variant.rules().conflicts == Conflicts::Checked {
        check(run, map, layout.kernel, Placed::Kernel, KernelPanic::MemorySetup)?;
        check(run, map, layout.page_tables, Placed::PageTables, KernelPanic::PageTables)?;
    }
    run.initrd = layout.initrd;
    let Some(initrd) = layout.initrd.filter(|&i| !in_one_ram_entry(map, i)) else {
        return Ok(());
    };
    let reserved = reserved_pages(run, layout);
    let Some(free) = find_free(map, &reserved, Bytes(initrd.count())) else {
        run.messages.push(Message::NoInitrdRoom);
        return Err(KernelPanic::MemorySetup);
    };
    run.messages.push(Message::InitrdMoved(initrd, free));
    run.initrd = Some(free);
    Ok(())
}

fn check(
    run: &mut MemorySetup,
    map: &[Entry],
    range: Option<Span<Addr>>,
    what: Placed,
    panic: KernelPanic,
) -> Result<(), KernelPanic> {
    match range {
        Some(range) if !in_one_ram_entry(map, range) => {
            run.messages.push(Message::Conflict(what));
            Err(panic)
        }
        Some(_) | None => Ok(()),
    }
}

/// Pages the initrd must not be moved to: everything placed and the balloon's regions.
fn reserved_pages(run: &MemorySetup, layout: Layout) -> Vec<Span<Pfn>> {
    let placed = [layout.kernel, layout.start_info, layout.page_tables, layout.initrd];
    let balloon = run.extra_initial.iter().filter_map(|e| {
        let end = e.start.0.checked_add_signed(e.pages)?;
        Span::new(e.start, Pfn(end))
    });
    sorted_joined(placed.into_iter().flatten().map(Span::round_out).chain(balloon).collect())
}

/// The first place for `size` bytes in one RAM entry. The search steps from the entry's first byte
/// in whole pages and checks the page of each address; after a reserved page it starts again. This
/// code skips each range of reserved pages at once.
fn find_free(map: &[Entry], reserved: &[Span<Pfn>], size: Bytes) -> Option<Span<Addr>> {
    let looked_at = size.0.div_ceil(PAGE_SIZE);
    for entry in map.iter().filter(|e| e.is_ram() && e.size >= size) {
        let mut place = Span::of(entry.start, size.0);
        let mut left = reserved.iter();
        while let Some(free) = place.filter(|p| p.end() <= entry.end()) {
            let pages = Span::of(pfn_down(free.start()), looked_at)?;
            // Sorted and disjoint, so a range that was skipped is not met again.
            let Some(hit) = left.find(|r| pages.overlap(**r).is_some()) else {
                return Some(free);
            };
            place = past(free.start(), pages, *hit).and_then(|start| Span::of(start, size.0));
        }
    }
    None
}

/// The address with the same offset within its page as `start`, in the first page past `hit`.
/// `None` if no address is that high.
fn past(start: Addr, pages: Span<Pfn>, hit: Span<Pfn>) -> Option<Addr> {
    let passed = (hit.end().0 - pages.start().0).checked_mul(PAGE_SIZE)?;
    start.0.checked_add(passed).map(Addr)
}

/// Enters the remembered pairs in the p2m (spec/kernel.md 6 step 10).
pub(super) fn remap_nonram(run: &mut MemorySetup, pairs: &[Pair]) {
    for pair in pairs {
        let (frame, pages) = (pfn_down(pair.from).identity_frame(), pair.size.whole_pages());
        run.nonram_moved.push(NonRamMove { frame, to: pfn_down(pair.to), pages });
    }
    let pages = pairs.iter().map(|p| p.size.whole_pages()).sum();
    crate::sort::sort_by_key(&mut run.nonram_moved, |m| m.frame);
    run.messages.push(Message::RemappedNonRam(pages));
}
