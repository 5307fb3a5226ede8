//! How descriptors grow with the host: one dom0 on hosts from 4 GiB to 1 TiB, without
//! a maximum and with one at its initial size.
//!
//! Each point is a boot of its own on the made-up map, so a caller can work out a few
//! at a time. Not here: the chart (`figure`).

use crate::answer::made_up_machine;
use crate::boot::{Config, Outcome, boot};
use crate::difference::{costs_with_maximum, costs_without_maximum};
use crate::units::Pages;

/// One host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Installed RAM.
    pub installed: Pages,
    /// What dom0 keeps for pages that may never come, without a maximum.
    pub without: Pages,
    /// The same with a maximum at the initial size.
    pub with: Pages,
}

/// Hosts from 4 GiB to 1 TiB: each power of two, and half-way between two of them.
pub fn hosts() -> Vec<Pages> {
    let powers = (20..=28).map(|shift| Pages(1 << shift));
    powers.flat_map(|p| [p, Pages(p.0 + p.0 / 2)]).filter(|p| p.0 <= 1 << 28).collect()
}

/// One point of the curve; `None` where that host cannot start this dom0.
pub fn at(config: &Config, installed: Pages) -> Option<Point> {
    let machine = made_up_machine(installed);
    let config = Config { machine, pages_given: None, ..config.clone() };
    let found = boot(&config);
    let runs = found.outcome == Outcome::Up;
    runs.then(|| Point {
        installed,
        without: costs_without_maximum(&found).total(),
        with: costs_with_maximum(&found, found.pages).total(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Kernel, Variant};
    use crate::version::Version;

    fn curve(dom0_mem: &str, kernel: Kernel) -> Vec<Point> {
        let option = Some(dom0_mem.to_owned());
        let config = Config::new(made_up_machine(Pages(0)), option, Version::new(4, 1, 2), kernel);
        hosts().into_iter().filter_map(|host| at(&config, host)).collect()
    }

    #[test]
    fn the_articles_host_has_the_sketchs_numbers() {
        let kernel = Kernel::new(Variant::V32, Version::new(3, 2, 0));
        let all = curve("4G", kernel);
        let here = all.iter().find(|p| p.installed == Pages(64 << 18)).unwrap();
        // 879.50 and 88.16 MiB, in pages.
        assert_eq!((here.without, here.with), (Pages(225_152), Pages(22_568)));
    }

    #[test]
    fn without_a_maximum_it_rises_to_ten_times_the_size_and_with_one_it_does_not() {
        let all = curve("2G", Kernel::new(Variant::V32, Version::new(3, 2, 0)));
        assert!(all.windows(2).all(|w| w[0].without <= w[1].without));
        let ends: Vec<_> = all.iter().filter(|p| p.installed >= Pages(32 << 18)).collect();
        assert!(ends.windows(2).all(|w| w[0].without == w[1].without && w[0].with == w[1].with));
        assert!(all.iter().all(|p| p.with <= p.without));
    }

    #[test]
    fn a_host_too_small_for_this_dom0_has_no_point() {
        let all = curve("8G", Kernel::new(Variant::V32, Version::new(3, 2, 0)));
        assert_eq!(all.first().map(|p| p.installed), Some(Pages(12 << 18)));
    }
}
