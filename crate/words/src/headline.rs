//! The headline: what became of the requested memory, and the sum next to it.

use super::story::brought;
use super::{amount, fixed, gib, linux, pages};
use sim::boot::{Boot, Outcome, Shortfall};
use sim::ledger::Account;
use sim::memory::Costs;
use sim::step::Phase;
use sim::units::Pages;
use sim::what_if::scenarios::Shares;
use sim::xen::dom0_build::BuildResult;

/// The headline: what became of the requested memory.
pub fn headline(boot: &Boot) -> String {
    let linux = linux(boot);
    let asked = amount(boot.pages);
    match boot.outcome {
        Outcome::NotBuilt(BuildResult::TooSmall { needed }) => format!(
            "With {asked} Xen stops: Domain 0 allocation is too small for kernel image (kernel and initrd need at least {}, an estimate).",
            amount(needed)
        ),
        Outcome::NotBuilt(BuildResult::NotEnoughRam) => {
            format!("Xen does not have the {asked}: Not enough RAM for DOM0 reservation.")
        }
        Outcome::NotBuilt(BuildResult::KeepsAll) => format!(
            "Xen {} keeps more for itself than this machine has, so nothing is left for dom0: Not enough RAM for DOM0 reservation.",
            boot.config.xen
        ),
        Outcome::NotBuilt(BuildResult::Undefined | BuildResult::Fits) => {
            "Xen takes this size as an enormous number; what happens is not defined.".to_owned()
        }
        Outcome::NothingLeft => format!(
            "Xen {} gives dom0 all the {asked} it has left, and may then stop for want of pages of its own to build it (seen with Xen 4.17).",
            boot.config.xen
        ),
        Outcome::Panicked(panic) => format!("{linux} stops here: {panic}."),
        Outcome::NoRoom(shortfall) => no_room(&linux, shortfall),
        Outcome::Up => came_up(boot, &linux),
    }
}

fn came_up(boot: &Boot, linux: &str) -> String {
    let all = boot.pages;
    let typed = boot.xen.parsed.amount;
    let lead = if typed.is_positive_count() && typed.pages == all {
        format!("Of the {} you asked for", amount(all))
    } else {
        format!("Of the {} that Xen gives dom0", amount(all))
    };
    let costs = boot.descriptors().map(|d| d.costs.total()).unwrap_or_default();
    let fills = beside(costs, all);
    let back = brought(boot);
    let more = if back.is_zero() {
        String::new()
    } else {
        format!(" The balloon then brings {}.", beside(back, all))
    };
    format!(
        "{lead}, {linux} {} and fills {fills} with descriptors{}.{more}",
        fate(boot),
        vain(boot, back)
    )
}

/// An amount next to another one: in that one's unit if it is GiB and two decimals show it.
fn beside(n: Pages, all: Pages) -> String {
    const GIB: u64 = 1 << 18;
    if all.0 >= GIB && n.0.saturating_mul(200) >= GIB { gib(n) + " GiB" } else { amount(n) }
}

/// The share of the bookkeeping that is for extra memory beyond the initial size.
fn vain(boot: &Boot, brought: Pages) -> String {
    let room = boot.step(Phase::BalloonRoom).and_then(|s| s.change.pages());
    let Some((made, room)) = boot.descriptors().zip(room) else { return String::new() };
    match tenths(made.costs, made.with_max) {
        "" => String::new(),
        share if brought.is_zero() => {
            format!(", {share} of them for {} of pages that never come", amount(room))
        }
        share => {
            format!(", {share} of them for {} of room beyond its pages", amount(room))
        }
    }
}

/// The share of `costs` that a ceiling at the initial size would save, in tenths.
fn tenths(costs: Costs, with_max: Costs) -> &'static str {
    let (all, saved) = (costs.total().0.max(1), costs.total().less(with_max.total()).0);
    match (saved * 20 + all) / (all * 2) {
        0 => "",
        1 => "a tenth",
        2 => "two tenths",
        3 => "three tenths",
        4 => "four tenths",
        5 => "half",
        6 => "six tenths",
        7 => "seven tenths",
        8 => "eight tenths",
        9 => "nine tenths",
        _ => "nearly all",
    }
}

/// The parts as a sum, in GiB: `2.03 usable + 0.86 descriptors + … = 4.00 GiB`. The
/// hundredths are cut so that they add up.
pub fn sum(shares: &Shares) -> String {
    let parts = [
        (shares.usable, "usable"),
        (shares.descriptors, "descriptors"),
        (shares.fixed, "fixed"),
        (shares.stranded, "nobody’s"),
        (shares.unexplained, "not explained"),
        (shares.released, "back to Xen"),
    ];
    let (mut text, mut before, mut told) = (String::new(), Pages::ZERO, 0);
    for (pages, name) in parts.into_iter().filter(|(n, _)| !n.is_zero()) {
        before = before.plus(pages);
        let so_far = hundredths(before);
        let own = so_far - told;
        told = so_far;
        if !text.is_empty() {
            text.push_str(" + ");
        }
        text.push_str(&fixed(own, 100, 2));
        text.push(' ');
        text.push_str(name);
    }
    format!("{text} = {} GiB", fixed(told, 100, 2))
}

/// Hundredths of a GiB, to the nearest.
fn hundredths(n: Pages) -> u64 {
    (n.0.saturating_mul(200) + (1 << 18)) / (1 << 19)
}

fn no_room(linux: &str, shortfall: Shortfall) -> String {
    let what = match shortfall.account {
        Account::KernelImage => "its kernel image takes",
        Account::PageTables => "the page tables for all its page numbers take",
        Account::StructPage => "the descriptors (struct page) take",
        Account::P2m => "the list of machine frames (p2m) takes",
        Account::Hashes => "the hash tables take",
        Account::Swiotlb => "the buffers for devices (swiotlb) take",
        Account::Other => "the boot-time tables take",
        Account::XenItself
        | Account::XenFree
        | Account::FromDom0
        | Account::Usable
        | Account::Stranded
        | Account::Unexplained => "what it keeps takes",
    };
    format!(
        "This dom0 would not boot: {what} {}, and {linux} has {} left for that.",
        amount(shortfall.needed),
        amount(shortfall.has)
    )
}

fn fate(boot: &Boot) -> String {
    let run = &boot.kernel;
    let (released, filled, moved) =
        (run.released_pages(), run.populated_pages(), run.moved_pages());
    if !moved.is_zero() {
        format!("moves {}", pages(moved))
    } else if !filled.is_zero() {
        format!("gives {} back to Xen, takes {} again", pages(released), pages(filled))
    } else if !released.is_zero() {
        format!("gives {} back to Xen", beside(released, boot.pages))
    } else {
        "keeps every page".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_sum_add_up_as_printed() {
        let third = Pages((1 << 18) / 3);
        let shares = Shares {
            usable: third,
            descriptors: third,
            fixed: third,
            stranded: Pages::ZERO,
            unexplained: Pages::ZERO,
            released: Pages(1),
        };
        let text = "0.33 usable + 0.34 descriptors + 0.33 fixed + 0.00 back to Xen = 1.00 GiB";
        assert_eq!(sum(&shares), text);
    }
}
