//! Amounts of one screen: each part of dom0 and of the machine as it is printed, so that the
//! parts add up to their sum as printed, in the headline, the bars, the ledger and the advice.
//!
//! A dom0 of a GiB or more is counted in hundredths of a GiB, a smaller one in MiB. What is
//! usable is rounded to the nearest, and so is, as far as the sum allows it, what lanes show
//! alone: what was returned, and what is free in Xen. What the rounding of the rest leaves goes to
//! the largest remainders. Less than 0.1 GiB is printed in MiB. Not here: counts of pages and
//! amounts that are part of no sum (`amounts`).

use super::amounts::{count, fixed, several};
use sim::balloon::Plan;
use sim::boot::Boot;
use sim::kernel::Era;
use sim::ledger::{Account, Ledger, MemTotalGap};
use sim::step::Phase;
use sim::units::Pages;
use sim::what_if::scenarios::Shares;

const GIB: u64 = Pages::GIB.0;
const MIB: u64 = Pages::MIB.0;

/// Less than a MiB is worth no word and no action.
pub(crate) const TRIFLE: Pages = Pages::MIB;

/// A no-break space, between a number and its unit.
const NB: char = '\u{a0}';

/// What amounts of one sum are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// Hundredths of a GiB.
    Hundredth,
    /// MiB.
    Mib,
}

impl Unit {
    const fn of(total: Pages) -> Self {
        if total.0 >= GIB { Self::Hundredth } else { Self::Mib }
    }

    /// Whole units in `n` pages, and what is left, in a measure that compares.
    const fn split(self, n: u64) -> (u64, u64) {
        match self {
            Self::Hundredth => {
                let (whole, rest) = (n / GIB, (n % GIB) * 100);
                (whole.saturating_mul(100).saturating_add(rest / GIB), rest % GIB)
            }
            Self::Mib => (n / MIB, n % MIB),
        }
    }

    /// `n` pages in units, to the nearest.
    const fn rounded(self, n: Pages) -> u64 {
        let (units, rest) = self.split(n.0);
        let half = match self {
            Self::Hundredth => GIB / 2,
            Self::Mib => MIB / 2,
        };
        units.saturating_add((rest >= half) as u64)
    }
}

/// An amount as part of a printed sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The exact number of pages.
    pub pages: Pages,
    units: u64,
    unit: Unit,
}

impl Printed {
    /// An amount that is its own sum.
    pub const fn alone(pages: Pages) -> Self {
        let unit = Unit::of(pages);
        Self { pages, units: unit.rounded(pages), unit }
    }

    /// A part on the scale of `sum`, rounded by itself.
    pub const fn part_of(pages: Pages, sum: Self) -> Self {
        Self { pages, units: sum.unit.rounded(pages), unit: sum.unit }
    }

    /// An amount that is no part of `sum` and stands beside it: on the same scale, or in GiB if it
    /// is that large itself.
    pub(crate) const fn beside(pages: Pages, sum: Self) -> Self {
        match Unit::of(pages) {
            Unit::Hundredth => Self::alone(pages),
            Unit::Mib => Self::part_of(pages, sum),
        }
    }

    /// No pages.
    pub(crate) const NOTHING: Self = Self::alone(Pages::ZERO);

    /// Whether it prints as nothing.
    pub const fn is_zero(self) -> bool {
        self.pages.is_zero()
    }

    /// With its unit, without decimals that are zeros: `4 GiB`, `0.86 GiB`, `78 MiB`.
    pub fn text(self) -> String {
        match self.unit {
            Unit::Hundredth if self.units >= 10 && self.units.is_multiple_of(100) => {
                format!("{}{NB}GiB", count(self.units / 100))
            }
            Unit::Hundredth | Unit::Mib => self.full(),
        }
    }

    /// With its unit and two decimals, for columns: `4.00 GiB`, `78 MiB`.
    pub fn full(self) -> String {
        match self.unit {
            Unit::Hundredth if self.units >= 10 => format!("{}{NB}GiB", fixed(self.units, 100, 2)),
            Unit::Mib if self.units >= 10 => format!("{}{NB}MiB", count(self.units)),
            Unit::Hundredth | Unit::Mib => small(self.pages),
        }
    }

