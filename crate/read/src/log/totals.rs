//! Dom0's `MemTotal` among several that a paste shows.
//!
//! A guest has a `free` and a `/proc/meminfo`, too. Where totals differ, one counts only if its
//! terminal or dom0's size tells that it is dom0's.

use super::doubt::Doubt;
use super::facts::Logged;
use super::scene::Place;

/// One total, in KiB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Total {
    /// Whose terminal shows it.
    pub(super) place: Place,
    /// Whether it is of `/proc/meminfo`, which does not round.
    pub(super) exact: bool,
    /// The figure.
    pub(super) logged: Logged<u64>,
}

/// The total that counts, and the doubts about the others. `sizes` are those of dom0 that other
/// lines tell, in KiB, the surest first.
pub(super) fn of_dom0(mut all: Vec<Total>, sizes: &[u64]) -> (Option<Total>, Vec<Logged<Doubt>>) {
    if all.iter().any(|total| total.place == Place::Dom0) {
        all.retain(|total| total.place == Place::Dom0);
    }
    let place = all.first().map(|total| total.place).filter(|place| *place != Place::Unknown);
    let one_place = place.is_some_and(|place| all.iter().all(|total| total.place == place));
    if one_place || agree(&all) {
        return (last(all), Vec::new());
    }
    let Some(fitting) = sizes.iter().find_map(|size| fitting(&all, *size)) else {
        return (None, all.into_iter().map(|total| doubt(total, Doubt::Several)).collect());
    };
    let (own, others): (Vec<Total>, Vec<Total>) =
        all.into_iter().partition(|total| fitting.contains(&total.logged.value));
    (last(own), others.into_iter().map(|total| doubt(total, Doubt::Unfit)).collect())
}

fn doubt(total: Total, value: Doubt) -> Logged<Doubt> {
    Logged { value, lines: total.logged.lines }
}

/// The last exact one, or the last.
fn last(mut all: Vec<Total>) -> Option<Total> {
    let at = all.iter().rposition(|total| total.exact).or(all.len().checked_sub(1))?;
    Some(all.swap_remove(at))
}

/// Whether all are one total, but for what rounding and the balloon's small steps change.
fn agree(all: &[Total]) -> bool {
    let kib = || all.iter().map(|total| total.logged.value);
    let (least, most) = (kib().min().unwrap_or_default(), kib().max().unwrap_or_default());
    most - least <= most / 32
}

/// The totals that a dom0 of this size can have, if they are one: not more than that, and of
/// those the ones to which little is missing.
fn fitting(all: &[Total], size: u64) -> Option<Vec<u64>> {
    let from = |least: u64| {
        let fits = |kib: &u64| (least..=size.saturating_add(size / 50)).contains(kib);
        all.iter().map(|total| total.logged.value).filter(fits).collect::<Vec<_>>()
    };
    let near = Some(from(size - size / 8)).filter(|near| !near.is_empty());
    let found = near.unwrap_or_else(|| from(size / 2));
    let (least, most) = (found.iter().min()?, found.iter().max()?);
    (most - least <= most / 32).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(all: &[(Place, u64)], sizes: &[u64], expected: Option<u64>, doubts: usize) {
        let total = |(i, (place, value)): (usize, &(Place, u64))| Total {
            place: *place,
            exact: false,
            logged: Logged { value: *value, lines: vec![i + 1] },
        };
        let (found, doubted) = of_dom0(all.iter().enumerate().map(total).collect(), sizes);
        assert_eq!(found.map(|total| total.logged.value), expected, "{all:?} {sizes:?}");
        assert_eq!(doubted.len(), doubts, "{all:?} {sizes:?}");
    }

    #[test]
    fn a_total_counts_where_its_place_or_dom0s_size_tells() {
        use Place::{Dom0, Host, Unknown};
        check(&[], &[], None, 0);
        check(&[(Unknown, 4000)], &[], Some(4000), 0);
        check(&[(Unknown, 4000), (Unknown, 3950)], &[], Some(3950), 0);
        check(&[(Unknown, 4000), (Unknown, 1000)], &[], None, 2);
        check(&[(Unknown, 4000), (Unknown, 1000)], &[4096], Some(4000), 1);
        check(&[(Unknown, 4000), (Unknown, 1000)], &[1024], Some(1000), 1);
        check(&[(Unknown, 4000), (Unknown, 2400)], &[4096], Some(4000), 1);
        // Much goes into records of pages.
        check(&[(Unknown, 2600), (Unknown, 1000)], &[4096], Some(2600), 1);
        check(&[(Unknown, 2600), (Unknown, 2200)], &[4096], None, 2);
        check(&[(Unknown, 4000), (Unknown, 1000)], &[9000, 1024], Some(1000), 1);
        check(&[(Dom0, 4000), (Unknown, 1000)], &[], Some(4000), 0);
        check(&[(Dom0, 4000), (Dom0, 2000)], &[], Some(2000), 0);
        check(&[(Host(0), 4000), (Host(0), 2000)], &[], Some(2000), 0);
        check(&[(Host(0), 4000), (Host(1), 2000)], &[], None, 2);
    }
}
