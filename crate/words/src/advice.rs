//! What to type, in words: the summary, the reasons, and the commands with the run's
//! numbers.
//!
//! Commands are separate from the sentences so that a page can offer to copy them. Not
//! here: the files of each distribution (`words::distributions`), and the decisions
//! (`advice`).

mod costs;
mod headings;
mod held;
mod least;
mod steps;

pub use headings::{HEADINGS, Headings};

use super::gains::{Gains, worth_raising};
use super::printed::{Printed, TRIFLE};
use super::{amount, conflict, linux};
use sim::balloon::{Driver, Plan};
use sim::boot::{Boot, Outcome};
use sim::kernel::Era;
use sim::step::MaxReservation;
use sim::what_if::Comparisons;
use sim::what_if::advice::{
    Advice, Gate, Kind, LEAST, LIMIT_LINUX, LIMIT_XEN, Remedy, Sized, released,
};
use sim::what_if::scenarios::Shares;
use sim::xen::typed_size;

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

/// The advice as ready texts; all but commands have marks ([`super::marks`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AdviceTexts {
    /// What to do, in at most two sentences.
    pub lead: String,
    /// The option as written on Xen’s line; empty if it stays as it is.
    pub option: String,
    /// The heading of the option’s block.
    pub option_title: &'static str,
    /// What the option brings; empty if nothing.
    pub option_gain: String,
    /// Why it helps, or why it cannot, as far as the lead does not say it.
    pub reasons: Vec<String>,
    /// The balloon target: the command, and how to repeat it after each boot; empty if no
    /// page is missing.
    pub target: Vec<Instruction>,
    /// What the target brings; empty if nothing.
    pub target_gain: String,
    /// Before the target, and other ways to set it.
    pub now: Vec<Instruction>,
    /// The same after each boot, and the size that needs no target.
    pub after_reboot: Vec<Instruction>,
    /// How to stop the toolstack from shrinking dom0; empty if it does not.
    pub toolstack: Vec<Instruction>,
    /// What to check after a reboot: a command and what it shows.
    pub checks: Vec<Instruction>,
    /// Cost of the advice.
    pub trade_offs: Vec<String>,
    /// What to know before the reboot; empty if there is none.
    pub before: Vec<String>,
}

/// The advice for a machine, in words.
pub fn texts(compared: &Comparisons) -> AdviceTexts {
    let advice = &compared.advice;
    if advice.after.outcome != Outcome::Up {
        return AdviceTexts { lead: nothing_helps(compared), ..AdviceTexts::default() };
    }
    let gains = Gains::of(compared);
    let plan = advice.worth_a_target();
    let target = match (&advice.low_target, gains.raised, plan) {
        (Some(low), Some(_), _) => steps::raise(&advice.after, low),
        (_, _, Some(plan)) => steps::target(&advice.after, plan),
        (_, _, None) => Vec::new(),
    };
    let gain = |g: Option<Printed>| g.map(|g| format!("+{}", g.text())).unwrap_or_default();
    let remedy = compared.remedy.as_ref();
    let lead = lead(compared, &gains);
    let mut reasons = reasons(&compared.scenarios.configured, advice);
    reasons.retain(|reason| !lead.contains(reason));
    AdviceTexts {
        lead,
        option: remedy.map(|r| format!("dom0_mem={}", r.text)).unwrap_or_default(),
        option_title: remedy.map_or("", title),
        option_gain: gain(gains.option),
        reasons,
        target,
        target_gain: gain(gains.target.or(gains.raised)),
        now: now(compared),
        after_reboot: steps::after_reboot(advice),
        toolstack: steps::toolstack(&advice.after),
        checks: steps::checks(advice),
        trade_offs: costs::trade_offs(advice),
        before: before_reboot(compared),
    }
}

/// The balloon target in the running dom0, where pages are missing there; else for the next boot.
fn now(compared: &Comparisons) -> Vec<Instruction> {
    let (running, advice) = (&compared.scenarios.configured, &compared.advice);
    let worth = Plan::restoring(running).filter(|plan| plan.gains >= TRIFLE);
    match (worth, advice.worth_a_target()) {
        (Some(plan), _) => steps::now(running, &plan, " of the running dom0"),
        (None, Some(plan)) => steps::now(&advice.after, plan, ""),
        (None, None) => Vec::new(),
    }
}

/// The command that sets a target, in the shortest form that works with this Xen.
pub fn target_command(after: &Boot, plan: &Plan) -> String {
    steps::target_command(after, plan)
}

