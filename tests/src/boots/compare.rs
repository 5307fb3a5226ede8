//! Compares the model's boot with the log's: every key exactly, `MemTotal` within its
//! tolerance.

use sim::balloon::Balloon;
use sim::boot::{Boot, Outcome};
use sim::config::Config;
use sim::kernel::Era;
use sim::ledger::{Account, Ledger};
use sim::map::{Entry, RawMap};
use sim::memory::measured_boots::{BootContext, Build, Measured, Origin, estimate};
use sim::memory::{Costs, HashTables, descriptor_tables, direct_map, printed_total};
use sim::simulate::simulate;
use sim::span::total;
use sim::step::MaxReservation;
use sim::units::{Bytes, Pages};
use sim::xen::grammar::{Item, Sign};
use sim::xen::machine_map::{Cpu, Limits, Platform, processed, shown_to_dom0};
use sim::xen::reservation::Iommu;

use super::record::{Fate, Record, Rounding, Truth};
use crate::differences::{Differences, printed};

/// A record and the model's boot of it.
#[derive(Debug)]
pub struct Tried {
    /// The boot as logged.
    pub record: Record,
    /// The boot as simulated.
    pub boot: Boot,
    /// The same without the logged pages, if those were used: the estimate.
    pub estimate: Option<Pages>,
    /// The memory used beyond all other rows, by the log's `MemTotal`.
    pub measured: Option<Measured>,
}

impl Tried {
    /// Simulates a record.
    pub fn new(record: Record) -> Self {
        let mut config = config(&record);
        let mut run = simulate(&config);
        let mut estimate = None;
        if depends_on_host(&run) && matches!(record.fate, Fate::Up(_)) {
            estimate = Some(run.pages);
            config.pages_given = Some(record.pages);
            run = simulate(&config);
        }
        let measured = measured(&record, &run);
        Self { record, boot: run, estimate, measured }
    }
}

/// These boots ran in an emulator, which has no `HyperTransport` range of its own.
fn config(record: &Record) -> Config {
    let below = Platform::Nested;
    let map = processed(&record.machine, record.xen, Limits::default(), below);
    let shown = shown_to_dom0(&map, record.xen, Cpu::Other, below);
    let entries = shown.regions().iter().map(|r| Entry::covering(r.span, r.kind)).collect();
    let machine = RawMap { entries };
    Config {
        vcpus: record.cpus,
        iommu: Iommu::Off,
        balloon: Balloon::default(),
        facts: record.facts,
        ..Config::new(machine, record.dom0_mem.clone(), record.xen, record.linux)
    }
}

/// Whether the size depends on the memory Xen has: the option is absent, a percentage,
/// negative or only `max:`.
fn depends_on_host(boot: &Boot) -> bool {
    let parsed = boot.xen.parsed;
    let share = |i: Item| i.percent > 0 || i.sign == Sign::Minus;
    let amount = parsed.amount;
    (amount.pages.is_zero() && amount.percent == 0)
        || [amount, parsed.min, parsed.max].into_iter().any(share)
}

/// The rest of the log's loss after all other rows are subtracted.
fn measured(record: &Record, boot: &Boot) -> Option<Measured> {
    let Fate::Up(truth) = &record.fate else { return None };
    let ledger = Ledger::at_end(boot);
    let known =
        ledger.dom0().less(ledger.pages(Account::Usable)).less(ledger.pages(Account::Other));
    let lost = (ledger.dom0().0 * 4).checked_sub(truth.mem_total)?;
    Some(Measured {
        place: place(record, boot),
        image: record.facts.kernel_image?,
        other: Bytes(lost.checked_sub(known.0 * 4)? << 10),
    })
}

fn place(record: &Record, boot: &Boot) -> BootContext {
    BootContext::of(record.linux.release, &boot.kernel, record.cpus)
}

/// A `MemTotal` with the basis for its estimate of "other".
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// KiB.
    pub mem_total: u64,
    /// Whether other boots of the series determine "other".
    pub origin: Origin,
}

/// `MemTotal` by the model, with "other" as measured by `others`.
pub fn mem_total(tried: &Tried, others: &[Measured]) -> Estimate {
    let ledger = Ledger::at_end(&tried.boot);
    let place = place(&tried.record, &tried.boot);
    let usual = estimate(others, Build::of(tried.record.facts.kernel_image), place);
    let shared = ledger.pages(Account::Usable).plus(ledger.pages(Account::Other));
    let mem_total = (shared.0 * 4).saturating_sub(usual.other.0 >> 10);
    Estimate { mem_total, origin: usual.origin }
}

