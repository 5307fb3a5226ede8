//! What to type, in words: the lead, the reasons, the commands with the run's numbers.
//!
//! Commands stand apart from the sentences, so that a page can offer to copy them. Not
//! here: the files of each distribution (`words::places`), and the decisions
//! (`advice`).

use super::balloon::{CURRENT, command, stop};
use super::{amount, count, linux, option_size, pages};
use crate::advice::{Advice, Change, Gate, LIMIT_LINUX, LIMIT_XEN, released};
use crate::balloon::{Driver, Plan, Stop, Unit, standing};
use crate::boot::{Boot, Outcome};
use crate::kernel::Era;
use crate::step::{Change as Happens, Maximum, Phase};
use crate::units::{Bytes, Pages};
use crate::version::Version;
use crate::xen::autoballoon::{Autoballoon, autoballoon_of};
use crate::xen::toolstack::{MemSet, mem_set};

/// Something to do: why or where, and what to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Why, where, or what to expect.
    pub what: String,
    /// What to type; empty where there is nothing to type.
    pub code: String,
}

impl Step {
    pub(super) fn new(what: impl Into<String>, code: impl Into<String>) -> Self {
        Self { what: what.into(), code: code.into() }
    }
}

/// The advice as ready texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// What to do, in at most two sentences.
    pub lead: String,
    /// The option as it stands on Xen's line; empty where it stays as it is.
    pub option: String,
    /// Why it helps, or why it cannot.
    pub reasons: Vec<String>,
    /// Getting released pages back while dom0 runs; empty where none is missing.
    pub now: Vec<Step>,
    /// The same after every reboot.
    pub after_reboot: Vec<Step>,
    /// Keeping the toolstack from taking dom0's memory; empty where it does not.
    pub toolstack: Vec<Step>,
    /// What to look at after a reboot, with the numbers to expect.
    pub checks: Vec<Step>,
    /// What the advice costs.
    pub trade_offs: Vec<String>,
}

/// The advice for a boot, in words.
pub fn texts(boot: &Boot, advice: &Advice) -> Texts {
    let plan = advice.target.as_ref();
    Texts {
        lead: lead(boot, advice),
        option: match advice.change {
            Change::Keep => String::new(),
            Change::Write | Change::Suggest => format!("dom0_mem={}", advice.text),
        },
        reasons: reasons(boot, advice),
        now: plan.map_or_else(Vec::new, |plan| now(advice, plan)),
        after_reboot: plan.map_or_else(Vec::new, |plan| after_reboot(advice, plan)),
        toolstack: toolstack(&advice.after),
        checks: checks(advice),
        trade_offs: trade_offs(advice),
    }
}

fn lead(boot: &Boot, advice: &Advice) -> String {
    let option = format!("dom0_mem={}", advice.text);
    let up = boot.outcome == Outcome::Up;
    let first = match advice.change {
        Change::Suggest if boot.config.dom0_mem.is_none() => {
            format!("Give dom0 a size of its own: {option}.")
        }
        Change::Write | Change::Suggest if !up => {
            format!("This dom0 does not come up; with {option} it does.")
        }
        Change::Suggest => format!("Give dom0 a size that Xen understands: {option}."),
        Change::Write if advice.saves.is_zero() => format!("Write {option} on Xen’s line."),
        Change::Write => {
            format!("Write {option} on Xen’s line: it saves {} in dom0.", amount(advice.saves))
        }
        Change::Keep if advice.is_needed() => "The option is right as it is.".to_owned(),
        Change::Keep => return nothing(&advice.after),
    };
    match &advice.target {
        Some(plan) => {
            format!("{first} Then set the balloon target: {} come back.", amount(plan.comes))
        }
        None => first,
    }
}

/// Why there is nothing to do.
fn nothing(after: &Boot) -> String {
    let linux = linux(after);
    let why = match after.config.linux.variant.era() {
        Era::Classic => "keeps descriptors only for the pages it has and gives none back",
        Era::HolesReleased | Era::Released if !released(after).is_zero() => {
            "released pages that nothing brings back before the next boot"
        }
        Era::HolesReleased | Era::Released => "gives no page back on this machine",
        Era::Refilled => "gets its released pages back by itself",
        Era::MovedNow | Era::MovedLate | Era::Checked => {
            "moves the pages on holes and gives none back"
        }
    };
    format!("There is nothing to change: {linux} {why}.")
}

