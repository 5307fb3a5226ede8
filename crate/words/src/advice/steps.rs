//! The commands: now, after a reboot, for the toolstack, and checks.

use super::Instruction;
use crate::balloon::{CURRENT, TARGET, command, stop};
use crate::{amount, count, linux, pages};
use sim::balloon::{BalloonState, Plan, StopReason, Unit, balloon_state};
use sim::boot::Boot;
use sim::units::{Bytes, Pages};
use sim::version::Version;
use sim::what_if::advice::Advice;
use sim::xen::autoballoon::{Autoballoon, autoballoon_of};
use sim::xen::option_size;
use sim::xen::toolstack::{MemSet, mem_set};

/// Whether xl, xm or both are present.
pub(super) fn has_xl(xen: Version) -> bool {
    xen >= Version::new(4, 1, 0)
}

fn has_xm(xen: Version) -> bool {
    xen < Version::new(4, 5, 0)
}

pub(super) fn now(advice: &Advice, plan: &Plan) -> Vec<Instruction> {
    let after = &advice.after;
    let xen = after.config.xen;
    let tool = if has_xl(xen) { "xl" } else { "xm" };
    let mut steps = vec![
        Instruction::new(
            "See that the kernel has the balloon driver: this prints CONFIG_XEN_BALLOON=y.",
            "grep CONFIG_XEN_BALLOON= /boot/config-$(uname -r)",
        ),
        Instruction::new(
            format!("See that Xen has {} free, in MiB.", amount(plan.gains)),
            format!("{tool} info | grep free_memory"),
        ),
        Instruction::new(write_target(after, plan), command(plan)),
    ];
    if has_xl(xen) {
        steps.push(xl(after, plan));
    }
    if has_xm(xen) {
        let mib = plan.target.0.div_ceil(1 << 8);
        steps.push(Instruction::new(
            "Or with xend’s tool, in MiB; it leaves the maximum as it is.",
            format!("xm mem-set 0 {mib}"),
        ));
    }
    steps
}

fn write_target(after: &Boot, plan: &Plan) -> String {
    let unit = match plan.unit {
        Unit::Kib => "KiB",
        Unit::Bytes => "bytes",
    };
    let counted = plan.before.current.less(plan.before.in_xen);
    let why = if counted.is_zero() {
        String::new()
    } else {
        format!(
            " {} still counts the {} it released, so they are added.",
            linux(after),
            amount(counted)
        )
    };
    let ends = match plan.stop {
        StopReason::Reached => String::new(),
        StopReason::NoDriver
        | StopReason::Ceiling
        | StopReason::NoRoom
        | StopReason::NothingToDescribeWith
        | StopReason::NothingFree => {
            format!(" {} come: {}.", pages(plan.gains), stop(plan.stop, after))
        }
    };
    format!("Set the target, in {unit}.{why}{ends}")
}

/// `xl mem-set`, or the reason it refuses.
fn xl(after: &Boot, plan: &Plan) -> Instruction {
    let bytes = Bytes(plan.target.bytes().0);
    match mem_set(after.config.xen, after.maximum(), bytes) {
        MemSet::Done { limit, .. } => Instruction::new(
            format!(
                "Or with xl: it also sets Xen’s limit to {}.",
                option_size(limit.whole_pages())
            ),
            format!("xl mem-set 0 {}", xl_size(plan.target)),
        ),
        MemSet::AboveStaticMax { static_max } => Instruction::new(
            format!(
                "xl mem-set refuses this target, because memory/static-max is {}.",
                option_size(static_max.whole_pages())
            ),
            "",
        ),
        MemSet::TooSmall => Instruction::new("xl mem-set refuses a dom0 below 128 MiB.", ""),
    }
}

/// A size in the form every release of xl accepts: with a lower-case unit letter.
fn xl_size(pages: Pages) -> String {
    if pages.0.is_multiple_of(1 << 8) {
        format!("{}m", pages.0 >> 8)
    } else {
        format!("{}k", pages.kib())
    }
}

