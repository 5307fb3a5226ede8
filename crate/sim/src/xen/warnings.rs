//! What to warn about in a `dom0_mem` text, and what to type instead.
//!
//! There is no list of mistakes here. Xen is run on the text as typed, on what was probably meant
//! ([`super::intent`]), on no text, and on both sides of 4.12. A warning is a difference between
//! two runs, or a property of one. The sentences are in the package `words`.

use super::dom0_build::BuildMinimum;
use super::reservation::Env;
use super::warning_checks::WarningContext;

pub use super::warning::{Difference, Dom0Result, Fix, OptionPart, Quirk, Warning};

/// All warnings about the text typed in `env`, most urgent first.
pub fn warnings<'a>(env: &'a Env<'a>, need: BuildMinimum) -> Vec<Warning> {
    let case = WarningContext::of(env, need);
    let rules: [fn(&WarningContext<'a>) -> Option<Warning>; 15] = [
        WarningContext::not_given,
        WarningContext::misread,
        WarningContext::cut_off,
        WarningContext::not_built,
        WarningContext::wraps_round,
        WarningContext::takes_all,
        WarningContext::cut_by_maximum,
        WarningContext::differs_across_4_12,
        WarningContext::no_limit,
        WarningContext::limit_not_told,
        WarningContext::limit_above_host,
        WarningContext::no_gap,
        WarningContext::ballooned_down,
        WarningContext::never_ballooned_down,
        WarningContext::built_in_ignored,
    ];
    rules.iter().filter_map(|rule| rule(&case)).collect()
}