    /// Without the unit where that is GiB, for a scale in GiB: `0.86`, `78 MiB`.
    pub fn bare(self) -> String {
        match self.unit {
            Unit::Hundredth if self.units >= 10 => fixed(self.units, 100, 2),
            Unit::Hundredth | Unit::Mib => self.full(),
        }
    }

    /// The amounts of one sum: the first to the nearest, and the others so that all add up as
    /// printed, by largest remainder.
    pub(crate) fn adding_up(parts: &[Pages]) -> Vec<Self> {
        let sum: Pages = parts.iter().copied().sum();
        let unit = Unit::of(sum);
        let Some((&first, others)) = parts.split_first() else { return Vec::new() };
        let first = Self { pages: first, units: unit.rounded(first), unit };
        let rest: Vec<_> = others.iter().map(|pages| unit.split(pages.0)).collect();
        let units = apportion(&rest, unit.rounded(sum).saturating_sub(first.units));
        let others = others.iter().zip(units).map(|(&pages, units)| Self { pages, units, unit });
        core::iter::once(first).chain(others).collect()
    }

    /// In the unit of its sum and without it, however small: `0.86`, `0.08`, `78`.
    pub(crate) fn number(self) -> String {
        match self.unit {
            Unit::Hundredth => fixed(self.units, 100, 2),
            Unit::Mib => count(self.units),
        }
    }

    /// The unit of its sum.
    pub(crate) const fn unit_name(self) -> &'static str {
        match self.unit {
            Unit::Hundredth => "GiB",
            Unit::Mib => "MiB",
        }
    }

    /// Whether [`number`](Self::number) is a number of its own, and not what rounding left over.
    pub(crate) const fn fits_its_unit(self) -> bool {
        self.units > 0 && self.unit.rounded(self.pages) > 0
    }

    /// Whether it prints in GiB, so that a scale in GiB may leave its unit out.
    pub const fn in_gib(self) -> bool {
        matches!(self.unit, Unit::Hundredth) && self.units >= 10
    }

    /// The sum with another amount of the same scale.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        let pages = Pages(self.pages.0.saturating_add(other.pages.0));
        Self { pages, units: self.units.saturating_add(other.units), ..self }
    }

    /// How far it is from another amount: as printed if both have one scale, so that the two and
    /// their difference add up.
    #[must_use]
    pub fn apart(self, other: Self) -> Self {
        let pages = Pages(self.pages.0.abs_diff(other.pages.0));
        if self.unit == other.unit {
            Self { pages, units: self.units.abs_diff(other.units), ..self }
        } else {
            Self::part_of(pages, self)
        }
    }

    /// How far it is above another amount; `None` if that is not worth an action.
    pub(crate) fn gain(self, before: Self) -> Option<Self> {
        (self.pages >= before.pages.plus(TRIFLE)).then(|| self.apart(before))
    }

    /// What it has more than another amount of the same scale; nothing if it has less.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        let pages = Pages(self.pages.0.saturating_sub(other.pages.0));
        Self { pages, units: self.units.saturating_sub(other.units), ..self }
    }
}

/// `264 417 pages (1.01 GiB)`, with the amount as printed.
pub(crate) fn counted(n: Pages, amount: Printed) -> String {
    format!("{} ({})", several(n.0, "page"), amount.text())
}

/// Less than 0.1 GiB, or less than 10 MiB of a small dom0.
fn small(pages: Pages) -> String {
    match pages.0 {
        n if n >= 10 * MIB => format!("{}{NB}MiB", count((n + MIB / 2) / MIB)),
        n if n >= MIB => {
            let number = fixed(n, MIB, 1);
            format!("{}{NB}MiB", number.strip_suffix(".0").unwrap_or(&number))
        }
        _ => format!("{}{NB}KiB", pages.kib()),
    }
}

