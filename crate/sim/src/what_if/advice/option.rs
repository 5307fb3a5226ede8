//! The text for Xen's command line: corrected until nothing remains to correct, or suggested;
//! then raised to what a dom0 needs and to the balloon target.

use super::super::runs::Runs;
use super::bounds::{allowing, least_suggested, raised};
use super::{Gate, OptionChange, with_option};
use crate::boot::{Boot, Outcome};
use crate::units::Pages;
use crate::xen::Group;
use crate::xen::env::Text;
use crate::xen::groups;
use crate::xen::intent::{Intent, IntentItem};
use crate::xen::option_size;
use crate::xen::reservation::{Env, dom0_size};
use crate::xen::shipped;
use crate::xen::warnings::{Fix, Quirk};

/// Suggested sizes are whole multiples of this: 16 MiB, as in XCP-ng's installer.
const STEP: Pages = Pages(1 << 12);

/// The text to write: the typed text, corrected until nothing remains to correct.
pub(super) fn option(boot: &Boot, gate: Gate, runs: &mut Runs) -> (String, OptionChange) {
    let typed = boot.config.dom0_mem.clone().unwrap_or_default();
    let mut text = typed.clone();
    for _ in 0..4 {
        match next(boot, &text, gate, runs) {
            Next::Done => break,
            Next::Write(better) if better == text => break,
            Next::Write(better) => text = better,
            Next::LeaveOut => match with_size_read(boot, &text, gate, runs) {
                Some(kept) => text = kept,
                None => return suggestion(boot, &text, gate, runs),
            },
            Next::Suggest => return suggestion(boot, &text, gate, runs),
        }
    }
    let after = with_option(boot, &text, runs);
    if after.outcome != Outcome::Up {
        return suggestion(boot, &text, gate, runs);
    }
    if let Some(more) = raised(&after, &text).filter(|more| is_up(boot, more, runs)) {
        text = more;
    }
    text = within_reach(boot, text, runs);
    let change = if text == typed { OptionChange::Keep } else { OptionChange::Write };
    (text, change)
}

/// The size that Xen reads of a text whose rest it rejects, written as it should be; `None` if it
/// reads none, or if dom0 does not boot with it.
fn with_size_read(boot: &Boot, text: &str, gate: Gate, runs: &mut Runs) -> Option<String> {
    let env = Env { text: Text::Value(text), ..boot.env() };
    let reads = dom0_size(&env).size != groups::default_size(&env);
    let after = with_option(boot, text, runs);
    let keeps = reads && after.outcome == Outcome::Up;
    keeps.then(|| limited(boot, after.pages, stated_minimum(boot, text), gate))
}

/// The text, with a ceiling that the balloon target does not exceed.
fn within_reach(boot: &Boot, text: String, runs: &mut Runs) -> String {
    let after = with_option(boot, &text, runs);
    let higher = allowing(boot, &after, &text);
    higher.filter(|higher| is_up(boot, higher, runs)).unwrap_or(text)
}

fn is_up(boot: &Boot, text: &str, runs: &mut Runs) -> bool {
    with_option(boot, text, runs).outcome == Outcome::Up
}

/// A size of the model's choice, if dom0 boots with it; otherwise there is nothing to write. A
/// minimum in `text` is kept, unless it is what keeps dom0 from booting.
fn suggestion(boot: &Boot, text: &str, gate: Gate, runs: &mut Runs) -> (String, OptionChange) {
    for min in stated_minimum(boot, text).map(Some).into_iter().chain([None]) {
        let mut size = suggested(boot, min);
        while size < boot.available {
            let text = limited(boot, size, min, gate);
            if is_up(boot, &text, runs) {
                return (within_reach(boot, text, runs), OptionChange::Suggest);
            }
            // A larger kernel needs more; sizes that fail for another reason fail soon.
            size = size.plus(size.max(STEP));
        }
    }
    (boot.config.dom0_mem.clone().unwrap_or_default(), OptionChange::Keep)
}

/// The minimum in a text, if it asks for any pages of this machine.
fn stated_minimum(boot: &Boot, text: &str) -> Option<IntentItem> {
    let min = Intent::of(text.as_bytes()).min;
    min.filter(|min| !min.pages(boot.xen.spendable).is_zero())
}

enum Next {
    Done,
    Write(String),
    /// Nothing of it can be corrected; Xen may have read a part.
    LeaveOut,
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
            (Fix::LeaveOut, _) => return Next::LeaveOut,
            (Fix::Nothing, Quirk::NotGiven { .. } | Quirk::NotBuilt { .. }) => {
                return Next::Suggest;
            }
            (Fix::Nothing, _) => {}
        }
    }
    // Texts that set no size, such as 0, min:1G or a maximum above the host's: dom0 owns nearly all.
    let said = Intent::of(if let Text::Value(text) = text { text.as_bytes() } else { b"" });
    let nearly_all = || dom0_size(&env).size == groups::default_size(&env);
    if said.amount.is_none() && nearly_all() { Next::Suggest } else { Next::Done }
}

/// A size if none was given: the size in a log, or the one XCP-ng's installer uses for such a
/// host, at most half of the available memory; at least what a dom0 needs and what was stated.
fn suggested(boot: &Boot, min: Option<IntentItem>) -> Pages {
    let installer = shipped::xcp_ng(boot.ram());
    let half = Pages((boot.available.0 / 2) & !(STEP.0 - 1));
    let stated = min.map(|min| min.pages(boot.xen.spendable)).unwrap_or_default();
    let size = size_in_the_log(boot).unwrap_or(installer.min(half)).max(least_suggested(boot));
    size.max(stated.rounded_up(Pages::MIB))
}

/// Whether a suggested dom0 is as large as the minimum that was typed, and would else be smaller.
pub(super) fn is_stated(boot: &Boot, pages: Pages) -> bool {
    let min = stated_minimum(boot, boot.config.dom0_mem.as_deref().unwrap_or(""));
    pages == suggested(boot, min) && pages > suggested(boot, None)
}

/// Whether a suggested dom0 is larger than the size first tried.
pub(super) fn is_doubled(boot: &Boot, pages: Pages) -> bool {
    let min = stated_minimum(boot, boot.config.dom0_mem.as_deref().unwrap_or(""));
    pages > suggested(boot, min)
}

/// A size in the option's syntax, with a maximum if that helps. With a minimum, the maximum is
/// also the size.
fn limited(boot: &Boot, size: Pages, min: Option<IntentItem>, gate: Gate) -> String {
    let text = option_size(size);
    let (group, max) = (Group::of(boot.config.xen), Some(IntentItem::plain(size)));
    let with_min = |min| Intent { amount: None, min, max }.written(group, boot.xen.spendable);
    match (min, gate) {
        (Some(_), _) => with_min(min).unwrap_or(text),
        (None, Gate::Open) => format!("{text},max:{text}"),
        (None, Gate::Classic | Gate::Xen | Gate::Linux | Gate::Both) => text,
    }
}

/// The size that a log shows for a dom0 without an option, unless it was nearly all the memory
/// there is: whole MiB.
pub(super) fn size_in_the_log(boot: &Boot) -> Option<Pages> {
    let given = boot.config.pages_given.filter(|_| boot.config.dom0_mem.is_none())?;
    let size = given.rounded_up(Pages::MIB);
    (size.0 / 9 < boot.available.0 / 10).then_some(size)
}
