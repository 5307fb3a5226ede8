//! Memory a kernel uses regardless of its size: typed if the reader knows it, otherwise as
//! measured on real boots of the nearest release ([`super::measured_boots`]).

use super::measured_boots::{BootContext, Build, MEASURED, estimate};
use super::{Confidence, FixedCost, FixedCosts};
use crate::units::{Bytes, PAGE_SIZE, Pages};
use crate::version::Version;

/// Facts about a boot, beyond the map and the options, that a reader may know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The kernel's code, data and bss, without the part that is freed after boot.
    pub kernel_image: Option<Bytes>,
    /// The software IO TLB as printed, without its lists.
    pub swiotlb: Option<Bytes>,
    /// Installed RAM, if the map shows only the part that firmware left.
    pub installed: Option<Pages>,
    /// `MemTotal` as shown by `free` or `/proc/meminfo`.
    pub mem_total: Option<Pages>,
}

impl Facts {
    /// Pages of the typed software IO TLB with its lists.
    pub(crate) fn typed_swiotlb(&self, release: Version) -> Option<Pages> {
        self.swiotlb.map(|buffers| rounded_pages(with_lists(buffers, release)))
    }
}

/// Linux's default software IO TLB with its lists, as in the boots of 5.10 to 7.3.
const SWIOTLB: Bytes = Bytes(66304 << 10);
/// Since this version, the lists use 12 KiB per MiB.
const LONG_LISTS: Version = Version::new(5, 10, 0);

/// The fixed costs, at most `room`. An estimate that does not fit is cut; a typed value never is.
pub fn fixed(facts: &Facts, place: BootContext, room: Pages) -> FixedCosts {
    let usual = estimate(&MEASURED, Build::of(facts.kernel_image), place);
    let typed = facts.typed_swiotlb(place.release);
    let kernel_image = part(facts.kernel_image, usual.image, room.less(typed.unwrap_or_default()));
    let left = room.less(kernel_image.pages);
    let swiotlb = match typed {
        Some(pages) => FixedCost { pages, sure: Confidence::Exact },
        None => part(None, SWIOTLB, left),
    };
    let left = left.less(swiotlb.pages);
    FixedCosts { swiotlb, kernel_image, other: part(None, usual.other, left) }
}

/// Buffers and the lists of those in use: 12 KiB per MiB since 5.10; up to 4.4 half as much plus
/// an overflow buffer (spec/overhead.md 1), and in between as up to 4.4.
pub fn with_lists(buffers: Bytes, release: Version) -> Bytes {
    let mib = buffers.0 >> 20;
    let lists = match () {
        () if mib == 0 => 0,
        () if release >= LONG_LISTS => mib.saturating_mul(12 << 10),
        () => mib.saturating_mul(6 << 10).saturating_add(32 << 10),
    };
    Bytes(buffers.0.saturating_add(lists))
}

fn part(typed: Option<Bytes>, usual: Bytes, room: Pages) -> FixedCost {
    match typed {
        Some(bytes) => FixedCost { pages: rounded_pages(bytes), sure: Confidence::Exact },
        None => FixedCost { pages: rounded_pages(usual).min(room), sure: Confidence::Estimated },
    }
}

/// The nearest number of pages. Logs print amounts cut to whole KiB, so rounding up or down would be
/// no more exact.
pub(crate) const fn rounded_pages(bytes: Bytes) -> Pages {
    Pages(bytes.0.saturating_add(PAGE_SIZE / 2) / PAGE_SIZE)
}
