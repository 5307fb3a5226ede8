//! The balloon driver: what a target brings, what stops it, and the number to write.
//!
//! [`Plan::of`] takes a finished boot and a wish. Semantics of `target_kb` differ by
//! kernel (spec/overhead.md 3, spec/kernel.md 9); each rule names its releases.
//! Checked against 90 real boots that wrote targets (`tests/tests/balloon.rs`).
//! Not here: which pages of a region the driver takes first (nobody wrote that
//! down; the pieces start at the lowest), the toolstack's own limits
//! (`xen::toolstack`), and what to advise (`advice`).

use crate::boot::{Boot, Outcome};
use crate::kernel::{Era, Kernel, Run};
use crate::memory::SECTION;
use crate::span::Span;
use crate::step::Maximum;
use crate::units::{PAGE_SIZE, Pages, Pfn};
use crate::version::Version;

/// `CONFIG_XEN_BALLOON`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Driver {
    /// Set, as in every distribution's kernel.
    #[default]
    On,
    /// Not set: `target_kb` does not exist.
    Off,
}

/// `CONFIG_XEN_BALLOON_MEMORY_HOTPLUG`: a target above what is there adds memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Hotplug {
    /// As the oldest kernel seen with it has it: on from 5.10.
    #[default]
    Auto,
    /// Set.
    On,
    /// Not set.
    Off,
}

/// What the reader wants of the balloon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Wish {
    /// Nothing: the story ends with the boot.
    #[default]
    None,
    /// As much as Xen gave at first.
    Initial,
    /// So much.
    Size(Pages),
}

/// The driver, its build options and the wish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Balloon {
    /// Whether there is one.
    pub driver: Driver,
    /// Whether it can add memory.
    pub hotplug: Hotplug,
    /// What is wanted.
    pub wish: Wish,
}

/// Who may use the pages of the room (spec/kernel.md 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomOwner {
    /// The balloon: its pages can come.
    Balloon,
    /// The pool for mapped guest pages (`CONFIG_XEN_UNPOPULATED_ALLOC`): growing means
    /// hotplug.
    Pool,
}

/// The unit in which the kernel reads `target_kb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// KiB, as its name says.
    Kib,
    /// Bytes: classic kernels, whatever the name says.
    Bytes,
}

/// What dom0 has at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What the driver believes: `info/current_kb`.
    pub current: Pages,
    /// What Xen counts: `xl list`.
    pub in_xen: Pages,
    /// Pages the driver can bring without adding memory: `info/low_kb`.
    pub ballooned: Pages,
}

/// What ends the growth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The target is reached.
    Reached,
    /// There is no driver.
    NoDriver,
    /// Xen does not give dom0 more than its maximum reservation.
    Ceiling,
    /// The driver has no more numbers, and cannot add memory.
    NoRoom,
    /// Xen has no more free memory (an estimate).
    NothingFree,
}

/// One target written and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Before.
    pub before: Standing,
    /// After.
    pub after: Standing,
    /// The target in the driver's own count.
    pub target: Pages,
    /// What ends the growth.
    pub stop: Stop,
    /// Sections of 128 MiB added for it.
    pub sections: u64,
    /// Pages that come from Xen.
    pub comes: Pages,
    /// Pages that go to Xen, for a target below.
    pub goes: Pages,
    /// Of what is free in dom0, so much is filled for the new pages: p2m pages to
    /// 3.18, descriptors of added sections. `MemTotal` does not show it.
    pub eaten: Pages,
    /// Where the new pages go: numbers of the room, then of added sections.
    pub pieces: Vec<Span<Pfn>>,
    /// The unit of `target_kb`.
    pub unit: Unit,
}

impl Plan {
    /// The plan for the wish of `boot`'s own configuration; `None` where nothing is
    /// wished or dom0 is not up.
    pub fn of(boot: &Boot, balloon: Balloon) -> Option<Self> {
        let wanted = match balloon.wish {
            Wish::None => return None,
            Wish::Initial => boot.pages,
            Wish::Size(pages) => pages,
        };
        let before = standing(boot)?;
        // To 3.1 the driver still counts what was released: ask for as much more.
        let target = Pages(wanted.0.saturating_add(before.current.less(boot.kernel.pages_end).0));
        let target = clamped(boot, target);
        let free = boot.available.less(before.in_xen);
        Some(Self::from(boot, balloon, before, target, free))
    }

