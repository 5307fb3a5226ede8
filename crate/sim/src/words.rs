//! Every sentence that contains something from a run.
//!
//! Plain words first, term second. Numbers come from the run, never typed; all
//! rounding is done on whole numbers. No markup: places that show a sentence put
//! its code-like parts in the right type themselves.

pub mod advice;
pub mod balloon;
pub mod claims;
pub mod compare;
pub mod difference;
pub mod export;
mod formula;
mod headline;
pub mod ledger;
pub mod numbers;
pub mod places;
mod regions;
mod spots;
pub mod sweep;
pub mod xen;

pub use headline::{headline, sum};
pub use ledger::{
    LedgerRow, account, account_id, beside_rows, disagreement, ledger_rows, ledger_total, share,
    sure,
};
pub use regions::{Row, backing, kind, rows};
pub use spots::{
    Mark, Place, account_place, bucket_place, line_keys, lines_over, marks, place, rows_over,
};

use crate::boot::{Boot, Certainty, Outcome};
use crate::kernel::{Era, Variant};
use crate::step::{Change, MapState, Maximum, Phase, Step};
use crate::units::Pages;
use crate::version::Version;
use crate::xen::grammar::Report;

/// Thousands are kept apart by a narrow no-break space.
const THIN: char = '\u{202f}';

/// A count with its thousands apart: `264 417`.
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

/// An amount of memory in the unit that suits it: `4 GiB`, `1.01 GiB`, `388 KiB`. A unit
/// begins where the smaller one would be rounded up to it.
pub fn amount(pages: Pages) -> String {
    const TIB: u64 = 1 << 28;
    const GIB: u64 = 1 << 18;
    const MIB: u64 = 1 << 8;
    match pages.0 {
        n if n >= TIB - GIB / 200 => decimal(n, TIB, 2) + " TiB",
        n if n >= GIB - MIB / 20 => decimal(n, GIB, 2) + " GiB",
        n if n >= MIB => decimal(n, MIB, 1) + " MiB",
        _ => format!("{} KiB", pages.kib()),
    }
}

/// A size as one types it for Xen, in the largest unit that keeps it whole: `4G`, `2055M`.
pub fn option_size(pages: Pages) -> String {
    match pages.0 {
        n if n > 0 && n.is_multiple_of(1 << 18) => format!("{}G", n >> 18),
        n if n > 0 && n.is_multiple_of(1 << 8) => format!("{}M", n >> 8),
        _ => format!("{}K", pages.kib()),
    }
}

/// GiB with two decimals, for figures on one scale: `2.03`.
pub fn gib(pages: Pages) -> String {
    fixed(pages.0, 1 << 18, 2)
}

/// `value / unit` without decimals where they would be noughts.
fn decimal(value: u64, unit: u64, places: u32) -> String {
    match rounded(value, unit, places) {
        (whole, 0) => count(whole),
        _ => fixed(value, unit, places),
    }
}

/// `value / unit` rounded to so many decimals.
pub fn fixed(value: u64, unit: u64, places: u32) -> String {
    let (whole, part) = rounded(value, unit, places);
    let width = places as usize;
    format!("{}.{part:0width$}", count(whole))
}

/// The same as the whole number and the decimals behind it.
fn rounded(value: u64, unit: u64, places: u32) -> (u64, u64) {
    let scale = 10u128.pow(places);
    let scaled = (u128::from(value) * scale * 2 + u128::from(unit)) / (u128::from(unit) * 2);
    let small = |n: u128| u64::try_from(n).unwrap_or(u64::MAX);
    (small(scaled / scale), small(scaled % scale))
}

/// `264 417 pages (1.01 GiB)`; one page is a page.
pub fn pages(n: Pages) -> String {
    let noun = if n.0 == 1 { "page" } else { "pages" };
    format!("{} {noun} ({})", count(n.0), amount(n))
}

/// The kernel's name in a sentence: `Linux 3.2`.
pub fn linux(boot: &Boot) -> String {
    format!("Linux {}", boot.config.linux.release)
}

/// A step's title: the state, at most six words.
pub fn title(phase: Phase, boot: &Boot) -> &'static str {
    let classic = boot.config.linux.variant.era() == Era::Classic;
    match phase {
        Phase::FirmwareMap => "The map the firmware gives",
        Phase::Dom0Built if !is_built(boot) => "Xen stops building dom0",
        Phase::Dom0Built => "Xen builds dom0 from page 0",
        Phase::MapRead if classic => "Linux makes a map of its own",
        Phase::MapRead => "Linux reads the machine’s map",
        Phase::HolesFound => "Some pages sit on holes",
        Phase::PagesReleased => "Those pages go back to Xen",
        Phase::PagesRepopulated => "Given back, then refilled higher",
        Phase::PagesMoved => "Those pages move up",
        Phase::IdentityMapped => "Holes become windows to devices",
        Phase::BalloonRoom => "Room to grow, without pages",
        Phase::Descriptors => "A descriptor for every possible page",
        Phase::ToolsReport => "What the tools now say",
        Phase::BalloonedUp if brought(boot).is_zero() => "The balloon brings nothing",
        Phase::BalloonedUp => "The balloon brings pages back",
    }
}

