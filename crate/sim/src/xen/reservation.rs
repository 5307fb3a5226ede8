//! How many pages dom0 gets, and its maximum reservation (spec/xen.md 6–8).
//!
//! Every wrap is Xen's own. Not here: whether a dom0 of that size can be built
//! ([`super::dom0_build`]).

use super::Group;
use super::command_line::{Call, calls, calls_of_value};
use super::deduction::{iommu_tables, paging_pool, vcpu_structures};
pub use super::env::{Env, Initrd, Iommu, Kind, P2mNote, Shadow, Tables, Text};
use super::grammar::{Item, Parsed, Report, Sign, parse};
use crate::count::{Work, count};
use crate::kernel::ReservationReply;
use crate::step::MaxReservation;
use crate::units::{PAGE_SIZE, Pages};
use crate::version::Version;

/// The largest value of the maximum-reservation field, which means no limit.
const FIELD_MAX: u64 = u32::MAX as u64;

/// Dom0's initial size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A number of pages.
    Pages(Pages),
    /// Xen 3.4 with a negative maximum: the magnitude of the negative size. Behaviour is
    /// undefined.
    BelowZero(Pages),
}

impl Size {
    /// The number of pages; 0 for a negative size.
    pub fn pages_or_zero(self) -> Pages {
        match self {
            Self::Pages(pages) => pages,
            Self::BelowZero(_) => Pages::ZERO,
        }
    }
}

/// How Xen reads the option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dom0Size {
    /// The texts that reached the parser.
    pub values: Vec<Vec<u8>>,
    /// The values it stored.
    pub parsed: Parsed,
    /// Pages Xen has for dom0 after all deductions; the base of percentages and of
    /// negative values.
    pub spendable: Pages,
    /// Dom0's initial size.
    pub size: Size,
    /// Its maximum reservation.
    pub maximum: MaxReservation,
    /// The value the maximum-reservation hypercall returns to it.
    pub returned: ReservationReply,
}

/// Dom0's size and maximum from the option (spec/xen.md 6, 7 and 8).
pub fn dom0_size(env: &Env<'_>) -> Dom0Size {
    let (values, parsed) = read(env);
    settled(env, values, parsed)
}

impl Dom0Size {
    /// The same text, already read, on a host that differs only in the memory Xen has left.
    #[must_use]
    pub fn with_available(&self, env: &Env<'_>) -> Self {
        settled(env, self.values.clone(), self.parsed)
    }
}

/// The texts that reach the parser, and the values it stores.
fn read(env: &Env<'_>) -> (Vec<Vec<u8>>, Parsed) {
    count(Work::Reading);
    let group = Group::of(env.version);
    let calls = match env.text {
        Text::Absent => Vec::new(),
        Text::Value(value) => calls_of_value(value.as_bytes(), group),
        Text::Line(line) => calls(line.as_bytes(), group),
    };
    let values = calls.iter().filter_map(value).cloned().collect::<Vec<_>>();
    let mut parsed = parse(&calls, group);
    if group.is_strict() && values.is_empty() && !env.built_in.is_empty() {
        let report = parsed.report;
        parsed = parse(&[Call::Value(env.built_in.as_bytes().to_vec())], group);
        if report == Report::Invalid {
            parsed.report = report;
        }
    }
    (values, parsed)
}

/// The size and the maximum that the stored values result in.
fn settled(env: &Env<'_>, values: Vec<Vec<u8>>, parsed: Parsed) -> Dom0Size {
    let group = Group::of(env.version);
    let Settled { size, max, spendable } = if group == Group::V3_4 {
        signed_size(env, parsed)
    } else {
        unsigned_size(env, group, parsed)
    };
    let maximum = if !group.sets_maximum() || max.0 >= FIELD_MAX {
        MaxReservation::Unlimited
    } else {
        MaxReservation::Pages(max)
    };
    Dom0Size { values, parsed, spendable, size, maximum, returned: returned(env, maximum) }
}

fn value(call: &Call) -> Option<&Vec<u8>> {
    match call {
        Call::Value(value) => Some(value),
        Call::Refused => None,
    }
}

/// Xen's default reserve: a sixteenth, at most 128 MiB.
fn reserve(available: u64) -> u64 {
    (available / 16).min(32768)
}

/// A size, the maximum as stored, and the memory that was available.
struct Settled {
    size: Size,
    max: Pages,
    spendable: Pages,
}

/// 3.4: signed arithmetic, no deductions.
fn signed_size(env: &Env<'_>, parsed: Parsed) -> Settled {
    let available = env.available.0.cast_signed();
    let stored = |item: Item| match item.sign {
        Sign::Plus => item.pages.0.cast_signed(),
        Sign::Minus => -item.pages.0.cast_signed(),
    };
    let settle = |n: i64| if n < 0 { n.wrapping_add(available) } else { n };
    let amount = match stored(parsed.amount) {
        0 => -reserve(env.available.0).cast_signed(),
        n => n,
    };
    let most = settle(stored(parsed.max));
    let pages = settle(amount).max(settle(stored(parsed.min))).min(most).min(available);
    let cap = i64::from(u32::MAX);
    let pages = if env.kind == Kind::Pv32 && !(0..=cap).contains(&pages) { cap } else { pages };
    let size = match u64::try_from(pages) {
        Ok(pages) => Size::Pages(Pages(pages)),
        Err(_) => Size::BelowZero(Pages(pages.unsigned_abs())),
    };
    Settled { size, max: Pages(most.cast_unsigned()), spendable: env.available }
}

