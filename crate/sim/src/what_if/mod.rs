//! What if: the reader's machine with one thing changed, and the difference it makes.
//!
//! [`Boot::with`](crate::boot::Boot::with) runs a boot again with another option, kernel, Xen,
//! map or balloon target. Scenarios, differences, the sweep and the advice are made of such runs,
//! and of nothing else; [`Comparisons`] holds all that one report needs, each run made once. Not
//! here: wording (the package `words`).

mod change;
mod runs;

pub mod advice;
pub mod bookkeeping;
pub mod difference;
pub mod scenarios;
pub mod sweep;

mod comparisons;

pub use change::WhatIf;
pub use comparisons::Comparisons;
pub use runs::Runs;
