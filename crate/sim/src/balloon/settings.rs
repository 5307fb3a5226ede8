//! The balloon driver's build options, and the target the reader sets.
//!
//! Not here: its behaviour ([`crate::balloon`]).

use crate::units::Pages;

/// `CONFIG_XEN_BALLOON`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Driver {
    /// Set, as in every distribution's kernel.
    #[default]
    On,
    /// Not set: `target_kb` does not exist.
    Off,
}

/// `CONFIG_XEN_BALLOON_MEMORY_HOTPLUG`: a target above the present memory adds memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Hotplug {
    /// As in the oldest kernel seen with it: on since 5.10.
    #[default]
    Auto,
    /// Set.
    On,
    /// Not set.
    Off,
}

/// The balloon target the reader sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Target {
    /// None: the story ends with the boot.
    #[default]
    None,
    /// The amount Xen gave at first.
    Initial,
    /// This amount.
    Size(Pages),
}

/// The driver, its build options and the target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Balloon {
    /// Whether there is a driver.
    pub driver: Driver,
    /// Whether it can add memory.
    pub hotplug: Hotplug,
    /// The target.
    pub target: Target,
}
