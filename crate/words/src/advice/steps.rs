//! The commands: now, after a reboot, for the toolstack, and checks.

use super::Instruction;
use crate::balloon::{CURRENT, TARGET, command, stop};
use crate::printed::Printed;
use crate::setup::tool;
use crate::{count, linux, pages};
use sim::balloon::{BalloonState, Plan, StopReason, Unit, balloon_state};
use sim::boot::Boot;
use sim::units::{Bytes, Pages};
use sim::what_if::advice::{Advice, LowTarget};
use sim::xen::autoballoon::{Autoballoon, autoballoon_of};
use sim::xen::option_size;
use sim::xen::toolstack::{MemSet, has_xl, has_xm, mem_set};

/// The command that sets a target: xl’s or xend’s where it takes the target as it is, else
/// the driver’s file.
pub(super) fn target_command(after: &Boot, plan: &Plan) -> String {
    let xen = after.config.xen;
    let bytes = Bytes(plan.target.bytes().0);
    let mib = plan.target.0.div_ceil(1 << 8);
    match mem_set(xen, after.maximum(), bytes) {
        MemSet::Done { .. } if has_xl(xen) => format!("xl mem-set 0 {}", xl_size(plan.target)),
        MemSet::Done { .. } | MemSet::TooSmall | MemSet::AboveStaticMax { .. } if has_xl(xen) => {
            command(plan)
        }
        MemSet::Done { .. } | MemSet::TooSmall | MemSet::AboveStaticMax { .. } => {
            format!("xm mem-set 0 {mib}")
        }
    }
}

/// The target, once and after each boot.
pub(super) fn target(after: &Boot, plan: &Plan) -> Vec<Instruction> {
    let linux = linux(after);
    vec![
        Instruction::new(
            format!(
                "Run this after each boot. {linux} leaves the returned pages with Xen until the balloon asks for them."
            ),
            target_command(after, plan),
        ),
        Instruction::new(
            "Or let systemd do it at every boot. Put this line into `/etc/tmpfiles.d/dom0-target.conf`.",
            format!("w {} - - - - {}", TARGET, plan.number()),
        ),
    ]
}

/// The target that brings dom0's size back, where the reader's own is lower.
pub(super) fn raise(after: &Boot, low: &LowTarget) -> Vec<Instruction> {
    vec![Instruction::new(
        "Run this now. Change what sets the lower target at each boot, too.",
        target_command(after, &low.raise),
    )]
}

/// Before the target, and the other ways to set it. `whose` follows the word target: of which
/// dom0, if that is not clear.
pub(super) fn now(after: &Boot, plan: &Plan, whose: &str) -> Vec<Instruction> {
    let xen = after.config.xen;
    let tool = tool(xen);
    let mut steps = vec![
        Instruction::new(
            "Check for the balloon driver. Expected output: `CONFIG_XEN_BALLOON=y`. If that file does not exist, run `zgrep` on `/proc/config.gz`.",
            "grep CONFIG_XEN_BALLOON= /boot/config-$(uname -r)",
        ),
        Instruction::new(
            format!(
                "Check that Xen has {} free (the output is in MiB).",
                Printed::alone(plan.gains).text()
            ),
            format!("{tool} info | grep free_memory"),
        ),
        Instruction::new(write_target(after, plan, whose), command(plan)),
    ];
    if has_xl(xen) {
        steps.push(xl(after, plan));
    }
    if has_xm(xen) {
        let mib = plan.target.0.div_ceil(1 << 8);
        steps.push(Instruction::new(
            "Or use xend’s tool, in MiB. It leaves the ceiling as it is.",
            format!("xm mem-set 0 {mib}"),
        ));
    }
    steps
}

fn write_target(after: &Boot, plan: &Plan, whose: &str) -> String {
    let unit = match plan.unit {
        Unit::Kib => "KiB",
        Unit::Bytes => "bytes",
    };
    let counted = plan.before.current.less(plan.before.in_xen);
    let why = if counted.is_zero() {
        String::new()
    } else {
        format!(
            " {} still counts the {} that it returned, so the target includes it.",
            linux(after),
            Printed::alone(counted).text()
        )
    };
    let ends = match plan.stop {
        StopReason::Reached => String::new(),
        StopReason::NoDriver
        | StopReason::Ceiling
        | StopReason::NoRoom
        | StopReason::NothingToDescribeWith
        | StopReason::NothingFree => {
            format!(" This brings back {}, because {}.", pages(plan.gains), stop(plan.stop, after))
        }
    };
    format!("Set the target{whose} in {unit}, without the toolstack.{why}{ends}")
}

