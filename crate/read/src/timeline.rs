//! The kernel timeline: the releases that a reader can choose on a slider.
//!
//! The four acts are equally long on the slider, whatever the number of their releases, so
//! that each has room for its name. Every behaviour of the model has a stop. Not here: any
//! other release that a reader types (`version`); it gets the position of the stop before
//! it.

use sim::kernel::Kernel;
use words::Act;

use crate::version;

/// Length of one act on the slider.
const ACT: u32 = 240;
/// The largest position, which is the newest release.
pub const LENGTH: u32 = ACT * 4;

/// The releases, oldest first: where the behaviour changes, and those that distributions
/// kept for long.
static RELEASES: [&str; 46] = [
    "2.6.18",
    "2.6.32-xen",
    "2.6.34-xen",
    "2.6.32",
    "2.6.37",
    "2.6.38",
    "2.6.39",
    "3.0",
    "3.0.5",
    "3.1",
    "3.2",
    "3.3",
    "3.4",
    "3.4.111",
    "3.5",
    "3.6",
    "3.7",
    "3.8",
    "3.9",
    "3.10",
    "3.11",
    "3.12",
    "3.13",
    "3.14",
    "3.15",
    "3.16",
    "3.17",
    "3.18",
    "3.19",
    "4.1",
    "4.3",
    "4.4",
    "4.6",
    "4.9",
    "4.14",
    "4.19",
    "4.20",
    "5.4",
    "5.10",
    "5.15",
    "6.1",
    "6.6",
    "6.8",
    "6.12",
    "6.19",
    "7.3",
];
/// The releases that have a label below the slider.
static LABELLED: [&str; 5] = ["2.6.18", "2.6.37", "3.5", "3.18", "7.3"];

/// A release on the slider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Its position, 0 to [`LENGTH`], both included.
    pub at: u32,
    /// The text to type for it.
    pub release: &'static str,
    /// The kernel.
    pub kernel: Kernel,
}

impl Stop {
    /// What this kernel does with pages on holes.
    pub const fn act(&self) -> Act {
        Act::of(self.kernel.variant.era())
    }

    /// Whether it has a label.
    pub fn is_labelled(&self) -> bool {
        LABELLED.contains(&self.release)
    }
}

/// All stops, oldest first; positions rise.
pub fn stops() -> Vec<Stop> {
    let read = |release: &&'static str| {
        let kernel = version::linux(release, None).ok()?.kernel;
        Some(Stop { at: 0, release, kernel })
    };
    let mut stops: Vec<Stop> = RELEASES.iter().filter_map(read).collect();
    for (act, start) in Act::ALL.into_iter().zip((0..).step_by(ACT as usize)) {
        let own = stops.iter().filter(|s| s.act() == act);
        let count: u32 = own.map(|_| 1).sum();
        let own = stops.iter_mut().filter(|s| s.act() == act);
        for (stop, halves) in own.zip((1..).step_by(2)) {
            stop.at = start + ACT * halves / (2 * count.max(1));
        }
    }
    // The slider's ends are releases too.
    if let Some(first) = stops.first_mut() {
        first.at = 0;
    }
    if let Some(last) = stops.last_mut() {
        last.at = LENGTH;
    }
    stops
}

/// The position of a kernel: that of the last stop of its tree that is not newer.
pub fn position(kernel: Kernel) -> u32 {
    let classic = |k: Kernel| k.variant.is_classic();
    let mut tree = stops().into_iter().filter(|s| classic(s.kernel) == classic(kernel));
    let oldest = tree.next();
    let newer = tree.take_while(|s| s.kernel.release <= kernel.release).last();
    newer.or(oldest).map_or(0, |s| s.at)
}

/// The stop nearest to a position.
pub fn nearest(at: u32) -> Option<Stop> {
    stops().into_iter().min_by_key(|s| s.at.abs_diff(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::kernel::Variant;

    #[test]
    fn every_release_can_be_read_and_positions_and_acts_rise() {
        let stops = stops();
        assert_eq!(stops.len(), RELEASES.len());
        for pair in stops.windows(2) {
            assert!(pair[0].at < pair[1].at, "{pair:?}");
            assert!(pair[0].act() <= pair[1].act(), "{pair:?}");
        }
        let ends = [stops.first(), stops.last()].map(|stop| stop.unwrap().at);
        assert_eq!(ends, [0, LENGTH]);
        assert_eq!(stops.iter().filter(|s| s.is_labelled()).count(), LABELLED.len());
    }

    #[test]
    fn every_behaviour_has_a_stop() {
        let stops = stops();
        for variant in Variant::ALL {
            assert!(stops.iter().any(|s| s.kernel.variant == variant), "{variant:?}");
        }
    }

    #[test]
    fn the_stops_of_an_act_are_in_the_middle_of_equal_parts() {
        let all = stops();
        // The ends of the slider are releases.
        let inner = &all[1..all.len() - 1];
        for (act, start) in Act::ALL.into_iter().zip((0..).step_by(ACT as usize)) {
            let count: u32 = all.iter().filter(|s| s.act() == act).map(|_| 1).sum();
            let first = u32::from(act == Act::ALL[0]);
            for (stop, i) in inner.iter().filter(|s| s.act() == act).zip(first..) {
                assert_eq!(stop.at, start + ACT * (2 * i + 1) / (2 * count), "{stop:?}");
            }
        }
    }

    fn check(typed: &str, expected: &str) {
        let kernel = version::linux(typed, None).unwrap().kernel;
        let at = position(kernel);
        let stop = nearest(at).unwrap();
        assert_eq!((stop.at, stop.release), (at, expected), "{typed}");
    }

    #[test]
    fn a_typed_release_gets_the_stop_before_it() {
        check("3.2.0-4-amd64", "3.2");
        check("3.2.71", "3.2");
        check("2.6.32-5-xen-amd64", "2.6.32");
        check("2.6.32.59-0.7-xen", "2.6.32-xen");
        check("2.6.16-xen", "2.6.18");
        check("3.0.101-xen", "2.6.34-xen");
        check("4.5", "4.4");
        check("6.1.0-13-amd64", "6.1");
        check("9.9", "7.3");
    }

    #[test]
    fn every_stop_is_the_nearest_to_itself() {
        for stop in stops() {
            assert_eq!(nearest(stop.at), Some(stop));
            assert_eq!(position(stop.kernel), stop.at);
        }
    }
}
