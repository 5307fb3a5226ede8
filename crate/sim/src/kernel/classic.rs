//! Era 0, the classic kernels: the map is made from the page count alone
//! (spec/kernel.md 1).

use super::gaps::pfn_phys;
use super::{ExtraRegion, Input, MemorySetup, Message, Prefix, e820_table};
use crate::map::{Entry, Kind};
use crate::units::{Addr, Pages};

/// Page numbers without frames after the last page: 8 MiB for the balloon.
const SLACK: Pages = Pages(2048);

pub(super) fn set_up(input: &Input<'_>) -> MemorySetup {
    let end = input.pages.plus(SLACK);
    let mut run = MemorySetup::default();
    let ram = Entry::new(Addr(0), pfn_phys(end.end()), Kind::Usable);
    e820_table::append(&mut run, Prefix::Bare, ram);
    run.max_pfn = e820_table::end_of_ram(input.kernel, &run.table);
    run.messages.push(Message::MapHeader(Prefix::Bare));
    let lines = run.table.entries.iter().map(|&e| Message::MapLine(super::MapStyle::Bracketed, e));
    run.messages.extend(lines);
    run.extra = vec![ExtraRegion { start: input.pages.end(), pages: SLACK.0.cast_signed() }];
    run.pages_end = input.pages;
    run
}