/// Prints `parts` in `unit` so that they add up to `sum` units: the last, which lanes show alone,
/// to the nearest as far as the sum allows it.
fn shared<const N: usize>(parts: [Pages; N], unit: Unit, sum: u64) -> [Printed; N] {
    let mut split = parts.map(|pages| unit.split(pages.0));
    if let (Some((whole, rest)), Some(last)) = (split.last_mut(), parts.last()) {
        *rest = if unit.rounded(*last) > *whole { u64::MAX } else { 0 };
    }
    let mut units = apportion(&split, sum).into_iter();
    parts.map(|pages| Printed { pages, units: units.next().unwrap_or_default(), unit })
}

/// Units for parts of a sum, from whole units and what is left of each, so that they add up to
/// `sum`: whole units first, the rest to the largest remainders. `sum` is at least the whole
/// units, and at most one more for each part.
pub(crate) fn apportion(parts: &[(u64, u64)], sum: u64) -> Vec<u64> {
    let mut units: Vec<u64> = parts.iter().map(|(whole, _)| *whole).collect();
    let mut rests: Vec<Option<u64>> = parts.iter().map(|(_, rest)| Some(*rest)).collect();
    for _ in units.iter().sum::<u64>()..sum {
        let most = rests.iter().flatten().max().copied();
        let Some(index) = rests.iter().position(|r| r.is_some() && *r == most) else { break };
        if let (Some(rest), Some(own)) = (rests.get_mut(index), units.get_mut(index)) {
            *rest = None;
            *own += 1;
        }
    }
    units
}

/// What became of dom0's pages, as printed; the parts add up to `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedShares {
    /// All pages of dom0, with those it returned.
    pub all: Printed,
    /// Left for programs.
    pub usable: Printed,
    /// Bookkeeping.
    pub bookkeeping: Printed,
    /// Kernel image and boot buffers.
    pub fixed: Printed,
    /// Dom0's, but unusable.
    pub stranded: Printed,
    /// Not explained by this model.
    pub unexplained: Printed,
    /// Returned to Xen.
    pub returned: Printed,
    /// What `free` shows.
    pub free: Printed,
}

impl PrintedShares {
    /// The shares of a boot at its end. What `free` shows after a balloon target is what it showed
    /// before, and what the balloon brought: what its pages cost is not part of `MemTotal`.
    pub fn of(boot: &Boot) -> Self {
        let shares = Self::after(boot, usize::MAX).as_reported(boot);
        let plan = Plan::of(boot, boot.config.balloon);
        let free = plan.map(|plan| Self::before_balloon(boot).after_balloon(&plan));
        Self { free: free.unwrap_or(shares.free), ..shares }
    }

    /// The shares before the balloon did anything.
    pub(crate) fn before_balloon(boot: &Boot) -> Self {
        Self::after(boot, boot.index_of(Phase::ToolsReport)).as_reported(boot)
    }

    /// What `free` shows is what somebody typed, even where the rows leave less.
    fn as_reported(self, boot: &Boot) -> Self {
        match (MemTotalGap::of(boot), boot.tools()) {
            (MemTotalGap::More(_), Some(tools)) => {
                Self { free: Printed::part_of(tools.free_total, self.all), ..self }
            }
            (MemTotalGap::Agrees | MemTotalGap::Less(_) | MemTotalGap::More(_), _) => self,
        }
    }

    /// What `free` shows after a balloon target.
    pub(crate) fn after_balloon(&self, plan: &Plan) -> Printed {
        let returns = Printed::part_of(plan.returns, self.all);
        self.free.plus(self.brought(plan.gains)).less(returns)
    }

    /// What a balloon brings: printed as what was returned, if it is just that.
    pub(crate) fn brought(&self, gains: Pages) -> Printed {
        let same = gains >= TRIFLE && self.returned.pages.0.abs_diff(gains.0) < TRIFLE.0;
        if same { self.returned } else { Printed::part_of(gains, self.all) }
    }

    /// The shares after `step`.
    pub(crate) fn after(boot: &Boot, step: usize) -> Self {
        Self::printed(Shares::from(&Ledger::of(boot, step)), boot.config.linux.variant.era())
    }

