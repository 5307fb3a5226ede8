//! Advice derived from the run: the option on Xen's command line and the balloon target.
//!
//! The option results from running Xen on corrected texts until nothing remains to correct
//! ([`crate::xen::warnings`]); its saving is the difference of two boots. Not here: sentences and
//! the files of each distribution (`words::advice`, `words::distributions`).

mod bounds;
mod option;
mod remedy;

pub use bounds::{LEAST, LEAST_FOR_A_SERVER, LowTarget, target_above_size};
pub use remedy::{Kind, Remedy};

use std::rc::Rc;

use super::bookkeeping::{cost_of_a_gib, costs_with_kernel};
use super::change::WhatIf;
use super::runs::Runs;
use crate::balloon::{self, Driver, Plan, Target};
use crate::boot::{Boot, Outcome};
use crate::config::Config;
use crate::kernel::{Kernel, Variant};
use crate::step::MaxReservation;
use crate::units::Pages;
use crate::version::Version;
use crate::xen::intent::Intent;
use crate::xen::{Group, option_size};

pub use crate::xen::LIMIT_XEN;

/// The first Linux that queries the maximum reservation.
pub const LIMIT_LINUX: Version = Version::new(3, 0, 5);

/// The advice about the option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionChange {
    /// It is correct as it is, or no size makes dom0 boot (then `after` is not up).
    Keep,
    /// Write another text.
    Write,
    /// Nothing usable was given: a size of the model's choice.
    Suggest,
}

/// The reason the maximum cannot help here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It can.
    Open,
    /// A classic kernel has nothing to save.
    Classic,
    /// Xen is too old to report it.
    Xen,
    /// Linux is too old to query it.
    Linux,
    /// Both are too old.
    Both,
}

/// The origin of a suggested size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sized {
    /// From the text that was typed.
    AsTyped,
    /// From the log that stated dom0's pages.
    AsInTheLog,
    /// The typed size is below [`LEAST`], which replaces it.
    Least,
    /// The minimum that the text states.
    AsStated,
    /// From the host's size.
    ByTheHost,
    /// From one of these, doubled until dom0 boots.
    Doubled,
}

/// The advice for this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The text after `dom0_mem=`.
    pub text: String,
    /// Whether and how it differs from the typed text.
    pub change: OptionChange,
    /// The origin of its size.
    pub sized: Sized,
    /// Whether the maximum can help.
    pub gate: Gate,
    /// The bookkeeping the new text saves.
    pub saves: Pages,
    /// The bookkeeping it would save if the gate were open.
    pub locked: Pages,
    /// The cost per GiB between size and maximum, if a maximum helps: page records, page tables
    /// and p2m. The hash tables grow in steps.
    pub gap_cost: Option<Pages>,
    /// The boot with the new text.
    pub after: Rc<Boot>,
    /// The target that recovers the released pages once that boot is up; `None` if none are
    /// missing, or if the reader's own target asks for less.
    pub target: Option<Plan>,
    /// The reader's own balloon target, if it is below dom0's size, so missing pages are intended.
    pub low_target: Option<LowTarget>,
    /// A larger option with which dom0 has its intended size after the release, and its cost in
    /// bookkeeping. No target is needed then.
    pub larger: Option<Larger>,
    /// The text to revert to if the new one does not boot: the old one if that booted, else none
    /// (an empty text) if dom0 boots without the option. `None` if neither does.
    pub way_back: Option<String>,
}

/// An option larger by the amount the kernel will release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Larger {
    /// The text after `dom0_mem=`.
    pub text: String,
    /// Its cost in bookkeeping beyond [`Advice::text`].
    pub costs: Pages,
}

impl Advice {
    /// The advice for a boot.
    pub fn of(boot: &Boot) -> Self {
        Self::from_runs(boot, &mut Runs::of(boot))
    }

    /// The same, with boots shared between questions.
    pub(super) fn from_runs(boot: &Boot, runs: &mut Runs) -> Self {
        let gate = Gate::of(&boot.config);
        let (text, change) = option::option(boot, gate, runs);
        let after = with_option(boot, &text, runs);
        let sized = match change {
            OptionChange::Write if is_raised(boot, &after) => Sized::Least,
            OptionChange::Keep | OptionChange::Write => Sized::AsTyped,
            OptionChange::Suggest if option::is_stated(boot, after.pages) => Sized::AsStated,
            OptionChange::Suggest if option::is_doubled(boot, after.pages) => Sized::Doubled,
            OptionChange::Suggest if option::size_in_the_log(boot).is_some() => Sized::AsInTheLog,
            OptionChange::Suggest => Sized::ByTheHost,
        };
        let low_target = LowTarget::of(&after, boot.config.balloon.target);
        Self {
            text,
            change,
            sized,
            gate,
            saves: costs(boot).less(costs(&after)),
            locked: locked(boot, gate),
            gap_cost: gap_cost(&after, gate),
            target: missing(&after).filter(|_| low_target.is_none()),
            low_target,
            larger: larger(boot, &after, runs),
            way_back: way_back(boot, runs),
            after,
        }
    }

    /// The target, if it recovers enough to be worthwhile: a MiB.
    pub fn worth_a_target(&self) -> Option<&Plan> {
        self.target.as_ref().filter(|plan| plan.gains >= Pages::MIB)
    }
}

/// Whether the advised size is [`LEAST`] and the typed one less.
fn is_raised(boot: &Boot, after: &Boot) -> bool {
    let text = boot.config.dom0_mem.as_deref().unwrap_or("");
    let said = Intent::of(text.as_bytes());
    let asked = said.amount.or(said.max).map(|item| item.pages(boot.xen.spendable));
    after.pages == LEAST && asked.is_some_and(|asked| asked < LEAST)
}