/// Pages that the balloon brings in this story.
fn brought(boot: &Boot) -> Pages {
    let step = boot.steps.iter().find(|s| s.phase == Phase::BalloonedUp);
    step.and_then(|s| s.change.pages()).unwrap_or_default()
}

/// Whether Xen got so far as to start dom0.
fn is_built(boot: &Boot) -> bool {
    match boot.outcome {
        Outcome::Up | Outcome::Panicked(_) | Outcome::NoRoom(_) => true,
        Outcome::NotBuilt(_) | Outcome::NothingLeft => false,
    }
}

/// How the story of a dom0 that does not come up ends.
pub(crate) fn ending(boot: &Boot) -> String {
    match boot.outcome {
        Outcome::Up => String::new(),
        Outcome::NotBuilt(_) | Outcome::NothingLeft => {
            "Here Xen stops: dom0 never runs.".to_owned()
        }
        Outcome::Panicked(_) => format!("Here {} stops.", linux(boot)),
        Outcome::NoRoom(_) => format!("Here {} stops for want of room.", linux(boot)),
    }
}

/// A step's sentence: what changed; the last one tells if it ends there.
pub fn caption(step: &Step, boot: &Boot) -> String {
    let last = boot.steps.last().is_some_and(|s| s.phase == step.phase);
    let end = ending(boot);
    if last && !end.is_empty() { changed(step, boot) + " " + &end } else { changed(step, boot) }
}

fn changed(step: &Step, boot: &Boot) -> String {
    let linux = linux(boot);
    match &step.change {
        Change::MapListed { ram } => {
            let holes = holes_below_4_gib(boot);
            format!("It lists {} of RAM{holes}.", amount(*ram))
        }
        Change::Dom0Built(gift) => {
            let ceiling = match gift.maximum {
                Maximum::Unbounded => "no ceiling".to_owned(),
                Maximum::Limited(most) => format!("a ceiling of {}", amount(most)),
            };
            let given = pages(gift.pages);
            if !is_built(boot) {
                return format!("Xen would give dom0 {given}, {ceiling}.");
            }
            format!("dom0 gets {given}, {ceiling}, and the machine’s own map.")
        }
        Change::MapRead(MapState::OwnMaking) => format!(
            "{linux} counts its pages, adds 8 MiB, and leaves the machine’s map to drivers."
        ),
        Change::MapRead(MapState::Copied | MapState::Rewritten) => {
            "It takes that map as its own, because BIOS and PCI devices must stay reachable."
                .to_owned()
        }
        Change::HolesFound { .. } => {
            let found = step.change.pages().unwrap_or_default();
            if found.is_zero() {
                "Xen numbered dom0’s pages straight through. None of them needs to go.".to_owned()
            } else {
                format!(
                    "Xen numbered dom0’s pages straight through. {} carry numbers where this machine has no usable RAM.",
                    pages(found)
                )
            }
        }
        Change::Released { .. } => released(&linux, step),
        Change::Repopulated { pieces } => match pieces.first() {
            None => format!("{linux} takes no pages back from Xen."),
            Some(first) => format!(
                "{linux} takes {} from Xen again, numbered from {}.",
                pages(step.change.pages().unwrap_or_default()),
                amount(Pages(first.start().0))
            ),
        },
        Change::Moved { moves } if moves.is_empty() => {
            format!("{linux} has nothing to move and gives nothing back.")
        }
        Change::Moved { .. } => format!(
            "{linux} moves {} to the first free numbers that do have RAM.",
            pages(step.change.pages().unwrap_or_default())
        ),
        Change::IdentityMapped { .. } => {
            "These numbers now lead straight to the hardware at the same address. They cost no RAM."
                .to_owned()
        }
        Change::BalloonRoom { .. } => room(&linux, step, boot),
        Change::Descriptors { costs, .. } => format!(
            "{linux} fills {} with descriptors for the pages it might ever get.",
            amount(costs.total())
        ),
        Change::ToolsReport { xl_list, free_total } if xl_list == free_total => format!(
            "xl list shows {} for dom0, and so does free: this kernel counts every page it has.",
            amount(*xl_list)
        ),
        Change::ToolsReport { xl_list, free_total } => format!(
            "xl list shows {} for dom0, free shows about {}: each counts something else.",
            amount(*xl_list),
            amount(*free_total)
        ),
        Change::BalloonedUp { plan, .. } => balloon::caption(plan, boot),
    }
}

