//! The row `Mem:` of `free`, and the unit of its numbers.
//!
//! Only `free -h` prints a unit. Otherwise it follows from what the numbers can be: the kernel
//! counts pages of 4 KiB, so KiB are multiples of 4 and bytes of 4096, and a dom0 has less
//! than its machine. Where more than one unit is left, none is chosen.

use crate::text::{grouped, number, pieces};

/// The row `Mem:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// Its total in bytes, because a unit was printed: it is rounded.
    Bytes(u64),
    /// Its total in KiB, as the kernel has it, because that unit was printed.
    Kib(u64),
    /// Its numbers in a unit that was not printed, the total first.
    Bare(Vec<u64>),
}

impl Row {
    /// The numbers after `Mem:`.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut words = pieces(text, ' ').filter(|word| !word.is_empty());
        let whole = |word: &str| grouped(word).filter(|(_, rest)| rest.is_empty()).map(|(n, _)| n);
        let total = words.next()?;
        match whole(total) {
            Some(total) => {
                Some(Self::Bare([total].into_iter().chain(words.map_while(whole)).collect()))
            }
            None => kib(total).map(Self::Kib).or_else(|| sized(total).map(Self::Bytes)),
        }
    }

    /// The total in KiB; `None` if its unit is not certain.
    pub(super) fn kib(&self, known: Known) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes >> 10),
            Self::Kib(kib) => Some(*kib),
            Self::Bare(numbers) => unit(numbers, known)?.kib(*numbers.first()?),
        }
    }

    /// Whether nothing of the total was rounded: the kernel counts in KiB.
    pub(super) fn is_exact(&self, known: Known) -> bool {
        match self {
            Self::Bytes(_) => false,
            Self::Kib(_) => true,
            Self::Bare(numbers) => unit(numbers, known).is_some_and(|unit| unit.step() > 1),
        }
    }
}

/// `4041728k`.
fn kib(word: &str) -> Option<u64> {
    number(word).filter(|(_, unit)| unit.eq_ignore_ascii_case("k")).map(|(kib, _)| kib)
}

/// Bytes of `3.8Gi`, `3,8Gi`, `876M` or `4041728k`: with one or two decimals, after a point or
/// a comma.
fn sized(word: &str) -> Option<u64> {
    let (whole, rest) = number(word)?;
    let decimals = rest.strip_prefix(['.', ',']).and_then(number);
    let (fraction, unit) = decimals.unwrap_or((0, rest));
    let scale = match decimals.map_or(0, |(_, unit)| rest.len() - unit.len()) {
        0 => 1,
        2 => 10,
        3 => 100,
        _ => return None,
    };
    let (letter, end) = unit.split_at_checked(1)?;
    let shift = match letter {
        "B" => 0,
        "K" | "k" => 10,
        "M" | "m" => 20,
        "G" | "g" => 30,
        "T" | "t" => 40,
        _ => return None,
    };
    let parts = whole.saturating_mul(scale).saturating_add(fraction);
    matches!(end, "" | "i" | "iB" | "B").then(|| parts.saturating_mul(1 << shift) / scale)
}

/// What else is known, in KiB.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// The machine's RAM.
    pub(super) machine: Option<u64>,
    /// A size of dom0, then or at another time.
    pub(super) dom0: Option<u64>,
}

impl Known {
    /// Whether a dom0 can have this.
    fn allows(self, unit: Unit, kib: u64) -> bool {
        let most = self.machine.unwrap_or(match unit {
            Unit::Bytes | Unit::Kib | Unit::Mib => LARGE,
            Unit::Gib => LARGE / 4,
        });
        let near = |size: u64| kib >= size / NEAR && kib <= size.saturating_mul(NEAR);
        (LEAST..=most).contains(&kib) && self.dom0.is_none_or(near)
    }
}

/// Less than any dom0 has, in KiB: 64 MiB.
const LEAST: u64 = 64 << 10;

/// As large as a dom0 is on a machine that is not known, in KiB: 1 TiB.
const LARGE: u64 = 1 << 30;

/// How many times as large or small a dom0 becomes, at most: units are 1024 times apart.
const NEAR: u64 = 32;

/// A unit that `free` can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Bytes,
    Kib,
    Mib,
    Gib,
}

impl Unit {
    /// All, first those whose numbers are multiples of more.
    const ALL: [Self; 4] = [Self::Bytes, Self::Kib, Self::Mib, Self::Gib];

