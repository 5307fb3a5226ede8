//! The story step by step: the sentence of each step, and how a story ends.
//!
//! Not here: titles (`titles`), how the map was rewritten (`rewrite`), why a step happens (`why`)
//! and the overall result (`headline`).

use super::figure::region_amount;
use super::marks::plain;
use super::printed::{Printed, PrintedShares, counted};
use super::setup::tool;
use super::titles::is_built;
use super::{amount, balloon, linux, rewrite, several};
use sim::boot::{Boot, Outcome};
use sim::map::Map;
use sim::span::Span;
use sim::step::{Allocation, Change, MaxReservation, Phase, Step};
use sim::units::{MachineAddr, Pages};

/// A step's sentence: what changed. The last one also says if the boot ends there.
pub fn caption(step: &Step, boot: &Boot) -> String {
    plain(&caption_marked(step, boot))
}

/// The same with marks.
pub fn caption_marked(step: &Step, boot: &Boot) -> String {
    let last = boot.steps.last().is_some_and(|s| s.phase() == step.phase());
    let end = ending(boot);
    if last && !end.is_empty() { changed(step, boot) + " " + &end } else { changed(step, boot) }
}

/// How the story ends if dom0 does not come up.
pub(super) fn ending(boot: &Boot) -> String {
    match boot.outcome {
        Outcome::Up => String::new(),
        Outcome::NotBuilt(_) => "Xen stops here, so dom0 never runs.".to_owned(),
        Outcome::NothingLeft => "Xen may stop here, and dom0 then never runs.".to_owned(),
        Outcome::Panicked(_) => format!("{} stops here.", linux(boot)),
        Outcome::NoRoom(_) => format!("{} runs out of room and stops here.", linux(boot)),
    }
}

/// Pages that the balloon adds in this story.
pub(super) fn brought(boot: &Boot) -> Pages {
    boot.pages_of(Phase::BalloonedUp)
}

fn changed(step: &Step, boot: &Boot) -> String {
    let linux = linux(boot);
    let n = step.change.pages().unwrap_or_default();
    let in_lanes = |n| region_amount(n, boot.pages);
    match &step.change {
        Change::MapListed { ram } => {
            let holes = not_ram_below_4_gib(&step.after.machine);
            format!("It lists {} of RAM{holes}.", amount(*ram))
        }
        Change::Dom0Built(allocation) => built(allocation, boot),
        Change::MapRead if boot.config.linux.variant.is_classic() => {
            "It reads the machine’s map but does not use it as its own.".to_owned()
        }
        Change::MapRead => {
            "It uses the machine’s map as its own so that it can reach the BIOS and PCI devices."
                .to_owned()
        }
        Change::HolesFound { .. } => found(n, boot),
        Change::Released { .. } if n.is_zero() => format!("{linux} returns no pages to Xen."),
        Change::Released { .. } => {
            let returned = counted(n, PrintedShares::before_balloon(boot).brought(n));
            format!("{linux} returns {returned} to Xen, one hypercall per page.")
        }
        Change::Repopulated { pieces } => match pieces.first() {
            None => format!("{linux} gets no new pages from Xen."),
            Some(first) => format!(
                "{linux} gets {} ({}) from Xen and numbers {} from {}.",
                several(n.0, "new page"),
                in_lanes(n),
                if n.0 == 1 { "it" } else { "them" },
                in_lanes(Pages(first.start().0))
            ),
        },
        Change::Moved { moves } if moves.is_empty() && boot.kernel.released.is_empty() => {
            format!("{linux} has no pages to move and returns none.")
        }
        Change::Moved { moves } if moves.is_empty() => {
            format!("{linux} finds no free page numbers backed by RAM.")
        }
        Change::Moved { .. } => {
            format!(
                "{linux} moves {} ({}) to the first free page numbers backed by RAM.",
                several(n.0, "page"),
                in_lanes(n)
            )
        }
        Change::IdentityMapped { identity } if identity.is_empty() => {
            "No page number below the end of the machine’s map needs one.".to_owned()
        }
        Change::IdentityMapped { .. } => {
            "These page numbers now map to the same address in hardware. They use no RAM."
                .to_owned()
        }
        Change::MapRewritten(change) => rewrite::caption(change, boot),
        Change::BalloonRoom { .. } => room(&linux, n, boot),
        Change::Descriptors(made) => format!(
            "{linux} spends {} on bookkeeping for every page it could ever have.",
            spent(made.costs.total(), boot)
        ),
        Change::ToolsReport(report) if report.xl_list == report.free_total => format!(
            "At boot, `{} list` shows {} for dom0, and so does `free`. This kernel counts every page it has.",
            tool(boot.config.xen),
            on_dom0s_scale(report.xl_list, boot)
        ),
        Change::ToolsReport(report) => format!(
            "At boot, `{} list` shows {} for dom0 and `free` shows {}{}. Each counts something different.",
            tool(boot.config.xen),
            on_dom0s_scale(report.xl_list, boot),
            if boot.config.facts.mem_total.is_some() { "" } else { "about " },
            on_dom0s_scale(report.free_total, boot)
        ),
        Change::BalloonedUp { plan, .. } => balloon::caption(plan, boot),
    }
}

