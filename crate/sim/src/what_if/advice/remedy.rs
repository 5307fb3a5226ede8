//! The option that helps, as one text and one boot: the same in the headline's picture, in the
//! form's result, in the panel to copy from and in the instructions.
//!
//! Not here: the balloon target ([`Advice::target`]), which needs no other boot.

use std::rc::Rc;

use super::super::runs::Runs;
use super::{Advice, Gate, OptionChange, costs, target_above_size, with_option};
use crate::boot::{Boot, Outcome};
use crate::step::MaxReservation;
use crate::units::Pages;
use crate::xen::Group;
use crate::xen::intent::{Intent, IntentItem};

/// What the option does for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Dom0 keeps its size and gets a ceiling, or the same size in other words.
    Ceiling,
    /// The ceiling is above the size on purpose; lowering it would save the bookkeeping.
    LowerCeiling,
    /// The ceiling is below the balloon target, which Xen therefore refuses.
    RaiseCeiling,
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
        let kind = match advice.change {
            OptionChange::Keep => return lower_ceiling(boot, advice, runs),
            OptionChange::Write | OptionChange::Suggest if boot.outcome != Outcome::Up => {
                Kind::Boots
            }
            OptionChange::Write | OptionChange::Suggest if advice.after.pages != boot.pages => {
                Kind::Size
            }
            OptionChange::Write | OptionChange::Suggest if is_forbidden(boot) => Kind::RaiseCeiling,
            OptionChange::Write | OptionChange::Suggest => Kind::Ceiling,
        };
        Some(Self { text: advice.text.clone(), kind, boot: Rc::clone(&advice.after) })
    }
}

/// Whether the ceiling in use is below the balloon target.
fn is_forbidden(boot: &Boot) -> bool {
    let below = |target| matches!(boot.maximum(), MaxReservation::Pages(most) if most < target);
    target_above_size(boot, boot.pages).is_some_and(below)
}

/// A ceiling at the size, or at the balloon target, where the one that was chosen is higher.
/// `None` if that saves less than a MiB.
fn lower_ceiling(boot: &Boot, advice: &Advice, runs: &mut Runs) -> Option<Remedy> {
    let MaxReservation::Pages(most) = boot.maximum() else { return None };
    let target = target_above_size(boot, boot.pages);
    let needed = target.unwrap_or(boot.pages);
    if advice.gate != Gate::Open || most <= needed {
        return None;
    }
    let said = Intent::of(boot.config.dom0_mem.as_deref().unwrap_or("").as_bytes());
    // As a person would type it, where the size has no text of its own: in whole MiB.
    let size = said.amount.unwrap_or(IntentItem::plain(Pages(boot.pages.0 & !0xff)));
    let said = Intent { amount: Some(size), ..said };
    let max = target.map(IntentItem::plain).or(said.decisive(boot.xen.spendable));
    let intent = Intent { max, ..said };
    let text = intent.written(Group::of(boot.config.xen), boot.xen.spendable)?;
    let lowered = with_option(boot, &text, runs);
    let saves = costs(boot).less(costs(&lowered)) >= Pages::MIB;
    let kind = Kind::LowerCeiling;
    (saves && lowered.outcome == Outcome::Up).then_some(Remedy { text, kind, boot: lowered })
}