/// The heading of the option’s block.
fn title(remedy: &Remedy) -> &'static str {
    match remedy.kind {
        Kind::Ceiling => "Set the ceiling",
        Kind::LowerCeiling => "Lower the ceiling, if dom0 never needs the room",
        Kind::RaiseCeiling => "Raise the ceiling",
        Kind::Size if remedy.text.contains("max:") => "Set size and ceiling",
        Kind::Size => "Set the size",
        Kind::Boots => "Write another size",
    }
}

fn lead(compared: &Comparisons, gains: &Gains) -> String {
    let Some(remedy) = &compared.remedy else {
        return match gains.target {
            Some(back) => format!(
                "A balloon target after each boot brings back {}. {}",
                back.text(),
                useless(&compared.scenarios.configured, &compared.advice)
                    .or_else(|| held::by_the_ceiling(compared))
                    .unwrap_or_else(|| "Xen’s option is right as it is.".to_owned())
            ),
            None => nothing_helps(compared),
        };
    };
    let text = &remedy.text;
    let first = match (remedy.kind, gains.option) {
        (Kind::Boots, _) => {
            let unsure = compared.scenarios.configured.outcome == Outcome::NothingLeft;
            let how = if unsure { "may not boot" } else { "does not boot" };
            format!("This dom0 {how}. With `dom0_mem={text}` it does.")
        }
        (Kind::Size, _) if compared.advice.sized == Sized::Least => {
            format!("Give dom0 at least {}: `dom0_mem={text}`.", amount(remedy.boot.pages))
        }
        (Kind::Size, _) if compared.scenarios.configured.config.dom0_mem.is_none() => {
            format!("Give dom0 a size of its own: `dom0_mem={text}`.")
        }
        (Kind::Size, _) => format!(
            "With `dom0_mem={text}` on Xen’s command line dom0 gets {} instead of {}.",
            amount(remedy.boot.pages),
            amount(compared.scenarios.configured.pages)
        ),
        (Kind::LowerCeiling, Some(gain)) => format!(
            "The unused room below the ceiling costs {}. Lower `max:` if dom0 never needs it.",
            gain.text()
        ),
        (Kind::LowerCeiling, None) => {
            "Lower `max:` if dom0 never needs the unused room below the ceiling.".to_owned()
        }
        (Kind::RaiseCeiling, _) => forbidden(compared, text),
        (Kind::Ceiling, Some(gain)) => {
            format!("A ceiling on Xen’s command line recovers {}.", gain.text())
        }
        (Kind::Ceiling, None) => format!("Write the option as `dom0_mem={text}`."),
    };
    match gains.target {
        Some(back) => {
            let other = if gains.option.is_some() { "the other " } else { "" };
            format!("{first} A balloon target after each boot brings back {other}{}.", back.text())
        }
        None => match low_target(compared) {
            Some(low) => format!("{first} {low}"),
            None => first,
        },
    }
}

/// What a balloon target below dom0's size leaves, where a higher one brings something.
fn low_target(compared: &Comparisons) -> Option<String> {
    let (low, _) = worth_raising(compared)?;
    let size = Printed::alone(compared.advice.after.pages);
    let target = Printed::alone(low.wanted).text();
    Some(if low.starves && low.free.is_zero() {
        format!(
            "The balloon target of {target} is below what dom0 has in use, so it needs a higher one."
        )
    } else if low.starves {
        let free = Printed::part_of(low.free, size).text();
        format!("The balloon target of {target} leaves dom0 only {free}, so it needs a higher one.")
    } else {
        let left = Printed::part_of(compared.advice.after.pages.less(low.plan.after.in_xen), size);
        format!(
            "The balloon target of {target} leaves {} with Xen. Raise it if dom0 needs more.",
            left.text()
        )
    })
}

/// Says that the ceiling is below the balloon target.
fn forbidden(compared: &Comparisons, text: &str) -> String {
    let running = &compared.scenarios.configured;
    let ceiling = match running.maximum() {
        MaxReservation::Pages(most) => amount(most),
        MaxReservation::Unlimited => "none".to_owned(),
    };
    let target = match compared.remedy.as_ref().map(|r| r.boot.maximum()) {
        Some(MaxReservation::Pages(most)) => amount(most),
        Some(MaxReservation::Unlimited) | None => "more".to_owned(),
    };
    format!(
        "The balloon target of {target} is above the ceiling of {ceiling}, so Xen refuses it. Write `dom0_mem={text}`."
    )
}