pub(super) fn after_reboot(advice: &Advice) -> Vec<Instruction> {
    let mut steps = Vec::new();
    if let Some(plan) = &advice.target {
        steps.push(Instruction::new("With rc.local: before its last line.", command(plan)));
        steps.push(Instruction::new(
            "With systemd: as the file /etc/tmpfiles.d/dom0-target.conf.",
            format!("w {} - - - - {}", TARGET, plan.number()),
        ));
    }
    if let Some(larger) = &advice.larger {
        let cost = match larger.costs {
            Pages::ZERO => String::new(),
            more => format!(" It costs {} of descriptors more.", amount(more)),
        };
        let without = if steps.is_empty() { "Without a target" } else { "Or without a target" };
        steps.push(Instruction::new(
            format!(
                "{without}: a size that is still {} after the release.{cost}",
                amount(advice.after.pages)
            ),
            format!("dom0_mem={}", larger.text),
        ));
    }
    steps
}

/// How to stop the toolstack from taking dom0's memory.
pub(super) fn toolstack(after: &Boot) -> Vec<Instruction> {
    let xen = after.config.xen;
    if autoballoon_of(xen, after.env().text) == Autoballoon::Off {
        return Vec::new();
    }
    let mib = after.pages.0 >> 8;
    let xend = format!("(enable-dom0-ballooning no)\n(dom0-min-mem {mib})");
    let xl = if xen < Version::new(4, 3, 0) { "autoballoon=0" } else { "autoballoon=\"off\"" };
    let mut steps = Vec::new();
    if has_xl(xen) {
        steps.push(Instruction::new("Keep xl from taking dom0’s memory: in /etc/xen/xl.conf.", xl));
    }
    if has_xm(xen) && xen < Version::new(4, 3, 0) {
        steps.push(Instruction::new(
            "Keep xend from taking dom0’s memory: in /etc/xen/xend-config.sxp.",
            xend,
        ));
    }
    steps
}

/// A value after the reboot, and after the target if one is advised and changes it.
fn states(after_reboot: &str, after_target: Option<&str>) -> String {
    match after_target.filter(|t| *t != after_reboot) {
        Some(then) => format!("{after_reboot} after the reboot, {then} after the target"),
        None => after_reboot.to_owned(),
    }
}

/// What to check after a reboot, and after the target if one is advised.
pub(super) fn checks(advice: &Advice) -> Vec<Instruction> {
    let after = &advice.after;
    let Some(balloon_state) = balloon_state(after) else { return Vec::new() };
    let tool = if has_xl(after.config.xen) { "xl" } else { "xm" };
    let ram = after.ram();
    let has = |s: BalloonState| format!("{} MiB", mib(s.in_xen));
    let counts = |s: BalloonState| format!("{} KiB", s.current.kib());
    let then = |what: fn(BalloonState) -> String| advice.target.as_ref().map(|p| what(p.after));
    let mut steps = vec![
        Instruction::new(
            format!("Domain-0 has about {}.", states(&has(balloon_state), then(has).as_deref())),
            format!("{tool} list"),
        ),
        Instruction::new(
            format!("total_memory is about {} MiB, free_memory what guests can get.", mib(ram)),
            format!("{tool} info | grep _memory"),
        ),
        Instruction::new(
            format!(
                "The balloon driver counts {}.",
                states(&counts(balloon_state), then(counts).as_deref())
            ),
            format!("cat {CURRENT}"),
        ),
    ];
    steps.extend(mem_total(advice));
    let totals: Vec<_> =
        after.kernel.messages.iter().map(ToString::to_string).filter(|m| is_total(m)).collect();
    if !totals.is_empty() {
        steps.push(Instruction::new(
            format!("The kernel said: {}", totals.join("; ")),
            "dmesg | grep -iE 'released|remapped|1-1 mapping'",
        ));
    }
    steps
}

fn mem_total(advice: &Advice) -> Option<Instruction> {
    let free_total = advice.after.tools()?.free_total;
    let kb = |n: Pages| format!("{} kB", count(n.kib()));
    let then = advice.target.as_ref().map(|plan| kb(free_total.plus(plan.gains)));
    let states = states(&kb(free_total), then.as_deref());
    Some(Instruction::new(
        format!("MemTotal is about {states}, as far as this model goes."),
        "grep MemTotal /proc/meminfo",
    ))
}

fn mib(pages: Pages) -> String {
    count(pages.0.saturating_add(1 << 7) >> 8)
}

/// The totals among the kernel's messages, not the lines for single ranges.
fn is_total(message: &str) -> bool {
    ["Released ", "released ", "Remapped ", "Set "].iter().any(|start| message.starts_with(start))
}
