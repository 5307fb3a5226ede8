//! The story step by step: each step's title and sentence, and how a story ends.
//!
//! Not here: why a step happens (`why`) and the overall result (`headline`).

use super::{amount, balloon, linux, pages};
use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::step::{Allocation, Change, MapState, MaxReservation, Phase, Step};
use sim::units::Pages;

/// A step's title: the state, in at most six words.
pub fn title(phase: Phase, boot: &Boot) -> &'static str {
    let classic = boot.config.linux.variant.era() == Era::Classic;
    let nothing = boot.pages_of(phase).is_zero();
    match phase {
        Phase::FirmwareMap => "The map the firmware gives",
        Phase::Dom0Built if !is_built(boot) => "Xen stops building dom0",
        Phase::Dom0Built => "Xen builds dom0 from page 0",
        Phase::MapRead if classic => "Linux makes a map of its own",
        Phase::MapRead => "Linux reads the machine’s map",
        Phase::HolesFound if nothing => "No pages have to go",
        Phase::HolesFound => "Some pages sit on holes",
        Phase::PagesReleased if nothing => "Nothing goes back to Xen",
        Phase::PagesReleased => "Those pages go back to Xen",
        Phase::PagesRepopulated if nothing => "Nothing goes, nothing comes",
        Phase::PagesRepopulated => "Given back, then refilled higher",
        Phase::PagesMoved if nothing => "No pages have to move",
        Phase::PagesMoved => "Those pages move up",
        Phase::IdentityMapped => "Holes become windows to devices",
        Phase::BalloonRoom => "Room to grow, without pages",
        Phase::Descriptors => "A descriptor for every possible page",
        Phase::ToolsReport => "What the tools now say",
        Phase::BalloonedUp if nothing => "The balloon brings nothing",
        Phase::BalloonedUp => "The balloon brings pages back",
    }
}

/// A step's sentence: what changed. The last one also says if the boot ends there.
pub fn caption(step: &Step, boot: &Boot) -> String {
    let last = boot.steps.last().is_some_and(|s| s.phase() == step.phase());
    let end = ending(boot);
    if last && !end.is_empty() { changed(step, boot) + " " + &end } else { changed(step, boot) }
}

/// How the story ends if dom0 does not come up.
pub(super) fn ending(boot: &Boot) -> String {
    match boot.outcome {
        Outcome::Up => String::new(),
        Outcome::NotBuilt(_) | Outcome::NothingLeft => {
            "Here Xen stops: dom0 never runs.".to_owned()
        }
        Outcome::Panicked(_) => format!("Here {} stops.", linux(boot)),
        Outcome::NoRoom(_) => format!("Here {} stops for want of room.", linux(boot)),
    }
}

/// Pages that the balloon adds in this story.
pub(super) fn brought(boot: &Boot) -> Pages {
    boot.pages_of(Phase::BalloonedUp)
}

/// Whether Xen got far enough to start dom0.
fn is_built(boot: &Boot) -> bool {
    match boot.outcome {
        Outcome::Up | Outcome::Panicked(_) | Outcome::NoRoom(_) => true,
        Outcome::NotBuilt(_) | Outcome::NothingLeft => false,
    }
}

fn changed(step: &Step, boot: &Boot) -> String {
    let linux = linux(boot);
    match &step.change {
        Change::MapListed { ram } => {
            let holes = holes_below_4_gib(boot);
            format!("It lists {} of RAM{holes}.", amount(*ram))
        }
        Change::Dom0Built(allocation) => built(allocation, boot),
        Change::MapRead(MapState::OwnMaking) => format!(
            "{linux} counts its pages, adds 8 MiB, and leaves the machine’s map to drivers."
        ),
        Change::MapRead(MapState::Copied | MapState::Rewritten) => {
            "It takes that map as its own, because BIOS and PCI devices must stay reachable."
                .to_owned()
        }
        Change::HolesFound { .. } => found(step),
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

fn built(allocation: &Allocation, boot: &Boot) -> String {
    let ceiling = match allocation.maximum {
        MaxReservation::Unlimited => "no ceiling".to_owned(),
        MaxReservation::Pages(most) => format!("a ceiling of {}", amount(most)),
    };
    let given = pages(allocation.pages);
    if is_built(boot) {
        format!("dom0 gets {given}, {ceiling}, and the machine’s own map.")
    } else {
        format!("Xen would give dom0 {given}, {ceiling}.")
    }
}

fn found(step: &Step) -> String {
    let found = step.change.pages().unwrap_or_default();
    if found.is_zero() {
        return "Xen numbered dom0’s pages straight through. None of them needs to go.".to_owned();
    }
    format!(
        "Xen numbered dom0’s pages straight through. {} carry numbers where this machine has no usable RAM.",
        pages(found)
    )
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
        MaxReservation::Unlimited => {
            format!("No ceiling was set, so {linux} plans for {n} more. None of it is memory yet.")
        }
        MaxReservation::Pages(_) if !boot.config.linux.variant.reads_maximum() => format!(
            "{linux} does not ask for the ceiling and plans for {n} more. None of it is memory yet."
        ),
        MaxReservation::Pages(_) => format!(
            "Below the ceiling there is space, so {linux} plans for {n} more. None of it is memory yet."
        ),
    }
}
