//! One boot, computed once: [`boot`] turns a [`Config`] into the whole story.
//!
//! Run first, look later: a [`Boot`] holds every step with the world after it,
//! what Xen gave, what the kernel did and how it ended. Nothing is computed
//! lazily and nothing depends on time.

mod calibrate;
mod story;

pub use self::calibrate::contradiction;
use self::calibrate::{Calibrated, calibrate};
use self::story::Story;
use crate::balloon::{self, Balloon};
use crate::kernel::{self, Input, Kernel, KernelPanic, MemorySetup, ReservationReply};
use crate::ledger::Account;
use crate::map::RawMap;
use crate::memory::{self, Facts};
use crate::step::{Allocation, MaxReservation, Phase, Step, World};
use crate::units::Pages;
use crate::version::Version;
use crate::xen::dom0_build::{self, BuildMinimum, BuildResult};
use crate::xen::estimate::Host;
use crate::xen::reservation::{Dom0Size, Env, Iommu, Size, Text, dom0_size};

/// What a reader tells about the machine and its options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The machine's map as Xen hands it to dom0.
    pub machine: RawMap,
    /// The text behind `dom0_mem=`; `None` where the option is absent.
    pub dom0_mem: Option<String>,
    /// Xen's version.
    pub xen: Version,
    /// The dom0 kernel.
    pub linux: Kernel,
    /// Pages that Xen gave dom0, where a log tells; overrides what the option says.
    pub pages_given: Option<Pages>,
    /// Dom0's vCPUs, at least 1.
    pub vcpus: u32,
    /// Whether Xen keeps I/O page tables; what is left for dom0 depends on it.
    pub iommu: Iommu,
    /// RAM that Xen sets aside for `crashkernel=` before anything else.
    pub crashkernel: Pages,
    /// The balloon driver and what is wanted of it.
    pub balloon: Balloon,
    /// What else a reader knows; overrides estimates.
    pub facts: Facts,
}

impl Config {
    /// A machine with one vCPU, no IOMMU and no crash kernel.
    pub fn new(machine: RawMap, dom0_mem: Option<String>, xen: Version, linux: Kernel) -> Self {
        Self {
            machine,
            dom0_mem,
            xen,
            linux,
            pages_given: None,
            vcpus: 1,
            iommu: Iommu::Off,
            crashkernel: Pages::ZERO,
            balloon: Balloon::default(),
            facts: Facts::default(),
        }
    }

    /// Smallest allocation Xen can build this kernel with (estimated, spec/xen.md 10).
    pub fn need(&self) -> BuildMinimum {
        BuildMinimum::seen(self.linux.release, self.facts.kernel_image)
    }

    /// What the estimate of Xen's own memory depends on.
    pub fn host(&self) -> Host {
        let (cpus, crashkernel, iommu) = (self.vcpus, self.crashkernel, self.iommu);
        Host { ram: self.machine.resolved().ram_pages(), cpus, crashkernel, iommu }
    }

    /// What Xen computes dom0's size from, with so many pages to spend.
    pub fn env(&self, available: Pages) -> Env<'_> {
        let text = self.dom0_mem.as_deref().map_or(Text::Absent, Text::Value);
        let ram = self.machine.entries.iter().filter(|e| e.is_ram()).filter_map(|e| e.span());
        let top = ram.map(|s| s.end().pfn_containing().0).max().unwrap_or(0);
        let (vcpus, iommu, max_pdx) = (self.vcpus, self.iommu, Pages(top));
        Env { vcpus, iommu, max_pdx, ..Env::plain(self.xen, text, available) }
    }
}

/// Where the number of pages Xen gave dom0 comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagesOrigin {
    /// Typed from a log.
    Given,
    /// Follows from the option alone, whatever Xen has left.
    Exact,
    /// Depends on the estimate of what Xen leaves (spec/xen.md 14).
    Estimated,
}

/// How the boot ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Dom0 is up.
    Up,
    /// Xen stops while it builds dom0. Too small rests on what such a kernel needed at
    /// least where it was seen, because its file is not known here; a size that is not
    /// below that boots in this model and may still be too small for a larger one.
    NotBuilt(BuildResult),
    /// Xen gives dom0 every page it has and stops for want of more. Seen in the one boot
    /// that tried (Xen 4.17, `dom0_mem=1G,max:1G` on a host of 1 GiB); of other releases
    /// only known that it may fail (spec/xen.md 6), so the story ends here for all.
    NothingLeft,
    /// The kernel stops.
    Panicked(KernelPanic),
    /// The kernel does not find room for what it must keep from boot.
    NoRoom(Shortfall),
}

/// What a kernel has no room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// What.
    pub account: Account,
    /// How much it is.
    pub needed: Pages,
    /// What is left for it.
    pub has: Pages,
}

/// The whole story of one boot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boot {
    /// What was asked.
    pub config: Config,
    /// The steps; at least the machine's map.
    pub steps: Vec<Step>,
    /// Pages Xen gives dom0 at first; none where it keeps more than there is.
    pub pages: Pages,
    /// How sure that number is.
    pub pages_origin: PagesOrigin,
    /// What Xen made of the option.
    pub xen: Dom0Size,
    /// Pages Xen has for dom0 at most: an estimate, moved to where told pages fit.
    pub available: Pages,
    /// What the kernel did; empty where it never ran.
    pub kernel: MemorySetup,
    /// How it ended.
    pub outcome: Outcome,
}

