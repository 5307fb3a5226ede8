//! What to type, in words: the summary, the reasons, and the commands with the run's
//! numbers.
//!
//! Commands are separate from the sentences so that a page can offer to copy them. Not
//! here: the files of each distribution (`words::distributions`), and the decisions
//! (`advice`).

mod steps;

use super::{amount, linux};
use sim::balloon::Driver;
use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::step::MaxReservation;
use sim::units::Pages;
use sim::what_if::advice::{Advice, Change, Gate, LIMIT_LINUX, LIMIT_XEN, Sized, released};
use sim::xen::option_size;

/// Something to do: why or where, and what to type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Instruction {
    /// Why, where, or what to expect.
    pub what: String,
    /// What to type; empty if there is nothing to type.
    pub code: String,
}

impl Instruction {
    pub(super) fn new(what: impl Into<String>, code: impl Into<String>) -> Self {
        Self { what: what.into(), code: code.into() }
    }
}

/// The advice as ready texts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AdviceTexts {
    /// What to do, in at most two sentences.
    pub lead: String,
    /// The option as written on Xen's line; empty if it stays as it is.
    pub option: String,
    /// Why it helps, or why it cannot.
    pub reasons: Vec<String>,
    /// How to get released pages back while dom0 runs; empty if none is missing.
    pub now: Vec<Instruction>,
    /// The same after every reboot.
    pub after_reboot: Vec<Instruction>,
    /// How to stop the toolstack from taking dom0's memory; empty if it does not.
    pub toolstack: Vec<Instruction>,
    /// What to check after a reboot, with the numbers to expect.
    pub checks: Vec<Instruction>,
    /// Cost of the advice.
    pub trade_offs: Vec<String>,
}

/// The advice for a boot, in words.
pub fn texts(boot: &Boot, advice: &Advice) -> AdviceTexts {
    if advice.after.outcome != Outcome::Up {
        return hopeless();
    }
    let plan = advice.target.as_ref();
    AdviceTexts {
        lead: lead(boot, advice),
        option: match advice.change {
            Change::Keep => String::new(),
            Change::Write | Change::Suggest => format!("dom0_mem={}", advice.text),
        },
        reasons: reasons(boot, advice),
        now: plan.map_or_else(Vec::new, |plan| steps::now(advice, plan)),
        after_reboot: steps::after_reboot(advice),
        toolstack: steps::toolstack(&advice.after),
        checks: steps::checks(advice),
        trade_offs: trade_offs(advice),
    }
}

/// Nothing to type and nothing to check if no size helps.
fn hopeless() -> AdviceTexts {
    AdviceTexts {
        lead: "This dom0 does not come up, and no size that this model knows changes that."
            .to_owned(),
        option: String::new(),
        reasons: Vec::new(),
        now: Vec::new(),
        after_reboot: Vec::new(),
        toolstack: Vec::new(),
        checks: Vec::new(),
        trade_offs: Vec::new(),
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
        Change::Write if advice.after.pages != boot.pages => format!(
            "Write {option} on Xen’s line: dom0 gets {} instead of {}.",
            amount(advice.after.pages),
            amount(boot.pages)
        ),
        Change::Write if advice.saves.is_zero() => format!("Write {option} on Xen’s line."),
        Change::Write => {
            format!("Write {option} on Xen’s line: it saves {} in dom0.", amount(advice.saves))
        }
        Change::Keep => match (useless(boot, advice), advice.is_needed()) {
            (Some(why), _) => why,
            (None, true) => "The option is right as it is.".to_owned(),
            (None, false) => return nothing(&advice.after),
        },
    };
    let Some(plan) = advice.worth_a_target() else { return first };
    let set = if advice.change == Change::Keep { "Set" } else { "Then set" };
    format!("{first} {set} the balloon target: {} come back.", amount(plan.gains))
}

/// Says that no option can save the bookkeeping, and which update makes one work.
fn useless(boot: &Boot, advice: &Advice) -> Option<String> {
    if advice.locked < Pages(1 << 8) {
        return None;
    }
    let (xen, linux) = (format!("Xen {}", boot.config.xen), linux(boot));
    let (old, new) = match advice.gate {
        Gate::Open | Gate::Classic => return None,
        Gate::Xen => (xen, format!("Xen {LIMIT_XEN} or later")),
        Gate::Linux => (linux, format!("Linux {LIMIT_LINUX} or later")),
        Gate::Both => (
            format!("{xen} and {linux}"),
            format!("Xen {LIMIT_XEN} and Linux {LIMIT_LINUX}, or later"),
        ),
    };
    let size = option_size(boot.pages);
    Some(format!(
        "max: does nothing with {old}; with {new} dom0_mem={size},max:{size} saves {} in dom0.",
        amount(advice.locked)
    ))
}

/// Why there is nothing to do.
fn nothing(after: &Boot) -> String {
    let linux = linux(after);
    let why = match after.config.linux.variant.era() {
        Era::Classic => "keeps descriptors only for the pages it has and gives none back",
        Era::HolesReleased | Era::Released if is_trifle(released(after)) => {
            "gives back less than a MiB"
        }
        Era::HolesReleased | Era::Released if !released(after).is_zero() => {
            "released pages that nothing brings back before the next boot"
        }
        Era::HolesReleased | Era::Released => "gives no page back on this machine",
        Era::Populated => "gets its released pages back by itself",
        Era::MovedNow | Era::MovedLate | Era::Checked => {
            "moves the pages on holes and gives none back"
        }
    };
    format!("There is nothing to change: {linux} {why}.")
}

/// Less than a MiB, but not nothing.
fn is_trifle(pages: Pages) -> bool {
    !pages.is_zero() && pages < Pages(1 << 8)
}

fn reasons(boot: &Boot, advice: &Advice) -> Vec<String> {
    let mut out = Vec::new();
    if advice.change == Change::Suggest {
        out.push(suggested_size(advice.sized).to_owned());
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

/// Source of a suggested size.
const fn suggested_size(sized: Sized) -> &'static str {
    match sized {
        Sized::AsInTheLog => "The size is what the log gave dom0.",
        Sized::AsTyped | Sized::ByTheHost => {
            "The size is what XCP-ng’s installer takes for a host like this, 1 GiB and 5 % of the RAM, at most half of what there is."
        }
        Sized::Doubled => {
            "The size that XCP-ng’s installer takes for a host like this, doubled until dom0 comes up; add what its programs need."
        }
    }
}

/// Features that need a newer release, and the release that has them.
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

fn trade_offs(advice: &Advice) -> Vec<String> {
    let after = &advice.after;
    let mut out = Vec::new();
    if let MaxReservation::Pages(most) = after.maximum() {
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
    let limited = after.maximum() != MaxReservation::Unlimited;
    if steps::has_xl(after.config.xen) && (limited || advice.target.is_some()) {
        out.push(
            "xl mem-set 0 moves Xen’s limit to the target and 1 MiB, whatever max: said."
                .to_owned(),
        );
    }
    out
}

#[cfg(test)]
mod tests;
