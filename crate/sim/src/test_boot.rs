//! A boot for the unit tests of this package.

use crate::boot::Boot;
use crate::config::{Config, made_up_machine};
use crate::kernel::release::{Flavour, Support, of};
use crate::simulate::simulate;
use crate::units::Pages;
use crate::version::Version;

/// A host with `gib` GiB of RAM under Xen 4.1.2, whose dom0 runs the pvops kernel `linux`.
pub(crate) fn run(gib: u64, dom0_mem: &str, linux: Version) -> Boot {
    simulate(&config_on(Version::new(4, 1, 2), gib, dom0_mem, linux))
}

/// What goes into such a boot, under any Xen; an empty text is no option.
pub(crate) fn config_on(xen: Version, gib: u64, dom0_mem: &str, linux: Version) -> Config {
    let Support::Dom0(kernel, _) = of(linux, Flavour::Pvops) else { panic!("{linux}") };
    let text = Some(dom0_mem.to_owned()).filter(|t| !t.is_empty());
    Config::new(made_up_machine(Pages(gib << 18)), text, xen, kernel)
}
