//! What is said about one distribution, and the option as it is typed.

use super::super::advice::Instruction;

/// Instructions for one distribution; texts have marks ([`crate::marks`]).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Instructions {
    /// A name that never changes.
    pub id: &'static str,
    /// The distribution.
    pub name: &'static str,
    /// What to do, in order.
    pub steps: Vec<Instruction>,
    /// How to undo it.
    pub back: Vec<Instruction>,
    /// The releases that this applies to, as a sentence.
    pub holds: &'static str,
    /// What to know before the reboot: what stops, and the easier way back.
    pub before: Vec<String>,
    /// Defaults and traps of this distribution.
    pub notes: Vec<String>,
    /// All there is to type under its instructions, every line a comment of a shell.
    pub all: String,
}

/// The option for a text; empty for none.
pub(super) fn option(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("dom0_mem={text}") }
}
