//! The machine of a log, as the model needs it, and its boot.
//!
//! Three inputs that no line gives are taken from dom0's own map where it is there: the
//! CPU's vendor and whether Xen runs in a virtual machine, hardware ranges in gaps of the
//! machine's map, and the build option that reserves the iBFT area.

use sim::boot::{Boot, PagesOrigin};
use sim::config::Config;
use sim::kernel::{Ibft, Kernel, Variant};
use sim::map::{Entry, Kind, RawMap};
use sim::simulate::simulate;
use sim::span::{sorted_joined, without};
use sim::units::{Addr, Bytes, Pages};
use sim::version::Version;
use sim::xen::env::Iommu;
use sim::xen::machine_map::{Cpu, Platform, processed, shown_to_dom0};

use super::super::facts::{Facts, IommuLogged};
use super::super::reading::Reading;
use super::super::xens_map::limits;
use crate::text::pieces;
use crate::version;

/// Below this address a kernel itself reserves ranges that the firmware left out.
const ONE_MIB: Addr = Addr(1 << 20);

/// Why a log cannot be compared with a boot of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotComparable {
    /// A whole map.
    Map,
    /// The map is cut.
    CutMap,
    /// A release of Xen that is known here.
    Xen,
    /// A release of Linux that is known here.
    Linux,
    /// Both the option and the pages given.
    Size,
}

impl NotComparable {
    /// What is missing, as a sentence with marks.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Map => {
                "Without the machine’s map, nothing can be compared. `xl dmesg` prints it."
            }
            Self::CutMap => {
                "The machine’s map is cut, so nothing is compared. `xl dmesg` prints all of it, early after a boot."
            }
            Self::Xen => {
                "Without a release of Xen that is known here, nothing can be compared. `xl info` prints it."
            }
            Self::Linux => {
                "This release of Linux is not known here, so its lines are not compared."
            }
            Self::Size => {
                "Neither the option nor the pages given are in this log, so nothing can be compared. `xl dmesg` prints both."
            }
        }
    }
}

/// The model's boots of a log.
pub(super) struct Boots {
    /// With the pages as logged where they follow from no option alone.
    pub(super) boot: Boot,
    /// By the option alone, if there is one.
    pub(super) by_option: Option<Boot>,
    /// Usable RAM as Xen reads the machine's map; `None` if only dom0's map is known.
    pub(super) ram: Option<Pages>,
    /// Whether Linux's release is known.
    pub(super) linux: bool,
    /// Why the comparison is not the whole truth.
    pub(super) reason: Option<String>,
}

/// The boots of a reading.
pub(super) fn boots(reading: &Reading) -> Result<Boots, NotComparable> {
    let facts = &reading.facts;
    if facts.cut.is_some() {
        return Err(NotComparable::CutMap);
    }
    let raw = facts.machine_map.as_ref().or(facts.dom0_map.as_ref()).ok_or(NotComparable::Map)?;
    if raw.value.entries.len() > crate::e820::MAX_ENTRIES {
        return Err(NotComparable::Map);
    }
    let xen =
        facts.xen.as_ref().and_then(|x| version::xen(&x.value).ok()).ok_or(NotComparable::Xen)?;
    if facts.option.is_none() && facts.pages.is_none() {
        return Err(NotComparable::Size);
    }
    let release = facts.linux.as_ref().and_then(|l| version::linux(&l.value, None).ok());
    let linux = release.is_some();
    let known =
        facts.dom0_map.is_some() || facts.memory_line.is_some() || !facts.messages.is_empty();
    let mut kernel = release.map_or(Kernel::new(Variant::V46, Version::new(6, 1, 0)), |l| l.kernel);
    kernel.ibft = ibft(reading, kernel);
    let mut reason = (!linux && known).then(|| NotComparable::Linux.sentence().to_owned());
    if let Some(option) = limited(facts) {
        reason = Some(format!(
            "Linux’s command line has `{option}`, which is not modelled, so nothing of Linux is compared."
        ));
    }
    let compared = linux && limited(facts).is_none();
    let config = |machine| config(facts, machine, xen, kernel);
    let machine = if facts.machine_map.is_some() {
        shown(facts, &raw.value, xen)
    } else {
        vec![raw.value.clone()]
    };
    let own = facts.dom0_map.as_ref().map(|m| &m.value.entries);
    let mut tried = machine.into_iter().map(|map| run(facts, config(map)));
    let first = tried.next().ok_or(NotComparable::Map)?;
    let fits = |boots: &Boots| own.is_none_or(|own| *own == boots.boot.kernel.table.entries);
    let best = if fits(&first) { first } else { tried.find(fits).unwrap_or(first) };
    let ram = facts
        .machine_map
        .as_ref()
        .map(|m| processed(&m.value, xen, limits(facts, xen), Platform::BareMetal).ram_pages());
    let reason = reason.or(best.reason);
    Ok(Boots { ram, linux: compared, reason, ..best })
}

