//! Release numbers of Linux and Xen, compared part by part.
//!
//! Only the numbers: the behaviour of a release is defined by [`crate::kernel::release`] and
//! [`crate::xen`], and typed text is parsed by their readers.

use core::fmt;

/// `major.minor.patch`; 2.6.x counts as major 2, minor 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// First number.
    pub major: u32,
    /// Second number.
    pub minor: u32,
    /// Third number, 0 if there is none.
    pub patch: u32,
}

impl Version {
    /// The version with these numbers.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// The first release of its series: the same with the third number 0.
    #[must_use]
    pub const fn series(self) -> Self {
        Self { patch: 0, ..self }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.patch == 0 { Ok(()) } else { write!(f, ".{}", self.patch) }
    }
}
