//! What a kernel keeps whatever its size: typed where a reader knows it, otherwise
//! measured on one real boot and marked as an estimate.

use super::{Fixed, Part, Sure};
use crate::units::{Bytes, PAGE_SIZE, Pages};

/// What a reader may know of a boot beyond the map and the options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Code, data and bss of the kernel, without the part that is freed after boot.
    pub kernel_image: Option<Bytes>,
    /// The software IO TLB as printed, without its lists.
    pub swiotlb: Option<Bytes>,
    /// RAM installed, where the map tells only what firmware left of it.
    pub installed: Option<Pages>,
    /// `MemTotal` as `free` or `/proc/meminfo` shows it.
    pub mem_total: Option<Pages>,
}

/// The kernel image of Debian's 5.10, without init.
const IMAGE: Bytes = Bytes(40165 << 10);
/// Linux' default software IO TLB.
const SWIOTLB: Bytes = Bytes(64 << 20);
/// Other boot-time memory of Debian's 5.10.
const OTHER: Bytes = Bytes(1955 << 10);

/// What is kept whatever the size, at most `room`. Where an estimate does not fit it is
/// cut; what was typed never is.
pub fn fixed(facts: &Facts, room: Pages) -> Fixed {
    let kernel_image = part(facts.kernel_image, IMAGE, room);
    let left = room.less(kernel_image.pages);
    let swiotlb = part(facts.swiotlb.map(with_lists), with_lists(SWIOTLB), left);
    let left = left.less(swiotlb.pages);
    Fixed { swiotlb, kernel_image, other: part(None, OTHER, left) }
}

/// The buffers and 12 KiB of lists for each MiB of them.
const fn with_lists(buffers: Bytes) -> Bytes {
    Bytes(buffers.0.saturating_add((buffers.0 >> 20).saturating_mul(12 << 10)))
}

fn part(typed: Option<Bytes>, usual: Bytes, room: Pages) -> Part {
    // Printed amounts are cut to whole KiB, so the nearest page is as good as any.
    let pages = |bytes: Bytes| Pages(bytes.0.saturating_add(PAGE_SIZE / 2) / PAGE_SIZE);
    match typed {
        Some(bytes) => Part { pages: pages(bytes), sure: Sure::Exact },
        None => Part { pages: pages(usual).min(room), sure: Sure::Estimated },
    }
}
