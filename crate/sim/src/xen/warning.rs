//! A warning about a `dom0_mem` text, as data.
//!
//! Not here: the conditions for a warning ([`super::warnings`]), and its sentence (the package
//! `words`).

use super::dom0_build::BuildResult;
use super::grammar::{Item, Report};
use super::reservation::Size;
use crate::step::MaxReservation;
use crate::units::Pages;

/// A warning and its fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The problem.
    pub quirk: Quirk,
    /// The text to type.
    pub fix: Fix,
}

/// The text to type instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// This text after `dom0_mem=`.
    Write(String),
    /// No `dom0_mem=` at all, or a size chosen by the user.
    LeaveOut,
    /// No text fixes it.
    Nothing,
}

/// Dom0 as the result of a run.
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

/// A part that Xen read differently than it was probably meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The part.
    pub part: OptionPart,
    /// As Xen stored it.
    pub read: Item,
    /// As Xen would store what was probably meant.
    pub meant: Item,
}

/// Possible problems with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// Xen reads it differently than it was probably meant, or reports it.
    Misread {
        /// Whether Xen reports it at boot.
        report: Report,
        /// The parts read differently; may be empty if only the report differs.
        differs: Vec<Difference>,
        /// Dom0 with the text as typed.
        got: Dom0Result,
        /// Dom0 with the text as meant.
        meant: Dom0Result,
    },
    /// Xen stores only part of the option.
    CutOff {
        /// Number of stored bytes of the text after `dom0_mem=`.
        kept: usize,
    },
    /// A dom0 of that size cannot be built.
    NotBuilt {
        /// The result of building it.
        built: BuildResult,
        /// The size.
        size: Size,
    },
    /// The negative amount exceeds the available memory and wraps round to no limit at all.
    WrapsRound {
        /// The part.
        part: OptionPart,
        /// The available memory.
        spendable: Pages,
    },
    /// Dom0 gets everything; nothing is left for Xen and guests.
    TakesAll {
        /// The size.
        size: Size,
    },
    /// The maximum is below what was asked for.
    CutByMaximum {
        /// The size without the maximum.
        asked: Size,
        /// The size with it.
        got: Size,
    },
    /// Xen 4.11 and 4.12 build different dom0s from the same text.
    DiffersAcross412 {
        /// Up to 4.11.
        older: Dom0Result,
        /// Since 4.12.
        newer: Dom0Result,
    },
    /// No maximum reservation: dom0's kernel prepares for more than dom0 gets.
    NoLimit,
    /// Before 4.1.2, Xen does not report a limit to dom0, whatever `max:` says.
    LimitNotTold,
    /// The maximum is more than Xen has, so it limits nothing.
    LimitAboveHost {
        /// The maximum.
        limit: Pages,
        /// The available memory.
        available: Pages,
    },
    /// No room between size and maximum, where XSA-300 advises some.
    NoGap,
    /// xl (or xend) still reclaims memory from dom0 for guests.
    BalloonedDown,
    /// xl does not reclaim memory from dom0, although dom0 owns nearly everything.
    NeverBalloonedDown,
    /// The only effect of the option is to disable the built-in one.
    BuiltInIgnored,
    /// No option: dom0 gets nearly everything.
    NotGiven {
        /// The size.
        size: Size,
    },
}

impl Quirk {
    /// A stable identifier.
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
