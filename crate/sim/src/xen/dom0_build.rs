//! Whether Xen can build dom0 at that size (spec/xen.md 10).
//!
//! The kernel image and initrd are inputs. If they are unknown, [`BuildMinimum::seen`] is used. It
//! is an estimate, and a lower bound: no dom0 smaller than it was seen to boot, and a larger one
//! may still be too small for a larger kernel or initrd. Not here: what the kernel does once it
//! runs.

use super::reservation::Size;
use crate::memory::measured_boots::Build;
use crate::units::{Addr, Bytes, PAGE_SHIFT, PAGE_SIZE, Pages};
use crate::version::Version;

/// The end of the boot stack is rounded up to this.
const STEP: u64 = 4 << 20;
/// Minimum number of bytes left after the boot stack.
const SPARE: u64 = 512 << 10;

/// The first release that was booted in a distribution's build.
const DISTRIBUTIONS: Version = Version::new(5, 10, 0);

/// Pages that dom0's kernel needs before anything else fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuildMinimum {
    /// The block for kernel, page tables and (if mapped) p2m: a power of two.
    pub block: Pages,
    /// The initrd.
    pub initrd: Pages,
}

impl BuildMinimum {
    /// The smallest requirement seen: 32 MiB, in 32 of 36 boots of minimal kernels up to 4.4 and
    /// in the smallest of the public logs (spec/xen.md 10); an initrd may be missing.
    pub const LEAST: Self = Self { block: Pages(8192), initrd: Pages::ZERO };

    /// A distribution's kernel since 5.10: 128 MiB in all 52 boots, with initrds of 336 to 348
    /// pages.
    pub const DISTRIBUTION: Self = Self { block: Pages(32768), initrd: Pages(337) };

    /// The smallest requirement seen for such a kernel: an estimate. Kernels before 5.10 were seen
    /// only in minimal builds, so no more is assumed for them; a minimal build of a later kernel
    /// is recognised by its printed image size. The block holds the image in any case.
    pub fn seen(release: Version, image: Option<Bytes>) -> Self {
        let least = match Build::of(image) {
            Build::Distribution if release >= DISTRIBUTIONS => Self::DISTRIBUTION,
            Build::Distribution | Build::Minimal => Self::LEAST,
        };
        let image = image.unwrap_or(Bytes(0)).0.div_ceil(PAGE_SIZE);
        let holds = Pages(image.checked_next_power_of_two().unwrap_or(u64::MAX));
        Self { block: least.block.max(holds), ..least }
    }

    /// The requirement of a kernel whose virtual space runs from `base` to the end of its boot
    /// stack, with an initrd of this size.
    pub fn of_image(base: Addr, stack_end: Addr, initrd: Bytes) -> Self {
        let used = image_end(stack_end).0.saturating_sub(base.0).div_ceil(PAGE_SIZE);
        let block = Pages(used.checked_next_power_of_two().unwrap_or(u64::MAX));
        Self { block, initrd: Pages(initrd.0.div_ceil(PAGE_SIZE)) }
    }

    /// Both together.
    pub const fn total(self) -> Pages {
        self.block.plus(self.initrd)
    }
}

/// The end of the kernel's initial mapping: the boot stack's end, rounded up to 4 MiB with at
/// least 512 KiB spare.
pub fn image_end(stack_end: Addr) -> Addr {
    Addr(stack_end.0.saturating_add(SPARE).checked_next_multiple_of(STEP).unwrap_or(u64::MAX))
}

/// The result of building dom0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildResult {
    /// Dom0 fits.
    Fits,
    /// Xen panics: `Domain 0 allocation is too small for kernel image`.
    TooSmall {
        /// Minimum number of pages it would have needed.
        needed: Pages,
    },
    /// Xen panics: `Not enough RAM for DOM0 reservation`.
    NotEnoughRam,
    /// Xen's own structures need more than there is, so the remainder for dom0 wraps round to more
    /// pages than addresses can name (spec/xen.md 5, u64). Xen panics with the same text.
    KeepsAll,
    /// 3.4 with a negative size, used as an enormous number: undefined.
    Undefined,
}

