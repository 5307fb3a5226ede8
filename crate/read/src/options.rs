//! Build options and settings of the form: the kernel's, the balloon's, Xen's IOMMU.
//!
//! An empty text and `auto` mean the same in every field: the setting of most machines.

use sim::balloon::{Balloon, Driver, Hotplug, Target};
use sim::units::Pages;
use sim::xen::env::Iommu;

use crate::error::quoted;
use crate::{Error, size};

/// Largest accepted `CONFIG_XEN_MAX_DOMAIN_MEMORY`, GiB.
const MOST_GIB: u64 = 1 << 16;

/// `CONFIG_XEN_MAX_DOMAIN_MEMORY` in GiB; `None` for the kernel's default.
///
/// # Errors
/// If it is not a whole number of GiB from 1 to 65536.
pub fn domain_limit(text: &str) -> Result<Option<Pages>, Error> {
    let lower = text.trim().to_ascii_lowercase();
    let number = lower.strip_suffix("gib").or(lower.strip_suffix('g')).unwrap_or(&lower).trim_end();
    match number {
        "" | "auto" => Ok(None),
        digits => match digits.parse() {
            Ok(gib) if (1..=MOST_GIB).contains(&gib) => Ok(Some(Pages(gib << 18))),
            _ => Err(Error::new(format!(
                "{} is no limit; write `auto`, or `CONFIG_XEN_MAX_DOMAIN_MEMORY` in GiB, like 128 or 500",
                quoted(text)
            ))),
        },
    }
}

/// A switch that can be left at its default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Not given.
    Auto,
    /// On.
    On,
    /// Off.
    Off,
}

/// `auto`, `on` or `off`.
///
/// # Errors
/// If it is none of them.
pub fn switch(text: &str) -> Result<Switch, Error> {
    match text.trim().to_ascii_lowercase().as_str() {
        "" | "auto" => Ok(Switch::Auto),
        "on" | "yes" | "y" => Ok(Switch::On),
        "off" | "no" | "n" => Ok(Switch::Off),
        _ => Err(Error::new(format!("{} is not valid; write auto, on or off", quoted(text)))),
    }
}

/// The balloon: `on`, `off`, `initial` for dom0's initial size, or a size.
///
/// # Errors
/// If it is none of them.
pub fn balloon(text: &str, hotplug: Switch) -> Result<Balloon, Error> {
    let hotplug = match hotplug {
        Switch::Auto => Hotplug::Auto,
        Switch::On => Hotplug::On,
        Switch::Off => Hotplug::Off,
    };
    let (driver, target) = match text.trim().to_ascii_lowercase().as_str() {
        "" | "auto" | "on" => (Driver::On, Target::None),
        "off" => (Driver::Off, Target::None),
        "initial" => (Driver::On, Target::Initial),
        size => match size::memory(size) {
            Ok(pages) => (Driver::On, Target::Size(pages)),
            Err(_) => {
                return Err(Error::new(format!(
                    "{} is no balloon setting; write on, off, initial, or a size like 4G",
                    quoted(text)
                )));
            }
        },
    };
    Ok(Balloon { driver, hotplug, target })
}

/// Xen's IOMMU: `off`, `on`, or `passthrough` for dom0.
///
/// # Errors
/// If it is none of them.
pub fn iommu(text: &str) -> Result<Iommu, Error> {
    match text.trim().to_ascii_lowercase().as_str() {
        "" | "auto" | "off" => Ok(Iommu::Off),
        "on" => Ok(Iommu::On),
        "passthrough" => Ok(Iommu::Passthrough),
        _ => Err(Error::new(format!(
            "{} is no IOMMU setting; write auto, off, on or passthrough",
            quoted(text)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_whole_gib() {
        let check = |text, gib: Option<u64>| {
            assert_eq!(domain_limit(text), Ok(gib.map(|n| Pages(n << 18))), "{text}");
        };
        check("", None);
        check("auto", None);
        check("128", Some(128));
        check(" 500 GiB", Some(500));
        for text in ["0", "-1", "1.5", "65537", "much", "g128", "é"] {
            assert!(domain_limit(text).unwrap_err().to_string().contains("write"), "{text}");
        }
    }

    #[test]
    fn the_balloon_has_a_driver_and_a_wish() {
        let check = |text, driver, target| {
            let expected = Balloon { driver, hotplug: Hotplug::Auto, target };
            assert_eq!(balloon(text, Switch::Auto), Ok(expected), "{text}");
        };
        check("", Driver::On, Target::None);
        check("Off", Driver::Off, Target::None);
        check("initial", Driver::On, Target::Initial);
        check("4G", Driver::On, Target::Size(Pages(4 << 18)));
        let error = balloon("4", Switch::Auto).unwrap_err().to_string();
        assert!(error.contains("write on, off, initial, or a size"), "{error}");
    }

    #[test]
    fn switches_say_what_to_write() {
        assert_eq!(switch(" On "), Ok(Switch::On));
        assert_eq!(switch(""), Ok(Switch::Auto));
        assert!(switch("maybe").unwrap_err().to_string().contains("auto, on or off"));
        assert_eq!(iommu("passthrough"), Ok(Iommu::Passthrough));
        assert!(iommu("perhaps").unwrap_err().to_string().contains("write auto"));
    }
}
