//! The cost of each choice, by subtraction: the same machine with one thing changed.
//!
//! With and without `max:`, a classic kernel compared with a pvops one, before and after the
//! balloon; and the effect of more RAM in the host. Each number is a difference of two runs. Not
//! here: wording (`words::difference`).

use crate::balloon::{Balloon, Plan, Target};
use crate::boot::Boot;
use crate::config::Config;
use crate::kernel::{Era, Input, Kernel, ReservationReply, Variant, set_up};
use crate::ledger::{Account, Ledger};
use crate::map::{Entry, Kind, RawMap};
use crate::memory::{Costs, sections};
use crate::simulate::simulate;
use crate::span::Span;
use crate::step::{Change, Phase};
use crate::units::{MachineAddr, Mfn, PAGE_SIZE, Pages};
use crate::version::Version;

/// The two things compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Between {
    /// As configured, and with the maximum at the initial size.
    Maximum,
    /// A classic kernel, and the one configured.
    Kernels,
    /// After the boot, and after the balloon has recovered the missing pages.
    Balloon,
}

/// Two ledgers of one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtraction {
    /// The two things compared.
    pub between: Between,
    /// The first.
    pub left: Ledger,
    /// The second.
    pub right: Ledger,
}

/// An account that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differs {
    /// The account.
    pub account: Account,
    /// Its pages in the first ledger.
    pub left: Pages,
    /// Its pages in the second.
    pub right: Pages,
}

impl Subtraction {
    /// Both ledgers for one comparison of `boot`; `None` if dom0 is not up in both, or there is
    /// nothing to compare.
    pub fn of(boot: &Boot, between: Between) -> Option<Self> {
        let plain = without_a_wish(boot);
        let (left, right) = match between {
            Between::Maximum => {
                let limited = limited(&plain);
                (plain, limited)
            }
            Between::Kernels => (classic(&plain)?, plain),
            Between::Balloon => {
                let ballooned = ballooned(&plain)?;
                (plain, ballooned)
            }
        };
        let up = |b: &Boot| b.outcome == crate::boot::Outcome::Up;
        let ledger = Ledger::at_end;
        (up(&left) && up(&right)).then(|| Self {
            between,
            left: ledger(&left),
            right: ledger(&right),
        })
    }

    /// The accounts that differ, in drawing order.
    pub fn rows(&self) -> Vec<Differs> {
        let pages = |account| (self.left.pages(account), self.right.pages(account));
        let rows = Account::ALL.into_iter().map(|account| {
            let (left, right) = pages(account);
            Differs { account, left, right }
        });
        rows.filter(|d| d.left != d.right).collect()
    }
}

/// The state after the boot, before any target is written.
fn without_a_wish(boot: &Boot) -> Boot {
    let balloon = Balloon { target: Target::None, ..boot.config.balloon };
    if balloon == boot.config.balloon {
        return boot.clone();
    }
    simulate(&Config { balloon, ..boot.config.clone() })
}

/// The bookkeeping the kernel set up for its pages; `None` if it never got that far.
pub fn descriptors(boot: &Boot) -> Option<Costs> {
    let step = boot.steps.iter().find(|s| s.phase == Phase::Descriptors)?;
    let Change::Descriptors { costs, .. } = step.change else { return None };
    Some(costs)
}

fn ballooned(boot: &Boot) -> Option<Boot> {
    let balloon = Balloon { target: Target::Initial, ..boot.config.balloon };
    let plan = Plan::of(boot, balloon)?;
    (!plan.gains.is_zero()).then(|| simulate(&Config { balloon, ..boot.config.clone() }))
}

fn classic(boot: &Boot) -> Option<Boot> {
    let pvops = boot.config.linux.variant.era() != Era::Classic;
    let linux = Kernel::new(Variant::Classic, Version::new(2, 6, 18));
    let config = Config { linux, pages_given: Some(boot.pages), ..boot.config.clone() };
    pvops.then(|| simulate(&config))
}

/// The same with the maximum at the initial size, on a Xen that reports it.
fn limited(boot: &Boot) -> Boot {
    let kib = boot.pages.0.saturating_mul(4);
    let dom0_mem = Some(format!("{kib}K,max:{kib}K"));
    let xen = boot.config.xen.max(Version::new(4, 1, 2));
    let pages_given = Some(boot.pages);
    simulate(&Config { dom0_mem, xen, pages_given, ..boot.config.clone() })
}

/// The growth of the bookkeeping with the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// With the host as it is.
    pub now: Costs,
    /// With twice the RAM, the added half above the present RAM.
    pub doubled: Costs,
}

impl Growth {
    /// The growth of `boot`'s bookkeeping; `None` if the kernel never got that far.
    pub fn of(boot: &Boot) -> Option<Self> {
        let now = descriptors(boot)?;
        let costs = |machine: &RawMap| costs_on(boot, machine, boot.xen.returned);
        Some(Self { now, doubled: costs(&doubled(&boot.config.machine)) })
    }

    /// Whether Linux's own limit (10 × the initial pages) or the maximum is reached, so that more
    /// RAM changes nothing.
    pub fn has_stopped(&self) -> bool {
        self.now == self.doubled
    }
}

/// The bookkeeping with another map or another maximum reservation.
fn costs_on(boot: &Boot, host: &RawMap, maximum: ReservationReply) -> Costs {
    let (kernel, pages) = (boot.config.linux, boot.pages);
    let run = set_up(&Input { kernel, host, pages, maximum, layout: None });
    Costs::of(kernel, &run, pages)
}