    /// What a target does to a dom0 that stands at `before`, with so much free in Xen.
    pub fn from(
        boot: &Boot,
        balloon: Balloon,
        before: Standing,
        target: Pages,
        free: Pages,
    ) -> Self {
        let kernel = boot.config.linux;
        let unit = unit(kernel);
        let wanted = target.less(before.current);
        let missing = wanted.less(before.ballooned);
        let adds = balloon.driver == Driver::On && balloon.hotplug.is_on(kernel);
        let sections = if adds { missing.0.div_ceil(SECTION.0) } else { 0 };
        let room = before.ballooned.plus(Pages(sections.saturating_mul(SECTION.0)));
        let (comes, stop) = match balloon.driver {
            Driver::Off => (Pages::ZERO, Stop::NoDriver),
            Driver::On => limited(wanted, room, ceiling(boot).less(before.in_xen), free),
        };
        let goes = match balloon.driver {
            Driver::Off => Pages::ZERO,
            Driver::On => before.current.less(target),
        };
        let moved = |n: Pages| n.plus(comes).less(goes);
        let after = Standing {
            current: moved(before.current),
            in_xen: moved(before.in_xen),
            ballooned: room.less(comes).plus(goes),
        };
        let pieces = pieces(boot, before, comes);
        let eaten = eaten(boot, &pieces, sections);
        Self { before, after, target, stop, sections, comes, goes, eaten, pieces, unit }
    }

    /// The number to write to `target_kb`, in the unit the kernel reads it in.
    pub fn number(&self) -> u64 {
        match self.unit {
            Unit::Kib => self.target.0.saturating_mul(PAGE_SIZE / 1024),
            Unit::Bytes => self.target.0.saturating_mul(PAGE_SIZE),
        }
    }
}

/// The smallest of what is wanted, what there are numbers for, what Xen allows and
/// what Xen has; and which of them it was.
fn limited(wanted: Pages, room: Pages, headroom: Pages, free: Pages) -> (Pages, Stop) {
    let limits = [(room, Stop::NoRoom), (headroom, Stop::Ceiling), (free, Stop::NothingFree)];
    limits
        .into_iter()
        .fold((wanted, Stop::Reached), |least, limit| if limit.0 < least.0 { limit } else { least })
}

/// What Xen lets dom0 have.
fn ceiling(boot: &Boot) -> Pages {
    match boot.maximum() {
        Maximum::Unbounded => Pages(u64::MAX),
        Maximum::Limited(most) => most,
    }
}

/// Where dom0 stands when it is up; `None` where it is not.
pub fn standing(boot: &Boot) -> Option<Standing> {
    if boot.outcome != Outcome::Up {
        return None;
    }
    let run = &boot.kernel;
    let era = boot.config.linux.variant.era();
    // To 3.1 released pages are not subtracted; to 3.4 Xen takes one page less back
    // than the kernel released (12 of 12 boots).
    let counted = if era <= Era::HolesReleased { boot.pages } else { run.pages_end };
    let current = Pages(counted.0.min(run.max_pfn.0));
    let one = Pages(u64::from(era == Era::Released && !run.released.is_empty()));
    let ballooned = match room_owner(boot.config.linux) {
        RoomOwner::Balloon => room(run),
        RoomOwner::Pool => Pages::ZERO,
    };
    Some(Standing { current, in_xen: run.pages_end.plus(one), ballooned })
}

/// Pages of the balloon's regions.
fn room(run: &Run) -> Pages {
    regions(run).map(Span::pages).sum()
}

/// The balloon's regions, cut at the last page number.
fn regions(run: &Run) -> impl Iterator<Item = Span<Pfn>> {
    let regions = run.extra.iter().filter(|e| e.pages > 0);
    regions.filter_map(|e| {
        let span = Span::of(e.start, e.pages.unsigned_abs())?;
        Span::new(span.start(), span.end().min(run.max_pfn))
    })
}

