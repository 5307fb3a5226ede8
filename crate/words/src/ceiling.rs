//! The ceiling in words: for the handle that is dragged, and for pointing at it.
//!
//! Not here: what dragging writes (`read::ceiling`).

use super::{Description, amount};
use crate::hover::much;
use sim::boot::Boot;
use sim::step::MaxReservation;

/// What the handle is, for a reader who hears it.
pub const HANDLE: &str = "Ceiling (max:), MiB";

/// Where the handle is, for a reader who hears it: `6 GiB, 2 GiB above dom0’s size`.
pub fn ceiling_value(boot: &Boot) -> String {
    match boot.maximum() {
        MaxReservation::Unlimited => "no ceiling".to_owned(),
        MaxReservation::Pages(most) if most <= boot.pages => {
            format!("{}, dom0’s size", amount(most))
        }
        MaxReservation::Pages(most) => {
            format!("{}, {} above dom0’s size", amount(most), amount(most.less(boot.pages)))
        }
    }
}

/// The ceiling of a boot, for pointing at it.
pub fn describe_ceiling(boot: &Boot) -> Description {
    let (amount, what) = match boot.maximum() {
        MaxReservation::Unlimited => (
            "no ceiling".to_owned(),
            "dom0’s maximum reservation is unlimited. Set one with `max:` in the option.",
        ),
        MaxReservation::Pages(most) => (
            much(most, boot.pages),
            "The ceiling: dom0’s maximum reservation, set by `max:` in the option. dom0 can never own more pages than this.",
        ),
    };
    Description { span: None, amount, what: what.to_owned(), pfn: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::version::Version;

    #[test]
    fn the_ceiling_is_named_beside_dom0s_size() {
        for (option, value, amount) in [
            ("4G", "no ceiling", "no ceiling"),
            ("4G,max:4G", "4 GiB, dom0’s size", "1\u{202f}048\u{202f}576 pages, 4 GiB"),
            ("4G,max:6G", "6 GiB, 2 GiB above dom0’s size", "1\u{202f}572\u{202f}864 pages, 6 GiB"),
        ] {
            let boot = run(64, option, Version::new(3, 2, 0));
            assert_eq!(ceiling_value(&boot), value);
            let shown = describe_ceiling(&boot);
            assert_eq!(shown.amount, amount);
            assert!(shown.what.ends_with('.') && shown.line().starts_with(amount));
        }
    }
}
