//! The text for Xen's command line: corrected until nothing remains to correct, or suggested.

use super::super::runs::Runs;
use super::{Change, Gate, with_option};
use crate::boot::{Boot, Outcome};
use crate::units::{Bytes, Pages};
use crate::xen::env::Text;
use crate::xen::groups;
use crate::xen::intent::Intent;
use crate::xen::option_size;
use crate::xen::reservation::{Env, dom0_size};
use crate::xen::toolstack::xcp_ng_default;
use crate::xen::warnings::{Fix, Quirk};

/// Suggested sizes are whole multiples of this: 16 MiB, as in XCP-ng's installer.
const STEP: Pages = Pages(1 << 12);

/// The text to write: the typed text, corrected until nothing remains to correct.
pub(super) fn option(boot: &Boot, gate: Gate, runs: &mut Runs) -> (String, Change) {
    let typed = boot.config.dom0_mem.clone().unwrap_or_default();
    let mut text = typed.clone();
    for _ in 0..4 {
        match next(boot, &text, gate, runs) {
            Next::Done => break,
            Next::Write(better) if better == text => break,
            Next::Write(better) => text = better,
            Next::Suggest => return suggestion(boot, gate, runs),
        }
    }
    let up = with_option(boot, &text, runs).outcome == Outcome::Up;
    if !up {
        suggestion(boot, gate, runs)
    } else if text == typed {
        (text, Change::Keep)
    } else {
        (text, Change::Write)
    }
}

/// A size of the model's choice, if dom0 boots with it; otherwise there is nothing to write.
fn suggestion(boot: &Boot, gate: Gate, runs: &mut Runs) -> (String, Change) {
    let mut size = suggested(boot);
    while size < boot.available {
        let text = limited(size, gate);
        if with_option(boot, &text, runs).outcome == Outcome::Up {
            return (text, Change::Suggest);
        }
        // A larger kernel needs more; sizes that fail for another reason fail soon.
        size = size.plus(size.max(STEP));
    }
    (boot.config.dom0_mem.clone().unwrap_or_default(), Change::Keep)
}

enum Next {
    Done,
    Write(String),
    Suggest,
}

/// The next correction of a text on this host.
fn next(boot: &Boot, text: &str, gate: Gate, runs: &Runs) -> Next {
    let text = if text.is_empty() { Text::Absent } else { Text::Value(text) };
    let env = Env { text, ..boot.env() };
    for warning in runs.warnings_about(&env).iter() {
        let matters = match warning.quirk {
            Quirk::Misread { .. }
            | Quirk::CutOff { .. }
            | Quirk::NotGiven { .. }
            | Quirk::DiffersAcross412 { .. } => true,
            Quirk::NotBuilt { .. } => boot.config.pages_given.is_none(),
            Quirk::NoLimit | Quirk::LimitAboveHost { .. } => gate == Gate::Open,
            Quirk::WrapsRound { .. }
            | Quirk::TakesAll { .. }
            | Quirk::CutByMaximum { .. }
            | Quirk::LimitNotTold
            | Quirk::NoGap
            | Quirk::BalloonedDown
            | Quirk::NeverBalloonedDown
            | Quirk::BuiltInIgnored => false,
        };
        if !matters {
            continue;
        }
        match (&warning.fix, &warning.quirk) {
            (Fix::Write(better), _) => return Next::Write(better.clone()),
            (Fix::LeaveOut, _)
            | (Fix::Nothing, Quirk::NotGiven { .. } | Quirk::NotBuilt { .. }) => {
                return Next::Suggest;
            }
            (Fix::Nothing, _) => {}
        }
    }
    // Texts that set no size, such as 0 or min:1G: dom0 owns nearly all.
    let said = Intent::of(if let Text::Value(text) = text { text.as_bytes() } else { b"" });
    let nearly_all = || dom0_size(&env).size == groups::default_size(&env);
    if said.amount.is_none() && said.max.is_none() && nearly_all() {
        Next::Suggest
    } else {
        Next::Done
    }
}

/// A size if none was given: the size in a log, or the one XCP-ng's installer uses for such a
/// host, at most half of the available memory.
fn suggested(boot: &Boot) -> Pages {
    let installer = xcp_ng_default(Bytes(boot.ram().bytes().0)).whole_pages();
    let half = Pages((boot.available.0 / 2) & !(STEP.0 - 1));
    size_in_the_log(boot).unwrap_or(installer.min(half))
}

/// Whether a suggested dom0 is larger than the size first tried.
pub(super) fn is_doubled(boot: &Boot, pages: Pages) -> bool {
    pages > suggested(boot)
}

/// A size in the option's syntax, with a maximum if that helps.
fn limited(size: Pages, gate: Gate) -> String {
    let size = option_size(size);
    match gate {
        Gate::Open => format!("{size},max:{size}"),
        Gate::Classic | Gate::Xen | Gate::Linux | Gate::Both => size,
    }
}

/// The size that a log shows for a dom0 without an option, unless it was nearly all the memory
/// there is: whole MiB.
pub(super) fn size_in_the_log(boot: &Boot) -> Option<Pages> {
    let given = boot.config.pages_given.filter(|_| boot.config.dom0_mem.is_none())?;
    let size = given.rounded_up(Pages(1 << 8));
    (size.0 / 9 < boot.available.0 / 10).then_some(size)
}
