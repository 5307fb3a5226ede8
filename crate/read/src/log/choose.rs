//! The boot that counts: its lines as figures. Never a union of boots.

use sim::map::RawMap;
use sim::units::{PAGE_SIZE, Pages};
use sim::version::Version;

use super::boots::{LinuxBoot, MapLines, Tools, XenBoot};
use super::command_line;
use super::cut::{Signs, cut};
use super::doubt::Doubt;
use super::facts::{Facts, IommuLogged, Logged, MapSource, Stops};
use super::free::Known;
use super::gather::Gathered;
use super::same_machine::{self, Same};
use super::several::{Boots, Pair};
use super::totals::{self, Total};

/// The parts that count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The boots.
    pub(super) pair: Pair,
    /// The output of tools.
    pub(super) tools: Run,
    /// Whether every kernel in the paste is a guest's, beside Xen's log.
    pub(super) guests_only: bool,
}

/// Which runs of tools count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Run {
    /// None: they belong to another boot.
    #[default]
    None,
    /// From this one on; where they differ, the last one.
    From(usize),
    /// The one of this number.
    One(usize),
}

/// The parts of boot `which`.
pub(super) fn chosen(all: &Gathered, boots: &Boots, which: usize) -> Chosen {
    let pair = boots.pairs.get(which).copied().unwrap_or_default();
    let parted = all.runs.iter().zip(all.runs.iter().skip(1)).all(|(a, b)| a.begun < b.begun);
    let each_has_one = boots.pairs.len() > 1 && all.runs.len() == boots.pairs.len() && parted;
    let xen = pair.xen.and_then(|i| all.xen.get(i));
    let linux = pair.linux.and_then(|i| all.linux.get(i));
    let fits = |run: &Tools| same_machine::run_of(run, xen, linux) == Same::Yes;
    let tools = match () {
        // Nothing tells of which host they are.
        () if all.has_hosts() => Run::None,
        () if each_has_one => Run::One(which),
        // Tools tell of the present: of the boot that is last.
        () if which == boots.usual && all.runs.last().is_some_and(fits) => {
            Run::From(latest(all, fits))
        }
        () => Run::None,
    };
    Chosen { pair, tools, guests_only: boots.guests_only }
}

/// The first of the last runs that fit the boot, and that the last one does not contradict.
fn latest(all: &Gathered, fits: impl Fn(&Tools) -> bool) -> usize {
    let Some((last, before)) = all.runs.split_last() else { return 0 };
    let other =
        before.iter().rposition(|run| same_machine::runs(run, last) != Same::Yes || !fits(run));
    other.map_or(0, |i| i + 1)
}

/// The output of tools that counts.
pub(super) fn tools(all: &mut Gathered, run: Run) -> Tools {
    match run {
        Run::None => Tools::default(),
        Run::From(i) => all.runs.drain(i..).fold(Tools::default(), Tools::then),
        Run::One(i) => all.runs.get_mut(i).map(core::mem::take).unwrap_or_default(),
    }
}

/// The figures of the chosen boots.
pub(super) fn facts(all: &mut Gathered, mut xen: XenBoot, linux: LinuxBoot) -> Facts {
    let mut facts = Facts::default();
    let signs = Signs::of(&xen, &linux, all.breaks_off);
    let tools_only = xen.weight() == 0;
    of_tools(&mut facts, &mut all.tools);
    facts.layout = core::mem::take(&mut xen.layout).with_initrd(linux.ramdisk.as_ref());
    of_linux(&mut facts, linux);
    of_xen(&mut facts, &mut xen);
    facts.cut = cut(&facts, signs);
    of_totals(&mut facts, &mut all.tools);
    options(&mut facts, tools_only, &all.tools);
    facts
}

fn map(lines: MapLines) -> Option<Logged<RawMap>> {
    let MapLines { entries, lines, .. } = lines;
    (!entries.is_empty()).then_some(Logged { value: RawMap { entries }, lines })
}

fn of_tools(facts: &mut Facts, tools: &mut Tools) {
    facts.xen = tools.xen.take();
    facts.linux = tools.release.take();
    facts.command_line = tools.command_line.take();
    facts.cpus = tools.cpus.take();
    facts.xl_total = tools.total.take();
    facts.xl_free = tools.free_memory.take();
    facts.guests = tools.guests;
    facts.target = tools.target.take();
    facts.current = tools.current.take();
    facts.iomem = map(core::mem::take(&mut tools.iomem));
    facts.xl_list =
        tools.listed.as_ref().map(|l| Logged { value: l.value.0, lines: l.lines.clone() });
    facts.vcpus =
        tools.listed.as_ref().map(|l| Logged { value: l.value.1, lines: l.lines.clone() });
}

