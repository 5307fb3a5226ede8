//! Counts in tests how often the costly parts of a report are computed. Nothing elsewhere.
//!
//! `figure` has such a counter of its own for frames: a package cannot see the tests of another.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// A boot.
    Boot,
    /// The option read by a release of Xen.
    Reading,
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

    /// The boots and the readings of the option that `run` took.
    pub(crate) fn counted(run: impl FnOnce()) -> [usize; 2] {
        DONE.take();
        run();
        let done = DONE.take();
        [Work::Boot, Work::Reading].map(|work| done.iter().filter(|w| **w == work).count())
    }
}
