//! The headline: what became of the requested memory, and the sum next to it.

use super::marks::plain;
use super::printed::{Printed, PrintedShares, TRIFLE};
use super::setup::linux;
use super::story::brought;
use sim::balloon::Plan;
use sim::boot::{Boot, Outcome, Shortfall};
use sim::join::joined;
use sim::ledger::Account;
use sim::memory::Costs;
use sim::step::{MaxReservation, Phase};
use sim::units::Pages;
use sim::what_if::advice::LowTarget;
use sim::xen::dom0_build::BuildResult;

/// What became of the requested memory, as plain text.
pub fn headline(boot: &Boot) -> String {
    plain(&lead(boot))
}

/// The same with marks ([`super::marks`]): what `free` shows first, then where the rest is.
pub fn lead(boot: &Boot) -> String {
    let linux = linux(boot);
    let asked = Printed::alone(boot.pages).text();
    match boot.outcome {
        Outcome::NotBuilt(BuildResult::TooSmall { needed }) => format!(
            "Xen stops with a dom0 of {asked}: “Domain 0 allocation is too small for kernel image”. Kernel and initrd need about {} (an estimate).",
            Printed::alone(needed).text()
        ),
        Outcome::NotBuilt(BuildResult::NotEnoughRam) => {
            format!("Xen does not have {asked} for dom0: “Not enough RAM for DOM0 reservation”.")
        }
        Outcome::NotBuilt(BuildResult::KeepsAll) => format!(
            "Xen {} keeps more for itself than this machine has, so nothing is left for dom0: “Not enough RAM for DOM0 reservation”.",
            boot.config.xen
        ),
        Outcome::NotBuilt(BuildResult::Undefined | BuildResult::Fits) => {
            "Xen reads this size as an enormous number. What happens then is undefined.".to_owned()
        }
        Outcome::NothingLeft => format!(
            "Xen {} gives dom0 all {asked} that it has left, and may then stop because it has no memory to build dom0 with (seen with Xen 4.17).",
            boot.config.xen
        ),
        Outcome::Panicked(panic) => super::conflict::stopped(boot, panic),
        Outcome::NoRoom(shortfall) => no_room(&linux, shortfall),
        Outcome::Up => came_up(boot, &linux),
    }
}

fn came_up(boot: &Boot, linux: &str) -> String {
    let shares = PrintedShares::of(boot);
    let typed = boot.xen.parsed.amount;
    let asked = typed.is_positive_count() && typed.pages == boot.pages;
    let who = if asked { "You gave" } else { "Xen gave" };
    let given = Printed::alone(boot.pages).text();
    let free = shares.free.text();
    let before = PrintedShares::before_balloon(boot);
    if let Some(low) = LowTarget::of(boot, boot.config.balloon.target).filter(|t| t.starves) {
        return starved(&low, &shares, &before);
    }
    let first = format!("{who} dom0 {given}; `free` shows *{free}*.");
    let spent = if boot.config.linux.variant.is_classic() {
        let bookkeeping = before.bookkeeping.text();
        format!("{linux} counts every page, even the {bookkeeping} it spent on bookkeeping.")
    } else {
        spending(boot, linux, &before)
    };
    format!("{first} {spent}{}", ballooned(boot, &before))
}

/// What a target leaves that is too low for dom0. No balloon can return memory that is in use.
fn starved(low: &LowTarget, shares: &PrintedShares, before: &PrintedShares) -> String {
    let target = Printed::alone(low.wanted).text();
    if low.free.is_zero() {
        let in_use = Printed::part_of(low.in_use, before.all).text();
        return format!(
            "The balloon target of {target} is below the {in_use} that dom0 has in use at boot. dom0 runs out of memory before the balloon gets there."
        );
    }
    format!(
        "The balloon target of {target} leaves dom0 *{}*. dom0 will probably run out of memory.",
        shares.free.text()
    )
}

/// What the kernel did with the rest, what costs most first. Pages that it moved or refilled
/// cost nothing and are not mentioned.
fn spending(boot: &Boot, linux: &str, shares: &PrintedShares) -> String {
    let run = &boot.kernel;
    let left = run.released_pages().less(run.populated_pages());
    let returned = returned(left, shares);
    let stranded = (shares.stranded.pages >= TRIFLE)
        .then(|| format!("left {} unusable under reserved entries", shares.stranded.text()));
    let spent =
        format!("spent {} on bookkeeping{}", shares.bookkeeping.text(), for_unused_room(boot));
    let parts: Vec<String> = [returned, stranded, Some(spent)].into_iter().flatten().collect();
    let all = match parts.as_slice() {
        [first, second, third] => format!("{first}, {second} and {third}"),
        other => joined(other, " and "),
    };
    format!("{linux} {all}.")
}

