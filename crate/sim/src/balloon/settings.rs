//! The balloon driver as it was built, and what a reader wants of it.
//!
//! Not here: what it does ([`crate::balloon`]).

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

/// `CONFIG_XEN_BALLOON_MEMORY_HOTPLUG`: a target above what is there adds memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Hotplug {
    /// As the oldest kernel seen with it has it: on from 5.10.
    #[default]
    Auto,
    /// Set.
    On,
    /// Not set.
    Off,
}

/// What the reader wants of the balloon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Target {
    /// Nothing: the story ends with the boot.
    #[default]
    None,
    /// As much as Xen gave at first.
    Initial,
    /// So much.
    Size(Pages),
}

/// The driver, its build options and the target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Balloon {
    /// Whether there is one.
    pub driver: Driver,
    /// Whether it can add memory.
    pub hotplug: Hotplug,
    /// What is wanted.
    pub target: Target,
}
