//! Counts and amounts of memory as text.
//!
//! All rounding uses whole numbers. Not here: sentences, and parsing of typed sizes.

use sim::units::Pages;

/// Thousands are separated by a narrow no-break space.
const THIN: char = '\u{202f}';

/// A count with separated thousands: `264 417`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + 6);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(c);
    }
    out
}

/// An amount of memory in the unit that suits it: `4 GiB`, `1.01 GiB`, `388 KiB`. The next
/// unit is used as soon as the smaller one would round up to it. The largest is GiB, which
/// pictures, sums and the options to type count in too.
pub fn amount(pages: Pages) -> String {
    const GIB: u64 = Pages::GIB.0;
    const MIB: u64 = Pages::MIB.0;
    match pages.0 {
        n if n >= GIB - MIB / 20 => decimal(n, GIB, 2) + " GiB",
        n if n >= MIB => decimal(n, MIB, 1) + " MiB",
        _ => format!("{} KiB", pages.kib()),
    }
}

/// The same in GiB from a tenth of a GiB up, for amounts that stand beside others in GiB.
pub fn in_gib(pages: Pages) -> String {
    const GIB: u64 = Pages::GIB.0;
    let part = pages.0 < GIB && pages.0.saturating_mul(10) >= GIB;
    if part { gib(pages) + " GiB" } else { amount(pages) }
}

/// GiB with two decimals, for figures on a common scale: `2.03`.
pub fn gib(pages: Pages) -> String {
    fixed(pages.0, 1 << 18, 2)
}

/// `value / unit`, without decimals if they would be zeros.
fn decimal(value: u64, unit: u64, places: u32) -> String {
    match rounded(value, unit, places) {
        (whole, 0) => count(whole),
        _ => fixed(value, unit, places),
    }
}

/// `value / unit` rounded to the given number of decimals.
pub fn fixed(value: u64, unit: u64, places: u32) -> String {
    let (whole, part) = rounded(value, unit, places);
    let width = places as usize;
    format!("{}.{part:0width$}", count(whole))
}

/// The same as the whole part and the decimals; units up to 2^52.
fn rounded(value: u64, unit: u64, places: u32) -> (u64, u64) {
    let scale = 10u64.pow(places);
    let (whole, rest) = (value / unit, value % unit);
    // 128-bit division alone would add 1 kB to a wasm module.
    let part = (rest.saturating_mul(2 * scale)).saturating_add(unit) / unit.saturating_mul(2);
    if part < scale { (whole, part) } else { (whole.saturating_add(1), 0) }
}

/// `3 regions`, or `1 region` in the singular; `one` is a noun whose plural adds an s.
pub fn several(n: u64, one: &str) -> String {
    format!("{} {one}{}", count(n), if n == 1 { "" } else { "s" })
}

/// `264 417 pages (1.01 GiB)`, or `1 page` in the singular.
pub fn pages(n: Pages) -> String {
    format!("{} ({})", several(n.0, "page"), amount(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_round_to_the_nearest_and_name_their_unit() {
        for (n, text) in [
            (1 << 18, "4 GiB".replace('4', "1")),
            (264_417, "1.01 GiB".to_owned()),
            (97, "388 KiB".to_owned()),
            (300, "1.2 MiB".to_owned()),
            (256, "1 MiB".to_owned()),
            (515, "2 MiB".to_owned()),
            ((64 << 18) - 97, "64 GiB".to_owned()),
            ((1 << 18) - 1, "1 GiB".to_owned()),
            ((1 << 18) - 13, "1023.9 MiB".replace("1023", "1\u{202f}023")),
            (1000 << 18, "1\u{202f}000 GiB".to_owned()),
            (1 << 28, "1\u{202f}024 GiB".to_owned()),
            ((12 << 28) - 97, "12\u{202f}288 GiB".to_owned()),
        ] {
            assert_eq!(amount(Pages(n)), text);
        }
        assert_eq!(count(1_048_576), "1\u{202f}048\u{202f}576");
        assert_eq!(pages(Pages(1)), "1 page (4 KiB)");
    }

    /// On a host of 64 TiB, too, the headline, the captions and the ledger share a unit.
    #[test]
    fn an_amount_has_one_unit_however_large_it_is() {
        use super::super::printed::Printed;
        for n in [1, 4, 1000, 1024, 4096, 65_536] {
            let n = Pages(n << 18);
            assert_eq!(Printed::alone(n).text().replace('\u{a0}', " "), amount(n));
        }
        assert_eq!(amount(Pages(17_012_063_185)), "64\u{202f}895.87 GiB");
    }

    #[test]
    fn a_tenth_of_a_gib_and_more_is_shown_in_gib() {
        for (n, text) in [
            (225_152, "0.86 GiB"),
            (26_215, "0.10 GiB"),
            (26_214, "102.4 MiB"),
            (1 << 18, "1 GiB"),
            (264_417, "1.01 GiB"),
        ] {
            assert_eq!(in_gib(Pages(n)), text);
        }
    }

    /// Compares with the same calculation in 128 bits.
    #[test]
    fn decimals_round_half_up_for_every_unit_to_2_to_the_52() {
        for shift in [0, 1, 8, 18, 28, 40, 52] {
            let unit = 1u64 << shift;
            for unit in [unit, unit - unit / 3] {
                for value in [0, 1, unit / 2, unit - 1, unit, unit * 2 - 1, (1 << 62) + 7, u64::MAX]
                {
                    for places in 0..4 {
                        let (n, u, scale) =
                            (u128::from(value), u128::from(unit), 10u128.pow(places));
                        let all = (n * scale * 2 + u) / (u * 2);
                        let (whole, part) = rounded(value, unit, places);
                        assert_eq!(
                            u128::from(whole) * scale + u128::from(part),
                            all,
                            "{value}/{unit}"
                        );
                    }
                }
            }
        }
    }
}