/// Dom0's `MemTotal`, from `/proc/meminfo` or, where its unit is certain, from `free`.
fn of_totals(facts: &mut Facts, tools: &mut Tools) {
    let exact = core::mem::take(&mut tools.mem_total);
    let known = known(facts);
    let mut all: Vec<Total> =
        exact.into_iter().map(|(place, logged)| Total { place, exact: true, logged }).collect();
    let mut unread = None;
    for (place, Logged { value: row, lines }) in core::mem::take(&mut tools.free) {
        match row.kib(known) {
            Some(value) => {
                let exact = row.is_exact(known);
                all.push(Total { place, exact, logged: Logged { value, lines } });
            }
            None => unread = Some(Logged { value: Doubt::Unit, lines }),
        }
    }
    let (total, doubts) = totals::of_dom0(all, &sizes(facts));
    facts.doubts.extend(doubts);
    facts.doubts.extend(unread.filter(|_| total.is_none()));
    facts.mem_total_exact = total.as_ref().is_some_and(|total| total.exact);
    facts.mem_total = total.map(|total| total.logged);
}

/// Sizes of dom0 that lines tell, in KiB: as it is now, then as it started.
fn sizes(facts: &Facts) -> Vec<u64> {
    let value = |l: &Option<Logged<u64>>, scale: u64| Some(l.as_ref()?.value.saturating_mul(scale));
    let now = [value(&facts.xl_list, 1 << 10), value(&facts.current, 1)];
    now.into_iter().chain([value(&facts.pages, 4)]).flatten().collect()
}

/// What tells the unit of the numbers of `free`.
fn known(facts: &Facts) -> Known {
    // A map that is cut lists less.
    let counted = facts.cut.is_none() || facts.system_ram.is_some();
    let machine = Some(ram(facts)).filter(|ram| counted && !ram.is_zero());
    Known { machine: machine.map(Pages::kib), dom0: sizes(facts).first().copied() }
}

fn of_linux(facts: &mut Facts, linux: LinuxBoot) {
    if linux.linux.is_some() {
        facts.linux = linux.linux;
    }
    facts.xen = facts.xen.take().or(linux.xen);
    facts.linux_command_line = linux.command_line;
    facts.dom0_map = map(linux.own);
    facts.changed_map = map(linux.changed);
    facts.machine_map = map(linux.firmware);
    facts.map_source = facts.machine_map.as_ref().map(|_| MapSource::Firmware);
    facts.released_ranges = linux.ranges.iter().map(|(r, _)| *r).collect();
    facts.released = linux.released.or_else(|| sum(&linux.ranges));
    facts.populated = sum(&linux.populated);
    facts.messages = linux.messages;
    facts.identity = linux.identity;
    facts.remapped = linux.remapped;
    facts.nonram = linux.nonram;
    facts.last_pfn = linux.last_pfn;
    facts.memory_line = linux.memory;
    facts.swiotlb = linux.swiotlb;
    facts.dentry = linux.dentry;
    facts.inode = linux.inode;
    facts.linux_panic = linux.panic;
    facts.stops = linux.end.map(|end| end.with);
    facts.doubts.extend(linux.doubts);
}

fn sum(ranges: &[(super::facts::LoggedRange, usize)]) -> Option<Logged<u64>> {
    let value = ranges.iter().fold(0, |sum: u64, (r, _)| sum.saturating_add(r.pages));
    let lines = ranges.iter().map(|(_, line)| *line).collect();
    (!ranges.is_empty()).then_some(Logged { value, lines })
}

fn of_xen(facts: &mut Facts, xen: &mut XenBoot) {
    if xen.stops() == Some(Stops::Alloc) {
        let alloc = xen.alloc.take().into_iter();
        facts.doubts.extend(alloc.map(|a| Logged { value: Doubt::Last, lines: a.lines }));
    }
    if let Some(release) = xen.xen.as_ref().or(xen.banner.as_ref()) {
        facts.xen = Some(release.clone());
    }
    if xen.command_line.is_some() {
        facts.command_line = xen.command_line.take();
    }
    if let Some(machine) = map(core::mem::take(&mut xen.map)) {
        facts.machine_map = Some(machine);
        facts.map_source = Some(MapSource::Xen);
    }
    if facts.changed_map.is_none() {
        facts.changed_map = map(core::mem::take(&mut xen.other));
    }
    facts.system_ram = xen.system_ram.take();
    facts.pages = pages(xen);
    facts.initrd = xen.ramdisk.as_ref().map(|r| Logged {
        value: r.value.end.saturating_sub(r.value.start),
        lines: r.lines.clone(),
    });
    if xen.vcpus.is_some() {
        facts.vcpus = xen.vcpus.take();
    }
    facts.iommu = xen.iommu.as_ref().map(|on| Logged {
        value: if on.value { IommuLogged::On } else { IommuLogged::Off },
        lines: on.lines.clone(),
    });
    if let Some(through) = &xen.passthrough {
        facts.iommu =
            Some(Logged { value: IommuLogged::Passthrough, lines: through.lines.clone() });
    }
    facts.xen_panic = xen.panic.take();
}

