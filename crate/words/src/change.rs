//! What a changed input did to what `free` shows, as a badge.

use super::{amount, fixed};
use sim::balloon::Plan;
use sim::boot::{Boot, Outcome};
use sim::step::Change;
use sim::units::Pages;

/// Hundredths of a GiB, which is what amounts in GiB show.
const HUNDREDTHS: u64 = 100;
const GIB: u64 = 1 << 18;

/// What `free` shows at the end; `None` if dom0 does not come up. Pages that the balloon
/// brings count whole: what they cost is not part of `MemTotal`.
pub fn shown_by_free(boot: &Boot) -> Option<Pages> {
    if boot.outcome != Outcome::Up {
        return None;
    }
    let reported = boot.steps.iter().find_map(|s| {
        let Change::ToolsReport { free_total, .. } = s.change else { return None };
        Some(free_total)
    });
    let plan = Plan::of(boot, boot.config.balloon);
    reported.map(|total| plan.map_or(total, |plan| total.plus(plan.gains).less(plan.returns)))
}

/// The difference, so that amounts with two decimals add up: free +0.77 GiB, with marks. Empty
/// if less than a MiB changed.
pub fn badge(before: Pages, after: Pages) -> String {
    let sign = if after < before { '−' } else { '+' };
    let change = Pages(after.0.abs_diff(before.0));
    if change.0 < 1 << 8 {
        return String::new();
    }
    // MiB below a tenth of a GiB.
    if change.0 < GIB / 10 {
        return format!("`free` {sign}{}", amount(change));
    }
    let shown = hundredths(after).abs_diff(hundredths(before));
    format!("`free` {sign}{} GiB", fixed(shown, HUNDREDTHS, 2))
}

/// Hundredths of a GiB, to the nearest.
fn hundredths(pages: Pages) -> u64 {
    pages.0.saturating_mul(2 * HUNDREDTHS).saturating_add(GIB) / (2 * GIB)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gib;
    use crate::test_boot::run;
    use sim::version::Version;

    #[test]
    fn a_badge_is_the_difference_of_what_is_shown() {
        let shown = |option| shown_by_free(&run(64, option, Version::new(3, 2, 0))).unwrap();
        let (open, set) = (shown("4G"), shown("4G,max:4G"));
        assert_eq!([gib(open), gib(set)], ["2.06", "2.83"]);
        assert_eq!(badge(open, set), "`free` +0.77 GiB");
        assert_eq!(badge(set, open), "`free` −0.77 GiB");
        assert_eq!(badge(set, set), "");
    }

    #[test]
    fn small_changes_are_in_mib_and_none_is_not_shown() {
        let base = Pages(3 << 18);
        assert_eq!(badge(base, base.plus(Pages(12 << 8))), "`free` +12 MiB");
        assert_eq!(badge(base, base.less(Pages(255))), "");
        // 0.104 and 0.106 of a GiB: rounding happens once.
        assert_eq!(badge(Pages(0), Pages(27_262)), "`free` +0.10 GiB");
        assert_eq!(badge(Pages(0), Pages(27_788)), "`free` +0.11 GiB");
    }

    #[test]
    fn a_dom0_that_does_not_come_up_shows_nothing() {
        assert_eq!(shown_by_free(&run(64, "4M", Version::new(3, 2, 0))), None);
    }
}
