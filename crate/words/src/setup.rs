//! The setup in words: the machine, the option and the releases, and their direct results
//! before any step is described.
//!
//! Not here: what to type instead (`advice`).

use super::marks;
use super::seen::as_seen;
use super::{amount, count, pages};
use sim::boot::{Boot, PagesOrigin};
use sim::step::MaxReservation;
use sim::version::Version;
use sim::xen::estimate::SPREAD_PER_MILLE;
use sim::xen::grammar::Report;
use sim::xen::toolstack::has_xl;

/// The setup on show: the machine, the option and both releases.
pub fn machine(boot: &Boot) -> String {
    let option = typed_option(boot);
    format!("{} of RAM, {option}, Xen {}, {}", amount(boot.ram()), boot.config.xen, linux(boot))
}

/// The toolstack's command that this Xen has: `xl`, or `xm` before it.
pub(super) fn tool(xen: Version) -> &'static str {
    of_tool(xen, ["xl", "xm"])
}

/// What is said of the toolstack that this Xen has: of `xl`, or of `xm` before it.
pub(super) fn of_tool(xen: Version, [xl, xm]: [&'static str; 2]) -> &'static str {
    if has_xl(xen) { xl } else { xm }
}

/// The kernel's name in a sentence: `Linux 3.2`.
pub fn linux(boot: &Boot) -> String {
    format!("Linux {}", boot.config.linux.release)
}

/// The option as typed, with everything in it visible: `dom0_mem=4G`.
pub fn typed_option(boot: &Boot) -> String {
    match &boot.config.dom0_mem {
        Some(text) => format!("dom0_mem={}", as_seen(text)),
        None => "no dom0_mem".to_owned(),
    }
}

/// The memory Xen gives dom0, and how certain that is.
pub fn given(boot: &Boot) -> String {
    let limit = match boot.maximum() {
        MaxReservation::Unlimited => "none".to_owned(),
        MaxReservation::Pages(most) => pages(most),
    };
    let spread = match boot.pages_origin {
        PagesOrigin::Given | PagesOrigin::Exact => String::new(),
        PagesOrigin::Estimated => {
            let either_way = boot.available.0 / 1000 * SPREAD_PER_MILLE + 1;
            format!(". A log has the exact number, within {} pages of this", count(either_way))
        }
    };
    format!("Xen gives dom0 {}, {}{spread}. Ceiling: {limit}.", pages(boot.pages), certainty(boot))
}

/// How certain the number of pages is.
pub fn certainty(boot: &Boot) -> &'static str {
    match boot.pages_origin {
        PagesOrigin::Given => "as typed from a log",
        PagesOrigin::Exact => "exactly as the option says",
        PagesOrigin::Estimated => "estimated from the RAM size",
    }
}

/// What Xen reports about the option's text, if it does; with marks. The warnings of [`crate::xen`]
/// say the same.
pub fn xen_reports(boot: &Boot) -> Option<String> {
    let typed = marks::typed(&format!("dom0_mem={}", boot.config.dom0_mem.as_deref()?));
    let version = boot.config.xen;
    match boot.xen.parsed.report {
        Report::Silent => None,
        Report::Invalid if boot.xen.parsed.is_empty() => Some(format!(
            "Xen {version} reports {typed} as invalid and reads nothing of it. Its default applies, and dom0 gets {}.",
            amount(boot.pages)
        )),
        Report::Invalid => Some(format!(
            "Xen {version} reports {typed} as invalid. What it read before the error stays in force, so dom0 gets {}.",
            amount(boot.pages)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    #[test]
    fn a_setup_is_its_ram_its_option_and_both_releases() {
        let named = |option| machine(&run(64, option, Version::new(3, 2, 0)));
        let plain = named("4G").replace('\u{a0}', " ");
        assert_eq!(plain, "64 GiB of RAM, dom0_mem=4G, Xen 4.1.2, Linux 3.2");
        assert!(named("").contains(", no dom0_mem, "));
    }
}