/// Says that no option can save the bookkeeping, and which update makes one work.
fn useless(boot: &Boot, advice: &Advice) -> Option<String> {
    if advice.locked < TRIFLE {
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
    let none = format!("`max:` sets no ceiling with {old}.");
    // What is saved is known for dom0's size, which is another one after the advice.
    if advice.after.pages != boot.pages {
        return Some(format!("{none} It does with {new}."));
    }
    let cure = if boot.config.dom0_mem.is_some() {
        let size = typed_size(boot.pages);
        format!("`dom0_mem={size},max:{size}`")
    } else {
        "a ceiling at dom0’s size".to_owned()
    };
    let saved = Printed::part_of(advice.locked, Printed::alone(boot.pages));
    Some(format!("{none} With {new}, {cure} frees {}.", saved.text()))
}

/// Why nothing can be recovered.
pub fn nothing_helps(compared: &Comparisons) -> String {
    let (after, advice) = (&compared.scenarios.configured, &compared.advice);
    if advice.after.outcome != Outcome::Up {
        if let Some(cause) = conflict::cause(after) {
            return format!(
                "No `dom0_mem=` helps, because {cause}. See “Why does the kernel stop” among the page’s questions."
            );
        }
        let least = amount(LEAST);
        return format!(
            "This dom0 does not boot. No size of {least} or more was found that boots on this host."
        );
    }
    if let Some(why) = least::too_small(after).or_else(|| low_target(compared)) {
        return why;
    }
    if let Some(why) = useless(after, advice).or_else(|| stranded(after)) {
        return why;
    }
    let linux = linux(after);
    let back = released(&advice.after);
    let missing = Printed::part_of(back, Printed::alone(after.pages)).text();
    let ceiling = held::verdict(compared);
    match after.config.linux.variant.era() {
        Era::Classic => {
            format!("{linux} keeps page records only for the pages it has, and returns none.")
        }
        Era::HolesReleased | Era::Released if back >= TRIFLE => format!(
            "{linux} returns {missing} at every boot, and {}.{}",
            if after.config.balloon.driver == Driver::Off {
                "this kernel has no balloon driver (`CONFIG_XEN_BALLOON`)"
            } else {
                "the balloon cannot bring it back here"
            },
            advice.larger.as_ref().map_or_else(String::new, |larger| format!(
                " Give dom0 that much more: `dom0_mem={}`.",
                larger.text
            ))
        ),
        Era::HolesReleased | Era::Released if !back.is_zero() => {
            format!("{linux} returns less than 1\u{a0}MiB here{ceiling}")
        }
        Era::HolesReleased | Era::Released => {
            format!("{linux} returns no page on this machine{ceiling}")
        }
        Era::Populated => format!("{linux} replaces the pages it returns{ceiling}"),
        Era::MovedNow | Era::MovedLate | Era::Checked => {
            format!("{linux} moves pages out of holes and loses none{ceiling}")
        }
    }
}

/// Pages that dom0 has and cannot use, and the release that returns them.
fn stranded(boot: &Boot) -> Option<String> {
    let lost = Shares::of(boot).stranded;
    (boot.outcome == Outcome::Up && lost >= TRIFLE).then(|| {
        format!(
            "{} lies under reserved entries, where {} cannot use it. Linux 3.2 returns such pages to Xen, and a balloon target brings them back.",
            Printed::part_of(lost, Printed::alone(boot.pages)).text(),
            linux(boot)
        )
    })
}

fn reasons(boot: &Boot, advice: &Advice) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(why) = least::suggested_size(boot, advice) {
        out.push(why);
    }
    out.extend(least::too_small(&advice.after).or_else(|| least::for_a_server(&advice.after)));
    out.extend(gate(boot, advice));
    let after = &advice.after;
    out.extend(stranded(after));
    if after.config.balloon.driver == Driver::Off && released(after) >= TRIFLE {
        let missing = Printed::part_of(released(after), Printed::alone(after.pages));
        out.push(format!(
            "{} is missing and this kernel has no balloon driver (`CONFIG_XEN_BALLOON`). A kernel with the driver brings it back, or a larger size{}.",
            missing.text(),
            advice
                .larger
                .as_ref()
                .map_or_else(String::new, |larger| format!(", `dom0_mem={}`", larger.text))
        ));
    }
    out
}

fn gate(boot: &Boot, advice: &Advice) -> Option<String> {
    match advice.gate {
        Gate::Open => None,
        Gate::Classic => Some(format!(
            "`max:` changes nothing for a classic kernel, because {} does not prepare for pages that it does not have.",
            linux(boot)
        )),
        Gate::Xen | Gate::Linux | Gate::Both => useless(boot, advice),
    }
}

/// What to know before a reboot that makes the option count.
fn before_reboot(compared: &Comparisons) -> Vec<String> {
    let Some(remedy) = &compared.remedy else { return Vec::new() };
    let mut out = vec![
        "A reboot stops all guests. Shut them down or migrate them first.".to_owned(),
        "Have a console at hand (serial, IPMI or a screen), because a dom0 that does not boot cannot be reached over the network.".to_owned(),
    ];
    out.extend(least::too_small(&remedy.boot));
    out
}

#[cfg(test)]
mod tests;