    /// What every number of the row is a multiple of.
    const fn step(self) -> u64 {
        match self {
            Self::Bytes => 4096,
            Self::Kib => 4,
            Self::Mib | Self::Gib => 1,
        }
    }

    /// A number in KiB.
    const fn kib(self, number: u64) -> Option<u64> {
        match self {
            Self::Bytes => Some(number >> 10),
            Self::Kib => Some(number),
            Self::Mib => number.checked_mul(1 << 10),
            Self::Gib => number.checked_mul(1 << 20),
        }
    }
}

/// Numbers that are all multiples by chance are rarer than this many.
const ENOUGH: usize = 3;

/// The unit of a row's numbers.
fn unit(numbers: &[u64], known: Known) -> Option<Unit> {
    let total = *numbers.first()?;
    let fits = |unit: &Unit| {
        numbers.iter().all(|n| n % unit.step() == 0)
            && unit.kib(total).is_some_and(|kib| known.allows(*unit, kib))
    };
    let mut left = Unit::ALL.into_iter().filter(fits);
    let (first, second) = (left.next()?, left.next());
    let told = numbers.iter().filter(|n| **n > 0).count() >= ENOUGH;
    (second.is_none() || first.step() > 1 && told).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(row: &str, machine_gib: Option<u64>, dom0_mib: Option<u64>, kib: Option<u64>) {
        let known =
            Known { machine: machine_gib.map(|g| g << 20), dom0: dom0_mib.map(|m| m << 10) };
        let found = Row::of(row).and_then(|row| row.kib(known));
        assert_eq!(found, kib, "{row} {machine_gib:?} {dom0_mib:?}");
    }

    #[test]
    fn only_bytes_and_kib_are_exact() {
        for (row, exact) in [
            ("4041728 1234000 900000", true),
            ("4138729472 1000001536 2000003072", true),
            ("4041728k total", true),
            ("3947 1234 900", false),
            ("3.8Gi 1.2Gi 900Mi", false),
            ("4Gi 1Gi 900Mi", false),
            ("62 1 60", false),
        ] {
            let known = Known { machine: Some(64 << 20), dom0: None };
            assert_eq!(Row::of(row).map(|row| row.is_exact(known)), Some(exact), "{row}");
        }
    }

    #[test]
    fn a_printed_unit_counts_with_a_point_or_a_comma() {
        check("3.8Gi 1.2Gi 900Mi", None, None, Some(38 * (1 << 20) / 10));
        check("3,8Gi 1,2Gi 900Mi", None, None, Some(38 * (1 << 20) / 10));
        check("62G 1.2G", None, None, Some(62 << 20));
        check("876M", None, None, Some(876 << 10));
        check("4041728k total,  3912340k used", None, None, Some(4_041_728));
        for row in ["3,947Gi", "3.8", "3.8X", "3.Gi", "x", "Gi", "3947,1 total", "8Gix"] {
            assert_eq!(Row::of(row), None, "{row}");
        }
    }

    #[test]
    fn a_unit_follows_from_what_the_numbers_can_be() {
        check("4041728 1234000 900000", None, None, Some(4_041_728));
        check("3,947,124 1,000 2,000", None, None, Some(3_947_124));
        check("3947 1234 900", None, None, Some(3947 << 10));
        check("62 1 60", None, None, Some(62 << 20));
        // `free -b` of 512 MiB to 16 GiB: in KiB it would be more than the machine has.
        check("4138729472 1000001536 2000003072", Some(16), None, Some(4_041_728));
        check("4138729472", Some(16), None, Some(4_041_728));
        check("528482304 102400000 204800000", None, None, Some(516_096));
        // `free -m` of more than 64 GiB.
        check("128730 1000 120000", Some(256), None, Some(128_730 << 10));
        check("130000 1000 120002", Some(256), None, Some(130_000 << 10));
        check("130000 1001", None, Some(131_072), Some(130_000 << 10));
        check("130000 60000 20000", Some(256), Some(512), Some(130_000));
        check("130000 60000 20000", Some(256), None, Some(130_000));
    }

    #[test]
    fn a_unit_that_is_not_certain_is_none() {
        check("128730 1000 120000", Some(16), None, None);
        check("130000", Some(256), None, None);
        check("128 50 60", None, None, None);
        check("512 100 200", Some(1024), None, None);
        check("512 100 200", Some(1024), Some(512), Some(512 << 10));
        check("3 1 2", Some(2), None, None);
        check("0 0 0", None, None, None);
        check("4138729472 1001 2002", Some(16), None, None);
        check("18446744073709551615", None, None, None);
    }
}
