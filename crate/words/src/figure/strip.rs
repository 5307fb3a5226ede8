//! Lane F: the strip's parts, its sum, and what the tools show of it.

use sim::join::joined;
use sim::ledger::{Account, Ledger};
use sim::units::Pages;
use sim::version::Version;

use super::beside;
use crate::setup::of_tool;
use crate::{count, fixed, several};

/// A part of the strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StripLabel {
    /// Pages before it is known what they are for.
    Plain,
    /// Pages that programs can use.
    Usable,
    /// Pages that lie on RAM of the map.
    OnRam,
    /// Pages that nobody can use.
    Nobodys,
    /// Pages that are being released.
    Leaving,
    /// Pages that are being moved.
    Moving,
    /// Pages on holes.
    OnHoles,
    /// Pages that have moved.
    Moved,
    /// Pages that went back to Xen.
    Released,
    /// Descriptors.
    Descriptors,
}

/// The label of a part of the strip, the longest first; `number` is the part as its strip
/// prints it.
pub fn strip_part(label: StripLabel, number: &StripNumber) -> Vec<String> {
    let (n, full) = (number.bare(), number.with_unit());
    let main = |word: &str| vec![format!("{full} {word}"), full.clone(), n.clone()];
    let other = |word: &str| vec![format!("{n} {word}"), n.clone()];
    match label {
        StripLabel::Plain => vec![full, n],
        StripLabel::Usable => main("usable"),
        StripLabel::OnRam => main("on RAM"),
        StripLabel::Nobodys => other("unusable"),
        StripLabel::Leaving => other("leaving"),
        StripLabel::Moving => other("moving"),
        StripLabel::OnHoles => other("on holes"),
        StripLabel::Moved => other("moved"),
        StripLabel::Released => other("returned"),
        StripLabel::Descriptors => other("bookkeeping"),
    }
}

/// A part of a strip as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StripNumber {
    pages: Pages,
    units: u64,
    scale: StripScale,
    /// Whether all numbers of its strip are on one scale, or each has its own unit.
    one_unit: bool,
}

/// What the numbers of a strip count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StripScale {
    /// Hundredths of a GiB.
    Gib,
    /// MiB, for a dom0 of less than a GiB.
    Mib,
}

impl StripScale {
    const fn of(all: Pages) -> Self {
        if all.0 >= Pages::GIB.0 { Self::Gib } else { Self::Mib }
    }

    /// The least that has a number on it: about a hundredth of a GiB, or a MiB.
    const fn least(self) -> Pages {
        match self {
            Self::Gib => Pages(10 * Pages::MIB.0),
            Self::Mib => Pages::MIB,
        }
    }

    /// Pages in a measure that compares, and how much of it is a unit.
    const fn scaled(self, n: Pages) -> (u64, u64) {
        match self {
            Self::Gib => (n.0.saturating_mul(100), Pages::GIB.0),
            Self::Mib => (n.0, Pages::MIB.0),
        }
    }

    /// Whole units, and what is left.
    const fn split(self, n: Pages) -> (u64, u64) {
        let (scaled, unit) = self.scaled(n);
        (scaled / unit, scaled % unit)
    }

    const fn nearest(self, n: Pages) -> u64 {
        let (scaled, unit) = self.scaled(n);
        scaled.saturating_add(unit / 2) / unit
    }
}

impl StripNumber {
    /// `1.01`, on a scale in GiB; anything else has its unit: `78 MiB`.
    pub fn bare(&self) -> String {
        match self.scale {
            StripScale::Gib if self.fits() => self.number(),
            StripScale::Gib | StripScale::Mib => self.with_unit(),
        }
    }

    /// `1.01 GiB`.
    pub fn with_unit(&self) -> String {
        match self.scale {
            StripScale::Gib if self.fits() => format!("{} GiB", self.number()),
            StripScale::Mib if self.fits() => format!("{} MiB", self.number()),
            StripScale::Gib => beside(self.pages, Pages::GIB),
            StripScale::Mib => beside(self.pages, Pages::MIB),
        }
    }

    fn number(&self) -> String {
        match self.scale {
            StripScale::Gib => fixed(self.units, 100, 2),
            StripScale::Mib => count(self.units),
        }
    }

    /// Whether it is printed on its strip's scale. Beside one that is too small for it, only what
    /// would be in that unit by itself is.
    const fn fits(&self) -> bool {
        let alone = match self.scale {
            StripScale::Gib => self.pages.0.saturating_mul(10) >= Pages::GIB.0,
            StripScale::Mib => self.pages.0 >= Pages::MIB.0,
        };
        self.one_unit || alone
    }
}