fn reasons(boot: &Boot, advice: &Advice) -> Vec<String> {
    let mut out = Vec::new();
    if advice.change == Change::Suggest {
        out.push(
            "The size is what XCP-ng’s installer takes for a host like this, 1 GiB and 5 % of the RAM, at most half of what there is."
                .to_owned(),
        );
    }
    out.extend(gate(boot, advice));
    let after = &advice.after;
    if after.config.balloon.driver == Driver::Off && !released(after).is_zero() {
        out.push(format!(
            "{} are missing and this kernel has no balloon driver (CONFIG_XEN_BALLOON): a kernel that has it, or a larger size, brings them back.",
            amount(released(after))
        ));
    }
    out.extend(advice.target.as_ref().map(|_| newer_kernels(after)));
    out
}

/// What is locked by versions, and what opens it.
fn gate(boot: &Boot, advice: &Advice) -> Option<String> {
    let (xen, linux) = (format!("Xen {}", boot.config.xen), linux(boot));
    let would = match advice.locked {
        Pages::ZERO => String::new(),
        saved => format!(" It would save {} here.", amount(saved)),
    };
    match advice.gate {
        Gate::Open => None,
        Gate::Classic => Some(format!(
            "max: changes nothing for a classic kernel: {linux} does not prepare for pages it has not got."
        )),
        Gate::Xen => Some(format!(
            "max: does not reach dom0 with {xen}: update Xen to {LIMIT_XEN} or later.{would}"
        )),
        Gate::Linux => Some(format!(
            "{linux} does not ask for the maximum: update Linux to {LIMIT_LINUX} or later.{would}"
        )),
        Gate::Both => Some(format!(
            "max: takes Xen {LIMIT_XEN} and Linux {LIMIT_LINUX} or later; {xen} and {linux} are older.{would}"
        )),
    }
}

fn newer_kernels(after: &Boot) -> String {
    format!(
        "{} leaves the released pages with Xen until the balloon asks. From Linux 3.5 on they come back by themselves, and from 3.18 on they never leave.",
        linux(after)
    )
}

/// Whether xl, xm or both are there.
fn has_xl(xen: Version) -> bool {
    xen >= Version::new(4, 1, 0)
}

fn has_xm(xen: Version) -> bool {
    xen < Version::new(4, 5, 0)
}

