//! Counts in tests how often the costly parts of a frame are computed. Nothing elsewhere.
//!
//! `sim` has such a counter of its own for boots: a package cannot see the tests of another.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// The axis of a story.
    Axis,
    /// Lane D's places in one world.
    Placement,
    /// All flights of a step.
    Flights,
    /// The tiles of one flight.
    Tiles,
    /// The bucket's scale and the most it ever holds.
    Bucket,
    /// The strip's parts after one step.
    Parts,
}

#[cfg(not(test))]
pub(crate) const fn count(_: Work) {}

#[cfg(test)]
pub(crate) use counted::{count, counted};

#[cfg(test)]
mod counted {
    use super::Work;
    use std::cell::RefCell;

    thread_local! {
        static DONE: RefCell<Vec<Work>> = const { RefCell::new(Vec::new()) };
    }

    pub(crate) fn count(work: Work) {
        DONE.with_borrow_mut(|done| done.push(work));
    }

    /// What `run` computed, in order.
    pub(crate) fn counted(run: impl FnOnce()) -> Vec<Work> {
        DONE.take();
        run();
        DONE.take()
    }
}
