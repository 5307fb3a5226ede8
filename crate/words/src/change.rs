//! What a changed input did to what `free` shows, as a badge.

use super::printed::{Printed, PrintedShares, TRIFLE};
use super::recovery::runs_out;
use sim::boot::{Boot, Outcome};

/// What `free` shows at the end; `None` if dom0 does not come up or runs out of memory.
pub fn shown_by_free(boot: &Boot) -> Option<Printed> {
    (boot.outcome == Outcome::Up && !runs_out(boot)).then(|| PrintedShares::of(boot).free)
}

/// The difference as printed: free +0.77 GiB, with marks. Empty if less than a MiB changed.
pub fn badge(before: Printed, after: Printed) -> String {
    let sign = if after.pages < before.pages { '−' } else { '+' };
    let change = after.apart(before);
    if change.pages < TRIFLE { String::new() } else { format!("`free` {sign}{}", change.full()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_boot::run;
    use sim::units::Pages;
    use sim::version::Version;

    #[test]
    fn a_badge_is_the_difference_of_what_is_shown() {
        let shown = |option| shown_by_free(&run(64, option, Version::new(3, 2, 0))).unwrap();
        let (open, set) = (shown("4G"), shown("4G,max:4G"));
        assert_eq!([open.bare(), set.bare()], ["2.06", "2.83"]);
        assert_eq!(badge(open, set), "`free` +0.77\u{a0}GiB");
        assert_eq!(badge(set, open), "`free` −0.77\u{a0}GiB");
        assert_eq!(badge(set, set), "");
    }

    #[test]
    fn small_changes_are_in_mib_and_none_is_not_shown() {
        let check = |before, more, expected| {
            let before = Printed::alone(Pages(before));
            let after = Printed::part_of(before.pages.plus(Pages(more)), before);
            assert_eq!(badge(before, after).replace('\u{a0}', " "), expected, "{before:?} {more}");
        };
        check(3 << 18, 12 << 8, "`free` +12 MiB");
        check(3 << 18, 255, "");
        // 0.104 and 0.106 of a GiB: rounding happens once.
        check(1 << 18, 27_262, "`free` +0.10 GiB");
        check(1 << 18, 27_788, "`free` +0.11 GiB");
        check(300 << 8, 130 << 8, "`free` +130 MiB");
    }

    #[test]
    fn a_dom0_that_does_not_come_up_shows_nothing() {
        assert_eq!(shown_by_free(&run(64, "4M", Version::new(3, 2, 0))), None);
    }
}