    fn printed(shares: Shares, era: Era) -> Self {
        let Shares { usable, descriptors, fixed, stranded, unexplained, released } = shares;
        let parts = [usable, descriptors, fixed, stranded, unexplained, released];
        let total: Pages = parts.iter().copied().sum();
        let unit = Unit::of(total);
        let printed = |pages| Printed { pages, units: unit.rounded(pages), unit };
        let (all, usable) = (printed(total), printed(usable));
        let rest = all.units.saturating_sub(usable.units);
        let [bookkeeping, fixed, stranded, unexplained, returned] =
            shared([descriptors, fixed, stranded, unexplained, released], unit, rest);
        let all_counted = era.counts_bookkeeping_in_mem_total();
        let free = if all_counted { usable.plus(bookkeeping).plus(fixed) } else { usable };
        Self { all, usable, bookkeeping, fixed, stranded, unexplained, returned, free }
    }

    /// What dom0 has left.
    pub const fn dom0(&self) -> Printed {
        self.all.less(self.returned)
    }
}

/// The whole machine, as printed: Xen's parts and dom0's add up to `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedMachine {
    /// Usable RAM of the machine's map.
    pub all: Printed,
    /// Kept by Xen itself.
    pub xen: Printed,
    /// Set aside for a crash kernel.
    pub crashkernel: Printed,
    /// Free in Xen, without what dom0 returned.
    pub free: Printed,
    /// Dom0's shares.
    pub dom0: PrintedShares,
}

impl PrintedMachine {
    /// The machine after `step`.
    pub fn after(boot: &Boot, step: usize) -> Self {
        let ledger = Ledger::of(boot, step);
        let dom0 = PrintedShares::after(boot, step);
        let total = ledger.total();
        let unit = Unit::of(total);
        let all = Printed { pages: total, units: unit.rounded(total), unit };
        let left = all.units.saturating_sub(unit.rounded(dom0.all.pages));
        let parts = [Account::XenItself, Account::CrashKernel, Account::XenFree];
        let [xen, crashkernel, free] = shared(parts.map(|a| ledger.pages(a)), unit, left);
        Self { all, xen, crashkernel, free, dom0 }
    }

