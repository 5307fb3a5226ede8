//! A ceiling that is right, one that is missing, and one that holds dom0 below the size typed.

use crate::amount;
use crate::marks::typed;
use crate::xen::offered;
use sim::step::MaxReservation;
use sim::what_if::Comparisons;
use sim::xen::reservation::Size;
use sim::xen::warnings::{Fix, Quirk};

/// The end of a sentence that says that dom0 loses nothing otherwise.
pub(super) fn verdict(compared: &Comparisons) -> String {
    if let Some(held) = by_the_ceiling(compared) {
        return format!(". {held}");
    }
    let after = &compared.advice.after;
    let set = after.maximum() != MaxReservation::Unlimited;
    if set && after.config.linux.variant.reads_maximum() {
        ", and the ceiling is right.".to_owned()
    } else {
        ", and a ceiling would save nothing.".to_owned()
    }
}

/// Says that the reader's own ceiling holds dom0 below the size typed, and what to write for that
/// size.
pub(super) fn by_the_ceiling(compared: &Comparisons) -> Option<String> {
    let boot = &compared.scenarios.configured;
    // The number in a log is not what the option gives.
    if boot.config.pages_given.is_some() {
        return None;
    }
    let (warning, asked, got) = compared.warnings.iter().find_map(|warning| {
        let Quirk::CutByMaximum { asked, got } = warning.quirk else { return None };
        let (Size::Pages(asked), Size::Pages(got)) = (asked, got) else { return None };
        Some((warning, asked, got))
    })?;
    let held = format!("`max:` holds dom0 at {}", amount(got));
    let Fix::Write(text) = offered(warning, boot, compared) else { return Some(held + ".") };
    let write = typed(&format!("dom0_mem={text}"));
    Some(format!("{held}, and {write} would give it {}.", amount(asked)))
}
