//! Lane F: the strip's parts, its sum, and what the tools show of it.

use sim::ledger::{Account, Ledger};
use sim::units::Pages;

use super::{bare, on_scale};
use crate::count;

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

/// The label of a part of the strip, the longest first.
pub fn strip_part(label: StripLabel, pages: Pages) -> Vec<String> {
    let (n, gib) = (bare(pages), on_scale(pages));
    let of_dom0 = |word: &str| vec![format!("{gib} {word}"), gib.clone(), n.clone()];
    let other = |word: &str| vec![format!("{n} {word}"), n.clone()];
    match label {
        StripLabel::Plain => vec![gib.clone(), gib, n],
        StripLabel::Usable => of_dom0("usable"),
        StripLabel::OnRam => of_dom0("on RAM"),
        StripLabel::Nobodys => other("nobody’s"),
        StripLabel::Leaving => other("leaving"),
        StripLabel::Moving => other("moving"),
        StripLabel::OnHoles => other("on holes"),
        StripLabel::Moved => other("moved"),
        StripLabel::Released => other("released"),
        StripLabel::Descriptors => other("descriptors"),
    }
}

/// `2.03 + 0.86 + 0.10 + 1.01 = 4.00 GiB`; with `≈` if rounding hides a hundredth.
pub fn strip_sum(terms: &[Pages], all: Pages) -> String {
    if terms.len() < 2 {
        return format!("= {}", on_scale(all));
    }
    let hundredths = |n: Pages| (n.0 * 200 + (1 << 18)) / (2 << 18);
    let in_gib = terms.iter().all(|n| n.0 >= 10 << 8);
    let exact = terms.iter().map(|n| hundredths(*n)).sum::<u64>() == hundredths(all);
    // One unit for all terms, or each term with its own.
    let term = if in_gib { bare } else { on_scale };
    let shown: Vec<String> = terms.iter().map(|n| term(*n)).collect();
    let sign = if exact && in_gib { "=" } else { "≈" };
    format!("{} {sign} {}", shown.join(" + "), on_scale(all))
}

/// Under the sum: the fixed part and how sure it is, or the terms in pages.
pub fn under_strip_sum(terms: &[Pages], all: Pages, fixed: Pages, ledger: &Ledger) -> String {
    if !fixed.is_zero() {
        let sure = crate::fixed_sure(ledger);
        format!("{}: kernel and boot buffers, {sure}", on_scale(fixed))
    } else if terms.len() > 1 {
        let counts: Vec<String> = terms.iter().map(|n| count(n.0)).collect();
        format!("{} pages", counts.join(" + "))
    } else {
        format!("{} pages, none gone", count(all.0))
    }
}

/// The strip has a scale of its own, `tenths` tenths of the axis': the longest first.
pub fn drawn_wider(tenths: u64) -> [String; 2] {
    let short = format!("{}.{} times as wide", tenths / 10, tenths % 10);
    [format!("drawn {short}"), short]
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

/// `xl list` for dom0.
pub fn xl_list(pages: Pages) -> ToolReading {
    let shows = format!("shows {}", on_scale(pages));
    ToolReading { tool: "xl list", shows, which: "every page dom0 has" }
}

/// The total of `free`; `all` if that is every page dom0 has.
pub fn free_total(pages: Pages, all: bool) -> ToolReading {
    let which = if all { "this kernel counts every page, too" } else { "what it can hand out" };
    ToolReading { tool: "free", shows: format!("shows {}", on_scale(pages)), which }
}

/// `xl info`, in a story in which pages went back to Xen.
pub fn xl_info(ledger: &Ledger) -> ToolReading {
    let free = ledger.pages(Account::XenFree).plus(ledger.pages(Account::FromDom0));
    let shows = format!("counts some {} as free", on_scale(free));
    ToolReading { tool: "xl info", shows, which: "this, and all else Xen has" }
}
