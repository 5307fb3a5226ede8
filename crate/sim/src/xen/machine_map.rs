//! The machine's map: how Xen processes the firmware's map, and what it shows dom0
//! (spec/xen.md 11).
//!
//! Not here: hardware limits of a Xen build, a DMI table lying in RAM, and RAM above the highest
//! write-back MTRR. None of them appears in a map as typed or logged. `dom0_mem=` and a crash
//! kernel's area do not change the map dom0 sees.

use super::Group;
use super::command_line::{key_and_value, tokens};
use super::number::size;
use crate::map::{Entry, Kind, Map, RawMap, Region};
use crate::span::{Span, without};
use crate::units::{Bytes, MachineAddr};
use crate::version::Version;

/// A map in the machine's addresses.
type MachineMap = Map<MachineAddr>;

/// The BIOS area: RAM that firmware reports here does not count.
const BIOS_AREA: (MachineAddr, MachineAddr) = (MachineAddr(0xa0000), MachineAddr(0x100000));

/// The registers of the first I/O APIC.
const IO_APIC: (MachineAddr, MachineAddr) = (MachineAddr(0xfec00000), MachineAddr(0xfec01000));
/// The local APIC and the window for message-signalled interrupts.
const LOCAL_APIC_AND_MSI: (MachineAddr, MachineAddr) =
    (MachineAddr(0xfee00000), MachineAddr(0xfef00000));
/// The local APIC alone.
const LOCAL_APIC: (MachineAddr, MachineAddr) = (MachineAddr(0xfee00000), MachineAddr(0xfee01000));
/// AMD's `HyperTransport` range, the last 12 GiB below 1 TiB.
const HYPER_TRANSPORT: (MachineAddr, MachineAddr) =
    (MachineAddr(0xfd00000000), MachineAddr(0x10000000000));

/// First release assumed to show only the local APIC's page (spec/xen.md 11): commit 381caa3885 of
/// 2025-03-05, in 4.21, and in 4.20.x by backport. The first point release of 4.20 with it is not
/// known, so all of 4.20 counts: boots of 4.14 and 4.17 show the whole MSI window, boots of 4.20
/// the page.
pub const NARROW_WINDOW: Version = Version::new(4, 20, 0);

/// Limits set on Xen's command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// `mem=`: RAM at and above this address is not used.
    pub mem: Option<MachineAddr>,
    /// `availmem=`: upper limit on the amount of RAM used (since 4.1).
    pub availmem: Option<Bytes>,
}

impl Limits {
    /// The limits on a whole command line; the last of each counts. The default unit is KiB. A
    /// limit of 0 counts as none (a guess: there is no evidence).
    pub fn on(line: &[u8], group: Group) -> Self {
        let mut limits = Self::default();
        for token in tokens(line, group) {
            let (key, value) = key_and_value(token);
            let bytes = Some(size(value, group).value).filter(|&bytes| bytes != 0);
            match key {
                b"mem" => limits.mem = bytes.map(MachineAddr),
                b"availmem" => limits.availmem = bytes.map(Bytes),
                _ => {}
            }
        }
        limits
    }
}

/// The platform Xen itself runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// On the machine.
    BareMetal,
    /// In a virtual machine; since 4.13, Xen then leaves the BIOS area unchanged.
    Nested,
}

/// The CPU's vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cpu {
    /// AMD or Hygon: with the `HyperTransport` range.
    Amd,
    /// Intel and others.
    Other,
}

/// Entries in Xen's table; further firmware entries are dropped.
pub fn table_size(version: Version) -> usize {
    if version < Version::new(4, 9, 0) { 128 } else { 1024 }
}

/// The map as Xen processes it at boot: sorted, overlaps resolved to the larger type, without RAM
/// in the BIOS area, cut at the limits.
pub fn processed(
    firmware: &RawMap,
    version: Version,
    limits: Limits,
    platform: Platform,
) -> MachineMap {
    let group = Group::of(version);
    let taken = firmware.entries.iter().copied().take(table_size(version)).collect::<Vec<_>>();
    let mut map = Map::from_entries(&taken);
    if platform == Platform::BareMetal || version < Version::new(4, 13, 0) {
        map = without_ram_in(&map, BIOS_AREA);
    }
    if let Some(limit) = limits.mem {
        map = cut(&map, limit, group);
    }
    match limits.availmem {
        Some(most) if group >= Group::V4_1 => {
            amount_limit(&map, most).map_or_else(|| map.clone(), |limit| cut(&map, limit, group))
        }
        Some(_) | None => map,
    }
}

