//! A warning about a `dom0_mem` text, as data.
//!
//! Not here: when one is due ([`super::warnings`]), and its sentence (the package `words`).

use super::dom0_build::BuildResult;
use super::grammar::{Item, Report};
use super::reservation::Size;
use crate::step::MaxReservation;
use crate::units::Pages;

/// One thing to know about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What happens.
    pub quirk: Quirk,
    /// What to type.
    pub fix: Fix,
}

/// What to type instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// This text behind `dom0_mem=`.
    Write(String),
    /// No `dom0_mem=` at all, or a size of one's own choice.
    LeaveOut,
    /// No text cures it.
    Nothing,
}

/// Dom0 as a run made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dom0Result {
    /// Its initial size.
    pub size: Size,
    /// Its maximum reservation.
    pub maximum: MaxReservation,
}

/// One of the three parts of the option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionPart {
    /// The initial size.
    Amount,
    /// The minimum.
    Min,
    /// The maximum.
    Max,
}

/// A part that Xen read otherwise than it was probably meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub part: OptionPart,
    /// As Xen stored it.
    pub read: Item,
    /// As Xen stores what was probably meant.
    pub meant: Item,
}

/// What can happen with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// Xen reads it otherwise than it was probably meant, or reports it.
    Misread {
        /// Whether Xen says so at boot.
        report: Report,
        /// The parts read otherwise; may be empty where only the report differs.
        differs: Vec<Difference>,
        /// Dom0 with the text as typed.
        got: Dom0Result,
        /// Dom0 with the text as meant.
        meant: Dom0Result,
    },
    /// Xen keeps only so many bytes of the option.
    CutOff {
        /// Bytes of the text behind `dom0_mem=` that are kept.
        kept: usize,
    },
    /// A dom0 of that size cannot be built.
    NotBuilt {
        /// How it ends.
        built: BuildResult,
        /// The size.
        size: Size,
    },
    /// Less than there is by more than there is: wraps round to no limit at all.
    WrapsRound {
        /// Which part.
        part: OptionPart,
        /// What there is.
        spendable: Pages,
    },
    /// Dom0 gets everything; Xen keeps nothing for itself and guests.
    TakesAll {
        /// How much.
        size: Size,
    },
    /// The maximum is below what was asked for.
    CutByMaximum {
        /// The size without the maximum.
        asked: Size,
        /// The size with it.
        got: Size,
    },
    /// Xen 4.11 and 4.12 make different dom0s of the same text.
    DiffersAcross412 {
        /// Up to 4.11.
        older: Dom0Result,
        /// From 4.12 on.
        newer: Dom0Result,
    },
    /// No maximum reservation: dom0's kernel prepares for more than dom0 gets.
    NoLimit,
    /// Before 4.1.2 dom0 is never told a limit, whatever `max:` says.
    LimitNotTold,
    /// The maximum is more than Xen has: it limits nothing.
    LimitAboveHost {
        /// The maximum.
        limit: Pages,
        /// What there is.
        available: Pages,
    },
    /// No room between size and maximum, where XSA-300 advises some.
    NoGap,
    /// xl (or xend) still takes memory from dom0 for guests.
    BalloonedDown,
    /// xl takes nothing from dom0 although dom0 owns nearly everything.
    NeverBalloonedDown,
    /// The option has no effect but to switch the built-in one off.
    BuiltInIgnored,
    /// No option: dom0 gets nearly everything.
    NotGiven {
        /// How much.
        size: Size,
    },
}

impl Quirk {
    /// A name for it that never changes.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Misread { .. } => "misread",
            Self::CutOff { .. } => "cut-off",
            Self::NotBuilt { .. } => "not-built",
            Self::WrapsRound { .. } => "wraps-round",
            Self::TakesAll { .. } => "takes-all",
            Self::CutByMaximum { .. } => "cut-by-maximum",
            Self::DiffersAcross412 { .. } => "differs-across-4.12",
            Self::NoLimit => "no-limit",
            Self::LimitNotTold => "limit-not-told",
            Self::LimitAboveHost { .. } => "limit-above-host",
            Self::NoGap => "no-gap",
            Self::BalloonedDown => "ballooned-down",
            Self::NeverBalloonedDown => "never-ballooned-down",
            Self::BuiltInIgnored => "built-in-ignored",
            Self::NotGiven { .. } => "not-given",
        }
    }
}
