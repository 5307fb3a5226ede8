//! The kernel's own table while it grows: room for 320 entries. It is printed at the end.

use super::{Input, MapStyle, MemorySetup, Message, Prefix, Variant};
use crate::map::{Entry, Kind, Table, sanitise};
use crate::units::{Addr, Bytes, PAGE_SHIFT, Pfn};
use crate::version::Version;

/// Entries the table can hold: 128, plus 3 for each of 64 NUMA nodes.
pub(super) const ROOM: usize = 320;

/// Entries allowed in the host's map: 128 up to 4.9, as many as the kernel's own table since 4.10
/// (spec/kernel.md 6 step 2).
pub(super) fn host_room(release: Version) -> usize {
    if release < Version::new(4, 10, 0) { 128 } else { ROOM }
}
/// Upper bound of page numbers: 2^46 bytes.
pub(super) const MAX_PFN: u64 = 1 << 34;

/// Appends an entry. A full table drops it and prints a message.
pub(super) fn append(run: &mut MemorySetup, prefix: Prefix, start: u64, size: u64, kind: Kind) {
    let entry = Entry { start: Addr(start), size: Bytes(size), kind };
    if is_full(run) {
        run.messages.push(Message::TooManyEntries(prefix, entry));
    } else {
        run.table.entries.push(entry);
    }
}

/// Whether the table is full.
pub(super) fn is_full(run: &MemorySetup) -> bool {
    run.table.entries.len() >= ROOM
}

/// Last step of every pvops kernel: reserves the ISA area (spec/kernel.md 0.7).
pub(super) fn finish(run: &mut MemorySetup, input: &Input<'_>) {
    append(run, prefix(input.kernel.release), 0xa0000, 0x60000, Kind::Reserved);
    run.table.entries = sanitise(&run.table.entries, ROOM);
    run.max_pfn = end_of_ram(input.kernel.variant, &run.table);
}

/// One past the page number of the last RAM (spec/kernel.md 0.6). RAM from 64 TiB up has no page
/// numbers here and is left out; RAM that crosses that limit is cut there.
pub(super) fn end_of_ram(variant: Variant, table: &Table) -> Pfn {
    let counts = |kind| match kind {
        Kind::Usable => true,
        Kind::AcpiData => variant == Variant::V612,
        Kind::Reserved | Kind::AcpiNvs | Kind::Unusable | Kind::Other(_) => false,
    };
    let reached = |e: &&Entry| counts(e.kind) && e.start.0 >> PAGE_SHIFT < MAX_PFN;
    let ends = table.entries.iter().filter(reached).map(|e| e.end().0 >> PAGE_SHIFT);
    Pfn(ends.max().unwrap_or(0).min(MAX_PFN))
}

/// Prints the table (spec/kernel.md 0.5).
pub(super) fn print(run: &mut MemorySetup, release: Version) {
    let style = style(release);
    run.messages.push(Message::MapHeader(prefix(release)));
    let mut last = Addr(0);
    for i in 0..run.table.entries.len() {
        let Some(&entry) = run.table.entries.get(i) else { break };
        if style == MapStyle::MemAndGaps {
            run.messages.extend(crate::span::Span::new(last, entry.start).map(Message::MapGap));
            last = last.max(entry.end());
        }
        run.messages.push(Message::MapLine(style, entry));
    }
}

pub(super) fn prefix(release: Version) -> Prefix {
    let since = Version::new(3, 5, 0);
    // 4.15.18 prints it and 4.20 does not; releases between them use the older form.
    let until = Version::new(4, 20, 0);
    if since <= release && release < until { Prefix::E820 } else { Prefix::Bare }
}

fn style(release: Version) -> MapStyle {
    if release < Version::new(3, 5, 0) {
        MapStyle::Bracketed
    } else if release < Version::new(7, 3, 0) {
        MapStyle::Mem
    } else {
        MapStyle::MemAndGaps
    }
}
