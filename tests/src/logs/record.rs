//! One log of a file: the inputs of the model, and the outcome according to the log.
//!
//! Inputs are the machine's map, the pages Xen gave and the two releases. If a log shows
//! only dom0's map, the kernel receives that one, because a kernel leaves its own map
//! unchanged. Three inputs that no line of a log gives are taken from dom0's map: hardware
//! ranges in gaps of the machine's map, a maximum without its option, and the build option
//! that reserves the iBFT area.

use serde_json::Value;
use sim::kernel::{Ibft, Kernel, ReservationReply, Variant};
use sim::map::{Entry, Kind, Map, RawMap};
use sim::span::{Span, sorted_joined, without};
use sim::units::{Addr, MachineAddr, PAGE_SIZE, Pages, Pfn};
use sim::version::Version;
use sim::xen::Group;
use sim::xen::machine_map::{Cpu, Limits, Platform, processed, shown_to_dom0};

use crate::json::{is_set, number, text};

/// Below this address a kernel itself reserves ranges that the firmware left out.
const ONE_MIB: Addr = Addr(1 << 20);
/// Where the iBFT area starts.
const IBFT_AREA: Addr = Addr(0x80000);
/// Last release known not to reserve it, regardless of build options.
const WITHOUT_IBFT: Version = Version::new(6, 4, 6);

/// A log.
#[derive(Clone, Debug)]
pub struct Record {
    /// The map that Xen passes to the kernel.
    pub machine: RawMap,
    /// The dom0 kernel.
    pub linux: Kernel,
    /// Pages Xen gave.
    pub pages: Pages,
    /// Xen's release, if it is one known here.
    pub xen: Option<Version>,
    /// The text after `dom0_mem=`, if the log shows it.
    pub dom0_mem: Option<String>,
    /// The maximum reservation as shown by dom0's map; used if there is no option.
    pub shown_maximum: ReservationReply,
    /// RAM in the machine's map as Xen reads it, if the log shows that map.
    pub ram: Option<Pages>,
    /// Facts to compare with.
    pub truth: Truth,
}

/// The outcome according to a log; `None` or empty if it does not say.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// Dom0's map, if printed whole.
    pub map: Option<Vec<Entry>>,
    /// Pages released.
    pub released: LoggedPages,
    /// Pages marked 1:1.
    pub identity: LoggedPages,
    /// Pages populated.
    pub populated: LoggedPages,
    /// Pages moved.
    pub moved: Option<u64>,
    /// Frames moved that are not RAM.
    pub nonram_moved: Option<u64>,
    /// RAM that the kernel lists by node; a log may show only some of the lines.
    pub nodes: Vec<Span<Addr>>,
    /// The last page number's successor, followed by the same below 4 GiB.
    pub last_pfn: Vec<u64>,
    /// The amount Xen prints as System RAM, KiB.
    pub ram: Option<u64>,
    /// Second number of the Memory line, KiB.
    pub memory_total: Option<u64>,
}

/// A sum, and the ranges if the log shows all of them.
#[derive(Clone, Debug, Default)]
pub struct LoggedPages {
    /// Pages.
    pub total: Option<u64>,
    /// Sorted, joined.
    pub ranges: Option<Vec<Span<Pfn>>>,
}

impl Record {
    /// Reads a log.
    ///
    /// # Errors
    /// The reason the log is not simulated.
    pub fn read(v: &Value) -> Result<Self, &'static str> {
        if text(v, "kind") != Some("dom0 PV") || is_set(v, "unprivileged_domain") {
            return Err("not a PV dom0");
        }
        if v.get("user_defined_map").is_some_and(|m| !m.is_null()) {
            return Err("Linux mem=");
        }
        let linux = text(v, "kernel_version").ok_or("no Linux release")?;
        let linux = read::version::linux(linux, None).map_err(|_| "no Linux release")?.kernel;
        let pages = v.get("nr_pages").and_then(|n| number(n, "initial_total"));
        let pages = Pages(pages.ok_or("no pages given")?);
        let own = whole_map(v, "dom0_e820")?;
        let xen = text(v, "xen_version").and_then(|t| read::version::xen(t).ok());
        let printed = whole_map(v, "machine_e820")?;
        let line = text(v, "xen_command_line").unwrap_or_default();
        let taken = printed.or_else(|| deduced(v)).map(|m| taken(m, line, xen));
        let shown = taken.as_ref().map(|m| as_shown(m, xen));
        let machine = shown.map(|m| with_windows(&m, own.as_deref().unwrap_or_default()));
        let machine = machine.or_else(|| own.clone()).ok_or("no map")?;
        let truth = truth(v, own.clone());
        let linux = with_ibft(linux, &machine, own.as_deref());
        Ok(Self {
            shown_maximum: shown_maximum(&machine, own.as_deref()),
            ram: taken.map(|m| m.ram_pages()),
            machine: RawMap { entries: machine },
            linux,
            pages,
            xen,
            dom0_mem: option(v),
            truth,
        })
    }
}

/// The text after `dom0_mem=`; sentences in brackets are not an option.
fn option(v: &Value) -> Option<String> {
    text(v, "dom0_mem")?.strip_prefix("dom0_mem=").map(str::to_owned)
}

/// The printed map as Xen reads it.
fn taken(entries: Vec<Entry>, line: &str, xen: Option<Version>) -> Map<MachineAddr> {
    let raw = RawMap { entries };
    xen.map_or_else(
        || raw.resolved(),
        |xen| {
            let limits = Limits::on(line.as_bytes(), Group::of(xen));
            processed(&raw, xen, limits, Platform::BareMetal)
        },
    )
}

