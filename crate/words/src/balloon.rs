//! The balloon in words: what to write, what it returns to dom0, and what stops it.

use super::printed::{Printed, PrintedShares, counted};
use super::setup::of_tool;
use super::{amount, count, linux};
use sim::balloon::{Plan, StopReason, Target, Unit};
use sim::boot::Boot;
use sim::kernel::rules::ExtraOwner;
use sim::kernel::{Era, Kernel};
use sim::units::Pages;

/// The file that the target is written to.
pub const TARGET: &str = "/sys/devices/system/xen_memory/xen_memory0/target_kb";
/// The file that reports how much memory the driver believes dom0 has, in KiB.
pub const CURRENT: &str = "/sys/devices/system/xen_memory/xen_memory0/info/current_kb";

/// The command that writes a target.
pub fn command(plan: &Plan) -> String {
    format!("echo {} > {TARGET}", plan.number())
}

/// Sentence of the balloon step, with marks.
pub fn caption(plan: &Plan, boot: &Boot) -> String {
    let gains = gained(plan, boot);
    let number = plan.number();
    match (plan.stop, plan.gains) {
        (StopReason::NoDriver, _) => {
            "This kernel has no balloon driver, so nothing comes back.".to_owned()
        }
        (StopReason::Reached, Pages::ZERO) => {
            "dom0 already has what the target asks for, so nothing comes back.".to_owned()
        }
        (StopReason::Reached, _) => {
            format!(
                "Writing `{number}` to `target_kb` brings {gains} back from Xen. `free` grows by the same amount."
            )
        }
        (
            StopReason::Ceiling
            | StopReason::NoRoom
            | StopReason::NothingToDescribeWith
            | StopReason::NothingFree,
            Pages::ZERO,
        ) => {
            format!(
                "Writing `{number}` to `target_kb` has no effect, because {}.",
                stop(plan.stop, boot)
            )
        }
        (
            StopReason::Ceiling
            | StopReason::NoRoom
            | StopReason::NothingToDescribeWith
            | StopReason::NothingFree,
            _,
        ) => {
            format!(
                "Writing `{number}` to `target_kb` brings {gains} and no more, because {}.",
                stop(plan.stop, boot)
            )
        }
    }
}

/// What the balloon brings, with the amount as the headline prints it.
fn gained(plan: &Plan, boot: &Boot) -> String {
    counted(plan.gains, PrintedShares::before_balloon(boot).brought(plan.gains))
}

/// Describes a target below dom0's current size. `None` if it is not below, or if there is
/// no balloon driver.
pub fn shrinks(boot: &Boot) -> Option<String> {
    let plan = Plan::of(boot, boot.config.balloon).filter(|p| !p.returns.is_zero())?;
    let wanted = match boot.config.balloon.target {
        Target::None => return None,
        Target::Initial => boot.pages,
        Target::Size(pages) => pages,
    };
    Some(format!(
        "A target of {} is below what dom0 has, so the balloon returns {} to Xen. Which pages leave is not known, so no step shows it.",
        Printed::alone(wanted).text(),
        Printed::part_of(plan.returns, Printed::alone(boot.pages)).text()
    ))
}

/// What ends the growth, as the last words of a sentence.
pub fn stop(stop: StopReason, boot: &Boot) -> String {
    match stop {
        StopReason::Reached => "the target is reached".to_owned(),
        StopReason::NoDriver => "there is no balloon driver".to_owned(),
        StopReason::Ceiling => "the ceiling is reached".to_owned(),
        StopReason::NoRoom => format!("{} has no page numbers for more", linux(boot)),
        StopReason::NothingToDescribeWith => {
            "dom0 has no free memory for the bookkeeping of more".to_owned()
        }
        StopReason::NothingFree => "Xen has no more free memory (an estimate)".to_owned(),
    }
}

/// The rule for the step, and the releases it applies to, with marks.
pub fn why(kernel: Kernel) -> &'static str {
    match (kernel.variant.era(), kernel.extra_owner()) {
        (Era::Classic, _) => {
            "Classic kernels read `target_kb` in bytes, whatever its name says, and can grow by 8 MiB."
        }
        (Era::HolesReleased, _) => {
            "Up to 3.1, the driver still counts returned pages, so a target of the initial size does nothing. This target includes them."
        }
        (Era::Released | Era::Populated | Era::MovedNow, _) => {
            "`target_kb` is in KiB. Up to 3.18, each new page also uses 8 bytes of free memory for the p2m. MemTotal does not show this."
        }
        (Era::MovedLate | Era::Checked, ExtraOwner::Balloon) => {
            "`target_kb` is in KiB. The balloon fills its unused room first. Above it, memory hotplug adds sections of 128 MiB."
        }
        (Era::MovedLate | Era::Checked, ExtraOwner::Pool) => {
            "In 5.9–5.16 and since 6.12, unused room is for mapped guest pages. The balloon grows by sections of 128 MiB."
        }
    }
}

/// A row about a target: a name and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalloonRow {
    /// Name.
    pub name: &'static str,
    /// Value.
    pub value: String,
}

/// Facts about the target; empty if there is none.
pub fn rows(boot: &Boot) -> Vec<BalloonRow> {
    let plan = Plan::of(boot, boot.config.balloon);
    plan.map_or_else(Vec::new, |plan| plan_rows(&plan, boot))
}

/// Facts about a target.
pub fn plan_rows(plan: &Plan, boot: &Boot) -> Vec<BalloonRow> {
    let row = |name, value| BalloonRow { name, value };
    let kib = |n: Pages| format!("{} KiB", count(n.0.saturating_mul(4)));
    let listed = |named| of_tool(boot.config.xen, named);
    let mut rows = vec![
        row("write to target_kb", unit_of(plan)),
        row("info/current_kb before", kib(plan.before.current)),
        row("info/current_kb after", kib(plan.after.current)),
        row(listed(["xl list before", "xm list before"]), amount(plan.before.in_xen)),
        row(listed(["xl list after", "xm list after"]), amount(plan.after.in_xen)),
        row("Xen must have free", gained(plan, boot)),
        row("what ends it", stop(plan.stop, boot)),
    ];
    if boot.tools().is_some() {
        let before = PrintedShares::before_balloon(boot);
        rows.push(row("MemTotal before, about", before.free.text()));
        rows.push(row("MemTotal after, about", before.after_balloon(plan).text()));
    }
    let filled = plan.costs.total();
    if !filled.is_zero() {
        rows.push(row("used for bookkeeping", amount(filled)));
    }
    rows
}

fn unit_of(plan: &Plan) -> String {
    match plan.unit {
        Unit::Kib => format!("{} (KiB)", plan.number()),
        Unit::Bytes => format!("{} (bytes, as this kernel reads target_kb)", plan.number()),
    }
}