impl BuildResult {
    /// The message Xen prints; `None` if dom0 fits or the outcome is unknown. Old releases end the
    /// first message with a full stop.
    pub const fn message(self) -> Option<&'static str> {
        match self {
            Self::TooSmall { .. } => Some("Domain 0 allocation is too small for kernel image"),
            Self::NotEnoughRam | Self::KeepsAll => Some("Not enough RAM for DOM0 reservation"),
            Self::Fits | Self::Undefined => None,
        }
    }
}

/// From this page count up, pages have no 64-bit addresses, so such a size must have wrapped.
pub const NAMELESS: Pages = Pages(1 << (u64::BITS - PAGE_SHIFT));

/// The result of building a dom0 of this size on a host with `available` pages (before
/// deductions).
pub fn built(size: Size, need: BuildMinimum, available: Pages) -> BuildResult {
    match size {
        Size::BelowZero(_) => BuildResult::Undefined,
        Size::Pages(pages) if pages < need.total() => {
            BuildResult::TooSmall { needed: need.total() }
        }
        Size::Pages(pages) if pages > available && pages >= NAMELESS => BuildResult::KeepsAll,
        Size::Pages(pages) if pages > available => BuildResult::NotEnoughRam,
        Size::Pages(_) => BuildResult::Fits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pages: u64, expected: BuildResult) {
        let need = BuildMinimum { block: Pages(8192), initrd: Pages(500) };
        assert_eq!(built(Size::Pages(Pages(pages)), need, Pages(100_000)), expected);
    }

    #[test]
    fn a_size_below_block_and_initrd_panics_and_an_equal_one_does_not() {
        let needed = Pages(8692);
        check(0, BuildResult::TooSmall { needed });
        check(8691, BuildResult::TooSmall { needed });
        check(8692, BuildResult::Fits);
        check(100_000, BuildResult::Fits);
        check(100_001, BuildResult::NotEnoughRam);
        check((1 << 52) - 1, BuildResult::NotEnoughRam);
        check(1 << 52, BuildResult::KeepsAll);
        check(u64::MAX, BuildResult::KeepsAll);
        let below = Size::BelowZero(Pages(5));
        assert_eq!(built(below, BuildMinimum::LEAST, Pages(9)), BuildResult::Undefined);
    }

    #[test]
    fn a_kernel_needs_what_its_kind_was_seen_to_need_and_its_image() {
        let check = |release: (u32, u32), mib: Option<u64>, expected: BuildMinimum| {
            let found = BuildMinimum::seen(
                Version::new(release.0, release.1, 0),
                mib.map(|m| Bytes(m << 20)),
            );
            assert_eq!(found, expected, "{release:?} {mib:?}");
        };
        let of = |block| BuildMinimum { block: Pages(block), ..BuildMinimum::LEAST };
        check((6, 1), None, BuildMinimum::DISTRIBUTION);
        check((6, 1), Some(40), BuildMinimum::DISTRIBUTION);
        check((6, 1), Some(3), BuildMinimum::LEAST);
        check((5, 9), None, BuildMinimum::LEAST);
        check((3, 2), None, BuildMinimum::LEAST);
        check((4, 4), Some(33), of(16384));
        check(
            (6, 1),
            Some(129),
            BuildMinimum { block: Pages(65536), ..BuildMinimum::DISTRIBUTION },
        );
    }

    #[test]
    fn half_a_mib_is_spare_before_the_next_4_mib() {
        assert_eq!(image_end(Addr((8 << 20) - SPARE)), Addr(8 << 20));
        assert_eq!(image_end(Addr((8 << 20) - SPARE + 1)), Addr(12 << 20));
    }

    #[test]
    fn the_block_is_the_next_power_of_two() {
        let base = Addr(0xffffffff80000000);
        let need = BuildMinimum::of_image(base, Addr(base.0 + (20 << 20)), Bytes(4097));
        assert_eq!(need, BuildMinimum { block: Pages(8192), initrd: Pages(2) });
        assert_eq!(BuildMinimum::of_image(base, Addr(u64::MAX), Bytes(0)).total(), Pages(1 << 19));
    }
}
