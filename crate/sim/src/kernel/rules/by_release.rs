//! The few rules that change with a release inside a variant, and the releases.

use super::{ExtraOwner, GuestMappings, TABLE_CAPACITY};
use crate::kernel::message::{MapStyle, Prefix};
use crate::kernel::{Kernel, Variant};
use crate::version::Version;

const fn v(major: u32, minor: u32, patch: u32) -> Version {
    Version::new(major, minor, patch)
}

impl Kernel {
    /// Whether RAM entries end at a whole page: all but 2.6.37 (spec/kernel.md 8, commit
    /// 7cb31b752c7).
    pub(in crate::kernel) fn rounds_ram_ends(self) -> bool {
        self.variant != Variant::V2637 || self.release >= v(2, 6, 38)
    }

    /// Whether marking 1:1 prints a line: up to 3.16.
    pub(in crate::kernel) fn prints_identity(self) -> bool {
        self.release < v(3, 17, 0)
    }

    /// The start of the lines about its map. 4.15.18 prints a prefix and 4.20 does not; releases
    /// between them use the older form.
    pub(in crate::kernel) fn prefix(self) -> Prefix {
        let prints = v(3, 5, 0) <= self.release && self.release < v(4, 20, 0);
        if prints { Prefix::E820 } else { Prefix::Bare }
    }

    /// The format in which it prints its map.
    pub(in crate::kernel) fn map_style(self) -> MapStyle {
        if self.release < v(3, 5, 0) {
            MapStyle::Bracketed
        } else if self.release < v(7, 3, 0) {
            MapStyle::Mem
        } else {
            MapStyle::MemAndGaps
        }
    }

    /// Entries allowed in the host's map: 128 up to 4.9, as many as its own table since 4.10
    /// (spec/kernel.md 6 step 2).
    pub(in crate::kernel) fn host_map_capacity(self) -> usize {
        if self.release < v(4, 10, 0) { 128 } else { TABLE_CAPACITY }
    }

    /// Where it maps the pages of guests.
    pub fn guest_mappings(self) -> GuestMappings {
        if self.variant == Variant::Classic {
            GuestMappings::Classic
        } else if self.release < v(5, 3, 0) {
            GuestMappings::NeedsGap
        } else if self.release < v(5, 9, 0) {
            GuestMappings::Mended
        } else {
            GuestMappings::Unpopulated
        }
    }

    /// The owner of the extra pages, with default build options (spec/kernel.md 9).
    pub fn extra_owner(self) -> ExtraOwner {
        let pool = (v(5, 9, 0)..v(5, 17, 0)).contains(&self.release) || self.release >= v(6, 12, 0);
        if pool && !self.variant.is_classic() { ExtraOwner::Pool } else { ExtraOwner::Balloon }
    }
}
