//! One thing changed in a machine's input, and the boot with it.
//!
//! Not here: which change answers which question (`scenarios`, `difference`, `sweep`, `advice`).

use crate::balloon::{Balloon, Target};
use crate::boot::Boot;
use crate::config::Config;
use crate::kernel::{Kernel, Variant};
use crate::ledger::MemTotalGap;
use crate::map::RawMap;
use crate::memory::Facts;
use crate::simulate::{set_target, simulate};
use crate::units::Pages;
use crate::version::Version;
use crate::xen::option_size;

/// One thing changed in a machine's input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhatIf {
    /// The machine's map.
    Machine(RawMap),
    /// The text after `dom0_mem=`; `None`: no option.
    Option(Option<String>),
    /// Xen's version.
    Xen(Version),
    /// The dom0 kernel.
    Kernel(Kernel),
    /// Pages that Xen gave dom0 according to a log; `None`: what the option results in.
    PagesGiven(Option<Pages>),
    /// The balloon's target.
    Target(Target),
}

impl WhatIf {
    /// The classic kernel that everything is compared with, 2.6.18.
    pub const CLASSIC: Self = Self::Kernel(Kernel::new(Variant::Classic, Version::new(2, 6, 18)));

    /// The option with both the size and the maximum set to `pages`.
    pub fn maximum_at(pages: Pages) -> Self {
        let size = option_size(pages);
        Self::Option(Some(format!("{size},max:{size}")))
    }
}

impl Config {
    /// The same input with one thing changed.
    #[must_use]
    pub fn with(mut self, change: WhatIf) -> Self {
        match change {
            WhatIf::Machine(machine) => self.machine = machine,
            WhatIf::Option(text) => self.dom0_mem = text,
            WhatIf::Xen(version) => self.xen = version,
            WhatIf::Kernel(kernel) => self.linux = kernel,
            WhatIf::PagesGiven(pages) => self.pages_given = pages,
            WhatIf::Target(target) => self.balloon.target = target,
        }
        self
    }
}

impl Boot {
    /// The same machine booted again with these changes. A new balloon target alone needs no new
    /// boot: it changes nothing before its own step.
    #[must_use]
    pub fn with(&self, changes: impl IntoIterator<Item = WhatIf>) -> Self {
        self.under(&changes.into_iter().fold(self.config.clone(), Config::with))
    }

    /// The boot of this input: this one if nothing but the balloon's target differs, else a new
    /// one, with what [`Boot::typed_total_in`] makes of a typed `MemTotal`.
    pub(super) fn under(&self, config: &Config) -> Self {
        let target = config.balloon.target;
        let balloon = Balloon { target, ..self.config.balloon };
        let own = Config { balloon, ..self.config.clone() };
        if own == *config {
            return set_target(self, target);
        }
        let found = simulate(&without_total(config.clone()));
        match self.typed_total_in(&found) {
            None => found,
            mem_total => {
                let facts = Facts { mem_total, ..config.facts };
                simulate(&Config { facts, ..config.clone() })
            }
        }
    }

    /// The `MemTotal` of another boot of this machine and kernel, if one was typed for this boot:
    /// as far from the rows as here, because what the typed number measured is this boot alone.
    /// `None` for another machine or kernel, of which it says nothing.
    fn typed_total_in(&self, other: &Self) -> Option<Pages> {
        let (was, is) = (&self.config, &other.config);
        was.facts.mem_total.filter(|_| was.linux == is.linux && was.machine == is.machine)?;
        self.tools()?;
        let shown = other.tools()?.free_total;
        Some(MemTotalGap::of(self).applied(shown, other.kernel.pages_end))
    }
}

/// The same input without a typed `MemTotal`, which changes no other part of a boot.
pub(super) fn without_total(config: Config) -> Config {
    let facts = Facts { mem_total: None, ..config.facts };
    Config { facts, ..config }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::config_on;

    fn free(boot: &Boot) -> Pages {
        boot.tools().unwrap().free_total
    }

    /// A typed `MemTotal` was measured with the option that was typed.
    #[test]
    fn a_typed_total_is_as_far_from_the_rows_with_another_option() {
        let plain = config_on(Version::new(4, 1, 2), 64, "4G", Version::new(3, 2, 0));
        let limit = || [WhatIf::maximum_at(Pages(4 << 18))];
        let saved = |boot: &Boot| free(&boot.with(limit())).0.abs_diff(free(boot).0);
        let model = simulate(&plain);
        for typed in [free(&model), free(&model).less(Pages(9999)), free(&model).plus(Pages(9999))]
        {
            let mut config = plain.clone();
            config.facts.mem_total = Some(typed);
            let boot = simulate(&config);
            assert_eq!((free(&boot), saved(&boot)), (typed, saved(&model)));
            // There and back again.
            let back = boot.with(limit()).with([WhatIf::Option(Some("4G".to_owned()))]);
            assert_eq!(back, boot);
            let classic = boot.with([WhatIf::CLASSIC]);
            assert_eq!(classic.config.facts.mem_total, None);
            let other = Kernel::new(Variant::Classic, Version::new(2, 6, 18));
            assert_eq!(classic, model.with([WhatIf::Kernel(other)]));
        }
    }

    /// What no dom0 of this size has is not promised.
    #[test]
    fn a_typed_total_that_is_too_large_is_at_most_what_dom0_has() {
        let mut config = config_on(Version::new(4, 1, 2), 64, "4G", Version::new(3, 2, 0));
        config.facts.mem_total = Some(Pages(4 << 18));
        let limited = simulate(&config).with([WhatIf::maximum_at(Pages(4 << 18))]);
        assert_eq!(free(&limited), limited.kernel.pages_end);
    }
}
