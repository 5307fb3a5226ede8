//! How many pages dom0 gets, and its maximum reservation (spec/xen.md 5–9).

use super::Group;
use super::command_line::{Call, calls, calls_of_value};
use super::grammar::{Item, Parsed, Report, Sign, parse};
use crate::kernel::Returned;
use crate::step::Maximum;
use crate::units::{Addr, Bytes, PAGE_SIZE, Pages};
use crate::version::Version;

/// The largest value of the maximum-reservation field, which means no limit.
const FIELD_MAX: u64 = u32::MAX as u64;

/// What kind of dom0 Xen builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 64-bit PV, the kind this product is about.
    Pv64,
    /// 32-bit PV.
    Pv32,
    /// PVH.
    Pvh,
}

/// How the IOMMU is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Iommu {
    /// Off.
    Off,
    /// On.
    On,
    /// On, passthrough for the hardware domain.
    Passthrough,
}

/// Whether a PVH dom0's IOMMU tables are the p2m's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// Shared (Intel with HAP).
    Shared,
    /// Apart (AMD, shadow).
    Apart,
}

/// Options that make Xen set a paging pool aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shadow {
    /// None.
    Off,
    /// `dom0_shadow` or `dom0=shadow`.
    On,
    /// `pv-l1tf=dom0`.
    L1tf,
    /// Both.
    OnAndL1tf,
}

/// What the kernel image tells Xen about its initial p2m.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum P2mNote {
    /// The note is there: no clip.
    Present,
    /// No note (kernels of the article's days): clipped at about 500 GiB.
    Absent {
        /// The kernel's virtual base.
        base: Addr,
        /// End of the kernel image, virtual.
        end: Addr,
        /// The initrd as far as it is mapped behind the image; 0 where the kernel
        /// accepts an unmapped one and Xen knows that (4.1 on).
        mapped_initrd: Bytes,
    },
}

/// Everything dom0's size depends on.
#[derive(Clone, Debug)]
pub struct Env<'a> {
    /// Xen's version.
    pub version: Version,
    /// What was typed.
    pub text: Text<'a>,
    /// `CONFIG_DOM0_MEM`, used from 4.12 on where no option was seen.
    pub built_in: &'a str,
    /// Free heap and boot modules, before deductions.
    pub available: Pages,
    /// Dom0's vCPUs, at least 1.
    pub vcpus: u32,
    /// The kind of dom0.
    pub kind: Kind,
    /// The IOMMU.
    pub iommu: Iommu,
    /// Page-index slots up to the top of RAM.
    pub max_pdx: Pages,
    /// Whose tables the IOMMU uses.
    pub tables: Tables,
    /// Paging options.
    pub shadow: Shadow,
    /// The kernel's note.
    pub note: P2mNote,
}

/// What was typed for Xen.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// No option.
    Absent,
    /// The text behind `dom0_mem=`.
    Value(&'a str),
    /// A whole command line.
    Line(&'a str),
}

impl<'a> Env<'a> {
    /// A 64-bit PV dom0 with one vCPU, no IOMMU and a recent kernel.
    pub fn plain(version: Version, text: Text<'a>, available: Pages) -> Self {
        Self {
            version,
            text,
            built_in: "",
            available,
            vcpus: 1,
            kind: Kind::Pv64,
            iommu: Iommu::Off,
            max_pdx: available,
            tables: Tables::Shared,
            shadow: Shadow::Off,
            note: P2mNote::Present,
        }
    }
}

/// Dom0's initial size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// So many pages.
    Pages(Pages),
    /// 3.4 with a maximum below nothing: so many less than none; outcome undefined.
    BelowZero(Pages),
}

/// What Xen makes of the option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dom0Size {
    /// The texts that reached the parser.
    pub values: Vec<Vec<u8>>,
    /// What it stored.
    pub parsed: Parsed,
    /// Dom0's initial size.
    pub size: Size,
    /// Its maximum reservation.
    pub maximum: Maximum,
    /// What the maximum-reservation hypercall returns to it.
    pub returned: Returned,
}

/// What Xen makes of the option (spec/xen.md 6 and 7).
pub fn dom0_size(env: &Env<'_>) -> Dom0Size {
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
    let (size, max) = match group {
        Group::E1 => signed_size(env, parsed),
        _ => unsigned_size(env, group, parsed),
    };
    let maximum = if group < Group::E5 || max.0 >= FIELD_MAX {
        Maximum::Unbounded
    } else {
        Maximum::Limited(max)
    };
    Dom0Size { values, parsed, size, maximum, returned: returned(env, maximum) }
}

fn value(call: &Call) -> Option<&Vec<u8>> {
    match call {
        Call::Value(value) => Some(value),
        Call::Refused => None,
    }
}

/// What Xen keeps by default: a sixteenth, at most 128 MiB.
fn reserve(available: u64) -> u64 {
    (available / 16).min(32768)
}

