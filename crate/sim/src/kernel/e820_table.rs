//! The kernel's own table while it grows, to at most 320 entries. It is printed at the end.

use super::rules::{EndOfRam, TABLE_CAPACITY};
use super::{Input, Kernel, MapStyle, MemorySetup, Message, Prefix};
use crate::map::{Entry, Kind, Table, sanitise};
use crate::units::{Addr, Pfn};

/// The ISA area.
const ISA_START: Addr = Addr(0xa0000);
/// Its end (exclusive): 1 MiB.
const ISA_END: Addr = Addr(0x100000);
/// Upper bound of page numbers: 2^46 bytes.
pub(crate) const MAX_PFN: Pfn = Pfn(1 << 34);

/// Appends an entry. A full table drops it and prints a message.
pub(super) fn append(run: &mut MemorySetup, prefix: Prefix, entry: Entry) {
    if is_full(run) {
        run.messages.push(Message::TooManyEntries(prefix, entry));
    } else {
        run.table.entries.push(entry);
    }
}

/// Whether the table is full.
pub(super) fn is_full(run: &MemorySetup) -> bool {
    run.table.entries.len() >= TABLE_CAPACITY
}

/// Last step of every pvops kernel: reserves the ISA area (spec/kernel.md 0.7).
pub(super) fn finish(run: &mut MemorySetup, input: &Input<'_>) {
    append(run, input.kernel.prefix(), Entry::new(ISA_START, ISA_END, Kind::Reserved));
    run.table.entries = sanitise(&run.table.entries, TABLE_CAPACITY);
    run.max_pfn = end_of_ram(input.kernel, &run.table);
}

/// One past the page number of the last RAM (spec/kernel.md 0.6). RAM from 64 TiB up has no page
/// numbers here and is left out; RAM that crosses that limit is cut there.
pub(super) fn end_of_ram(kernel: Kernel, table: &Table) -> Pfn {
    let rule = kernel.variant.rules().end_of_ram;
    let counts = |kind| match kind {
        Kind::Usable => true,
        Kind::AcpiData => rule == EndOfRam::UsableAndAcpiData,
        Kind::Reserved | Kind::AcpiNvs | Kind::Unusable | Kind::Other(_) => false,
    };
    let reached = |e: &&Entry| counts(e.kind) && e.start.pfn_containing() < MAX_PFN;
    let ends = table.entries.iter().filter(reached).map(|e| e.end().pfn_containing());
    ends.max().unwrap_or_default().min(MAX_PFN)
}

/// Prints the table (spec/kernel.md 0.5).
pub(super) fn print(run: &mut MemorySetup, kernel: Kernel) {
    let style = kernel.map_style();
    run.messages.push(Message::MapHeader(kernel.prefix()));
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
