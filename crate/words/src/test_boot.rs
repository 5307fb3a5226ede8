//! A boot for the unit tests of this package.

use sim::boot::Boot;
use sim::config::Config;
use sim::config::made_up_machine;
use sim::kernel::release::{Flavour, Support, of};
use sim::simulate::simulate;
use sim::units::Pages;
use sim::version::Version;

/// A host with `gib` GiB of RAM under Xen 4.1.2, whose dom0 runs the pvops kernel `linux`.
pub(crate) fn run(gib: u64, dom0_mem: &str, linux: Version) -> Boot {
    run_on(Version::new(4, 1, 2), gib, dom0_mem, linux)
}

/// The same under another Xen; an empty text is no option.
pub(crate) fn run_on(xen: Version, gib: u64, dom0_mem: &str, linux: Version) -> Boot {
    let Support::Dom0(kernel, _) = of(linux, Flavour::Pvops) else { panic!("{linux}") };
    let text = Some(dom0_mem.to_owned()).filter(|t| !t.is_empty());
    simulate(&Config::new(made_up_machine(Pages(gib << 18)), text, xen, kernel))
}
