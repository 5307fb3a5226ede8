//! The bookkeeping (`struct page`, page tables, p2m, hash tables) with another host, kernel or
//! maximum, and the part of the memory cgroup.
//!
//! Only the kernel's setup runs again, not the boot. Not here: wording (`words::sensitivity`).

use crate::boot::Boot;
use crate::kernel::rules::Reservation;
use crate::kernel::{Input, Kernel, MAX_PFN, MemorySetup, ReservationReply, set_up};
use crate::map::{Entry, Kind, RawMap};
use crate::memory::{Costs, sections};
use crate::span::Span;
use crate::step::MaxReservation;
use crate::units::{MachineAddr, Mfn, PAGE_SIZE, Pages};
use crate::version::Version;

/// The growth of the bookkeeping with the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// With the host as it is.
    pub now: Costs,
    /// With twice the RAM, the added half above the present RAM.
    pub doubled: Costs,
    /// What limits the room of the doubled host; `None` if nothing does.
    limit: Option<RoomLimit>,
}

/// What keeps the room from growing with the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomLimit {
    /// Ten times the initial pages.
    Ratio,
    /// The maximum reservation.
    Ceiling,
    /// The number of pages that the kernel is built for.
    Build(Pages),
}

impl RoomLimit {
    /// What limits the room that `setup` made in place of `boot`'s.
    fn of(boot: &Boot, setup: &MemorySetup) -> Option<Self> {
        if setup.reached_ratio_limit().is_some() {
            return Some(Self::Ratio);
        }
        let kernel = boot.config.linux;
        let build = match kernel.variant.rules().reservation {
            Reservation::Ignored => return None,
            Reservation::Signed32 => kernel.limit,
            Reservation::Signed64(_) => Pages(MAX_PFN.0),
        };
        Some(match boot.maximum() {
            MaxReservation::Pages(most) if most < build => Self::Ceiling,
            MaxReservation::Pages(_) | MaxReservation::Unlimited => Self::Build(build),
        })
    }
}

impl Growth {
    /// The growth of `boot`'s bookkeeping; `None` if the kernel never got that far.
    pub fn of(boot: &Boot) -> Option<Self> {
        let now = boot.descriptors()?.costs;
        let (linux, machine) = (boot.config.linux, doubled(&boot.config.machine));
        let setup = set_up_on(boot, linux, &machine, boot.xen.returned);
        let doubled = Costs::of(linux, &setup, boot.pages);
        Some(Self { now, doubled, limit: RoomLimit::of(boot, &setup) })
    }

    /// Whether twice the RAM changes nothing.
    pub fn has_stopped(&self) -> bool {
        self.now == self.doubled
    }

    /// What keeps the room as it is with more RAM; `None` if more of it changes something.
    pub fn stopped_by(&self) -> Option<RoomLimit> {
        self.limit.filter(|_| self.has_stopped())
    }
}

/// The bookkeeping of the same initial pages with another kernel, map or maximum reservation. Only
/// the kernel's setup runs again.
fn costs_on(boot: &Boot, kernel: Kernel, host: &RawMap, maximum: ReservationReply) -> Costs {
    Costs::of(kernel, &set_up_on(boot, kernel, host, maximum), boot.pages)
}

fn set_up_on(boot: &Boot, kernel: Kernel, host: &RawMap, maximum: ReservationReply) -> MemorySetup {
    set_up(&Input { kernel, host, pages: boot.pages, maximum, layout: None })
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
    costs_with_kernel(boot, boot.config.linux, maximum)
}