/// `xl mem-set`, or the reason it refuses.
fn xl(after: &Boot, plan: &Plan) -> Instruction {
    let bytes = Bytes(plan.target.bytes().0);
    match mem_set(after.config.xen, after.maximum(), bytes) {
        MemSet::Done { limit, .. } => Instruction::new(
            format!(
                "Or use xl, which also sets Xen’s limit to {}.",
                option_size(limit.whole_pages())
            ),
            format!("xl mem-set 0 {}", xl_size(plan.target)),
        ),
        MemSet::AboveStaticMax { static_max } => Instruction::new(
            format!(
                "`xl mem-set` refuses this target, because `memory/static-max` is {}. `xl mem-max 0` raises it.",
                option_size(static_max.whole_pages())
            ),
            "",
        ),
        MemSet::TooSmall => Instruction::new("`xl mem-set` refuses a dom0 below 128\u{a0}MiB.", ""),
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
    let Some(plan) = advice.worth_a_target() else { return Vec::new() };
    let line = "With `rc.local`, add this before its last line.";
    let mut steps = vec![Instruction::new(line, command(plan))];
    if let Some(larger) = &advice.larger {
        let cost = match larger.costs {
            Pages::ZERO => String::new(),
            more => format!(" It costs another {} of bookkeeping.", Printed::alone(more).text()),
        };
        let size = Printed::alone(advice.after.pages).text();
        steps.push(Instruction::new(
            format!("Or set a larger size instead of a target, so that {size} remains after the release.{cost}"),
            format!("dom0_mem={}", larger.text),
        ));
    }
    steps
}

/// How to stop the toolstack from taking dom0's memory.
pub(super) fn toolstack(after: &Boot) -> Vec<Instruction> {
    let xl = |line| Instruction::new("Stop xl from shrinking dom0, in `/etc/xen/xl.conf`.", line);
    let xend = || {
        Instruction::new(
            "Stop xend from shrinking dom0, in `/etc/xen/xend-config.sxp`.",
            format!("(enable-dom0-ballooning no)\n(dom0-min-mem {})", after.pages.0 >> 8),
        )
    };
    match autoballoon_of(after.config.xen, after.env().text) {
        Autoballoon::Xend => vec![xend()],
        // 4.1 and 4.2 ship xend too.
        Autoballoon::Always => vec![xl("autoballoon=0"), xend()],
        Autoballoon::AutoOn => vec![xl("autoballoon=\"off\"")],
        Autoballoon::AutoOff => Vec::new(),
    }
}

/// A value after the reboot, then after the target if one is advised and changes it.
fn states(after_reboot: &str, after_target: Option<&str>) -> String {
    match after_target.filter(|t| *t != after_reboot) {
        Some(then) => format!("{after_reboot}, then {then}"),
        None => after_reboot.to_owned(),
    }
}

/// What each tool shows after a reboot, and then after the target if one is advised.
pub(super) fn checks(advice: &Advice) -> Vec<Instruction> {
    let after = &advice.after;
    let Some(balloon_state) = balloon_state(after) else { return Vec::new() };
    let when =
        if advice.low_target.is_some() { "at boot, before the balloon target: " } else { "" };
    let tool = tool(after.config.xen);
    let has = |s: BalloonState| mib(s.in_xen);
    let counts = |s: BalloonState| count(s.current.kib());
    let plan = advice.worth_a_target();
    let then = |what: fn(BalloonState) -> String| plan.map(|p| what(p.after));
    let mut steps: Vec<Instruction> = mem_total(advice, when).into_iter().collect();
    steps.push(Instruction::new(
        format!(
            "{when}about {} MiB for Domain-0, before guests start",
            states(&has(balloon_state), then(has).as_deref())
        ),
        format!("{tool} list"),
    ));
    steps.push(Instruction::new(
        format!("{when}{} KiB", states(&counts(balloon_state), then(counts).as_deref())),
        format!("cat {CURRENT}"),
    ));
    let totals: Vec<_> =
        after.kernel.messages.iter().filter(|m| m.is_total()).map(ToString::to_string).collect();
    if !totals.is_empty() {
        steps.push(Instruction::new(
            format!("“{}”", totals.join("”, “")),
            "dmesg | grep -iE 'released|remapped|1-1 mapping'",
        ));
    }
    steps
}

fn mem_total(advice: &Advice, when: &str) -> Option<Instruction> {
    let free_total = advice.after.tools()?.free_total;
    let kb = |n: Pages| count(n.kib());
    let plan = advice.worth_a_target();
    let then = plan.map(|plan| kb(free_total.plus(plan.gains)));
    let states = states(&kb(free_total), then.as_deref());
    Some(Instruction::new(format!("{when}about {states} kB in total"), "free -k"))
}

fn mib(pages: Pages) -> String {
    count(pages.0.saturating_add(1 << 7) >> 8)
}