fn holes_below_4_gib(boot: &Boot) -> String {
    let Some(step) = boot.steps.first() else { return String::new() };
    let ram: u64 =
        step.after.machine.ram().map(|s| s.end().0.min(1 << 32).saturating_sub(s.start().0)).sum();
    let missing = Pages(((1u64 << 32) - ram) >> 12);
    if step.after.machine.end().0 > 1 << 32 {
        format!("; {} below 4 GiB are not RAM", amount(missing))
    } else {
        String::new()
    }
}

fn released(linux: &str, step: &Step) -> String {
    let n = step.change.pages().unwrap_or_default();
    if n.is_zero() {
        format!("{linux} gives no pages back to Xen.")
    } else {
        format!("{linux} gives {} back to Xen, one hypercall each.", pages(n))
    }
}

fn room(linux: &str, step: &Step, boot: &Boot) -> String {
    let n = step.change.pages().unwrap_or_default();
    if n.is_zero() {
        return format!("{linux} plans for no pages beyond those it has.");
    }
    if boot.config.linux.variant.era() == Era::Classic {
        return format!(
            "{linux} always adds {} of numbers without pages, for the balloon.",
            amount(n)
        );
    }
    let n = amount(n);
    match boot.maximum() {
        Maximum::Unbounded => {
            format!("No ceiling was set, so {linux} plans for {n} more. None of it is memory yet.")
        }
        Maximum::Limited(_) if boot.config.linux.variant < Variant::V305 => format!(
            "{linux} does not ask for the ceiling and plans for {n} more. None of it is memory yet."
        ),
        Maximum::Limited(_) => format!(
            "Below the ceiling there is space, so {linux} plans for {n} more. None of it is memory yet."
        ),
    }
}

/// Why a step happens: the rule and the releases it holds for.
pub fn why(phase: Phase, boot: &Boot) -> &'static str {
    let era = boot.config.linux.variant.era();
    match phase {
        Phase::FirmwareMap => {
            "The firmware’s e820 map lists what is RAM, what is reserved, and leaves holes for devices."
        }
        Phase::Dom0Built => {
            "Xen numbers dom0’s pages from 0 without gaps. From Xen 4.1.2 on, max: in dom0_mem sets the maximum reservation."
        }
        Phase::MapRead if era == Era::Classic => {
            "Classic kernels use the machine’s map only for device resources."
        }
        Phase::MapRead => {
            "Pvops kernels from 2.6.37 on (and the 2.6.32 pvops tree) take the host’s e820 map as dom0’s own."
        }
        Phase::HolesFound if era == Era::HolesReleased => {
            "To 3.1 only pages under true holes above 1 MiB count; pages under reserved entries stay with dom0, usable by nobody."
        }
        Phase::HolesFound => {
            "From 3.2 on every page number under a hole or a reserved region counts."
        }
        Phase::PagesReleased => {
            "The 2.6.32 pvops tree and Linux 2.6.37 to 3.17 release such pages to Xen."
        }
        Phase::PagesRepopulated => {
            "From 3.5 to 3.17 the kernel asks Xen for as many pages at once, in RAM above."
        }
        Phase::PagesMoved => "From 3.18 on the pages are moved instead of released.",
        Phase::IdentityMapped => {
            "From 2.6.39 on numbers without RAM are mapped 1:1, so that drivers reach devices there."
        }
        Phase::BalloonRoom => room_rule(era),
        Phase::Descriptors => {
            "struct page takes 56 bytes to 3.0 and 64 from 3.1 on, for whole 128 MiB sections; page tables, the p2m and hash tables come on top."
        }
        Phase::ToolsReport => {
            "xl list counts dom0’s pages in Xen; free counts what the page allocator got (classic kernels: every page)."
        }
        Phase::BalloonedUp => balloon::why(boot.config.linux),
    }
}

/// What ends the room (spec/kernel.md 1 to 6).
const fn room_rule(era: Era) -> &'static str {
    match era {
        Era::Classic => {
            "Classic kernels add 8 MiB to the pages they have, whatever max: says and however large the machine is."
        }
        Era::HolesReleased => {
            "Initial pages and room together are at most ten times the initial pages. From 3.0.5 on the maximum reservation limits them."
        }
        Era::Released => {
            "The room is at most ten times the initial pages, and the maximum reservation limits it."
        }
        Era::Refilled => {
            "The room is at most ten times the page numbers up to the last one refilled, and the maximum reservation limits it."
        }
        Era::MovedNow => {
            "The room is at most ten times the page numbers up to the last one moved, and the maximum reservation limits it."
        }
        Era::MovedLate | Era::Checked => {
            "The room, with the numbers that moved pages take of it, is at most ten times the initial pages. The maximum reservation limits it."
        }
    }
}