fn now(advice: &Advice, plan: &Plan) -> Vec<Step> {
    let after = &advice.after;
    let xen = after.config.xen;
    let tool = if has_xl(xen) { "xl" } else { "xm" };
    let mut steps = vec![
        Step::new(
            "See that the kernel has the balloon driver: this prints CONFIG_XEN_BALLOON=y.",
            "grep CONFIG_XEN_BALLOON= /boot/config-$(uname -r)",
        ),
        Step::new(
            format!("See that Xen has {} free, in MiB.", amount(plan.comes)),
            format!("{tool} info | grep free_memory"),
        ),
        Step::new(write_target(after, plan), command(plan)),
    ];
    if has_xl(xen) {
        steps.push(xl(after, plan));
    }
    if has_xm(xen) {
        let mib = plan.target.0.div_ceil(1 << 8);
        steps.push(Step::new(
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
        Stop::Reached => String::new(),
        Stop::NoDriver | Stop::Ceiling | Stop::NoRoom | Stop::NothingFree => {
            format!(" {} come: {}.", pages(plan.comes), stop(plan.stop, after))
        }
    };
    format!("Set the target, in {unit}.{why}{ends}")
}

/// `xl mem-set`, or why it refuses.
fn xl(after: &Boot, plan: &Plan) -> Step {
    let bytes = Bytes(plan.target.bytes().0);
    match mem_set(after.config.xen, after.maximum(), bytes) {
        MemSet::Done { limit, .. } => Step::new(
            format!(
                "Or with xl: it also sets Xen’s limit to {}.",
                option_size(limit.whole_pages())
            ),
            format!("xl mem-set 0 {}", xl_size(plan.target)),
        ),
        MemSet::AboveStaticMax { static_max } => Step::new(
            format!(
                "xl mem-set refuses this target, because memory/static-max is {}.",
                option_size(static_max.whole_pages())
            ),
            "",
        ),
        MemSet::TooSmall => Step::new("xl mem-set refuses a dom0 below 128 MiB.", ""),
    }
}

/// A size as xl takes it in every release: with a small unit letter.
fn xl_size(pages: Pages) -> String {
    if pages.0.is_multiple_of(1 << 8) {
        format!("{}m", pages.0 >> 8)
    } else {
        format!("{}k", pages.0.saturating_mul(4))
    }
}

fn after_reboot(advice: &Advice, plan: &Plan) -> Vec<Step> {
    let mut steps = vec![
        Step::new("With rc.local: before its last line.", command(plan)),
        Step::new(
            "With systemd: as the file /etc/tmpfiles.d/dom0-target.conf.",
            format!("w {} - - - - {}", super::balloon::TARGET, plan.number()),
        ),
    ];
    if let Some(larger) = &advice.larger {
        let cost = match larger.costs {
            Pages::ZERO => String::new(),
            more => format!(" It costs {} of descriptors more.", amount(more)),
        };
        steps.push(Step::new(
            format!(
                "Or without a target: a size that is still {} after the release.{cost}",
                amount(advice.after.pages)
            ),
            format!("dom0_mem={}", larger.text),
        ));
    }
    steps
}

/// How to keep the toolstack from taking dom0's memory.
fn toolstack(after: &Boot) -> Vec<Step> {
    let xen = after.config.xen;
    if autoballoon_of(xen, after.env().text) == Autoballoon::Off {
        return Vec::new();
    }
    let mib = after.pages.0 >> 8;
    let xend = format!("(enable-dom0-ballooning no)\n(dom0-min-mem {mib})");
    let xl = if xen < Version::new(4, 3, 0) { "autoballoon=0" } else { "autoballoon=\"off\"" };
    let mut steps = Vec::new();
    if has_xl(xen) {
        steps.push(Step::new("Keep xl from taking dom0’s memory: in /etc/xen/xl.conf.", xl));
    }
    if has_xm(xen) && xen < Version::new(4, 3, 0) {
        steps.push(Step::new(
            "Keep xend from taking dom0’s memory: in /etc/xen/xend-config.sxp.",
            xend,
        ));
    }
    steps
}

/// What to look at after a reboot, before any target.
fn checks(advice: &Advice) -> Vec<Step> {
    let after = &advice.after;
    let Some(standing) = standing(after) else { return Vec::new() };
    let tool = if has_xl(after.config.xen) { "xl" } else { "xm" };
    let ram = after.steps.first().map(|s| s.after.machine.ram_pages()).unwrap_or_default();
    let mut steps = vec![
        Step::new(
            format!("Domain-0 has about {} MiB.", mib(standing.in_xen)),
            format!("{tool} list"),
        ),
        Step::new(
            format!("total_memory is about {} MiB, free_memory what guests can get.", mib(ram)),
            format!("{tool} info | grep _memory"),
        ),
        Step::new(
            format!("The balloon driver counts {} KiB.", standing.current.0.saturating_mul(4)),
            format!("cat {CURRENT}"),
        ),
    ];
    steps.extend(mem_total(after));
    let totals: Vec<_> =
        after.kernel.messages.iter().map(ToString::to_string).filter(|m| is_total(m)).collect();
    if !totals.is_empty() {
        steps.push(Step::new(
            format!("The kernel said: {}", totals.join("; ")),
            "dmesg | grep -iE 'released|remapped|1-1 mapping'",
        ));
    }
    steps
}

fn mem_total(after: &Boot) -> Option<Step> {
    let report = after.steps.iter().find(|s| s.phase == Phase::ToolsReport)?;
    let Happens::ToolsReport { free_total, .. } = report.change else { return None };
    let kib = count(free_total.0.saturating_mul(4));
    Some(Step::new(
        format!("MemTotal is about {kib} kB, as far as this model goes."),
        "grep MemTotal /proc/meminfo",
    ))
}

fn mib(pages: Pages) -> String {
    count((pages.0 + (1 << 7)) >> 8)
}

/// The totals among the kernel's messages, not the lines for single pieces.
fn is_total(message: &str) -> bool {
    ["Released ", "released ", "Remapped ", "Set "].iter().any(|start| message.starts_with(start))
}

fn trade_offs(advice: &Advice) -> Vec<String> {
    let after = &advice.after;
    let mut out = Vec::new();
    if let Maximum::Limited(most) = after.maximum() {
        let price = advice.gap_cost.map_or_else(String::new, |cost| {
            format!(" Each GiB of it costs dom0 {}.", amount(cost))
        });
        if most == after.pages {
            out.push(format!(
                "XSA-300 advises room below max:, because Linux maps guests’ pages there; with size and maximum equal it takes dom0’s own pages for that.{price}"
            ));
        } else if most > after.pages {
            out.push(format!(
                "The room of {} below max: is where Linux maps guests’ pages (XSA-300).{price}",
                amount(most.less(after.pages))
            ));
        }
    }
    if has_xl(after.config.xen) {
        out.push(
            "xl mem-set 0 moves Xen’s limit to the target and 1 MiB, whatever max: said."
                .to_owned(),
        );
    }
    out
}

#[cfg(test)]
mod tests;