/// The map with the same amount of RAM added: after the last RAM if that range is free, else after
/// everything.
fn doubled(machine: &RawMap) -> RawMap {
    let map = machine.resolved();
    let more = map.ram_pages();
    let after = |at: MachineAddr| Span::of(at.mfn_at_or_above(), more.0);
    let is_free = |span: &Span<Mfn>| {
        map.regions().iter().all(|r| r.span.round_out().overlap(*span).is_none())
    };
    let last = map.ram().last().map_or(MachineAddr(0), Span::end);
    let place = after(last).filter(is_free).or_else(|| after(map.end()));
    let mut entries = machine.entries.clone();
    let added = place.and_then(Span::addresses);
    entries.extend(added.map(|span| Entry::covering(span, Kind::Usable)));
    RawMap { entries }
}

/// The bookkeeping with this maximum.
pub fn costs_with_maximum(boot: &Boot, maximum: Pages) -> Costs {
    costs_on(boot, &boot.config.machine, ReservationReply(maximum.0.cast_signed()))
}

/// The bookkeeping if no maximum were reported.
pub fn costs_without_maximum(boot: &Boot) -> Costs {
    costs_on(boot, &boot.config.machine, ReservationReply(-1))
}

/// Bytes per page that the memory cgroup uses in an array of its own if enabled at boot
/// (spec/overhead.md 1); 0 since 3.19, and unknown for classic kernels.
pub fn cgroup_bytes(kernel: Kernel) -> Option<u64> {
    let v = Version::new;
    let release = kernel.release;
    if kernel.variant.era() == Era::Classic {
        None
    } else if release < v(3, 0, 0) {
        Some(40)
    } else if release < v(3, 3, 0) {
        Some(32)
    } else if release < v(3, 19, 0) {
        Some(16)
    } else {
        Some(0)
    }
}

/// That array's size in this boot, if the memory cgroup were on.
pub fn cgroup_array(boot: &Boot) -> Option<Pages> {
    let bytes = cgroup_bytes(boot.config.linux).filter(|&b| b > 0)?;
    let described = sections(&boot.kernel).saturating_mul(crate::memory::SECTION.0);
    Some(Pages(described.saturating_mul(bytes).div_ceil(PAGE_SIZE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::release::{Flavour, Support, of};

    /// A host of `gib` GiB under Xen 4.1.2.
    fn run(gib: u64, dom0_mem: &str, linux: Version) -> Boot {
        let Support::Dom0(kernel, _) = of(linux, Flavour::Pvops) else { panic!("{linux}") };
        let machine = crate::answer::made_up_machine(Pages(gib << 18));
        let text = Some(dom0_mem.to_owned());
        simulate(&Config::new(machine, text, Version::new(4, 1, 2), kernel))
    }

    const V3_2: Version = Version::new(3, 2, 0);

    /// Every value is one of spec/overhead.md table B.
    #[test]
    fn leaving_max_out_costs_what_the_table_says() {
        let check = |gib, linux, tenths: u64| {
            let boot = run(gib, "2G", linux);
            let found = Subtraction::of(&boot, Between::Maximum).unwrap();
            let lost = found.left.descriptors().less(found.right.descriptors());
            // MiB with one decimal, rounded; one page of rounding per part is allowed.
            let off = (lost.0 * 10).abs_diff(tenths * 256);
            assert!(off <= 256, "{gib} {linux}: {lost:?} {tenths}");
        };
        for (gib, tenths) in [(4, 391), (8, 1172), (16, 2735), (32, 4057), (1024, 4057)] {
            check(gib, V3_2, tenths);
        }
        check(64, Version::new(4, 4, 0), 4457);
        check(64, Version::new(6, 12, 0), 4007);
        check(64, Version::new(3, 0, 1), 0);
    }

    #[test]
    fn growth_stops_where_ten_times_the_initial_size_is_reached() {
        let check = |gib, text, stopped| {
            let growth = Growth::of(&run(gib, text, V3_2)).unwrap();
            assert_eq!(growth.has_stopped(), stopped, "{gib} {text}");
        };
        check(16, "2G", false);
        check(32, "2G", true);
        check(64, "4G", true);
        check(64, "8G", false);
        check(64, "2G,max:2G", true);
    }

    #[test]
    fn the_balloon_moves_pages_between_accounts_and_loses_none() {
        let found = Subtraction::of(&run(64, "4G", V3_2), Between::Balloon).unwrap();
        assert_eq!(found.left.total(), found.right.total());
        let accounts: Vec<_> = found.rows().iter().map(|d| d.account).collect();
        assert_eq!(accounts, [Account::FromDom0, Account::Usable, Account::P2m]);
        assert_eq!(Subtraction::of(&run(64, "4G", Version::new(3, 6, 0)), Between::Balloon), None);
    }

    #[test]
    fn a_classic_kernel_keeps_descriptors_for_what_it_has() {
        let found = Subtraction::of(&run(64, "4G", V3_2), Between::Kernels).unwrap();
        assert!(found.left.descriptors() < found.right.descriptors());
        assert_eq!(found.left.total(), found.right.total());
    }

    #[test]
    fn the_cgroups_array_shrank_and_went() {
        let check = |linux, bytes| {
            let boot = run(8, "2G", linux);
            assert_eq!(cgroup_bytes(boot.config.linux), Some(bytes), "{linux}");
            assert_eq!(cgroup_array(&boot).is_some(), bytes > 0);
        };
        check(Version::new(2, 6, 32), 40);
        check(Version::new(3, 0, 1), 32);
        check(Version::new(3, 4, 0), 16);
        check(Version::new(3, 18, 0), 16);
        check(Version::new(3, 19, 0), 0);
    }
}
