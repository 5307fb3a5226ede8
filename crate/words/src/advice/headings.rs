//! Headings and buttons of the advice: the same on the prerendered page and after each run.

/// The headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Headings {
    /// Of the list of distributions, for a reader who hears it.
    pub places: &'static str,
    /// Of the button that copies every step of a distribution.
    pub all_steps: &'static str,
    /// What to know before a reboot.
    pub before: &'static str,
    /// How to take the option back.
    pub back: &'static str,
    /// More about a distribution.
    pub notes: &'static str,
    /// The balloon target.
    pub target: &'static str,
    /// More about the target.
    pub now: &'static str,
    /// What to check.
    pub checks: &'static str,
    /// How to repeat the target.
    pub after_reboot: &'static str,
    /// What to tell the toolstack.
    pub toolstack: &'static str,
    /// What the advice costs.
    pub trade_offs: &'static str,
}

/// The headings of every machine's advice.
pub const HEADINGS: Headings = Headings {
    places: "Where the option goes",
    all_steps: "Copy all steps",
    before: "Before you reboot",
    back: "Undo it",
    notes: "Notes",
    target: "Set the balloon target",
    now: "Other ways and checks",
    checks: "Check",
    after_reboot: "Other ways to set it after each boot",
    toolstack: "Keep the toolstack from shrinking dom0",
    trade_offs: "What it costs",
};
