//! Lane F: the strip's parts, its sum, and what the tools show of it.

use sim::join::joined;
use sim::ledger::{Account, Ledger};
use sim::units::Pages;
use sim::version::Version;

use super::{beside, one_line};
use crate::printed::Printed;
use crate::setup::of_tool;
use crate::{count, several};

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
    Stranded,
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
        StripLabel::Stranded => other("unusable"),
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
    amount: Printed,
    /// Whether all numbers of its strip are in one unit, or each has its own.
    one_unit: bool,
}

impl StripNumber {
    /// `1.01`, on a scale in GiB; anything else has its unit: `78 MiB`.
    pub fn bare(&self) -> String {
        match self.amount.unit_name() {
            "GiB" if self.one_unit => self.amount.number(),
            _ if self.one_unit => self.with_unit(),
            _ => one_line(&self.amount.bare()),
        }
    }

    /// `1.01 GiB`.
    pub fn with_unit(&self) -> String {
        if self.one_unit {
            format!("{} {}", self.amount.number(), self.amount.unit_name())
        } else {
            one_line(&self.amount.full())
        }
    }
}

/// The parts of a strip as they are printed: in hundredths of a GiB or in MiB, so that they add
/// up. If one is too small for that, each has the unit that suits it.
pub fn strip_numbers(parts: &[Pages]) -> Vec<StripNumber> {
    let amounts = Printed::adding_up(parts);
    let one_unit = amounts.iter().all(|a| a.is_zero() || a.fits_its_unit());
    amounts.into_iter().map(|amount| StripNumber { amount, one_unit }).collect()
}

/// `2.03 + 0.86 + 0.10 + 1.01 = 4.00 GiB`, without the terms that are nothing; with `≈` and a unit
/// for each term if one is too small for a hundredth.
pub fn strip_sum(terms: &[Pages]) -> String {
    let all: Pages = terms.iter().copied().sum();
    let sum = beside(all, all);
    let numbers = strip_numbers(terms);
    let numbers: Vec<&StripNumber> = numbers.iter().filter(|n| !n.amount.is_zero()).collect();
    if numbers.len() < 2 {
        return format!("= {sum}");
    }
    let one = numbers.iter().all(|n| n.one_unit);
    let term = |n: &StripNumber| if one { n.amount.number() } else { n.with_unit() };
    let shown: Vec<String> = numbers.into_iter().map(term).collect();
    let sign = if one { "=" } else { "≈" };
    format!("{} {sign} {sum}", joined(&shown, " + "))
}

/// Under the sum of these terms: the one with the fixed part, as the sum prints it, and how sure
/// it is; or the terms in pages.
pub fn under_strip_sum(terms: &[Pages], fixed: usize, ledger: &Ledger) -> String {
    let kept = strip_numbers(terms).into_iter().nth(fixed).filter(|n| !n.amount.is_zero());
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