/// An amount in the unit of the headline, which depends on dom0's size.
fn on_dom0s_scale(pages: Pages, boot: &Boot) -> String {
    Printed::part_of(pages, Printed::alone(boot.pages)).text()
}

/// The bookkeeping, as the headline prints it.
fn spent(costs: Pages, boot: &Boot) -> String {
    let printed = PrintedShares::before_balloon(boot).bookkeeping;
    if printed.pages == costs { printed.text() } else { on_dom0s_scale(costs, boot) }
}

/// What the map lists below 4 GiB beside RAM, if it reaches farther. Reserved ranges are named
/// where they make a difference to the amount.
fn not_ram_below_4_gib(machine: &Map<MachineAddr>) -> String {
    if machine.end().0 <= 1 << 32 {
        return String::new();
    }
    let below = |spans: &mut dyn Iterator<Item = (u64, u64)>| -> u64 {
        let cut = spans.map(|(start, end)| end.min(1 << 32).saturating_sub(start));
        Pages(((1u64 << 32) - cut.sum::<u64>()) >> 12).0
    };
    let ends = |s: Span<MachineAddr>| (s.start().0, s.end().0);
    let missing = amount(Pages(below(&mut machine.ram().map(ends))));
    let holes = amount(Pages(below(&mut machine.regions().iter().map(|r| ends(r.span)))));
    let what = if missing == holes { "holes" } else { "holes and reserved ranges" };
    format!(", with {missing} of {what} below the 4 GiB mark")
}

fn built(allocation: &Allocation, boot: &Boot) -> String {
    let ceiling = match allocation.maximum {
        MaxReservation::Unlimited => "no ceiling".to_owned(),
        MaxReservation::Pages(most) => {
            format!("a ceiling of {}", region_amount(most, allocation.pages))
        }
    };
    let given = format!(
        "{} ({})",
        several(allocation.pages.0, "page"),
        region_amount(allocation.pages, allocation.pages)
    );
    if is_built(boot) {
        format!("Xen gives dom0 {given} and the machine’s own map, and sets {ceiling}.")
    } else {
        format!("Xen would give dom0 {given} and set {ceiling}.")
    }
}

fn found(n: Pages, boot: &Boot) -> String {
    match n.0 {
        0 => "dom0’s pages are numbered consecutively. None of them has to leave its place."
            .to_owned(),
        count => format!(
            "Pages are numbered consecutively, so {} of them ({}) {} where this machine has no usable RAM.",
            super::count(count),
            region_amount(n, boot.pages),
            if count == 1 { "falls" } else { "fall" }
        ),
    }
}

