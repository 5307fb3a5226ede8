//! The option that helps, as one text and one boot: the same in the headline's picture, the
//! panel to copy from and the instructions.
//!
//! Not here: the balloon target ([`Advice::target`]), which needs no other boot.

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
    pub boot: Boot,
}

impl Remedy {
    /// The option that helps `before`, whose advice is `advice` and whose balloon is to reach
    /// `target`; `None` if it is right as it is.
    pub fn of(before: &Boot, advice: &Advice, target: Target) -> Option<Self> {
        if advice.after.outcome != Outcome::Up {
            return None;
        }
        let grows = match target {
            Target::Size(pages) if pages > before.pages => Some(pages),
            Target::None | Target::Initial | Target::Size(_) => None,
        };
        let kind = match advice.change {
            Change::Keep if grows.is_some() => return None,
            Change::Keep => return lower_ceiling(before, advice),
            Change::Write | Change::Suggest if before.outcome != Outcome::Up => Kind::Boots,
            Change::Write | Change::Suggest if advice.after.pages != before.pages => Kind::Size,
            Change::Write | Change::Suggest => Kind::Ceiling,
        };
        match (kind, grows) {
            (Kind::Ceiling, Some(most)) => with_ceiling(before, most, Kind::Ceiling),
            _ => Some(Self { text: advice.text.clone(), kind, boot: (*advice.after).clone() }),
        }
    }
}

/// A ceiling at the size, where the one that was chosen is higher.
fn lower_ceiling(before: &Boot, advice: &Advice) -> Option<Remedy> {
    let MaxReservation::Pages(most) = before.maximum() else { return None };
    if advice.gate != Gate::Open || most <= before.pages {
        return None;
    }
    with_ceiling(before, before.pages, Kind::LowerCeiling)
}

/// Dom0's size with a ceiling of `most` pages, as a person would type it: in whole MiB. `None`
/// if that saves less than a MiB.
fn with_ceiling(before: &Boot, most: Pages, kind: Kind) -> Option<Remedy> {
    let typed = |pages: Pages| option_size(Pages(pages.0 & !0xff));
    let text = format!("{},max:{}", typed(before.pages), typed(most));
    let boot = with_option(before, &text);
    let saves = costs(before).less(costs(&boot)) >= Pages(1 << 8);
    (saves && boot.outcome == Outcome::Up).then_some(Remedy { text, kind, boot })
}