/// Who owns the room in this kernel, with default build options.
pub fn room_owner(kernel: Kernel) -> RoomOwner {
    let v = Version::new;
    let pool = (v(5, 9, 0)..v(5, 17, 0)).contains(&kernel.release) || kernel.release >= v(6, 12, 0);
    if pool && kernel.variant.era() != Era::Classic { RoomOwner::Pool } else { RoomOwner::Balloon }
}

impl Hotplug {
    /// Whether this kernel's driver adds memory.
    pub fn is_on(self, kernel: Kernel) -> bool {
        let known = kernel.variant.era() != Era::Classic;
        match self {
            Self::Auto => known && kernel.release >= Version::new(5, 10, 0),
            Self::On => known && kernel.release >= Version::new(3, 1, 0),
            Self::Off => false,
        }
    }
}

/// The unit of `target_kb`: classic kernels read a plain number as bytes.
pub fn unit(kernel: Kernel) -> Unit {
    if kernel.variant.era() == Era::Classic { Unit::Bytes } else { Unit::Kib }
}

/// Classic kernels do not go above Xen's limit nor below a minimum of their own.
fn clamped(boot: &Boot, target: Pages) -> Pages {
    if boot.config.linux.variant.era() != Era::Classic {
        return target;
    }
    Pages(target.0.min(ceiling(boot).0).max(classic_minimum(boot.kernel.max_pfn).0))
}

/// The least a 2.6.18 dom0 with so many page numbers goes down to.
fn classic_minimum(end: Pfn) -> Pages {
    const MIB: u64 = 1 << 8;
    let rows = [(128, 8, 1), (512, 40, 2), (2048, 104, 3), (u64::MAX / MIB, 296, 5)];
    let found = rows.into_iter().find(|&(up_to, _, _)| end.0 < up_to * MIB);
    let (_, base, shift) = found.unwrap_or((0, 296, 5));
    Pages(base * MIB + (end.0 >> shift))
}

/// Where so many new pages go: the room from its lowest number up, then whole sections
/// above everything.
fn pieces(boot: &Boot, before: Standing, comes: Pages) -> Vec<Span<Pfn>> {
    let mut left = comes.0;
    let mut take = |span: Span<Pfn>| {
        let n = span.count().min(left);
        left -= n;
        Span::of(span.start(), n)
    };
    let own = if before.ballooned.is_zero() { Vec::new() } else { regions(&boot.kernel).collect() };
    let mut out: Vec<_> = own.into_iter().filter_map(&mut take).collect();
    let host = boot.steps.first().map_or(0, |s| s.after.machine.end().pfn_at_or_above().0);
    let top = boot.kernel.max_pfn.0.max(host).next_multiple_of(SECTION.0);
    out.extend(Span::of(Pfn(top), left));
    out
}

/// What the new pages cost of what is free in dom0.
fn eaten(boot: &Boot, pieces: &[Span<Pfn>], sections: u64) -> Pages {
    let kernel = boot.config.linux;
    match kernel.variant.era() {
        Era::Classic => Pages::ZERO,
        Era::HolesReleased | Era::Released | Era::Refilled | Era::MovedNow => {
            p2m_leaves(pieces, boot.pages)
        }
        Era::MovedLate | Era::Checked => {
            let each = crate::memory::struct_page(kernel.variant).0 * SECTION.0 / PAGE_SIZE;
            // Its page tables, its direct map and its p2m: a page for 512 entries each.
            let tables = each.div_ceil(512) + 2 * SECTION.0 / 512;
            Pages(sections.saturating_mul(each + tables))
        }
    }
}

/// To 3.18 the room shares one empty leaf of the p2m: each 512 numbers that get a page
/// get a leaf of their own, each GiB of them two more (spec/overhead.md 1). Numbers
/// that Xen listed at boot have theirs.
fn p2m_leaves(pieces: &[Span<Pfn>], given: Pages) -> Pages {
    let blocks = |size: u64| -> u64 {
        let listed = given.0.div_ceil(size);
        let touched = pieces.iter().map(|p| {
            let first = (p.start().0 / size).max(listed);
            p.end().0.div_ceil(size).saturating_sub(first)
        });
        touched.sum()
    };
    Pages(blocks(512) + 2 * blocks(1 << 18))
}
