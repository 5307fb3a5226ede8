//! The cost of bookkeeping on hosts of every size, with and without `max:`.
//!
//! The made-up machine (labelled as such) is booted at each size with the reader's kernel, Xen and
//! initial size of dom0. One point is one pair of boots, so a sweep can be computed in slices. Not
//! here: the look of the chart (the figure), the wording of rows (`words`).

use super::change::WhatIf;
use crate::boot::{Boot, Outcome};
use crate::config::made_up_machine;
use crate::memory::Costs;
use crate::units::Pages;
use crate::xen::option_size;

/// The cost at one host size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Installed RAM.
    pub installed: Pages,
    /// Without `max:`; `None` if dom0 does not boot.
    pub without: Option<Costs>,
    /// With `max:` at the initial size; `None` if dom0 does not boot.
    pub with_max: Option<Costs>,
}

/// All points, and the position of the reader's machine among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// Dom0's initial size.
    pub dom0: Pages,
    /// Rising by installed RAM.
    pub points: Vec<Point>,
    /// The reader's machine as configured: its usable RAM and its cost.
    pub here: Option<Here>,
}

/// The reader's own machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here {
    /// Usable RAM of its map.
    pub ram: Pages,
    /// The bookkeeping of its boot.
    pub costs: Costs,
}

/// The host sizes: 4 GiB to 1 TiB, each power of two and the midpoint between.
pub fn sizes() -> Vec<Pages> {
    let mut sizes: Vec<Pages> = (2..10)
        .flat_map(|n| [Pages(Pages::GIB.0 << n), Pages((Pages::GIB.0 << n) / 2 * 3)])
        .collect();
    sizes.push(Pages(Pages::GIB.0 << 10));
    sizes
}

/// Boots a made-up host with `installed` RAM twice, with the rest as in `boot` and with `dom0`
/// pages at first.
pub fn point(boot: &Boot, dom0: Pages, installed: Pages) -> Point {
    let run = |option| {
        let machine = WhatIf::Machine(made_up_machine(installed));
        costs(&boot.with([machine, option, WhatIf::PagesGiven(None)]))
    };
    Point {
        installed,
        without: run(WhatIf::Option(Some(option_size(dom0)))),
        with_max: run(WhatIf::maximum_at(dom0)),
    }
}

/// The whole sweep for a reader's boot.
pub fn sweep(boot: &Boot) -> Sweep {
    let points = sizes().into_iter().map(|n| point(boot, boot.pages, n)).collect();
    Sweep { dom0: boot.pages, points, here: here(boot) }
}

/// The reader's machine; `None` if its dom0 does not boot.
pub fn here(boot: &Boot) -> Option<Here> {
    let ram = boot.ram();
    costs(boot).map(|costs| Here { ram, costs })
}

fn costs(boot: &Boot) -> Option<Costs> {
    boot.end().filter(|_| boot.outcome == Outcome::Up).and_then(|w| w.costs)
}

impl Sweep {
    /// The point at which the cost without `max:` stops growing: the first size after which it no
    /// longer changes, and that cost. `None` if it grows up to the last point.
    pub fn flat_from(&self) -> Option<Point> {
        let most = self.points.last()?.without?;
        let flat = |p: &&Point| p.without.is_some_and(|c| c.total() == most.total());
        let from = self.points.iter().rev().take_while(flat).last().copied()?;
        (from.installed < self.points.last()?.installed).then_some(from)
    }
}