    /// All that is Xen's.
    pub const fn xens(&self) -> Printed {
        self.xen.plus(self.crashkernel).plus(self.free).plus(self.dom0.returned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::balloon::Target;
    use sim::version::Version;
    use sim::what_if::WhatIf;

    fn units(p: Printed) -> u64 {
        p.units
    }

    #[test]
    fn the_parts_add_up_as_printed() {
        let third = Pages(GIB / 3);
        let [a, b, c, d] = shared([third, third, third, Pages(1)], Unit::Hundredth, 100);
        assert_eq!([a, b, c].map(Printed::bare), ["0.34", "0.33", "0.33"]);
        assert_eq!(d.bare(), "4\u{a0}KiB");
        assert_eq!(units(a) + units(b) + units(c) + units(d), 100);
    }

    #[test]
    fn less_than_a_tenth_of_a_gib_is_in_mib_and_a_small_dom0_as_a_whole() {
        for (pages, text) in [
            (4 << 18, "4\u{a0}GiB"),
            (GIB / 10, "0.10\u{a0}GiB"),
            (GIB / 11, "93\u{a0}MiB"),
            (3 << 20, "12\u{a0}GiB"),
            (512 << 8, "512\u{a0}MiB"),
            (300, "1.2\u{a0}MiB"),
            (97, "388\u{a0}KiB"),
        ] {
            let alone = Printed { pages: Pages(pages), ..Printed::alone(Pages(4 << 18)) };
            let unit = if pages == 512 << 8 { Unit::Mib } else { Unit::Hundredth };
            let printed = Printed { units: unit.rounded(alone.pages), unit, ..alone };
            assert_eq!(printed.text(), text, "{pages}");
        }
    }

    #[test]
    fn the_articles_machine_adds_up_in_one_unit() {
        let boot = run(64, "4G", Version::new(3, 2, 0));
        let m = PrintedMachine::after(&boot, usize::MAX);
        let s = m.dom0;
        let said = [s.usable, s.bookkeeping, s.fixed, s.returned, s.all].map(Printed::bare);
        assert_eq!(said, ["2.06", "0.86", "79\u{a0}MiB", "1.01", "4.00"]);
        assert_eq!([m.xen, m.free, m.all].map(Printed::bare), ["0.69", "59.31", "64.00"]);
        assert_eq!([m.xens(), s.dom0()].map(Printed::bare), ["61.01", "2.99"]);
    }

    /// A few pages that were returned have not come back because the balloon brings nothing.
    #[test]
    fn nothing_brought_is_nothing_whatever_was_returned() {
        let boot = run(8, "512M", Version::new(3, 2, 0));
        let shares = PrintedShares::before_balloon(&boot);
        assert_eq!(shares.returned.pages, Pages(97));
        for gains in [0, 1, 97, 255] {
            assert_eq!(shares.brought(Pages(gains)), Printed::part_of(Pages(gains), shares.all));
        }
    }

    /// What `free` shows is a sum as printed, and the exact one within a unit.
    #[test]
    fn what_free_shows_after_a_target_is_what_it_showed_and_what_came() {
        for linux in [Version::new(2, 6, 39), Version::new(3, 2, 0), Version::new(6, 1, 0)] {
            for (gib, option) in [(64, "4G"), (8, "4G,max:4G"), (8, "512M"), (64, "4G,max:16G")] {
                for target in
                    [Target::Initial, Target::Size(Pages(300 << 8)), Target::Size(Pages(6 << 18))]
                {
                    let boot = run(gib, option, linux).with([WhatIf::Target(target)]);
                    let plan = Plan::of(&boot, boot.config.balloon).unwrap();
                    let exact =
                        boot.tools().unwrap().free_total.plus(plan.gains).less(plan.returns);
                    let (before, free) =
                        (PrintedShares::before_balloon(&boot), PrintedShares::of(&boot).free);
                    assert_eq!(
                        free.pages.0.abs_diff(exact.0) / TRIFLE.0,
                        0,
                        "{gib} {option} {linux}"
                    );
                    assert!(
                        free.unit.rounded(exact).abs_diff(units(free)) <= 1,
                        "{gib} {option} {linux}"
                    );
                    if plan.returns.is_zero() {
                        let sum = units(before.free) + units(before.brought(plan.gains));
                        assert_eq!(sum, units(free), "{gib} {option} {linux} {target:?}");
                    }
                }
            }
        }
    }

    /// Whatever the size and the kernel, no part is more than a unit off, and all add up.
    #[test]
    fn any_machine_adds_up() {
        for linux in [Version::new(2, 6, 37), Version::new(3, 2, 0), Version::new(6, 1, 0)] {
            for option in ["700M", "1G", "1500M", "3G", "5000001K", "4G,max:4G", ""] {
                for gib in [8, 13, 64] {
                    let boot = run(gib, option, linux);
                    let m = PrintedMachine::after(&boot, usize::MAX);
                    let s = m.dom0;
                    let parts =
                        [s.usable, s.bookkeeping, s.fixed, s.stranded, s.unexplained, s.returned];
                    let sum: u64 = parts.iter().map(|p| units(*p)).sum();
                    assert_eq!(sum, units(s.all), "{gib} {option} {linux}");
                    for p in parts.into_iter().chain([m.xen, m.free]) {
                        let exact = p.unit.split(p.pages.0).0;
                        assert!(p.units == exact || p.units == exact + 1, "{p:?}");
                    }
                    // Lanes show what was returned alone.
                    if s.all.pages.0.is_multiple_of(GIB / 4) {
                        assert_eq!(s.returned, Printed::part_of(s.returned.pages, s.all));
                    }
                    let dom0 = m.all.unit.rounded(s.all.pages);
                    assert_eq!(units(m.xen) + units(m.free) + dom0, units(m.all), "{gib} {option}");
                }
            }
        }
    }
}