/// Largest number of pages that any machine has.
const MOST: u64 = crate::size::MOST.0;

/// Pages Xen gave: the first block, what was allocated later, and the initrd
/// (spec/log-formats.md N1 and N2); or the size of the p2m.
fn pages(xen: &XenBoot) -> Option<Logged<u64>> {
    let whole = |n: u64| Some(n).filter(|n| *n > 0 && *n <= MOST);
    let Some(alloc) = &xen.alloc else {
        let list = xen.phys_mach.as_ref()?;
        let value = whole(list.value.end.checked_sub(list.value.start)? / 8)?;
        return Some(Logged { value, lines: list.lines.clone() });
    };
    let (block, more) = alloc.value;
    let mut lines = alloc.lines.clone();
    let initrd = xen.ramdisk.as_ref().map_or(0, |r| {
        lines.extend(&r.lines);
        r.value.end.saturating_sub(r.value.start).div_ceil(PAGE_SIZE)
    });
    let first = block.end.checked_sub(block.start)? / PAGE_SIZE;
    let value = whole(first.saturating_add(more).saturating_add(initrd))?;
    Some(Logged { value, lines })
}

/// The machine's RAM as Xen counts it, as its map lists it, or as a tool shows it.
fn ram(facts: &Facts) -> Pages {
    let printed = facts.system_ram.as_ref().map(|kib| Pages(kib.value / 4));
    let listed = || facts.machine_map.as_ref().map(|map| map.value.resolved().ram_pages());
    let shown = || facts.xl_total.as_ref().map(|mib| Pages(mib.value.saturating_mul(256)));
    printed.or_else(listed).or_else(shown).unwrap_or_default()
}

/// The option on a line, or that it is not known.
fn option(facts: &mut Facts, line: &str, lines: &[usize], xen: Option<Version>) {
    let lines = lines.to_vec();
    match command_line::option(line, xen) {
        Some(value) => facts.option = Some(Logged { value, lines }),
        None => facts.doubts.push(Logged { value: Doubt::Option, lines }),
    }
}

/// An option among words for Linux.
fn misplaced(facts: &mut Facts, tools: &Tools) {
    let has = |line: &&Logged<String>| {
        command_line::option(&line.value, None).is_some_and(|option| !option.is_empty())
    };
    let own = facts.linux_command_line.as_ref().filter(has).map(|line| &line.lines);
    let lines = tools.loaders.linux.as_ref().map(|line| &line.lines).or(own).cloned();
    facts.doubts.extend(lines.map(|lines| Logged { value: Doubt::Misplaced, lines }));
}

/// What Xen's command line says.
fn options(facts: &mut Facts, tools_only: bool, tools: &Tools) {
    misplaced(facts, tools);
    let release: Option<Version> =
        facts.xen.as_ref().and_then(|x| crate::version::xen(&x.value).ok());
    let Some(line) = facts.command_line.clone() else {
        if let Some(loader) = tools.loaders.line() {
            option(facts, &loader.value, &loader.lines, release);
        }
        return;
    };
    option(facts, &line.value, &line.lines, release);
    let ram = ram(facts);
    facts.crashkernel = command_line::crashkernel(&line.value)
        .and_then(|value| crate::crashkernel::reserved(value, ram))
        .filter(|pages| !pages.is_zero())
        .map(|value| Logged { value, lines: line.lines.clone() });
    if let Some(on) = command_line::iommu(&line.value) {
        // Off on the line is off; through is through unless Xen says it is off.
        let off = facts.iommu.as_ref().is_some_and(|i| i.value == IommuLogged::Off);
        if !off {
            facts.iommu = Some(Logged { value: on, lines: line.lines.clone() });
        }
    }
    if facts.iommu.is_none() && tools_only {
        facts.iommu = tools
            .directio
            .as_ref()
            .map(|d| Logged { value: IommuLogged::On, lines: d.lines.clone() });
    }
    if facts.vcpus.is_none() {
        facts.vcpus = vcpus(facts, &line);
    }
}

/// Dom0's vCPUs by Xen's command line: without an option as many as the machine has CPUs.
fn vcpus(facts: &Facts, line: &Logged<String>) -> Option<Logged<u64>> {
    let Some(asked) = command_line::vcpus(&line.value) else { return facts.cpus.clone() };
    let value = command_line::Vcpus::of(asked)?.on(facts.cpus.as_ref().map(|cpus| cpus.value))?;
    Some(Logged { value, lines: line.lines.clone() })
}