fn room(linux: &str, n: Pages, boot: &Boot) -> String {
    if n.is_zero() {
        return format!("{linux} prepares for no pages beyond those it has.");
    }
    let returned = boot.kernel.released_pages().less(boot.kernel.populated_pages());
    let n = region_amount(n, boot.pages);
    let hidden = rewrite::hidden_room(boot).map_or_else(String::new, |hidden| {
        let hidden = region_amount(hidden, boot.pages);
        let part = if hidden == n { "All" } else { &hidden };
        format!("{part} of it stays marked unusable. ")
    });
    let unbacked = format!("{hidden}None of it is backed by RAM.");
    if boot.config.linux.variant.is_classic() {
        return format!("{linux} always adds {n} of page numbers for the balloon. {unbacked}");
    }
    match boot.maximum() {
        MaxReservation::Unlimited => {
            format!("No ceiling is set, so {linux} prepares for another {n}. {unbacked}")
        }
        MaxReservation::Pages(_) if !boot.config.linux.variant.reads_maximum() => {
            format!("{linux} does not ask for the ceiling and prepares for another {n}. {unbacked}")
        }
        MaxReservation::Pages(most) if most == boot.pages && !returned.is_zero() => {
            format!("Returning pages left {n} below the ceiling. {linux} keeps room for it.")
        }
        MaxReservation::Pages(_) => {
            format!("{linux} prepares for another {n} below the ceiling. {unbacked}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::balloon::Target;
    use sim::version::Version;
    use sim::what_if::WhatIf;

    /// What headline and captions share is printed alike, in one unit and to the same digit.
    #[test]
    fn a_caption_prints_an_amount_as_the_headline_does() {
        let kernels =
            [(2, 6, 18), (2, 6, 37), (3, 0, 1), (3, 2, 0), (3, 6, 0), (4, 4, 0), (6, 1, 0)];
        let more = Target::Size(Pages(8 << 18));
        for (a, b, c) in kernels {
            for (gib, option, target) in [
                (64, "", Target::None),
                (64, "4G", Target::None),
                (64, "4G", Target::Initial),
                (64, "2G,max:2G", Target::None),
                (64, "512M", Target::None),
                (64, "900M,max:8G", more),
                (8, "700M", Target::None),
            ] {
                let boot = run(gib, option, Version::new(a, b, c)).with([WhatIf::Target(target)]);
                let said = |phase| boot.step(phase).map(|s| caption(s, &boot)).unwrap_or_default();
                let shares = PrintedShares::before_balloon(&boot);
                let name = format!("{gib} {option} {target:?} {a}.{b}.{c}");
                let pvops = (a, b) != (2, 6) || c != 18;
                let headline = crate::headline(&boot);
                let same = format!("{} on bookkeeping", shares.bookkeeping.text());
                assert!(!pvops || headline.contains(&same), "{name}: {headline}");
                let spent = format!("spends {} on bookkeeping", shares.bookkeeping.text());
                assert!(said(Phase::Descriptors).contains(&spent), "{name}: {spent}");
                let returned = boot.kernel.released_pages().less(boot.kernel.populated_pages());
                if pvops && returned >= Pages::MIB && boot.kernel.populated.is_empty() {
                    let says = shares.brought(returned).text();
                    assert!(headline.contains(&format!("returned {says} to Xen")), "{name}");
                    let step = said(Phase::PagesReleased);
                    assert!(step.contains(&format!("({says}) to Xen")), "{name}: {step}");
                }
                let tools = said(Phase::ToolsReport);
                assert!(tools.contains(&shares.free.text()), "{name}: {tools} {:?}", shares.free);
            }
        }
    }

    #[test]
    fn xen_sets_a_ceiling_or_none_and_gives_the_rest() {
        let linux = Version::new(3, 2, 0);
        for (option, says) in [
            (
                "4G",
                "Xen gives dom0 1 048 576 pages (4 GiB) and the machine’s own map, and sets no ceiling.",
            ),
            (
                "1G,max:2G",
                "Xen gives dom0 262 144 pages (1 GiB) and the machine’s own map, and sets a ceiling of 2 GiB.",
            ),
            (
                "1M",
                "Xen would give dom0 256 pages (1 MiB) and set no ceiling. Xen stops here, so dom0 never runs.",
            ),
        ] {
            let boot = run(64, option, linux);
            let said = caption(boot.step(Phase::Dom0Built).unwrap(), &boot);
            assert_eq!(said.replace('\u{202f}', " "), says);
        }
    }

    /// The room of a dom0 of a GiB or more is in GiB, as in the headline.
    #[test]
    fn the_room_is_in_the_headlines_unit() {
        let boot = crate::test_boot::run_on(Version::new(4, 19, 0), 16, "", Version::new(6, 12, 0));
        assert!(crate::headline(&boot).contains("for 0.28\u{a0}GiB that dom0 does not have"));
        let room = caption(boot.step(Phase::BalloonRoom).unwrap(), &boot);
        assert!(room.contains("prepares for another 0.28 GiB."), "{room}");
        let boot = run(64, "700M,max:900M", Version::new(6, 1, 0));
        let room = caption(boot.step(Phase::BalloonRoom).unwrap(), &boot);
        assert!(room.contains("prepares for another 200 MiB below"), "{room}");
    }
}
