//! The texts in pictures: names of lanes, labels of bars, counters. Each is short enough
//! to be drawn, and some come in several lengths, the longest first.
//!
//! Not here: where a text is drawn and whether it fits.

mod charts;
mod entries;
mod labels;
mod lanes;
mod notes;
mod records;
mod strip;

pub use charts::*;
pub use entries::*;
pub use labels::*;
pub use lanes::*;
pub use notes::*;
pub use records::*;
pub use strip::*;

use sim::boot::Boot;
use sim::units::Pages;
use sim::xen::grammar::UNBOUNDED;

use super::printed::Printed;
use super::{amount, gib};

/// The accessible name of the ledger as a bar.
pub const LEDGER_BAR: &str = "The ledger as a bar";
/// The accessible name of the sweep.
pub const SWEEP: &str = "Bookkeeping against installed RAM";

/// Whether Xen read a `max:` in the reader's option, whether or not it applies it to dom0.
fn max_is_set(boot: &Boot) -> bool {
    boot.xen.parsed.max.pages != UNBOUNDED
}

/// The name of the reader's own run, beside the one with `max:` at the initial size.
fn as_asked(boot: &Boot, without: &'static str) -> &'static str {
    if max_is_set(boot) { "as configured" } else { without }
}

/// The option's part that limits dom0 to `pages`: `max:4G`.
fn max_option(pages: Pages) -> String {
    format!("max:{}", sim::xen::typed_size(pages))
}

/// `4.00 GiB`; below 10 MiB in its own unit, so that it is not shown as 0.00.
pub fn on_scale(n: Pages) -> String {
    if n.0 >= 10 << 8 { format!("{} GiB", gib(n)) } else { amount(n) }
}

/// A part of a dom0 with `dom0` pages on the scale of that: `2.06 GiB`, `136 MiB`.
fn of_dom0(n: Pages, dom0: Pages) -> String {
    if dom0.0 >= Pages::GIB.0 {
        on_scale(n)
    } else {
        Printed::part_of(n, Printed::alone(dom0)).full()
    }
}

/// `4.00`, or with its unit if that is not GiB.
pub fn bare(n: Pages) -> String {
    if n.0 >= 10 << 8 || n.is_zero() { gib(n) } else { amount(n) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_amounts_on_a_scale_have_their_own_unit() {
        assert_eq!(on_scale(Pages(264_417)), "1.01 GiB");
        assert_eq!(on_scale(Pages(97)), "388 KiB");
        assert_eq!((bare(Pages::ZERO), bare(Pages(1 << 20))), ("0.00".into(), "4.00".into()));
    }

    #[test]
    fn the_parts_of_a_strip_add_up_as_printed() {
        let [a, b] = [Pages(1 << 17), Pages(3 << 18)];
        assert_eq!(strip_sum(&[a, b], a.plus(b)), "0.50 + 3.00 = 3.50 GiB");
        let third = Pages((1 << 18) / 3 + 1);
        assert_eq!(strip_sum(&[third; 3], Pages(third.0 * 3)), "0.33 + 0.34 + 0.33 = 1.00 GiB");
        assert_eq!(strip_sum(&[a, Pages(97)], a), "512 MiB + 388 KiB ≈ 512\u{a0}MiB");
    }
}