/// The parts of a strip as they are printed: in hundredths of a GiB or in MiB, the first rounded
/// to the nearest, and the others so that all add up to their sum, by largest remainder. If one
/// is too small for that, each has the unit that suits it.
pub fn strip_numbers(parts: &[Pages]) -> Vec<StripNumber> {
    let all: Pages = parts.iter().copied().sum();
    let scale = StripScale::of(all);
    let one_unit = parts.iter().all(|n| n.is_zero() || *n >= scale.least());
    let mut numbers: Vec<StripNumber> = parts
        .iter()
        .enumerate()
        .map(|(i, &pages)| {
            let units = if i == 0 { scale.nearest(pages) } else { scale.split(pages).0 };
            StripNumber { pages, units, scale, one_unit }
        })
        .collect();
    let printed: u64 = numbers.iter().map(|n| n.units).sum();
    let mut rests: Vec<(u64, usize)> =
        (1..parts.len()).filter_map(|i| Some((scale.split(*parts.get(i)?).1, i))).collect();
    sim::sort::sort_by_key(&mut rests, |r| (core::cmp::Reverse(r.0), r.1));
    for ((_, i), _) in rests.into_iter().zip(printed..scale.nearest(all)) {
        numbers.iter_mut().skip(i).take(1).for_each(|n| n.units += 1);
    }
    numbers
}

/// `2.03 + 0.86 + 0.10 + 1.01 = 4.00 GiB`, without the terms that are nothing; with `≈` and a unit
/// for each term if one is too small for a hundredth.
pub fn strip_sum(terms: &[Pages]) -> String {
    let all: Pages = terms.iter().copied().sum();
    let sum = beside(all, all);
    let numbers = strip_numbers(terms);
    let numbers: Vec<&StripNumber> = numbers.iter().filter(|n| !n.pages.is_zero()).collect();
    if numbers.len() < 2 {
        return format!("= {sum}");
    }
    let one = numbers.iter().all(|n| n.one_unit);
    let term = if one { StripNumber::number } else { StripNumber::with_unit };
    let shown: Vec<String> = numbers.into_iter().map(term).collect();
    let sign = if one { "=" } else { "≈" };
    format!("{} {sign} {sum}", joined(&shown, " + "))
}

/// Under the sum of these terms: the one with the fixed part, as the sum prints it, and how sure
/// it is; or the terms in pages.
pub fn under_strip_sum(terms: &[Pages], fixed: usize, ledger: &Ledger) -> String {
    let kept = strip_numbers(terms).into_iter().nth(fixed).filter(|n| !n.pages.is_zero());
    let counts: Vec<String> = terms.iter().filter(|n| !n.is_zero()).map(|n| count(n.0)).collect();
    match (kept, counts.as_slice()) {
        (Some(kept), _) => {
            let sure = crate::fixed_sure(ledger).name();
            format!("{}: kernel and boot buffers, {sure}", kept.with_unit())
        }
        (None, [] | [_]) => {
            let all: Pages = terms.iter().copied().sum();
            format!("{}, none returned", several(all.0, "page"))
        }
        (None, _) => format!("{} pages", joined(&counts, " + ")),
    }
}

/// A tool, what it shows, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolReading {
    /// The command.
    pub tool: &'static str,
    /// What it shows.
    pub shows: String,
    /// Which pages these are.
    pub which: &'static str,
}

/// `xl list` for dom0, or `xm list` under a Xen without xl.
pub fn xl_list(pages: Pages, xen: Version) -> ToolReading {
    let shows = format!("shows {}", beside(pages, pages));
    let tool = of_tool(xen, ["xl list", "xm list"]);
    ToolReading { tool, shows, which: "every page dom0 has" }
}

/// The total of `free` in a dom0 that has `kept` pages.
pub fn free_total(total: Pages, kept: Pages) -> ToolReading {
    let which = if total == kept {
        "because this kernel counts every page"
    } else {
        "the memory it can allocate"
    };
    ToolReading { tool: "free", shows: format!("shows {}", beside(total, kept)), which }
}

/// `xl info` or `xm info`, in a story in which pages went back to Xen.
pub fn xl_info(ledger: &Ledger, xen: Version) -> ToolReading {
    let free = ledger.pages(Account::XenFree).plus(ledger.pages(Account::FromDom0));
    let shows = format!("reports about {} free", beside(free, ledger.total()));
    let tool = of_tool(xen, ["xl info", "xm info"]);
    ToolReading { tool, shows, which: "including this" }
}