/// Compares the end of a boot that did not come up.
pub(super) fn outcome(tried: &Tried, differences: &mut Differences) {
    let expected = match tried.record.fate {
        Fate::Up(_) | Fate::Skip(_) => return,
        Fate::XenStopped => "Xen stops",
        Fate::LinuxStopped => "Linux stops",
    };
    differences.equal("outcome", expected, ended(&tried.boot));
}

fn ended(boot: &Boot) -> &'static str {
    match boot.outcome {
        Outcome::Up => "up",
        Outcome::NotBuilt(_) | Outcome::NothingLeft => "Xen stops",
        Outcome::Panicked(_) | Outcome::NoRoom(_) => "Linux stops",
    }
}

/// Compares every fact of a boot that came up, except `MemTotal`.
pub(super) fn keys(tried: &Tried, truth: &Truth, d: &mut Differences) {
    let (boot, record) = (&tried.boot, &tried.record);
    d.equal("outcome", "up", ended(boot));
    d.equal("dom0-map", printed(&truth.map), printed(&boot.kernel.table.entries));
    d.equal("nr_pages", record.pages.0, boot.pages.0);
    if let Some(estimate) = tried.estimate
        && estimate.0.abs_diff(record.pages.0) * 1000 > record.pages.0
    {
        d.note("estimate", record.pages.0, estimate.0);
    }
    maximum(boot, truth, d);
    let run = &boot.kernel;
    if let Some(released) = truth.released {
        d.equal("released", released, run.released_pages().0);
    }
    if let Some(moved) = truth.moved {
        d.equal("moved", moved, run.moved_pages().0);
    }
    d.equal("last_pfn", format!("{:x}", truth.last_pfn), format!("{:x}", run.max_pfn.0));
    let hashes = HashTables::of(record.linux, run, boot.pages);
    d.equal("dentry-hash", truth.hashes[0].0, hashes.dentry.0);
    d.equal("inode-hash", truth.hashes[1].0, hashes.inode.0);
    d.equal("memory-total", truth.memory_total, printed_total(record.linux, run).0 * 4);
    let mapped = total(&direct_map(record.linux, run)).0;
    d.equal("DirectMap4k", truth.direct_map, mapped * 4);
    rows(tried, truth, mapped, d);
}

/// Exact even for a share: the ceiling follows from the pages in the log.
fn maximum(boot: &Boot, truth: &Truth, d: &mut Differences) {
    let found = match boot.maximum() {
        MaxReservation::Unlimited => u64::from(u32::MAX),
        MaxReservation::Pages(pages) => pages.0,
    };
    d.equal("maximum", truth.maximum, found);
}

fn rows(tried: &Tried, truth: &Truth, mapped: u64, d: &mut Differences) {
    let (linux, run) = (tried.record.linux, &tried.boot.kernel);
    let costs = Costs::of(linux, run, tried.boot.pages);
    let tables = descriptor_tables(linux, run);
    d.equal("memmap", truth.rows.memmap, costs.struct_page.0 * 4);
    d.equal("memmap-tables", truth.rows.memmap_tables, tables.0 * 4);
    let listed = match linux.variant.era() {
        Era::Classic | Era::HolesReleased | Era::Released | Era::Populated | Era::MovedNow => {
            tried.boot.pages
        }
        Era::MovedLate | Era::Checked => ram(run),
    };
    let (direct, p2m) = match truth.rows.rounding {
        Rounding::Entries => (mapped * 8 / 4096 * 4, (listed.0 * 8).div_ceil(4096) * 4),
        Rounding::TablePages => (costs.page_tables.less(tables).0 * 4, listed.0 * 8 / 1024),
    };
    d.equal("direct-map", truth.rows.direct_tables, direct);
    d.equal("p2m", truth.rows.p2m, p2m);
    d.equal("p2m-pages", (listed.0 * 8).div_ceil(4096), costs.p2m.0);
}

fn ram(run: &sim::kernel::MemorySetup) -> Pages {
    run.table.resolved().ram_pages()
}