/// The map dom0 sees: since 4.0, with RESERVED entries in the gaps where dom0 may not access the
/// hardware. IOMMU registers and further I/O APICs are not known here and remain gaps.
///
/// The `HyperTransport` range is left out in a virtual machine: it does not appear in two boots of
/// 4.17 and 4.20 on an emulated AMD CPU, whose firmware does not list it.
pub fn shown_to_dom0(
    map: &MachineMap,
    version: Version,
    cpu: Cpu,
    platform: Platform,
) -> MachineMap {
    let forbidden = windows(version, cpu, platform);
    let taken = map.regions().iter().map(|r| r.span).collect::<Vec<_>>();
    let mut all = entries(map);
    let gaps = without(&forbidden, &taken);
    all.extend(gaps.into_iter().map(|s| Entry::covering(s, Kind::Reserved)));
    Map::from_entries(&all)
}

/// Ranges for which dom0 has no I/O-memory permission, in rising order.
fn windows(version: Version, cpu: Cpu, platform: Platform) -> Vec<Span<MachineAddr>> {
    if version < Version::new(4, 0, 0) {
        return Vec::new();
    }
    let narrow = version >= NARROW_WINDOW;
    let list = [
        shows_io_apic(version).then_some(IO_APIC),
        Some(if narrow { LOCAL_APIC } else { LOCAL_APIC_AND_MSI }),
        (cpu == Cpu::Amd && platform == Platform::BareMetal).then_some(HYPER_TRANSPORT),
    ];
    list.into_iter().flatten().filter_map(|(start, end)| Span::new(start, end)).collect()
}

/// Left out in 4.3.0–4.3.3 and 4.4.0–4.4.1.
fn shows_io_apic(version: Version) -> bool {
    let v = |minor, patch| Version::new(4, minor, patch);
    !(v(3, 0)..v(3, 4)).contains(&version) && !(v(4, 0)..v(4, 2)).contains(&version)
}

fn entries(map: &MachineMap) -> Vec<Entry> {
    map.regions().iter().map(|r| Entry::covering(r.span, r.kind)).collect()
}

fn without_ram_in(map: &MachineMap, (start, end): (MachineAddr, MachineAddr)) -> MachineMap {
    let hole = Span::new(start, end).into_iter().collect::<Vec<_>>();
    let pieces = map.regions().iter().flat_map(|r| {
        let left = if r.kind == Kind::Usable { without(&[r.span], &hole) } else { vec![r.span] };
        left.into_iter().map(|s| Entry::covering(s, r.kind))
    });
    Map::from_entries(&pieces.collect::<Vec<_>>())
}

/// The address limit that leaves at most `most` RAM; `None` if there is no more than that.
fn amount_limit(map: &MachineMap, most: Bytes) -> Option<MachineAddr> {
    let mut sum = 0;
    for ram in map.ram() {
        sum += ram.count();
        if sum > most.0 {
            return Some(MachineAddr(ram.end().0.saturating_sub(sum - most.0)));
        }
    }
    None
}

fn cut(map: &MachineMap, limit: MachineAddr, group: Group) -> MachineMap {
    if group == Group::V3_4 { truncated(map, limit) } else { marked_unusable(map, limit) }
}

/// 3.4: RAM above the limit is truncated or deleted. Because of a bug, the entry after a deleted
/// one is skipped.
fn truncated(map: &MachineMap, limit: MachineAddr) -> MachineMap {
    let mut kept = Vec::new();
    let mut regions = map.regions().iter().copied();
    while let Some(region) = regions.next() {
        if region.kind != Kind::Usable || region.span.end() <= limit {
            kept.push(region);
        } else if let Some(span) = Span::new(region.span.start(), limit) {
            kept.push(Region { span, ..region });
        } else {
            kept.extend(regions.next());
        }
    }
    Map::from_entries(&kept.iter().map(|r| Entry::covering(r.span, r.kind)).collect::<Vec<_>>())
}

