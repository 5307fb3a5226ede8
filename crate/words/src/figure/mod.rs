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

/// The accessible name of the ledger as a bar.
pub const LEDGER_BAR: &str = "The ledger as a bar";
/// The accessible name of the sweep.
pub const SWEEP: &str = "Bookkeeping against installed RAM";

/// Whether Xen read a `max:` in the reader's option, whether or not it applies it to dom0.
pub(crate) fn max_is_set(boot: &Boot) -> bool {
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

/// An amount beside `whole`, which is dom0 or the machine, as headline, bars and ledger print it:
/// `2.06 GiB`, less than 0.1 GiB in MiB. Beside less than a GiB, `136 MiB`; only what is a GiB or
/// more itself is in GiB there.
fn beside(n: Pages, whole: Pages) -> String {
    one_line(&Printed::beside(n, Printed::alone(whole)).full())
}

/// With common spaces: a label in a figure is one line, whatever its spaces are.
fn one_line(label: &str) -> String {
    label.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }).collect()
}

/// The same of a region, without decimals that are zeros: `4 GiB`, `0.50 GiB`.
pub fn region_amount(n: Pages, whole: Pages) -> String {
    one_line(&Printed::beside(n, Printed::alone(whole)).text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_the_unit_of_the_sum_it_is_part_of() {
        let alone = |n| beside(n, Pages::GIB);
        assert_eq!(alone(Pages(264_417)), "1.01 GiB");
        assert_eq!(alone(Pages(97)), "388 KiB");
        assert_eq!(alone(Pages(79 << 8)), "79 MiB");
        for (mib, whole, text) in [
            (400, 512, "400 MiB"),
            (400, 4096, "0.39 GiB"),
            (80, 4096, "80 MiB"),
            (1536, 512, "1.50 GiB"),
            (2048, 4096, "2 GiB"),
            (12 << 20, 4096, "12\u{202f}288 GiB"),
        ] {
            assert_eq!(region_amount(Pages(mib << 8), Pages(whole << 8)), text);
        }
    }

    #[test]
    fn the_parts_of_a_strip_add_up_as_printed() {
        let [a, b] = [Pages(1 << 17), Pages(3 << 18)];
        let sum = |terms: &[Pages]| strip_sum(terms);
        assert_eq!(sum(&[a, Pages::ZERO, b]), "0.50 + 3.00 = 3.50 GiB");
        let third = Pages((1 << 18) / 3 + 1);
        assert_eq!(sum(&[third; 3]), "0.33 + 0.34 + 0.33 = 1.00 GiB");
        assert_eq!(sum(&[a, Pages(97)]), "512 MiB + 388 KiB ≈ 512 MiB");
        assert_eq!(sum(&[b, Pages(79 << 8)]), "3.00 + 0.08 = 3.08 GiB");
        let mixed = sum(&[b, Pages(79 << 8), Pages(97)]);
        assert_eq!(mixed, "3.00 GiB + 79 MiB + 388 KiB ≈ 3.08 GiB");
    }
}
