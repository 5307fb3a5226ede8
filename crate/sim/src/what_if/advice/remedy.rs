//! The option that helps, as one text and one boot: the same in the headline's picture, in the
//! panel to copy from and in the instructions.
//!
//! Not here: the balloon target ([`Advice::target`]), which needs no other boot.

use std::rc::Rc;

use super::super::runs::Runs;
use super::{Advice, Change, Gate, costs, with_option};
use crate::balloon::Target;
use crate::boot::{Boot, Outcome};
use crate::step::MaxReservation;
use crate::units::Pages;
use crate::xen::option_size;

/// What the option does for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Dom0 keeps its size and gets a ceiling, or the same size in other words.
    Ceiling,
    /// The ceiling is above the size on purpose; lowering it would save the bookkeeping.
    LowerCeiling,
    /// Dom0 gets another size than now.
    Size,
    /// Dom0 boots, which it does not now.
    Boots,
}

/// An option and the boot with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The text after `dom0_mem=`.
    pub text: String,
    /// What it does.
    pub kind: Kind,
    /// The boot with it, without a balloon target.
    pub boot: Rc<Boot>,
}

impl Remedy {
    /// The option that helps `boot`, whose advice is `advice`; `None` if it is right as it is.
    pub(in super::super) fn of(boot: &Boot, advice: &Advice, runs: &mut Runs) -> Option<Self> {
        if advice.after.outcome != Outcome::Up {
            return None;
        }
        let grows = match boot.config.balloon.target {
            Target::Size(pages) if pages > boot.pages => Some(pages),
            Target::None | Target::Initial | Target::Size(_) => None,
        };
        let kind = match advice.change {
            Change::Keep if grows.is_some() => return None,
            Change::Keep => return lower_ceiling(boot, advice, runs),
            Change::Write | Change::Suggest if boot.outcome != Outcome::Up => Kind::Boots,
            Change::Write | Change::Suggest if advice.after.pages != boot.pages => Kind::Size,
            Change::Write | Change::Suggest => Kind::Ceiling,
        };
        match (kind, grows) {
            (Kind::Ceiling, Some(most)) => with_ceiling(boot, most, Kind::Ceiling, runs),
            _ => Some(Self { text: advice.text.clone(), kind, boot: Rc::clone(&advice.after) }),
        }
    }
}

/// A ceiling at the size, where the one that was chosen is higher.
fn lower_ceiling(boot: &Boot, advice: &Advice, runs: &mut Runs) -> Option<Remedy> {
    let MaxReservation::Pages(most) = boot.maximum() else { return None };
    if advice.gate != Gate::Open || most <= boot.pages {
        return None;
    }
    with_ceiling(boot, boot.pages, Kind::LowerCeiling, runs)
}

/// Dom0's size with a ceiling of `most` pages, as a person would type it: in whole MiB. `None`
/// if that saves less than a MiB.
fn with_ceiling(boot: &Boot, most: Pages, kind: Kind, runs: &mut Runs) -> Option<Remedy> {
    let typed = |pages: Pages| option_size(Pages(pages.0 & !0xff));
    let text = format!("{},max:{}", typed(boot.pages), typed(most));
    let with = with_option(boot, &text, runs);
    let saves = costs(boot).less(costs(&with)) >= Pages(1 << 8);
    (saves && with.outcome == Outcome::Up).then_some(Remedy { text, kind, boot: with })
}