/// 3.4: signed arithmetic, nothing deducted.
fn signed_size(env: &Env<'_>, parsed: Parsed) -> (Size, Pages) {
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
    (size, Pages(most.cast_unsigned()))
}

/// Amount, minimum and maximum as numbers, settled against what there is.
#[derive(Clone, Copy)]
struct Settled {
    pages: u64,
    min: u64,
    max: u64,
}

fn settle(parsed: Parsed, group: Group, available: u64) -> Settled {
    let value = |item: Item| {
        if group.is_strict() {
            strict_value(item, available)
        } else {
            permissive_value(item, available)
        }
    };
    let amount = match value(parsed.amount) {
        0 => available.wrapping_sub(reserve(available)),
        n => n,
    };
    let (min, max) = (value(parsed.min), value(parsed.max));
    Settled { pages: amount.max(min).min(max).min(available), min, max }
}

/// A negative value larger than what there is wraps to an enormous one.
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

/// 4.0 on.
fn unsigned_size(env: &Env<'_>, group: Group, parsed: Parsed) -> (Size, Pages) {
    let iommu = iommu_tables(env, group);
    let available = env.available.0.wrapping_sub(vcpu_structures(env, group)).wrapping_sub(iommu);
    let first = settle(parsed, group, available);
    let pool = paging_pool(env, group, first.pages, iommu);
    let settled = match pool {
        0 => first,
        pool => settle(parsed, group, available.wrapping_sub(pool)),
    };
    let pages = clip(env, parsed, settled);
    (Size::Pages(Pages(pages)), Pages(settled.max))
}

/// 5.1: pages for the structures of all vCPUs but the first.
fn vcpu_structures(env: &Env<'_>, group: Group) -> u64 {
    let each = if group < Group::E6 { 2 } else { 1 };
    let compat = u64::from(env.kind == Kind::Pv32);
    u64::from(env.vcpus.saturating_sub(1)) * (each + compat)
}

/// 5.2: pages for the IOMMU's tables.
fn iommu_tables(env: &Env<'_>, group: Group) -> u64 {
    let iommu = match env.kind {
        Kind::Pvh => Iommu::On,
        Kind::Pv64 | Kind::Pv32 => env.iommu,
    };
    let deducted = match iommu {
        Iommu::Off => false,
        Iommu::On => group >= Group::E3,
        Iommu::Passthrough => (Group::E3..Group::E12).contains(&group),
    };
    if deducted { (1..8).map(|level| env.max_pdx.0 >> (9 * level)).sum() } else { 0 }
}

/// 9: pages for the paging pool.
fn paging_pool(env: &Env<'_>, group: Group, pages: u64, iommu: u64) -> u64 {
    let pool = |factor: u64| {
        let mib = pages.wrapping_mul(4) / 1024;
        let kib =
            (256 * u64::from(env.vcpus)).wrapping_add(factor.wrapping_mul(mib)).wrapping_mul(4);
        kib.div_ceil(1024).wrapping_mul(256)
    };
    let pvh = env.kind == Kind::Pvh;
    let shadow = matches!(env.shadow, Shadow::On | Shadow::OnAndL1tf);
    let l1tf = matches!(env.shadow, Shadow::L1tf | Shadow::OnAndL1tf);
    let apart = env.tables == Tables::Apart;
    let needed = match group {
        Group::E1 | Group::E2 | Group::E3 | Group::E4 | Group::E5 | Group::E6 | Group::E7 => false,
        Group::E8 => shadow || (pvh && apart),
        Group::E9 | Group::E10 | Group::E11 => pvh && (shadow || apart),
        Group::E12 => pvh || shadow || l1tf,
    };
    if !needed {
        return 0;
    }
    if group < Group::E12 {
        return pool(2);
    }
    let cost = pool(1 + u64::from(pvh && shadow));
    let shared = pvh && !shadow && !apart;
    if shared { cost.saturating_sub(iommu) } else { cost }
}

/// 8: the clip for kernels without an initial-p2m note. Just below the threshold it
/// raises the size; so did Xen.
fn clip(env: &Env<'_>, parsed: Parsed, settled: Settled) -> u64 {
    let pages = settled.pages;
    let P2mNote::Absent { base, end, mapped_initrd } = env.note else { return pages };
    let floor = parsed.min.is_positive_count().then_some(settled.min);
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
    let image_end = round(end.0).wrapping_add(round(mapped_initrd.0));
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
fn returned(env: &Env<'_>, maximum: Maximum) -> Returned {
    let field = match maximum {
        Maximum::Unbounded => FIELD_MAX,
        Maximum::Limited(pages) => pages.0.min(FIELD_MAX),
    };
    let v = |minor, patch| Version::new(4, minor, patch);
    let truncated = env.version < v(1, 5) || (v(2, 0)..v(2, 2)).contains(&env.version);
    let low = u32::try_from(field).unwrap_or(u32::MAX).cast_signed();
    if truncated || env.kind == Kind::Pv32 {
        Returned(low.into())
    } else {
        Returned(field.cast_signed())
    }
}
