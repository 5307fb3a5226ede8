//! The words on the form's own controls: how Xen reads the option, sizes under a slider, and
//! the short names of what is set.
//!
//! Not here: what the controls are set to (`read::controls`), and what comes of it
//! (`recovery`).

use super::{Act, amount, linux};
use sim::boot::{Boot, PagesOrigin};
use sim::step::MaxReservation;
use sim::units::Pages;
use sim::xen::grammar::{Report, UNBOUNDED};
use sim::xen::option_size;
use sim::xen::{Group, LIMIT_XEN};

/// How this Xen reads the option: `Xen 4.1.2 reads 4 GiB, no ceiling.`
pub fn reads(boot: &Boot) -> String {
    let size = match (boot.config.pages_given, &boot.config.dom0_mem) {
        (Some(pages), _) => format!("gave {}, as in the log", amount(pages)),
        (None, None) => format!("is given no size, so dom0 gets {}", amount(boot.pages)),
        (None, Some(_)) => read_size(boot),
    };
    format!("Xen {} {size}, {}.", boot.config.xen, ceiling(boot))
}

fn read_size(boot: &Boot) -> String {
    let size = amount(boot.pages);
    match (boot.xen.parsed.report, boot.pages_origin) {
        (Report::Invalid, _) => format!("reports an error, and dom0 gets {size}"),
        (Report::Silent, PagesOrigin::Estimated) => format!("reads about {size}"),
        (Report::Silent, PagesOrigin::Given | PagesOrigin::Exact) => format!("reads {size}"),
    }
}

fn ceiling(boot: &Boot) -> String {
    match boot.maximum() {
        MaxReservation::Pages(pages) => format!("ceiling {}", amount(pages)),
        MaxReservation::Unlimited if !Group::of(boot.config.xen).sets_maximum() && limits(boot) => {
            format!("no ceiling before Xen {LIMIT_XEN}")
        }
        MaxReservation::Unlimited => "no ceiling".to_owned(),
    }
}

/// Whether a maximum was read.
fn limits(boot: &Boot) -> bool {
    boot.xen.parsed.max.pages != UNBOUNDED
}

/// A size on a slider, in the largest whole unit: `256M`, `1G`, `8T`.
pub fn short_size(pages: Pages) -> String {
    match pages.0 {
        n if n >= Pages::TIB.0 && n.is_multiple_of(Pages::TIB.0) => {
            format!("{}T", n / Pages::TIB.0)
        }
        _ => option_size(pages),
    }
}

/// What dom0 starts with where the option gives no size: its ceiling, if Xen gives all of that,
/// else `all` there is.
pub fn size_without(boot: &Boot) -> String {
    let whole = limits(boot) && boot.xen.parsed.max.pages == boot.pages;
    if whole { short_size(boot.pages) } else { "all".to_owned() }
}

/// The setup in four short texts: kernel, size, ceiling, machine. `size` and
/// `maximum` are as the option gives them.
pub fn short_setup(boot: &Boot, size: &str, maximum: &str) -> [String; 4] {
    let or =
        |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
    [
        linux(boot),
        format!("dom0 {}", or(size, &size_without(boot))),
        format!("max: {}", or(maximum, "none")),
        amount(boot.ram()),
    ]
}

/// What an embed's chips are about.
pub const CHOICES: [&str; 3] = ["Machine", "Kernel", "Ceiling"];

/// What is set of these: `64 GiB`, `Linux 3.2`, `max: 5G`.
pub fn chosen(boot: &Boot) -> [String; 3] {
    let maximum = match boot.maximum() {
        MaxReservation::Pages(pages) => option_size(pages),
        MaxReservation::Unlimited => "none".to_owned(),
    };
    [amount(boot.ram()), linux(boot), format!("max: {maximum}")]
}

/// A kernel as a choice: `Linux 3.2 returns`.
pub fn kernel_choice(release: &str, act: Act) -> String {
    match act {
        Act::Classic => format!("Linux {release}, classic"),
        Act::Returns | Act::Refills | Act::Moves => format!("Linux {release} {}", act.name()),
    }
}

/// A choice of the ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ceiling {
    /// No `max:`.
    None,
    /// `max:` at dom0's size.
    Size,
    /// A GiB above it.
    Gap,
    /// Another one.
    Other,
}

impl Ceiling {
    /// All choices, in the form's order.
    pub const ALL: [Self; 4] = [Self::None, Self::Size, Self::Gap, Self::Other];

    /// The name in the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Size => "size",
            Self::Gap => "gap",
            Self::Other => "other",
        }
    }
}

/// A ceiling as a choice: `max: = size`.
pub fn ceiling_choice(ceiling: Ceiling) -> String {
    let words = match ceiling {
        Ceiling::Size => "= size",
        Ceiling::Gap => "+ 1 GiB",
        Ceiling::None | Ceiling::Other => ceiling.name(),
    };
    format!("max: {words}")
}

/// Said under the installed RAM, typed or not, if a map is given, which counts instead. One line
/// of the form's column.
pub fn map_counts(boot: &Boot) -> String {
    format!("The map under More counts: {}.", amount(boot.ram()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::simulate::simulate;
    use sim::version::Version;

    fn check(xen: Version, dom0_mem: Option<&str>, expected: &str) {
        let mut config = run(64, "4G", Version::new(3, 2, 0)).config;
        config.xen = xen;
        config.dom0_mem = dom0_mem.map(str::to_owned);
        assert_eq!(reads(&simulate(&config)), expected);
    }

    #[test]
    fn the_option_is_read_back_in_one_line() {
        let (old, strict) = (Version::new(4, 1, 2), Version::new(4, 17, 0));
        check(old, Some("4G"), "Xen 4.1.2 reads 4 GiB, no ceiling.");
        check(old, Some("4G,max:5G"), "Xen 4.1.2 reads 4 GiB, ceiling 5 GiB.");
        let older = Version::new(4, 1, 1);
        check(older, Some("4G,max:5G"), "Xen 4.1.1 reads 4 GiB, no ceiling before Xen 4.1.2.");
        check(older, Some("4G"), "Xen 4.1.1 reads 4 GiB, no ceiling.");
        check(strict, Some("10%"), "Xen 4.17 reads about 6.34 GiB, no ceiling.");
        check(
            strict,
            Some("4GB"),
            "Xen 4.17 reports an error, and dom0 gets 63.25 GiB, no ceiling.",
        );
        check(strict, None, "Xen 4.17 is given no size, so dom0 gets 63.25 GiB, no ceiling.");
    }

    #[test]
    fn sizes_are_as_short_as_they_can_be() {
        for (pages, text) in
            [(1 << 16, "256M"), (3 << 17, "1536M"), (1 << 18, "1G"), (8 << 28, "8T")]
        {
            assert_eq!(short_size(Pages(pages)), text);
        }
        let boot = run(64, "4G", Version::new(3, 2, 0));
        assert_eq!(short_setup(&boot, "4G", ""), ["Linux 3.2", "dom0 4G", "max: none", "64 GiB"]);
        let size =
            |option: &str| short_setup(&run(64, option, Version::new(6, 1, 0)), "", "")[1].clone();
        assert_eq!(size("max:4G"), "dom0 4G");
        assert_eq!(size("min:1G,max:4G"), "dom0 4G");
        assert_eq!(size("max:800G"), "dom0 all");
        assert_eq!(size(""), "dom0 all");
    }
}
