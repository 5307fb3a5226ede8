//! Page counts given by a log, and the memory Xen had left when it built dom0.
//!
//! A size or a maximum that is a percentage or a difference depends on what Xen has left, which is
//! an estimate here. If a log states the pages, the estimate is replaced by the nearest amount
//! from which the option yields exactly those pages, so that size and maximum belong to one boot.
//! Not here: the estimate itself (`xen::estimate`).

use super::{Config, size};
use crate::kernel::ReservationReply;
use crate::step::MaxReservation;
use crate::units::Pages;
use crate::xen::reservation::{Dom0Size, dom0_size};

/// Search range around the estimate: an eighth of it, enough for a crash kernel's area and for
/// CPUs that were not typed.
const REACH: u64 = 8;

/// The memory Xen had, and how it read the option with that.
pub(super) struct Calibrated {
    /// Pages Xen had for dom0, before deductions.
    pub(super) available: Pages,
    /// The result of the option.
    pub(super) xen: Dom0Size,
}

/// The memory Xen had on a machine with this much RAM: the estimate, or the amount that fits the
/// logged pages.
pub(super) fn calibrate(config: &Config, ram: Pages) -> Calibrated {
    let estimate = crate::xen::estimate::estimate(config.xen, config.host()).pages;
    let xen = dom0_size(&config.env(estimate));
    let Some(given) = config.pages_given else {
        return Calibrated { available: estimate, xen };
    };
    let available = solve(config, &xen, estimate, ram, given).unwrap_or(estimate);
    let xen = at_least(size(config, &xen, available), given);
    Calibrated { available, xen }
}

/// The result of the option, if the logged pages cannot have resulted from it on this machine
/// (spec/xen.md 6 and 7: dom0 never gets more than its maximum).
pub fn contradiction(config: &Config) -> Option<Dom0Size> {
    let given = config.pages_given?;
    let ram = config.machine.resolved().ram_pages();
    let estimate = crate::xen::estimate::estimate(config.xen, config.host()).pages;
    let xen = dom0_size(&config.env(estimate));
    match solve(config, &xen, estimate, ram, given) {
        Some(_) => None,
        None => Some(xen),
    }
}

/// The amount nearest to the estimate from which the option yields `wanted` pages. The size never
/// falls while the amount grows, as long as no negative value wraps. Wrapping is far from any
/// estimate, so the search starts at the estimate and doubles its stride.
fn solve(
    config: &Config,
    xen: &Dom0Size,
    estimate: Pages,
    ram: Pages,
    wanted: Pages,
) -> Option<Pages> {
    let gives = |a: u64| size(config, xen, Pages(a)).size.pages_or_zero();
    let start = estimate.0;
    let (mut near, mut far, mut stride) = (start, start, 1);
    let up = gives(start) < wanted;
    let end =
        if up { ram.0.min(start.saturating_add(start / REACH)) } else { start - start / REACH };
    let past = |a: u64| if up { gives(a) >= wanted } else { gives(a) <= wanted };
    while !past(far) {
        if far == end {
            return None;
        }
        near = far;
        far = if up {
            far.saturating_add(stride).min(end)
        } else {
            far.saturating_sub(stride).max(end)
        };
        stride = stride.saturating_mul(2);
    }
    while near.abs_diff(far) > 1 {
        let middle = near.midpoint(far);
        if past(middle) {
            far = middle;
        } else {
            near = middle;
        }
    }
    (gives(far) == wanted).then_some(Pages(far))
}

/// The logged pages prove that the maximum was not below them.
fn at_least(xen: Dom0Size, given: Pages) -> Dom0Size {
    match xen.maximum {
        MaxReservation::Pages(most) if most < given => Dom0Size {
            maximum: MaxReservation::Pages(given),
            returned: ReservationReply(given.0.cast_signed()),
            ..xen
        },
        MaxReservation::Pages(_) | MaxReservation::Unlimited => xen,
    }
}

#[cfg(test)]
mod tests {
    use super::super::simulate;
    use super::*;
    use crate::boot::Outcome;
    use crate::kernel::{Kernel, Variant};
    use crate::map::{Entry, Kind, RawMap};
    use crate::units::Addr;
    use crate::version::Version;

    fn config(option: &str, given: Option<Pages>) -> Config {
        let usable = |from, to| Entry::new(Addr(from), Addr(to), Kind::Usable);
        let high = usable(1 << 32, 13 << 30);
        let machine = RawMap { entries: vec![usable(0, 0xa0000), usable(1 << 20, 3 << 30), high] };
        let option = Some(option.to_owned()).filter(|o| !o.is_empty());
        let linux = Kernel::new(Variant::V612, Version::new(6, 12, 0));
        let config = Config::new(machine, option, Version::new(4, 20, 0), linux);
        Config { pages_given: given, ..config }
    }

    fn extra(config: &Config) -> Vec<u64> {
        let boot = simulate(config);
        assert_eq!(boot.outcome, Outcome::Up, "{config:?}");
        boot.kernel.extra.iter().map(|e| e.pages.unsigned_abs()).collect()
    }

    #[test]
    fn given_pages_bring_the_amount_and_the_maximum_with_them() {
        for option in ["max:50%", "-1G", "max:-1G", "50%", "50%,max:50%", ""] {
            let plain = simulate(&config(option, None));
            for off in [-3000, -30, -1, 0, 1, 30, 3000_i64] {
                let given = Pages(plain.pages.0.saturating_add_signed(off));
                let logged = config(option, Some(given));
                let found = simulate(&logged);
                assert_eq!(
                    (found.pages, found.xen.size),
                    (given, crate::xen::reservation::Size::Pages(given))
                );
                let moved = found.available.0.abs_diff(plain.available.0);
                assert!((off.unsigned_abs()..=2 * off.unsigned_abs() + 2).contains(&moved));
                assert_eq!(found.outcome, Outcome::Up, "{option} {off}");
                assert_eq!(contradiction(&logged), None);
                match found.maximum() {
                    MaxReservation::Unlimited => assert!(!option.contains("max:")),
                    MaxReservation::Pages(most) => {
                        assert_eq!((most, extra(&logged)), (given, vec![]));
                    }
                }
            }
        }
    }

    #[test]
    fn pages_that_no_amount_explains_leave_the_estimate_and_raise_the_maximum() {
        for (option, given) in
            [("2G,max:1G", 524_288), ("max:2G", 524_292), ("max:50%", 2_500_000), ("2G", 524_200)]
        {
            let logged = config(option, Some(Pages(given)));
            assert!(contradiction(&logged).is_some(), "{option}");
            let found = simulate(&logged);
            assert_eq!(found.available, simulate(&config(option, None)).available);
            match found.maximum() {
                MaxReservation::Unlimited => assert_eq!(option, "2G"),
                MaxReservation::Pages(most) => {
                    assert_eq!((most.0, extra(&logged)), (given, vec![]));
                }
            }
        }
    }
}