/// Runs one boot.
pub fn boot(config: &Config) -> Boot {
    let machine = config.machine.resolved();
    let Calibrated { available, xen } = calibrate(config, machine.ram_pages());
    let keeps_all = dom0_build::built(xen.size, config.need(), available) == BuildResult::KeepsAll;
    let computed = if keeps_all { Pages::ZERO } else { whole(xen.size) };
    let pages = config.pages_given.unwrap_or(computed);
    let pages_origin = match config.pages_given {
        None if keeps_all => PagesOrigin::Estimated,
        Some(_) | None => pages_origin(config, available, pages),
    };
    let fits_at_all = pages <= machine.ram_pages();
    let mut story = Story::new(machine);
    if fits_at_all {
        story.dom0_built(Allocation { pages, maximum: xen.maximum });
    }
    let mut boot = Boot {
        config: config.clone(),
        steps: Vec::new(),
        pages,
        pages_origin,
        xen,
        available,
        kernel: MemorySetup::default(),
        outcome: Outcome::Up,
    };
    boot.outcome = stopped_early(&boot).unwrap_or_else(|| {
        boot.kernel = set_up(config, pages, boot.xen.returned);
        story.tell(config, &boot.kernel, pages)
    });
    boot.steps = story.steps;
    let ballooned = balloon::step(&boot);
    boot.steps.extend(ballooned);
    boot
}

/// Why the kernel never runs, if it does not: Xen comes first, then the kernel's own room.
/// A log that tells the pages tells that dom0 was built.
fn stopped_early(boot: &Boot) -> Option<Outcome> {
    stopped_by_xen(boot).or_else(|| {
        let image = boot.config.facts.kernel_image.map(memory::rounded_pages)?;
        let shortfall = Shortfall { account: Account::KernelImage, needed: image, has: boot.pages };
        (image > boot.pages).then_some(Outcome::NoRoom(shortfall))
    })
}

fn stopped_by_xen(boot: &Boot) -> Option<Outcome> {
    let (config, pages) = (&boot.config, boot.pages);
    if config.pages_given.is_some() {
        let ram = config.machine.resolved().ram_pages();
        return (pages > ram).then_some(Outcome::NotBuilt(BuildResult::NotEnoughRam));
    }
    match dom0_build::built(boot.xen.size, config.need(), boot.available) {
        BuildResult::Fits if pages == boot.xen.spendable => Some(Outcome::NothingLeft),
        BuildResult::Fits => None,
        stopped @ (BuildResult::TooSmall { .. }
        | BuildResult::NotEnoughRam
        | BuildResult::KeepsAll
        | BuildResult::Undefined) => Some(Outcome::NotBuilt(stopped)),
    }
}

fn size(config: &Config, available: Pages) -> Dom0Size {
    dom0_size(&config.env(available))
}

fn whole(size: Size) -> Pages {
    match size {
        Size::Pages(pages) => pages,
        Size::BelowZero(_) => Pages::ZERO,
    }
}

/// A size is exact if it stays the same whatever Xen has left within the spread.
fn pages_origin(config: &Config, available: Pages, pages: Pages) -> PagesOrigin {
    if config.pages_given.is_some() {
        return PagesOrigin::Given;
    }
    let spread = Pages(available.0 / 1000 * crate::xen::estimate::SPREAD_PER_MILLE + 1);
    let near = [available.plus(spread), available.less(spread)];
    if near.iter().all(|&a| whole(size(config, a).size) == pages) {
        PagesOrigin::Exact
    } else {
        PagesOrigin::Estimated
    }
}

fn set_up(config: &Config, pages: Pages, maximum: ReservationReply) -> MemorySetup {
    let (kernel, host) = (config.linux, &config.machine);
    kernel::set_up(&Input { kernel, host, pages, maximum, layout: None })
}

impl Boot {
    /// The step of this phase; where this kernel has none, the last one before it.
    pub fn index_of(&self, phase: Phase) -> usize {
        self.steps.iter().rposition(|s| s.phase <= phase).unwrap_or(0)
    }

    /// The world at the end.
    pub fn end(&self) -> Option<&World> {
        self.steps.last().map(|s| &s.after)
    }

    /// What Xen computed dom0's size from.
    pub fn env(&self) -> Env<'_> {
        self.config.env(self.available)
    }

    /// The room, where it ends because it would be more than ten times the initial pages
    /// (base and room together, to 3.1): more RAM changes nothing.
    pub fn ceiling(&self) -> Option<Pages> {
        let run = &self.kernel;
        let list = if run.extra_initial.is_empty() { &run.extra } else { &run.extra_initial };
        let room: i64 = list.iter().map(|e| e.pages.max(0)).fold(0, i64::saturating_add);
        // A region can lose a partial page at each end.
        let whole = Pages(room.unsigned_abs().saturating_add(2 * list.len() as u64));
        run.ceiling.filter(|most| whole >= *most)
    }

    /// Dom0's maximum reservation.
    pub fn maximum(&self) -> MaxReservation {
        self.xen.maximum
    }
}
