//! What the map that counts lacks, as far as that can be seen.
//!
//! A map has no mark at its end. What shows that lines are missing: addresses at its edges, a
//! last line that breaks off, marks of people, other lines that count more RAM, and a log that
//! has its beginning and stops with the map, as `dmesg | head` does.

use sim::map::{Entry, Kind, RawMap};
use sim::units::{PAGE_SIZE, Pages};

use super::boots::{LinuxBoot, XenBoot};
use super::facts::{Cut, Facts, MapSource, Stops};
use super::same_machine::close;

/// What the lines around the map that counts show of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    /// Someone left lines out between its entries.
    pub(super) elided: bool,
    /// The paste ends inside an entry.
    pub(super) breaks_off: bool,
    /// The log has its beginning, and its last line is the map's last one.
    pub(super) stops: bool,
}

impl Signs {
    /// The signs in these boots.
    pub(super) fn of(xen: &XenBoot, linux: &LinuxBoot, breaks_off: bool) -> Self {
        let maps = [&xen.map, &linux.firmware, &linux.own];
        let elided = maps.iter().find(|map| !map.entries.is_empty()).is_some_and(|map| map.elided);
        let stops = if xen.map.entries.is_empty() { linux.stops() } else { xen.stops() };
        let stops = stops == Some(Stops::Map);
        let breaks_off = breaks_off && xen.alloc.is_none() && linux.memory.is_none();
        Self { elided, breaks_off, stops }
    }
}

/// What the map that counts lacks.
pub(super) fn cut(facts: &Facts, signs: Signs) -> Option<Cut> {
    let map = &facts.machine_map.as_ref().or(facts.dom0_map.as_ref())?.value;
    let by_xen = facts.map_source == Some(MapSource::Xen);
    // Linux may have taken the first page.
    let low = if by_xen { 1 } else { 1 << 20 };
    let high = |e: &Entry| e.kind == Kind::Usable && e.end().0 > 1 << 20;
    if map.entries.iter().all(|e| e.start.0 >= low) {
        Some(Cut::Start)
    } else if signs.breaks_off || !map.entries.iter().any(high) || ends_early(map, facts) {
        Some(Cut::End)
    } else if signs.elided || lacks_ram(map, facts) {
        Some(Cut::Middle)
    } else if signs.stops && !is_whole(map, facts) {
        Some(Cut::Open)
    } else {
        None
    }
}

/// Whether Linux found RAM above everything that its map lists. A changed map may have added it.
fn ends_early(map: &RawMap, facts: &Facts) -> bool {
    let by_linux = facts.map_source != Some(MapSource::Xen) && facts.changed_map.is_none();
    let last = facts.last_pfn.as_ref().filter(|_| by_linux).and_then(|l| l.value.first());
    let end = map.entries.iter().map(|e| e.end().0 / PAGE_SIZE).max();
    last.zip(end).is_some_and(|(last, end)| *last > end)
}

/// Whether something counts more RAM than the map lists, beyond what rounding explains. Of dom0's
/// own map nothing but its kernel knows how much it should list.
fn lacks_ram(map: &RawMap, facts: &Facts) -> bool {
    let listed = map.resolved().ram_pages();
    let ring = facts.system_ram.as_ref().map(|kib| kib.value / 4);
    let tool = facts.xl_total.as_ref().map(|mib| mib.value.saturating_mul(256));
    let kernel = facts.memory_line.as_ref().map(|line| line.value.total / 4);
    let counted = match facts.map_source {
        Some(MapSource::Xen) => ring.or(tool),
        Some(MapSource::Firmware) => kernel,
        None => None,
    };
    let counted = Pages(counted.unwrap_or_default());
    listed < counted.less(Pages(counted.0 / 50))
}

/// Whether a map that may go on lists RAM up to its end: above 4 GiB, where it is last, or as
/// much as a tool counts.
fn is_whole(map: &RawMap, facts: &Facts) -> bool {
    let last = |e: &Entry| e.kind == Kind::Usable && e.start.0 >= 1 << 32;
    let listed = map.resolved().ram_pages().kib();
    let tool = facts.xl_total.as_ref().map(|mib| mib.value.saturating_mul(1024));
    let counted = facts.system_ram.as_ref().map(|kib| kib.value).or(tool);
    map.entries.iter().any(last) || counted.is_some_and(|kib| close(kib, listed))
}