/// The cost of a GiB of room above `boot`'s size, without the hash tables, which double now and
/// then; `None` if the host or the kernel has no room for a whole GiB more.
pub(super) fn cost_of_a_gib(boot: &Boot) -> Option<Pages> {
    let at = |pages: Pages| {
        let maximum = ReservationReply(pages.0.cast_signed());
        let setup = set_up_on(boot, boot.config.linux, &boot.config.machine, maximum);
        let costs = Costs::of(boot.config.linux, &setup, boot.pages);
        (setup.initial_room(), costs.total().less(costs.hashes))
    };
    let (less, low) = at(boot.pages);
    let (more, high) = at(boot.pages.plus(Pages::GIB));
    let whole = more.less(less).plus(PARTIAL) >= Pages::GIB;
    Some(high.less(low)).filter(|cost| whole && !cost.is_zero())
}

/// What a whole GiB of room may lose at the ends of its regions.
const PARTIAL: Pages = Pages::MIB;

/// The bookkeeping with another kernel and this maximum.
pub(super) fn costs_with_kernel(boot: &Boot, kernel: Kernel, maximum: Pages) -> Costs {
    costs_on(boot, kernel, &boot.config.machine, ReservationReply(maximum.0.cast_signed()))
}

/// The bookkeeping if no maximum were reported.
pub fn costs_without_maximum(boot: &Boot) -> Costs {
    costs_on(boot, boot.config.linux, &boot.config.machine, ReservationReply(-1))
}

/// The array of its own that the memory cgroup keeps if enabled at boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CgroupArray {
    /// Bytes per page.
    pub bytes: u64,
    /// The releases that were measured; between them, the older number counts.
    pub measured: &'static str,
}

impl CgroupArray {
    /// That of a kernel (spec/overhead.md 1); `None` since 3.19, which has none, and for classic
    /// kernels, of which nothing is known.
    pub fn of(kernel: Kernel) -> Option<Self> {
        let v = Version::new;
        let release = kernel.release;
        if kernel.variant.is_classic() || release >= v(3, 19, 0) {
            None
        } else if release < v(3, 0, 0) {
            Some(Self { bytes: 40, measured: "2.6.32" })
        } else if release < v(3, 3, 0) {
            Some(Self { bytes: 32, measured: "3.0" })
        } else {
            Some(Self { bytes: 16, measured: "3.3–3.18" })
        }
    }

    /// Its size in this boot.
    pub fn size(self, boot: &Boot) -> Pages {
        let described = sections(&boot.kernel).saturating_mul(crate::memory::SECTION.0);
        Pages(described.saturating_mul(self.bytes).div_ceil(PAGE_SIZE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;

    const V3_2: Version = Version::new(3, 2, 0);
    /// `CONFIG_XEN_MAX_DOMAIN_MEMORY` of 128 GiB.
    const V3_2_PAGES: Pages = Pages(128 << 18);

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
    fn what_stops_the_room_is_what_limits_it_on_a_larger_host() {
        let check = |gib, text, linux, by| {
            let growth = Growth::of(&run(gib, text, linux)).unwrap();
            assert_eq!(growth.stopped_by(), by, "{gib} {text} {linux}");
        };
        check(16, "2G", V3_2, None);
        check(64, "2G", V3_2, Some(RoomLimit::Ratio));
        check(64, "2G,max:21G", V3_2, Some(RoomLimit::Ceiling));
        check(64, "2G,max:23G", V3_2, Some(RoomLimit::Ratio));
        check(256, "100G", V3_2, Some(RoomLimit::Build(V3_2_PAGES)));
        // Ten times the size, neither more nor less, is reached on this host.
        check(5, "512M", Version::new(3, 1, 0), Some(RoomLimit::Ratio));
    }

    #[test]
    fn the_cgroups_array_shrank_and_went() {
        let check = |linux, bytes| {
            let boot = run(8, "2G", linux);
            let found = CgroupArray::of(boot.config.linux).map_or(0, |array| array.bytes);
            assert_eq!(found, bytes, "{linux}");
        };
        check(Version::new(2, 6, 32), 40);
        check(Version::new(3, 0, 1), 32);
        check(Version::new(3, 4, 0), 16);
        check(Version::new(3, 18, 0), 16);
        check(Version::new(3, 19, 0), 0);
    }
}