/// What is shown: the machine, the option and both releases.
pub fn machine(boot: &Boot) -> String {
    let ram = boot.steps.first().map(|s| s.after.machine.ram_pages()).unwrap_or_default();
    let option = typed_option(boot);
    format!("{} of RAM, {option}, Xen {}, {}", amount(ram), boot.config.xen, linux(boot))
}

/// The option as typed: `dom0_mem=4G`.
pub fn typed_option(boot: &Boot) -> String {
    match &boot.config.dom0_mem {
        Some(text) => format!("dom0_mem={text}"),
        None => "no dom0_mem".to_owned(),
    }
}

/// What Xen gives dom0, and how sure that is.
pub fn given(boot: &Boot) -> String {
    let limit = match boot.maximum() {
        Maximum::Unbounded => "no limit".to_owned(),
        Maximum::Limited(most) => pages(most),
    };
    let spread = match boot.certainty {
        Certainty::Given | Certainty::Exact => String::new(),
        Certainty::Estimated => {
            let either_way = boot.available.0 / 1000 * crate::xen::estimate::SPREAD_PER_MILLE + 1;
            format!(" (within {} pages either way)", count(either_way))
        }
    };
    format!(
        "Xen gives dom0 {}, {}{spread}; maximum reservation: {limit}.",
        pages(boot.pages),
        certainty(boot)
    )
}

/// What `max:` does here, and how pages that left come back; empty where dom0 does not
/// come up.
pub fn cure(boot: &Boot) -> String {
    if boot.outcome != Outcome::Up {
        return String::new();
    }
    let linux = linux(boot);
    let era = boot.config.linux.variant.era();
    let limits = if era == Era::Classic {
        format!("{linux} keeps descriptors only for the pages it has; max: changes nothing.")
    } else if boot.config.xen < LIMIT_XEN {
        format!("max: sets the maximum reservation only from Xen {LIMIT_XEN} on.")
    } else if boot.config.linux.variant < Variant::V305 {
        format!("{linux} does not ask for the maximum reservation; Linux 3.0.5 and later do.")
    } else {
        "max: cures only the descriptors.".to_owned()
    };
    let back = match era {
        Era::Classic => "No page leaves.",
        Era::HolesReleased => {
            "Released pages can come back through the balloon, but this kernel still counts them: a target equal to the initial size does nothing."
        }
        Era::Released => "Released pages come back when you set the balloon target.",
        Era::Refilled => "Released pages come back by themselves, at other numbers.",
        Era::MovedNow | Era::MovedLate | Era::Checked => "Pages on holes are moved, not released.",
    };
    format!("{limits} {back}")
}

/// The first Xen that makes `max:` the maximum reservation (spec/xen.md 7).
const LIMIT_XEN: Version = Version::new(4, 1, 2);

/// How sure the number of pages is.
pub fn certainty(boot: &Boot) -> &'static str {
    match boot.certainty {
        Certainty::Given => "as typed from a log",
        Certainty::Exact => "exact: the option alone decides",
        Certainty::Estimated => "estimated from the RAM size; a log tells it exactly",
    }
}

/// What Xen says of the option's text, where it reports it.
pub fn xen_reports(boot: &Boot) -> Option<String> {
    let typed = boot.config.dom0_mem.as_deref()?;
    let version = boot.config.xen;
    match boot.xen.parsed.report {
        Report::Silent => None,
        Report::Invalid => Some(format!(
            "Xen {version} reports dom0_mem={typed} as invalid. What it read before the error stays in force: dom0 gets {}.",
            amount(boot.pages)
        )),
    }
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
            (1 << 28, "1 TiB".to_owned()),
            ((12 << 28) - 97, "12 TiB".to_owned()),
            (3 << 27, "1.50 TiB".to_owned()),
            (1000 << 18, "1\u{202f}000 GiB".to_owned()),
        ] {
            assert_eq!(amount(Pages(n)), text);
        }
        assert_eq!(count(1_048_576), "1\u{202f}048\u{202f}576");
        assert_eq!(pages(Pages(1)), "1 page (4 KiB)");
    }

    #[test]
    fn options_use_the_largest_whole_unit() {
        assert_eq!(option_size(Pages(4 << 18)), "4G");
        assert_eq!(option_size(Pages(513 << 8)), "513M");
        assert_eq!(option_size(Pages(1_756_005)), "7024020K");
    }
}