/// Since 4.0: RAM above the limit becomes UNUSABLE.
fn marked_unusable(map: &MachineMap, limit: MachineAddr) -> MachineMap {
    let halves = map.regions().iter().flat_map(|r| {
        let (start, end) = (r.span.start(), r.span.end());
        let middle = if r.kind == Kind::Usable { limit.clamp(start, end) } else { end };
        [
            Span::new(start, middle).map(|s| Entry::covering(s, r.kind)),
            Span::new(middle, end).map(|s| Entry::covering(s, Kind::Unusable)),
        ]
    });
    Map::from_entries(&halves.flatten().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Addr;

    fn raw(list: &[(u64, u64, u32)]) -> RawMap {
        let entry =
            |&(s, e, k): &(u64, u64, u32)| Entry::new(Addr(s), Addr(e), Kind::from_number(k));
        RawMap { entries: list.iter().map(entry).collect() }
    }

    fn check_line(line: &str, minor: u32, list: &[(u64, u64, u32)], expected: &[(u64, u64, u32)]) {
        let version = Version::new(if minor == 34 { 3 } else { 4 }, minor % 30, 0);
        let limits = Limits::on(line.as_bytes(), Group::of(version));
        let found = processed(&raw(list), version, limits, Platform::BareMetal);
        assert_eq!(found, Map::from_entries(&raw(expected).entries), "{line} {version}");
    }

    #[test]
    fn limits_are_read_with_kib_as_the_default_unit_and_the_last_counts() {
        let limits = Limits::on(b"mem=4 availmem=1M mem=8", Group::V4_17);
        assert_eq!(limits, Limits { mem: Some(MachineAddr(8192)), availmem: Some(Bytes(1 << 20)) });
    }

    #[test]
    fn what_is_cut_becomes_unusable_and_vanished_in_3_4() {
        let map = [(0, 0x8000, 1), (0x9000, 0xa000, 2)];
        check_line("mem=8", 0, &map, &[(0, 0x2000, 1), (0x2000, 0x8000, 5), (0x9000, 0xa000, 2)]);
        check_line("mem=8", 34, &map, &[(0, 0x2000, 1), (0x9000, 0xa000, 2)]);
    }

    #[test]
    fn both_limits_apply_one_after_the_other() {
        let map = [(0, 0x8000, 1), (0x10000, 0x18000, 1)];
        let expected = [(0, 0x8000, 1), (0x10000, 0x11000, 1), (0x11000, 0x18000, 5)];
        check_line("mem=80 availmem=36", 1, &map, &expected);
    }

    #[test]
    fn windows_fill_gaps_only() {
        let map = raw(&[(0, 0xfec00800, 1), (0xfee00000, 0xfee01000, 2)]).resolved();
        let found = shown_to_dom0(&map, Version::new(4, 14, 0), Cpu::Amd, Platform::BareMetal);
        let expected = raw(&[
            (0, 0xfec00800, 1),
            (0xfec00800, 0xfec01000, 2),
            (0xfee00000, 0xfef00000, 2),
            (0xfd00000000, 0x10000000000, 2),
        ]);
        assert_eq!(found, expected.resolved());
    }

    #[test]
    fn before_4_0_dom0_is_shown_the_map_as_it_is() {
        let map = raw(&[(0, 0x8000, 1)]).resolved();
        assert_eq!(shown_to_dom0(&map, Version::new(3, 4, 0), Cpu::Amd, Platform::BareMetal), map);
    }

    #[test]
    fn releases_without_the_io_apic_window_leave_a_gap() {
        let has = |minor, patch| {
            let shown = shown_to_dom0(
                &Map::default(),
                Version::new(4, minor, patch),
                Cpu::Other,
                Platform::BareMetal,
            );
            shown.regions().iter().any(|r| r.span.start() == IO_APIC.0)
        };
        assert!(has(2, 5) && has(3, 4) && has(4, 2) && has(5, 0));
        assert!(!has(3, 0) && !has(3, 3) && !has(4, 0) && !has(4, 1));
    }

    #[test]
    fn the_local_apic_window_is_narrow_since_4_20() {
        let first = |minor, patch| {
            let shown = shown_to_dom0(
                &Map::default(),
                Version::new(4, minor, patch),
                Cpu::Other,
                Platform::BareMetal,
            );
            shown.regions().last().map(|r| r.span.end())
        };
        for wide in [(0, 0), (17, 5), (19, 9)] {
            assert_eq!(first(wide.0, wide.1), Some(MachineAddr(0xfef00000)), "{wide:?}");
        }
        for narrow in [(20, 0), (20, 5), (21, 0), (22, 0)] {
            assert_eq!(first(narrow.0, narrow.1), Some(MachineAddr(0xfee01000)), "{narrow:?}");
        }
    }
}
