//! What to copy from the first screen: the option and the balloon command, and what each
//! brings; or why there is nothing to recover.
//!
//! Not here: where to write them (`distributions`), checks and other commands (`advice`), and
//! the decisions (`sim::what_if::advice`).

use super::advice::{nothing_helps, target_command};
use super::amount;
use super::gains::{Gains, worth_raising};
use super::printed::{Printed, PrintedShares, TRIFLE};
use sim::boot::{Boot, Outcome};
use sim::what_if::Comparisons;
use sim::what_if::advice::{Kind, OptionChange, released};
use sim::xen::warnings::{Quirk, Warning};

/// A thing to type, and what it brings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FixLine {
    /// A name that never changes: `option` or `target`.
    pub id: &'static str,
    /// Where, or that it is done already; with marks.
    pub what: String,
    /// What to type; empty if it is done already.
    pub code: String,
    /// What it brings: `+0.77 GiB`; empty if nothing.
    pub gain: String,
}

/// What to copy from the first screen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fix {
    /// What the lines are for.
    pub title: &'static str,
    /// At most two lines.
    pub lines: Vec<FixLine>,
    /// Why there is nothing to recover, or what else helps; with marks, empty if neither.
    pub why: String,
}

/// What to copy. `boot` is the reader's own, whose balloon target may be set already.
pub fn fix(compared: &Comparisons, boot: &Boot) -> Fix {
    let gains = Gains::of(compared);
    let option = option_line(compared, gains.option);
    let target = target_line(compared, boot, gains.target);
    let recovers = gains.recovers();
    let low = worth_raising(compared).map(|(low, _)| low);
    let title = match &compared.remedy {
        Some(r) if r.kind == Kind::Boots => "Let dom0 boot",
        Some(r) if r.kind == Kind::RaiseCeiling => "Let dom0 grow",
        Some(r) if r.kind == Kind::LowerCeiling && target.is_none() => "Lower the ceiling?",
        _ if recovers => "Get it back",
        Some(r) if r.kind == Kind::Size => "Set dom0’s size",
        Some(_) => "Correct the option",
        None if compared.advice.after.outcome != Outcome::Up => "Let dom0 boot",
        None if low.is_some_and(|low| low.starves) => "Raise the balloon target",
        None if gives_more(compared) => "Give dom0 more",
        None if low.is_some() => "Raise the balloon target?",
        None => "Nothing to recover here",
    };
    let done = match (&option, &target) {
        (None, Some(_)) if is_right(compared) => Some(FixLine {
            id: "option",
            what: "Xen’s option is already right.".to_owned(),
            code: String::new(),
            gain: String::new(),
        }),
        _ => None,
    };
    let lines: Vec<FixLine> = [done, option, target].into_iter().flatten().collect();
    // A target that is set already has nothing to type, and helps.
    let why = if recovers || lines.iter().any(|l| !l.code.is_empty()) {
        String::new()
    } else {
        nothing_helps(compared)
    };
    Fix { title, lines, why }
}

/// Whether only a larger size brings back what the kernel returns.
fn gives_more(compared: &Comparisons) -> bool {
    let advice = &compared.advice;
    advice.larger.is_some()
        && advice.worth_a_target().is_none()
        && advice.low_target.is_none()
        && released(&advice.after) >= TRIFLE
        && advice.locked < TRIFLE
}

/// Whether an option was typed that needs no change and does what it says.
fn is_right(compared: &Comparisons) -> bool {
    let cut = |w: &Warning| matches!(w.quirk, Quirk::CutByMaximum { .. });
    compared.advice.change == OptionChange::Keep
        && !compared.warnings.iter().any(cut)
        && compared.scenarios.configured.config.dom0_mem.is_some()
        && compared.advice.locked < TRIFLE
}

fn option_line(compared: &Comparisons, gain: Option<Printed>) -> Option<FixLine> {
    let remedy = compared.remedy.as_ref()?;
    let before = &compared.scenarios.configured;
    let what = match (remedy.kind, gain) {
        (Kind::Boots, _) => "Give Xen this option, then reboot".to_owned(),
        (Kind::LowerCeiling, _) => "If dom0 never needs the room, lower the ceiling".to_owned(),
        (Kind::RaiseCeiling, _) => "Allow the balloon target, then reboot".to_owned(),
        (Kind::Size | Kind::Ceiling, _) => change(before),
    };
    let gain = match (remedy.kind, gain) {
        (_, Some(gain)) => format!("+{}", gain.text()),
        (Kind::Boots | Kind::Ceiling | Kind::LowerCeiling | Kind::RaiseCeiling, None) => {
            String::new()
        }
        (Kind::Size, None) => for_guests(before, &remedy.boot),
    };
    let code = format!("dom0_mem={}", remedy.text);
    Some(FixLine { id: "option", what, code, gain })
}

/// What to do with the option: add it where there is none, else change the one that is there.
fn change(before: &Boot) -> String {
    match before.config.dom0_mem.as_deref() {
        None | Some("") => "Add to Xen’s options, then reboot".to_owned(),
        Some(typed) if is_short_and_safe(typed) => {
            format!("Change `dom0_mem={typed}` to this, then reboot")
        }
        Some(_) => "Change Xen’s `dom0_mem=` to this, then reboot".to_owned(),
    }
}

/// Whether an option as typed fits into a line and holds no character of a mark.
fn is_short_and_safe(typed: &str) -> bool {
    typed.len() <= 24 && typed.chars().all(|c| c.is_ascii_alphanumeric() || ",.:=+-% ".contains(c))
}

/// What another size of dom0 changes for guests.
fn for_guests(before: &Boot, after: &Boot) -> String {
    if after.pages >= before.pages {
        return format!("{} for dom0", amount(after.pages));
    }
    let freed = Printed::alone(before.pages.less(after.pages));
    format!("+{} for guests", freed.text())
}

fn target_line(compared: &Comparisons, boot: &Boot, gain: Option<Printed>) -> Option<FixLine> {
    if let Some((low, gain)) = worth_raising(compared) {
        let what = if low.starves {
            "Raise the balloon target"
        } else {
            "If dom0 needs it, raise the balloon target"
        };
        return Some(FixLine {
            id: "target",
            what: what.to_owned(),
            code: target_command(&compared.advice.after, &low.raise),
            gain: format!("+{}", gain.text()),
        });
    }
    let plan = compared.advice.worth_a_target()?;
    let brought = super::story::brought(boot);
    if !brought.is_zero() {
        // The advice says what a target brings: this is what brings it here.
        let brings = PrintedShares::before_balloon(boot).brought(brought).text();
        return Some(FixLine {
            id: "target",
            what: format!("The balloon target is already set and brings back {brings}."),
            code: String::new(),
            gain: String::new(),
        });
    }
    Some(FixLine {
        id: "target",
        what: "Set the balloon target each boot".to_owned(),
        code: target_command(&compared.advice.after, plan),
        gain: gain.map(|gain| format!("+{}", gain.text())).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