fn run(facts: &Facts, config: Config) -> Boots {
    let plain = simulate(&config);
    let logged = facts.pages.as_ref().map(|p| Pages(p.value));
    let exact = plain.pages_origin == PagesOrigin::Exact && facts.option.is_some();
    let by_option = facts.option.is_some().then(|| plain.clone());
    let boot = match logged {
        Some(pages) if !exact => simulate(&Config { pages_given: Some(pages), ..config }),
        Some(_) | None => plain,
    };
    Boots { boot, by_option, ram: None, linux: true, reason: None }
}

fn config(facts: &Facts, machine: RawMap, xen: Version, linux: Kernel) -> Config {
    let option = facts.option.as_ref().map(|o| o.value.clone()).filter(|o| !o.is_empty());
    let mut config = Config {
        vcpus: facts
            .vcpus
            .as_ref()
            .and_then(|v| u32::try_from(v.value).ok())
            .map_or(1, |n| n.clamp(1, 8192)),
        iommu: facts.iommu.as_ref().map_or(Iommu::Off, |i| match i.value {
            IommuLogged::Off => Iommu::Off,
            IommuLogged::On => Iommu::On,
            IommuLogged::Passthrough => Iommu::Passthrough,
        }),
        crashkernel: facts.crashkernel.as_ref().map_or(Pages::ZERO, |c| c.value),
        ..Config::new(machine, option, xen, linux)
    };
    let image = facts.memory_line.as_ref().map(|m| m.value.image).filter(|kib| *kib > 0);
    config.facts.kernel_image = image.map(|kib| Bytes(kib.saturating_mul(1 << 10)));
    config.facts.swiotlb = facts.swiotlb.as_ref().map(|s| Bytes(s.value.saturating_mul(1 << 20)));
    config
}

/// An option of Linux that changes its map.
fn limited(facts: &Facts) -> Option<&'static str> {
    let line = facts.linux_command_line.as_ref()?;
    let named =
        |head: &'static str| pieces(&line.value, ' ').any(|w| w.starts_with(head)).then_some(head);
    ["mem=", "memmap="].into_iter().find_map(named)
}

/// The maps that Xen may show to dom0, the likeliest first.
fn shown(facts: &Facts, raw: &RawMap, xen: Version) -> Vec<RawMap> {
    let own = facts.dom0_map.as_ref().map_or(&[][..], |m| &m.value.entries);
    let kinds = [
        (Cpu::Other, Platform::BareMetal),
        (Cpu::Amd, Platform::BareMetal),
        (Cpu::Other, Platform::Nested),
    ];
    let map = |(cpu, platform)| {
        let taken = processed(raw, xen, limits(facts, xen), platform);
        let shown = shown_to_dom0(&taken, xen, cpu, platform);
        let entries =
            shown.regions().iter().map(|r| Entry::covering(r.span, r.kind)).collect::<Vec<_>>();
        RawMap { entries }
    };
    let plain = kinds.into_iter().map(map);
    let mut all: Vec<RawMap> =
        plain.flat_map(|map| [map.clone(), with_windows(&map, own)]).collect();
    all.dedup();
    all
}

/// Adds ranges that dom0's map reserves in gaps of the machine's map.
fn with_windows(machine: &RawMap, own: &[Entry]) -> RawMap {
    let taken: Vec<_> = machine.entries.iter().filter_map(|e| e.span()).collect();
    let reserved = own.iter().filter(|e| e.kind == Kind::Reserved).filter_map(|e| e.span());
    let high: Vec<_> = reserved.filter(|s| s.start() >= ONE_MIB).collect();
    let windows = without(&sorted_joined(high), &sorted_joined(taken));
    let windows = windows.iter().map(|s| Entry::covering(*s, Kind::Reserved));
    let all: Vec<_> = machine.entries.iter().copied().chain(windows).collect();
    let sorted = RawMap { entries: all }.resolved();
    RawMap { entries: sorted.regions().iter().map(|r| Entry::covering(r.span, r.kind)).collect() }
}

/// By dom0's own map, or by the release.
fn ibft(reading: &Reading, kernel: Kernel) -> Ibft {
    let name = reading.facts.linux.as_ref().map(|l| &l.value);
    let debian = name.is_some_and(|name| version::debian_reserves_ibft(name, kernel));
    if reading.ibft().is_some() || debian { Ibft::On } else { kernel.ibft }
}