/// The map Xen passes to dom0, without registers that only the machine's tables show.
fn as_shown(taken: &Map<MachineAddr>, xen: Option<Version>) -> Vec<Entry> {
    let shown = xen.map(|xen| shown_to_dom0(taken, xen, Cpu::Other, Platform::BareMetal));
    entries_of(shown.as_ref().unwrap_or(taken))
}

/// Adds ranges that dom0's map reserves in gaps of the machine's map.
fn with_windows(machine: &[Entry], own: &[Entry]) -> Vec<Entry> {
    let taken: Vec<_> = machine.iter().filter_map(|e| e.span()).collect();
    let reserved = own.iter().filter(|e| e.kind == Kind::Reserved).filter_map(|e| e.span());
    let high: Vec<_> = reserved.filter(|s| s.start() >= ONE_MIB).collect();
    let windows = without(&sorted_joined(high), &sorted_joined(taken));
    let windows = windows.iter().map(|s| Entry::new(s.start(), s.end(), Kind::Reserved));
    let all: Vec<_> = machine.iter().copied().chain(windows).collect();
    entries_of(&Map::from_entries(&all))
}

/// If dom0's map has less RAM than the machine's, there is a limit.
fn shown_maximum(machine: &[Entry], own: Option<&[Entry]>) -> ReservationReply {
    let ram = |list: &[Entry]| Map::<MachineAddr>::from_entries(list).ram_pages();
    let limit = own.map(ram).filter(|shown| *shown < ram(machine));
    ReservationReply(limit.map_or(i64::from(u32::MAX), |pages| pages.0.cast_signed()))
}

/// Reserves the iBFT area if dom0's map has a border there and the machine's has none. The
/// first release that does so is somewhere after 6.4.6; up to 6.8 nothing else changed.
/// changed.
fn with_ibft(linux: Kernel, machine: &[Entry], own: Option<&[Entry]>) -> Kernel {
    let border = |list: &[Entry]| list.iter().any(|e| e.end() == IBFT_AREA);
    let shown = own.is_some_and(border) && !border(machine);
    if !shown || linux.release <= WITHOUT_IBFT {
        return linux;
    }
    Kernel { variant: linux.variant.max(Variant::V68), ibft: Ibft::On, ..linux }
}

fn truth(v: &Value, map: Option<Vec<Entry>>) -> Truth {
    let part = |key: &str| v.get(key).unwrap_or(&Value::Null);
    let list = |key: &str| part(key).as_array().cloned().unwrap_or_default();
    let bytes = |r: &Value| Span::new(Addr(number(r, "start")?), Addr(number(r, "end")?));
    Truth {
        map,
        released: logged_pages(part("released")),
        identity: logged_pages(part("identity")),
        populated: logged_pages(part("populated")),
        moved: number(part("remapped"), "pages"),
        nonram_moved: number(part("remapped"), "non_ram_pages"),
        nodes: list("node_ranges").iter().filter_map(bytes).collect(),
        last_pfn: list("last_pfn").iter().filter_map(Value::as_u64).collect(),
        ram: part("host_ram").get("system_ram_line").and_then(|line| number(line, "kib")),
        memory_total: number(part("memory_line"), "total_kib"),
    }
}

/// Ranges that do not add up to the sum are incomplete.
fn logged_pages(v: &Value) -> LoggedPages {
    let total = number(v, "total");
    let one = |r: &Value| Span::new(Pfn(number(r, "start_pfn")?), Pfn(number(r, "end_pfn")?));
    let list = v.get("ranges").and_then(Value::as_array);
    let ranges: Option<Vec<_>> = list.and_then(|l| l.iter().map(one).collect());
    let ranges = ranges.map(sorted_joined);
    let all = |r: &Vec<Span<Pfn>>| Some(sim::span::total(r).0) == total;
    LoggedPages { total, ranges: ranges.filter(all) }
}

/// A map's entries, if the log shows all of them.
fn whole_map(v: &Value, key: &str) -> Result<Option<Vec<Entry>>, &'static str> {
    let whole = v.get(key).filter(|map| is_set(map, "complete"));
    whole.map(|map| entries(map).ok_or("unreadable map")).transpose()
}

fn entries(map: &Value) -> Option<Vec<Entry>> {
    let one = |e: &Value| {
        let kind = match text(e, "type")? {
            "usable" => Kind::Usable,
            "reserved" => Kind::Reserved,
            "acpi" => Kind::AcpiData,
            "nvs" => Kind::AcpiNvs,
            "unusable" => Kind::Unusable,
            other => Kind::Other(other.strip_prefix("type ")?.parse().ok()?),
        };
        Some(Entry::new(Addr(number(e, "start")?), Addr(number(e, "end")?), kind))
    };
    map.get("entries")?.as_array()?.iter().map(one).collect()
}

/// RAM only, combined from several lines of one boot.
fn deduced(v: &Value) -> Option<Vec<Entry>> {
    let one = |r: &Value| {
        let at = |i: usize| Some(Addr(r.get(i)?.as_u64()?.checked_mul(PAGE_SIZE)?));
        Some(Entry::new(at(0)?, at(1)?, Kind::Usable))
    };
    v.get("machine_e820_deduced")?.get("ram_pfn")?.as_array()?.iter().map(one).collect()
}

fn entries_of(map: &Map<MachineAddr>) -> Vec<Entry> {
    map.regions().iter().map(|r| Entry::covering(r.span, r.kind)).collect()
}
