//! One thing changed in a machine's input, and the boot with it.
//!
//! Not here: which change answers which question (`scenarios`, `difference`, `sweep`, `advice`).

use crate::balloon::{Balloon, Target};
use crate::boot::Boot;
use crate::config::Config;
use crate::kernel::{Kernel, Variant};
use crate::map::RawMap;
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
    /// one.
    pub(super) fn under(&self, config: &Config) -> Self {
        let target = config.balloon.target;
        let balloon = Balloon { target, ..self.config.balloon };
        let own = Config { balloon, ..self.config.clone() };
        if own == *config { set_target(self, target) } else { simulate(config) }
    }
}
