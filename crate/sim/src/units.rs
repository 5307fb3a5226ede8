//! Counts and addresses as distinct types, so that pages and bytes, and page
//! numbers and machine frames, cannot be mixed.
//!
//! The types have no operators: arithmetic that may wrap is written where the kernel or Xen does
//! it (`kernel`, `xen`), arithmetic that may not is checked here. Wording ("1.0 GiB") is in the
//! package `words`.

/// log2 of the page size.
pub const PAGE_SHIFT: u32 = 12;
/// Bytes per page (4 KiB, the only size a PV dom0 uses).
pub const PAGE_SIZE: u64 = 1 << PAGE_SHIFT;

/// A count of 4 KiB pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pages(pub u64);

/// A count of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub u64);

/// A byte address in dom0's own numbering. In an `Entry`, which is a line of either map, in the
/// numbering of the map that holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Addr(pub u64);

/// A byte address of the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MachineAddr(pub u64);

/// A page number of dom0 (pseudo-physical: pages are numbered from 0 whatever backs them).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pfn(pub u64);

/// A frame number of the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mfn(pub u64);

impl Pages {
    /// One MiB.
    pub const MIB: Self = Self(1 << 8);
    /// One GiB.
    pub const GIB: Self = Self(1 << 18);
    /// One TiB.
    pub const TIB: Self = Self(1 << 28);

    /// No pages.
    pub const ZERO: Self = Self(0);

    /// The same amount in bytes; saturates at `u64::MAX`.
    pub const fn bytes(self) -> Bytes {
        Bytes(self.0.saturating_mul(PAGE_SIZE))
    }

    /// The same amount in KiB; saturates at `u64::MAX`.
    pub const fn kib(self) -> u64 {
        self.0.saturating_mul(PAGE_SIZE >> 10)
    }

    /// The next whole multiple of `unit`, which is not 0; saturates at `u64::MAX`.
    #[must_use]
    pub const fn rounded_up(self, unit: Self) -> Self {
        match self.0.checked_next_multiple_of(unit.0) {
            Some(pages) => Self(pages),
            None => Self(u64::MAX),
        }
    }

    /// Sum, saturating.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Difference, 0 if `other` is larger.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// One past the last page, if these are numbered from 0.
    pub const fn end(self) -> Pfn {
        Pfn(self.0)
    }

    /// Whether there are none.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl core::iter::Sum for Pages {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}

impl Bytes {
    /// Whole pages in this amount, the rest dropped.
    pub const fn whole_pages(self) -> Pages {
        Pages(self.0 >> PAGE_SHIFT)
    }
}

impl Addr {
    /// The page that contains this address.
    pub const fn pfn_containing(self) -> Pfn {
        Pfn(self.0 >> PAGE_SHIFT)
    }

    /// The first page that starts at or above this address.
    pub const fn pfn_at_or_above(self) -> Pfn {
        Pfn((self.0 >> PAGE_SHIFT) + if self.0.is_multiple_of(PAGE_SIZE) { 0 } else { 1 })
    }
}

impl MachineAddr {
    /// The frame that contains this address.
    pub const fn mfn_containing(self) -> Mfn {
        Mfn(Addr(self.0).pfn_containing().0)
    }

    /// The first frame that starts at or above this address.
    pub const fn mfn_at_or_above(self) -> Mfn {
        Mfn(Addr(self.0).pfn_at_or_above().0)
    }
}

impl Mfn {
    /// The address of the frame's first byte; saturates at `u64::MAX`.
    pub const fn addr(self) -> MachineAddr {
        MachineAddr(self.0.saturating_mul(PAGE_SIZE))
    }

    /// The page number of this frame where dom0 takes the machine's numbers as its
    /// own: in its copy of the machine's map and under 1:1 mapping.
    pub const fn as_pfn(self) -> Pfn {
        Pfn(self.0)
    }
}

impl Pfn {
    /// The page at 4 GiB.
    pub const FOUR_GIB: Self = Self(1 << 20);

    /// The frame of a page number that is mapped 1:1; see [`Mfn::as_pfn`].
    pub const fn identity_frame(self) -> Mfn {
        Mfn(self.0)
    }

    /// The page number `pages` further on; saturates at `u64::MAX`.
    #[must_use]
    pub const fn plus(self, pages: Pages) -> Self {
        Self(self.0.saturating_add(pages.0))
    }

    /// Number of pages from `start` (inclusive) up to this one (exclusive); 0 if `start` is higher.
    pub const fn pages_from(self, start: Self) -> Pages {
        Pages(self.0.saturating_sub(start.0))
    }

    /// The address of the page's first byte; saturates at `u64::MAX`.
    pub const fn addr(self) -> Addr {
        Addr(self.0.saturating_mul(PAGE_SIZE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_pages_round_in_the_named_direction() {
        assert_eq!(Addr(0x9fc00).pfn_containing(), Pfn(0x9f));
        assert_eq!(Addr(0x9fc00).pfn_at_or_above(), Pfn(0xa0));
        assert_eq!(Addr(0x9f000).pfn_at_or_above(), Pfn(0x9f));
        assert_eq!(Bytes(8191).whole_pages(), Pages(1));
    }

    #[test]
    fn the_top_of_the_address_space_does_not_overflow() {
        assert_eq!(Addr(u64::MAX).pfn_at_or_above(), Pfn(1 << 52));
        assert_eq!(Pages(u64::MAX).bytes(), Bytes(u64::MAX));
        assert_eq!(Pages(u64::MAX - 1).kib(), u64::MAX);
        assert_eq!(Pages(u64::MAX).rounded_up(Pages(256)), Pages(u64::MAX));
        assert_eq!(Pages(257).rounded_up(Pages(256)), Pages(512));
    }
}
