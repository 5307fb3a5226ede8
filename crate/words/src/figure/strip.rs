//! Lane F: the strip's parts, its sum, and what the tools show of it.

use sim::join::joined;
use sim::ledger::{Account, Ledger};
use sim::units::Pages;
use sim::version::Version;
use sim::xen::toolstack::has_xl;

use super::{bare, on_scale};
use crate::printed::Printed;
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
    let (n, gib) = (number.bare(), number.with_unit());
    let of_dom0 = |word: &str| vec![format!("{gib} {word}"), gib.clone(), n.clone()];
    let other = |word: &str| vec![format!("{n} {word}"), n.clone()];
    match label {
        StripLabel::Plain => vec![gib, n],
        StripLabel::Usable => of_dom0("usable"),
        StripLabel::OnRam => of_dom0("on RAM"),
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
    hundredths: u64,
}

impl StripNumber {
    /// `1.01`; what is below 10 MiB has a unit of its own.
    pub fn bare(&self) -> String {
        if self.in_gib() { fixed(self.hundredths, 100, 2) } else { bare(self.pages) }
    }

    /// `1.01 GiB`.
    pub fn with_unit(&self) -> String {
        if self.in_gib() { format!("{} GiB", self.bare()) } else { on_scale(self.pages) }
    }

    const fn in_gib(&self) -> bool {
        self.pages.0 >= 10 << 8
    }
}

/// The parts of a strip as they are printed: in hundredths of a GiB, the first rounded to the
/// nearest, and the others so that all add up to their sum, by largest remainder.
pub fn strip_numbers(parts: &[Pages]) -> Vec<StripNumber> {
    let scaled = |n: Pages| n.0.saturating_mul(100);
    let nearest = |n: Pages| scaled(n).saturating_add(Pages::GIB.0 / 2) / Pages::GIB.0;
    let mut numbers: Vec<StripNumber> = parts
        .iter()
        .enumerate()
        .map(|(i, &pages)| {
            let hundredths = if i == 0 { nearest(pages) } else { scaled(pages) / Pages::GIB.0 };
            StripNumber { pages, hundredths }
        })
        .collect();
    let sum = nearest(parts.iter().copied().sum());
    let printed: u64 = numbers.iter().map(|n| n.hundredths).sum();
    let mut rests: Vec<(u64, usize)> =
        (1..parts.len()).filter_map(|i| Some((scaled(*parts.get(i)?) % Pages::GIB.0, i))).collect();
    sim::sort::sort_by_key(&mut rests, |r| (core::cmp::Reverse(r.0), r.1));
    for ((_, i), _) in rests.into_iter().zip(printed..sum) {
        numbers.iter_mut().skip(i).take(1).for_each(|n| n.hundredths += 1);
    }
    numbers
}

/// `2.03 + 0.86 + 0.10 + 1.01 = 4.00 GiB`; with `≈` if a term is too small for a hundredth.
pub fn strip_sum(terms: &[Pages], all: Pages) -> String {
    if terms.len() < 2 {
        return format!("= {}", on_scale(all));
    }
    let numbers = strip_numbers(terms);
    // One unit for all terms, or each term with its own.
    let in_gib = numbers.iter().all(StripNumber::in_gib);
    let term = if in_gib { StripNumber::bare } else { StripNumber::with_unit };
    let shown: Vec<String> = numbers.iter().map(term).collect();
    let sign = if in_gib { "=" } else { "≈" };
    format!("{} {sign} {}", joined(&shown, " + "), on_scale(all))
}

/// Under the sum: the fixed part and how sure it is, or the terms in pages.
pub fn under_strip_sum(terms: &[Pages], all: Pages, kept: Pages, ledger: &Ledger) -> String {
    if !kept.is_zero() {
        let sure = crate::fixed_sure(ledger).name();
        let kept = Printed::part_of(kept, Printed::alone(all));
        format!("{}: kernel and boot buffers, {sure}", kept.text())
    } else if terms.len() > 1 {
        let counts: Vec<String> = terms.iter().map(|n| count(n.0)).collect();
        format!("{} pages", joined(&counts, " + "))
    } else {
        format!("{}, none returned", several(all.0, "page"))
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
    let shows = format!("shows {}", on_scale(pages));
    let tool = if has_xl(xen) { "xl list" } else { "xm list" };
    ToolReading { tool, shows, which: "every page dom0 has" }
}

/// The total of `free` in a dom0 that has `kept` pages.
pub fn free_total(total: Pages, kept: Pages) -> ToolReading {
    let which = if total == kept {
        "because this kernel counts every page"
    } else {
        "the memory it can allocate"
    };
    ToolReading { tool: "free", shows: format!("shows {}", on_scale(total)), which }
}

/// `xl info` or `xm info`, in a story in which pages went back to Xen.
pub fn xl_info(ledger: &Ledger, xen: Version) -> ToolReading {
    let free = ledger.pages(Account::XenFree).plus(ledger.pages(Account::FromDom0));
    let shows = format!("reports about {} free", on_scale(free));
    let tool = if has_xl(xen) { "xl info" } else { "xm info" };
    ToolReading { tool, shows, which: "including this" }
}