/// Amount, minimum and maximum as numbers, resolved against the available memory.
#[derive(Clone, Copy)]
struct Bounds {
    pages: u64,
    min: u64,
    max: u64,
}

fn settle(parsed: Parsed, group: Group, available: u64) -> Bounds {
    let value = |item: Item| {
        if group.is_strict() {
            strict_value(item, available)
        } else {
            permissive_value(item, available)
        }
    };
    // Up to 4.11, the stored value decides whether an amount was given, and a reserve of 0 is not
    // a negative amount. Since 4.12, the resolved amount decides.
    let amount = match value(parsed.amount) {
        0 if group.is_strict() || (parsed.amount.pages.is_zero() && reserve(available) > 0) => {
            available.wrapping_sub(reserve(available))
        }
        n => n,
    };
    let (min, max) = (value(parsed.min), value(parsed.max));
    Bounds { pages: amount.max(min).min(max).min(available), min, max }
}

/// A negative value larger than the available memory wraps to an enormous one.
fn permissive_value(item: Item, available: u64) -> u64 {
    match item.sign {
        Sign::Plus => item.pages.0,
        Sign::Minus => available.wrapping_sub(item.pages.0),
    }
}

fn strict_value(item: Item, available: u64) -> u64 {
    let share = available.wrapping_mul(item.percent.into()) / 100;
    let n = item.pages.0.wrapping_add(share);
    match item.sign {
        Sign::Plus => n,
        Sign::Minus => available.wrapping_sub(n),
    }
}

/// Since 4.0.
fn unsigned_size(env: &Env<'_>, group: Group, parsed: Parsed) -> Settled {
    let iommu = iommu_tables(env, group);
    let available = env.available.0.wrapping_sub(vcpu_structures(env, group)).wrapping_sub(iommu);
    let first = settle(parsed, group, available);
    let pool = paging_pool(env, group, first.pages, iommu);
    let spendable = available.wrapping_sub(pool);
    let bounds = settle(parsed, group, spendable);
    let size = Size::Pages(Pages(clip(env, parsed, bounds)));
    Settled { size, max: Pages(bounds.max), spendable: Pages(spendable) }
}

/// 8: the clip for kernels without an initial-p2m note. Just below the threshold it raises the
/// size, as Xen did.
fn clip(env: &Env<'_>, parsed: Parsed, bounds: Bounds) -> u64 {
    let pages = bounds.pages;
    let P2mNote::Absent { base, end, initrd, placed } = env.note else { return pages };
    let mapped = match placed {
        Initrd::Unmapped if Group::of(env.version) >= Group::V4_1 => 0,
        Initrd::Unmapped | Initrd::Mapped => initrd.0,
    };
    let floor = parsed.min.is_positive_count().then_some(bounds.min);
    let asked = parsed.amount.is_positive_count() || floor.is_some_and(|min| pages <= min);
    let (entry, top) = match env.kind {
        Kind::Pv64 => (8, 1u128 << 64),
        Kind::Pv32 => (4, 1u128 << 32),
        Kind::Pvh => return pages,
    };
    if asked {
        return pages;
    }
    let round = |n: u64| n.wrapping_add(PAGE_SIZE - 1) & !(PAGE_SIZE - 1);
    let image_end = round(end.0).wrapping_add(round(mapped));
    let mut list_end = image_end.wrapping_add(pages.wrapping_mul(entry));
    if list_end > base.0 {
        list_end = list_end.wrapping_add(list_end - base.0);
    }
    let fits = list_end > base.0 && (env.kind == Kind::Pv64 || u128::from(list_end) <= top);
    if fits {
        return pages;
    }
    let room = top.saturating_sub(image_end.into()) / u128::from(2 * entry);
    u64::try_from(room).unwrap_or(u64::MAX).max(floor.unwrap_or(0))
}

/// 7: the field is 32 bits wide; old releases pass it through a signed variable.
fn returned(env: &Env<'_>, maximum: MaxReservation) -> ReservationReply {
    let field = match maximum {
        MaxReservation::Unlimited => FIELD_MAX,
        MaxReservation::Pages(pages) => pages.0.min(FIELD_MAX),
    };
    let v = |minor, patch| Version::new(4, minor, patch);
    let truncated = env.version < v(1, 5) || (v(2, 0)..v(2, 2)).contains(&env.version);
    let low = u32::try_from(field).unwrap_or(u32::MAX).cast_signed();
    if truncated || env.kind == Kind::Pv32 {
        ReservationReply(low.into())
    } else {
        ReservationReply(field.cast_signed())
    }
}