/// What the kernel returned to Xen at boot and did not replace.
fn returned(left: Pages, shares: &PrintedShares) -> Option<String> {
    let printed = shares.brought(left);
    (left >= TRIFLE).then(|| format!("returned {} to Xen", printed.text()))
}

/// What a balloon target did afterwards.
fn ballooned(boot: &Boot, before: &PrintedShares) -> String {
    let plan = Plan::of(boot, boot.config.balloon);
    let none = (Pages::ZERO, Pages::ZERO);
    match plan.map_or(none, |plan| (plan.gains, plan.returns)) {
        (Pages::ZERO, Pages::ZERO) => String::new(),
        (Pages::ZERO, returns) => {
            let returned = Printed::part_of(returns, before.all).text();
            format!(" The balloon then returned {returned} to Xen.")
        }
        (back, _) => format!(" The balloon then brought {} from Xen.", before.brought(back).text()),
    }
}

/// The share of the bookkeeping that is for page numbers beyond the initial size.
fn for_unused_room(boot: &Boot) -> String {
    let room = boot.step(Phase::BalloonRoom).and_then(|s| s.change.pages());
    let Some((made, room)) = boot.descriptors().zip(room) else { return String::new() };
    if made.costs.total().less(made.with_max.total()) < TRIFLE {
        return String::new();
    }
    let share = percent(made.costs, made.with_max);
    let room = Printed::beside(room, Printed::alone(boot.pages)).text();
    match (share, boot.maximum()) {
        // A percent is not worth a word.
        (0 | 1, _) => String::new(),
        (share, _) if !brought(boot).is_zero() => {
            format!(", {share}\u{a0}% of it for {room} of room to grow")
        }
        (share, MaxReservation::Pages(most)) if most > boot.pages => {
            format!(", {share}\u{a0}% of it for {room} of unused room below the ceiling")
        }
        (share, _) => format!(", {share}\u{a0}% of it for {room} that dom0 does not have"),
    }
}

/// The share of `costs` that a ceiling at the initial size would save, in percent.
fn percent(costs: Costs, with_max: Costs) -> u64 {
    let (all, saved) = (costs.total().0.max(1), costs.total().less(with_max.total()).0);
    (saved.saturating_mul(200) + all) / (all * 2)
}