impl Gate {
    /// The gate of this Xen and this kernel.
    pub fn of(config: &Config) -> Self {
        let linux = config.linux.variant;
        let (xen, asks) = (Group::of(config.xen).sets_maximum(), linux.reads_maximum());
        match (linux.is_classic(), xen, asks) {
            (true, _, _) => Self::Classic,
            (false, true, true) => Self::Open,
            (false, false, true) => Self::Xen,
            (false, true, false) => Self::Linux,
            (false, false, false) => Self::Both,
        }
    }
}

/// The same machine with another option, as the boot would end without a target. Pages typed from
/// a log belong to the old option and are retained only if its size is unchanged.
fn with_option(boot: &Boot, text: &str, runs: &mut Runs) -> Rc<Boot> {
    let pages_given = boot.config.pages_given.filter(|_| keeps_pages_given(boot, text));
    let option = Some(text.to_owned()).filter(|t| !t.is_empty());
    let changes =
        [WhatIf::Option(option), WhatIf::PagesGiven(pages_given), WhatIf::Target(Target::None)];
    runs.with(boot, changes)
}

/// Whether pages from a log, which belong to the option in use, are those of this text too: it
/// changes the maximum at most.
pub fn keeps_pages_given(boot: &Boot, text: &str) -> bool {
    let old = boot.config.dom0_mem.as_deref();
    old.unwrap_or("") == text || size_alone(old, text) || same_size(boot, text)
}

/// Whether the new text is the old one with only a maximum added.
fn size_alone(old: Option<&str>, new: &str) -> bool {
    old.is_some_and(|old| new.strip_prefix(old).is_some_and(|rest| rest.starts_with(",max:")))
}

/// Whether the option in use is written as Xen reads it, and the new text differs from it in the
/// maximum alone.
fn same_size(boot: &Boot, new: &str) -> bool {
    let Some(old) = boot.config.dom0_mem.as_deref() else { return false };
    let (was, is) = (Intent::of(old.as_bytes()), Intent::of(new.as_bytes()));
    let written = was.written(Group::of(boot.config.xen), boot.xen.spendable);
    let same = was.amount.is_some() && (was.amount, was.min) == (is.amount, is.min);
    same && written.as_deref() == Some(old)
}

fn costs(boot: &Boot) -> Pages {
    boot.descriptors().map(|d| d.costs.total()).unwrap_or_default()
}

/// The share of the current bookkeeping that the maximum would save if the versions allowed it.
pub fn locked(boot: &Boot, gate: Gate) -> Pages {
    match gate {
        Gate::Open | Gate::Classic => Pages::ZERO,
        Gate::Xen | Gate::Linux | Gate::Both => {
            let linux = match gate {
                Gate::Open | Gate::Classic | Gate::Xen => boot.config.linux,
                Gate::Linux | Gate::Both => Kernel::new(Variant::V305, LIMIT_LINUX),
            };
            costs(boot).less(costs_with_kernel(boot, linux, boot.pages).total())
        }
    }
}

/// The cost of a GiB of room, from two runs, at the size and a GiB above.
fn gap_cost(after: &Boot, gate: Gate) -> Option<Pages> {
    let limited = matches!(after.maximum(), MaxReservation::Pages(_));
    if gate != Gate::Open || !limited || after.outcome != Outcome::Up {
        return None;
    }
    cost_of_a_gib(after)
}

/// The target that restores the initial size, if pages are missing and there is a driver.
fn missing(after: &Boot) -> Option<Plan> {
    let driver = after.config.balloon.driver;
    let plan = Plan::restoring(after)?;
    (driver == Driver::On && !plan.gains.is_zero()).then_some(plan)
}

fn way_back(boot: &Boot, runs: &mut Runs) -> Option<String> {
    if boot.outcome == Outcome::Up {
        return Some(boot.config.dom0_mem.clone().unwrap_or_default());
    }
    (with_option(boot, "", runs).outcome == Outcome::Up).then(String::new)
}

/// Pages that no longer belong to dom0 after the boot.
pub fn released(boot: &Boot) -> Pages {
    balloon::balloon_state(boot).map(|s| boot.pages.less(s.in_xen)).unwrap_or_default()
}

/// An option large enough for dom0 to have its intended size after the release: increased by the
/// missing pages until none are missing. `None` if dom0 does not boot.
fn larger(boot: &Boot, after: &Boot, runs: &mut Runs) -> Option<Larger> {
    if after.outcome != Outcome::Up || released(after).is_zero() {
        return None;
    }
    let wanted = after.pages;
    let limited = matches!(after.maximum(), MaxReservation::Pages(_));
    let mut size = wanted;
    for _ in 0..4 {
        size = size.plus(released_at(after, size, wanted, runs)).rounded_up(Pages::MIB);
        let text = match option_size(size) {
            text if limited => {
                let most = target_above_size(boot, size).unwrap_or(size);
                format!("{text},max:{}", option_size(most))
            }
            text => text,
        };
        let grown = with_option(after, &text, runs);
        if balloon::balloon_state(&grown)?.in_xen >= wanted {
            return Some(Larger { text, costs: costs(&grown).less(costs(after)) });
        }
    }
    None
}

/// Pages that a dom0 of this size would still lack of the `wanted` ones.
fn released_at(after: &Boot, size: Pages, wanted: Pages, runs: &mut Runs) -> Pages {
    let grown = with_option(after, &option_size(size), runs);
    balloon::balloon_state(&grown).map_or(Pages::ZERO, |s| wanted.less(s.in_xen))
}

#[cfg(test)]
mod tests;