fn no_room(linux: &str, shortfall: Shortfall) -> String {
    let what = match shortfall.account {
        Account::KernelImage => "its kernel image needs",
        Account::PageTables => "the page tables for all its page numbers need",
        Account::StructPage => "the page records (`struct page`) need",
        Account::P2m => "the list of machine frames (p2m) needs",
        Account::Hashes => "the hash tables need",
        Account::Swiotlb => "the DMA bounce buffers (swiotlb) need",
        Account::Other => "the boot-time tables need",
        Account::XenItself
        | Account::CrashKernel
        | Account::XenFree
        | Account::FromDom0
        | Account::Usable
        | Account::Stranded
        | Account::Unexplained => "its own tables need",
    };
    format!(
        "This dom0 would not boot: {what} {}, and {linux} has {} left for that.",
        Printed::alone(shortfall.needed).text(),
        Printed::alone(shortfall.has).text()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::balloon::{Balloon, Target};
    use sim::config::Config;
    use sim::simulate::simulate;
    use sim::version::Version;

    fn check(boot: &Boot, expected: &str) {
        assert_eq!(headline(boot).replace('\u{a0}', " "), expected);
    }

    #[test]
    fn what_free_shows_comes_first_and_then_what_it_cost() {
        check(
            &run(64, "4G", Version::new(3, 2, 0)),
            "You gave dom0 4 GiB; free shows 2.06 GiB. Linux 3.2 returned 1.01 GiB to Xen and spent 0.86 GiB on bookkeeping, 90 % of it for 40 GiB that dom0 does not have.",
        );
        check(
            &run(64, "4G,max:4G", Version::new(3, 2, 0)),
            "You gave dom0 4 GiB; free shows 2.83 GiB. Linux 3.2 returned 1.01 GiB to Xen and spent 88 MiB on bookkeeping.",
        );
        check(
            &run(64, "4G", Version::new(6, 1, 0)),
            "You gave dom0 4 GiB; free shows 2.96 GiB. Linux 6.1 spent 0.93 GiB on bookkeeping, 91 % of it for 38.99 GiB that dom0 does not have.",
        );
        check(
            &run(64, "512M,max:512M", Version::new(6, 1, 0)),
            "You gave dom0 512 MiB; free shows 390 MiB. Linux 6.1 spent 13 MiB on bookkeeping.",
        );
        check(
            &run(64, "4G", Version::new(2, 6, 18)),
            "You gave dom0 4 GiB; free shows 4 GiB. Linux 2.6.18 counts every page, even the 78 MiB it spent on bookkeeping.",
        );
        check(
            &run(64, "4G", Version::new(3, 0, 1)),
            "You gave dom0 4 GiB; free shows 2.20 GiB. Linux 3.0.1 returned 1.01 GiB to Xen and spent 0.71 GiB on bookkeeping.",
        );
    }

    #[test]
    fn what_costs_nothing_is_not_mentioned() {
        for linux in [(3, 6), (3, 18), (4, 4), (5, 10), (6, 1), (6, 12)] {
            let boot = run(64, "4G,max:4G", Version::new(linux.0, linux.1, 0));
            let text = headline(&boot);
            assert!(text.contains("; free shows "), "{text}");
            for word in ["moves", "moved", "returned", "refilled"] {
                assert!(!text.contains(word), "{text}");
            }
        }
    }

    #[test]
    fn a_ceiling_above_the_size_is_a_choice_and_no_waste() {
        check(
            &run(64, "4G,max:16G", Version::new(6, 1, 0)),
            "You gave dom0 4 GiB; free shows 3.55 GiB. Linux 6.1 spent 0.34 GiB on bookkeeping, 75 % of it for 12 GiB of unused room below the ceiling.",
        );
    }

    /// Room that is larger than a small dom0 is not in its unit.
    #[test]
    fn large_room_of_a_small_dom0_is_in_gib() {
        let text = headline(&run(1024, "512M,max:64G", Version::new(3, 2, 0)));
        assert!(text.contains("% of it for 5\u{a0}GiB of unused room below the ceiling"), "{text}");
    }

    #[test]
    fn the_balloon_is_said_last() {
        let boot = run(64, "4G", Version::new(3, 2, 0));
        let balloon = Balloon { target: Target::Initial, ..Balloon::default() };
        check(
            &simulate(&Config { balloon, ..boot.config }),
            "You gave dom0 4 GiB; free shows 3.07 GiB. Linux 3.2 returned 1.01 GiB to Xen and spent 0.86 GiB on bookkeeping, 90 % of it for 40 GiB of room to grow. The balloon then brought 1.01 GiB from Xen.",
        );
    }

    /// What `free` shows is what was left, less what the balloon returned, for classic kernels too.
    #[test]
    fn a_target_below_the_size_returns_pages() {
        for (linux, says) in [
            (
                Version::new(3, 2, 0),
                "free shows 1.84 GiB. Linux 3.2 returned 1.01 GiB to Xen and spent 88 MiB on bookkeeping. The balloon then returned 0.99 GiB to Xen.",
            ),
            (
                Version::new(2, 6, 18),
                "free shows 2 GiB. Linux 2.6.18 counts every page, even the 78 MiB it spent on bookkeeping. The balloon then returned 2 GiB to Xen.",
            ),
        ] {
            let boot = run(64, "4G,max:4G", linux);
            let balloon = Balloon { target: Target::Size(Pages(2 << 18)), ..Balloon::default() };
            let text = headline(&simulate(&Config { balloon, ..boot.config }));
            let text = text.replace('\u{a0}', " ");
            assert!(text.ends_with(says), "{text}");
        }
    }

    /// What leaves dom0 too little leads, and no balloon returns memory that is in use.
    #[test]
    fn a_target_that_starves_dom0_is_said_first() {
        for (option, xen, linux, mib, says) in [
            (
                "4G,max:4G",
                Version::new(4, 19, 0),
                Version::new(6, 12, 0),
                256,
                "The balloon target of 256 MiB leaves dom0 65 MiB. dom0 will probably run out of memory.",
            ),
            (
                "4G,max:8G",
                Version::new(3, 4, 0),
                Version::new(3, 6, 0),
                1024,
                "The balloon target of 1 GiB is below the 1.13 GiB that dom0 has in use at boot. dom0 runs out of memory before the balloon gets there.",
            ),
        ] {
            let boot = crate::test_boot::run_on(xen, 64, option, linux);
            let balloon = Balloon { target: Target::Size(Pages(mib << 8)), ..Balloon::default() };
            check(&simulate(&Config { balloon, ..boot.config }), says);
        }
    }

    /// Room that the balloon filled is not called unused.
    #[test]
    fn room_that_the_target_fills_is_room_to_grow() {
        let boot = run(64, "4G,max:16G", Version::new(3, 6, 0));
        let balloon = Balloon { target: Target::Size(Pages(8 << 18)), ..Balloon::default() };
        let text = headline(&simulate(&Config { balloon, ..boot.config }));
        assert!(text.contains("of room to grow. The balloon then brought 4"), "{text}");
        assert!(!text.contains("unused"), "{text}");
    }

    #[test]
    fn a_dom0_that_does_not_boot_says_who_stops_and_why() {
        check(
            &run(64, "1M", Version::new(3, 2, 0)),
            "Xen stops with a dom0 of 1 MiB: “Domain 0 allocation is too small for kernel image”. Kernel and initrd need about 32 MiB (an estimate).",
        );
    }
}
